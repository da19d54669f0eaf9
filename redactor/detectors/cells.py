"""Parts of a text as ranges: cells between marks, and matches with all that stands up to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Half-open, in characters of the text.
Cell = tuple[int, int]


def parted(text: str, start: int, end: int, mark: str, escape: str = "") -> list[Cell]:
    """The ranges between ``mark``s that no ``escape`` stands before; all of it where ``mark`` is empty.

    >>> parted("a|b|", 0, 4, "|")
    [(0, 1), (2, 3), (4, 4)]
    """
    parts, low, at = [], start, start
    while mark and (at := text.find(mark, at, end)) >= 0:
        if not escape or text[at - 1] != escape:
            parts.append((low, at))
            low = at + len(mark)
        at += len(mark)
    return [*parts, (low, end)]


def with_next(matches: Iterable[re.Match[str]], end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Each match with the place where the next one begins, the last with ``end``."""
    found = list(matches)
    return zip(found, [*(match.start() for match in found[1:]), end], strict=False)
