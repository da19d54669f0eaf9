"""Overlapping windows over a token sequence: each token is decided where it is farthest from a window's edge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``[start, end)`` go into the model; the logits of ``[own_start, own_end)`` are used."""

    start: int
    end: int
    own_start: int
    own_end: int


def plan(tokens: int, size: int, overlap: int) -> list[Window]:
    """As few windows of at most ``size`` tokens as will do, equally long; their owned parts tile ``range(tokens)`` exactly.

    Neighbours share at least ``overlap`` tokens and each owns half of what they share.
    Raises ``ValueError`` unless ``0 <= overlap < size``.

    >>> [(w.start, w.end, w.own_start, w.own_end) for w in plan(10, 6, 2)]
    [(0, 6, 0, 5), (4, 10, 5, 10)]
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap {overlap} does not fit a window of {size}")
    if tokens == 0:
        return []
    count = max(1, -(-(tokens - overlap) // (size - overlap)))
    length = -(-(tokens + (count - 1) * overlap) // count)
    starts = [index * (tokens - length) // max(1, count - 1) for index in range(count)]
    ends = [start + length for start in starts]
    cuts = [(after + end) // 2 for after, end in zip(starts[1:], ends, strict=False)]
    return [
        Window(start, end, own_start, own_end)
        for start, end, own_start, own_end in zip(starts, ends, [0, *cuts], [*cuts, tokens], strict=True)
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
