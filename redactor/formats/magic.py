"""What a file surely is by its first bytes, where it is no text: its letters would be read as something else, and pass."""

from __future__ import annotations

import re
from typing import BinaryIO

from redactor.formats.encodings import LOOK_BYTES, is_foreign
from redactor.formats.lines import UTF8_MARK, WIDE_MARKS, reader_of

#: (first bytes, what such a file is). Source: the file formats' own specifications, as ``file`` knows them too.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh9", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"Obj\x01", "avro"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x7fELF", "elf"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
)
MOST_BYTES = max(len(start) for start, _ in MAGIC)


def binary_kind(head: bytes) -> str | None:
    """The kind of a binary file that begins with ``head``; None for what may be text.

    >>> binary_kind(b"%PDF-1.7"), binary_kind(b"Dear Niels")
    ('pdf', None)
    """
    return next((kind for start, kind in MAGIC if head.startswith(start)), None)


def kind_of(head: bytes) -> str | None:
    """The name of the format that a file without a suffix has, as its first bytes tell; None for what is not read.

    >>> [kind_of(head) for head in (b"Dear Niels", b'{"a": 1}\\n{"a"', b'{\\n "a": 1}', b"<!DOCTYPE html>", b"\x7fELF")]
    ['text', 'jsonl', 'json', 'html', None]
    >>> [kind_of(head) for head in (b"[user]\\n\\tname = Ann", b"[1, 2]", b"[[{", b"[12/03/24, 14:05] Ann: hi", b"{{title}}")]
    ['text', 'json', 'json', 'text', 'text']
    """
    kind = binary_kind(head)
    if kind is not None:
        return kind if kind in ("parquet", "pdf") else None
    if not head.startswith((*WIDE_MARKS, UTF8_MARK)) and (is_foreign(head) or b"\0" in head):
        return None
    start = head.removeprefix(UTF8_MARK).lstrip()
    if _JSON.match(start):
        line, end, _ = start.partition(b"\n")
        return "jsonl" if end and line.startswith(b"{") and line.rstrip().endswith(b"}") else "json"
    return next((name for name, begin in _MARKUP if start[:16].lower().startswith(begin)), "text")


#: A list or an object of JSON, and not the section of a settings file, the time of a chat, a template.
_JSON = re.compile(
    rb'\[[\s\[]*(?:[{"]|\]\s*(?:[,\]]|\Z)|(?:-?[0-9][0-9.eE+-]*|true|false|null)\s*(?:,|\]\s*(?:[,\]]|\Z)))|\{\s*(?:["}]|\Z)'
)
_MARKUP = (("html", b"<!doctype html"), ("html", b"<html"), ("xml", b"<?xml"), ("xml", b"<svg"))


class Headed:
    """A stream whose first bytes have been looked at; ``problem`` is a fixed word where they are no text, else None. Reads as
    the stream itself."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._read1 = stream, reader_of(stream)
        # One read: a pipe must not wait for more than its first bytes, unless these are the beginning of a sign.
        head = self._read1(LOOK_BYTES)
        while any(start.startswith(head) and start != head for start, _ in MAGIC) and head:
            more = self._read1(MOST_BYTES)
            if not more:
                break
            head += more
        self._head, kind = head, binary_kind(head)
        self.problem = f"not-text:{kind}" if kind else None
        if not kind and not head.startswith((*WIDE_MARKS, UTF8_MARK)) and is_foreign(head):
            self.problem = "unsupported-encoding"

    def read1(self, size: int = -1) -> bytes:
        if not self._head:
            return self._read1(size)
        size = len(self._head) if size < 0 else size
        part, self._head = self._head[:size], self._head[size:]
        return part

    def read(self, size: int = -1) -> bytes:
        part = self.read1(size) if self._head else b""
        return part + self._stream.read(size if size < 0 else size - len(part)) if len(part) != size else part

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self._stream.close()
