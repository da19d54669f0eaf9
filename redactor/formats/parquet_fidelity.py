"""What a Parquet file tells of how it was written, kept for its output; and whether everything can be kept."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as pt

_ENCODINGS = ("DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT")
_ARROW_SCHEMA = b"ARROW:schema"
#: How the writer calls codecs. (Arrow reads Hadoop's LZ4, which has no name, and writes the one that succeeded it.)
_CODECS = {"UNCOMPRESSED": "NONE", "UNKNOWN": "LZ4"}
#: How an annotation of a moment was written before there were logical types says nothing else.
_OLDER = re.compile(r", is_from_converted_type=\w+, force_set_converted_type=\w+")
#: Annotations that say no more than the physical type does.
_PLAIN = {"Int(bitWidth=32, isSigned=true)", "Int(bitWidth=64, isSigned=true)"}


def options_of(meta: Any, read: Collection[int]) -> dict[str, Any]:
    """Writer options that keep what the metadata tell about how the file was written; ``read`` are columns that masks may
    change."""
    columns = [meta.schema.column(i) for i in range(meta.num_columns)]
    options: dict[str, Any] = {
        "version": meta.format_version if meta.format_version in ("1.0", "2.4", "2.6") else "2.6",
        "store_schema": _ARROW_SCHEMA in (meta.metadata or {}),
        "store_decimal_as_integer": any(
            "Decimal" in str(column.logical_type) and column.physical_type in ("INT32", "INT64") for column in columns
        ),
        "write_time_adjusted_to_utc": any(
            str(column.logical_type).startswith("Time(isAdjustedToUTC=true") for column in columns
        ),
        "use_compliant_nested_type": not any(".list.item" in column.path for column in columns),
    }
    if not meta.num_row_groups:
        return options
    chunks = [meta.row_group(0).column(i) for i in range(meta.num_columns)]
    dictionary = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page]
    statistics = [chunk.path_in_schema for chunk in chunks if chunk.is_stats_set]
    encodings = {
        chunk.path_in_schema: encoding
        for chunk in chunks
        for encoding in _ENCODINGS
        if encoding in chunk.encodings and not chunk.has_dictionary_page
    }
    codecs = {chunk.path_in_schema: _CODECS.get(chunk.compression, chunk.compression) for chunk in chunks}
    options |= {
        "compression": codecs,
        "use_dictionary": dictionary or False,
        "write_statistics": statistics or False,
        "use_deprecated_int96_timestamps": bool(int96_columns(meta)),
    }
    if encodings:
        options["column_encoding"] = encodings
    # A sort order is kept only where no mask can have changed it.
    sorting = meta.row_group(0).sorting_columns
    if sorting and not read:
        options["sorting_columns"] = sorting
    return options


def about(meta: Any, schema: Any) -> dict[bytes, bytes]:
    """The file's own metadata (Spark's, Avro's, protobuf's) that are not written with Arrow's schema."""
    found = dict(meta.metadata or {})
    if found.pop(_ARROW_SCHEMA, None) is not None:
        for key in schema.metadata or {}:
            found.pop(key, None)
    return found


def would_change(meta: Any, schema: Any, options: dict[str, Any]) -> bool:
    """Whether a column would be written as another type than it has, or could not be written at all.

    Names of nodes between a column and its values do not count: lists and maps of older writers get the standard ones.
    """
    sink = io.BytesIO()
    try:
        pq.ParquetWriter(sink, schema, **options).close()
    except (pa.ArrowException, OSError, ValueError):
        return True
    return _types(meta.schema) != _types(pq.ParquetFile(sink).schema)


def _types(schema: Any) -> list[tuple[Any, ...]]:
    found = []
    for column in map(schema.column, range(len(schema))):
        logical = _OLDER.sub("", str(column.logical_type))
        size = column.length if column.physical_type == "FIXED_LEN_BYTE_ARRAY" else 0
        levels = column.max_definition_level, column.max_repetition_level
        name = column.path.partition(".")[0]
        found.append((name, column.physical_type, "None" if logical in _PLAIN else logical, size, *levels))
    return found


def int96_columns(meta: Any) -> list[str]:
    """Columns with moments in the form that Spark and Impala wrote."""
    columns = [meta.schema.column(i) for i in range(meta.num_columns)]
    return list(dict.fromkeys(each.path.partition(".")[0] for each in columns if each.physical_type == "INT96"))


def int96_unit(nanos: Any, micros: Any, columns: list[str]) -> str | None:
    """The unit in which a file's INT96 moments can be read without loss; None where there is none.

    Nanoseconds reach from 1677 to 2262, and beyond they run over without a word; microseconds lose what is finer.
    ``nanos`` and ``micros`` are the file opened in each unit.
    """
    over = fine = False
    read = (file.iter_batches(batch_size=16_384, columns=columns, use_threads=False) for file in (nanos, micros))
    for fast, slow in zip(*read, strict=True):
        for name in columns:
            for ns, us in zip(_moments(fast[name]), _moments(slow[name]), strict=True):
                for n, u in zip(ns.cast(pa.int64()).to_pylist(), us.cast(pa.int64()).to_pylist(), strict=True):
                    over |= n is not None and n // 1000 != u
                    fine |= n is not None and n % 1000 != 0 and n // 1000 == u
    return "us" if over and not fine else None if over else "ns"


def _moments(array: Any) -> Iterator[Any]:
    """The flat arrays of moments in an array."""
    if pt.is_timestamp(array.type):
        yield array
    elif pt.is_map(array.type):
        yield from _moments(array.keys)
        yield from _moments(array.items)
    elif pt.is_nested(array.type):
        for inner in array.flatten() if pt.is_struct(array.type) else [array.flatten()]:
            yield from _moments(inner)
