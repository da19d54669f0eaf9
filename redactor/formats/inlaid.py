"""Texts that stand, escaped or folded, inside a text that stays: what mark-up, settings, cards and dumps have in common.

A reader says of which pieces of the raw text each leaf is made; the writer puts edits into those pieces and leaves every
other byte as it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from redactor.formats.protocol import StreamWriter, check_edits, edited
from redactor.formats.raw_pieces import Piece, Pieces
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record
from redactor.scalars import Scalar

WIDE = "unsupported-encoding"
TOO_LONG = "too-long"
TOO_COMPLEX = "too-complex"


def same(text: str) -> str:
    """The escape of what needs none."""
    return text


@dataclass(frozen=True, slots=True)
class Inlay:
    """A leaf made of ``pieces``, ascending and disjoint. What lies between two of them is no part of its text, and stays;
    white space between pieces that one edit takes goes with them.

    ``escape`` is how a replacement is written; ``whole``, where given, writes all of the text anew if anything in it changes,
    told what stood there and what is to stand: a bare word that must be quoted. ``quote`` is put around all of it if anything in
    it changes, and doubled inside. ``blank`` stands on a line of which nothing would be left, where an empty line ends something.
    """

    field: str
    pieces: tuple[Piece, ...] | Pieces
    escape: Callable[[str], str] = same
    whole: Callable[[str, str], str] | None = None
    scalar: Scalar | None = None
    quote: str = ""
    blank: str = ""

    @property
    def text(self) -> str:
        if isinstance(self.pieces, Pieces):
            return self.pieces.text
        return "".join([piece.decoded for piece in self.pieces])

    @property
    def place(self) -> tuple[int, int]:
        """Where its first piece begins and its last one ends."""
        found = self.pieces
        return next(iter(found)).start, found.end if isinstance(found, Pieces) else found[-1].end

    @property
    def weight(self) -> int:
        """How many of the values of one piece it is worth in memory."""
        return self.pieces.weight if isinstance(self.pieces, Pieces) else len(self.pieces)

    @property
    def breaks(self) -> tuple[int, ...]:
        """The characters of the text that stand nowhere: between values that are read as one."""
        if all(piece.start < piece.end for piece in self.pieces):
            return ()
        starts = accumulate([len(piece.decoded) for piece in self.pieces], initial=0)
        return tuple([at for at, piece in zip(starts, self.pieces, strict=False) if piece.start == piece.end])

    def moved(self, by: int, field: str) -> Inlay:
        """The same in a raw text that begins ``by`` characters earlier, under another name."""
        found = self.pieces
        if isinstance(found, Pieces):
            return Inlay(field, found.moved(by), self.escape, self.whole, self.scalar, self.quote, self.blank)
        pieces = tuple([Piece(piece.start + by, piece.end + by, piece.decoded) for piece in found])
        return Inlay(field, pieces, self.escape, self.whole, self.scalar, self.quote, self.blank)

    def changes(self, raw: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, str]]:
        """``raw[start:end]`` is to become the third, ascending."""
        if self.whole is not None:
            if edits:
                start, end = self.place
                yield start, end, self.whole(raw[start:end], edited(self.text, edits))
            return
        at, last = self.place
        if edits and edits[0].bare and edits[0].end - edits[0].start == len(self.text):
            quoted = raw[at - 1 : at] in ('"', "'") and raw[at - 1] == raw[last : last + 1]
            yield at - quoted, last + quoted, edits[0].replacement
            return
        if not edits or not self.quote:
            yield from self._inside(raw, edits)
            return
        yield at, at, self.quote
        for start, end, decoded in (*self._inside(raw, edits), (last, last, "")):
            for place in range(at, start):
                if raw[place] == self.quote:
                    yield place, place, self.quote
            if decoded or start < end:
                yield start, end, decoded
            at = end
        yield last, last, self.quote

    def _inside(self, raw: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, str]]:
        pieces = iter(self.pieces)
        piece, at = next(pieces), 0
        for edit in edits:
            while at + len(piece.decoded) <= edit.start:
                at, piece = at + len(piece.decoded), next(pieces)
            decoded, begin, stop = self.escape(edit.replacement), -1, -1
            while True:
                start, end = piece.start, piece.end
                if end - start == len(piece.decoded):
                    start, end = start + max(0, edit.start - at), start + min(len(piece.decoded), edit.end - at)
                # Of a gap with something in it (a tag) both sides are changed apart; white space (a fold) is taken along.
                if begin >= 0 and raw[stop:start].strip():
                    yield begin, stop, decoded or self._blank(raw, begin, stop)
                    begin, decoded = -1, ""
                begin, stop = start if begin < 0 else begin, end
                if at + len(piece.decoded) >= edit.end:
                    break
                at, piece = at + len(piece.decoded), next(pieces)
            yield begin, stop, decoded or self._blank(raw, begin, stop)

    def _blank(self, raw: str, start: int, end: int) -> str:
        """What stands for ``raw[start:end]`` when nothing is left of it."""
        before, behind = raw[max(0, start - 80) : start].rpartition("\n")[2], raw[end : end + 80].partition("\n")[0]
        return "" if before.strip() or behind.strip() else self.blank


@dataclass(frozen=True, slots=True)
class Inlaid:
    """A record's ``source``: its text as it was read, what of it are leaves, and what stands there when it is withheld
    (None: itself, with ``[WITHHELD]`` for its leaves)."""

    raw: str
    inlays: tuple[Inlay, ...] = ()
    withheld: str | None = None
    encoding: str = "utf-8"


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogateescape")


def laid(index: int, raw: str, inlays: Sequence[Inlay], position: Any = None, **more: Any) -> Record:
    """The record of a raw text whose ``inlays`` are its leaves; empty ones are none. ``more``: ``names`` and what ``Inlaid`` has."""
    names = more.pop("names", ())
    full = tuple([inlay for inlay in inlays if any(piece.decoded for piece in inlay.pieces)])
    leaves = tuple([Leaf(inlay.field, inlay.text, scalar=inlay.scalar, breaks=inlay.breaks) for inlay in full])
    return Record(index, leaves, Inlaid(raw, full, **more), None, position, names=tuple(dict.fromkeys(names)))


def refused(index: int, problem: str, withheld: str, position: Any = None, encoding: str = "utf-8") -> Record:
    """A record of which nothing could be read; ``withheld`` stands in its place."""
    return Record(index, (), Inlaid("", (), withheld, encoding), problem, position)


class InlaidWriter(StreamWriter):
    """Writes raw texts with edits in their pieces."""

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        source: Inlaid = record.source
        self._put(source, _spliced(source, edits) if any(edits) else source.raw)

    def withhold(self, record: Record, reason: str) -> None:
        source: Inlaid = record.source
        if source.withheld is not None:
            self._put(source, source.withheld)
            return
        self._put(source, _spliced(source, [[Edit(0, len(leaf.text), WITHHELD_TEXT)] for leaf in record.leaves]))

    def _put(self, source: Inlaid, text: str) -> None:
        self._sink.write(encoded(text, source.encoding))


def _spliced(source: Inlaid, edits: Sequence[Sequence[Edit]]) -> str:
    changes: list[tuple[int, int, str]] = []
    for inlay, wanted in zip(source.inlays, edits, strict=True):
        if wanted:
            changes += inlay.changes(source.raw, wanted)
    changes.sort()  # a leaf may lie in a gap of another: the title of a link inside a sentence
    parts: list[str] = []
    at = 0
    for start, end, decoded in changes:
        parts += (source.raw[at:start], decoded)
        at = end
    return "".join((*parts, source.raw[at:]))
