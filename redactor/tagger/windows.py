"""Windows over a token sequence. They part at paragraphs, else they overlap: then each token is decided where it is
farthest from a window's edge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``[start, end)`` go into the model; the logits of ``[own_start, own_end)`` are used."""

    start: int
    end: int
    own_start: int
    own_end: int


def plan(tokens: int, size: int, overlap: int, breaks: Sequence[int] = ()) -> list[Window]:
    """Windows of at most ``size`` tokens whose owned parts tile ``range(tokens)`` exactly.

    ``breaks`` are the tokens, in order, that paragraphs begin with. Between windows that part there nothing is seen
    twice; what lies between two such places is cut into as few windows as will do, equally long, of which neighbours
    share at least ``overlap`` tokens and each owns half of what they share.
    Raises ``ValueError`` unless ``0 <= overlap < size``.

    >>> [(w.start, w.end, w.own_start, w.own_end) for w in plan(10, 6, 2)]
    [(0, 6, 0, 5), (4, 10, 5, 10)]
    >>> [(w.start, w.end, w.own_start, w.own_end) for w in plan(10, 6, 2, [1, 4])]
    [(0, 4, 0, 4), (4, 10, 4, 10)]
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap {overlap} does not fit a window of {size}")
    windows: list[Window] = []
    at = 0
    for end in _parts(tokens, size, breaks):
        windows += _even(at, end, size, overlap)
        at = end
    return windows


def _parts(tokens: int, size: int, breaks: Sequence[int]) -> Iterator[int]:
    """Where each part ends. One window holds it, unless a paragraph is too long for that; none is cut off that is so short
    that it says little by itself."""
    at, least = 0, max(1, size // 4)
    while tokens - at > size:
        wanted = at + -(-(tokens - at) // -(-(tokens - at) // size))
        low = bisect_left(breaks, at + size // 2)
        near = breaks[low : bisect_right(breaks, min(at + size, tokens - least))]
        later = breaks[low] if low < len(breaks) else tokens
        cut = min(near, key=lambda place: abs(place - wanted), default=later)
        if tokens - cut < least:
            break
        yield cut
        at = cut
    if tokens:
        yield tokens


def _even(start: int, end: int, size: int, overlap: int) -> list[Window]:
    """As few windows over ``[start, end)`` as will do, equally long."""
    tokens = end - start
    count = max(1, -(-(tokens - overlap) // (size - overlap)))
    length = -(-(tokens + (count - 1) * overlap) // count)
    starts = [start + index * (tokens - length) // max(1, count - 1) for index in range(count)]
    ends = [each + length for each in starts]
    cuts = [(after + before) // 2 for after, before in zip(starts[1:], ends, strict=False)]
    return [
        Window(left, right, own_left, own_right)
        for left, right, own_left, own_right in zip(starts, ends, [start, *cuts], [*cuts, end], strict=True)
    ]


def batches(lengths: list[int], budget: int, *, alike: bool = False) -> list[list[int]]:
    """Indices of windows, sorted by length, grouped so that each padded batch holds at most ``budget`` tokens.

    With ``alike`` the windows of a batch are of one length and nothing is padded. A function of ``lengths`` alone, so
    that the same records always share a batch.

    >>> batches([5, 2, 5, 3], 10), batches([5, 2, 5, 3], 10, alike=True)
    ([[1, 3], [0, 2]], [[1], [3], [0, 2]])
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        fits = bool(groups) and lengths[index] * (len(groups[-1]) + 1) <= budget
        if fits and not (alike and lengths[groups[-1][0]] != lengths[index]):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
