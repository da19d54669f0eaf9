"""Values of SQL: how a literal, a cell of COPY or a comment is read, and how its replacement is written so that the dump loads again.

A number in a text's place is masked as NULL, for a column of numbers takes no text, and as zero where the table says NOT NULL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import BACKSLASH, backslash, read
from redactor.formats.placed.sql_tokens import Token
from redactor.formats.placed.units import Value, one_line, piece
from redactor.formats.raw_pieces import Piece, kept
from redactor.scalars import Scalar

_DOUBLED = re.compile(r"'(')")
_DOUBLED_OR_LINE = re.compile(r"'(')|\\([nr])")
_DOUBLED_OR_ESCAPED = re.compile(rf"{BACKSLASH.pattern}|'(')", re.DOTALL)
_LITERAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)").fullmatch
#: Bytes as PostgreSQL writes them.
_BYTEA = re.compile(r"\\{1,2}x((?:[0-9A-Fa-f]{2})++)").fullmatch
#: Bytes as others write them: ``0x…``, and inside of ``X'…'``.
HEX = re.compile(r"0[xX](?:[0-9A-Fa-f]{2})*+").fullmatch
_PAIRS = re.compile(r"(?:[0-9A-Fa-f]{2})*+").fullmatch
#: How SQLite writes lines of a text: ``replace('a\nb','\n',char(10))``, and since 3.50 ``unistr('a\u000ab')``.
LINES = re.compile(r"(?:,'\\[nr]',char\(1[03]\)\)){1,2}")
_IN_DOUBLE = re.compile(rf'{BACKSLASH.pattern}|"(")', re.DOTALL)


def _number_or(other: str) -> Callable[[str, str], str]:
    """How a literal without quotes is written anew: as a number, else as ``other``."""
    return lambda _, decoded: decoded if _LITERAL(decoded) else other


_NULL, _ZERO, _EMPTY, _COPY_NULL = map(_number_or, ("NULL", "0", "''", "\\N"))


def literal(text: str, token: Token, field: str) -> Value:
    """A literal of a statement."""
    return _literal(text, token, field, _NULL)


def in_row(text: str, token: Token, field: str, required: bool, lines: bool) -> Iterable[Value]:
    """What stands in a row; ``lines``: what SQLite does behind it makes lines of it."""
    place, whole = (token.start, token.end), _EMPTY if required else _NULL
    if token.kind == "word":
        return _hex(text, place, (token.start + 2, token.end), field, whole) if HEX(text, *place) else ()
    if token.kind == "string" and text[token.start] in "Xx" and _PAIRS(text, *token.inside):
        return _hex(text, place, token.inside, field, whole)
    if token.kind == "string" and (found := _BYTEA(text, *token.inside)):
        return _hex(text, place, found.span(1), field, whole)
    if lines:
        return (Value(Inlay(field, read(text, *token.inside, _DOUBLED_OR_LINE, _line), _quoted)),)
    escapes = token.escapes or (token.kind == "string" and text.startswith("unistr(", token.start - 7))
    return (_literal(text, token._replace(escapes=escapes), field, _ZERO if required else _NULL),)


def in_copy(text: str, start: int, end: int, field: str, numeric: bool, required: bool) -> Iterable[Value]:
    """What stands in a cell of a table that COPY takes."""
    cell, whole = text[start:end], _ZERO if required else _COPY_NULL
    if numeric and _LITERAL(cell):
        return (Value(Inlay(field, (Piece(start, end, cell),), whole=whole, scalar=_scalar(cell))),)
    if bytea := _BYTEA(text, start, end):
        return _hex(text, (start, end), bytea.span(1), field, whole)
    return (Value(Inlay(field, read(text, start, end, BACKSLASH, backslash), _in_copy)),)


def comment(text: str, token: Token) -> Value:
    """What a comment says."""
    start, end = token.inside
    end = start + len(text[start:end].rstrip())
    start = end - len(text[start:end].lstrip())
    return Value(Inlay("comment", (piece(text, start, end),), _in_comment), joins=True)


def _literal(text: str, token: Token, field: str, whole: Callable[[str, str], str]) -> Value:
    start, end = token.inside
    if token.kind == "number":
        digits = text[token.start : token.end]
        return Value(Inlay(field, (Piece(token.start, token.end, digits),), whole=whole, scalar=_scalar(digits)))
    if token.kind == "double":
        return Value(Inlay(field, read(text, start, end, _IN_DOUBLE, _said), _in_double))
    if token.escapes:
        return Value(Inlay(field, read(text, start, end, _DOUBLED_OR_ESCAPED, _said), _quoted_and_escaped))
    if text[token.start] == "$":
        return Value(Inlay(field, (piece(text, start, end),)))
    return Value(Inlay(field, read(text, start, end, _DOUBLED, lambda match: str(match[1])), _quoted))


def _scalar(literal: str) -> Scalar:
    return Scalar("integer" if literal.lstrip("-").isdigit() else "other")


def _hex(
    text: str, all_of_it: tuple[int, int], digits: tuple[int, int], field: str, whole: Callable[[str, str], str]
) -> Iterator[Value]:
    """A text that stands as the hexadecimal digits of its bytes; other bytes are looked at as a number is, by their field."""
    start, end = digits
    if start == end:
        return
    with suppress(ValueError):
        decoded = bytes.fromhex(text[start:end]).decode("utf-8")
        if decoded and all(letter.isprintable() or letter.isspace() for letter in decoded):
            pieces = kept(_letters(decoded, start))
            yield Value(Inlay(field, pieces, lambda replacement: replacement.encode().hex().upper()))
            return
    yield Value(Inlay(field, (piece(text, *all_of_it),), whole=whole, scalar=Scalar("other")))


def _letters(decoded: str, at: int) -> Iterator[Piece]:
    for letter in decoded:
        end = at + 2 * len(letter.encode())
        yield Piece(at, end, letter)
        at = end


def _said(match: re.Match[str]) -> str:
    return str(match[6] or backslash(match))


def _line(match: re.Match[str]) -> str:
    return str(match[1] or {"n": "\n", "r": "\r"}[match[2]])


def _in_comment(decoded: str) -> str:
    return one_line(decoded).replace("*/", "* /")


def _quoted(decoded: str) -> str:
    return decoded.replace("'", "''")


def _quoted_and_escaped(decoded: str) -> str:
    return _quoted(decoded.replace("\\", "\\\\"))


def _in_double(decoded: str) -> str:
    return decoded.replace("\\", "\\\\").replace('"', '""')


def _in_copy(decoded: str) -> str:
    return decoded.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
