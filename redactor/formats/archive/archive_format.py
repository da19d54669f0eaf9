"""Archives as a format: a record a member. What of a member, or of its parts, cannot be looked at goes and is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from redactor.errors import FormatError
from redactor.formats.archive.entries import Entries, Entry, TarWriter, ZipWriter, is_unsafe, tar_entries, zip_entries
from redactor.formats.inner import UnreadableError, path_names
from redactor.formats.nested import NestedFile, nested
from redactor.formats.office.package import contents
from redactor.formats.protocol import Format, FormatSettings, Reader, Unwritable, Writer, check_edits
from redactor.formats.registry import format_for
from redactor.records import Edit, Record

#: A member may weigh so many times what a record may have: mark-up and packages weigh more than their text.
_SHARE = 4


@dataclass(frozen=True, slots=True)
class Member:
    """The source of a member's record: its entry, and its file if that could be read."""

    like: Any
    file: NestedFile | None = None


class ArchiveFormat(Format):
    """What is alike in archives."""

    textual = False
    has_fields = False

    def entries(self, source: BinaryIO) -> Iterator[Entry]:
        """The members."""
        raise NotImplementedError

    def entry_writer(self, sink: BinaryIO, settings: FormatSettings) -> Entries:
        """An archive that grows."""
        raise NotImplementedError

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return ArchiveReader(self.entries(source), settings)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return ArchiveWriter(sink, self.entry_writer(sink, settings))


class ZipFormat(ArchiveFormat):
    """ZIP."""

    name = "zip"
    needs_seek = True
    compressible = False

    def entries(self, source: BinaryIO) -> Iterator[Entry]:
        return zip_entries(source)

    def entry_writer(self, sink: BinaryIO, settings: FormatSettings) -> Entries:
        return ZipWriter(sink, packed=settings.packed)

    def comparable(self, stream: BinaryIO) -> Iterator[bytes]:
        return contents(stream)


class TarFormat(ArchiveFormat):
    """Tar, also compressed as a whole."""

    name = "tar"

    def entries(self, source: BinaryIO) -> Iterator[Entry]:
        return tar_entries(source)

    def entry_writer(self, sink: BinaryIO, settings: FormatSettings) -> Entries:
        return TarWriter(sink)


class ArchiveReader(Reader):
    """The record ``n`` is the member ``n`` (from 0). Behind the last member comes a record with a ``problem`` for each part of a
    member that nobody could look at, and so is not given out (a picture in a document)."""

    def __init__(self, entries: Iterator[Entry], settings: FormatSettings) -> None:
        self._entries, self._settings = entries, settings

    def __iter__(self) -> Iterator[Record]:
        number, parts = 0, list[str]()
        for number, entry in enumerate(self._entries, 1):
            if is_unsafe(entry.path):
                raise FormatError("an archive with a member outside of its folder")
            problem, file = None, None
            try:
                file = self._file(entry, f"member{number}")
            except UnreadableError as error:
                problem = str(error)
            leaves = file.leaves if file is not None else ()
            names = (*path_names(entry.path), *(file.names if file is not None else ()))
            parts += file.parts if file is not None else ()
            weight = sum(record.weight for record in file.records) if file is not None else 0
            yield Record(number - 1, leaves, Member(entry.like, file), problem, names=names, weight=weight)
        for index, problem in enumerate(parts, number):
            yield Record(index, (), None, problem)

    def _file(self, entry: Entry, path: str) -> NestedFile | None:
        """The file of a member; None where there is nothing to read. Raises ``UnreadableError``."""
        if entry.folder or (entry.file and not entry.size):
            return None
        if not entry.file:
            raise UnreadableError("not-a-regular-file")
        found = format_for(entry.path)
        if found is None or found[1] is not None:
            raise UnreadableError("unknown-format")
        if isinstance(found[0], ArchiveFormat):
            raise UnreadableError("nested-archive")
        if entry.size > _SHARE * self._settings.max_record_bytes:
            raise UnreadableError("too-long")
        return nested(path, entry.read(), found[0], self._settings)


class ArchiveWriter:
    """Writes members as their records come. One that is withheld is empty; one whose name is a value takes the archive with it."""

    position: Any = None

    def __init__(self, sink: BinaryIO, entries: Entries) -> None:
        self._sink, self._entries = sink, entries

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        member: Member = record.source
        self._entries.add(member.like, member.file.written(edits) if member.file is not None else b"")

    def withhold(self, record: Record, reason: str) -> None:
        if reason == "key":
            raise Unwritable(reason)
        if record.source is not None:
            self._entries.add(record.source.like, b"")

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        self._entries.close()
        self.flush()
