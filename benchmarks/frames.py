"""``python -m benchmarks.frames``: ``redact_frame`` of pandas, polars and Arrow beside ``redact-batch`` on the same rows as Parquet.

The rows are those of a table of customers: ids, names, e-mails, phones, cities, amounts, and a sentence or two. Both do
their work in this process with one loaded model each, so the CPU seconds compare; rows a second and the ratio of CPU
seconds are printed (the bar: at most 1.1), from the best of ``--repeats`` rounds in turns. ``--rows 1000000`` is the
issue's; with ``--notes 2000`` so many different ones stand in them: the model costs little, and what differs shows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.field_tables import made
from redactor import Redactor

#: Others are repeated from so many: making values takes longer than masking them.
_DIFFERENT = 2_000
_SENTENCES = (
    "{name} called about order {id}, please write to {mail}.",
    "Parcel came back from {city}; nobody there. Ask {name}, {phone}.",
    "Invoice paid, nothing else to do.",
    "Wants the blue one instead, size 42, as soon as it is here again.",
)


def rows(count: int, seed: int = 1, notes: int | None = None) -> pa.Table:
    """A table of ``count`` customers, with so many different ``notes`` (default: mostly one a row)."""
    rng = random.Random(seed)
    makers = {"name": "name", "mail": "email", "phone": "phone_number", "city": "city"}
    values = {name: [made(maker, "en_US", number) for number in range(_DIFFERENT)] for name, maker in makers.items()}
    columns: dict[str, list[Any]] = {name: rng.choices(values[name], k=count) for name in values}
    columns["id"] = list(range(count))
    columns["amount"] = [round(rng.uniform(1, 900), 2) for _ in range(count)]
    columns["note"] = [
        rng.choice(_SENTENCES).format(**{name: columns[name][row] for name in ("name", "mail", "phone", "city", "id")})
        for row in range(min(count, notes or count))
    ]
    columns["note"] += rng.choices(columns["note"], k=count - len(columns["note"]))
    return pa.table(columns)


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds, those of processes that it ended too, and seconds."""
    cpu, wall = sum(os.times()[:4]), time.perf_counter()
    work()
    return sum(os.times()[:4]) - cpu, time.perf_counter() - wall


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--notes", type=int)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    table = rows(given.rows, notes=given.notes)
    frames = {"Arrow": table, "pandas": table.to_pandas(), "polars": pl.from_arrow(table)}
    best: dict[str, tuple[float, float]] = {}
    texts: dict[str, list[str]] = {}

    def see(name: str, work: Callable[[Redactor], list[str]]) -> None:
        redactor = Redactor()  # a new one: answers for short texts are remembered
        found = measured(lambda: texts.__setitem__(name, work(redactor)))
        best[name] = min(best.get(name, found), found)
        print(f"{name}: {found[0]:.1f} CPU s", file=sys.stderr)

    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(table, Path(folder) / "in.parquet")

        def batch(redactor: Redactor) -> list[str]:
            target = Path(folder) / f"{time.monotonic_ns()}.parquet"
            redactor.redact_file(Path(folder) / "in.parquet", target)
            return _notes(pq.read_table(target))

        for _ in range(given.repeats):
            see("redact-batch", batch)
            for name, frame in frames.items():
                see(name, lambda redactor, frame=frame: _notes(redactor.redact_frame(frame)))
    base = best["redact-batch"][0]
    told = {
        name: {"cpu": cpu, "seconds": wall, "rows_per_cpu_second": given.rows / cpu, "ratio": cpu / base}
        for name, (cpu, wall) in best.items()
    }
    for name, one in told.items():
        same = "" if texts[name] == texts["redact-batch"] else "  OTHER TEXTS"
        print(
            f"{name:13} {one['cpu']:8.1f} CPU s {one['rows_per_cpu_second']:9,.0f} rows/CPU s  ratio {one['ratio']:.2f}{same}"
        )
    if given.json:
        given.json.write_text(json.dumps({"rows": given.rows, **told}, indent=1) + "\n", encoding="utf-8")


def _notes(frame: Any) -> list[str]:
    notes = frame["note"]
    return notes.to_pylist() if isinstance(frame, pa.Table) else list(notes)


if __name__ == "__main__":
    main()
