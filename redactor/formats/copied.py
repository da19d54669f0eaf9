"""Files that are passed on as they are: nothing of them is looked at (``--on-unknown copy``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from redactor.formats.protocol import Format, FormatSettings, Reader, StreamWriter, Writer
from redactor.records import Edit, Record

_CHUNK_BYTES = 64 * 1024


class CopiedFormat(Format):
    """Bytes that nobody reads. Never a file's format by its name or by ``--format``."""

    name = "copied"
    textual = False
    compressible = False
    has_fields = False
    unread = True

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return _Chunks(source)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _Writer(sink)


class _Chunks(Reader):
    """Parts without texts, which are no records that anybody counts."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def __iter__(self) -> Iterator[Record]:
        while chunk := self._source.read(_CHUNK_BYTES):
            yield Record(-1, (), chunk)


class _Writer(StreamWriter):
    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        self._sink.write(record.source)

    def withhold(self, record: Record, reason: str) -> None:
        """Nothing: of a part there is no reason to."""
