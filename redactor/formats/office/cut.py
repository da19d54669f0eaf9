"""The elements of one name (rows, shared strings) cut out of an XML part that is read piece by piece, in bounded memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from redactor.errors import FormatError
from redactor.formats.office.xml_scan import utf8

_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml\s")
#: What of a start tag may stand before its end; ``>`` may stand in quotes.
_INSIDE = rb"""(?:[^>"'/]|"[^"]*"|'[^']*'|/(?!>))*+"""


def in_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of a part in UTF-8; one in UTF-16 is written anew as that."""
    first = next(chunks, b"")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield utf8(b"".join((first, *chunks)))
        return
    yield first
    yield from chunks


def cut(chunks: Iterable[bytes], name: str, most: int) -> Iterator[tuple[bytes, bytes]]:
    """(what stands before an element, the element), in order; the last element is empty. White space between two elements
    belongs to the second. What stands before may come in pieces, then with an empty element. Raises ``FormatError`` for an
    element of more than ``most`` bytes, one inside another of its name, and for comments and the like, which may look like one.

    >>> list(cut([b"<a><row/> <ro", b"w>1</row></a>"], "row", 99))
    [(b'<a>', b'<row/>'), (b'', b' <row>1</row>'), (b'</a>', b'')]
    """
    opening = re.compile(rb"<((?:[\w.-]+:)?%b)(?=[\s/>])%b/?>" % (name.encode(), _INSIDE))
    buffer, behind = b"", False
    for chunk in chain(chunks, (b"",)):
        buffer, start = buffer + chunk, 0
        while (tag := opening.search(buffer, start)) is not None:
            end = _end(buffer, tag, opening)
            if end is None:
                break
            if behind and not buffer[start : tag.start()].strip():
                yield b"", _checked(buffer[start:end])
            else:
                yield _checked(buffer[start : tag.start()]), _checked(buffer[tag.start() : end])
            start, behind = end, True
        if tag is None:  # the last tag may go on in the next chunk, and white space belongs to what follows
            keep = max(start, buffer.rfind(b"<", start)) if chunk else len(buffer)
            if buffer[start:keep].strip():
                yield _checked(buffer[start:keep]), b""
                start, behind = keep, False
        buffer = buffer[start:]
        if len(buffer) > most or (tag is not None and not chunk):
            raise FormatError("an element of a part is too long, or does not end")
    if buffer:
        yield buffer, b""


def _end(buffer: bytes, tag: re.Match[bytes], opening: re.Pattern[bytes]) -> int | None:
    """Where the element ends that begins with ``tag``; None for beyond the buffer."""
    end = tag.end()
    if buffer[end - 2 : end] == b"/>":
        return end
    closing = buffer.find(b"</%b>" % tag[1], end)
    if closing < 0:
        return None
    if buffer.find(b"<" + tag[1], end, closing) >= 0 and opening.search(buffer, end, closing):
        raise FormatError("a sheet whose rows are not understood")
    return closing + len(tag[1]) + 3


def _checked(part: bytes) -> bytes:
    """A comment could hide the beginning of an element, or its end."""
    if b"<!" in part or (b"<?" in part and b"<?" in _DECLARED.sub(b"", part)):
        raise FormatError("a sheet with comments or instructions inside")
    return part
