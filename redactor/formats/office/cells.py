"""The rows of a sheet: cells as texts, numbers and dates, and what becomes of a cell that is masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from redactor.errors import FormatError
from redactor.formats.office.xml_pieces import Change, Piece, written
from redactor.formats.office.xml_scan import Element, Handler, Tag, local, scan
from redactor.formats.office.xml_texts import is_written, without_literals

_PLAIN_ROW = re.compile(rb'\s*<row r="([0-9]{1,7})"(?: [A-Za-z0-9:]{1,20}="[0-9A-Za-z.:]{0,24}")*>')
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|inlineStr)")?'
    rb'(?:/>|></c>|><v>([^<&\x00-\x08\x0b-\x1f]*)</v></c>|><is><t(?: xml:space="preserve")?>([^<&\x00-\x08\x0b-\x1f]*)</t></is></c>)'
)
_OPENED = re.compile(rb"<((?:[^\s:/>]+:)?)c")
_KEPT = re.compile(rb"""\s[rs]=(?:"[^"]*"|'[^']*')""")
_NOTHING = re.compile("")
#: What a cell of a kind may hold.
_VALUES = {
    "n": re.compile(r"(?:[-+]?[0-9.]{1,400}(?:[eE][-+]?[0-9]{1,4})?|[-+]?(?:INF|NaN))?"),
    "d": re.compile(r"[0-9TZ:.+-]*"),
    "b": re.compile("0|1|true|false|"),
    "e": re.compile(r"#[A-Z0-9/!?_]{1,20}|Err:[0-9]{3}|"),
}
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


@dataclass(slots=True)
class Cell:
    """A cell of the row ``row``, its bytes ``[start, end)`` of the row's. ``style`` and ``kind`` are its attributes ``s`` and ``t``."""

    row: bytes
    column: int
    kind: str
    style: int
    start: int
    end: int = 0
    value: Piece | None = None
    inline: tuple[Piece, ...] = ()
    formula: tuple[Piece, ...] = ()

    @property
    def prefix(self) -> bytes:
        """What stands before the names of its elements."""
        return _OPENED.match(self.row, self.start)[1]  # type: ignore[index]  # a cell begins so

    @property
    def attributes(self) -> bytes:
        """Where it stands and how it looks."""
        tag = self.row[self.start : Tag(self.row, self.start).end]
        return b"".join(_KEPT.findall(tag))


class RowCells(Handler):
    """The cells of one row."""

    def __init__(self, raw: bytes) -> None:
        self.number: int | None = None
        self.cells: list[Cell] = []
        self.gone: list[Change] = []
        self.names: list[str] = []
        self._raw = raw
        self._spoken = 0
        try:
            plain = self._plain()
        except UnicodeDecodeError:
            plain = False
        if not plain:
            self.cells, self.number = [], None
            scan(raw, self)

    def _plain(self) -> bool:
        """Read a row as programs write most of them, and say whether it is one."""
        raw = self._raw
        head = _PLAIN_ROW.match(raw)
        if head is None:
            return False
        at = head.end()
        self.number = int(head[1])
        while (match := _PLAIN_CELL.match(raw, at)) is not None:
            letters, style, kind, value, inline = match.groups()
            cell = Cell(
                raw, column_of(letters), "n" if kind is None else kind.decode(), int(style or 0), at, match.end()
            )
            if value is not None:
                cell.value = Piece(*match.span(4), value.decode("utf-8"))
            elif inline is not None:
                cell.inline = (Piece(*match.span(5), inline.decode("utf-8")),)
            self.cells.append(cell)
            at = match.end()
        return raw[at:] == b"</row>"

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name == "row" and attributes.get("r", "").isdecimal():
            self.number = int(attributes["r"])
        elif name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            after = self.cells[-1].column + 1 if self.cells else 0
            column = column_of(letters.encode()) if re.fullmatch("[A-Z]{1,3}", letters) else after
            style = attributes.get("s", "")
            cell = Cell(self._raw, column, attributes.get("t", "n"), int(style) if style.isdecimal() else 0, tag.at)
            self.cells.append(cell)
        self.names += filter(is_written, attributes.values())
        self._spoken += name == "rPh"

    def end(self, name: str, element: Element) -> None:
        if name == "c":
            self.cells[-1].end = element.gone.end
        if name == "rPh":
            self._spoken -= 1
            self.gone.append(element.gone)

    def text(self, name: str, piece: Piece) -> None:
        name = local(name)
        if self._spoken:
            return
        if name == "v" and self.cells:
            self.cells[-1].value = piece
        elif name == "t" and self.cells:
            self.cells[-1].inline += (piece,)
        elif name == "f" and self.cells:
            self.cells[-1].formula += (piece,)
            self.names += filter(is_written, (without_literals(piece),))
        elif piece.raw.strip():
            raise FormatError("a cell holds a text where none is known")


def check_value(cell: Cell) -> None:
    """Raise ``FormatError`` for a number, flag or error that is none: it would pass unread."""
    if cell.value is not None and not _VALUES.get(cell.kind, _NOTHING).fullmatch(cell.value.text.strip()):
        raise FormatError("a cell holds a text where none is known")


@lru_cache(1_024)
def column_of(letters: bytes) -> int:
    """The column ``C`` is 2."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


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
    text = written(by, "text").encode("utf-8")
    return texted(cell, b"<%bt>%b</%bt>" % (cell.prefix, text, cell.prefix) if text else b"")


def texted(cell: Cell, inner: bytes) -> Change:
    """The change that makes a cell one with a text of its own, or, with a formula, a result that is a text."""
    prefix, attributes = cell.prefix, cell.attributes
    if not inner:
        return Change(cell.start, cell.end, b"<%bc%b/>" % (prefix, attributes))
    made = b'<%bc%b t="inlineStr"><%bis>%b</%bis></%bc>' % (prefix, attributes, prefix, inner, prefix, prefix)
    return Change(cell.start, cell.end, made)
