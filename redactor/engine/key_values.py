"""Names of places in a record that are values themselves: ``{"bob@example.com": 3}``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from redactor.detectors.proven import BY_CONTEXT, surely
from redactor.records import detectable
from redactor.spans import Span

#: Names that are remembered to have been looked at.
_MOST_NAMES = 65_536


def key_values(find: Callable[[str], Iterable[Span]]) -> Callable[[str], bool]:
    """A function that tells, and remembers, whether a name (a JSON key) surely is a value.

    ``find`` gives what detectors find in a text and the policy masks.
    """

    def is_value(name: str) -> bool:
        return any(surely(name, span) for span in find(detectable(name)) if span.detector not in BY_CONTEXT)

    return lru_cache(_MOST_NAMES)(is_value)
