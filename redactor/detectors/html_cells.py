"""Rows of HTML's tables and terms of its lists, as cells of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from redactor.detectors.cells import Cell

_ROW = re.compile(r"<tr\b[^<>]{0,200}>", re.IGNORECASE)
_HTML_CELL = re.compile(
    r"<t[hd]\b[^<>]{0,200}>\s{0,40}((?:<(?:b|strong|em|i|span|p|a)\b[^<>]{0,200}>\s{0,10}){0,3})([^<>]{0,300})",
    re.IGNORECASE,
)
_HTML_HEAD = re.compile(r"<th\b", re.IGNORECASE)
_HTML_PLAIN = re.compile(r"<td\b", re.IGNORECASE)
_TERM = re.compile(r"<dt\b[^<>]{0,200}>([^<>]{1,120})</dt>\s{0,40}<dd\b[^<>]{0,200}>([^<>]{1,300})", re.IGNORECASE)


def marks_rows(lower: str) -> bool:
    """Has a text (in lower case) any?"""
    return "<tr" in lower or "<dt" in lower


def html_rows(text: str) -> Iterator[list[tuple[list[Cell], int]]]:
    """The rows of each table: their cells, and how many of them must have a name to make a header; 0 where none can."""
    rows: list[tuple[list[Cell], int]] = []
    starts = [match.end() for match in _ROW.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        stop = text.find("</table", start, end)
        end = stop if stop >= 0 else end
        cells = [match.span(2) for match in _HTML_CELL.finditer(text, start, end)]
        heading, plain = (kind.search(text, start, end) is not None for kind in (_HTML_HEAD, _HTML_PLAIN))
        rows.append((cells, 0 if heading and plain else 1 if heading else 2))
        if stop >= 0:
            yield rows
            rows = []
    if rows:
        yield rows


def terms(text: str) -> Iterator[list[Cell]]:
    """The terms of lists of definitions, each with what is said of it."""
    return ([match.span(1), match.span(2)] for match in _TERM.finditer(text))
