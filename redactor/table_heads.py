"""The line that heads a table, told again to each piece of a long text: else its columns have names in the first piece alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Longer lines head nothing.
_LONGEST = 4_000
#: What parts cells, and how often it must stand in a head.
_MARKS = (("!!", 1), ("|", 1), ("│", 1), ("&", 1), ("\t", 1), (";", 2), (",", 2), ("  ", 1))
#: Two columns alone: "login,password".
_TWO_WORDS = re.compile(
    r"[ >]{0,8}\"?[\w./-]{1,30}(?:[ ][\w./-]{1,30})?\"?([,;])\"?[\w./-]{1,30}(?:[ ][\w./-]{1,30})?\"?\s{0,4}"
)
#: A line without its end, or the end of an empty one.
_LINE = re.compile(r"[^\n]+|(?<![^\n])\n")
#: A line between a head and its rows: "|---|---|", drawn with lines, ``\hline``.
RULE = re.compile(
    r"(?:[\s|:+=_\u2500-\u257f-]|\\(?:hline|(?:top|mid|bottom)rule|end(?:first|last)?(?:head|foot))\b|\\c(?:line|midrule)\S{0,6}\{[0-9-]{3,7}\})+"
)
_QUOTED = re.compile(r"\"[^\"\n]*\"")
#: Heads that say so: of a log, a statement, a page.
_LOG = re.compile(r"[ \t>]{0,20}#[ ]?fields[: \t]", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\([^()\n]{1,4000}\)\s{0,20}(?:from[ ]stdin\b[^\n]{0,200}|values\b(?=[ \t]{0,4}(?:\(|\r?\n)))",
    re.IGNORECASE,
)
_PAGE = re.compile(r"[^\n<]{0,200}(?:<(?!th\b)[^\n<]{0,200}){0,20}<th\b", re.IGNORECASE)
_ENDS = {
    "statement": re.compile(r"(?:\\\.|[^\n]*\)[ ]?;)[ \t\r]*"),
    "page": re.compile(r"[^\n]*</table\b.*", re.IGNORECASE),
}
#: Where a row of a statement begins.
_TUPLE = re.compile(r"\)\s{0,20},\s{0,20}(?=\()")


@dataclass(frozen=True, slots=True)
class Head:
    """A line of a text, or its beginning, at character ``start`` of it. ``kind``: what parts its cells ("|", ","), or what it is
    of ("log", "statement", "page")."""

    start: int
    line: str
    kind: str

    def goes_on(self, line: str) -> bool:
        """May ``line`` be a row of its table?"""
        if self.kind in _ENDS:
            return not _ENDS[self.kind].fullmatch(line)
        if self.kind == "!!":  # a wiki's head
            return line.count("||") == self.line.count("!!")
        return self.kind in ("log", "  ") or _count(line, self.kind) == _count(self.line, self.kind)


def _count(line: str, mark: str) -> int:
    if '"' in line:
        line = _QUOTED.sub("", line)
    if mark == "&" and not line.rstrip().endswith("\\\\"):  # LaTeX ends rows so
        return 0
    if mark == "|" and line.lstrip(" >").startswith("||"):  # a head in Jira, with rows of single bars
        line = line.replace("||", "|")
    return line.count(mark)


def head_behind(text: str, start: int, end: int, before: Head | None = None) -> Head | None:
    """The last line of ``text[start:end]`` that may head a table which goes on there, or ``before``, what it was at ``start``.

    >>> head_behind("Staff\\nid | name\\n1 | Ann\\n2 |", 0, 27).line
    'id | name'
    """
    head = before
    for match in _LINE.finditer(text, start, end):
        if match.start() > start or not start or text[start - 1] == "\n":  # no rest of a line
            head = _after(head, match)
    return head


def _after(head: Head | None, match: re.Match[str]) -> Head | None:
    """What heads the table at hand behind a line, which ``head`` did before it."""
    line = match[0]
    if len(line) > _LONGEST and head is not None:
        return head
    if _LOG.match(line):
        return Head(match.start(), line, "log") if len(line) <= _LONGEST else None
    found = _STATEMENT.search(match.string, match.start(), match.end() + 40) if ")" in line else None
    if found and found.start() < match.end():
        one_line = _ENDS["statement"].fullmatch(line) is not None
        return None if one_line else Head(match.start(), match.string[match.start() : found.end()], "statement")
    if "<th" in line.lower() and _PAGE.match(line) and len(line) <= _LONGEST:
        return Head(match.start(), line, "page") if head is None or head.kind != "page" else head
    if head is not None and head.kind in _ENDS:
        return head if head.goes_on(line) else None
    if not line.strip(" \t\r\n>"):
        return head if head is not None and head.kind == "log" else None
    if RULE.fullmatch(line.lstrip(" >")) or (head is not None and head.goes_on(line)):
        return head
    mark = next((mark for mark, least in _MARKS if _count(line, mark) >= least), "")
    if not mark and (two := _TWO_WORDS.fullmatch(line)):
        mark = two[1]
    if head is not None and (mark == head.kind and any(map(str.isdigit, line))):
        return head  # a row of another width
    return Head(match.start(), line, mark) if mark and len(line) <= _LONGEST else None


def headed(text: str, at: int, left: int, head: Head | None) -> tuple[str, int]:
    """What to put before ``text[left:]`` for a piece that begins at ``at``, and ``left``, moved to where a row begins: the head of
    the table that goes on there, and a line of signs, so that nothing is read across."""
    if head is None or head.start >= left:
        return "", left
    if at and text[at - 1] != "\n":
        row = _TUPLE.search(text, left, at) if head.kind == "statement" else None
        return (f"{head.line}\n====\n", row.end()) if row else ("", left)
    line = _LINE.match(text, at)
    if line is None or not (head.goes_on(line[0]) or RULE.fullmatch(line[0].lstrip(" >"))):
        return "", left
    return f"{head.line}\n====\n", (text.find("\n", left, at) + 1) or at
