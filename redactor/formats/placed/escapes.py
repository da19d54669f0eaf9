"""How strings write what they cannot hold: escapes read into pieces, and replacements written with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from redactor.formats.raw_pieces import Piece, Pieces, kept
from redactor.scalars import JSON, Scalar

#: What letters behind a backslash stand for in JSON, TOML, YAML, .properties, calendars and SQL.
_LETTERS = {
    "n": "\n", "N": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "0": "\0", "_": "\xa0",
}  # fmt: skip
BACKSLASH = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([ \t]*\r?\n[ \t\r\n]*)|(.))", re.DOTALL
)
#: As ``BACKSLASH``, and line ends are blanks.
BACKSLASH_FOLDED = re.compile(BACKSLASH.pattern + r"|[ \t]*\r?\n[ \t\r\n]*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?").fullmatch
_FLAG = frozenset(("true", "false"))
_NULL = frozenset(("null", "~", ""))


def read(
    text: str, start: int, end: int, escape: re.Pattern[str], decoded: Callable[[re.Match[str]], str]
) -> tuple[Piece, ...] | Pieces:
    """``text[start:end]`` in which each ``escape`` stands for what is ``decoded`` of it, one character or none."""
    if escape.search(text, start, end) is None:
        return (Piece(start, end, text[start:end]),)
    return kept(_read(text, start, end, escape, decoded)) or (Piece(end, end, ""),)


def _read(
    text: str, start: int, end: int, escape: re.Pattern[str], decoded: Callable[[re.Match[str]], str]
) -> Iterator[Piece]:
    for match in escape.finditer(text, start, end):
        if start < match.start():
            yield Piece(start, match.start(), text[start : match.start()])
        if letter := decoded(match):
            yield Piece(match.start(), match.end(), letter)
        start = match.end()
    if start < end:
        yield Piece(start, end, text[start:end])


def backslash(match: re.Match[str]) -> str:
    """What an escape stands for: of a line end a blank, behind a backslash nothing."""
    code, letter = match[1] or match[2] or match[3], match[5]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if letter:
        return _LETTERS.get(letter, letter)
    return "" if match[4] else fold(match)


def fold(match: re.Match[str]) -> str:
    """One line end is a blank, several are one."""
    return " " if match[0].count("\n") < 2 else "\n"


def backslashed(text: str) -> str:
    """The escape of what stands in quotes and has backslashes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def without_quote(text: str) -> str:
    """The escape of what stands in apostrophes and cannot hold one, nor a line."""
    return " ".join(text.split("\n")).replace("'", "’")


def scalar_of(word: str) -> tuple[Scalar | None, bool, bool]:
    """Of a bare word: its type if it is no text, whether it is a number, whether it is nothing at all."""
    if word in _NULL:
        return None, False, True
    if word.lower() in _FLAG:
        return JSON, False, False
    return (JSON, True, False) if _NUMBER(word) else (None, True, False)


def number_or_quoted(quote: str, escape: Callable[[str], str]) -> Callable[[str, str], str]:
    """How a number is written anew: as a number, else in quotes."""
    return lambda _, decoded: decoded if _NUMBER(decoded) else f"{quote}{escape(decoded)}{quote}"
