# ruff: noqa: E501 - an expression can be copied whole
"""SQL cut into tokens: comments, literals, names, numbers, words and signs, in the dialects of PostgreSQL, MySQL, SQLite and T-SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from redactor.formats.placed.units import line_end

NAME = r"(?:\"[^\"\n]*\"|`[^`\n]*`|\[[^\]\n]*\]|[^\W\d]\w*)"
#: What stands around a quoted name.
QUOTES = '"`[]'
#: One token: a comment, a literal (its start told apart), a quoted name, a number, a word, a sign.
_COMMENT = r"(?P<line>--|\#)|(?P<block>/\*)"
_TOKEN = re.compile(
    rf"\s+|{_COMMENT}|(?P<string>(?:\b[NnEeXxBb]|_\w+[ ]?)?')|(?P<dollar>\$(?:[^\W\d]\w*)?\$)|(?P<name>\"[^\"]*\"|`[^`]*`|\[[^\W\d](?:\w|[ ](?!\d)){{0,199}}\])|(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?!\w))|(?P<word>\w+)|(?P<sign>.)",
    re.DOTALL,
)
_STANDARD = re.compile(r"[^']*+(?:''[^']*+)*+'")
_ESCAPED = re.compile(r"[^'\\]*+(?:(?:''|\\.)[^'\\]*+)*+'", re.DOTALL)


class Token(NamedTuple):
    """``kind``: comment, string, double (in double quotes), name, number, word, sign; ``[start, end)`` with quotes, ``inside`` without."""

    kind: str
    start: int
    end: int
    inside: tuple[int, int] = (0, 0)
    escapes: bool = False


def tokens(text: str, at: int, escapes: bool, final: bool) -> Iterator[Token | None]:
    """Tokens from ``at`` on; None, and an end, where one does not end in the text."""
    begin = at  # what stands before is not looked at: reading may go on from here
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None
        kind, start, at = match.lastgroup, at, match.end()
        if kind is None:
            continue
        end = None
        if not final and (
            match[0] in ('"', "`") or (match[0] == "[" and len(text) - at < 202 and text.find("\n", at) < 0)
        ):
            yield None  # a quote that is still open
            return
        if kind == "line":
            lone = match[0] == "#" and not escapes and start > begin and text[start - 1] != "\n"
            if lone:
                yield Token("sign", start, at)
                continue
            end = line_end(text, at)
            yield Token("comment", start, end, (at, end))
        elif kind == "block":
            end = text.find("*/", at) + 2
            yield Token("comment", start, end, (at, end - 2)) if end > 1 else None
        elif kind == "dollar":
            end = text.find(match[0], at) + len(match[0])
            yield Token("string", start, end, (at, end - len(match[0]))) if end >= at else None
        elif kind == "string":
            slashed = escapes or match[0][0] in "eE"
            found = (_ESCAPED if slashed else _STANDARD).match(text, at)
            end = found.end() if found else 0
            yield Token("string", start, end, (at, end - 1), slashed) if found else None
        else:
            double = kind == "name" and match[0][0] == '"'
            yield Token("double" if double else kind, start, at, (start + 1, at - 1), escapes)
            end = at
        if not end or end < start:
            return
        at = end
