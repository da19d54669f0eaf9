"""What a Parquet file says beside its rows: the names of its schema, its metadata, and the texts in its statistics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from redactor.formats.protocol import SideText

#: Statistics are cut here: two values a column and row group can be as many as the rows.
MOST_CHARS = 1 << 22

_TAG = re.compile(r"\[[\w-]{1,128}\]")


def side_texts(stream: BinaryIO) -> Iterator[SideText]:
    """The schema's names, the metadata, and the least and greatest texts that statistics tell."""
    try:
        meta = pq.ParquetFile(stream).metadata
        columns = [meta.schema.column(i).path for i in range(meta.num_columns)]
        pairs = (meta.metadata or {}).items()
        statistics = _statistics(meta)
    except (pa.ArrowException, OSError, ValueError):
        return  # reading its rows tells what is wrong with it; Arrow's messages can quote what it read
    yield SideText("the schema", "\n".join(columns))
    yield SideText("the metadata", "\n".join(part.decode("utf-8", "replace") for pair in pairs for part in pair))
    yield SideText("the statistics", statistics)


def _statistics(meta: Any) -> str:
    found: dict[str, None] = {}
    size = 0
    for group in range(meta.num_row_groups):
        for i in range(meta.num_columns):
            told = meta.row_group(group).column(i).statistics
            if told is None or not told.has_min_max or told.physical_type not in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"):
                continue
            for value in (told.min, told.max):
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                size += len(text)
                found[_TAG.sub(" ", text)] = None
            if size > MOST_CHARS:
                return "\n".join(found)
    return "\n".join(found)
