"""What a suite is: cases in groups, the source they are drawn from, and the bar of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

#: ``{}`` is the value.
BARE = ("{}", "We noted {} and went on.", "It was {} before.", "a7,{},open", "({})")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and the value ``[start, end)`` in it that must be masked whole; ``start == end``: nothing must be masked.

    ``group`` is the line of the table (and the key of its bar), ``kind`` what misses are told by: a region, a brand.
    ``regions`` are those of the policy, None the default ones.
    """

    group: str
    kind: str
    text: str
    start: int = 0
    end: int = 0
    regions: tuple[str, ...] | None = None

    @property
    def negative(self) -> bool:
        """Nothing in the text is personal."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Suite:
    """``cases`` gives the cases of a seed, the same for the same seed and libraries.

    ``bars`` is the least share of values wholly masked by group, in [0, 1]; of a group of negatives the most spans in
    1,000 words (``noise``). A group without a bar is told and judged by nobody.
    """

    name: str
    source: str
    cases: Callable[[int], Iterable[Case]]
    bars: Mapping[str, float] = field(default_factory=dict)
    noise: Mapping[str, float] = field(default_factory=dict)


def case(group: str, kind: str, sentence: str, value: str, regions: tuple[str, ...] | None = None) -> Case:
    """``value`` in the place of ``{}`` in ``sentence``.

    >>> case("named", "GB", "Call {} now", "0117 496 0123")
    Case(group='named', kind='GB', text='Call 0117 496 0123 now', start=5, end=18, regions=None)
    """
    head, _, tail = sentence.partition("{}")
    return Case(group, kind, head + value + tail, len(head), len(head) + len(value), regions)
