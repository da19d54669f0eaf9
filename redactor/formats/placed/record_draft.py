"""A record in the making: the values of one unit after the other, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import merge

from redactor.formats.fields import with_index
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.units import State, Unit
from redactor.formats.raw_pieces import Piece, Pieces

#: More than plain words.
_ODD = re.compile(r"[0-9@\x80-\U0010ffff]").search
_ENDS = re.compile(r"^\W+|\W+$")


@dataclass(slots=True)
class RecordDraft:
    """The record at hand: where it begins, the state there, its leaves, what stands beside them, and how often each field has come."""

    start: int
    state: State = None
    units: int = 0
    values: int = 0
    alone: bool = False
    inlays: list[Inlay] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    #: The field of the last value, if others may join it.
    joining: str = ""
    #: The pieces of those that have joined it.
    joined: Pieces | None = None

    def join(self) -> None:
        """The last value is complete."""
        if self.joined is not None:
            last = self.inlays.pop()
            self.inlays.append(replace(last, pieces=self.joined.kept()))
            self.joined = None

    def take(self, text: str, at: int, unit: Unit, wanted: Callable[[Inlay, bool], bool]) -> None:
        """Take in the values of the unit at ``at`` that are ``wanted`` (told are inlay and ``countable``), and what stands beside all."""
        self.units += 1
        self.alone = unit.alone
        self.values += len(unit.values)
        for start, end in places(value.inlay for value in unit.values):
            self._beside(text, at, start)
            at = max(at, end)
        for value in unit.values:
            inlay = value.inlay
            if value.joins and self.joining == inlay.field:
                joined = self.joined = self.joined or Pieces(self.inlays[-1].pieces)
                joined.append(Piece(joined.end, joined.end, "\n"))
                joined.extend(inlay.moved(-self.start, inlay.field).pieces)
                continue
            # Those that are not wanted count: a check, which may want other numbers, calls the texts the same.
            self.counts[inlay.field] = number = self.counts.get(inlay.field, 0) + 1
            self.joining = ""
            if wanted(inlay, value.countable):
                self.join()
                name = with_index(inlay.field, number) if number > 1 else inlay.field
                self.inlays.append(inlay.moved(-self.start, name))
                self.joining = inlay.field if value.joins else ""
        self._beside(text, at, unit.end)

    def _beside(self, text: str, start: int, end: int) -> None:
        if start < end and _ODD(text, start, end):
            self.names += _names(text[start:end])


def places(inlays: Iterable[Inlay]) -> Iterable[tuple[int, int]]:
    """Where their pieces stand, ascending."""
    few: list[tuple[int, int]] = []
    many: list[Iterator[tuple[int, int]]] = []
    for inlay in inlays:
        own = ((one.start, one.end) for one in inlay.pieces)
        if isinstance(inlay.pieces, Pieces):
            many.append(own)
        else:
            few += own
    few.sort()
    return merge(few, *many) if many else few


def _names(gap: str) -> Iterator[str]:
    """What is more than plain words in a part of a text that is structure."""
    for line in gap.splitlines():
        if _ODD(line):
            yield _ENDS.sub("", line)
