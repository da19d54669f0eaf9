"""What a parsed regular expression can match: its items, the characters they take, what must be there.

The items are those of the standard library's parser: pairs of an operation and its argument.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from re import _constants, _parser  # type: ignore[attr-defined]  # the only parser of this dialect there is
from typing import Any

Item = tuple[Any, Any]
#: Characters that stand for all others when two sets are compared: ASCII, one of each other kind, and where a pattern's own
#: ranges begin and end (``parsed`` adds them): two ranges that overlap share the beginning of one.
_COMMON = frozenset([*map(chr, range(128)), "é", "Ж", "中", "٣", "\u00a0", "’", "😀", "\u2028"])
_sample: ContextVar[frozenset[str]] = ContextVar("sample", default=_COMMON)
#: A repeat with a higher limit counts as one without.
MOST_ROUNDS = 1_000


def parsed(pattern: str) -> list[Item]:
    """The items of ``pattern``, of which the characters are compared from now on. Raises ``ValueError``, without the pattern's
    text, when there are none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
        items = list(_parser.parse(pattern))
        _sample.set(_COMMON.union(*map(_both_cases, _ends(items))))
        return items
    except re.error as error:
        raise ValueError(f"not a regular expression: {error.msg} at character {error.pos}") from None
    except FutureWarning:
        raise ValueError(
            "not a regular expression: [[, --, &&, ~~ or || inside a set; write a backslash before it"
        ) from None
    except (OverflowError, RecursionError):
        raise ValueError("not a regular expression that can be used: too large or too deep") from None


def _ends(items: Iterable[Item]) -> Iterator[str]:
    """The characters of ``items``, the first and last of their ranges and those beside them, and one of each kind inside."""
    for op, argument in items:
        if str(op) in {"LITERAL", "NOT_LITERAL"}:
            yield chr(argument)
        elif str(op) == "IN":
            yield from _ends(argument)
        elif str(op) == "RANGE":
            low, high = argument
            yield from map(chr, (max(0, low - 1), low, high, min(high + 1, sys.maxunicode)))
            yield from filter(None, (next(filter(test, map(chr, range(low, high + 1))), "") for test in _KINDS))
        else:
            for body in bodies(op, argument):
                yield from _ends(body)


def flat(items: Iterable[Item]) -> list[Item]:
    """``items`` with plain groups opened: ``(a)b`` reads as ``ab``."""
    found: list[Item] = []
    for op, argument in items:
        found += flat(argument[3]) if str(op) == "SUBPATTERN" else [(op, argument)]
    return found


def word(char: str) -> bool:
    return char.isalnum() or char == "_"


def first(items: Iterable[Item]) -> frozenset[str]:
    """The sample characters that a match can begin with."""
    found: frozenset[str] = frozenset()
    for op, argument in items:
        if str(op) == "BRANCH":
            found |= frozenset().union(*(first(list(branch)) for branch in argument[1]))
        elif str(op) == "SUBPATTERN":
            found |= first(list(argument[3]))
        else:
            found |= chars_of([(op, argument)])
        if required(op, argument):
            break
    return found


def required(op: Any, argument: Any) -> bool:
    """True where at least one character must be taken."""
    name = str(op)
    if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
        return True
    if is_repeat(op):
        return argument[0] > 0 and any(required(*item) for item in argument[2])
    if name == "BRANCH":
        return all(any(required(*item) for item in branch) for branch in argument[1])
    return name in {"SUBPATTERN", "ATOMIC_GROUP"} and any(
        required(*item) for body in bodies(op, argument) for item in body
    )


def is_repeat(op: Any) -> bool:
    return str(op) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def is_open(op: Any, argument: Any) -> bool:
    return is_repeat(op) and (argument[1] == _constants.MAXREPEAT or argument[1] > MOST_ROUNDS)


def has_open(items: Sequence[Item]) -> bool:
    return next(iter(open_bodies(items)), None) is not None


def open_bodies(items: Iterable[Item]) -> Iterable[list[Item]]:
    for op, argument in items:
        if is_open(op, argument):
            yield list(argument[2])
        for body in bodies(op, argument):
            yield from open_bodies(body)


def bodies(op: Any, argument: Any) -> list[list[Item]]:
    """The pattern parts inside an item."""
    name = str(op)
    if name == "BRANCH":
        return [list(branch) for branch in argument[1]]
    if name == "SUBPATTERN":
        return [list(argument[3])]
    if name in {"ASSERT", "ASSERT_NOT"}:
        return [list(argument[1])]
    if name == "ATOMIC_GROUP":
        return [list(argument)]
    return [list(argument[2])] if is_repeat(op) else []


def chars_of(items: Iterable[Item]) -> frozenset[str]:
    """The sample characters that can stand anywhere in what ``items`` match."""
    found: set[str] = set()
    for op, argument in items:
        name = str(op)
        if name == "LITERAL":
            found |= _both_cases(chr(argument))
        elif name == "NOT_LITERAL" or name == "ANY":
            found |= _sample.get()
        elif name == "IN":
            found |= _in_set(argument)
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            for body in bodies(op, argument):
                found |= chars_of(body)
    return frozenset(found)


def _both_cases(char: str) -> set[str]:
    """A pattern may ignore case; to be safe every letter stands for both."""
    return {one for one in (char, char.lower(), char.upper()) if len(one) == 1}


def _anything(char: str) -> bool:
    return True


_KINDS: tuple[Callable[[str], bool], ...] = (str.isdigit, str.isspace, word, lambda char: not word(char))
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdigit,
    "SPACE": str.isspace,
    "WORD": word,
}


def _in_set(members: Sequence[Item]) -> set[str]:
    if str(members[0][0]) == "NEGATE":
        return set(_sample.get()) - _in_set(members[1:]) if len(members) > 1 else set(_sample.get())
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL":
            found |= _both_cases(chr(argument))
        elif str(op) == "RANGE":
            inside = {char for char in _sample.get() if argument[0] <= ord(char) <= argument[1]}
            found |= inside.union(*map(_both_cases, inside))
        else:
            category = str(argument).removeprefix("CATEGORY_").removeprefix("UNI_")
            test = _CATEGORIES.get(category.removeprefix("NOT_"), _anything)
            wanted = not category.startswith("NOT_")
            found |= {char for char in _sample.get() if test(char) is wanted}
    return found
