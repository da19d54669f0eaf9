"""Parquet: rows as records, text leaves at any depth; schema, metadata, row groups and codecs stay."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

import pyarrow as pa

from redactor.errors import UsageError
from redactor.formats.apart import apart
from redactor.formats.arrow_rows import Columns, OpenBatch
from redactor.formats.parquet_read import PLACE, PROBLEM, FileTold, rows_of, schema_of
from redactor.formats.parquet_side import side_texts
from redactor.formats.parquet_write import FileHead, ParquetWriter
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, SpoolWriter, Writer
from redactor.records import Record

#: Texts that are opened at a time, in bytes.
_BATCH_BYTES = 1 << 20
#: The process that reads may take 32 times what a record may take, and always this.
_MEMORY_SHARE, _MEMORY_FLOOR = 32, 256 << 20
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
        return apart(side_texts, stream, memory=_memory(settings))


def _memory(settings: FormatSettings) -> int:
    return max(_MEMORY_FLOOR, _MEMORY_SHARE * settings.max_record_bytes)


class ParquetReader(Reader):
    """Rows are records from 0; the schema is the record -1, so that a file without rows is written too.

    ``unread_columns`` hold bytes that are not read as text; ``missing_fields`` are chosen fields without
    a column; ``problem`` is why the file must not be read: its columns side by side do not fit the memory, it says far
    more than it holds, or a column could not be written as the type it has.
    A ``position`` ``{"row_group", "skip", "row"}`` lies behind the first ``skip`` rows of a row group, where
    ``row`` is the next record; the schema comes before it again. Batches of rows are written as a whole, so
    only the last record of each has one.
    """

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._limit = settings.max_record_bytes
        self._position = position or {"row_group": 0, "skip": 0, "row": 0}
        ((schema, unit, uuids),) = apart(schema_of, source, memory=_memory(settings))
        self._chosen = Columns(schema, settings.fields, settings.scalars)
        self.unread_columns = tuple(name for name in self._chosen.unread if name not in uuids)
        self.missing_fields = self._chosen.missing
        self.known_fields = self._chosen.paths
        read = frozenset(i for i in range(len(schema)) if self._chosen.reads(i))
        first, self._skip = self._position["row_group"], self._position["skip"]
        self._parts = apart(rows_of, source, unit, read, self._limit, first, self._skip, memory=_memory(settings))
        self._told: FileTold = next(self._parts)
        self.problem = self._told.problem
        if self.problem is not None:
            next(self._parts, None)  # its process has no more to say, and serves the next file

    def __iter__(self) -> Iterator[Record]:
        group_bytes = max(_GROUP_FLOOR, _GROUP_SHARE * self._limit)
        told = self._told
        yield Record(-1, (), FileHead(self._chosen.schema, told.options, group_bytes, told.about, told.empty))
        index = self._position["row"]
        for group, done, batch in self._batches():
            next_group = {"row_group": group + 1, "skip": 0} if batch.ends else {"row_group": group, "skip": done}
            for row in range(batch.rows - 1):
                yield batch.record(index + row, row, self._limit)
            index += batch.rows
            last = batch.record(index - 1, batch.rows - 1, self._limit)
            yield replace(last, position={**next_group, "row": index})

    def _batches(self) -> Iterator[tuple[int, int, OpenBatch]]:
        """The opened batches, each with its row group and how many rows of it are done after it."""
        skip, first = self._skip, self._position["row_group"]
        for arrow, group, ended, ends, problem in _streamed(self._parts):
            done = ended - arrow.num_rows
            for batch in self._split(arrow, ends):
                batch.problem = problem
                done += batch.rows
                if group > first or done > skip:
                    yield group, done, batch

    def _split(self, arrow: Any, ends: int) -> Iterator[OpenBatch]:
        """``arrow`` opened, in parts of which none holds more text than a batch may, if it has many rows."""
        batch = self._chosen.opened(arrow, ends=ends)
        if batch.chars <= min(_BATCH_BYTES, self._limit) or arrow.num_rows == 1:
            yield batch
            return
        half = arrow.num_rows // 2
        yield from self._split(arrow.slice(0, half), 0)
        yield from self._split(arrow.slice(half), ends)


def _streamed(parts: Generator[bytes, None, None]) -> Iterator[tuple[Any, int, int, int, str | None]]:
    """The batches of an Arrow stream that comes in ``parts``, each with what it tells of its place."""
    line = _Joined(parts)
    if not line.more():
        return
    stream = pa.ipc.open_stream(cast(BinaryIO, line))
    while True:
        batch, told = stream.read_next_batch_with_custom_metadata()
        group, done, ends = map(int, told[PLACE].split())
        yield batch, group, done, ends, told[PROBLEM].decode() if PROBLEM in told else None
        if not line.more():  # the stream has no end of its own: its process says that there is no more
            return


class _Joined(io.RawIOBase):
    """The bytes of parts, one behind another."""

    def __init__(self, parts: Generator[bytes, None, None]) -> None:
        self._parts, self._now = parts, io.BytesIO()

    def more(self) -> bool:
        """Is anything left? Called where one part has been read to its end."""
        self._now = io.BytesIO(next(self._parts, b""))
        return bool(self._now.getbuffer().nbytes)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._now.read(size)
