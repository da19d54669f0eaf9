"""One search that says whether any of many expressions can match in a text: most cells of numbers match none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

#: Compiling all expressions as one takes as long as reading about so many cells without it.
_PATIENCE = 1_000
_NAME = re.compile(r"(?<=\(\?P[<=])(?=\w)")
_REFERENCE = re.compile(r"(?<!\\)\\([1-9][0-9]?)")


class Prefilter:
    """The expressions that ``made`` gives as one alternation, once it has been asked often. Threads may share it."""

    def __init__(self, made: Callable[[], Iterable[re.Pattern[str]]]) -> None:
        self._made = made
        self._asked = 0
        self._any: re.Pattern[str] | None = None

    def may_match(self, text: str) -> bool:
        """False where no expression matches anywhere in ``text``. Those who ask seldom are always told True."""
        if self._any is None:
            self._asked += 1
            if self._asked <= _PATIENCE:
                return True
            self._any = alternation(self._made())
        return self._any.search(text) is not None


def alternation(expressions: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """An expression that matches wherever one of ``expressions`` does: their groups get names and numbers of their own.

    >>> either = alternation([re.compile("(?P<a>x)(?P=a)"), re.compile(r"(-)[0-9]\\1y", re.IGNORECASE)])
    >>> [either.search(text) is not None for text in ("xx", "-1-Y", "-1+y", "XX")]
    [True, True, False, False]
    """
    parts: list[str] = []
    groups = 0
    for number, expression in enumerate(expressions):
        pieces = _REFERENCE.split(_NAME.sub(f"n{number}_", expression.pattern))
        pieces[1::2] = [rf"(?:\{groups + int(reference)})" for reference in pieces[1::2]]
        parts.append(f"(?{'i' if expression.flags & re.IGNORECASE else ''}:{''.join(pieces)})")
        groups += expression.groups
    return re.compile("|".join(parts))
