"""``python -m benchmarks``: the engine beside the raw runtime, Hugging Face's pipeline, Presidio, spaCy and the int8 matrix
peak, interleaved in one run. ``--json FILE`` keeps the numbers, ``--plot FILE`` draws them; ``--profile`` gives stage shares.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.corpus import documents
from benchmarks.engine import Run, redact_batch, write_jsonl

#: The slow peers see every n-th document.
SHARE = 6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=780)
    parser.add_argument("--chars", type=int, default=1_500)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--profile", action="store_true", help="only the engine's stages, in one thread")
    args = parser.parse_args()
    texts = documents(args.documents, args.chars)
    if args.profile:
        from benchmarks.stages import shares

        found = shares(texts[::SHARE])
        for name, share in found.items():
            print(f"{name:10} {share:6.1%}")
        if args.json:
            args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return
    result = measure(texts, args.repeats)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.plot:
        draw(result, args.plot)


def measure(texts: list[str], repeats: int) -> dict[str, Any]:
    """Every task once a round, so that a busy minute hits them all."""
    few = texts[::SHARE]
    runs: list[Run] = []
    peaks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        source = write_jsonl(texts, Path(folder) / "in.jsonl")

        def engine(_: list[str]) -> float:
            runs.append(redact_batch(source, Path(folder) / "out.jsonl"))
            return runs[-1].seconds

        tasks: dict[str, tuple[Callable[[list[str]], float], list[str]]] = {
            "redact-batch": (engine, texts),
            "raw runtime": (peers.runtime, texts),
        }
        for batch in (1, 8, 32):
            tasks[f"HF pipeline, batch {batch}"] = (lambda some, batch=batch: peers.hugging_face(some, batch), few)
        if peers.has_presidio():
            for count in (1, 2):
                tasks[f"Presidio, {count} process{'es' * (count > 1)}"] = (lambda t, n=count: peers.presidio(t, n), few)
                tasks[f"spaCy-sm NER, {count} process{'es' * (count > 1)}"] = (
                    lambda t, n=count: peers.spacy_ner(t, n),
                    texts,
                )
        rates: dict[str, list[float]] = {name: [] for name in tasks}
        for _ in range(repeats):
            for name, (task, some) in tasks.items():
                rates[name].append(sum(len(text.split()) for text in some) / task(some))
                print(f"{name:28} {rates[name][-1]:10,.0f} words/s", flush=True)
            peaks.append(peers.gemm_peak())
    words, size = sum(len(text.split()) for text in texts), sum(len(text.encode()) for text in texts)
    base = statistics.median(rates["redact-batch"])
    rows = {name: _row(found, rates["redact-batch"]) for name, found in rates.items()}
    for name, row in rows.items():
        low, middle, high = row["ratios"]
        print(f"{name:28} median {row['median']:8,.0f} words/s; redact-batch is {middle:.2f}× ({low:.2f}–{high:.2f})")
    reached = peers.operations(texts) / words * base
    result = {
        "words": words,
        "bytes": size,
        "megabytes_per_second": base * size / words / 1e6,
        "rates": rows,
        "gemm_peak_ops": statistics.median(peaks),
        "share_of_gemm_peak": reached / statistics.median(peaks),
        "engine_cpu_seconds_per_million_words": statistics.median(run.cpu for run in runs) / words * 1e6,
        "engine_peak_rss_bytes": max(run.peak for run in runs),
        "cores": os.cpu_count(),
    }
    print(
        f"{result['megabytes_per_second']:.3f} MB/s; {result['share_of_gemm_peak']:.0%} of the int8 GEMM peak",
        f"({result['gemm_peak_ops'] / 1e9:,.0f} GOP/s); peak RSS {result['engine_peak_rss_bytes'] / 2**20:.0f} MiB;",
        f"{result['engine_cpu_seconds_per_million_words']:.0f} CPU s per million words",
    )
    return result


def _row(found: list[float], ours: list[float]) -> dict[str, Any]:
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, found, strict=True))
    return {
        "min": min(found),
        "median": statistics.median(found),
        "max": max(found),
        "ratio": statistics.median(ratios),
        "ratios": [ratios[0], statistics.median(ratios), ratios[-1]],
    }


def draw(result: dict[str, Any], path: Path) -> None:
    """Words a second of each, as bars with their range."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rows = sorted(result["rates"].items(), key=lambda item: item[1]["median"])
    figure, axes = plt.subplots(figsize=(8, 0.45 * len(rows) + 1))
    middle = [row["median"] for _, row in rows]
    spread = [
        [m - row["min"] for m, (_, row) in zip(middle, rows, strict=True)],
        [row["max"] - row["median"] for _, row in rows],
    ]
    axes.barh(
        [name for name, _ in rows],
        middle,
        xerr=spread,
        color=["#2b6cb0" if name == "redact-batch" else "#a0aec0" for name, _ in rows],
    )
    axes.set_xlabel(f"words per second, {result['cores']} cores")
    figure.tight_layout()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
