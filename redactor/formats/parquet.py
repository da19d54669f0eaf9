"""Parquet: rows as records, text leaves at any depth; schema, metadata, row groups and codecs stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from redactor.errors import FormatError, UsageError
from redactor.formats import arrow_rows
from redactor.formats.arrow_rows import Columns, Opened, Row
from redactor.formats.parquet_arrays import holds, is_text
from redactor.formats.parquet_spool import Spool
from redactor.formats.protocol import FormatSettings, Writer
from redactor.records import Edit, Record

#: Rows decoded at a time, at most.
_BATCH_ROWS = 1_024
#: Read-ahead of one column and of all, in bytes. (Without it Arrow reads whole column chunks into memory.)
_BUFFER_BYTES = 64 * 1024
_BUFFERS_BYTES = 32 * 1024 * 1024
_ENCODINGS = ("DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT")


@dataclass(frozen=True, slots=True)
class _Head:
    """What the writer needs before the first row."""

    schema: Any
    options: dict[str, Any]
    spool_bytes: int


@dataclass(frozen=True, slots=True)
class ParquetFormat:
    """Row of the table for ``.parquet``."""

    name: str = "parquet"

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> ParquetReader:
        if not source.seekable():
            raise UsageError("Parquet is read from its end: give it as a file, not through a pipe")
        return ParquetReader(source, settings, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        if position is not None:
            raise UsageError("a Parquet file cannot be continued; its writing starts over")
        return _ParquetWriter(sink)


class ParquetReader:
    """Rows are records from 0; the schema is the record -1, so that a file without rows is written too.

    ``unread_columns`` hold bytes that are not read as text; ``missing_fields`` are chosen fields without
    a column. A ``position`` ``{"row_group", "row"}`` starts at that row group; records carry none, since
    a Parquet file cannot be written in two parts.
    """

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._limit = settings.max_record_bytes
        self._position = position or {"row_group": 0, "row": 0}
        plain = _open(source, [], _BUFFER_BYTES)
        self._schema = plain.schema_arrow
        self._meta = plain.metadata
        self._chosen = Columns(self._schema, settings.fields)
        self.unread_columns, self.missing_fields = self._chosen.unread, self._chosen.missing
        buffer_bytes = max(4096, min(_BUFFER_BYTES, _BUFFERS_BYTES // max(1, self._meta.num_columns)))
        self._file = _open(source, self._dictionary_paths(), buffer_bytes)

    def _dictionary_paths(self) -> list[str]:
        """Chosen columns to be read as dictionaries: a small one, repeated, would expand to gigabytes.

        Reading so costs memory for each different value of a column chunk, so large chunks, which hold
        most of their values as they are, are read plainly.
        """
        chosen = {self._schema.names[i] for i in range(len(self._schema)) if self._chosen.reads(i)}
        small: dict[str, bool] = {}
        for group in range(self._meta.num_row_groups):
            for i in range(self._meta.num_columns):
                chunk = self._meta.row_group(group).column(i)
                path = chunk.path_in_schema
                if path.split(".")[0] in chosen:
                    fits = chunk.has_dictionary_page and chunk.total_uncompressed_size <= self._limit
                    small[path] = fits and small.get(path, True)
        return sorted(path for path, fits in small.items() if fits)

    def __iter__(self) -> Iterator[Record]:
        if not self._position["row_group"]:
            yield Record(-1, (), _Head(self._schema, _options(self._meta, self._schema), 4 * self._limit))
        index = self._position["row"]
        for group in range(self._position["row_group"], self._meta.num_row_groups):
            left = self._meta.row_group(group).num_rows
            for arrow in self._arrow_batches(group):
                left -= arrow.num_rows
                for batch in self._split(arrow, ends=not left):
                    for row in range(batch.rows):
                        yield batch.record(index, row, self._limit)
                        index += 1

    def _arrow_batches(self, group: int) -> Iterator[Any]:
        meta = self._meta.row_group(group)
        row_bytes = max(1, meta.total_byte_size // max(1, meta.num_rows))
        size = max(1, min(_BATCH_ROWS, self._limit // row_bytes))
        try:
            yield from self._file.iter_batches(batch_size=size, row_groups=[group], use_threads=False)
            return
        except (pa.ArrowException, OSError, ValueError):
            pass  # Arrow's messages can quote what it read.
        raise FormatError("not a readable Parquet file (damaged inside)")

    def _split(self, arrow: Any, *, ends: bool) -> Iterator[Opened]:
        """``arrow`` opened, in parts of which none holds more text than a record may, if it has many rows."""
        batch = self._chosen.opened(arrow, ends=ends)
        if batch.chars <= self._limit or arrow.num_rows == 1:
            yield batch
            return
        half = arrow.num_rows // 2
        yield from self._split(arrow.slice(0, half), ends=False)
        yield from self._split(arrow.slice(half), ends=ends)


def _open(source: BinaryIO, dictionary_paths: list[str], buffer_bytes: int) -> Any:
    try:
        source.seek(0)
        return pq.ParquetFile(source, read_dictionary=dictionary_paths, pre_buffer=False, buffer_size=buffer_bytes)
    except (pa.ArrowException, OSError, ValueError):
        pass  # Arrow's messages can quote what it read.
    raise FormatError("not a readable Parquet file")


def _options(meta: Any, schema: Any) -> dict[str, Any]:
    """Writer options that keep what the metadata tell about how the file was written."""
    options: dict[str, Any] = {
        "version": meta.format_version if meta.format_version in ("1.0", "2.4", "2.6") else "2.6",
        "store_schema": b"ARROW:schema" in (meta.metadata or {}),
        "use_compliant_nested_type": not any(
            ".list.item" in meta.schema.column(i).path for i in range(meta.num_columns)
        ),
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
    codecs = {
        chunk.path_in_schema: "NONE" if chunk.compression == "UNCOMPRESSED" else chunk.compression for chunk in chunks
    }
    options |= {
        "compression": codecs,
        "use_dictionary": dictionary or False,
        "write_statistics": statistics or False,
        "use_deprecated_int96_timestamps": any(chunk.physical_type == "INT96" for chunk in chunks),
    }
    if encodings:
        options["column_encoding"] = encodings
    # A sort order is kept only where no text can have changed it.
    sorting = meta.row_group(0).sorting_columns
    if sorting and not any(holds(each.type, is_text) for each in schema):
        options["sorting_columns"] = sorting
    return options


class _ParquetWriter:
    position: Any = None

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._file: Any = None
        self._spool: Spool | None = None
        self._schema: Any = None

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        if isinstance(record.source, _Head):
            head = record.source
            self._schema = head.schema
            self._file = pq.ParquetWriter(self._sink, head.schema, **head.options)
            self._spool = Spool(head.schema, head.spool_bytes)
            return
        arrow_rows.write(record, edits)
        self._done(record.source)

    def withhold(self, record: Record, reason: str) -> None:
        arrow_rows.withhold(record)
        self._done(record.source)

    def _done(self, row: Row) -> None:
        """After the last row of a batch build its columns; after the last of a row group write that."""
        if not row.last:
            return
        assert self._spool is not None
        self._spool.add(row.batch.built())
        if row.batch.ends:
            with self._spool.table() as table:
                if table.num_rows:
                    self._file.write_table(table.unify_dictionaries(), row_group_size=table.num_rows)

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        self.flush()
