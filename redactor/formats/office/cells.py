"""The rows of a sheet: cells as texts, numbers and dates, and what becomes of a cell that is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from redactor.errors import FormatError
from redactor.formats.office.markup import Change, Element, Handler, Piece, Tag, Unit, local, scan, spliced, written
from redactor.records import Edit

_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])")
_PLAIN_STRING = re.compile(rb"""<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>""")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NOT_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
#: Formats of dates that have numbers of their own (ECMA-376, 18.8.30, and those of East Asia).
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
#: The day 0 of a sheet, and of one that counts from 1904.
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_DAY = 2_958_465


def is_date_format(number: int, code: str | None) -> bool:
    """Does a number format show days?

    >>> is_date_format(14, None), is_date_format(164, 'dd/mm/yyyy'), is_date_format(165, '0.00 "days"'), is_date_format(166, "[h]:mm")
    (True, True, False, False)
    """
    if code is None:
        return number in _DATE_FORMATS
    codes = _NOT_CODES.sub("", code).lower()
    return "y" in codes or "d" in codes


class Strings:
    """The shared strings, by number. Which of them still stand in a cell as they are is told by ``keep``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at: list[tuple[int, int]] = []
        if data:
            _refuse_cdata(data)
            handler = _Spans("si", self._at)
            scan(data, handler)
        self._kept = bytearray(len(self._at))
        self.text = lru_cache(65_536)(self._text)

    def raw(self, number: int) -> bytes:
        """The element of a string. Raises ``FormatError`` for one that is not there."""
        if not 0 <= number < len(self._at):
            raise FormatError("a cell names a shared string that is not there")
        start, end = self._at[number]
        return self._data[start:end]

    def _text(self, number: int) -> str:
        raw = self.raw(number)
        plain = _PLAIN_STRING.fullmatch(raw)
        return plain[1].decode("utf-8") if plain else Rich(raw).unit.text

    def keep(self, number: int) -> None:
        """A cell goes out with this string."""
        self._kept[number] = 1

    def written(self) -> Iterator[bytes]:
        """The part, without the strings that no cell has as they are."""
        at = 0
        for number, (start, end) in enumerate(self._at):
            if not self._kept[number]:
                name = self._data[start + 1 : end].split(b">")[0].split()[0].rstrip(b"/")
                prefix = name[: -len(b"si")]
                yield self._data[at:start] + b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix)
                at = end
            elif end - at > 1 << 18:
                yield self._data[at:end]
                at = end
        yield self._data[at:]


class _Spans(Handler):
    def __init__(self, name: str, found: list[tuple[int, int]]) -> None:
        self._name, self._found = name, found

    def end(self, name: str, element: Element) -> None:
        if name == self._name:
            gone = element.gone
            self._found.append((gone.start, gone.end))


class Rich(Handler):
    """A string with runs: ``unit`` is its text; what tells how it is spoken goes with a mask."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._spoken = 0
        self._inside = (0, len(raw))
        self._pieces: list[Piece | str] = []
        self._gone: list[Change] = []
        scan(raw, self)

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        self._spoken += name == "rPh"
        if tag.at == 0:
            self._inside = (tag.end, self._inside[1])

    def end(self, name: str, element: Element) -> None:
        if name in ("rPh", "phoneticPr"):
            self._spoken -= name == "rPh"
            self._gone.append(element.gone)
        if element.at == 0:
            self._inside = (self._inside[0], element.closing)

    def text(self, name: str, piece: Piece) -> None:
        if local(name) == "t" and not self._spoken:
            self._pieces.append(piece)

    @property
    def unit(self) -> Unit:
        """Its text, in pieces of the string's own bytes."""
        return Unit("", tuple(self._pieces))

    def edited(self, edits: list[Edit]) -> bytes:
        """What stands inside the element, with edits made."""
        start, end = self._inside
        changes = [*self.unit.changes(edits), *self._gone]
        return spliced(self._raw[:end], [*changes, Change(0, start)])


@dataclass(slots=True)
class Cell:
    """A cell of a row, its bytes ``[start, end)`` of the row's. ``style`` and ``kind`` are its attributes ``s`` and ``t``."""

    column: int
    kind: str
    style: int
    start: int
    end: int = 0
    value: Piece | None = None
    inline: list[Piece | str] = field(default_factory=list)
    formula: list[Piece] = field(default_factory=list)
    has_formula: bool = False
    prefix: str = ""
    attributes: str = ""


