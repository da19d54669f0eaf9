"""The line that heads a table, told again to each piece of a long text: else its columns have names in the first piece alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Longer lines head nothing.
_LONGEST = 4_000
#: What parts cells, and how often it must stand in a head.
_MARKS = (("|", 1), ("\t", 1), (";", 2), (",", 2), ("  ", 1))
#: Heads that say so, at the beginning of a line; and how a statement ends.
_LOG = rf"\#[ ]?fields[: \t][^\n]{{1,{_LONGEST}}}"
_STATEMENT = rf"[^\n(]{{0,200}}\([^()\n]{{1,{_LONGEST}}}\)\s?(?:from[ ]stdin|values)\b[^\n]{{0,200}}"
_PAGE = rf"[^\n<]{{0,200}}(?:<(?!th\b)[^\n<]{{0,200}}){{0,20}}<th\b[^\n]{{1,{_LONGEST}}}"
_LINES = re.compile(
    rf"(?:\A|\n[ \t\r>]{{0,20}}\n)(?=[^\n])(?!{_LOG}\n|{_STATEMENT}\n|{_PAGE}\n)(?P<first>[^\n]{{3,{_LONGEST}}})(?=\n)"
    rf"|^(?:(?P<log>{_LOG})(?=\n)|(?P<statement>{_STATEMENT}|{_PAGE})(?=\n)"
    rf"|(?P<end>\\\.|[^\n]{{0,200}}</table\b[^\n]*|[^\n]{{0,{_LONGEST}}};)[ \t\r]*$)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A line of a text that begins at character ``start`` of it; what parts its cells, "" where it says itself that it is a head,
    and whether it stays one behind blank lines."""

    start: int
    line: str
    mark: str = ""
    stays: bool = False

    def continues(self, line: str) -> bool:
        """May ``line`` be a row of its table?"""
        return not self.mark or (line.count(self.mark) == self.line.count(self.mark) or self.mark == "  ")


def head_behind(text: str, start: int, end: int, before: Head | None = None) -> Head | None:
    """The last line of ``text[start:end]`` that may head a table which goes on there, or ``before``, what it was at ``start``.

    >>> head_behind("id | name\\n1 | Ann\\n2 |", 0, 21).line
    'id | name'
    """
    head = before
    for match in _LINES.finditer(text, start, end):
        kind = match.lastgroup or ""
        if kind == "end":
            head = head if head is not None and (head.stays or head.mark) else None
        elif kind == "first":
            line = match["first"]
            mark = next((mark for mark, least in _MARKS if line.count(mark) >= least), "")
            new = Head(match.start("first"), line, mark) if mark else None
            head = head if head is not None and head.stays and new is None else new
        else:
            head = Head(match.start(kind), match[kind], stays=kind == "log")
    return head


def line_at(text: str, at: int) -> str | None:
    """The line that begins at ``at``; None where none begins there."""
    if at and text[at - 1] != "\n":
        return None
    end = text.find("\n", at, at + _LONGEST)
    return text[at : end if end >= 0 else at + _LONGEST]


def headed(text: str, at: int, left: int, head: Head | None) -> tuple[str, int]:
    """What to put before ``text[left:]`` for a piece that begins at ``at``, and ``left``, moved to where a line begins: the head of
    the table that goes on there."""
    line = line_at(text, at) if head is not None else None
    if head is None or line is None or not head.continues(line) or head.start >= left:
        return "", left
    row = text.find("\n", left, at) + 1
    return head.line + "\n", row or at
