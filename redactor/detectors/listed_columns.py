"""Columns that a statement or the head of a log lists, with the rows behind: ``INSERT``, ``COPY``, Postgres's ``Key (…)=(…)``,
``#Fields:`` of W3C and Zeek. What lists them is certain to be a header, so that one name of a column is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Cell = tuple[int, int]

_LIST = re.compile(
    r"\((?P<names>[^()'\n]{1,4000}(?:\n[^()'\n]{0,400}){0,200})\)(?:\s{0,20}(?:(?P<rows>=|values\b)\s{0,20}(?=\()|(?P<copy>from\s{1,4}stdin\b[^\n]{0,200}\n)))",
    re.IGNORECASE,
)
_FIELDS = re.compile(r"^#[ ]?fields(?::[ \t]{0,4}|[ \t])(?P<names>[^\r\n]{3,4000})", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"[^,\s`\"\[\]][^,`\"\[\]\n]{0,80}")
_WORD = re.compile(r"[^ \t\r\n]+")
_VALUE = re.compile(
    r"\s*(?:[NEn]?'(?P<v>(?:[^'\\]|''|\\.)*)'|\"(?P<w>(?:[^\"\\]|\\.)*)\"|(?P<x>[^,()'\"\n]*(?:\([^()\n]*\))?[^,()'\"\n]*))\s*(?P<end>[,)])"
)
_NEXT = re.compile(r"\s{0,20},\s{0,20}\(")


def lists_columns(lower: str) -> bool:
    """May a text (in lower case) list any?"""
    return "values" in lower or ")=(" in lower or "#fields" in lower or "# fields" in lower or "from stdin" in lower


def listed_columns(text: str) -> Iterator[tuple[Sequence[Cell], Sequence[Sequence[Cell]]]]:
    """The names of columns, and the rows that have as many values; each as a range of ``text``."""
    for match in _LIST.finditer(text):
        names = [name.span() for name in _NAME.finditer(text, *match.span("names"))]
        rows = (
            _lines(text, match.end(), "\t", len(names)) if match["copy"] else _tuples(text, match.end() + 1, len(names))
        )
        yield names, rows
    for match in _FIELDS.finditer(text):
        mark = "\t" if "\t" in match["names"] else " "
        low, high = match.span("names")
        names = [name.span() for name in _WORD.finditer(text, low, high)]
        yield names, _lines(text, high, mark, len(names))


def _tuples(text: str, at: int, width: int) -> list[list[Cell]]:
    """The values in brackets from ``at`` on, which is behind the first bracket, while they have ``width`` of them."""
    rows: list[list[Cell]] = []
    while True:
        row: list[Cell] = []
        while len(row) < width and (match := _VALUE.match(text, at)):
            row.append(next(match.span(name) for name in "vwx" if match[name] is not None))
            at = match.end()
            if match["end"] == ")":
                break
        if len(row) != width or text[at - 1] != ")":
            return rows
        rows.append(row)
        following = _NEXT.match(text, at)
        if following is None:
            return rows
        at = following.end()


def _lines(text: str, at: int, mark: str, width: int) -> list[list[Cell]]:
    """The lines from ``at`` on that ``mark`` parts into ``width`` cells; remarks are passed over, any other line ends them."""
    rows: list[list[Cell]] = []
    while 0 <= at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].rstrip("\r")
        if line and not line.startswith("#"):
            cells, low = [], at
            for part in line.split(mark):
                cells.append((low, low + len(part)))
                low += len(part) + 1
            if len(cells) != width:
                break
            rows.append(cells)
        at = end + 1
    return rows
