"""Parts whose rows are records: read piece by piece, twice (what stands around the rows comes first), and written as rows come."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from redactor.detectors.dates import month_names
from redactor.formats.office.cut import cut, in_utf8
from redactor.formats.office.office_format import OfficeFormat, PackageReader, PackageRecord
from redactor.formats.office.package import Package, PackageWriter, dropped, placeholder, unread
from redactor.formats.office.sheet_columns import Chosen
from redactor.formats.office.xml_pieces import Change, spliced
from redactor.formats.protocol import FormatSettings, Unwritable, Writer, check_edits
from redactor.records import Edit, Leaf, Record

#: The name of a sheet, to which formulas point: it cannot be masked.
SHEET_NAME = "sheet_name"
#: What sheets are called that nobody is meant by: a month, a year, a number of a week. A whole date is no such name.
_PERIOD = re.compile(
    r"(?:19|20)[0-9]{2}|(?:q|h|kw|cw|w|fy)?[0-9]{1,2}|sheet|week|weeks|woche|semaine|quarter|quartal|kw|cw|fy|q|h"
)
#: Months that are names of people too.
_PEOPLE_TOO = frozenset(
    str.split(
        "jan april may june july august avril mai abril juli julia mart marta iunie maja marco ian julio augusta augustus mayo"
        " jaan ott juna julija július jūlijs liepa márta kasim nisan eylül eylul август марта маја יולי יוני מאי جوان"
    )
)
#: A row may weigh so many times what a record may have; its record is withheld then.
ROW_SHARE = 4
_FIRST = ("mimetype", "[Content_Types].xml")


def is_period(name: str) -> bool:
    """Is the name of a sheet a month, a year, a week or the like, and no day?

    >>> [is_period(name) for name in ("March", "Juni 2025", "Q1 2025", "KW 12", "12 March", "March Lee", "June", "12-03-2025")]
    [True, True, True, True, False, False, False, False]
    >>> is_period("Julio"), is_period("Julio 2025")
    (False, True)
    """
    words = re.split(r"[\W_]+", name.strip().lower())
    named = [word for word in words if word in month_names()]
    others = [word for word in words if word not in named]
    day = bool(named) and any(word.isdecimal() and len(word) < 3 for word in others)
    person = not others and any(word in _PEOPLE_TOO for word in named)
    return len(words) < 3 and not day and not person and all(_PERIOD.fullmatch(word) for word in others)


class Row(Protocol):
    """The source of a row's record: ``part`` and ``hole`` say where it stood."""

    part: str
    hole: int

    def written(self, leaves: Sequence[Leaf], edits: Sequence[Sequence[Edit]]) -> bytes:
        """Its bytes with edits made."""

    def withheld(self) -> bytes:
        """Its bytes without what its cells say."""


@dataclass(slots=True)
class RowsRecord(PackageRecord):
    """The source of record 0: for each part with rows the places in ``data`` where they stood, and what makes the parts that
    are known when all rows are written."""

    holes: dict[str, list[int]] = field(default_factory=dict)
    last: Mapping[str, Callable[[], Iterable[bytes]]] = field(default_factory=dict)


def around(package: Package, path: str, name: str, most: int) -> tuple[bytes, list[int]]:
    """A part without its rows, and where they stood."""
    parts, holes, size = list[bytes](), list[int](), 0
    joined = False
    for before, element in cut(in_utf8(package.chunks(path)), name, most):
        size += len(before)
        if before:
            parts.append(before)
            joined = False
        if element and not joined:
            holes.append(size)
            joined = True
    return b"".join(parts), holes


def rows(package: Package, path: str, name: str, most: int) -> Iterator[tuple[int, bytes, bytes]]:
    """The rows of a part: the number of their hole, what stands before them, and they themselves."""
    hole, joined, between = -1, False, b""
    for before, element in cut(in_utf8(package.chunks(path)), name, most):
        between += before
        joined = joined and not before
        if element:
            hole += not joined
            yield hole, between, element
            joined, between = True, b""


class RowsFormat(OfficeFormat):
    """A spreadsheet."""

    has_fields = True
    fields_vary = True

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return RowsWriter(sink, packed=settings.packed)


