"""Tables set in columns of characters, flush left or right, as data frames and commands print them: where no line has a sign, one
column ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from redactor.detectors.cells import Cell

_WORD = re.compile(r"\S+")
#: Wider lines are no such table.
_WIDEST = 1_000
#: A rule, or the types of the columns, between the header and the rows.
_NO_ROW = re.compile(r"[\s=_~-]+|(?:\s*<[a-z0-9]{2,8}>)+\s*")
#: The number of a row: "12", R's "[1,]".
_INDEX = re.compile(r"\[?[0-9]{1,9},?\]?")
#: What some line of such a table has soon: two blanks between words.
_GAP = re.compile(r"\S[ ]{2,}\S")

#: How many cells of a header have a name; 0 for what is no header.
Named = Callable[[Sequence[Cell]], int]


def set_in_columns(text: str, start: int, end: int, named: Named) -> tuple[list[list[Cell]], int]:
    """The rows of a table whose header is the line ``text[start:end]``, which is the first of them, and where it ends; none where
    the lines below it do not stand in columns. They are read up to an empty line, or one that would make one of two columns."""
    filled = bytearray(_WIDEST)
    lines: list[Cell] = []
    columns: list[Cell] = []
    most = 0
    if _NO_ROW.fullmatch(text, start, end) or not _GAP.search(text, start, 2 * end - start + 20):
        return [], end
    while end - start < _WIDEST and _WORD.search(text, start, end) and "\t" not in text[start:end]:
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        if _NO_ROW.fullmatch(text, start, end):
            start, end = end + 1, following
            continue
        before = bytes(filled)
        for word in _WORD.finditer(text, start, end):
            low, high = word.start() - start, word.end() - start
            filled[low:high] = b"x" * (high - low)
        lines.append((start, end))
        if before != filled:
            columns = _columns(text, filled, lines)
            now = named(_cells(*lines[0], columns))
            if not now and len(lines) < 3:
                return [], end
            if len(lines) > 2 and now < most:
                lines.pop()
                columns = _columns(text, before, lines)
                break
            most = now
        start, end = end + 1, following
    rows = [_cells(low, high, columns) for low, high in lines]
    if len(lines) < 2 or not all(_flush(text, lines, column) for column in columns):
        return [], end
    if not text[slice(*rows[0][0])].strip() and not any(text[low:high].strip() for low, high in rows[1][1:]):
        rows[0][0] = rows[1][0]  # the name of a data frame's index stands below the others
    return rows, lines[-1][1]


def _columns(text: str, filled: bytes | bytearray, lines: Sequence[Cell]) -> list[Cell]:
    """The columns as ranges of each line, of which none is empty in the header and none below it, but the first."""
    columns: list[Cell] = []
    for run in re.finditer(rb"x+", filled):
        low, high = run.span()
        apart = low - columns[-1][1] if columns else 0
        if (
            apart == 1
            and not (len(columns) == 1 and _numbered(text, lines, columns[0]))
            and (_empty(text, lines, columns[-1]) or _empty(text, lines, (low, high)))
        ):
            low = columns.pop()[0]  # parts of a name, or of a value, of two words
        columns.append((low, high))
    return columns


def _empty(text: str, lines: Sequence[Cell], column: Cell) -> bool:
    """Is the column empty in the header, or in all lines below it?"""
    head, *below = (not text[low:high].strip() for low, high in (_cell(*line, column) for line in lines))
    return head or (bool(below) and all(below))


def _flush(text: str, lines: Sequence[Cell], column: Cell) -> bool:
    """Do the cells of a column begin in the same place, or end there?"""
    begins, ends = set[int](), set[int]()
    for line in lines:
        low, high = _cell(*line, column)
        cell = text[low:high]
        if cell.strip():
            begins.add(high - len(cell.lstrip()) - line[0])
            ends.add(low + len(cell.rstrip()) - line[0])
    return len(begins) < 2 or len(ends) < 2


def _numbered(text: str, lines: Sequence[Cell], column: Cell) -> bool:
    """Does the column hold nothing but the numbers of rows?"""
    cells = [text[low:high].strip() for low, high in (_cell(*line, column) for line in lines)]
    return any(cells) and all(not cell or _INDEX.fullmatch(cell) for cell in cells)


def _cell(start: int, end: int, column: Cell) -> Cell:
    return min(start + column[0], end), min(start + column[1], end)


def _cells(start: int, end: int, columns: Sequence[Cell]) -> list[Cell]:
    return [_cell(start, end, column) for column in columns]
