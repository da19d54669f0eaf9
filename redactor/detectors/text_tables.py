"""Tables inside a text: the header's words stand over every cell beneath, in pipes, tabs, commas, aligned blanks or HTML."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from redactor.detectors.argument_lists import option_pairs
from redactor.detectors.cells import Cell
from redactor.detectors.field_names import FieldNames, Named
from redactor.detectors.html_cells import html_rows, marks_rows, terms
from redactor.detectors.listed_columns import listed_columns, lists_columns
from redactor.detectors.matrices import matrix_pairs
from redactor.detectors.names_beside import pairs as named_beside
from redactor.detectors.nested_objects import nested_objects
from redactor.detectors.row_cells import (
    ALIGNED,
    HEADING,
    UPRIGHT,
    WAYS,
    Way,
    aligned,
    line_at,
    ruled,
    title_above,
    under,
)
from redactor.detectors.set_columns import set_in_columns
from redactor.detectors.upright_tables import VALUES, Pair, stacked, upright
from redactor.detectors.written_pairs import written_pairs
from redactor.spans import Span
from redactor.table_heads import RULE

DETECTOR = "pattern:table_cell"
SCORE = 0.95
_LONGEST_HEADER = 4_000
#: So many rows are looked at together; a longer upright table is several.
_MOST_UPRIGHT = 100


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells of a header, what each is named as, and its rows. ``certain``: it is a header, whatever stands below."""

    head: Sequence[Cell]
    kinds: Sequence[Named | None]
    rows: Sequence[Sequence[Cell]]
    certain: bool = False


#: "The name of the user" heads no column.
_ARTICLE = re.compile(r"(?:the|an?|your)[ ]", re.IGNORECASE)
_MARKS = " \t\r\"'*`_"


