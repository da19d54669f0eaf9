"""Numbers that a line end broke in two: ``+1 212 555`` at the end of a line, ``0143`` at the beginning of the next.

Numbers under each other are no such thing. So the halves are read as one only where no other digits stand beside them, and what
is found is believed if it is more than a form: proven, valid beside a word for it, or behind a plus sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from redactor.detectors.named_values import DETECTOR as NAMED_VALUE
from redactor.spans import Span

#: One line end (or two, as of ``<br>`` at the end of a line), with blanks and the sign of a quoted mail behind it.
_BREAK = re.compile(r"\n[ \t>]{0,40}(?:\r?\n[ \t>]{0,40})?(?=[0-9(./-])")
_MARKS = r"[ ./()-]"
_DIGITS = rf"[0-9](?:{_MARKS}{{0,3}}[0-9]){{0,15}}"
_BEFORE_BREAK = re.compile(
    rf"(?:\+[ (]?|(?<![0-9A-Za-z+])(?<![0-9]{_MARKS})\(?){_DIGITS}{_MARKS}{{0,2}}[ \t\r]{{0,8}}\Z"
)
_BEHIND_BREAK = re.compile(rf"{_MARKS}{{0,2}}{_DIGITS}(?![0-9A-Za-z]|[:.,][0-9])")
#: What lines of logs begin with: a date, an address of the internet. No number goes on with it, and each would cost a search.
_LINE_HEAD = re.compile(
    r"\(?(?:(?:19|20)[0-9]{2}[-/. ](?:0[1-9]|1[0-2])[-/. ]|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)?[0-9]{2}\b|(?:[0-9]{1,3}\.){3})"
)
#: Rows and lines of logs that begin with numbers of one length, as of seconds, stand under each other.
_FIRST = re.compile(r"[0-9]{5,19}(?=[ \t,;|])")
#: How far a half reaches, with blanks; and the words around that may tell what it is.
_HALF, _WORDS_BEFORE, _WORDS_BEHIND = 56, 96, 40
#: Digits of both halves: the shortest of telephones, the longest of cards.
_LEAST, _MOST = 7, 19
#: ``+12.5`` with ``-7.25`` below it.
_COUNTED = re.compile(r"[.]|\n[ \t>]*-")
#: A score that a form alone does not reach; and what a number's form is worth behind its own name.
_SURE, _NAMED = 0.9, 0.85


@dataclass(frozen=True, slots=True)
class _Halves:
    """The halves of a number: ``[start, left)`` and ``[right, end)`` of a text, with the line end between."""

    start: int
    left: int
    right: int
    end: int
    #: Does it begin with a plus sign?
    plus: bool
    #: Are there none of the signs that numbers of measure have as well?
    plain: bool

    def complete(self, span: Span) -> bool:
        """Is ``span`` a number that the left half is all of?"""
        surely = span.score >= _NAMED and span.detector != NAMED_VALUE
        return surely and span.start <= self.start + 1 and self.left - 3 <= span.end <= self.right

    def believe(self, span: Span, end: int) -> bool:
        """Is ``span``, found with the line end gone and ending at ``end``, more than a form?"""
        if self.plus and self.plain:
            return True
        sure = _NAMED if span.detector == "pattern:named_number" else _SURE
        return span.score >= sure and span.detector != NAMED_VALUE and (self.plus or end >= self.end)


def across_lines(text: str, found: list[Span], find: Callable[[str], list[Span]]) -> Iterator[Span]:
    r"""Spans of ``text`` over one line end, in which ``find`` finds a number if a blank stands there. ``found`` is what
    it found in ``text`` as it is: what is whole on its own line does not go on.

    >>> from redactor.detectors.patterns import PatternDetector
    >>> [(span.start, span.end) for span in PatternDetector().find("dial +44 20 7946\n0958")][-1:]
    [(5, 21)]
    """
    for halves in _halves(text):
        if any(map(halves.complete, found)):
            continue
        low = max(0, halves.start - _WORDS_BEFORE)
        head, tail = text[low : halves.left], text[halves.right : halves.end + _WORDS_BEHIND]
        blank = "" if head[-1] in "./(-" or tail[0] in "./)-" else " "
        for span in find(head + blank + tail):
            start = span.start + low
            end = span.end - len(head) - len(blank) + halves.right
            if start <= halves.start + 1 and end > halves.right and halves.believe(span, end):
                yield span.within(start, end)


def _halves(text: str) -> Iterator[_Halves]:
    for line_end in _BREAK.finditer(text):
        headed = _LINE_HEAD.match(text, line_end.end()) or _same_column(text, line_end)
        behind = None if headed else _BEHIND_BREAK.match(text, line_end.end())
        before = _BEFORE_BREAK.search(text, max(0, line_end.start() - _HALF), line_end.start()) if behind else None
        if behind is None or before is None:
            continue
        start, left = before.start(), before.start() + len(before[0].rstrip())
        column = (not start or text[start - 1] == "\n") and text[behind.end() : behind.end() + 2].strip(" \r")[
            :1
        ] in "\n"
        digits = sum(map(str.isdecimal, before[0] + behind[0]))
        if _LEAST <= digits <= _MOST and (text[start] == "+" or not column):
            yield _Halves(
                start,
                left,
                behind.start(),
                behind.end(),
                plus=text[start] == "+",
                plain=not _COUNTED.search(text, start, behind.end()),
            )


def _same_column(text: str, line_end: re.Match[str]) -> bool:
    """Do the lines before and behind begin with numbers of one length?"""
    behind = _FIRST.match(text, line_end.end())
    before = _FIRST.match(text, text.rfind("\n", 0, line_end.start()) + 1) if behind else None
    return bool(behind and before and len(behind[0]) == len(before[0]))