class RowsReader(PackageReader):
    """The record 0 holds all texts outside of rows; rows follow, sheet after sheet."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        self._chosen = Chosen(settings)
        #: For each part with rows the places where they stood.
        self._holes: dict[str, list[int]] = {}
        super().__init__(source, settings)

    @property
    def absent_fields(self) -> tuple[str, ...]:  # type: ignore[override]  # known when all is read
        return self._chosen.absent

    def around(self, path: str, name: str) -> bytes:
        """A part without its rows, which are elements ``name``."""
        data, self._holes[path] = around(self._package, path, name, ROW_SHARE * self._limit)
        return data


class RowsWriter:
    """Writes what readers look for first, then the parts with rows as these come, then all other parts."""

    position: Any = None

    def __init__(self, sink: BinaryIO, *, packed: bool) -> None:
        self._sink, self._writer = sink, PackageWriter(sink, packed=packed)
        self._source: RowsRecord | None = None
        #: What of each part is still to be written around its rows.
        self._parts: dict[str, deque[bytes]] = {}
        self._part, self._hole = "", -1

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        if isinstance(record.source, RowsRecord):
            self._begin(record.source, edits)
        elif record.source is not None:
            self._put(record.source, record.source.written(record.leaves, edits))

    def _begin(self, source: RowsRecord, edits: Sequence[Sequence[Edit]]) -> None:
        self._source = source
        leaves = (leaf for part in source.parts.values() for leaf in part.leaves)
        if any(some and f".{SHEET_NAME}[" in leaf.field for leaf, some in zip(leaves, edits, strict=True)):
            raise Unwritable("sheet-name")
        left = iter(edits)
        for path, part in source.parts.items():
            self._parts[path] = deque(_between(part.data, part.edited(left), source.holes.get(path, [])))
        for name in source.package.infos:
            if name in _FIRST or name.startswith("_rels/"):
                self._add(name)

    def _put(self, row: Row, data: bytes) -> None:
        """A row; the part that was open before it ends."""
        if row.part != self._part:
            self._end_part()
            self._part, self._hole = row.part, -1
            self._open = self._writer.open(self._info(row.part))
        while self._hole < row.hole:
            self._open.write(self._parts[row.part].popleft())
            self._hole += 1
        self._open.write(data)

    def _end_part(self) -> None:
        if self._part:
            self._open.write(b"".join(self._parts.pop(self._part)))
            self._open.close()
            self._part = ""

    def _info(self, name: str) -> Any:
        assert self._source is not None
        return self._source.package.infos[name]

    def _add(self, name: str) -> None:
        if name in self._parts:
            self._writer.add(self._info(name), self._parts.pop(name))
        elif not self._info(name).is_dir() and not dropped(name):
            data = placeholder(name, unread(name) or "")
            if data is not None:
                self._writer.add(self._info(name), (data,))

    def withhold(self, record: Record, reason: str) -> None:
        if isinstance(record.source, RowsRecord):
            raise Unwritable(reason)
        if not isinstance(record.source, str):
            self._put(record.source, record.source.withheld())

    def flush(self) -> None:
        """Nothing to do: a package is read when it is whole."""

    def close(self) -> None:
        if self._source is None:
            return
        self._end_part()
        for name, info in self._source.package.infos.items():
            if name in self._source.last:
                self._writer.add(info, self._source.last[name]())
            elif name in self._parts or name not in self._source.parts:
                self._add(name)
        self._writer.close()
        self._sink.flush()


def _between(data: bytes, changes: list[Change], holes: list[int]) -> Iterator[bytes]:
    """``data`` with changes made, cut at ``holes``. Raises ``Unwritable`` for a change across one."""
    changes, at, start = sorted(changes), 0, 0
    for stop in (*holes, len(data)):
        inside = list[Change]()
        while at < len(changes) and (changes[at].start < stop or stop == len(data)):
            one = changes[at]
            if one.end > stop:
                raise Unwritable("damaged-file")
            inside.append(Change(one.start - start, one.end - start, one.by))
            at += 1
        yield spliced(data[start:stop], inside)
        start = stop