class TextTables:
    """Finds cells under headers that name them. Pure; threads may share it."""

    def __init__(self, names: FieldNames) -> None:
        self._names = names

    def find(self, text: str, lower: str, places: Sequence[int]) -> list[Span]:
        """Cells of the tables whose header holds one of the sorted ``places``, where words of the table of names stand."""
        return [span for table in self._tables(text, lower, places) for span in _spans(text, table)]

    def headings(self, text: str, lower: str, places: Sequence[int]) -> list[Span]:
        """The cells of those tables' headers that name a field or a thing, where a cell beneath was found."""
        return [
            Span(low, high, "", SCORE, DETECTOR)
            for table in self._tables(text, lower, places)
            if _spans(text, table)
            for kind, (low, high) in zip(table.kinds, table.head, strict=True)
            if kind is not None or self._names.is_thing(text[low:high].strip(_MARKS))
        ]

    def _tables(self, text: str, lower: str, places: Sequence[int]) -> Iterator[_Table]:
        done = 0
        for at in places:
            if at < done:
                continue
            start, end = line_at(text, text.rfind("\n", 0, at) + 1)
            done = end
            if end - start > _LONGEST_HEADER:
                continue
            pairs, below = self._upright(text, start, end)
            if pairs is None and (flat := stacked(text, start, self._names)):
                pairs, below = upright(text, flat, self._names), flat[-1][1][1]
            if pairs is not None:
                done = below
                if _mostly(text, pairs):
                    yield from map(_pair, pairs)
                continue
            table, below = self._headed(text, start, end)
            if table is not None:
                done = max(done, below)
                yield table
        if marks_rows(lower):
            yield from self._html(text)
            yield from map(_pair, upright(text, list(terms(text)), self._names) or ())
        told = [(text[slice(*name)], name, value) for name, value in written_pairs(text, lower)]
        for members in nested_objects(text):
            leaves = [leaf for leaf, _ in members]
            told += [(leaf.field, place, place) for leaf, place in members]
            beside = chain(named_beside(leaves), matrix_pairs(leaves, self._names), option_pairs(leaves, self._names))
            told += [(pair.path, members[pair.name][1], members[pair.value][1]) for pair in beside]
        for path, name, value in told:
            said = self._names.named(path)
            # {"Key": "Name", …} is the tag of a thing
            if said is not None and said.words != "name" and not self._names.is_name(text[slice(*value)].strip(_MARKS)):
                yield _pair((name, said, value))
        if lists_columns(lower):
            for head, under_it in listed_columns(text):
                named = [self._names.named(text[low:high].strip(_MARKS)) for low, high in head]
                yield _Table(head, named, under_it, certain=True)

    def _headed(self, text: str, start: int, end: int) -> tuple[_Table | None, int]:
        """The table whose header is the line ``text[start:end]``, if it is one, and where it ends."""
        for way in WAYS:
            cells = way.head(text, start, end)
            if kinds := self._header(text, cells, way.least):
                rows, below = self._below(text, end + 1, cells, way)
                return _Table(cells, kinds, rows), below
        table, below = set_in_columns(text, start, end, lambda cells: self._named_in(text, cells))
        cells = aligned(text, start, end)
        if kinds := self._header(text, cells, ALIGNED.least):
            rows, till = self._below(text, end + 1, cells, ALIGNED)
            if not table or till > below + 1:  # the columns are ragged further down
                return _Table(cells, kinds, rows), till
        named = self._header(text, table[0], 1 if len(table) > 2 else 2) if table else None
        if (
            named
            and len(table) == 2
            and 2 * sum(map(bool, named)) < sum(bool(text[slice(*cell)].strip()) for cell in table[0])
        ):
            named = None  # two lines may stand so by chance
        return (_Table(table[0], named, table[1:]), below) if named else (None, end)

    def _upright(self, text: str, start: int, end: int) -> tuple[list[Pair] | None, int]:
        """The pairs of an upright table whose first row is the line ``text[start:end]``, None for another; and where it ends."""
        for split in UPRIGHT:
            first = split(text, start, end)
            if len(first) < 2:
                continue
            name, value = (text[low:high].strip(_MARKS) for low, high in first[:2])
            named = self._names.is_made_of_names(value) and not _ARTICLE.match(value)
            if name and self._names.named(name) is None:
                return None, end
            rows, below = self._below(text, end + 1, first, Way(split, split, 2), _MOST_UPRIGHT)
            if not name or named or ruled(text, end):  # a header, unless the rows below begin with names as well
                below_it = upright(text, rows, self._names, first)
                if below_it is None or not name or value.casefold() in VALUES:
                    return below_it, below
            return upright(text, [first, *rows], self._names, title_above(text, start, split)), below
        return None, end

    def _header(self, text: str, cells: Sequence[Cell], least: int) -> list[Named | None] | None:
        """What each column is named as; None for what is no header: cells that are no words, or too few that are named."""
        if len(cells) < 2 or not all(HEADING.fullmatch(text, low, high) for low, high in cells):
            return None
        kinds = [self._names.named(text[low:high].strip(_MARKS)) if high > low else None for low, high in cells]
        named = sum(kind is not None for kind in kinds)
        return kinds if named >= least and named * 3 >= len(cells) else None

    def _named_in(self, text: str, cells: Sequence[Cell]) -> int:
        """How many of a header's cells have a name; 0 for what is no header."""
        return sum(kind is not None for kind in self._header(text, cells, 1) or ())

    def _below(
        self, text: str, at: int, head: Sequence[Cell], way: Way, most: int = sys.maxsize
    ) -> tuple[list[Sequence[Cell]], int]:
        """The lines from ``at`` on, ``most`` at most, while they have the header's columns; where they end."""
        rows: list[Sequence[Cell]] = []
        after_blank = False
        while at < len(text) and len(rows) < most:
            at, end = line_at(text, at)
            blank = not text[at:end].strip()
            if blank and (after_blank or not way.marked):
                break
            if not blank and not RULE.fullmatch(text, at, end):
                cells = under(text, at, end, head) if way.row is aligned else way.row(text, at, end)
                if way.marked and 1 < len(cells) < len(head):
                    cells += [(end, end)] * (len(head) - len(cells))
                if len(cells) != len(head) or (after_blank and self._header(text, cells, 2)):
                    break
                rows.append(cells)
            after_blank = blank
            at = end + 1
        return rows, at

    def _html(self, text: str) -> Iterator[_Table]:
        for rows in html_rows(text):
            beside = [cells for cells, least in rows if len(cells) in (2, 4) and least != 1]
            beside = [cells for cells in beside if len(cells) == len(beside[0])]
            title = rows[0][0] if rows[0][1] == 1 else ()
            headed = any(self._names.named(text[low:high].strip(_MARKS)) for low, high in title)
            pairs = upright(text, beside, self._names, title) if not headed else None
            if pairs and _mostly(text, pairs):
                yield from map(_pair, pairs)
                continue
            head: Sequence[Cell] = ()
            kinds: list[Named | None] | None = None
            below: list[Sequence[Cell]] = []
            for cells, least in rows:
                header = self._header(text, cells, least) if least else None
                if header is not None:
                    yield _Table(head, kinds or (), below)
                    head, kinds, below = cells, header, []
                elif kinds is not None and len(cells) == len(kinds):
                    below.append(cells)
            yield _Table(head, kinds or (), below)


def _mostly(text: str, pairs: Sequence[Pair]) -> bool:
    """Are most of the values what they are called?"""
    full = [(named, value) for _, named, value in pairs if text[slice(*value)].strip(_MARKS)]
    return sum(_span(text, *value, named) is not None for named, value in full) * 2 > len(full)


def _pair(pair: Pair) -> _Table:
    name, named, value = pair
    return _Table([name], [named], [[value]], certain=True)


def _spans(text: str, table: _Table) -> list[Span]:
    """The cells under each name, if most of them are what it says."""
    found: list[Span] = []
    for column, kind in enumerate(table.kinds):
        if kind is None:
            continue
        cells_found = [(cells[column], _span(text, *cells[column], kind)) for cells in table.rows]
        full = sum(bool(text[low:high].strip(_MARKS)) for (low, high), _ in cells_found)
        spans = [span for _, span in cells_found if span is not None]
        if table.certain or len(spans) * 2 > full:
            found += spans
    return found


def _span(text: str, low: int, high: int, kind: Named) -> Span | None:
    cell = text[low:high]
    low += len(cell) - len(cell.lstrip(_MARKS))
    high -= len(cell) - len(cell.rstrip(_MARKS))
    if kind.kinds[-1].shape == "anything" and " " in text[low:high] and text[low - 1 : low] not in ("'", '"'):
        return None
    label = kind.label_of(text[low:high]) if low < high else None
    return Span(low, high, label, SCORE, DETECTOR) if label is not None else None
