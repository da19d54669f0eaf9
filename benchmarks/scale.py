"""``python -m benchmarks.scale``: throughput by workers, on Ray against local, and what a file costs; fills docs/scale.md.

``--fill`` writes docs/scale.md anew from docs/results/scale.json without measuring. Run it on an idle machine: 100 MB take
about 45 minutes a run. ``--json`` elsewhere leaves the page alone, for a try with few megabytes.
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
from pathlib import Path
from typing import Any

from benchmarks.corpus import documents
from benchmarks.scale_plan import filled

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results" / "scale.json"
PAGE = ROOT / "docs" / "scale.md"
#: Characters of one document of the corpus, which is repeated until the file is long enough.
CHARS = 2_000
#: A document is shown again after so many: beyond one group, so that no text is a repeat inside its group.
DIFFERENT = 2_000
SMALL_BYTES = 1_000
#: Labels of patterns alone: the model is not run, and what is left is reading, folding and writing.
MODEL_FREE = ("--label", "EMAIL_ADDRESS")
RAY = ("--engine", "ray", "--ray-address", "local")


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
    """All numbers; runs of different kinds interleave, so that a machine that slows down slows them alike."""
    workers, more = given.workers, MODEL_FREE if given.model_free else ()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = jsonl(folder / "in.jsonl", given.megabytes)
        (folder / "one.jsonl").write_text('{"text": "Niels"}\n', encoding="utf-8")
        small_bytes = small(folder / "small", given.files)
        large, one = (folder / "in.jsonl", folder / "out.jsonl"), (folder / "one.jsonl", folder / "one.out.jsonl")
        runs: dict[str, list[dict[str, float]]] = {}
        for _ in range(given.repeats):
            for count in workers:
                runs.setdefault(str(count), []).append(run(*large, count, *more))
            runs.setdefault("start", []).append(run(*one, 1, *more))
            if given.ray:
                runs.setdefault("ray", []).append(run(*large, given.ray, *more, *RAY))
                runs.setdefault("ray_start", []).append(run(*one, given.ray, *more, *RAY))
            runs.setdefault("small", []).append(run(folder / "small", folder / "small.out", workers[-1], *more))
    load = os.getloadavg()[0]
    ray = (
        {"ray": {"workers": given.ray, **middle(runs["ray"]), "start": middle(runs["ray_start"])}} if given.ray else {}
    )
    return {
        "model": not given.model_free,
        "bytes": size,
        "repeats": given.repeats,
        "cores": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load_after": round(load, 2),
        "workers": {str(count): middle(runs[str(count)]) for count in workers},
        "start": middle(runs["start"]),
        "small": {"files": given.files, "bytes": small_bytes, "workers": workers[-1], **middle(runs["small"])},
        **ray,
    }


def main() -> None:
    """Measure, write the JSON, fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--ray", type=int, default=2, help="actors of the run on Ray; 0 for none")
    parser.add_argument("--model-free", action="store_true", help="with a policy that needs no model")
    parser.add_argument("--files", type=int, default=2_000, help="small files")
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
