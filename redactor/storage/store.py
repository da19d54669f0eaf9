"""What this program asks of a store: list in order, read, write whole, write by condition."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

#: How long a request is tried again, in seconds; another number may stand in the environment.
PATIENCE_VARIABLE, PATIENCE_SECONDS = "REDACTOR_STORE_PATIENCE", 180.0


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as its store tells of it. ``tag`` (the ETag) is another one whenever the content is."""

    key: str
    size: int
    mtime_ns: int
    tag: str = ""
    version: str = ""


def tag_of(tag: str | None) -> str:
    """An ETag in the one spelling in which it is compared and sent: stores leave its quotes out here and there.

    >>> tag_of('0x8D'), tag_of('"0x8D"'), tag_of(None)
    ('"0x8D"', '"0x8D"', '')
    """
    return f'"{tag}"' if tag and '"' not in tag else tag or ""


class Store(Protocol):
    """One bucket, container or file system. Keys are whole keys. Methods are thread-safe; each tries again where that can help.

    They raise ``UnreachableError`` where the store as a whole does not answer, ``OSError`` where one object is at fault.
    """

    def list(self, prefix: str) -> Iterator[Stored]:
        """Every object whose key begins with ``prefix``, sorted by key, a page at a time. Odd keys come too."""

    def head(self, key: str) -> Stored | None:
        """What is known of an object, None where there is none."""

    def stream(self, stored: Stored) -> Iterator[bytes]:
        """The bytes of that very version of an object."""

    def part(self, stored: Stored, start: int, end: int) -> bytes:
        """Bytes ``[start, end)`` of that very version."""

    def put(self, key: str, source: Path) -> Stored:
        """A file as an object: it appears whole, in place of what was there, or not at all."""

    def swap(self, key: str, data: bytes, seen: Stored | None) -> Stored | None:
        """Write if the object still is the one ``seen`` (None: if there is none); None where somebody was faster."""

    def copy(self, key: str, to: str) -> None:
        """Copy an object inside the store."""

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is fine."""


def patience() -> float:
    """Seconds for which a request is tried again."""
    try:
        return max(1.0, float(os.environ.get(PATIENCE_VARIABLE, PATIENCE_SECONDS)))
    except ValueError:
        return PATIENCE_SECONDS
