"""Ray Data: redact a dataset in a pool of actors, one loaded model each.

python examples/arrow/ray_data.py INPUT.parquet OUTPUT
"""

from __future__ import annotations

import sys

import ray

from redactor.arrow import ArrowRedactor


def redact_dataset(dataset: ray.data.Dataset, fields: list[str], actors: int) -> ray.data.Dataset:
    """``dataset`` redacted. Each actor has one core, as an ArrowRedactor has one thread."""
    return dataset.map_batches(
        ArrowRedactor,
        fn_constructor_kwargs={"fields": fields},
        batch_format="pyarrow",
        batch_size=2_000,
        num_cpus=1,
        concurrency=actors,
    )


def main(source: str, target: str) -> None:
    redact_dataset(ray.data.read_parquet(source), [], actors=2).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
