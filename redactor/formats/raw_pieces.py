"""The pieces that a text is cut into by what writes it (escapes, folds, tags), in little memory where they are many.

A value of a megabyte may be half a million pieces. As objects they would weigh some two hundred bytes each; here it is twelve.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

#: Fewer pieces are objects; more weigh no more than so many of those.
MOST_WEIGHT = 16
_CHUNK = 1_024


class Piece(NamedTuple):
    """``raw[start:end]`` says ``decoded``: itself, or one character that an escape stands for."""

    start: int
    end: int
    decoded: str


class _Chunk(NamedTuple):
    """Pieces side by side: where they start and end, counted from ``base``, how long what they say is, and all of that."""

    base: int
    starts: array[int]
    ends: array[int]
    sizes: array[int]
    text: str


class Pieces:
    """Pieces, ascending, that are found one after another."""

    __slots__ = ("_chunks", "_loose", "end")

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self._chunks: list[_Chunk] = []
        self._loose: list[Piece] = []
        #: Where the last one ends.
        self.end = 0
        self.extend(pieces)

    def extend(self, pieces: Iterable[Piece]) -> None:
        """Behind those that are here."""
        pieces, loose = iter(pieces), self._loose
        while True:
            loose.extend(islice(pieces, _CHUNK - len(loose)))
            if loose:
                self.end = loose[-1].end
            if len(loose) < _CHUNK:
                return
            self._pack()

    def append(self, *pieces: Piece) -> None:
        """Behind those that are here."""
        self.extend(pieces)

    def kept(self) -> tuple[Piece, ...] | Pieces:
        """They all, in the smaller form; nothing may be added any more."""
        if len(self._loose) < MOST_WEIGHT and not self._chunks:
            return tuple(self._loose)
        self._pack()
        return self

    def _pack(self) -> None:
        loose = self._loose
        if loose:
            base = loose[0].start
            starts, ends = (
                array("I", [one.start - base for one in loose]),
                array("I", [one.end - base for one in loose]),
            )
            sizes, text = array("I", [len(one.decoded) for one in loose]), "".join([one.decoded for one in loose])
            self._chunks.append(_Chunk(base, starts, ends, sizes, text))
            loose.clear()

    def moved(self, by: int) -> Pieces:
        """The same in a raw text that begins ``by`` characters earlier."""
        moved = Pieces()
        moved._chunks = [chunk._replace(base=chunk.base + by) for chunk in self._chunks]
        moved.extend([Piece(one.start + by, one.end + by, one.decoded) for one in self._loose])
        moved.end = self.end + by
        return moved

    @property
    def text(self) -> str:
        """What they say."""
        return "".join([*[chunk.text for chunk in self._chunks], *[one.decoded for one in self._loose]])

    @property
    def weight(self) -> int:
        """How many pieces that are objects they are worth in memory."""
        return MOST_WEIGHT

    def __iter__(self) -> Iterator[Piece]:
        for base, starts, ends, sizes, text in self._chunks:
            at = 0
            for start, end, size in zip(starts, ends, sizes, strict=True):
                yield Piece(base + start, base + end, text[at : at + size])
                at += size
        yield from self._loose

    def __len__(self) -> int:
        return sum(len(chunk.starts) for chunk in self._chunks) + len(self._loose)


def kept(pieces: Iterable[Piece]) -> tuple[Piece, ...] | Pieces:
    """``pieces`` as they are to be kept."""
    return Pieces(pieces).kept()
