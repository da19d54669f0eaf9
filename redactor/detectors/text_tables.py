"""Tables inside a text: the header's words stand over every cell beneath, in pipes, tabs, commas, aligned blanks or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from redactor.detectors.cells import Cell, parted
from redactor.detectors.field_names import FieldNames, Named
from redactor.detectors.listed_columns import listed_columns, lists_columns
from redactor.spans import Span
from redactor.table_heads import RULE

DETECTOR = "pattern:table_cell"
SCORE = 0.95
#: A header's cell: a few words.
_HEAD = re.compile(
    r"[ \t\"'*`_]{0,40}(?:[^\W\d_][\w.#/'’-]{0,30}(?:[ ][\w.#/'’&-]{1,30}){0,4}(?:[ ]\([\w ]{1,24}\))?)?[ \t\r\"'*`_]{0,40}"
)
_LONGEST_HEADER = 4_000

#: From a line (its start and end) to its cells; none where it is not written so.
Split = Callable[[str, int, int], list[Cell]]


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells of a header, what each is named as, and its rows. ``certain``: it is a header, whatever stands below."""

    head: Sequence[Cell]
    kinds: Sequence[Named | None]
    rows: Sequence[Sequence[Cell]]
    certain: bool = False


#: What a quoted mail or a comment begins each line with.
_QUOTE = re.compile(r"[ \t]{0,8}(?:(?:>|//|#|--(?!-))[ \t]?){1,4}")
_WIDE = re.compile(r"[ ]{2,}|\t+")
_ROW = re.compile(r"<tr\b[^<>]{0,200}>", re.IGNORECASE)
_HTML_CELL = re.compile(
    r"<t[hd]\b[^<>]{0,200}>\s{0,40}((?:<(?:b|strong|em|i|span|p|a)\b[^<>]{0,200}>\s{0,10}){0,3})([^<>]{0,300})",
    re.IGNORECASE,
)
_HTML_HEAD = re.compile(r"<th\b", re.IGNORECASE)
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
            start, end = _line(text, text.rfind("\n", 0, at) + 1)
            done = end
            if end - start > _LONGEST_HEADER:
                continue
            for split, least in _WAYS:
                cells = split(text, start, end)
                kinds = self._header(text, cells, least)
                if kinds is None:
                    continue
                rows, below = self._below(text, end + 1, cells, split)
                done = max(done, below)
                yield _Table(cells, kinds, rows)
                break
        if "<tr" in lower:
            yield from self._html(text)
        if lists_columns(lower):
            for head, under in listed_columns(text):
                named = [self._names.named(text[low:high].strip(_MARKS)) for low, high in head]
                yield _Table(head, named, under, certain=True)

    def _header(self, text: str, cells: Sequence[Cell], least: int) -> list[Named | None] | None:
        """What each column is named as; None for what is no header: cells that are no words, or too few that are named."""
        if len(cells) < 2 or not all(_HEAD.fullmatch(text, low, high) for low, high in cells):
            return None
        kinds = [self._names.named(text[low:high].strip(_MARKS)) if high > low else None for low, high in cells]
        named = sum(kind is not None for kind in kinds)
        return kinds if named >= least and named * 3 >= len(cells) else None

    def _below(self, text: str, at: int, head: Sequence[Cell], split: Split) -> tuple[list[Sequence[Cell]], int]:
        """The lines from ``at`` on while they have the header's columns; where they end."""
        rows: list[Sequence[Cell]] = []
        while at < len(text):
            at, end = _line(text, at)
            if not RULE.fullmatch(text, at, end):
                cells = _under(text, at, end, head) if split is _aligned else split(text, at, end)
                if len(cells) != len(head):
                    break
                rows.append(cells)
            elif end == at and rows:
                break
            at = end + 1
        return rows, at

    def _html(self, text: str) -> Iterator[_Table]:
        head: Sequence[Cell] = ()
        kinds: list[Named | None] | None = None
        below: list[Sequence[Cell]] = []
        rows = [match.end() for match in _ROW.finditer(text)]
        for start, end in pairwise([*rows, len(text)]):
            stop = text.find("</table", start, end)
            cells = [match.span(2) for match in _HTML_CELL.finditer(text, start, stop if stop >= 0 else end)]
            header = self._header(text, cells, 1 if _HTML_HEAD.search(text, start, end) else 2)
            if header is not None or stop >= 0:
                if kinds is not None and header is None and len(cells) == len(kinds):
                    below.append(cells)
                yield _Table(head, kinds or (), below)
                head, kinds, below = cells if header else (), header, []
            elif kinds is not None and len(cells) == len(kinds):
                below.append(cells)
        yield _Table(head, kinds or (), below)


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


def _line(text: str, at: int) -> Cell:
    """The line that begins at ``at``, without what it is quoted by."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    quote = _QUOTE.match(text, at, end)
    return (quote.end() if quote else at), end


def _piped(text: str, start: int, end: int) -> list[Cell]:
    if text.count("|", start, end) < 2 and " | " not in text[start:end]:
        return []
    cells = parted(text, start, end, "|")
    if not text[slice(*cells[0])].strip():
        cells = cells[1:]
    if cells and not text[slice(*cells[-1])].strip():
        cells = cells[:-1]
    return cells


def _tabbed(text: str, start: int, end: int) -> list[Cell]:
    return parted(text, start, end, "\t") if text.count("\t", start, end) else []


def _by(mark: str) -> Split:
    def split(text: str, start: int, end: int) -> list[Cell]:
        if text.count(mark, start, end) < 2:
            return []
        if '"' in text[start:end]:
            return _quoted(text, start, end, mark)
        return parted(text, start, end, mark)

    return split


def _quoted(text: str, start: int, end: int, mark: str) -> list[Cell]:
    cells, low, inside = [], start, False
    for at in range(start, end):
        if text[at] == '"':
            inside = not inside
        elif text[at] == mark and not inside:
            cells.append((low, at))
            low = at + 1
    return [*cells, (low, end)]


def _aligned(text: str, start: int, end: int) -> list[Cell]:
    line = text[start:end].rstrip()
    if not line or "  " not in line.strip():
        return []
    low = len(line) - len(line.lstrip())
    cells = []
    for gap in _WIDE.finditer(line, low):
        cells.append((start + low, start + gap.start()))
        low = gap.end()
    return [*cells, (start + low, start + len(line))]


def _under(text: str, start: int, end: int, head: Sequence[Cell]) -> list[Cell]:
    """The cells of a line that stand under those of an aligned header; as many, or none."""
    cells = _aligned(text, start, end)
    if len(cells) == len(head):
        return cells
    origin = _line(text, text.rfind("\n", 0, head[0][0]) + 1)[0]
    edges = [low - origin for low, _ in head]
    line = text[start:end]
    if not line.strip() or any(0 < edge < len(line) and not line[edge - 1].isspace() for edge in edges):
        return []
    bounds = [*edges, max(len(line), edges[-1])]
    return [(start + min(low, len(line)), start + min(high, len(line))) for low, high in pairwise(bounds)]


#: How a header's line may be written, and how many of its cells must have a name to make it one.
_WAYS = ((_piped, 1), (_tabbed, 1), (_by(";"), 2), (_by(","), 2), (_aligned, 2))
