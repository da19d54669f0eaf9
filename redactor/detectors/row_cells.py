"""How a line of a table may be written: its cells between pipes, tabs, commas, ampersands or under aligned headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from redactor.detectors.cells import Cell, parted
from redactor.table_heads import RULE

#: From a line (its start and end) to its cells; none where it is not written so.
Split = Callable[[str, int, int], list[Cell]]
#: A header's cell: a few words.
HEADING = re.compile(
    r"[ \t\"'*`_]{0,40}(?:[^\W\d_][\w.#/'’-]{0,30}(?:[ ][\w.#/'’&-]{1,30}){0,4}(?:[ ]\([\w ]{1,24}\))?[?]?|[#%№]|[0-9]{1,4})?"
    r"[ \t\r\"'*`_]{0,40}"
)
#: What a quoted mail or a comment begins each line with.
_QUOTE = re.compile(r"[ \t]{0,8}(?:(?:>|//|#|--(?!-))[ \t]?){1,4}")
#: How a wiki's cell is to look: 'style="…"|', "<style=…>", "_. ", ">. ".
_LOOK = re.compile(
    r"[ ]{0,4}(?:<[^<>\n]{1,80}>|(?:[a-z-]{2,20}=\"[^\"\n]{0,80}\"[ ]?){1,4}\|(?!\|)|(?:[_<>=~^]|[\\/][0-9]){1,4}\.(?=[ ]))"
)
#: A property in a console's list: its name, what leads to its value, and that.
_LED = re.compile(
    r"[ \t]{0,40}(?P<name>[^\W\d_][\w#/'()-]{0,30}(?:[ ][\w#/'()-]{1,30}){0,4})"
    r"(?:[ ]{1,60}:|[ ]{2,60}=|[ ]?\.{2,60}[ ]?:?)[ ]{1,20}(?P<value>[^\s:=.][^\n]*)"
)
#: So many rows further up a header is looked for.
_MOST_ABOVE = 20
#: How LaTeX ends a row, and what may stand behind it.
_ROW_END = re.compile(r"\\(?:\\|tabularnewline)(?:\s{0,4}\\\w{4,12}(?:\{[0-9-]{3,7}\})?){0,2}\s*\Z")
_WIDE = re.compile(r"[ ]{2,}|\t+")


@dataclass(frozen=True, slots=True)
class Way:
    """How a header's line is parted and how its rows are; how many cells must have a name to make it a header; whether rows are
    marked so well that an empty line may part them."""

    head: Split
    row: Split
    least: int
    marked: bool = False


def line_at(text: str, at: int) -> Cell:
    """The line that begins at ``at``, without what it is quoted by."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    quote = _QUOTE.match(text, at, end)
    return (quote.end() if quote else at), end


def _piped(text: str, start: int, end: int) -> list[Cell]:
    if text.count("|", start, end) < 2 and " | " not in text[start:end]:
        return []
    return _inner(text, parted(text, start, end, "|", "\\"))


def _inner(text: str, cells: list[Cell]) -> list[Cell]:
    """``cells`` without empty ones at both ends ("|a|b|"), and without how they are to look."""
    if not text[slice(*cells[0])].strip():
        cells = cells[1:]
    if cells and not text[slice(*cells[-1])].strip():
        cells = cells[:-1]
    looks = (_LOOK.match(text, *cell) for cell in cells)
    return [(look.end() if look else low, high) for look, (low, high) in zip(looks, cells, strict=True)]


def _doubled(mark: str) -> Split:
    """As wikis part cells: "! a !! b", "| a || b", "||a||b||"."""

    def split(text: str, start: int, end: int) -> list[Cell]:
        if mark not in text[start:end]:
            return []
        if not text.startswith(mark, start):
            start += text.startswith(mark[0], start)
        return _inner(text, parted(text, start, end, mark))

    return split


_BARS, _MARKS_OF_HEAD = _doubled("||"), _doubled("!!")


