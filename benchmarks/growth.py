"""``python -m benchmarks.growth``: seconds and peak memory of redact-batch over inputs that double and double again.

With the model up to ``--megabytes``; then without it (``--label EMAIL_ADDRESS``: the engine, the patterns, the audit) up to
``--far``. Prints a straight line's fit with its residuals; ``--json`` and ``--plot`` keep it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpus import documents
from benchmarks.engine import redact_batch


def sizes(last: float) -> list[float]:
    """1, 2, 4 … megabytes, no more than ``last``."""
    found = [1.0]
    while found[-1] * 2 <= last:
        found.append(found[-1] * 2)
    return found


def write_text(path: Path, megabytes: float) -> None:
    """One text file of about that size."""
    written, parts = 0, cycle(documents(400, 1_500))
    with path.open("w", encoding="utf-8") as file:
        while written < megabytes * 1e6:
            written += file.write(next(parts) + "\n\n")


def measured(last: float, *options: str) -> list[dict[str, float]]:
    """One row a size."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.txt"
        for size in sizes(last):
            write_text(source, size)
            run = redact_batch(source, Path(folder) / "out.txt", *options)
            exact = source.stat().st_size / 1e6
            rows.append({"megabytes": exact, "seconds": run.seconds, "cpu": run.cpu, "peak_mib": run.peak / 2**20})
            print(" ".join(f"{name} {value:,.2f}" for name, value in rows[-1].items()), flush=True)
    return rows


def fitted(rows: list[dict[str, float]]) -> dict[str, Any]:
    """seconds = start + slope × megabytes, by least squares of the relative error; residuals as shares of what was measured."""
    x, y = (np.array([row[name] for row in rows]) for name in ("megabytes", "seconds"))
    slope, start = np.polyfit(x, y, 1, w=1 / y)
    return {"start": start, "seconds_per_megabyte": slope, "residuals": ((y - start - slope * x) / y).tolist()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--far", type=float, default=1024)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    result = {}
    for name, last, options in (("model", args.megabytes, ()), ("no model", args.far, ("--label", "EMAIL_ADDRESS"))):
        rows = measured(last, *options)
        result[name] = {"rows": rows, "fit": fitted(rows)}
        worst = max(map(abs, result[name]["fit"]["residuals"]))
        print(f"{name}: {result[name]['fit']['seconds_per_megabyte']:.3f} s per MB, largest residual {worst:.1%}")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.plot:
        draw(result, args.plot)


def draw(result: dict[str, Any], path: Path) -> None:
    """Time and memory over size, both axes logarithmic for time."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    for name, found in result.items():
        x = [row["megabytes"] for row in found["rows"]]
        left.plot(x, [row["seconds"] for row in found["rows"]], "o-", label=name)
        right.plot(x, [row["peak_mib"] for row in found["rows"]], "o-", label=name)
    left.set(xscale="log", yscale="log", xlabel="megabytes of text", ylabel="seconds")
    right.set(xscale="log", xlabel="megabytes of text", ylabel="peak RSS, MiB", ylim=(0, 500))
    left.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
