"""Spans: labelled half-open character ranges, and the few pure functions on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of characters of one field.

    ``score`` lies in 0..1; ``detector`` names who found it (``model``, ``pattern:iban``,
    ``deny_list``, ``propagation``, ``field``). Raises ``ValueError`` for an empty or negative range.
    """

    start: int
    end: int
    label: str
    score: float = 1.0
    detector: str = "model"

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def shifted(self, by: int) -> Span:
        """The same span ``by`` characters further on."""
        return Span(self.start + by, self.end + by, self.label, self.score, self.detector) if by else self

    def within(self, start: int, end: int) -> Span:
        """The same span over other characters."""
        unchanged = self.start == start and self.end == end
        return self if unchanged else Span(start, end, self.label, self.score, self.detector)


#: Sorts spans as they compare, and faster: a comparison of two makes two tuples each time.
in_order = attrgetter("start", "end", "label", "score", "detector")


def overlaps(a: Span, b: Span) -> bool:
    """True where the two spans share a character."""
    return a.start < b.end and b.start < a.end


def check_disjoint(spans: Sequence[Span]) -> None:
    """Raise ``ValueError`` unless ``spans`` are sorted and share no character."""
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise ValueError("spans overlap or are out of order")
