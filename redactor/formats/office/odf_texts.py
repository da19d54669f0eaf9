"""The texts of one part of an OpenDocument file: what differs from OOXML, whose way of reading a part this takes over.

A cell, a field and a property carry their value beside the text that shows it: the attributes go where the text is masked,
and are texts of their own where it does not say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from urllib.parse import unquote

from redactor.errors import FormatError
from redactor.formats.office.dialects import ODF
from redactor.formats.office.parts import Paragraph, PartTexts
from redactor.formats.office.xml_pieces import Change, Piece
from redactor.formats.office.xml_scan import Element, Tag, local
from redactor.formats.office.xml_texts import literals, without_literals

#: Attributes that say what a text says.
VALUES = frozenset(("value", "date-value", "time-value", "boolean-value", "string-value", "currency"))
_FORMULAS = frozenset(("formula", "condition", "expression", "conditional-formula", "apply-style-name-condition"))
#: Attributes made of coordinates.
_GEOMETRY = frozenset(
    (
        "d",
        "points",
        "viewBox",
        "enhanced-path",
        "modifiers",
        "transform",
        "text-areas",
        "glue-points",
        "path",
        "keyTimes",
    )
)
_DRAWING = re.compile(r"[-+0-9.,()$?A-Za-z\s*/%:;]*")
_WORD = re.compile(r"[^\W\d_]{4}|@")
#: What may hold the text of a paragraph, and what may stand between a cell and its paragraphs.
_INLINE = frozenset(("p", "h", "span", "a", "meta", "meta-field", "ruby", "ruby-base"))
_IN_CELL = frozenset(("list", "list-item", "list-header", "section"))
#: Settings of a printer.
_PRINTER = frozenset(("PrinterName", "PrinterSetup", "PrinterPaperFromSetup"))
_CURRENCY = re.compile("[A-Z]{3}")
_MOST_COLUMNS = 20_000
#: A number of which most digits are not shown.
_SHORTENED = re.compile("[-+]?[0-9]+[.,]?[0-9]*[eE][-+]?[0-9]{1,3}")
_PLAIN_VALUE = re.compile(
    r"[-+]?[0-9]{1,7}(?:\.[0-9]{1,6})?|[0-9T:-]{4,19}(?:\.[0-9]+)?Z?|P[0-9TDHMS.,]{1,30}|true|false|"
)


def said(attributes: Mapping[str, str], name: str) -> str:
    """The attribute ``name``, whatever its prefix; empty where it is not there."""
    return next((value for full, value in attributes.items() if local(full) == name), "")


def times(attributes: Mapping[str, str], name: str) -> int:
    """How often an element stands there, as its attribute ``name`` tells."""
    count = said(attributes, name)
    return int(count) if count.isdecimal() and len(count) < 8 else 1


def values_gone(tag: Tag, attributes: Iterable[str], kept: Iterable[str] = ()) -> tuple[Change, ...]:
    """The changes that leave nothing of the values of an element but those ``kept``."""
    return (
        *(tag.without(full) for full in attributes if local(full) in VALUES and full not in kept),
        *_text_typed(tag, attributes),
    )


def as_text(tag: Tag, attributes: Iterable[str], full: str) -> tuple[Change, ...]:
    """The changes that make the value ``full`` of an element one that may be any text."""
    start, prefix = tag.without(full).start + 1, full[: -len(local(full))]
    name = Change(start, start + len(full.encode("utf-8")), f"{prefix}string-value".encode())
    return (*((name,) if local(full) != "string-value" else ()), *_text_typed(tag, attributes))


def _text_typed(tag: Tag, attributes: Iterable[str]) -> Iterator[Change]:
    for full in attributes:
        if local(full) == "value-type":
            yield Change(*tag.attribute(full)[:2], b"string")


def explains(value: str, shown: str) -> bool:
    """Does a text say no more than the value that it shows, in whatever country's way?

    >>> explains("1234.5", "1,234.50 €"), explains("1980-05-06", "6.5.80"), explains("1", "415-555-0132"), explains("0.5", "50 %")
    (True, True, False, True)
    """
    if _WORD.search(shown):
        return False
    if re.match(r"P|-?[0-9]{4}-[0-9]", value):
        numbers = {int(each) for each in re.findall("[0-9]{1,9}", value)}
        numbers |= {number % 100 for number in numbers} | {number % 12 for number in numbers} | {12}
        return all(int(each) in numbers for each in re.findall("[0-9]+", shown))
    try:
        number = abs(float(value))
    except ValueError:
        return value == shown
    if _SHORTENED.fullmatch(shown):
        return abs(float(shown.replace(",", ".").lstrip("+-")) - number) <= 0.05 * number
    digits = re.sub("[^0-9]", "", shown).lstrip("0")
    ways = (f"{number * factor:.{places}f}" for factor in (1, 100) for places in range(13))
    return digits in {way.replace(".", "").lstrip("0") for way in ways}


@dataclass(slots=True)
class Cell:
    """A cell that is open: how deep, its tag and attributes, the text shown so far."""

    depth: int
    tag: Tag
    attributes: dict[str, str]
    shown: list[str] = field(default_factory=list)
    column: int = 0
    units: list[int] = field(default_factory=list)

    @property
    def values(self) -> list[tuple[str, str]]:
        """Names and values of the attributes that say what a text says."""
        said = ((full, value) for full, value in self.attributes.items() if local(full) in VALUES and value.strip())
        return [(full, value) for full, value in said if not _CURRENCY.fullmatch(value)]

    @property
    def repeated(self) -> int:
        """For how many columns it stands."""
        return times(self.attributes, "number-columns-repeated")


class OdfTexts(PartTexts):
    """Collects the units of a part of an OpenDocument file; ``members`` are the names of the package's parts."""

    def __init__(self, name: str, members: frozenset[str] = frozenset(), folder: str = "") -> None:
        super().__init__(name, ODF)
        self._members, self._folder = members, folder
        self._cells: list[Cell] = []
        self._skipped = 0
        self._item = ""
        self._also: tuple[Change, ...] = ()
        #: Deleted texts by their id: which units they are (with their authors); and which units are paragraphs.
        self._deletions: dict[str, tuple[int, int]] = {}
        self._texts: set[int] = set()
        self._region = ""
        self._marks: list[tuple[str, Paragraph, int]] = []

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name in self.dialect.tables[2]:
            if self._tables and self._tables[-1].rows:
                self._tables[-1].rows[-1] += [""] * min(self._skipped, _MOST_COLUMNS)
            self._cells.append(Cell(len(self._open), tag, attributes))
        elif name == "table-row":
            self._skipped = 0
        elif name in ("page", "notes") and self.name.startswith(("body", "slide", "notes")):
            self._count["slide"] += name == "page"
            self.name = f"{'slide' if name == 'page' else 'notes'}{self._count['slide']}"
        elif name in ("change", "change-start") and self._paragraphs:
            mark = said(attributes, "change-id")
            self._marks.append((mark, self._paragraphs[-1], len(self._paragraphs[-1].pieces)))
        elif name == "changed-region":
            self._region = said(attributes, "id")
        elif name == "deletion":
            self._deletions[self._region] = (len(self._units), 0)
        super().start(name, attributes, tag)

    def _cell(self) -> tuple[int, int, int] | None:
        cell = self._cells[-1] if self._cells else None
        if cell is None or any(name not in _IN_CELL for name, _ in self._open[cell.depth + 1 : -1]):
            return None
        return super()._cell()

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        left = dict(attributes)
        valued = name not in self.dialect.tables[2] and any(
            local(full) in ("value-type", "date-value", "time-value") for full in attributes
        )
        for full, value in attributes.items():
            own = local(full)
            if own == "href":
                target = normpath(f"{self._folder}/{unquote(value)}".lstrip("/"))
                if target in self._members or any(each.startswith(target + "/") for each in self._members):
                    self.names.add(value)
                else:
                    self.take(self._numbered("target"), tag.attribute(full, "uri"), value)
            elif own in _FORMULAS:
                piece = tag.attribute(full)
                self.names |= {without_literals(piece)} - {""}
                path = self._numbered("formula")
                self._units += [(path, None, (each,), ()) for each in literals(piece)]
            elif own in VALUES and name in self.dialect.tables[2]:
                pass  # told with the cell
            elif valued and own in VALUES:
                if not _PLAIN_VALUE.fullmatch(value):
                    self.take(self._numbered("value"), tag.attribute(full), value, as_text(tag, attributes, full))
                elif self._paragraphs:
                    self._paragraphs[-1].also += (tag.without(full), *_text_typed(tag, attributes))
            elif own in _GEOMETRY and _DRAWING.fullmatch(value) and not _WORD.search(value):
                pass
            else:
                continue
            del left[full]
        if name == "user-defined":
            self._property = said(attributes, "name")
            self._also = values_gone(tag, attributes)
        elif name == "config-item":
            self._item = said(attributes, "name")
        if left:
            super().attributes(name, left, tag)

    def text(self, name: str, piece: Piece) -> None:
        inside = self._open[-1][0] if self._open else ""
        above = self._open[-2][0] if len(self._open) > 1 else ""
        if inside in self.dialect.paragraphs or above in _INLINE:
            super().text(name, piece)
        elif self._open:
            self._spend(1 + piece.raw.count("&"))
            self._open[-1][1].append(piece)

    def end(self, name: str, element: Element) -> None:
        pieces = self._open[-1][1]
        if name == "user-defined" and pieces:
            self._open[-1] = (name, [])
            self._units.append((f"{self.name}.{self._called(name)}[1]", None, tuple(pieces), self._also))
        elif name == "config-item" and self._item in _PRINTER:
            self.changes += [Change(piece.start, piece.end) for piece in pieces]
            self._open[-1] = (name, [])
        super().end(name, element)
        if name in self.dialect.tables[2]:
            cell = self._cells.pop()
            self._skipped = cell.repeated - 1
            self.end_cell(cell)
        elif name == "deletion":
            before, _ = self._deletions[self._region]
            self._deletions[self._region] = (before, len(self._units))

    def end_cell(self, cell: Cell) -> None:
        """What a cell says beside the text that it shows."""
        shown, place = "\n".join(cell.shown), super()._cell()
        hides = _SHORTENED.fullmatch(shown) is not None
        kept = [
            full for full, value in cell.values if hides or local(full) == "string-value" or not explains(value, shown)
        ]
        also = values_gone(cell.tag, cell.attributes, kept)
        for number in cell.units:
            self._units[number] = (*self._units[number][:3], also)
        for full in kept:
            also = as_text(cell.tag, cell.attributes, full)
            self._units.append((self._numbered("value"), place, (cell.tag.attribute(full),), also))

    def _end_paragraph(self, done: Paragraph) -> None:
        first = len(self._units)
        super()._end_paragraph(done)
        if done.cell is not None and self._cells:
            pieces = (piece if isinstance(piece, str) else piece.text for _, piece in done.pieces)
            self._cells[-1].shown.append("".join(pieces))
            self._cells[-1].units += range(first, len(self._units))
        self._texts.update(range(first, len(self._units)))

    def read(self, data: bytes) -> None:
        super().read(data)
        self._drop_cut_words()

    def _drop_cut_words(self) -> None:
        """A text that was deleted out of a word is no word, and goes."""
        gone: set[int] = set()
        for mark, paragraph, at in self._marks:
            some = [number for number in range(*self._deletions.get(mark, (0, 0))) if number in self._texts]
            text = "".join(each if isinstance(each, str) else each.text for n in some for each in self._units[n][2])
            before, after = self._beside(paragraph, at - 1), self._beside(paragraph, at)
            if text and ((before[-1:].isalnum() and text[0].isalnum()) or (text[-1].isalnum() and after[:1].isalnum())):
                gone.update(some)
        for number in gone:
            pieces = self._units[number][2]
            self.changes += [Change(piece.start, piece.end) for piece in pieces if isinstance(piece, Piece)]
        self._units = [unit for number, unit in enumerate(self._units) if number not in gone]


class MimeType(PartTexts):
    """The part that says what a package is; it holds nothing else."""

    def read(self, data: bytes) -> None:
        if not re.fullmatch(rb"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}\s*", data):
            raise FormatError("a package that is no OpenDocument file")
