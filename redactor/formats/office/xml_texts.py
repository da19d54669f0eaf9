"""Where the texts of an XML part are, in its own bytes, and edits put back there.

The parts are edited in place, not written anew by a library of the field: those keep what they know of a file and lose or
reorder the rest. Expat (of the standard library) finds the places and checks the syntax; a document type is refused, so
there are no entities to expand and nothing outside is ever fetched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple
from xml.parsers import expat

from redactor.errors import FormatError
from redactor.records import Edit, Leaf
from redactor.scalars import Scalar

_UNIT = re.compile(r"&[^;]+;|\r\n|[\s\S]")
_UNIT_OF_URI = re.compile(r"&[^;]+;|%[0-7][0-9A-Fa-f]|[\s\S]")
_ATTRIBUTE = re.compile(rb"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ENCODING = re.compile(r"""^(\ufeff?<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
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
        return self.raw if plain or self.kind == "cdata" else "".join(map(_shown[self.kind], units(self)))

    @property
    def _inner(self) -> Piece:
        raw = self.raw[self.raw.index(">") + 1 : self.raw.rindex("</")]
        return Piece(self.start, self.end, raw)

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> bytes:
        """Its bytes with each ``(start, end, replacement)``, in characters of ``text``, made in it."""
        if self.kind == "typed":
            prefix = self.raw[1:].partition(":")[0].encode("utf-8")
            return b"<%b:lpwstr>%b</%b:lpwstr>" % (prefix, self._inner.edited(edits), prefix)
        own, parts, at = units(self), list[str](), 0
        for start, end, replacement in edits:
            parts += (*own[at:start], written(replacement, self.kind))
            at = end
        return "".join((*parts, *own[at:])).encode("utf-8")


def units(piece: Piece) -> list[str]:
    """How each character of a piece is written."""
    if piece.kind == "cdata":
        return list(piece.raw)
    return (_UNIT_OF_URI if piece.kind == "uri" else _UNIT).findall(piece.raw)


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


def _of_entity(unit: str) -> str:
    if len(unit) == 1 and unit != "\r":
        return unit
    if unit.startswith("&#"):
        number = unit[2:-1]
        return chr(int(number[1:], 16) if number[0] in "xX" else int(number))
    return _NAMED[unit]


def _of_uri(unit: str) -> str:
    return chr(int(unit[1:], 16)) if len(unit) == 3 and unit[0] == "%" else _of_entity(unit)


_shown = {"text": _of_entity, "attribute": _of_entity, "uri": _of_uri}


@dataclass(frozen=True, slots=True)
class Unit:
    """One text as somebody reads it: the pieces it is cut into, and ``str`` between them for a tab or a line break."""

    field: str
    pieces: tuple[Piece | str, ...]
    #: What else changes where anything of it does: attributes that say the same.
    also: tuple[Change, ...] = ()
    scalar: Scalar | None = None

    @property
    def text(self) -> str:
        """What detectors see."""
        return "".join(each if isinstance(each, str) else each.text for each in self.pieces)

    @property
    def leaf(self) -> Leaf:
        """The text for detectors."""
        breaks: list[int] = []
        at = 0
        for each in self.pieces:
            size = len(each if isinstance(each, str) else each.text)
            breaks += range(at, at + size) if isinstance(each, str) else ()
            at += size
        return Leaf(self.field, self.text, scalar=self.scalar, breaks=() if self.scalar else tuple(breaks))

    def changes(self, edits: Sequence[Edit]) -> Iterator[Change]:
        """What the edits change: a mask goes into the first piece that it touches, of the others its part is taken out."""
        if not edits:
            return
        sizes = [len(each if isinstance(each, str) else each.text) for each in self.pieces]
        starts = [0, *accumulate(sizes)]
        made: dict[int, list[tuple[int, int, str]]] = {}
        for edit in edits:
            replacement: str | None = edit.replacement
            for number in range(max(0, bisect_right(starts, edit.start) - 1), len(self.pieces)):
                low, high = max(edit.start, starts[number]), min(edit.end, starts[number + 1])
                if edit.end <= starts[number]:
                    break
                if low < high and not isinstance(self.pieces[number], str):
                    made.setdefault(number, []).append((low - starts[number], high - starts[number], replacement or ""))
                    replacement = None
            if replacement is not None and edit.replacement:
                raise ValueError("a mask of a break alone")
        for number, some in made.items():
            piece = self.pieces[number]
            assert isinstance(piece, Piece)
            yield Change(piece.start, piece.end, piece.edited(some))
        yield from self.also


_LITERAL = re.compile(r'(?:"|&quot;)((?:(?!"|&quot;)[\s\S])*)(?:"|&quot;)')


def literals(piece: Piece) -> Iterator[Piece]:
    """The texts in quotes of a formula, empty ones too, for the others are numbered; all else in it are names of cells and functions.

    >>> [each.raw for each in literals(Piece(0, 28, 'IF(A1="","x y","Ann Lee",B2)'))]
    ['', 'x y', 'Ann Lee']
    """
    for match in _LITERAL.finditer(piece.raw):
        start = piece.start + len(piece.raw[: match.start(1)].encode("utf-8"))
        yield Piece(start, start + len(match[1].encode("utf-8")), match[1], piece.kind)


def without_literals(piece: Piece) -> str:
    """What of a formula is no text in quotes."""
    return _LITERAL.sub('""', piece.raw)


#: An attribute that people may have written: words, or an address.
_WRITTEN = re.compile(r"[@\s]|[^\x00-\x7f]|[0-9][ ()./-]+[0-9]|[0-9]{7}")


def is_written(value: str) -> bool:
    """May people have written an attribute? All others are names and measures of the program."""
    return _WRITTEN.search(value) is not None


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


class Handler:
    """Told what stands in a part, in order. Names are without their prefix."""

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        """An element begins."""

    def end(self, name: str, element: Element) -> None:
        """An element ends."""

    def text(self, name: str, piece: Piece) -> None:
        """Characters right inside the element ``name``."""


class Tag(NamedTuple):
    """The start tag that stands at byte ``at``."""

    data: bytes
    at: int

    @property
    def end(self) -> int:
        """The byte behind it."""
        match = _TAG.match(self.data, self.at)
        if match is None:
            raise FormatError("a part holds a tag that is not understood")
        return match.end()

    def attribute(self, name: str, kind: Kind = "attribute") -> Piece:
        """Where the value of the attribute ``name`` (with its prefix) is written."""
        for match in _ATTRIBUTE.finditer(self.data, self.at, self.end):
            if match[1].decode("utf-8") == name:
                start, end = match.start(2) + 1, match.end(2) - 1
                return Piece(start, end, self.data[start:end].decode("utf-8"), kind)
        raise FormatError("a part holds a tag that is not understood")

    def without(self, name: str) -> Change:
        """The attribute ``name`` taken out."""
        piece = self.attribute(name)
        return Change(self.data.rindex(name.encode("utf-8"), self.at, piece.start) - 1, piece.end + 1)


class Element(NamedTuple):
    """The element that begins at byte ``at``; its end tag, if it has one, stands at ``closing``."""

    data: bytes
    at: int
    closing: int

    @property
    def gone(self) -> Change:
        """The whole element taken out."""
        end = Tag(self.data, self.at).end
        whole = self.data[end - 2 : end] == b"/>"
        return Change(self.at, end if whole else self.data.index(b">", self.closing) + 1)


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def utf8(data: bytes) -> bytes:
    """A part in UTF-8, as most are; one in UTF-16 is written anew as that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _ENCODING.sub(r'\1 encoding="UTF-8"', data.decode("utf-16")).encode("utf-8")
        except UnicodeError:
            pass
        raise FormatError("a part is not in the encoding that it begins with")
    return data


def scan(data: bytes, handler: Handler) -> None:
    """Tell ``handler`` all that stands in an XML part in UTF-8. Raises ``FormatError`` for what is not well formed, and for
    a document type. Comments and processing instructions are not told: ``hidden`` finds them."""
    parser = expat.ParserCreate("utf-8")
    open_elements: list[tuple[str, int]] = []
    text_at = -1
    cdata = False

    def flush() -> None:
        nonlocal text_at
        if text_at >= 0:
            end = parser.CurrentByteIndex
            start, text_at = text_at, -1
            if end > start and open_elements:
                raw = data[start:end].decode("utf-8")
                handler.text(open_elements[-1][0], Piece(start, end, raw, "cdata" if cdata else "text"))

    def start(name: str, attributes: dict[str, str]) -> None:
        flush()
        at = parser.CurrentByteIndex
        open_elements.append((local(name), at))
        handler.start(local(name), attributes, Tag(data, at))

    def end(name: str) -> None:
        flush()
        _, begun = open_elements.pop()
        at = parser.CurrentByteIndex
        handler.end(local(name), Element(data, begun, at))

    def characters(_: str) -> None:
        nonlocal text_at
        if text_at < 0:
            text_at = parser.CurrentByteIndex

    def begin_cdata() -> None:
        nonlocal cdata
        flush()
        cdata = True

    def end_cdata() -> None:
        nonlocal cdata
        flush()
        cdata = False

    def other(*_: object) -> None:
        flush()

    def refuse(*declared: object) -> None:
        if declared[-1] or b"[" in data[: parser.CurrentByteIndex]:  # the oldest ones name a DTD, which is never read
            raise FormatError("a part has a document type, which office files may not have")

    def unknown(*_: object) -> None:
        raise FormatError("a part names an entity that it does not declare")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parser.StartCdataSectionHandler, parser.EndCdataSectionHandler = begin_cdata, end_cdata
    parser.CommentHandler = parser.ProcessingInstructionHandler = other
    parser.StartDoctypeDeclHandler, parser.SkippedEntityHandler = refuse, unknown
    broken = False
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError):
        broken = True
    if broken:  # outside of the handler: its message may quote the part
        raise FormatError("a part is not well-formed XML")


_HIDDEN = re.compile(rb"<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?(?!xml\s)[\s\S]*?\?>")


def hidden(data: bytes) -> list[Change]:
    """Comments and processing instructions, which nobody sees: they go. (What looks like one inside CDATA stays.)"""
    return [Change(*each.span()) for each in _HIDDEN.finditer(data) if not each[0].startswith(b"<![")]
