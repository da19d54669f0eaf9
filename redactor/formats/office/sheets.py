"""Excel files: a row of a sheet is a record, its cells are fields named by the sheet's header.

Shared strings are not changed where they stand: the cell that is masked gets a text of its own, and a string that no cell
has any more as it was is emptied. So the same string may be masked in one column and stay in another.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from redactor.errors import FormatError
from redactor.formats.office.cells import (
    EPOCH,
    EPOCH_1904,
    Cell,
    RowCells,
    check_value,
    is_date_format,
    moment_text,
    number_text,
    replaced,
    texted,
)
from redactor.formats.office.cut import in_utf8
from redactor.formats.office.office_format import Part
from redactor.formats.office.part_names import part_name
from redactor.formats.office.parts import PartTexts
from redactor.formats.office.row_parts import ROW_SHARE, SHEET_NAME, RowsFormat, RowsReader, RowsRecord, is_period, rows
from redactor.formats.office.sheet_columns import Column, Columns, titled
from redactor.formats.office.strings import Rich, Strings
from redactor.formats.office.xml_pieces import Change, spliced
from redactor.formats.office.xml_scan import Handler, Tag, scan, utf8
from redactor.formats.office.xml_texts import Unit, literals
from redactor.formats.protocol import FormatSettings, Reader
from redactor.records import Edit, Leaf, Record
from redactor.scalars import JSON, Scalar


class SheetsFormat(RowsFormat):
    """Excel workbooks."""

    name = "xlsx"

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return SheetsReader(source, settings)


class _Workbook(Handler):
    """What a workbook says: its sheets in order, whether it counts days from 1904, and which styles show dates."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.sheets: list[str] = []
        self.epoch = EPOCH
        self.dates: list[bool] = []
        self._formats: dict[int, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == "sheet":
            self.sheets.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904
        elif name == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            self._formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            self._in_cells = name == "cellXfs"
        elif name == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "")
            kind = int(number) if number.isdecimal() else 0
            self.dates.append(is_date_format(kind, self._formats.get(kind)))


class _WorkbookTexts(PartTexts):
    """As any part; the names of sheets, to which formulas point, are told apart."""

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name == "sheet" and "name" in attributes:
            path = self._numbered(SHEET_NAME)
            if not is_period(attributes["name"]):
                self.take(path, tag.attribute("name"), attributes["name"])
            attributes = {key: value for key, value in attributes.items() if key != "name"}
        super().attributes(name, attributes, tag)


