"""The texts of one XML part of an office file: paragraphs whose runs are pieces, tables, and the attributes that people write.

Every text of a part is a unit, whatever element it stands in: what this module knows of elements only tells which belong
together. Attributes are read where the table says so; all others must not surely be a value (``names``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from redactor.formats.fields import with_key
from redactor.formats.inner import UnreadableError
from redactor.formats.office.dialects import EMPTIED, OOXML, OWN_TEXT, Dialect
from redactor.formats.office.document_tables import cell_names, column_name
from redactor.formats.office.xml_pieces import Change, Piece
from redactor.formats.office.xml_scan import Element, Handler, Tag, hidden, local, scan
from redactor.formats.office.xml_texts import Unit, is_written, literals, without_literals

#: Elements of a property that hold no text: what is masked there becomes one.
_TYPED = frozenset(
    (
        "filetime",
        "date",
        "bool",
        "decimal",
        "cy",
        "r4",
        "r8",
        "int",
        "uint",
        *(f"{u}i{n}" for u in ("", "u") for n in (1, 2, 4, 8)),
    )
)
#: What holds nothing to mask: a small number, a sign.
_COUNT = re.compile(r"\s*(?:[-+]?[0-9]{1,7}(?:\.[0-9]{1,6})?|true|false|[^\w@]*)\s*")
_LONGEST_NAME = 200
#: Names that programs give to what is drawn.
_DRAWN = re.compile(
    r"(?:(?:picture|image|graphic|text|box|textbox|rectangle|group|chart|table|title|subtitle|placeholder|content|slide|number|footer"
    r"|header|date|straight|connector|arrow|line|oval|shape|object|diagram|notes|frame|page|graphics|form|freeform|video|audio|ink|control|cell|comment"
    r"|bild|grafik|textfeld|foliennummernplatzhalter)\W*)+\d*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Paragraph:
    """The pieces of one paragraph: (kind, piece or break), where deleted ones are ``d``."""

    number: int
    cell: tuple[int, int, int] | None
    pieces: list[tuple[str, Piece | str]] = field(default_factory=list)
    codes: list[Piece | str] = field(default_factory=list)
    #: What else changes with the paragraph.
    also: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table that is being read: the text of its cells so far."""

    number: int
    rows: list[list[str]] = field(default_factory=list)


