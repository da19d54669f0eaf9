"""Columns: a file may tell their lines side by side, and a value that goes on in the next line is then cut by the other column.

What stands in one line with a wide gap between is set apart by a tab, as cells of a table are. Where the same gap goes down
through several lines of running text, its two sides are read one after the other.
"""

from __future__ import annotations

import math
from statistics import median

from redactor.formats.pdf.page import NOWHERE, Rect

#: A gap of more than ``_GAP`` heights of a letter is none between words; nor is one of more than ``_WIDE`` where it is also
#: ``_WIDER`` than the narrowest of its line (where all are wide, the line was stretched), nor one of a height without a blank.
_GAP, _WIDE, _WIDER = 4, 1.5, 2.5
#: So many lines one below the other, of so many words on both sides (in the middle), are columns of text: no table, no form.
_LINES, _WORDS = 3, 3
_COLUMNS = 8

#: Characters with their places, of a part of a line; the parts of a line.
Part = list[tuple[str, Rect]]
Line = list[Part]


def by_columns(chars: list[str], rects: list[Rect]) -> tuple[str, list[Rect]]:
    """The text of a page and the place of each character, column after column."""
    lines: list[Part] = [[]]
    for char, rect in zip(chars, rects, strict=True):
        if char == "\n":
            lines.append([])
        else:
            lines[-1].append((char, rect))
    placed: Part = []
    for number, line in enumerate(_read([_parts(line) for line in lines])):
        placed += [("\n", NOWHERE)] * bool(number)
        for at, part in enumerate(line):
            placed += [*[("\t", NOWHERE)] * bool(at), *part]
    return "".join(char for char, _ in placed), [rect for _, rect in placed]


def _parts(line: Part) -> Line:
    """A line cut at its wide gaps; the blank that ends one goes."""
    before: Rect | None = None
    cuts: list[int] = []
    blanks: list[tuple[int, float, float]] = []
    for at, (char, rect) in enumerate(line):
        if char.isspace() or math.isnan(rect[0]):
            continue
        if before is not None:
            high = max(before[2] - before[0], before[3] - before[1])
            gap = max(rect[0] - before[2], before[0] - rect[2], rect[1] - before[3], before[1] - rect[3])
            if line[at - 1][0] == " ":
                blanks.append((at, gap, high))
            elif gap > high:
                cuts.append(at)
        before = rect
    narrow = _WIDER * min((gap for _, gap, _ in blanks), default=0)
    cuts += [at for at, gap, high in blanks if gap > _GAP * high or (gap > _WIDE * high and gap > narrow)]
    cuts.sort()
    ends = [at - (line[at - 1][0] == " ") for at in cuts]
    return [line[start:end] for start, end in zip([0, *cuts], [*ends, len(line)], strict=True)]


def _read(lines: list[Line], columns: int = _COLUMNS) -> list[Line]:
    """Lines in the order in which they are read, in up to so many columns."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        end, gap = at, (-math.inf, math.inf)
        while end < len(lines) and len(lines[end]) > 1:
            (_, left), (right, _) = _extent(lines[end][0]), _extent(lines[end][1])
            narrowed = max(gap[0], left), min(gap[1], right)
            if not narrowed[0] < narrowed[1]:
                break
            end, gap = end + 1, narrowed
        left_side, right_side = [line[:1] for line in lines[at:end]], [line[1:] for line in lines[at:end]]
        if columns > 1 and end - at >= _LINES and _is_prose(left_side) and _is_prose(right_side):
            found += left_side + _read(right_side, columns - 1)
        else:
            end = max(end, at + 1)
            found += lines[at:end]
        at = end
    return found


def _extent(part: Part) -> tuple[float, float]:
    """Where a part begins and ends; nowhere gives a gap that nothing fits."""
    places = [rect for _, rect in part if not math.isnan(rect[0])]
    return (min(rect[0] for rect in places), max(rect[2] for rect in places)) if places else (-math.inf, math.inf)


def _is_prose(side: list[Line]) -> bool:
    return median(len("".join(char for char, _ in line[0]).split()) for line in side) >= _WORDS
