"""Parquet written from redacted record batches: at once, or from a spool that a killed run can go on with.

A Parquet file that was not ended cannot be continued. So a run that may be killed appends its batches to a spool, as one
Arrow IPC stream from each checkpoint to the next; the file is made of the spool at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from redactor.formats import arrow_rows
from redactor.formats.arrow_rows import Row
from redactor.records import Edit, Record

_SPOOLED = pa.ipc.IpcWriteOptions(compression="lz4" if pa.Codec.is_available("lz4") else None)
#: Parts of a row group that take less are joined.
_JOINED_BYTES = 4 << 20
#: Marks the last batch of a row group, as ``RowGroups.add`` takes it.
_ENDS = b"ends"


@dataclass(frozen=True, slots=True)
class FileHead:
    """What is known before the first row. A row group that takes more than ``group_bytes`` of memory is written as several.
    ``about`` is metadata that the schema does not bring along; so many row groups without rows (``empty``) come first."""

    schema: Any
    options: dict[str, Any]
    group_bytes: int
    about: Mapping[bytes, bytes]
    empty: int = 0


class Target(Protocol):
    """Where redacted batches go."""

    def add(self, batch: Any, *, ends: int) -> None: ...

    def close(self) -> None: ...


class RowGroups:
    """The file itself."""

    def __init__(self, sink: BinaryIO, head: FileHead) -> None:
        self._head = head
        self._file = pq.ParquetWriter(sink, head.schema, **head.options)
        if head.about:
            self._file.add_key_value_metadata(dict(head.about))
        self._parts: list[Any] = []
        self._bytes = 0
        self._write_empty(head.empty)

    def add(self, batch: Any, *, ends: int) -> None:
        """The next rows; with ``ends`` the last of their row group, and one less than so many row groups without rows follow."""
        if self._bytes + batch.nbytes > self._head.group_bytes:
            self._write()
        self._parts.append(pa.Table.from_batches([batch], self._head.schema))
        self._bytes += batch.nbytes
        self._join()
        if ends:
            self._write()
            self._write_empty(ends - 1)

    def _join(self) -> None:
        """Short batches of many columns weigh far more than what is in them: as many rows as were joined before join them."""
        parts = self._parts
        while len(parts) > 1 and parts[-1].num_rows >= parts[-2].num_rows and parts[-2].nbytes < _JOINED_BYTES:
            last = parts.pop()
            parts[-1] = pa.concat_tables([parts[-1], last]).unify_dictionaries().combine_chunks()

    def _write(self) -> None:
        if self._parts:
            table = pa.concat_tables(self._parts).unify_dictionaries()
            self._file.write_table(table, row_group_size=table.num_rows)
        self._parts.clear()
        self._bytes = 0

    def _write_empty(self, groups: int) -> None:
        for _ in range(groups):
            self._file.write_table(self._head.schema.empty_table())

    def close(self) -> None:
        """Write what ends the file."""
        self._file.close()


class Spool:
    """Batches one behind another, to be made into row groups later."""

    def __init__(self, spool: BinaryIO, head: FileHead) -> None:
        self._spool, self._schema = spool, head.schema
        self._stream: Any = None

    def add(self, batch: Any, *, ends: int) -> None:
        """As ``RowGroups.add``."""
        if self._stream is None:
            self._stream = pa.ipc.new_stream(self._spool, self._schema, options=_SPOOLED)
        self._stream.write_batch(batch, custom_metadata={_ENDS: str(ends)} if ends else None)

    def close(self) -> None:
        """End the stream: behind it another may begin."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def assembled(spool: BinaryIO, target: Target) -> None:
    """Give every batch of a spool to ``target``, which is closed then."""
    source = pa.PythonFile(spool, "r")
    end = spool.seek(0, 2)
    spool.seek(0)
    while spool.tell() < end:
        with pa.ipc.open_stream(source) as stream:
            for batch, mark in stream.iter_batches_with_custom_metadata():
                target.add(batch, ends=int(mark[_ENDS]) if mark is not None and _ENDS in mark else 0)
    target.close()


class ParquetWriter:
    """Takes rows; the schema comes first, as the record -1. ``spooled`` says that ``sink`` takes a spool."""

    def __init__(self, sink: BinaryIO, *, spooled: bool = False) -> None:
        self._sink = sink
        self._make: Callable[[BinaryIO, FileHead], Target] = Spool if spooled else RowGroups
        self._head: FileHead | None = None
        self._target: Target | None = None

    @property
    def position(self) -> Any:
        """None: the reader tells the schema again, and nothing else is to be known."""
        return None

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        if isinstance(record.source, FileHead):
            self._head = record.source
            self._target = self._make(self._sink, record.source)
            return
        arrow_rows.write(record, edits)
        self._done(record.source)

    def withhold(self, record: Record, reason: str) -> None:
        arrow_rows.withhold(record)
        self._done(record.source)

    def _done(self, row: Row) -> None:
        """After the last row of a batch build its columns."""
        if row.last:
            assert self._target is not None
            self._target.add(row.batch.built(), ends=row.batch.ends)

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        if self._target is not None:
            self._target.close()
        self.flush()

    def cut(self) -> None:
        """Nothing of a spool lies in memory when this returns, and it can be continued here."""
        self.close()

    def assemble(self, spool: BinaryIO, sink: BinaryIO) -> None:
        """Write to ``sink`` the file of which all rows lie in ``spool``."""
        if self._head is not None:
            assembled(spool, RowGroups(sink, self._head))