def _under_bars(text: str, start: int, end: int) -> list[Cell]:
    """A row under "||a||b||": Jira's has single bars, MoinMoin's has double ones."""
    return (_BARS if text.startswith("||", start) else _piped)(text, start, end)


def _typeset(text: str, start: int, end: int) -> list[Cell]:
    """As LaTeX does: "a & b \\\\"."""
    ended = _ROW_END.search(text, start, end) if "&" in text[start:end] else None
    return parted(text, start, ended.start(), "&") if ended else []


def _tabbed(text: str, start: int, end: int) -> list[Cell]:
    return parted(text, start, end, "\t") if text.count("\t", start, end) else []


def _by(mark: str) -> Split:
    def split(text: str, start: int, end: int) -> list[Cell]:
        if mark not in text[start:end]:
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


def aligned(text: str, start: int, end: int) -> list[Cell]:
    """The parts of a line between two blanks and more, or tabs."""
    line = text[start:end].rstrip()
    if not line or "  " not in line.strip():
        return []
    low = len(line) - len(line.lstrip())
    cells = []
    for gap in _WIDE.finditer(line, low):
        cells.append((start + low, start + gap.start()))
        low = gap.end()
    return [*cells, (start + low, start + len(line))]


def under(text: str, start: int, end: int, head: Sequence[Cell]) -> list[Cell]:
    """The cells of a line that stand under those of an aligned header; as many, or none."""
    cells = aligned(text, start, end)
    if len(cells) == len(head):
        return cells
    origin = line_at(text, text.rfind("\n", 0, head[0][0]) + 1)[0]
    edges = [low - origin for low, _ in head]
    line = text[start:end]
    if not line.strip() or any(0 < edge < len(line) and not line[edge - 1].isspace() for edge in edges):
        return []
    bounds = [*edges, max(len(line), edges[-1])]
    return [(start + min(low, len(line)), start + min(high, len(line))) for low, high in pairwise(bounds)]


def ruled(text: str, end: int) -> bool:
    """Does a rule stand under the line that ends at ``end``, and none under the next one, as in a grid?"""
    rule = line_at(text, end + 1)
    if not RULE.fullmatch(text, *rule):
        return False
    following = line_at(text, rule[1] + 1)
    return not RULE.fullmatch(text, *line_at(text, following[1] + 1))


def title_above(text: str, start: int, split: Split) -> list[Cell]:
    """The cells of the header over the line at ``start``: of the line that a rule stands under, else of the line above."""
    above: list[Cell] = []
    for number in range(_MOST_ABOVE):
        if not start:
            break
        start = text.rfind("\n", 0, start - 1) + 1
        low, high = line_at(text, start)
        rule = RULE.fullmatch(text, low, high) is not None
        cells = split(text, low, high) if not rule else []
        if number and not rule and text[low:high].strip() and RULE.fullmatch(text, *line_at(text, high + 1)):
            return cells
        if not rule and not cells:
            break
        above = above or cells
    return above


def _led(text: str, start: int, end: int) -> list[Cell]:
    """A name, blanks or dots, and a value, as a console lists properties: "Name      : x", "Name ..... x"."""
    led = _LED.match(text, start, end)
    return [led.span("name"), led.span("value")] if led else []


_COMMAS, _SEMICOLONS, _BAR = _by(","), _by(";"), _by("|")
#: The first that makes a line a header counts.
WAYS = (
    Way(_BARS, _under_bars, 1, marked=True),
    Way(_MARKS_OF_HEAD, _BARS, 1, marked=True),
    Way(_piped, _piped, 1, marked=True),
    Way(_tabbed, _tabbed, 1, marked=True),
    Way(_BAR, _BAR, 2),
    Way(_SEMICOLONS, _SEMICOLONS, 2),
    Way(_COMMAS, _COMMAS, 2),
    Way(_typeset, _typeset, 1),
)
ALIGNED = Way(aligned, aligned, 2)
#: How rows of a name and its value are written.
UPRIGHT = (_BARS, _piped, _tabbed, _typeset, _led, aligned)
