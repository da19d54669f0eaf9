"""A message in parts that keep their places: bytes that stay, and headers and bodies with texts in them.

Nothing is written anew by a library: those keep what a message says and change how it says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from redactor.formats.mail.transfer import redone
from redactor.records import Edit, Leaf


class Unit(Protocol):
    """Bytes of a message with texts in them."""

    @property
    def raw(self) -> bytes:
        """The bytes as they were read."""

    @property
    def leaves(self) -> Sequence[Leaf]:
        """The texts, in order."""

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The bytes with ``edits`` made in each text; without ``packed``, packages as what is in them."""


@dataclass(slots=True)
class Message:
    """A message that was read: ``pieces`` make it up, in order. ``removed`` are (path, what) of parts that go."""

    pieces: list[bytes | Unit] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    removed: list[tuple[str, str]] = field(default_factory=list)
    #: What of it passes unread.
    kept: list[str] = field(default_factory=list)
    #: How many texts it has, about.
    texts: int = 0

    @property
    def leaves(self) -> Iterator[Leaf]:
        """All texts, in order."""
        return (leaf for piece in self.pieces if not isinstance(piece, bytes) for leaf in piece.leaves)

    @property
    def weight(self) -> int:
        """Bytes that it holds."""
        return sum(len(piece) if isinstance(piece, bytes) else len(piece.raw) for piece in self.pieces)

    def written(self, edits: Sequence[Sequence[Edit]], *, packed: bool = True) -> bytes:
        """The message with ``edits`` made in each text."""
        left = iter(edits)
        return b"".join(
            piece if isinstance(piece, bytes) else piece.written([next(left) for _ in piece.leaves], packed)
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class NestedBody:
    """A message inside of another, in base64 or quoted-printable."""

    raw: bytes
    data: bytes
    encoding: str
    message: Message

    @property
    def leaves(self) -> list[Leaf]:
        """The texts of that message."""
        return list(self.message.leaves)

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The body with ``edits`` made."""
        return redone(self.message.written(edits, packed=packed), self.encoding, self.raw, self.data)