class PartTexts(Handler):
    """Collects the units of a part; ``name`` is what its paragraphs are called. To be used once."""

    def __init__(self, name: str, dialect: Dialect = OOXML) -> None:
        self.name, self.dialect = name, dialect
        #: So many more pieces it may have; a unit weighs four of them.
        self.left = 1 << 60
        self.changes: list[Change] = []
        self.names: set[str] = set()
        self._units: list[tuple[str, tuple[int, int, int] | None, tuple[Piece | str, ...], tuple[Change, ...]]] = []
        self._count: Counter[str] = Counter()
        self._open: list[tuple[str, list[Piece]]] = []
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._done: dict[int, dict[tuple[int, int], str]] = {}
        self._property = ""

    def read(self, data: bytes) -> None:
        """Read the part. Raises ``UnreadableError`` for one of too many pieces."""
        self.changes += hidden(data)
        scan(data, self)

    @property
    def units(self) -> list[Unit]:
        """Its texts that say anything."""
        made: list[Unit] = []
        seen: Counter[str] = Counter()
        for path, cell, pieces, also in self._units:
            if cell is not None:
                table, row, place = cell
                title = self._done[table].get((row, place), f"column{place + 1}")
                path = f"{with_key(f'{self.name}.table{table}', title)}[{row + 1}]"
            seen[path] += 1
            unit = Unit(path if seen[path] == 1 else f"{path}[{seen[path]}]", pieces, also)
            if unit.text.strip():
                made.append(unit)
        return made

    def _spend(self, pieces: int) -> None:
        self.left -= pieces
        if self.left < 0:
            raise UnreadableError("too-complex")

    def _numbered(self, what: str) -> str:
        self._count[what] += 1
        return f"{self.name}.{what}[{self._count[what]}]"

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        parent = self._open[-1][0] if self._open else ""
        self._open.append((name, []))
        dialect = self.dialect
        if name in dialect.paragraphs:
            self._count["p"] += 1
            self._paragraphs.append(Paragraph(self._count["p"], self._cell()))
        elif name in dialect.tables[0]:
            self._count["table"] += 1
            self._tables.append(Table(self._count["table"]))
        elif name in dialect.tables[1] and self._tables:
            self._tables[-1].rows.append([])
        elif name in dialect.tables[2] and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append("")
        elif name in dialect.breaks and self._paragraphs and parent in ("r", "p", "span", "a", "h"):
            self._paragraphs[-1].pieces.append(("v", dialect.breaks[name]))
        if attributes:
            self.attributes(name, attributes, tag)

    def _cell(self) -> tuple[int, int, int] | None:
        """Where the table that is open stands: its number, row and column."""
        table = self._tables[-1] if self._tables else None
        if table is None or not table.rows or not table.rows[-1]:
            return None
        return table.number, len(table.rows) - 1, len(table.rows[-1]) - 1

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        """Read the attributes of an element."""
        if name == "property":
            self._property = attributes.get("name", "")
        for full, value in attributes.items():
            own = local(full)
            what = self.dialect.read.get((name, own)) or self.dialect.read.get(("*", own))
            if what == "object" and _DRAWN.fullmatch(value):
                continue
            if what is not None:
                self.take(self._numbered(what), tag.attribute(full), value)
            elif own in EMPTIED:
                piece = tag.attribute(full)
                self.changes += [Change(piece.start, piece.end)] if value else []
            elif name == "pageSetup" and own == "id":  # settings of a printer, which are gone
                piece = tag.attribute(full)
                self.changes.append(Change(tag.data.rindex(full.encode(), tag.at, piece.start), piece.end + 1))
            elif is_written(value) and not full.startswith("xmlns"):
                self._spend(1)
                self.names.add(value[:_LONGEST_NAME] if len(value) > _LONGEST_NAME and " " not in value else value)

    def take(self, path: str, piece: Piece, value: str, also: tuple[Change, ...] = ()) -> None:
        """An attribute is a unit of its own."""
        if value.strip():
            self._spend(4)
            self._units.append((path, None, (piece,), also))

    def text(self, name: str, piece: Piece) -> None:
        self._spend(1 + piece.raw.count("&"))
        name = local(name)
        if self._paragraphs and (self.dialect.runs is None or name in self.dialect.runs):
            self._paragraphs[-1].pieces.append(("d" if name == "delText" else "v", piece))
        elif self._paragraphs and name in ("instrText", "delInstrText"):
            self._paragraphs[-1].codes.append(piece)
        elif self._open:
            self._open[-1][1].append(piece)

    def end(self, name: str, element: Element) -> None:
        _, pieces = self._open.pop()
        self._spend(3 * (name in self.dialect.paragraphs or bool(pieces)))
        if name in self.dialect.gone:
            self.changes.append(element.gone)
            pieces = []
        if name in self.dialect.paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name in self.dialect.tables[0]:
            table = self._tables.pop()
            self._done[table.number] = cell_names(table.rows)
        if name in self.dialect.formulas:
            self.names.update(without_literals(piece) for piece in pieces)
            path = self._numbered("formula")
            self._units += [(path, None, (each,), ()) for piece in pieces for each in literals(piece)]
        elif name not in self.dialect.own or not OWN_TEXT.fullmatch("".join(piece.text for piece in pieces)):
            typed = name in _TYPED and bool(self._open) and self._open[-1][0] == "property"
            path = self._numbered(self._called(name)) if pieces or name in ("t", "v") else ""
            if pieces and not _COUNT.fullmatch("".join(piece.text for piece in pieces)):
                self._units.append((path, None, (self._typed(element),) if typed else tuple(pieces), ()))

    def _typed(self, element: Element) -> Piece:
        start, end, _ = element.gone
        return Piece(start, end, element.data[start:end].decode("utf-8"), "typed")

    def _called(self, element: str) -> str:
        """What the text of an element outside of paragraphs is called."""
        if self.name == "properties" and self._property and element not in ("property",):
            called, self._property = column_name(self._property), ""
            return with_key("", called) if called else "property"
        return {"creator": "author", "t": "text", "v": "value"}.get(element, with_key("", element))

    def _end_paragraph(self, done: Paragraph) -> None:
        visible = [piece for kind, piece in done.pieces if kind == "v"]
        shown = "".join(piece if isinstance(piece, str) else piece.text for piece in visible)
        if done.cell is not None and self._tables:
            table, row, place = done.cell
            rows = self._tables[-1].rows
            if self._tables[-1].number == table:
                rows[row][place] = f"{rows[row][place]} {shown}".strip()[:200]
        if visible:
            self._units.append((f"{self.name}[{done.number}]", done.cell, tuple(visible), tuple(done.also)))
        if done.codes:
            self._units.append((f"{self.name}.code{done.number}[1]", None, tuple(done.codes), ()))
        self._deleted(done)

    def _deleted(self, done: Paragraph) -> None:
        """Deleted text is a text of its own; what was cut out of a word is no word, and goes."""
        kept: list[Piece | str] = []
        at = 0
        while at < len(done.pieces):
            if done.pieces[at][0] != "d":
                at += 1
                continue
            stop = at
            while stop < len(done.pieces) and done.pieces[stop][0] == "d":
                stop += 1
            some = [piece for _, piece in done.pieces[at:stop] if isinstance(piece, Piece)]
            text = "".join(piece.text for piece in some)
            before, after = (self._beside(done, place) for place in (at - 1, stop))
            if text and ((before[-1:].isalnum() and text[0].isalnum()) or (text[-1].isalnum() and after[:1].isalnum())):
                self.changes += [Change(piece.start, piece.end) for piece in some]
            elif text:
                kept += [" ", *some] if kept else some
            at = stop
        if kept:
            self._units.append((f"{self.name}.deleted{done.number}[1]", None, tuple(kept), ()))

    def _beside(self, done: Paragraph, place: int) -> str:
        piece = done.pieces[place][1] if 0 <= place < len(done.pieces) else ""
        return piece if isinstance(piece, str) else piece.text
