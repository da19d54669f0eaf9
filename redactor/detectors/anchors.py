"""Where rows run: groups of digits and literals, found once per text, so that plain prose costs little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from redactor.detectors.rows import CONTEXT_AFTER, CONTEXT_BEFORE

_RUN = re.compile(r"[0-9]+")
#: Digits this near to each other (in characters) count as one group: ``(415) 555-0132``.
_GAP = 4

Window = tuple[int, int]
#: A group of digits: start, end, how many digits.
Group = tuple[int, int, int]


def digit_groups(text: str) -> list[Group]:
    """Runs of ASCII digits, joined where they stand near each other.

    >>> digit_groups("call 415-555 0132 in 2019")
    [(5, 17, 10), (21, 25, 4)]
    """
    groups: list[Group] = []
    start = end = digits = 0
    for match in _RUN.finditer(text):
        left, right = match.span()
        if digits and left - end <= _GAP:
            end, digits = right, digits + right - left
            continue
        if digits:
            groups.append((start, end, digits))
        start, end, digits = left, right, right - left
    if digits:
        groups.append((start, end, digits))
    return groups


def positions(text: str, literal: str) -> list[int]:
    """Where ``literal`` begins in ``text``, overlaps left out."""
    found = []
    at = text.find(literal)
    while at >= 0:
        found.append(at)
        at = text.find(literal, at + len(literal))
    return found


def merged(windows: Iterable[Window], size: int) -> Iterator[Window]:
    """Sorted windows, clipped to ``[0, size)`` and joined where they meet, so that no character is read twice."""
    low = high = -1
    for left, right in windows:
        if left <= high:
            high = max(high, right)
            continue
        if high >= 0:
            yield max(low, 0), min(high, size)
        low, high = left, right
    if high >= 0:
        yield max(low, 0), min(high, size)


class Surroundings:
    """Answers "does one of these words stand near?" for one text; each word is looked up once, when first asked for."""

    def __init__(self, lower: str) -> None:
        self._lower = lower
        self._places: dict[str, list[int]] = {}

    def places(self, word: str) -> list[int]:
        """Where ``word`` stands as a word of its own (a plural s may follow)."""
        found = self._places.get(word)
        if found is None:
            found = [at for at in positions(self._lower, word) if self._is_word(at, at + len(word))]
            self._places[word] = found
        return found

    def _is_word(self, start: int, end: int) -> bool:
        lower = self._lower
        if start and lower[start].isalnum() and lower[start - 1].isalnum():
            return False
        if end < len(lower) and lower[end] == "s":
            end += 1
        return end >= len(lower) or not lower[end - 1].isalnum() or not lower[end].isalpha()

    def distance(self, start: int, end: int, words: Sequence[str]) -> int | None:
        """How far the nearest of ``words`` stands from ``[start, end)``; None when none is near enough.

        A word after the value counts only on the same line, and as if it stood further away.
        """
        nearest: int | None = None
        for word in words:
            places = self.places(word)
            if not places:
                continue
            index = bisect_left(places, start)
            # A word may end inside the value's own prefix ("MRN0045821"), hence the clamp at 0.
            if index and (gap := max(start - places[index - 1] - len(word), 0)) <= CONTEXT_BEFORE:
                nearest = gap if nearest is None else min(nearest, gap)
            index = bisect_left(places, end)
            if index < len(places) and (gap := places[index] - end) <= CONTEXT_AFTER:
                gap += CONTEXT_BEFORE
                if (nearest is None or gap < nearest) and self._lower.find("\n", end, places[index]) < 0:
                    nearest = gap
        return nearest

    def just_before(self, start: int, words: Sequence[str]) -> bool:
        """Does one of ``words`` end right before ``start``, apart from spaces and a few marks?"""
        head = self._lower[max(0, start - 24) : start].rstrip(" \t:#=-\"'(.")
        return any(
            head.endswith(word) and not head[: len(head) - len(word)][-1:].isalnum() for word in words if head
        )
