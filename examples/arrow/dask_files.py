"""Dask: redact a folder of Parquet files, one task a file, in whatever cluster the client is connected to.

python examples/arrow/dask_files.py SOURCE TARGET
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dask
import pyarrow as pa
import pyarrow.parquet as pq

from redactor.arrow import ArrowRedactor


def redact_file(source: Path, target: Path, fields: list[str]) -> int:
    """Redact one file; gives the number of rows withheld. A key is read where the task runs, never shipped in a graph."""
    key = os.environ.get("REDACTOR_KEY", "").strip()
    redactor = ArrowRedactor(fields=fields, key=key.encode() if key else None, name=source.name)
    partial = target.with_name(target.name + ".part")
    with pq.ParquetFile(source) as rows, pq.ParquetWriter(partial, redactor.schema(rows.schema_arrow)) as writer:
        for batch in redactor.batches(rows.iter_batches(2_000)):
            writer.write_table(pa.Table.from_batches([batch]))
    partial.rename(target)  # a task that is tried again begins anew, and nobody reads half a file
    return redactor.counts.withheld


def main(source: str, target: str, fields: tuple[str, ...] = ()) -> int:
    Path(target).mkdir(parents=True, exist_ok=True)
    files = sorted(Path(source).glob("*.parquet"))
    tasks = [dask.delayed(redact_file)(path, Path(target) / path.name, list(fields)) for path in files]
    return sum(dask.compute(*tasks))


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
