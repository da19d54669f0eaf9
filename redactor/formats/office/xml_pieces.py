"""How characters are written in the bytes of an XML part, and edits put back there.

The parts are edited in place, not written anew by a library of the field: those keep what they know of a file and lose or
reorder the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

_CHARACTER = re.compile(r"&[^;]+;|\r\n|[\s\S]")
_CHARACTER_OF_URI = re.compile(r"&[^;]+;|%[0-7][0-9A-Fa-f]|[\s\S]")
_NAMED = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "\r\n": "\n", "\r": "\n"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: ``text`` and ``attribute`` as they are; ``uri``: an attribute in which ``%5B`` is a bracket; ``cdata``: without entities;
#: ``typed``: an element with a date or a number, which becomes one with a text.
Kind = Literal["text", "attribute", "uri", "cdata", "typed"]


class Piece(NamedTuple):
    """A run of characters of a part: its bytes ``[start, end)``, and how they are written."""

    start: int
    end: int
    raw: str
    kind: Kind = "text"

    @property
    def text(self) -> str:
        """What it says."""
        if self.kind == "typed":
            return self._inner.text
        plain = self.kind in ("text", "attribute") and "&" not in self.raw and "\r" not in self.raw
        if plain or self.kind == "cdata":
            return self.raw
        return "".join(map(_of_uri if self.kind == "uri" else _of_entity, _characters(self)))

    @property
    def _inner(self) -> Piece:
        raw = self.raw[self.raw.index(">") + 1 : self.raw.rindex("</")]
        return Piece(self.start, self.end, raw)

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> bytes:
        """Its bytes with each ``(start, end, replacement)``, in characters of ``text``, made in it."""
        if self.kind == "typed":
            prefix = self.raw[1:].partition(":")[0].encode("utf-8")
            return b"<%b:lpwstr>%b</%b:lpwstr>" % (prefix, self._inner.edited(edits), prefix)
        own, parts, at = _characters(self), list[str](), 0
        for start, end, replacement in edits:
            parts += (*own[at:start], written(replacement, self.kind))
            at = end
        return "".join((*parts, *own[at:])).encode("utf-8")


def _characters(piece: Piece) -> list[str]:
    """How each character of a piece is written."""
    if piece.kind == "cdata":
        return list(piece.raw)
    return (_CHARACTER_OF_URI if piece.kind == "uri" else _CHARACTER).findall(piece.raw)


def written(text: str, kind: Kind) -> str:
    """``text`` as it can stand in a part."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if kind == "cdata":
        return text.replace("]]>", "]] >")
    if kind == "uri":
        text = "".join(
            c if c.isalnum() or c in "-._~:/?#@!$&'()*+,;=" or c > "\x7f" else f"%{ord(c):02X}" for c in text
        )
    return "".join(_ESCAPES.get(char, char) for char in text)


def _of_entity(character: str) -> str:
    if len(character) == 1 and character != "\r":
        return character
    if character.startswith("&#"):
        number = character[2:-1]
        return chr(int(number[1:], 16) if number[0] in "xX" else int(number))
    return _NAMED[character]


def _of_uri(character: str) -> str:
    return chr(int(character[1:], 16)) if len(character) == 3 and character[0] == "%" else _of_entity(character)


class Change(NamedTuple):
    """Bytes ``[start, end)`` of a part are to be ``by``."""

    start: int
    end: int
    by: bytes = b""


def spliced(data: bytes, changes: Iterable[Change]) -> bytes:
    """``data`` with disjoint changes made in it."""
    parts: list[bytes] = []
    at = 0
    for change in sorted(changes):
        if change.start < at:
            if change.end <= at:  # inside an element that goes as a whole
                continue
            raise ValueError("two changes of one place")
        parts += (data[at : change.start], change.by)
        at = change.end
    parts.append(data[at:])
    return b"".join(parts)
