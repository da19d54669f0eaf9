"""Chained lines: each carries the hash of the one before, so none can be changed, dropped, added or moved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from redactor.audit.canonical import canonical, sha256_hex

#: The head of a chain that belongs to no file.
GENESIS = sha256_hex("audit chain")

_TAIL = re.compile(rb',"chain":"([0-9a-f]{64})"\}\n\Z')
_TAIL_BYTES = len(b',"chain":""}\n') + 64


def genesis(path: str) -> str:
    """The head before the first line of the audit of ``path``: one file's lines fit no other file."""
    return sha256_hex("audit chain", canonical(path))


def link(head: str, body: bytes) -> str:
    """The head after ``body`` (a JSON object's bytes, without line end and chain)."""
    return hashlib.sha256(head.encode() + body).hexdigest()


class Chain:
    """Seals lines one after another in O(1) each; ``head`` is all there is to keep for going on later."""

    def __init__(self, head: str = GENESIS) -> None:
        self._head = head

    @property
    def head(self) -> str:
        """The hash that the next line builds on; after the last line, the hash of the whole chain."""
        return self._head

    def seal(self, body: bytes) -> bytes:
        """The finished line for ``body``, a non-empty JSON object: its chain as the last key, and a line end."""
        assert body.startswith(b"{") and body.endswith(b"}") and len(body) > 2, "a non-empty JSON object"
        self._head = link(self._head, body)
        return body[:-1] + b',"chain":"' + self._head.encode() + b'"}\n'


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a chain as it was read: ``good`` when it follows from the line before."""

    number: int
    byte: int
    body: bytes
    good: bool
    head: str


def links(lines: Iterable[bytes], head: str = GENESIS) -> Iterator[Link]:
    """Walk a chain's lines (line ends kept). Each line is judged against the head that the line before claims,
    so one change is found where it is and does not condemn all that follows."""
    byte = 0
    for number, line in enumerate(lines, start=1):
        tail = _TAIL.search(line, max(0, len(line) - _TAIL_BYTES))
        body = line[: tail.start()] + b"}" if tail else line
        claimed = tail[1].decode() if tail else ""
        yield Link(number, byte, body, tail is not None and claimed == link(head, body), claimed)
        head = claimed
        byte += len(line)
