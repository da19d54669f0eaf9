"""A stream of which the beginning is proven and gone, and the rest may be read as often as need be."""

from __future__ import annotations

from typing import BinaryIO

from redactor.storage.safe_read import CHUNK_BYTES

#: A reader that begins anew is given so much, and twice as much each time that it asks for more.
_FIRST_BYTES = 4_096


class Unproven:
    """``at``: so many bytes are proven. It is itself a stream, for a reader that goes to ``at`` by ``seek``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held, self._start = stream, bytearray(), 0
        self._place, self._step = 0, _FIRST_BYTES
        self.at = 0

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end alone."""
        return self._between(0, size)

    def _between(self, start: int, end: int) -> bytes:
        while len(self._held) - self._start < end:
            more = self._stream.read(CHUNK_BYTES)
            if not more:
                break
            self._held += more
        return bytes(self._held[self._start + start : self._start + end])

    def take(self, size: int) -> None:
        """So many bytes more are proven."""
        self.at += size
        self._start += size
        if self._start >= CHUNK_BYTES:
            del self._held[: self._start]
            self._start = 0

    def seekable(self) -> bool:
        """A reader may begin at any place that is not proven yet."""
        return True

    def seek(self, byte: int) -> None:
        """Read on at ``byte`` of the stream."""
        self._place, self._step = byte - self.at, _FIRST_BYTES

    def read1(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end alone."""
        found = self._between(self._place, self._place + min(size, self._step))
        self._place += len(found)
        self._step *= 2
        return found

    read = read1
