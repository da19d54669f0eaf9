"""What a file says beside the texts that a run may mask: keys, numbers, header cells, schema, metadata, statistics."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from redactor.formats.lines import UTF8_MARK, lines
from redactor.formats.protocol import Format, FormatSettings

#: Statistics are cut here: two values a column and row group can be as many as the rows.
MOST_CHARS = 1 << 22

_TAG = re.compile(r"\[[\w-]{1,128}\]")
_MARKS = re.compile(r"[^\w\s]|_")


def spoken(text: str) -> str:
    """A name as words: every mark is a blank, offsets stay.

    >>> spoken("john-smith_cv.txt")
    'john smith cv txt'
    """
    return _MARKS.sub(" ", text)


def keys_of_lines(stream: BinaryIO, limit: int) -> Iterator[str]:
    """For each JSON line its keys and numbers, a line each; nothing for what is not JSON."""
    for number, (body, _, _) in enumerate(lines(stream, limit)):
        yield _keys(body.removeprefix(UTF8_MARK) if body and not number else body)


def _keys(body: bytes | None) -> str:
    if not body:
        return ""
    found: list[str] = []

    def keys(pairs: list[tuple[str, Any]]) -> None:
        found.extend(key for key, _ in pairs)

    try:
        json.loads(
            body.decode("utf-8", "surrogateescape"),
            object_pairs_hook=keys,
            parse_int=found.append,
            parse_float=found.append,
        )
    except (ValueError, RecursionError):
        return ""
    return "\n".join(found)


def first_row(stream: BinaryIO, made: Format, limit: int) -> str:
    """The cells of a table's first row, a line each."""
    for record in made.reader(stream, FormatSettings(max_record_bytes=limit, header=0)):
        return "\n".join(leaf.text for leaf in record.leaves)
    return ""


def parquet_asides(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    """(what, text): the schema's names, the metadata, and the least and greatest texts that statistics tell."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        meta = pq.ParquetFile(stream).metadata
        columns = [meta.schema.column(i).path for i in range(meta.num_columns)]
        pairs = (meta.metadata or {}).items()
        statistics = _statistics(meta)
    except (pa.ArrowException, OSError, ValueError):
        return  # reading its rows tells what is wrong with it; Arrow's messages can quote what it read
    yield "schema", "\n".join(columns)
    yield "metadata", "\n".join(part.decode("utf-8", "replace") for pair in pairs for part in pair)
    yield "statistics", statistics


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
