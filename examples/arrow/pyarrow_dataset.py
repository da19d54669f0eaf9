"""Plain pyarrow: redact a dataset of any size and format into Parquet files.

python examples/arrow/pyarrow_dataset.py SOURCE TARGET
"""

from __future__ import annotations

import sys

import pyarrow.dataset as ds

from redactor.arrow import ArrowRedactor


def main(source: str, target: str, format: str = "parquet") -> int:
    """Redact the dataset in ``source`` into ``target``; gives the number of rows withheld."""
    dataset = ds.dataset(source, format=format)
    redactor = ArrowRedactor()
    # One thread reads and writes, so that rows stay in order and a stream is one file.
    rows = dataset.scanner(batch_size=1_000, use_threads=False).to_batches()
    ds.write_dataset(
        redactor.batches(rows),
        target,
        schema=redactor.schema(dataset.schema),
        format="parquet",
        use_threads=False,
        existing_data_behavior="error",
        create_dir=True,
    )
    return redactor.counts.withheld


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
