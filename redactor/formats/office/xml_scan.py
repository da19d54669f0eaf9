"""What stands in an XML part, told in order: elements, attributes and texts, each with its place in the bytes.

Expat (of the standard library) finds the places and checks the syntax; a document type is refused, so there are no entities
to expand and nothing outside is ever fetched.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from redactor.errors import FormatError
from redactor.formats.office.xml_pieces import Change, Kind, Piece

_ATTRIBUTE = re.compile(rb"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ENCODING = re.compile(r"""^(\ufeff?<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")


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
