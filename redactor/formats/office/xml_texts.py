"""The texts of an XML part as somebody reads them, and what of its formulas and attributes people may have written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from redactor.formats.office.xml_pieces import Change, Piece
from redactor.records import Edit, Leaf
from redactor.scalars import Scalar


@dataclass(frozen=True, slots=True)
class Unit:
    """One text as somebody reads it: the pieces it is cut into, and ``str`` between them for a tab or a line break."""

    field: str
    pieces: tuple[Piece | str, ...]
    #: What else changes where anything of it does: attributes that say the same.
    also: tuple[Change, ...] = ()
    scalar: Scalar | None = None

    @property
    def text(self) -> str:
        """What detectors see."""
        return "".join(each if isinstance(each, str) else each.text for each in self.pieces)

    @property
    def leaf(self) -> Leaf:
        """The text for detectors."""
        breaks: list[int] = []
        at = 0
        for each in self.pieces:
            size = len(each if isinstance(each, str) else each.text)
            breaks += range(at, at + size) if isinstance(each, str) else ()
            at += size
        return Leaf(self.field, self.text, scalar=self.scalar, breaks=() if self.scalar else tuple(breaks))

    def changes(self, edits: Sequence[Edit]) -> Iterator[Change]:
        """What the edits change: a mask goes into the first piece that it touches, of the others its part is taken out."""
        if not edits:
            return
        sizes = [len(each if isinstance(each, str) else each.text) for each in self.pieces]
        starts = [0, *accumulate(sizes)]
        made: dict[int, list[tuple[int, int, str]]] = {}
        for edit in edits:
            replacement: str | None = edit.replacement
            for number in range(max(0, bisect_right(starts, edit.start) - 1), len(self.pieces)):
                low, high = max(edit.start, starts[number]), min(edit.end, starts[number + 1])
                if edit.end <= starts[number]:
                    break
                if low < high and not isinstance(self.pieces[number], str):
                    made.setdefault(number, []).append((low - starts[number], high - starts[number], replacement or ""))
                    replacement = None
            if replacement is not None and edit.replacement:
                raise ValueError("a mask of a break alone")
        for number, some in made.items():
            piece = self.pieces[number]
            assert isinstance(piece, Piece)
            yield Change(piece.start, piece.end, piece.edited(some))
        yield from self.also


_LITERAL = re.compile(r'(?:"|&quot;)((?:(?!"|&quot;)[\s\S])*)(?:"|&quot;)')


def literals(piece: Piece) -> Iterator[Piece]:
    """The texts in quotes of a formula, empty ones too, for the others are numbered; all else in it are names of cells and functions.

    >>> [each.raw for each in literals(Piece(0, 28, 'IF(A1="","x y","Ann Lee",B2)'))]
    ['', 'x y', 'Ann Lee']
    """
    for match in _LITERAL.finditer(piece.raw):
        start = piece.start + len(piece.raw[: match.start(1)].encode("utf-8"))
        yield Piece(start, start + len(match[1].encode("utf-8")), match[1], piece.kind)


def without_literals(piece: Piece) -> str:
    """What of a formula is no text in quotes."""
    return _LITERAL.sub('""', piece.raw)


#: An attribute that people may have written: words, or an address.
_WRITTEN = re.compile(r"[@\s]|[^\x00-\x7f]|[0-9][ ()./-]+[0-9]|[0-9]{7}")


def is_written(value: str) -> bool:
    """May people have written an attribute? All others are names and measures of the program."""
    return _WRITTEN.search(value) is not None