class SheetsReader(RowsReader):
    """As any spreadsheet; the workbook says the order of its sheets."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        super().__init__(source, settings)
        if self.problem is None and any("pivotcache" in name.lower() for name in self._package.infos):
            self.problem = "pivot-cache"

    def fits(self, name: str) -> bool:
        return not (self._is_sheet(name) or name.endswith("sharedStrings.xml"))

    def _is_sheet(self, name: str) -> bool:
        return "worksheets/" in name and name.endswith(".xml") and "/_rels/" not in name

    def texts(self, number: int, path: str, gone: frozenset[str]) -> PartTexts:
        book = path.endswith("workbook.xml")
        texts = _WorkbookTexts(part_name(path, number)) if book else super().texts(number, path, gone)
        if self._is_sheet(path):
            texts.name = f"sheet{self._order[path]}"
        return texts

    def data(self, path: str) -> bytes:
        if path == self._strings_path:
            return self._strings.around
        return self.around(path, "row") if self._is_sheet(path) else super().data(path)

    def __iter__(self) -> Iterator[Record]:
        package = self._package
        book = self._workbook()
        self._order = self._numbers(book)
        if any(self._is_sheet(path) and path not in self._order for path in self._xml):
            raise FormatError("a sheet that the workbook does not name")
        self._strings_path = path = next((name for name in self._xml if name.endswith("sharedStrings.xml")), "")
        chunks = in_utf8(package.chunks(path)) if path else ()
        packed = bool(path) and package.infos[path].file_size > self._limit
        self._strings = Strings(chunks, ROW_SHARE * self._limit, packed=packed)
        parts, leaves, names = self.read(sorted(self._xml))  # an output has its parts in another order
        last = {}
        if path:
            around = parts.pop(path)
            if not isinstance(around, Part) or around.units or around.changes:
                raise FormatError("shared strings that are not understood")
            last = {path: self._strings.written}
        yield Record(0, leaves, RowsRecord(package, parts, holes=self._holes, last=last), names=names)
        index = 0
        for path in sorted(self._holes, key=self._order.__getitem__):
            for record in self._rows(path, self._order[path], self._strings, book):
                index += 1
                yield replace(record, index=index)
        yield from self.not_looked_at(index)

    def _workbook(self) -> _Workbook:
        book = _Workbook()
        self._book_path = next((name for name in self._xml if posixpath.basename(name) == "workbook.xml"), "")
        folder, name = posixpath.split(self._book_path)
        for path in (f"{folder}/_rels/{name}.rels", self._book_path, f"{folder}/styles.xml"):
            if path in self._package.infos:
                scan(utf8(self._package.read(path)), book)
        return book

    def _numbers(self, book: _Workbook) -> dict[str, int]:
        """Path → number of each sheet."""
        folder = posixpath.dirname(self._book_path)
        found = {}
        for number, key in enumerate(book.sheets, 1):
            target = book.targets.get(key, "")
            found[posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")] = number
        return found

    def _rows(self, path: str, sheet: int, strings: Strings, book: _Workbook) -> Iterator[Record]:
        found = rows(self._package, path, "row", ROW_SHARE * self._limit)
        cells = (SheetRow(path, hole, raw, RowCells(raw), strings, book) for hole, _, raw in found)
        for place, (row, columns) in enumerate(titled(cells, SheetRow.shown, sheet, self._chosen), 1):
            number = row.cells.number or place
            leaves = [] if (long := len(row.raw) > self._limit) else row.leaves(sheet, number, columns)
            yield Record(0, tuple(leaves), row, "too-long" if long else None, names=tuple(row.cells.names))


@dataclass(slots=True)
class SheetRow:
    """The source of a row: its bytes, and for each leaf what it is of."""

    part: str
    hole: int
    raw: bytes
    cells: RowCells
    strings: Strings
    book: _Workbook
    of: list[tuple[Cell, Unit | None]] = field(default_factory=list)
    passing: list[int] = field(default_factory=list)

    def leaves(self, sheet: int, number: int, columns: Columns) -> list[Leaf]:
        """What its cells say."""
        leaves: list[Leaf] = []
        for cell in self.cells.cells:
            for nth, piece in enumerate((each for part in cell.formula for each in literals(part)), 1):
                if not piece.raw:
                    continue
                unit = Unit(f"sheet{sheet}.formula{cell.column + 1}[{number}][{nth}]", (piece,))
                leaves.append(Leaf(unit.field, unit.text))
                self.of.append((cell, unit))
            if cell.value is None and not cell.inline:
                continue
            column = columns[cell.column]
            text, unit_of, scalar = self._said(cell, column)
            if text.strip() and (column.takes(number)):
                leaves.append(Leaf(f"{column.path}[{number}]", text, scalar=scalar))
                self.of.append((cell, unit_of))
            elif cell.kind == "s" and (shared := _string_number(cell)) is not None:
                self.passing.append(shared)
        return leaves

    def _said(self, cell: Cell, column: Column) -> tuple[str, Unit | None, Scalar | None]:
        """The text of a cell, where that is written in the row itself its unit, and what it is if it is no text."""
        if cell.kind == "s":
            number = _string_number(cell)
            return self.strings.text(number) if number is not None else "", None, None
        if cell.kind in ("inlineStr", "str"):
            pieces = cell.inline if cell.kind == "inlineStr" else (cell.value,) if cell.value is not None else ()
            unit = Unit("", pieces)
            return unit.text, unit, None
        check_value(cell)
        if cell.value is None or cell.kind == "e" or not column.wants(cell.kind != "b"):
            return "", None, None
        dates = self.book.dates
        dated = cell.kind == "n" and cell.style < len(dates) and dates[cell.style]
        moment = moment_text(cell.value.text, self.book.epoch) if dated else None
        return moment or number_text(cell.value.text), None, JSON

    def shown(self) -> list[str]:
        """Its cells, as far as they tell whether it is a header."""
        row: list[str] = []
        for cell in self.cells.cells:
            row += [""] * (cell.column + 1 - len(row))
            if cell.kind == "s":
                number = _string_number(cell)
                row[cell.column] = self.strings.text(number) if number is not None else ""
            elif cell.kind == "inlineStr":
                row[cell.column] = Unit("", cell.inline).text
            elif cell.value is not None:
                row[cell.column] = cell.value.text
        return row

    def written(self, leaves: Sequence[Leaf], edits: Sequence[Sequence[Edit]]) -> bytes:
        for number in self.passing:
            self.strings.keep(number)
        changes = list(self.cells.gone)
        for (cell, unit), leaf, some in zip(self.of, leaves, edits, strict=True):
            changes += self._changes(cell, unit, leaf, list(some))
        return spliced(self.raw, changes) if changes else self.raw

    def _changes(self, cell: Cell, unit: Unit | None, leaf: Leaf, edits: list[Edit]) -> Iterator[Change]:
        number = _string_number(cell) if cell.kind == "s" and leaf.scalar is None and unit is None else None
        if not edits:
            if number is not None:
                self.strings.keep(number)
        elif unit is not None:
            yield from unit.changes(edits)
        elif number is not None:
            yield texted(cell, Rich(self.strings.raw(number)).edited(edits))
        else:
            dated = "-" in leaf.text and leaf.text[:4].isdecimal()
            yield replaced(cell, edits[0].replacement, self.book.epoch if dated else None)

    def withheld(self) -> bytes:
        if not self.of and not self.passing:
            return b""
        for number in self.passing:
            self.strings.keep(number)
        cells = {cell.start: cell for cell, _ in self.of}
        return spliced(self.raw, [*self.cells.gone, *(texted(cell, b"") for cell in cells.values())])


def _string_number(cell: Cell) -> int | None:
    if cell.value is None:
        return None
    text = cell.value.text.strip()
    if not text.isdecimal():
        raise FormatError("a cell names a shared string that is not there")
    return int(text)
