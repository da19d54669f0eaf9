"""``python -m benchmarks.scale``: throughput by workers, on Ray against local, and what a file costs; fills docs/scale.md.

``--fill`` writes docs/scale.md anew from docs/results/scale.json without measuring. Run it on an idle machine; ``--json``
elsewhere leaves the page alone, for a try with few megabytes.

With the model two cores do a megabyte in some ten seconds, so 100 MB five ways and three times would take half a day.
Measured are ``--megabytes`` and a tenth of them, in which all workers are up already. What a run takes beyond its start
grows with its bytes (records are detected in groups that know nothing of each other), so a line through the two gives
start and rate, and 100 MB are calculated from these, and are called so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.corpus import documents
from benchmarks.scale_plan import filled

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results" / "scale.json"
PAGE = ROOT / "docs" / "scale.md"
#: Characters of one document of the corpus.
CHARS = 2_000
#: After so many (4 MB) they come again. No work on a text is kept beyond its group, and a group is 25 kB.
DIFFERENT = 2_000
SMALL_BYTES = 1_000
#: Labels of patterns alone: the model is not run, and what is left is reading, folding and writing.
MODEL_FREE = ("--label", "EMAIL_ADDRESS")
RAY = ("--engine", "ray", "--ray-address", "local")
#: Bytes for which Ray and local are compared.
COMPARED = 100e6


def jsonl(path: Path, megabytes: float) -> int:
    """A JSONL of about so many MB (10**6 bytes) of distinct lines; gives its size."""
    texts = documents(DIFFERENT, CHARS)
    wanted, number = megabytes * 1e6, 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < wanted:
            file.write(
                json.dumps({"id": number, "text": f"{number}: {texts[number % len(texts)]}"}, ensure_ascii=False) + "\n"
            )
            number += 1
    return path.stat().st_size


def small(folder: Path, files: int) -> int:
    """So many text files of about 1 kB; gives the bytes of all."""
    folder.mkdir()
    texts = documents(DIFFERENT, CHARS)
    for number in range(files):
        (folder / f"{number:06}.txt").write_text(
            f"{number}: {texts[number % len(texts)][:SMALL_BYTES]}", encoding="utf-8"
        )
    return sum(path.stat().st_size for path in folder.iterdir())


def run(source: Path, target: Path, workers: int, *options: str) -> dict[str, float]:
    """One ``redact-batch``: wall clock from outside, the rest from its summary. ``cpu_seconds`` are those of its own
    process, ``worker_cpu_seconds`` those of Ray's actors."""
    command = [
        sys.executable,
        "-m",
        "redactor.cli.batch",
        str(source),
        str(target),
        "--workers",
        str(workers),
        "--fresh",
        "-q",
        *options,
    ]
    began = time.perf_counter()
    done = subprocess.run(command, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise SystemExit(f"redact-batch ended with {done.returncode}")
    home = target / "_redactor" if source.is_dir() else target.with_name(target.name + "._redactor")
    summary = json.loads((home / "summary.json").read_text(encoding="utf-8"))
    return {
        "seconds": seconds,
        "cpu_seconds": summary["cpu_seconds"],
        "worker_cpu_seconds": summary.get("worker_cpu_seconds", 0.0),
        "peak_rss_bytes": summary["peak_rss_bytes"],
        "words": summary["counts"]["words"],
        "entities": summary["counts"]["entities"],
        "withheld": summary["counts"]["withheld"],
        "audit_bytes": sum(path.stat().st_size for path in (home / "audit").rglob("*") if path.is_file()),
        "manifest_bytes": (home / "manifest.json").stat().st_size,
        "state_bytes": (home / "state.db").stat().st_size,
    }


def middle(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each number, and the range of the seconds."""
    found = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
    seconds = [one["seconds"] for one in runs]
    return {**found, "seconds_min": min(seconds), "seconds_max": max(seconds)}


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """All numbers. A round has every kind once, so that a machine that slows down slows all alike; what is compared,
    Ray and as many local threads, stands next to each other, first the one and then the other in turn."""
    more = MODEL_FREE if given.model_free else ()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = jsonl(folder / "in.jsonl", given.megabytes)
        (folder / "one.jsonl").write_text('{"text": "Niels"}\n', encoding="utf-8")
        tenth_size = jsonl(folder / "tenth.jsonl", given.megabytes / 10)
        small_bytes = small(folder / "small", given.files)
        large, one = (folder / "in.jsonl", folder / "out.jsonl"), (folder / "one.jsonl", folder / "one.out.jsonl")
        many = (folder / "small", folder / "small.out")
        tenth = (folder / "tenth.jsonl", folder / "tenth.out.jsonl")
        threads = sorted({*given.workers, given.ray} - {0})
        kinds: dict[str, Callable[[], dict[str, float]]] = {
            **{f"local {count}": partial(run, *large, count, *more) for count in threads if count != given.ray},
            "small": partial(run, *many, threads[-1], *more),
            "start": partial(run, *one, 1, *more),
        }
        pair: dict[str, Callable[[], dict[str, float]]] = {}
        if given.ray:
            kinds["local tenth"] = partial(run, *tenth, given.ray, *more)
            kinds["ray tenth"] = partial(run, *tenth, given.ray, *more, *RAY)
            pair[f"local {given.ray}"] = partial(run, *large, given.ray, *more)
            pair["ray"] = partial(run, *large, given.ray, *more, *RAY)
        before = os.getloadavg()[0]
        runs: dict[str, list[dict[str, float]]] = {}
        for turn in range(given.repeats):
            for kind, once in [*list(pair.items())[:: -1 if turn % 2 else 1], *kinds.items()]:
                runs.setdefault(kind, []).append(once())
                print(f"{kind}: {runs[kind][-1]['seconds']:.1f} s", file=sys.stderr)
    return {
        "model": not given.model_free,
        "bytes": size,
        "repeats": given.repeats,
        "cores": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load_before": round(before, 2),
        "workers": {str(count): middle(runs[f"local {count}"]) for count in threads},
        "start": middle(runs["start"]),
        "small": {"files": given.files, "bytes": small_bytes, "workers": threads[-1], **middle(runs["small"])},
        **({"ray": on_ray(runs, given.ray, size, tenth_size)} if given.ray else {}),
    }


def on_ray(runs: dict[str, list[dict[str, float]]], workers: int, size: int, tenth: int) -> dict[str, Any]:
    """The runs on Ray, and what they take more than the local ones beside them: as measured, by the byte, and calculated
    for 100 MB. Ratios are made round by round."""

    def line(kind: str, other: str) -> list[tuple[float, float]]:
        """Seconds of the start and seconds a byte, for each round."""
        pairs = [(a["seconds"], b["seconds"]) for a, b in zip(runs[kind], runs[other], strict=True)]
        rates = [(whole - part) / (size - tenth) for whole, part in pairs]
        return [(part - rate * tenth, rate) for (_, part), rate in zip(pairs, rates, strict=True)]

    local = f"local {workers}"
    lines = list(zip(line("ray", "ray tenth"), line(local, "local tenth"), strict=True))
    more = {
        "whole": [a["seconds"] / b["seconds"] for a, b in zip(runs["ray"], runs[local], strict=True)],
        "by_byte": [ray[1] / mine[1] for ray, mine in lines],
        "calculated": [(ray[0] + ray[1] * COMPARED) / (mine[0] + mine[1] * COMPARED) for ray, mine in lines],
    }
    return {
        "workers": workers,
        **middle(runs["ray"]),
        "tenth": {"bytes": tenth, **middle(runs["ray tenth"])},
        "local_tenth": middle(runs["local tenth"]),
        "starts": [statistics.median(ray[0] for ray, _ in lines), statistics.median(mine[0] for _, mine in lines)],
        "against": {name: [statistics.median(of), min(of), max(of)] for name, of in more.items()},
    }


def main() -> None:
    """Measure, write the JSON, fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=3)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--ray", type=int, default=2, help="actors of the runs on Ray; 0 for none")
    parser.add_argument("--model-free", action="store_true", help="with a policy that needs no model")
    parser.add_argument("--files", type=int, default=1_000, help="small files")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, default=RESULTS)
    parser.add_argument("--fill", action="store_true", help="do not measure; write docs/scale.md from the JSON")
    given = parser.parse_args()
    if not given.fill:
        found = measure(given)
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(json.dumps(found, indent=1, sort_keys=True))
    if given.json == RESULTS:
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), RESULTS), encoding="utf-8")


if __name__ == "__main__":
    main()
