"""What a Parquet file tells of how it was written, kept for its output; and whether everything can be kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as pt

_ENCODINGS = ("DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT")
_LAST = 2**63 - 1
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


def int96_unit(opened: Callable[[str], Any], columns: list[str]) -> str | None:
    """The unit in which a file's INT96 moments can be read without loss; None where there is none.

    Nanoseconds reach from 1677 to 2262, microseconds to the year 294246, and beyond they run over without a word;
    microseconds lose what is finer. ``opened`` gives the file with its moments in a unit.
    """
    bounds = [pc.min_max(each).as_py() for (each,) in _numbers([opened("ms")], columns)]
    most = max((max(-each["min"], each["max"]) for each in bounds if each["min"] is not None), default=0)
    if most < _LAST // 10**6:
        return "ns"
    if most >= _LAST // 10**3:
        return None
    # What runs over in one runs over by as much in the other: the difference is what is finer than a microsecond.
    for nanos, micros in _numbers([opened("ns"), opened("us")], columns):
        if pc.any(pc.not_equal(nanos, pc.multiply(micros, 1000))).as_py():
            return None
    return "us"


def _numbers(files: list[Any], columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The numbers of all moments, side by side in the files."""
    read = (file.iter_batches(batch_size=16_384, columns=columns, use_threads=False) for file in files)
    for batches in zip(*read, strict=True):
        for name in columns:
            for arrays in zip(*(_moments(batch[name]) for batch in batches), strict=True):
                yield tuple(array.cast(pa.int64()) for array in arrays)


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
