"""OpenDocument spreadsheets: a row of a sheet is a record, as in Excel's; a cell's value goes where the text that shows it is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, BinaryIO

from redactor.formats.office.cells import number_text
from redactor.formats.office.odf import OdfReader
from redactor.formats.office.odf_texts import Cell, OdfTexts, as_text, explains, times, values_gone
from redactor.formats.office.parts import Paragraph, PartTexts, Table
from redactor.formats.office.row_parts import ROW_SHARE, SHEET_NAME, RowsFormat, RowsReader, RowsRecord, is_period, rows
from redactor.formats.office.sheet_columns import Chosen, Columns, titled
from redactor.formats.office.xml_pieces import Change, Piece, spliced
from redactor.formats.office.xml_scan import Tag
from redactor.formats.office.xml_texts import Unit
from redactor.formats.protocol import FormatSettings, Reader
from redactor.records import Edit, Leaf, Record
from redactor.scalars import JSON

_CONTENT = "content.xml"
_TABLE = re.compile(rb"<(?:[\w.-]+:)?table(?=[\s>])")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8})?")
#: Columns of which a repeated cell may bear the name.
_MOST_NAMES = 50


class OdsFormat(RowsFormat):
    """Spreadsheets and their templates."""

    name = "ods"

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return OdsReader(source, settings)


class _BookTexts(OdfTexts):
    """As any part; the names of sheets, to which formulas point, are told apart."""

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        left = attributes
        if name == "table" and (full := next((each for each in attributes if each.endswith(":name")), "")):
            path = self._numbered(SHEET_NAME)
            if not is_period(attributes[full]):
                self.take(path, tag.attribute(full), attributes[full])
            left = {key: value for key, value in attributes.items() if key != full}
        super().attributes(name, left, tag)


@dataclass(frozen=True, slots=True)
class ValueUnit(Unit):
    """The value of a cell that holds a number or a date: masked whole. ``value`` is the attribute that holds it."""

    value: Piece = field(default_factory=lambda: Piece(0, 0, ""))
    said: str = ""

    @property
    def text(self) -> str:
        return self.said

    def changes(self, edits: Sequence[Edit]) -> Iterator[Change]:
        if not edits:
            return
        by = edits[0].replacement
        shown = [piece for piece in self.pieces if isinstance(piece, Piece)]
        if (_DAY if _DAY.fullmatch(self.said) else _NUMBER).fullmatch(by):
            yield Change(self.value.start, self.value.end, by.encode("ascii"))
        else:
            yield from self.also
        for piece in shown:
            yield Change(piece.start, piece.end, Piece(0, 0, "").edited([(0, 0, by)]) if piece is shown[0] else b"")


class RowTexts(OdfTexts):
    """The texts of one row: its cells by their columns, and what else stands in them."""

    def __init__(self, name: str, raw: bytes, members: frozenset[str]) -> None:
        super().__init__(name, members)
        self.cells: list[tuple[Cell, list[Piece | str]]] = []
        self.repeated = 1
        self._pieces: list[list[Piece | str]] = []
        self._tables.append(Table(1))
        self.read(raw)

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        super().start(name, attributes, tag)
        if name in self.dialect.tables[2]:
            self._pieces.append([])
        elif name == "table-row":
            self.repeated = times(attributes, "number-rows-repeated")

    def _end_paragraph(self, done: Paragraph) -> None:
        if done.cell is None or not self._pieces:
            super()._end_paragraph(done)
            return
        if self._pieces[-1]:
            self._pieces[-1].append("\n")
        self._pieces[-1] += [piece for _, piece in done.pieces]

    def end_cell(self, cell: Cell) -> None:
        at = super(OdfTexts, self)._cell()
        cell.column = at[2] if at else 0
        self.cells.append((cell, self._pieces.pop()))

    @property
    def shown(self) -> list[str]:
        """Its cells, as far as they tell whether it is a header."""
        row: list[str] = []
        for cell, pieces in self.cells:
            row += [""] * (cell.column - len(row))
            row += [Unit("", tuple(pieces)).text] * min(cell.repeated, _MOST_NAMES)
        return row


@dataclass(slots=True)
class OdsRow:
    """The source of a row."""

    hole: int
    raw: bytes
    texts: RowTexts
    number: int
    part: str = _CONTENT
    units: list[Unit] = field(default_factory=list)

    def leaves(self, columns: Columns, chosen: Chosen) -> tuple[Leaf, ...]:
        """What its cells say, and what else stands in them."""
        for cell, pieces in self.texts.cells:
            self.units += _units(cell, pieces, self.number, columns)
        self.units += self.texts.units
        return tuple(unit.leaf for unit in self.units)

    def written(self, leaves: Sequence[Leaf], edits: Sequence[Sequence[Edit]]) -> bytes:
        changes = [*self.texts.changes]
        for unit, some in zip(self.units, edits, strict=True):
            changes += unit.changes(some)
        return spliced(self.raw, changes)

    def withheld(self) -> bytes:
        if not self.units:
            return b""
        return self.written((), [[Edit(0, len(unit.text), "")] for unit in self.units])


def _units(cell: Cell, pieces: list[Piece | str], number: int, columns: Columns) -> Iterator[Unit]:
    """What one cell says: its value where that is to be read, else the text that shows it; both where one does not explain
    the other. Told by the cell alone, so that an output has the same fields."""
    shown = Unit("", tuple(pieces)).text
    values = cell.values
    other = [full for full, value in values if full.endswith("string-value") or not explains(value, shown)]
    also = values_gone(cell.tag, cell.attributes, other)
    full, value = next(((full, value) for full, value in values if full not in other), ("", ""))
    countable = not full.endswith("boolean-value")
    names = [columns[cell.column + more] for more in range(min(cell.repeated, _MOST_NAMES))]
    column = next((one for one in names if one.wants(countable)), names[0]) if values or pieces else names[0]
    path = f"{column.path}[{number}]"
    if not column.takes(number):
        return
    if value and column.wants(countable):
        yield ValueUnit(path, tuple(pieces), also, JSON, cell.tag.attribute(full), number_text(value))
    elif shown.strip() and not value:
        yield Unit(path, tuple(pieces), also)
    for full in other:
        yield Unit(f"{path}[2]", (cell.tag.attribute(full),), as_text(cell.tag, cell.attributes, full))


class OdsReader(RowsReader, OdfReader):
    """As any spreadsheet; all sheets stand in one part."""

    def fits(self, name: str) -> bool:
        return name != _CONTENT

    def texts(self, number: int, path: str, gone: frozenset[str]) -> PartTexts:
        if path == _CONTENT:
            return _BookTexts("workbook", frozenset(self._package.infos))
        return super().texts(number, path, gone)

    def data(self, path: str) -> bytes:
        return self.around(path, "table-row") if path == _CONTENT else super().data(path)

    def __iter__(self) -> Iterator[Record]:
        parts, leaves, names = self.read(sorted(self._xml))  # an output has its parts in another order
        yield Record(0, leaves, RowsRecord(self._package, parts, holes=self._holes), names=names)
        index = 0
        for sheet, found in groupby(self._rows(), lambda row: row[0]):
            for row, columns in titled((each for _, each in found), _shown, sheet, self._chosen):
                index += 1
                long = len(row.raw) > self._limit
                leaves = () if long else row.leaves(columns, self._chosen)
                yield Record(index, leaves, row, "too-long" if long else None, names=tuple(sorted(row.texts.names)))
        yield from self.not_looked_at(index)

    def _rows(self) -> Iterator[tuple[int, OdsRow]]:
        """Each row with the number of its sheet."""
        members = frozenset(self._package.infos)
        sheet = number = 0
        for hole, before, raw in rows(self._package, _CONTENT, "table-row", ROW_SHARE * self._limit):
            if begun := len(_TABLE.findall(before)):
                sheet, number = sheet + begun, 0
            texts = RowTexts(f"sheet{sheet}.row{number + 1}", raw, members)
            yield sheet, OdsRow(hole, raw, texts, number + 1)
            number += texts.repeated


def _shown(row: OdsRow) -> list[str]:
    return row.texts.shown
