"""Columns that a statement or the head of a log lists, with the rows behind: ``INSERT``, ``COPY``, Postgres's ``Key (…)=(…)``,
``#Fields:`` of W3C and Zeek. What lists them is certain to be a header, so that one name of a column is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from redactor.detectors.cells import Cell, parted, with_next

_NAMES = r"\((?P<names>[^()'\n]{0,4000}(?:\n[^()'\n]{0,400}){0,200})\)"
#: Blanks, and the line of signs behind a head that is told again.
_GAP = r"\s{0,20}(?:={4}\n\s{0,20})?"
_LISTS = re.compile(
    rf"(?:\b(?P<key>key|set)\s{{1,4}})?{_NAMES}"
    rf"(?:\s{{0,20}}(?:overriding[ ]\w{{4,6}}[ ]value\s{{1,20}})?(?P<rows>=\s{{0,4}}(?:row\s?)?|values?\b{_GAP}(?:row\s?)?)(?=\()"
    r"|\s{0,20}from\s{1,4}stdin\b(?P<copy>[^\n]{0,200})\n)"
    r"|^(?P<quote>[ \t>]{0,20})\#[ ]?fields(?::[ \t]{0,4}|[ \t])(?P<log>[^\r\n]{3,4000})",
    re.IGNORECASE | re.MULTILINE,
)
_JSON_TOLD = ('columns"', 'cols"', 'header"', 'headers"', 'columnnames"', 'fields"', 'names"', 'keys"')
_NAME = re.compile(r"[^,\s`\"\[\]][^,`\"\[\]\n]{0,80}")
_WORD = re.compile(r"[^ \t\r\n]+")
_DELIMITER = re.compile(r"delimiter[ ](?:as[ ])?'(.)'|\bcsv\b", re.IGNORECASE)
#: A string, a remark, a mark of the list, other characters.
_TOKEN = re.compile(
    r"'(?:[^'\\]|''|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|--[^\n]*+|/\*[^*]{0,2000}+\*/|[(),;]|[^'\"(),;/-]++|.", re.DOTALL
)
_STRING = re.compile(r"(?:[a-zA-Z_]\w{0,12}[ ]?)?(?P<quote>['\"])(?P<v>.*)(?P=quote)(?:::[\w .]{1,40})?", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9][\w.:-]*")
#: What a program puts where the value will stand.
_PLACEHOLDER = re.compile(r"%\(?\w*\)?s|[$:@?#]\{?\w*\}?|\{\w*\}")
_NEXT = re.compile(r"\s{0,20},(?:\s|--[^\n]*\n|/\*[^*]{0,200}\*/){0,40}(?:row\s?)?(?=\()", re.IGNORECASE)
#: Names of columns in JSON, and a row under them: what query interfaces and data frames write.
_JSON_HEAD = re.compile(
    r"\"(?:columns|cols|headers?|fields|keys|names|columnNames)\"\s{0,4}:\s{0,4}\[(?P<names>\s{0,40}\"[^\"\n]{1,80}\"(?:\s{0,40},\s{0,40}\"[^\"\n]{1,80}\"){0,400})\s{0,40}\]"
)
_JSON_ROW = re.compile(r"\[(?:[^\[\]\"]{1,200}+|\"(?:[^\"\\]|\\.){0,500}+\"){0,400}+\]")
_JSON_ITEM = re.compile(r"\"(?P<v>(?:[^\"\\]|\\.)*+)\"|[^\s,\[\]\"]+")
#: A list has no more cells, and a cell no more tokens.
_MOST = 2_000


def lists_columns(lower: str) -> bool:
    """May a text (in lower case) list any?"""
    return any(
        told in lower for told in (*_JSON_TOLD, "values", "value (", "key (", "set (", "#fields", "# fields", "stdin")
    )


def listed_columns(text: str) -> Iterator[tuple[Sequence[Cell], Sequence[Sequence[Cell]]]]:
    """The names of columns, and the rows that have as many values; each as a range of ``text``."""
    yield from _json_tables(text)
    for match, until in with_next(_LISTS.finditer(text), len(text)):
        if match["log"]:
            low, high = match.span("log")
            mark = "\t" if "\t" in match["log"] else " "
            names = [name.span() for name in _WORD.finditer(text, low, high)]
            yield names, list(_lines(text, high, until, mark, len(names), match["quote"]))
            continue
        names = [name.span() for name in _NAME.finditer(text, *match.span("names"))]
        if match["copy"] is not None:
            told = _DELIMITER.search(match["copy"])
            mark = (told[1] or ",") if told else "\t"
            yield names, list(_lines(text, match.end(), until, mark, len(names)))
        elif match["key"] or match["rows"][0] != "=":
            yield names, list(_tuples(text, match.end(), until, len(names), bare=match["rows"][0] == "="))


def _json_tables(text: str) -> Iterator[tuple[Sequence[Cell], Sequence[Sequence[Cell]]]]:
    for match, until in with_next(_JSON_HEAD.finditer(text), len(text)):
        names = _items(text, *match.span("names"))
        rows = (_items(text, *row.span()) for row in _JSON_ROW.finditer(text, match.end(), until))
        yield names, [row for row in rows if len(row) == len(names)]


def _items(text: str, low: int, high: int) -> list[Cell]:
    return [item.span("v") if item["v"] is not None else item.span() for item in _JSON_ITEM.finditer(text, low, high)]


def _tuples(text: str, at: int, until: int, width: int, *, bare: bool) -> Iterator[list[Cell]]:
    """The lists in brackets from ``at`` on, where the first begins, that have ``width`` values; ``bare``: with any without quotes."""
    while True:
        edges, end = _edges(text, at, until)
        if end is None:
            return
        if len(edges) == width + 1:
            yield [_value(text, low + 1, high, bare=bare) for low, high in pairwise(edges)]
        following = _NEXT.match(text, end, until)
        if following is None:
            return
        at = following.end()


def _edges(text: str, at: int, until: int) -> tuple[list[int], int | None]:
    """Where the marks of the list stand that opens at ``at``, both brackets included, and what comes behind; None without an end."""
    depth, edges = 0, [at]
    for token in _TOKEN.finditer(text, at, until):
        sign = token[0]
        depth += (sign == "(") - (sign == ")")
        if (depth == 1 and sign == ",") or (depth == 0 and sign == ")"):
            edges.append(token.start())
        if depth == 0:
            return edges, token.end()
        if sign == ";" or len(edges) > _MOST:
            break
    return edges, None


def _value(text: str, low: int, high: int, *, bare: bool) -> Cell:
    """The value of a cell: between its quotes, or a number; nothing of what a program writes there."""
    cell = text[low:high]
    start = low + len(cell) - len(cell.lstrip())
    cell = cell.strip()
    if found := _STRING.fullmatch(cell):
        begin, end = found.span("v")
        return (start, start) if _PLACEHOLDER.fullmatch(found["v"]) else (start + begin, start + end)
    return (start, start + len(cell)) if bare or _NUMBER.fullmatch(cell) else (start, start)


def _lines(text: str, at: int, until: int, mark: str, width: int, quote: str = "") -> Iterator[list[Cell]]:
    r"""The lines from ``at`` on, behind ``quote``, that ``mark`` parts into ``width`` cells, up to a ``\.``."""
    while at < until:
        end = text.find("\n", at, until)
        end = until if end < 0 else end
        at += len(quote) if text.startswith(quote, at, end) else 0
        line = text[at:end].rstrip("\r")
        if line == "\\.":
            return
        if line.count(mark) == width - 1 and not line.startswith("#"):
            yield parted(text, at, at + len(line), mark)
        at = end + 1
