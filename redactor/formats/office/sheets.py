"""Excel files: a row of a sheet is a record, its cells are fields named by the sheet's header.

Shared strings are not changed where they stand: the cell that is masked gets a text of its own, and a string that no cell
has any more as it was is emptied. So the same string may be masked in one column and stay in another.
"""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from redactor.errors import FormatError
from redactor.formats.fields import matches, shape, with_key
from redactor.formats.office.cells import (
    EPOCH,
    EPOCH_1904,
    Cell,
    Rich,
    RowCells,
    Strings,
    is_date_format,
    moment_text,
    number_text,
    replaced,
    rows_of,
    texted,
)
from redactor.formats.office.markup import Change, Handler, Tag, Unit, literals, scan, spliced, utf8
from redactor.formats.office.ooxml import LinkTexts, OfficeFormat, PackageReader, PackageRecord, Part, part_name
from redactor.formats.office.package import PackageWriter, dropped, placeholder, unread
from redactor.formats.office.parts import PartTexts
from redactor.formats.office.tables import column_name, head_rows
from redactor.formats.protocol import FormatSettings, Reader, Unwritable, Writer, check_edits
from redactor.records import Edit, Leaf, Record
from redactor.scalars import JSON

#: A sheet, and the shared strings, may weigh so many times what a record may have.
_SHEET_SHARE = 8
#: So many first rows are looked at for a header.
_HEAD_ROWS = 6
_SHEET_NAME = "workbook.sheet_name"


class SheetsFormat(OfficeFormat):
    """Excel workbooks."""

    name = "xlsx"
    has_fields = True
    fields_vary = True

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return SheetsReader(source, settings)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return SheetsWriter(sink, packed=settings.packed)


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


@dataclass(slots=True)
class SheetsRecord(PackageRecord):
    """The source of record 0: of each sheet what stands around its rows, and where they stood."""

    strings: Strings = field(default_factory=lambda: Strings(b""))
    strings_path: str = ""
    around: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class SheetRow:
    """The source of a row: its bytes, and for each leaf what it is of."""

    sheet: str
    raw: bytes
    strings: Strings
    epoch: date
    leaves: list[tuple[Cell, Unit | None]] = field(default_factory=list)
    passing: list[int] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)


class _WorkbookTexts(PartTexts):
    """As any part; the names of sheets, to which formulas point, are told apart."""

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        if name == "sheet" and "name" in attributes:
            self.take(self._numbered("sheet_name"), tag.attribute("name"), attributes["name"])
        else:
            super().attributes(name, attributes, tag)


