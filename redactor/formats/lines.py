"""Bytes in, lines out: as soon as they arrive, whatever the read sizes, in bounded memory."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, cast

CHUNK_BYTES = 256 * 1024

#: Byte order marks of the encodings whose line ends are not the byte 0x0A.
WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Longest mark first: UTF-32-LE begins like UTF-16-LE.
_WIDE = tuple(zip(WIDE_MARKS, ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"), strict=True))
UTF8_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """``body`` without its line end, None when it was longer than the limit; ``after``: bytes read so far."""

    body: bytes | None
    end: bytes
    after: int


def reader_of(source: BinaryIO) -> Callable[[int], bytes]:
    """The read that answers with what there is, instead of waiting for a full buffer."""
    return cast("Callable[[int], bytes]", getattr(source, "read1", source.read))


def first_bytes(source: BinaryIO, size: int) -> bytes:
    """The next ``size`` bytes, fewer only where the stream ends before."""
    read, head = reader_of(source), b""
    while len(head) < size and (more := read(size - len(head))):
        head += more
    return head


def marked_encoding(head: bytes) -> str:
    """The encoding that the first four bytes of a text tell by a byte order mark, UTF-8 if none."""
    return next((name for mark, name in _WIDE if head.startswith(mark)), "utf-8")


def skip_to(source: BinaryIO, byte: int) -> None:
    """Go to ``byte`` of a stream that stands at its start, by seeking where that is possible."""
    if source.seekable():
        source.seek(byte)
        return
    while byte > 0:
        chunk = source.read(min(byte, CHUNK_BYTES))
        if not chunk:
            return
        byte -= len(chunk)


def lines(source: BinaryIO, limit: int, start: int = 0) -> Iterator[Line]:
    r"""Every line of ``source``; a line ends at ``\n``, and a ``\r`` before that belongs to its end.

    ``start`` is the number of bytes before the source's present place. A body of more than ``limit``
    bytes is passed over without being held.
    """
    read = reader_of(source)
    after = start
    held: list[bytes] = []
    size = 0
    while chunk := read(CHUNK_BYTES):
        *complete, tail = chunk.split(b"\n")
        for part in complete:
            size += len(part)
            after += size + 1
            yield _ended(b"".join((*held, part)) if held else part, size, limit, after)
            held, size = [], 0
        if tail:
            size += len(tail)
            # Once it is too long only the last byte can matter: a carriage return before the end.
            held = [tail[-1:]] if size > limit + 1 else [*held, tail]
    if size:
        yield Line(b"".join(held) if size <= limit else None, b"", after + size)


def _ended(body: bytes, size: int, limit: int, after: int) -> Line:
    carriage = body.endswith(b"\r")
    end = b"\r\n" if carriage else b"\n"
    if size - carriage > limit:
        return Line(None, end, after)
    return Line(body[:-1] if carriage else body, end, after)
