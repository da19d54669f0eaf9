"""A text read in exact numbers of characters, in bounded memory, knowing which byte it has come to."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from redactor.formats.lines import marked_encoding

CHUNK_BYTES = 1 << 16


class Chars:
    """``char`` and ``byte`` say how far it was read."""

    def __init__(self, pieces: Iterator[str], encoding: str = "utf-8", errors: str = "surrogatepass") -> None:
        self.char = 0
        self.byte = 0
        self._pieces = pieces
        self._encoding = encoding
        self._errors = errors
        self._left = ""

    @classmethod
    def of_text(cls, text: str) -> Chars:
        """A text in memory."""
        return cls(iter((text,)))

    @classmethod
    def of_document(cls, stream: BinaryIO) -> Chars:
        """A text file as the audit counts it: bytes that are not UTF-8 are one character each, a UTF-8 byte order
        mark is a character, one of UTF-16 or UTF-32 is none. It ends where UTF-16 or UTF-32 is broken."""
        head = stream.read(4)
        encoding = marked_encoding(head)
        errors = "surrogateescape" if encoding == "utf-8" else "surrogatepass"
        chars = cls(_decoded(stream, head, encoding, errors), encoding, errors)
        if encoding != "utf-8":
            chars.read(1)
            chars.char = 0
        return chars

    def read(self, count: int) -> str:
        """The next ``count`` characters, fewer at the end."""
        parts, missing = [], count
        while missing > 0:
            if not self._left:
                self._left = next(self._pieces, "")
                if not self._left:
                    break
            part, self._left = self._left[:missing], self._left[missing:]
            parts.append(part)
            missing -= len(part)
        text = "".join(parts)
        self.char += len(text)
        self.byte += self.width(text)
        return text

    def width(self, text: str) -> int:
        """How many bytes ``text`` takes here."""
        return len(text.encode(self._encoding, self._errors))


def _decoded(stream: BinaryIO, head: bytes, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    data = head
    while True:
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            good: bytes = error.object[: error.start]
            yield good.decode(encoding, errors)
            return
        if text:
            yield text
        if not data:
            return
        data = stream.read(CHUNK_BYTES)