class SheetsReader(PackageReader):
    """The record 0 holds all texts outside of rows; rows follow, sheet after sheet in the order of the workbook."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        self._settings = settings
        self.absent_fields = settings.fields
        super().__init__(source, settings)
        if self.problem is not None:
            return
        infos = self._package.infos
        if any("pivotcache" in name.lower() for name in infos):
            self.problem = "pivot-cache"
        elif any(infos[name].file_size > _SHEET_SHARE * self._limit for name in self._xml if not self.fits(name)):
            self.problem = "too-long"

    def fits(self, name: str) -> bool:
        return not (self._is_sheet(name) or name.endswith("sharedStrings.xml"))

    def _is_sheet(self, name: str) -> bool:
        return "worksheets/" in name and name.endswith(".xml") and "/_rels/" not in name

    def texts(self, number: int, path: str, gone: frozenset[str]) -> PartTexts:
        if path.endswith(".rels") or path == "[Content_Types].xml":
            return LinkTexts(part_name(path, number), path, gone)
        return (_WorkbookTexts if path.endswith("workbook.xml") else PartTexts)(part_name(path, number))

    def __iter__(self) -> Iterator[Record]:
        package, infos = self._package, self._package.infos
        book = self._workbook()
        order = self._order(book)
        gone = self.gone()
        parts: dict[str, Part] = {}
        around: dict[str, int] = {}
        names = set(infos)
        strings_path = next((name for name in self._xml if name.endswith("sharedStrings.xml")), "")
        for number, path in enumerate(sorted(self._xml), 1):  # an output has its parts in another order
            if path == strings_path:
                continue
            data = utf8(package.read(path))
            texts = self.texts(number, path, gone)
            if self._is_sheet(path):
                if path not in order:
                    raise FormatError("a sheet that the workbook does not name")
                data, around[path], _ = rows_of(data)
                texts.name = f"sheet{order[path]}"
            texts.read(data)
            parts[path] = Part(data, texts.changes, texts.units)
            names |= texts.names
        strings = Strings(utf8(package.read(strings_path)) if strings_path else b"")
        leaves = tuple(Leaf(unit.field, unit.text) for part in parts.values() for unit in part.units)
        source = SheetsRecord(package, parts, strings=strings, strings_path=strings_path, around=around)
        yield Record(0, leaves, source, names=tuple(sorted(names)))
        index = 0
        for path in sorted(around, key=order.__getitem__):
            for record in self._rows(path, order[path], strings, book):
                index += 1
                yield Record(index, record.leaves, record.source, record.problem)
        yield from self.not_looked_at(index)

    def _workbook(self) -> _Workbook:
        book = _Workbook()
        self._book_path = next((name for name in self._xml if posixpath.basename(name) == "workbook.xml"), "")
        folder, name = posixpath.split(self._book_path)
        for path in (f"{folder}/_rels/{name}.rels", self._book_path, f"{folder}/styles.xml"):
            if path in self._package.infos:
                scan(utf8(self._package.read(path)), book)
        return book

    def _order(self, book: _Workbook) -> dict[str, int]:
        """Path → number of each sheet."""
        folder = posixpath.dirname(self._book_path)
        found = {}
        for number, key in enumerate(book.sheets, 1):
            target = book.targets.get(key, "")
            found[posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")] = number
        return found

    def _rows(self, path: str, sheet: int, strings: Strings, book: _Workbook) -> Iterator[Record]:
        _, _, rows = rows_of(utf8(self._package.read(path)))
        numbered = enumerate((raw, RowCells(raw)) for raw in rows)
        first = list(itertools.islice(numbered, _HEAD_ROWS))
        shown = [_shown(cells.cells, strings) for _, (_, cells) in first]
        head = head_rows(shown)
        titles = [column_name(cell) for cell in shown[head - 1]] if head else []
        for place, (raw, cells) in itertools.chain(first, numbered):
            number = cells.number or place + 1
            row = SheetRow(path, raw, strings, book.epoch, gone=cells.gone)
            leaves: list[Leaf] = []
            for cell in cells.cells:
                title = titles[cell.column] if place >= head and cell.column < len(titles) else None
                called = title or f"column{cell.column + 1}"
                field_path = f"{with_key(f'sheet{sheet}', called)}[{number}]"
                self._take(
                    cell, field_path, called, f"sheet{sheet}.formula{cell.column + 1}[{number}]", row, leaves, book
                )
            long = len(raw) > self._limit
            yield Record(0, () if long else tuple(leaves), row, "too-long" if long else None)

    def _take(
        self, cell: Cell, path: str, called: str, formula: str, row: SheetRow, leaves: list[Leaf], book: _Workbook
    ) -> None:
        """Add what a cell says to the leaves of its row."""
        for nth, piece in enumerate((each for part in cell.formula for each in literals(part)), 1):
            unit = Unit(f"{formula}[{nth}]", (piece,))
            leaves.append(Leaf(unit.field, unit.text))
            row.leaves.append((cell, unit))
        chosen = self._chosen(called, path)
        text, unit_of, scalar = "", None, None
        if cell.kind == "s":
            number = _string_number(cell)
            text = row.strings.text(number) if number is not None else ""
            if number is not None and not (chosen and text.strip()):
                row.passing.append(number)
        elif cell.kind == "inlineStr":
            unit_of = Unit(path, tuple(cell.inline))
            text = unit_of.text
        elif cell.value is not None and cell.kind == "str":
            unit_of = Unit(path, (cell.value,))
            text = unit_of.text
        elif cell.value is not None and cell.kind != "e":
            wants = self._settings.scalars
            if wants is not None and wants(shape(path), cell.kind != "b"):
                dated = cell.kind == "n" and cell.style < len(book.dates) and book.dates[cell.style]
                moment = moment_text(cell.value.text, book.epoch) if dated else None
                text, scalar = moment or number_text(cell.value.text), JSON
        if chosen and text.strip():
            leaves.append(Leaf(path, text, scalar=scalar))
            row.leaves.append((cell, unit_of))

    def _chosen(self, called: str, path: str) -> bool:
        fields = self._settings.fields
        if not fields:
            return True
        paths = (with_key("", called), path)
        met = [each for each in fields if any(matches([each], one) for one in paths)]
        if met:
            self.absent_fields = tuple(each for each in self.absent_fields if each not in met)
        return bool(met)


def _string_number(cell: Cell) -> int | None:
    if cell.value is None:
        return None
    text = cell.value.text.strip()
    if not text.isdecimal():
        raise FormatError("a cell names a shared string that is not there")
    return int(text)


def _shown(cells: Sequence[Cell], strings: Strings) -> list[str]:
    row: list[str] = []
    for cell in cells:
        row += [""] * (cell.column + 1 - len(row))
        if cell.kind == "s":
            number = _string_number(cell)
            row[cell.column] = strings.text(number) if number is not None else ""
        elif cell.kind == "inlineStr":
            row[cell.column] = Unit("", tuple(cell.inline)).text
        elif cell.value is not None:
            row[cell.column] = cell.value.text
    return row


class SheetsWriter:
    """Writes content types and links, then the sheets as their rows come, then all other parts."""

    position: Any = None

    def __init__(self, sink: BinaryIO, *, packed: bool) -> None:
        self._sink, self._writer = sink, PackageWriter(sink, packed=packed)
        self._source: SheetsRecord | None = None
        self._parts: dict[str, bytes] = {}
        self._ends: dict[str, bytes] = {}
        self._sheet = ""

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        if isinstance(record.source, SheetsRecord):
            self._begin(record, edits)
        elif isinstance(record.source, SheetRow):
            row = record.source
            for number in row.passing:
                row.strings.keep(number)
            changes = list(row.gone)
            for (cell, unit), leaf, some in zip(row.leaves, record.leaves, edits, strict=True):
                changes += self._changes(row, cell, unit, leaf, list(some))
            self._put(row.sheet, spliced(row.raw, changes))

    def _changes(self, row: SheetRow, cell: Cell, unit: Unit | None, leaf: Leaf, edits: list[Edit]) -> Iterator[Change]:
        number = _string_number(cell) if cell.kind == "s" and leaf.scalar is None and unit is None else None
        if not edits:
            if number is not None:
                row.strings.keep(number)
        elif unit is not None:
            yield from unit.changes(edits)
        elif number is not None:
            yield texted(cell, Rich(row.strings.raw(number)).edited(edits))
        else:
            dated = "-" in leaf.text and leaf.text[:4].isdecimal()
            yield replaced(cell, edits[0].replacement, row.epoch if dated else None)

    def _begin(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        source: SheetsRecord = record.source
        self._source = source
        left = iter(edits)
        for path, part in source.parts.items():
            changes = [*part.changes]
            for unit in part.units:
                some = next(left)
                if some and unit.field.startswith(_SHEET_NAME):
                    raise Unwritable("sheet-name")
                changes += unit.changes(some)
            at = source.around.get(path)
            if at is None:
                self._parts[path] = spliced(part.data, changes)
                continue
            before = [change for change in changes if change.end <= at]
            after = [Change(one.start - at, one.end - at, one.by) for one in changes if one.start >= at]
            if len(before) + len(after) != len(changes):
                raise Unwritable("damaged-file")
            self._parts[path] = spliced(part.data[:at], before)
            self._ends[path] = spliced(part.data[at:], after)
        for name in source.package.infos:
            if name == "[Content_Types].xml" or name.startswith("_rels/"):
                self._add(name)

    def _put(self, sheet: str, row: bytes) -> None:
        """A row of a sheet; the sheet that was open before it ends."""
        if sheet != self._sheet:
            self._end_sheet()
            self._sheet = sheet
            self._open = self._writer.open(self._source_info(sheet))
            self._open.write(self._parts.pop(sheet))
        self._open.write(row)

    def _end_sheet(self) -> None:
        if self._sheet:
            self._open.write(self._ends.pop(self._sheet))
            self._open.close()
            self._sheet = ""

    def _source_info(self, name: str) -> Any:
        assert self._source is not None
        return self._source.package.infos[name]

    def _add(self, name: str) -> None:
        self._writer.add(self._source_info(name), (self._parts.pop(name), self._ends.pop(name, b"")))

    def withhold(self, record: Record, reason: str) -> None:
        if isinstance(record.source, SheetsRecord):
            raise Unwritable(reason)
        if isinstance(record.source, SheetRow):
            row = record.source
            if not record.leaves:
                self._put(row.sheet, b"")
                return
            for number in row.passing:
                row.strings.keep(number)
            cells = {cell.start: cell for cell, _ in row.leaves}
            self._put(row.sheet, spliced(row.raw, [*row.gone, *(texted(cell, b"") for cell in cells.values())]))

    def flush(self) -> None:
        """Nothing to do: a package is read when it is whole."""

    def close(self) -> None:
        if self._source is None:
            return
        self._end_sheet()
        for name, info in self._source.package.infos.items():
            if name == self._source.strings_path:
                self._writer.add(info, self._source.strings.written())
            elif name in self._parts:
                self._add(name)
            elif not info.is_dir() and not dropped(name) and name not in self._source.parts:
                data = placeholder(name, unread(name) or "")
                if data is not None:
                    self._writer.add(info, (data,))
        self._writer.close()
        self._sink.flush()