class RowCells(Handler):
    """The cells of one row."""

    def __init__(self, raw: bytes) -> None:
        self.number: int | None = None
        self.cells: list[Cell] = []
        self.gone: list[Change] = []
        self._spoken = 0
        scan(raw, self)

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name == "row" and attributes.get("r", "").isdecimal():
            self.number = int(attributes["r"])
        elif name == "c":
            column = _column(attributes.get("r", ""))
            if column is None:
                column = self.cells[-1].column + 1 if self.cells else 0
            style = attributes.get("s", "")
            cell = Cell(column, attributes.get("t", "n"), int(style) if style.isdecimal() else 0, tag.at)
            full = tag.data[tag.at + 1 : tag.end].split(None, 1)[0].rstrip(b"/>").decode("utf-8")
            cell.prefix = full[: -len("c")]
            kept = [(key, value) for key, value in attributes.items() if key in ("r", "s")]
            cell.attributes = "".join(f' {key}="{written(value, "attribute")}"' for key, value in kept)
            self.cells.append(cell)
        elif name == "f" and self.cells:
            self.cells[-1].has_formula = True
        self._spoken += name == "rPh"

    def end(self, name: str, element: Element) -> None:
        if name == "c":
            self.cells[-1].end = element.gone.end
        if name == "rPh":
            self._spoken -= 1
            self.gone.append(element.gone)

    def text(self, name: str, piece: Piece) -> None:
        name = local(name)
        if self._spoken or not self.cells:
            return
        if name == "v":
            self.cells[-1].value = piece
        elif name == "t":
            self.cells[-1].inline.append(piece)
        elif name == "f":
            self.cells[-1].formula.append(piece)
        elif piece.raw.strip():
            raise FormatError("a cell holds a text where none is known")


def _column(reference: str) -> int | None:
    """``C7`` is in column 2."""
    letters = reference.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        return None
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _refuse_cdata(data: bytes) -> None:
    """Raise ``FormatError`` for what could make a row of a sheet look like another."""
    if b"<![CDATA[" in data or b"<!--" in data or b"<?" in data[2:]:
        raise FormatError("a sheet with comments or instructions inside")


def rows_of(data: bytes) -> tuple[bytes, int, Iterator[bytes]]:
    """What stands around the rows of a sheet, at which byte of it they stand, and the rows."""
    _refuse_cdata(data)
    first = _ROW.search(data)
    if first is None:
        return data, len(data), iter(())
    name = first[0][1:]
    closing = b"</" + name + b">"
    found: list[tuple[int, int]] = []
    for match in _ROW.finditer(data):
        if found and match.start() < found[-1][1]:
            raise FormatError("a sheet whose rows are not understood")
        end = Tag(data, match.start()).end
        if data[end - 2 : end] != b"/>":
            at = data.find(closing, end)
            end = at + len(closing) if at >= 0 else -1
        if end < 0 or (found and data[found[-1][1] : match.start()].strip()):
            raise FormatError("a sheet whose rows are not understood")
        found.append((match.start(), end))
    last = found[-1][1]
    stops = [found[0][0], *(end for _, end in found)]
    pieces = (data[low:high] for low, high in pairwise(stops))
    return data[: first.start()] + data[last:], first.start(), pieces


def number_text(raw: str) -> str:
    """A number as people write it: ``4.111111111111111E15`` is a card's.

    >>> number_text("4.111111111111111E15"), number_text("5550132.0"), number_text("0.5")
    ('4111111111111111', '5550132', '0.5')
    """
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    return str(int(value)) if value.is_finite() and abs(value) < 10**18 and value == int(value) else raw


def moment_text(raw: str, epoch: date) -> str | None:
    """The date, or moment, that a number in a cell of dates stands for; None beyond the calendar.

    >>> moment_text("29347", EPOCH), moment_text("29347.5", EPOCH)
    ('1980-05-06', '1980-05-06T12:00:00')
    """
    try:
        days = Decimal(raw)
    except InvalidOperation:
        return None
    if not days.is_finite() or not 0 < days < _LAST_DAY:
        return None
    whole = epoch + timedelta(days=int(days))
    seconds = round((days - int(days)) * 86_400)
    if not seconds:
        return whole.isoformat()
    return (datetime(whole.year, whole.month, whole.day) + timedelta(seconds=seconds)).isoformat()


def moment_number(text: str, epoch: date) -> str | None:
    """The number that stands for a date or moment; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is not None or moment_text("1", epoch) is None or len(text) not in (10, 19):
        return None
    passed = found - datetime(epoch.year, epoch.month, epoch.day)
    number = Decimal(passed.days) + Decimal(passed.seconds) / 86_400
    return f"{number.normalize():f}" if 0 < number < _LAST_DAY else None


def replaced(cell: Cell, by: str, epoch: date | None) -> Change:
    """The change that makes ``by`` of a cell that held a number; ``epoch`` of one that held a date."""
    number = by if _NUMBER.fullmatch(by) else None
    if epoch is not None and cell.kind == "n":
        number = moment_number(by, epoch) or number
    if cell.kind == "n" and number is not None and cell.value is not None:
        return Change(cell.value.start, cell.value.end, number.encode("ascii"))
    prefix, text = cell.prefix.encode(), written(by, "text").encode("utf-8")
    return texted(cell, b"<%bt>%b</%bt>" % (prefix, text, prefix) if text else b"")


def texted(cell: Cell, inner: bytes) -> Change:
    """The change that makes a cell one with a text of its own, or, with a formula, a result that is a text."""
    prefix, attributes = cell.prefix.encode(), cell.attributes.encode("utf-8")
    if not inner:
        return Change(cell.start, cell.end, b"<%bc%b/>" % (prefix, attributes))
    return Change(
        cell.start,
        cell.end,
        b'<%bc%b t="inlineStr"><%bis>%b</%bis></%bc>' % (prefix, attributes, prefix, inner, prefix, prefix),
    )
