"""What values of headers are made of: words, mailboxes of addresses, parameters in percent signs. Places are ``[start, end)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from redactor.formats.mail.charsets import codec
from redactor.formats.mail.spelled import Run, Spelled, percent

_ADDRESS = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|\([^()\\]*+(?:\\.[^()\\]*+)*+\)|<[^<>]*>|[,;:]|[^"(<,;:]+|.', re.DOTALL
)
_PARAMETER = re.compile(r';\s*([^=;\s"()]+)\s*=\s*("[^"\\]*+(?:\\.[^"\\]*+)*+"|[^;]*)', re.DOTALL)
_NUMBERED = re.compile(r"(.+?)(?:\*([0-9]{1,3}))?(\*)?").fullmatch
_EXTENDED = re.compile(r"([^'\s]*)'[^'\s]*'")
_WORD = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without white space around it."""
    match = _WORD.search(text, start, end)
    return match.span() if match else (start, start)


def after_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without the blank it begins with: what else is blank belongs to the text, so that masks move nothing."""
    return (start + 1 if text[start:end].startswith((" ", "\t")) else start), end


def gap(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands between two parameters besides semicolons."""
    while start < end and (text[start].isspace() or text[start] == ";"):
        start += 1
    return start, end


class Parameter(NamedTuple):
    """A parameter, or a part of one, which has a ``number`` then: the ``place`` of all of it, its ``name`` in lower case, where its
    value stands and how (``quoted`` or ``name``, as in ``header_text.Place``)."""

    place: tuple[int, int]
    name: str
    number: int
    start: int
    end: int
    how: str


def parameters(outline: str, start: int) -> Iterator[Parameter]:
    """The parameters from ``start`` on."""
    for match in _PARAMETER.finditer(outline, start):
        low, high = stripped(outline, *match.span(2))
        quoted = high - low > 1 and outline[low] == outline[high - 1] == '"'
        low, high = (low + 1, high - 1) if quoted else (low, high)
        numbered = _NUMBERED(match[1])
        base, number, star = numbered.groups() if numbered else (match[1], None, None)
        if star and (mark := _EXTENDED.match(outline, low, high)):
            low = mark.end()
        yield Parameter(match.span(), base.lower(), int(number or 0), low, high, "quoted" if quoted else "name")


def mailboxes(outline: str) -> Iterator[tuple[str, str, int, int]]:
    """(``full_name``, ``email`` or ``next``, how it stands there, start, end), in order."""
    tokens: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(outline):
        if match[0] in (",", ";", ":"):
            yield from _mailbox(outline, tokens)
            tokens = []
        elif not match[0].isspace():
            tokens.append(match.span())
    if tokens:
        yield from _mailbox(outline, tokens)


def _mailbox(outline: str, tokens: list[tuple[int, int]]) -> Iterator[tuple[str, str, int, int]]:
    yield "next", "", 0, 0
    # Of what stands alone nobody can say whether it is an address or was one.
    kind = "full_name" if any(outline[start] == "<" and end - start > 1 for start, end in tokens) else "email"
    plain: list[tuple[int, int]] = []
    for start, end in (*tokens, (len(outline), len(outline))):
        first = outline[start : start + 1]
        if (first in ("<", "(") and end - start > 1) or not first:
            if plain:
                yield from _plain(outline, plain, kind)
                plain = []
            if first:
                yield "email" if first == "<" else "full_name", "quoted", start + 1, end - 1
        else:
            plain.append((start, end))


def _plain(outline: str, tokens: list[tuple[int, int]], kind: str) -> Iterator[tuple[str, str, int, int]]:
    start, end = stripped(outline, tokens[0][0], tokens[-1][1])
    if len(tokens) == 1 and outline[start] == outline[end - 1] == '"' and end - start > 1:
        yield kind, "quoted", start + 1, end - 1
    elif start < end:
        yield kind, "name" if kind == "full_name" else "address", start, end


def extended(spelled: Spelled) -> Iterator[Run]:
    """The runs of a value with parameters, those in percent signs read."""
    charsets: dict[str, str] = {}
    for run in spelled.runs:
        if run.kind != "plain":
            yield run
            continue
        at = run.start
        for match in re.finditer(
            r"""(?:^|(?<=[;\s]))([^\s;=*"]+)\*([0-9]*)\*?\s*=\s*(?:([^'\s;"]*)'[^'\s;"]*')?([^\s;"]*)""", run.decoded
        ):
            base, extended = match[1].lower(), re.search(r"\*\s*=", match[0]) is not None
            if match[3] is not None:
                charsets[base] = codec(match[3]) or "utf-8"
            if not extended or not match[4]:
                continue
            start, end = (run.start + place for place in match.span(4))
            if at < start:
                yield Run(at, start, spelled.raw[at:start])
            yield percent(spelled.raw, start, end, charsets.get(base, "utf-8"))
            at = end
        if at < run.end:
            yield Run(at, run.end, spelled.raw[at : run.end])
