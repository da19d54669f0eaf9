"""Office files of which all parts are one record, so that a name found anywhere is masked everywhere.

What cannot be looked at (pictures, embedded files, macros) is a record of its own that is withheld: its place stays, empty.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from redactor.errors import FormatError
from redactor.formats.inner import UnreadableError, path_names
from redactor.formats.nested import NestedFile, nested
from redactor.formats.office.links import LinkTexts
from redactor.formats.office.package import (
    Package,
    PackageWriter,
    contents,
    dropped,
    kind_inside,
    placeholder,
    unpacked,
    unread,
)
from redactor.formats.office.part_names import part_name
from redactor.formats.office.parts import PartTexts
from redactor.formats.office.xml_pieces import Change, spliced
from redactor.formats.office.xml_scan import utf8
from redactor.formats.office.xml_texts import Unit
from redactor.formats.protocol import Format, FormatSettings, Reader, Unwritable, Writer, check_edits
from redactor.formats.registry import format_for, format_named
from redactor.records import Edit, Leaf, Record

#: Files lie in each other so deep.
_DEEPEST = 3
#: XML weighs more than the text in it: so many times what a record may have.
_XML_SHARE = 4
#: A text may be in four pieces.
_PIECES = 4
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _office_format(path: str, data: bytes) -> OfficeFormat | None:
    """The format of an embedded file: by its suffix, or by what is in it where it has none (``Object 1``)."""
    if posixpath.splitext(path)[1]:
        found = format_for(path)
        form = found[0] if found is not None else None
    else:
        kind = kind_inside(data)
        form = format_named(kind) if kind is not None else None
    return form if isinstance(form, OfficeFormat) else None


@dataclass(slots=True)
class Part:
    """A part that was read: its bytes, what goes of it anyway, and its texts."""

    data: bytes
    changes: list[Change]
    units: list[Unit]

    @property
    def leaves(self) -> Iterator[Leaf]:
        """Its texts, in order."""
        return (unit.leaf for unit in self.units)

    def edited(self, edits: Iterator[Sequence[Edit]]) -> list[Change]:
        """What changes, with the next ``edits`` for each of its texts."""
        return [*self.changes, *(change for unit in self.units for change in unit.changes(next(edits)))]


@dataclass(slots=True)
class Embedded:
    """An office file in a part of its own, read by its own reader."""

    data: bytes
    file: NestedFile

    @property
    def leaves(self) -> Iterator[Leaf]:
        """Its texts, in order."""
        return iter(self.file.leaves)

    def edited(self, edits: Iterator[Sequence[Edit]]) -> list[Change]:
        """The file, written with the next ``edits`` of its texts, stands for what was there."""
        return [Change(0, len(self.data), self.file.written([next(edits) for _ in self.file.leaves]))]


@dataclass(slots=True)
class PackageRecord:
    """The source of the record that holds the texts of a package."""

    package: Package
    parts: Mapping[str, Part | Embedded]
    stand_ins: dict[str, bytes] = field(default_factory=dict)


class OfficeFormat(Format):
    """A package of which all texts are one record."""

    needs_seek = True
    textual = False
    compressible = False
    has_fields = False

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return PackageReader(source, settings)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return OfficeWriter(sink, packed=settings.packed)

    def comparable(self, stream: BinaryIO) -> Iterator[bytes]:
        return contents(stream)


class PackageReader(Reader):
    """The record 0 holds all texts; each part that cannot be looked at follows as a record with a ``problem``."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        source.seek(0)
        if source.read(8) == _OLE:
            self.problem = "encrypted-or-old-office-file"
            return
        self._limit, self._settings = settings.max_record_bytes, settings
        #: What of embedded files could not be looked at.
        self._inner: list[str] = []
        self._package = Package(source)
        infos = [info for info in self._package.infos.values() if not info.is_dir()]
        self._unread = {info.filename: what for info in infos if (what := self.looked_at(info.filename)) is not None}
        self._xml = [
            info.filename for info in infos if not dropped(info.filename) and info.filename not in self._unread
        ]
        if "unknown-part" in self._unread.values():
            self.problem = "unknown-part"
        elif (
            sum(self._package.infos[name].file_size for name in self._xml if self.fits(name)) > _XML_SHARE * self._limit
        ):
            self.problem = "too-long"

    def fits(self, name: str) -> bool:
        """Does a part have to fit into the one record of texts?"""
        return True

    def looked_at(self, name: str) -> str | None:
        """What a part is that is not looked at."""
        return None if dropped(name) else unread(name)

    def texts(self, number: int, path: str, gone: frozenset[str]) -> PartTexts:
        """What reads a part."""
        if path.endswith(".rels") or path == "[Content_Types].xml":
            return LinkTexts(part_name(path, number), path, gone)
        return PartTexts(part_name(path, number))

    def data(self, path: str) -> bytes:
        """What of a part belongs to the record of texts."""
        return utf8(self._package.read(path))

    def __iter__(self) -> Iterator[Record]:
        parts, leaves, names = self.read(self._xml)
        problem = "too-long" if sum(len(leaf.text) for leaf in leaves) > self._limit else None
        yield Record(0, leaves, PackageRecord(self._package, parts), problem, names=names)
        yield from self.not_looked_at(0)

    def read(self, paths: Iterable[str]) -> tuple[dict[str, Part | Embedded], tuple[Leaf, ...], tuple[str, ...]]:
        """The parts ``paths``, what they say, and the names in them and of all parts."""
        gone, left = self.gone(), _PIECES * self._settings.most_leaves
        parts: dict[str, Part | Embedded] = {}
        names = {each for name in self._package.infos for each in path_names(name)}
        for number, path in enumerate(paths, 1):
            data, texts = self.data(path), self.texts(number, path, gone)
            texts.left = left
            texts.read(data)
            left = texts.left
            parts[path] = Part(data, texts.changes, texts.units)
            names |= texts.names
        for path, embedded in self._embedded():
            parts[path] = embedded
            names.update(embedded.file.names)
            self._inner += embedded.file.parts
        leaves = tuple(leaf for part in parts.values() for leaf in part.leaves)
        self._unread = {name: what for name, what in self._unread.items() if name not in parts}
        return parts, leaves, tuple(sorted(names))

    def _embedded(self) -> Iterator[tuple[str, Embedded]]:
        """The office files inside of this one that can be read; together they may weigh what a record may."""
        left = self._limit
        some = (name for name, what in sorted(self._unread.items()) if what == "embedded-file")
        for number, path in enumerate(some, 1):
            size = self._package.infos[path].file_size
            if self._settings.depth >= _DEEPEST or not 0 < size <= left:
                continue
            data = self._package.read(path)
            try:
                form = _office_format(path, data)
                if form is None:
                    continue
                left -= unpacked(data) // _XML_SHARE
                if left <= 0:
                    return
                own = replace(self._settings, max_record_bytes=left)
                yield path, Embedded(data, nested(f"embedded{number}", data, form, own))
            except (UnreadableError, FormatError):
                continue

    def gone(self) -> frozenset[str]:
        """The parts that go, as links name them."""
        going = [name for name, what in self._unread.items() if placeholder(name, what) is None]
        return frozenset(f"/{name}".casefold() for name in (*going, *filter(dropped, self._package.infos)))

    def not_looked_at(self, number: int) -> Iterator[Record]:
        """The records of parts that cannot be looked at; ``number`` is that of the record before them."""
        for name, what in self._unread.items():
            empty = placeholder(name, what)
            if (
                empty is not None
                and self._package.infos[name].file_size == len(empty)
                and self._package.read(name) == empty
            ):
                continue
            number += 1
            yield Record(number, (), name, what)
        for what in self._inner:
            number += 1
            yield Record(number, (), what, what)


class OfficeWriter:
    """Writes the package at its end. A record of texts that is withheld takes the whole file with it."""

    position: Any = None

    def __init__(self, sink: BinaryIO, *, packed: bool) -> None:
        self._sink, self._packed = sink, packed
        self._source: PackageRecord | None = None
        self._parts: dict[str, bytes] = {}

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        self._source = record.source
        left = iter(edits)
        for path, part in self._source.parts.items():
            changes = part.edited(left)
            self._parts[path] = spliced(part.data, changes) if changes else part.data

    def withhold(self, record: Record, reason: str) -> None:
        if record.index == 0:
            raise Unwritable(reason)

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        if self._source is None:
            return
        writer = PackageWriter(self._sink, packed=self._packed)
        for name, info in self._source.package.infos.items():
            data = self._parts.get(name)
            if data is None and not info.is_dir():
                data = None if dropped(name) else placeholder(name, unread(name) or "")
            if data is not None:
                writer.add(info, iter((data,)))
        writer.close()
        self.flush()
