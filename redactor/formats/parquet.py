"""Parquet: rows as records, text leaves at any depth; schema, metadata, row groups and codecs stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as pt

from redactor.errors import FormatError, StorageError, UsageError
from redactor.formats.arrow_rows import Columns, OpenBatch
from redactor.formats.parquet_arrays import holds
from redactor.formats.parquet_fidelity import about, int96_columns, int96_unit, options_of, would_change
from redactor.formats.parquet_side import side_texts
from redactor.formats.parquet_write import FileHead, ParquetWriter
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, SpoolWriter, Writer
from redactor.records import Record

#: Rows, values and bytes decoded at a time, at most. (A value costs some 400 bytes besides its text.)
_BATCH_ROWS = 1_024
_BATCH_VALUES = 16_384
_BATCH_BYTES = 1 << 20
#: Read-ahead of one column and of all, in bytes. (Without it Arrow reads whole column chunks into memory.)
_BUFFER_BYTES = 64 * 1024
_BUFFERS_BYTES = 32 * 1024 * 1024
#: What Arrow holds of each column while it reads rows: buffers, and of its data one page and one dictionary, which are
#: rarely larger than this. All columns may take 24 times what a record may take, and always 64 megabytes.
_COLUMN_BYTES, _PAGES_BYTES = 64 * 1024, 2 << 20
_COLUMNS_SHARE, _COLUMNS_FLOOR = 24, 64 << 20
#: What Arrow holds of a column that it reads as a dictionary: its bytes twice, and 160 bytes for each different value.
#: (2,000 columns of 5,000 short values took 1.8 GB.) A value takes five bytes of a chunk at least.
_DICTIONARY_TIMES, _ENTRY_BYTES, _LEAST_VALUE = 2, 160, 5
#: The writer holds eight times what a record may take of a row group, and always a megabyte.
_GROUP_SHARE = 8
_GROUP_FLOOR = 1 << 20


class ParquetFormat(Format):
    """Parquet."""

    name = "parquet"
    needs_seek = True
    textual = False
    compressible = False  # it compresses its own columns
    byte_exact = False  # its bytes depend on the library's version

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> ParquetReader:
        if not source.seekable():
            raise UsageError("Parquet is read from its end: give it as a file, not through a pipe")
        return ParquetReader(source, settings, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        if position is not None:
            raise UsageError("a Parquet file cannot be continued; only its spool can")
        return ParquetWriter(sink)

    def spooler(self, spool: BinaryIO, settings: FormatSettings) -> SpoolWriter:
        return ParquetWriter(spool, spooled=True)

    def side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        return side_texts(stream)


class ParquetReader(Reader):
    """Rows are records from 0; the schema is the record -1, so that a file without rows is written too.

    ``unread_columns`` hold bytes that are not read as text; ``missing_fields`` are chosen fields without
    a column; ``problem`` is why the file must not be read: its columns side by side do not fit the memory, or one of them
    could not be written as the type it has.
    A ``position`` ``{"row_group", "skip", "row"}`` lies behind the first ``skip`` rows of a row group, where
    ``row`` is the next record; the schema comes before it again. Batches of rows are written as a whole, so
    only the last record of each has one.
    """

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._limit = settings.max_record_bytes
        self._position = position or {"row_group": 0, "skip": 0, "row": 0}
        plain = _open(source, [], _BUFFER_BYTES)
        unit = self._int96_unit(source, plain)
        if unit == "us":
            plain = _open(source, [], _BUFFER_BYTES, unit)
        self._schema = plain.schema_arrow
        self._meta = plain.metadata
        self._chosen = Columns(self._schema, settings.fields, settings.scalars)
        self.unread_columns, self.missing_fields = self._chosen.unread, self._chosen.missing
        room = max(_COLUMNS_FLOOR, _COLUMNS_SHARE * self._limit)
        self._options = options_of(self._meta, self._schema, self._chosen)
        if self._widest() > room:
            self.problem = "too-complex"
        elif unit is None or would_change(self._meta, self._schema, self._options):
            self.problem = "type-not-kept"
        buffer_bytes = max(4096, min(_BUFFER_BYTES, _BUFFERS_BYTES // max(1, self._meta.num_columns)))
        paths, self._most_rows = self._dictionary_paths(room)
        self._file = _open(source, paths, buffer_bytes, unit or "ns")

    def _int96_unit(self, source: BinaryIO, plain: Any) -> str | None:
        """See ``int96_unit``."""
        columns = int96_columns(plain.metadata)
        if not columns:
            return "ns"
        try:
            return int96_unit(plain, _open(source, [], _BUFFER_BYTES, "us"), columns)
        except (pa.ArrowException, OSError, ValueError) as error:
            problem = _problem(error, "not a readable Parquet file (damaged inside)")
        raise problem

    def _widest(self) -> int:
        """Bytes that reading the widest row group takes, about; what is a dictionary by its schema is always read as one."""
        names = {self._schema.names[i] for i, each in enumerate(self._schema) if holds(each.type, pt.is_dictionary)}
        taken = Counter[int]()
        for group, column, chunk in self._chunks():
            taken[group] += _COLUMN_BYTES + min(_PAGES_BYTES, chunk.total_uncompressed_size)
            if column in names:
                taken[group] += _dictionary_bytes(chunk)
        return max(taken.values(), default=0)

    def _chunks(self) -> Iterator[tuple[int, str, Any]]:
        """Each column chunk, with the number of its row group and the name of the column it is in."""
        names = set(self._schema.names)
        for group in range(self._meta.num_row_groups):
            meta = self._meta.row_group(group)
            for i in range(self._meta.num_columns):
                chunk = meta.column(i)
                path = chunk.path_in_schema
                yield group, path if path in names else path.partition(".")[0], chunk

    def _dictionary_paths(self, room: int) -> tuple[list[str], int]:
        """Chosen columns to be read as dictionaries: a small one, repeated, would expand to gigabytes. And how many rows
        may be read at once.

        Reading so costs memory for each different value of a column chunk, so large chunks, which hold
        most of their values as they are, are read plainly. So are all where the dictionaries together may not fit into
        ``room``: then so few rows are read at once that they fit, whatever is repeated in them.
        """
        chosen = {self._schema.names[i] for i in range(len(self._schema)) if self._chosen.reads(i)}
        leaves = (self._meta.schema.column(i) for i in range(self._meta.num_columns))
        texts = {leaf.path for leaf in leaves if str(leaf.logical_type) in ("String", "JSON")}
        small: dict[str, bool] = {}
        #: Of each row group: what its dictionaries take, and what one row may expand to.
        held, expanded = Counter[int](), Counter[int]()
        for group, column, chunk in self._chunks():
            if column not in chosen:
                continue
            if chunk.path_in_schema not in texts:
                continue
            fits = chunk.has_dictionary_page and chunk.total_uncompressed_size <= self._limit
            small[chunk.path_in_schema] = fits and small.get(chunk.path_in_schema, True)
            if fits:
                held[group] += _dictionary_bytes(chunk)
                expanded[group] += chunk.total_uncompressed_size
        if max(held.values(), default=0) <= room:
            return sorted(path for path, fits in small.items() if fits), _BATCH_ROWS
        return [], max(1, room // max(expanded.values()))

    def __iter__(self) -> Iterator[Record]:
        group_bytes = max(_GROUP_FLOOR, _GROUP_SHARE * self._limit)
        yield Record(-1, (), FileHead(self._schema, self._options, group_bytes, about(self._meta, self._schema)))
        first, skip, index = (self._position[name] for name in ("row_group", "skip", "row"))
        for group in range(first, self._meta.num_row_groups):
            rows = self._meta.row_group(group).num_rows
            for done, batch in self._batches(group, rows, skip):
                next_group = {"row_group": group + 1, "skip": 0} if done == rows else {"row_group": group, "skip": done}
                for row in range(batch.rows - 1):
                    yield batch.record(index + row, row, self._limit)
                index += batch.rows
                last = batch.record(index - 1, batch.rows - 1, self._limit)
                yield replace(last, position={**next_group, "row": index})
            skip = 0

    def _batches(self, group: int, rows: int, skip: int) -> Iterator[tuple[int, OpenBatch]]:
        """The opened batches of a row group behind its first ``skip`` rows, each with how many rows are done after it."""
        done = 0
        for arrow in self._arrow_batches(group):
            if done + arrow.num_rows <= skip:
                done += arrow.num_rows
                continue
            for batch in self._split(arrow, ends=done + arrow.num_rows == rows):
                done += batch.rows
                if done > skip:
                    yield done, batch
        if done != rows:
            raise FormatError("not a readable Parquet file (a column has fewer values than there are rows)")

    def _arrow_batches(self, group: int) -> Iterator[Any]:
        meta = self._meta.row_group(group)
        row_bytes = max(1, meta.total_byte_size // max(1, meta.num_rows))
        values = _BATCH_VALUES // max(1, self._meta.num_columns)
        size = max(1, min(self._most_rows, values, min(_BATCH_BYTES, self._limit) // row_bytes))
        problem: Exception
        try:
            yield from self._file.iter_batches(batch_size=size, row_groups=[group], use_threads=False)
            return
        except (pa.ArrowException, OSError, ValueError) as error:
            problem = _problem(error, "not a readable Parquet file (damaged inside)")
        raise problem

    def _split(self, arrow: Any, *, ends: bool) -> Iterator[OpenBatch]:
        """``arrow`` opened, in parts of which none holds more text than a batch may, if it has many rows."""
        batch = self._chosen.opened(arrow, ends=ends)
        if batch.chars <= min(_BATCH_BYTES, self._limit) or arrow.num_rows == 1:
            yield batch
            return
        half = arrow.num_rows // 2
        yield from self._split(arrow.slice(0, half), ends=False)
        yield from self._split(arrow.slice(half), ends=ends)


def _dictionary_bytes(chunk: Any) -> int:
    """What Arrow takes at most to read a column chunk as a dictionary."""
    size = int(chunk.total_uncompressed_size)
    return _DICTIONARY_TIMES * size + _ENTRY_BYTES * min(int(chunk.num_values), size // _LEAST_VALUE)


def _open(source: BinaryIO, dictionary_paths: list[str], buffer_bytes: int, unit: str = "ns") -> Any:
    """``unit``: that of INT96 moments."""
    problem: Exception
    try:
        source.seek(0)
        return pq.ParquetFile(
            source,
            read_dictionary=dictionary_paths,
            pre_buffer=False,
            buffer_size=buffer_bytes,
            coerce_int96_timestamp_unit=unit,
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        problem = _problem(error, "not a readable Parquet file")
    raise problem


def _problem(error: Exception, message: str) -> Exception:
    """What to raise instead, outside of its handler: Arrow's messages can quote what it read. It calls its own errors
    ``OSError`` too, but only the system's have a number."""
    if isinstance(error, OSError) and error.errno is not None:
        return StorageError(f"a Parquet file cannot be read ({error.strerror})")
    return FormatError(message)
