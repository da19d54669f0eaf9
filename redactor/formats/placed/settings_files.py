# ruff: noqa: E501 - an expression can be copied whole
"""Settings: ``.ini .cfg .conf .env .properties``. A key and its value on a line, in sections; the value may go on in the lines below."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from redactor.formats.fields import with_key
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import BACKSLASH, backslash, backslashed, read, without_quote
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MAY, NO, State, Unit, Value, behind, line_end, one_line, piece, plain
from redactor.formats.raw_pieces import Piece, Pieces

_COMMENT = re.compile(r"[ \t]*(?:[#;!]+|//+|(?i:rem)[ \t])[ \t]*")
_SECTION = re.compile(r"[ \t]*\[([^\]\n]{1,200})\][ \t]*(?=[#;\r\n]|\Z)")
_NAME = r"[A-Za-z_*.$@%&-][\w.*$\-\[\]]{0,100}"
#: A key, and what links it to its value.
_KEY = re.compile(rf"([ \t]*)(?:(?:export|set)[ \t]+)?(?:(?P<key>{_NAME}(?:[ ][\w.-]{{1,40}}){{0,4}})[ \t]*(?:[+:?]?=>?|:(?![/\\]))[ \t]*|(?P<word>{_NAME})[ \t]+(?=[^\s{{]))")  # fmt: skip
_QUOTED = {'"': re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL), "'": re.compile(r"'([^']*)'")}
#: What may stand behind a bare value: a mark of the syntax, a comment behind a blank.
_TAIL = re.compile(r";?[ \t]*\r?\n?\Z|[ \t]+(?:[#;]|//)[ \t]")
_DOTTED = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[[0-9]+\])*").fullmatch
_BLANKS = re.compile(r"[ \t]*")


@lru_cache(4096)
def _path(section: str, key: str) -> str:
    """``spring.mail.username`` is a path itself."""
    if not _DOTTED(key):
        return with_key(section, key)
    return f"{section}.{key}" if section else key


@dataclass(frozen=True, slots=True)
class SettingsFormat(PlacedFormat):
    """Keys and values by line. ``indented``: lines that stand further right go on with a value. ``joined``: lines do that end in a
    backslash. ``escaped``: values have escapes. ``shell``: quotes may hold lines, and what has blanks needs them.
    The state is the section, and of the last key where it stands and what it is called."""

    name = "settings"
    indented: bool = False
    joined: bool = False
    escaped: bool = False
    shell: bool = False

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        end = line_end(text, at)
        if not final and text[end - 1] != "\n":
            return None
        section, depth, path = state or ["", -1, ""]
        opens = NO if section else MAY  # what is in a section belongs to it
        if comment := _COMMENT.match(text, at, end):
            return Unit(end, plain(text, comment.end(), end, "comment"), opens, state)
        if self.indented and (blanks := _BLANKS.match(text, at)) and 0 <= depth < blanks.end() - at:
            return Unit(end, plain(text, at, end, path), state=state)
        if head := _SECTION.match(text, at, end):
            return Unit(end, plain(text, head.end(), end, "comment"), MAY, [with_key("", head[1].strip()), -1, ""])
        key = _KEY.match(text, at, end)
        if key is None:
            return Unit(end, plain(text, at, end), opens, state)
        path = _path(section, (key["key"] or key["word"]).strip())
        state = [section, len(key[1]), path]
        if quoted := _QUOTED.get(text[key.end() : key.end() + 1]):
            found = quoted.match(text, key.end())
            if found is None and self.shell and not final:
                return None
            if found is not None and (self.shell or found.end() <= end):
                end = line_end(text, found.end())
                if not final and text[end - 1] != "\n":
                    return None
                return Unit(end, (_in_quotes(text, path, found), *behind(text, found.end(), end)), opens, state)
        last = self._end(text, at, end, final) if self.joined else end
        if last is None:
            return None
        return Unit(last, tuple(self._bare(text, key.end(), last, path)), opens, state)

    def _end(self, text: str, at: int, end: int, final: bool) -> int | None:
        """Where the value ends that begins in the line ``text[at:end]``; None if that is not in sight."""
        while True:
            line = text[at:end].rstrip("\r\n")
            if (len(line) - len(line.rstrip("\\"))) % 2 == 0:
                return end
            if end == len(text):
                return end if final else None
            at, end = end, line_end(text, end)
            if not final and text[end - 1] != "\n":
                return None

    def _bare(self, text: str, start: int, end: int, path: str) -> Iterator[Value]:
        """A value without quotes, on one line or more, and the comment behind it."""
        pieces = Pieces()
        at, rest = start, end
        while at < end:
            stop = line_end(text, at)
            close = at + len(text[at:stop].rstrip())
            if stop == end and (tail := _TAIL.search(text, at, stop)):
                close, rest = tail.start(), tail.end()
            close -= stop < end
            if at < close:
                pieces.extend(
                    read(text, at, close, BACKSLASH, backslash) if self.escaped else (piece(text, at, close),)
                )
            if stop < end and not self.escaped:
                pieces.append(Piece(close, close, " "))
            at = stop
            if at < end and (blanks := _BLANKS.match(text, at)):
                at = blanks.end()
        if pieces:
            escape = backslashed if self.escaped else one_line
            inlay = Inlay(path, pieces.kept(), escape, _shell if self.shell else None)
            yield Value(inlay, joins=self.indented)
        yield from plain(text, rest, end, "comment")


def _in_quotes(text: str, path: str, found: re.Match[str]) -> Value:
    start, end = found.span(1)
    if text[found.start()] == "'":
        return Value(Inlay(path, (piece(text, start, end),), without_quote))
    return Value(Inlay(path, read(text, start, end, BACKSLASH, backslash), backslashed))


def _shell(_: str, decoded: str) -> str:
    return shlex.quote(one_line(decoded))
