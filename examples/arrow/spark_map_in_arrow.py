"""Spark: redact a DataFrame with mapInArrow. Each task loads the model once (half a second) and works on one core.

spark-submit examples/arrow/spark_map_in_arrow.py INPUT.parquet OUTPUT.parquet
The package must be installed on the executors (an image, or --archives with a packed environment).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame, SparkSession

if TYPE_CHECKING:
    import pyarrow


def partition(fields: list[str]) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """What a task does. Only ``fields`` travel; a key is read where the task runs, never shipped inside a plan."""

    def redact(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import os

        from redactor.arrow import redact_batches

        key = os.environ.get("REDACTOR_KEY", "").strip()
        yield from redact_batches(batches, fields=fields, key=key.encode() if key else None)

    return redact


def redact_frame(frame: DataFrame, fields: list[str]) -> DataFrame:
    """``frame`` redacted, same schema."""
    return frame.mapInArrow(partition(fields), frame.schema)


def main(source: str, target: str) -> None:
    spark = SparkSession.builder.appName("redactor").getOrCreate()
    # Smaller Arrow batches bound a task's memory; nothing else depends on their size.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
    redact_frame(spark.read.parquet(source), []).write.parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
