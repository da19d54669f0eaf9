"""CSV and TSV: every byte outside edited cells stays as it was read."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, ClassVar

from redactor.formats.csv_head import (
    SNIFF_BYTES,
    SNIFF_ROWS,
    head_rows,
    is_all_head_words,
    is_form,
    is_head,
    is_name,
    is_named,
    labels_of,
)
from redactor.formats.csv_rows import Cell, CsvRow, RowStream, cells, rewritten
from redactor.formats.encodings import is_foreign
from redactor.formats.fields import Selection, select, with_index, with_key
from redactor.formats.lines import WIDE_MARKS
from redactor.formats.protocol import (
    Format,
    FormatSettings,
    Reader,
    SideText,
    StreamWriter,
    Writer,
    check_edits,
    edited,
)
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record

MALFORMED = "malformed-csv"
_WIDE = "unsupported-encoding"
#: A row may have one cell for every 50 bytes of ``max_record_bytes``, and always 20,000.
_CELL_BYTES = 50
_CELL_FLOOR = 20_000


@dataclass(frozen=True, slots=True)
class _Source:
    """The row as it was read; without a delimiter, a whole file.

    ``chosen`` are its selected cells; ``leaves`` index those of them that are leaves. Of a head, the first ``titles`` cells
    stand above the header.
    """

    before: bytes
    body: bytes
    end: bytes
    delimiter: str
    columns: int
    text: str = ""
    cells: tuple[Cell, ...] = ()
    chosen: frozenset[int] = frozenset()
    leaves: tuple[int, ...] = ()
    titles: int = 0


#: A whole file of which nothing may pass: its commas and line ends are not bytes of their own.
_UNREADABLE = Record(0, (), _Source(b"", b"", b"\n", "", 0), _WIDE)


@dataclass(frozen=True, slots=True)
class CsvFormat(Format):
    """CSV, of which the delimiter is sniffed in the first line, and TSV."""

    name: ClassVar[str] = "csv"
    delimiter: str | None = None

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> CsvReader:
        return CsvReader(source, settings, self.delimiter, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _CsvWriter(sink)

    def side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        for record in self.reader(stream, replace(settings, fields=(), header=0)):
            yield SideText("the header", "\n".join(leaf.text for leaf in record.leaves))
            return


class CsvReader(Reader):
    """Data rows are records from 0. The header, with titles above it, is the record -1; of its cells, leaves are titles and
    what does not read like a name.

    ``missing_fields`` are the chosen fields that no column bears, ``head`` is the number of first rows that are no data;
    both are known with the first record.
    """

    def __init__(self, source: BinaryIO, settings: FormatSettings, delimiter: str | None, position: Any) -> None:
        self._source = source
        self._settings = settings
        self._selection = select(settings.fields)
        self._delimiter = delimiter
        self._position = position
        self.head = settings.header
        self._form = False

    def __iter__(self) -> Iterator[Record]:
        stream = RowStream(self._source, self._settings.max_record_bytes)
        if stream.head.startswith(WIDE_MARKS):
            yield _UNREADABLE
            return
        delimiter = self._delimiter or stream.sniff(first_line=self._settings.line_buffered)
        columns: tuple[_Column, ...] = ()
        if not self.head:
            rows = self._first_rows(stream, delimiter)
            self.head = head_rows(rows) if self.head is None else 0
            self._form = not self.head and is_form(rows)
            if not self.head and rows:
                self._without_header(rows)
        head = self._head(stream, delimiter)
        if head is not None:
            if head.problem == _WIDE:
                yield _UNREADABLE
                return
            columns = _columns(head.source, self._settings.fields, self._selection)
            used = {field for column in columns for field in column.fields}
            self.known_fields = tuple(column.path for column in columns)
            self.missing_fields = tuple(field for field in self._settings.fields if field not in used)
            if self._position is None:
                yield head
        index = 0
        if self._position is not None:
            index = self._position["row"]
            stream.jump(self._position["byte"])
        while (row := stream.row(delimiter)) is not None:
            before = b"" if index or self.head else stream.mark
            yield self._record(index, row, columns, delimiter, before)
            index += 1
        if stream.mark and stream.after == len(stream.mark):
            yield Record(-1, (), _Source(stream.mark, b"", b"", delimiter, 0))

    def _without_header(self, rows: list[list[str]]) -> None:
        """Of a table without a header columns are numbers, and in a form also what its first rows call their values."""
        width = max(map(len, rows))
        names = [label for row in rows for label in labels_of(row).values()] if self._form else []
        self.known_fields = tuple(with_index("", i) for i in range(width))

        def known(chosen: Selection) -> bool:
            items = any(chosen.item(i).takes_text for i in range(width))
            return items or any(chosen.key(name).takes_text for name in names)

        self.missing_fields = tuple(field for field in self._settings.fields if not known(select([field])))

    def _first_rows(self, stream: RowStream, delimiter: str) -> list[list[str]]:
        """The rows that tell whether there is a header; line by line, the first line alone must tell it."""
        alone = self._settings.line_buffered
        if alone:
            stream.sniff(first_line=True)  # waits for a line
        sample = RowStream(io.BytesIO(stream.beginning(SNIFF_BYTES, first_line=alone)), SNIFF_BYTES)
        rows: list[list[str]] = []
        while len(rows) < (1 if alone else SNIFF_ROWS) and (row := sample.row(delimiter)) is not None:
            if row.body is not None and row.closed:
                rows.append([cell.text for cell in cells(row.body.decode("utf-8", "replace"), delimiter)])
        return rows

    def _head(self, stream: RowStream, delimiter: str) -> Record | None:
        """The head rows as one record: titles, then the header. One that cannot be read makes it unreadable."""
        rows = [row for _ in range(self.head or 0) if (row := stream.row(delimiter)) is not None]
        if not rows:
            return None
        bad = next((row for row in rows if row.body is None or not row.closed), rows[-1])
        head = self._record(-1, bad._replace(end=rows[-1].end, after=rows[-1].after), (), delimiter, stream.mark)
        above = b"".join((row.body or b"") + row.end for row in rows[:-1])
        return _titled(head, above, delimiter) if above and head.problem is None else head

    def _record(self, index: int, row: CsvRow, columns: tuple[_Column, ...], delimiter: str, before: bytes) -> Record:
        body, end, after, closed = row
        position = {"byte": after, "row": index + 1}
        problem = "too-long" if body is None else MALFORMED if not closed else None
        if body is not None and closed:
            most = max(_CELL_FLOOR, self._settings.max_record_bytes // _CELL_BYTES)
            if body.count(delimiter.encode("ascii")) > most:
                problem = "too-complex"
            elif is_foreign(body):
                problem = _WIDE
        if problem is not None or body is None:
            return Record(index, (), _Source(before, b"", end, delimiter, len(columns)), problem, position)
        text = body.decode("utf-8", "surrogateescape")
        found = tuple(cells(text, delimiter)) if text else ()
        if index < 0:
            forced = self._settings.header_cells
            odd = [i for i, cell in enumerate(found) if i in forced or not is_name(cell.text)]
            chosen = [(i, with_index("", i)) for i in odd]
        else:
            chosen = self._chosen(found, columns)
        leaves = [(i, Leaf(field, found[i].text)) for i, field in chosen if found[i].text]
        source = _Source(
            before, body, end, delimiter, len(columns), text, found,
            frozenset(i for i, _ in chosen), tuple(i for i, _ in leaves),
        )  # fmt: skip
        return Record(index, tuple(leaf for _, leaf in leaves), source, None, position)

    def _chosen(self, found: Sequence[Cell], columns: tuple[_Column, ...]) -> list[tuple[int, str]]:
        """The selected cells of a row and their fields."""
        count = len(found)
        named = [(i, columns[i].path if i < len(columns) else with_index("", i)) for i in range(count)]
        labels = labels_of([cell.text for cell in found]) if self._form else {}
        if labels:
            named = _under_labels(named, labels)
        if self._selection.everything or (self.head and count > len(columns)):
            # In a row with more cells than the header has, a cell may stand under another's name: all are read.
            return named
        if not self.head:
            asked = {i + 1 for i, label in labels.items() if label and self._selection.key(label).takes_text}
            return [(i, path) for i, path in named if self._selection.item(i).takes_text or i in asked]
        return [(i, path) for i, path in named if columns[i].fields]


def _under_labels(named: list[tuple[int, str]], labels: Mapping[int, str]) -> list[tuple[int, str]]:
    """The cells of a form's row, values with the names of their labels, and labels only where they may be somebody's data."""
    heads = {i: label for i, label in labels.items() if is_head(label) and is_name(label)}
    plain = {i for i, label in heads.items() if is_all_head_words(label)}
    # A label in which somebody's name may stand is no name of a field: it would not be the same with its mask.
    paths = {i + 1: with_key("", label) for i, label in heads.items() if i in plain or is_named(label)}
    return [(i, paths.get(i, path)) for i, path in named if i not in plain]


def _titled(head: Record, above: bytes, delimiter: str) -> Record:
    """A header's record with the title lines ``above`` it, of which every cell is a leaf ``title[0]``, ``title[1]`` …"""
    source: _Source = head.source
    text = above.decode("utf-8", "surrogateescape")
    titles: list[Cell] = []
    rows, at = RowStream(io.BytesIO(above), len(above)), 0
    while (row := rows.row(delimiter)) is not None:
        body = (row.body or b"").decode("utf-8", "surrogateescape")
        titles += [Cell(at + start, at + end, value) for start, end, value in cells(body, delimiter)]
        at += len(body) + len(row.end)
    shift, more = len(text), len(titles)
    filled = [i for i, cell in enumerate(titles) if cell.text]
    leaves = [Leaf(with_index("title", i), titles[i].text) for i in filled]
    moved = tuple(Cell(shift + start, shift + end, value) for start, end, value in source.cells)
    return replace(
        head,
        leaves=(*leaves, *head.leaves),
        source=replace(
            source,
            body=above + source.body,
            text=text + source.text,
            cells=(*titles, *moved),
            chosen=frozenset((*filled, *(more + i for i in source.chosen))),
            leaves=(*filled, *(more + i for i in source.leaves)),
            titles=more,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's field path, and the chosen fields that mean it."""

    path: str
    fields: tuple[str, ...]


def _columns(head: _Source, fields: Sequence[str], selection: Selection) -> tuple[_Column, ...]:
    names = [cell.text for cell in head.cells[head.titles :]]
    times = Counter(names)
    columns = []
    for i, name in enumerate(names):
        # Somebody's data is no name: paths stand in the audit.
        unique = bool(name) and times[name] == 1 and head.titles + i not in head.chosen
        path = with_key("", name) if unique else with_index("", i)
        # A field may also be the plain header, whatever characters that has.
        wanted = [f for f in fields if f == name or select([f]).key(name).takes_text or select([f]).item(i).takes_text]
        columns.append(_Column(path, tuple(wanted)))
    return tuple(columns)


class _CsvWriter(StreamWriter):
    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        source: _Source = record.source
        if not any(edits):
            self._sink.write(b"".join((source.before, source.body, source.end)))
            return
        changes = {}
        for i, leaf, wanted in zip(source.leaves, record.leaves, edits, strict=True):
            if wanted:
                changes[i] = edited(leaf.text, wanted)
        self._put(source, changes)

    def withhold(self, record: Record, reason: str) -> None:
        source: _Source = record.source
        if not source.delimiter:
            self._sink.write(WITHHELD_TEXT.encode("ascii") + source.end)
        elif record.problem is not None:
            # What the row holds is not known: a row of empty cells keeps its place.
            body = source.delimiter * (source.columns - 1) if source.columns > 1 else '""'
            self._sink.write(source.before + body.encode("ascii") + source.end)
        else:
            self._put(source, dict.fromkeys(source.chosen, ""))

    def _put(self, source: _Source, changes: dict[int, str]) -> None:
        parts: list[str] = []
        at = 0
        for i in sorted(changes):
            start, end, old = source.cells[i]
            parts += (source.text[at:start], rewritten(source.text[start:end], old, changes[i], source.delimiter))
            at = end
        body = "".join((*parts, source.text[at:]))
        if not body and source.text:
            body = '""'  # an empty line is no row to most readers
        self._sink.write(source.before + body.encode("utf-8", "surrogateescape") + source.end)
