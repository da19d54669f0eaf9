"""Refuse a pattern whose running time may grow faster than the text that it searches.

The check looks at the parsed pattern, so that a policy is accepted on one machine exactly when it is on
another (google-re2 would run anything it takes in linear time, but it is not installed everywhere). It is
strict: a few harmless patterns are refused too, and the message says how to write them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants, _parser  # type: ignore[attr-defined]  # the only parser of this dialect there is
else:
    import sre_constants as _constants
    import sre_parse as _parser

_Item = tuple[Any, Any]
#: Characters that stand for all others when two sets are compared: ASCII, and one of each other kind.
_SAMPLE = frozenset([*map(chr, range(128)), "é", "Ж", "中", "٣", "\u00a0", "’", "😀", "\u2028"])
#: A repeat with a higher limit counts as one without.
_BOUNDED = 1_000
_OPEN_WAYS = 5_000
_MOST_WAYS = 20_000
_LIMIT = "put a limit in its place, such as {1,64}"


def check_linear(pattern: str) -> None:
    """Raise ``ValueError`` (without the pattern's text) when it does not compile or may not be linear."""
    try:
        re.compile(pattern)
        tree = list(_parser.parse(pattern))
    except re.error as error:
        raise ValueError(f"not a regular expression: {error.msg} at character {error.pos}") from None
    except (OverflowError, RecursionError):
        raise ValueError("not a regular expression that can be used: too large or too deep") from None
    _check(tree, inside=False)
    _check_search(tree)


def _check(nested: Sequence[_Item], inside: bool) -> None:
    """Refuse what backtracks: repeats in repeats, neighbours that compete for characters, references."""
    items = _flat(nested)
    for place, (op, argument) in enumerate(items):
        if str(op) in {"GROUPREF", "GROUPREF_EXISTS"}:
            raise ValueError("a reference to a group cannot be searched in linear time")
        if _ways(op, argument) * _competing(_chars([(op, argument)]), items[place + 1 :]) > _MOST_WAYS:
            raise ValueError(f"parts one after the other compete for the same characters, which is not linear; {_LIMIT}")
        for body in _bodies(op, argument):
            if str(op) in {"ASSERT", "ASSERT_NOT"} and _has_open(body):
                raise ValueError(f"a repeat without limit inside a look-around is not linear; {_LIMIT}")
            repeated = _is_repeat(op) and argument[1] > 1
            if inside and _is_open(op, argument):
                raise ValueError(f"a repeat without limit inside a repeat is not linear; {_LIMIT}")
            if repeated:
                _check_rounds(_flat(body))
            _check(body, inside or repeated)


def _flat(items: Iterable[_Item]) -> list[_Item]:
    """``items`` with plain groups opened: ``(a)b`` reads as ``ab``."""
    found: list[_Item] = []
    for op, argument in items:
        found += _flat(argument[3]) if str(op) == "SUBPATTERN" else [(op, argument)]
    return found


def _check_search(items: Sequence[_Item]) -> None:
    """Refuse an open repeat that a search may start in the middle of, when something must follow it.

    ``[a-z]+-`` on a long word is tried at every letter and runs to its end each time; ``\\b[a-z]+-`` is not.
    """
    for branch in _branches(items):
        before: frozenset[str] | None = None
        for place, (op, argument) in enumerate(branch):
            if _is_open(op, argument):
                chars = _chars(list(argument[2]))
                safe = _starts_whole(branch[:place], chars)
                started = before is None or bool(before & chars)
                if started and not safe and _must_follow(branch[place + 1 :]):
                    raise ValueError(
                        f"a repeat without limit that something follows is not linear when a search can begin inside it; "
                        f"{_LIMIT}, or begin with \\b"
                    )
            if _required(op, argument):
                before = (before or frozenset()) | _chars([(op, argument)])


def _word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _starts_whole(before: Sequence[_Item], chars: frozenset[str]) -> bool:
    """True where what stands before the repeat keeps a search from starting inside a run of ``chars``."""
    if not before:
        return False
    op, argument = before[-1]
    if str(op) == "AT":
        alike = all(map(_word, chars)) or not any(map(_word, chars))
        start = str(argument) == "AT_BEGINNING_STRING" or (str(argument) == "AT_BEGINNING" and "\n" not in chars)
        return start or (str(argument) == "AT_BOUNDARY" and alike)
    return str(op) == "ASSERT_NOT" and argument[0] < 0 and len(argument[1]) == 1 and chars <= _chars(argument[1])


def _must_follow(rest: Sequence[_Item]) -> bool:
    """True where the match can fail after the repeat: something is required or asserted there."""
    return any(_required(op, argument) or str(op) in {"AT", "ASSERT", "ASSERT_NOT"} for op, argument in rest)


def _ways(op: Any, argument: Any) -> int:
    """In how many ways a part may be taken: 1 for a fixed one, many for an open repeat."""
    if str(op) == "BRANCH":
        return len(argument[1])
    if not _is_repeat(op) or str(op) == "POSSESSIVE_REPEAT":
        return 1
    return _OPEN_WAYS if _is_open(op, argument) else argument[1] - argument[0] + 1


def _competing(chars: frozenset[str], rest: Sequence[_Item]) -> int:
    """The ways of the parts behind, up to the first thing required that cannot be one of ``chars``."""
    ways = 1
    for op, argument in rest:
        if _chars([(op, argument)]) & chars:
            inner = [_ways(*item) for body in _bodies(op, argument) for item in _flat(body)]
            ways *= max([_ways(op, argument), *inner])
        elif _required(op, argument):
            break
    return ways


def _check_rounds(body: Sequence[_Item]) -> None:
    """``(a|ab|b)*`` can cut a run into rounds in many ways: where a round may end must be plain to see."""
    for place, (op, argument) in enumerate(body):
        rest = body[place + 1 :]
        follow = _first(rest)
        if not any(_required(*item) for item in rest):
            follow |= _first(body)
        if _varies(op, argument) and _chars([(op, argument)]) & follow:
            raise ValueError(
                f"a repeat of something that may itself be longer or shorter is not linear; {_LIMIT}, or part the rounds"
            )
        if str(op) != "BRANCH":
            continue
        seen: set[str] = set()
        for branch in argument[1]:
            first = _first(list(branch))
            if first & seen:
                raise ValueError(
                    "a repeat over alternatives that begin alike is not linear; let each begin with its own character"
                )
            seen |= first


def _varies(op: Any, argument: Any) -> bool:
    """True for a part that may be longer or shorter."""
    if str(op) == "BRANCH":
        return any(_varies(*item) for branch in argument[1] for item in _flat(branch)) or (
            len({branch.getwidth() for branch in argument[1]}) > 1
        )
    if not _is_repeat(op):
        return False
    return argument[0] != argument[1] or any(_varies(*item) for item in _flat(argument[2]))


def _first(items: Iterable[_Item]) -> frozenset[str]:
    """The sample characters that a match can begin with."""
    found: frozenset[str] = frozenset()
    for op, argument in items:
        if str(op) == "BRANCH":
            found |= frozenset().union(*(_first(list(branch)) for branch in argument[1]))
        elif str(op) == "SUBPATTERN":
            found |= _first(list(argument[3]))
        else:
            found |= _chars([(op, argument)])
        if _required(op, argument):
            break
    return found


def _required(op: Any, argument: Any) -> bool:
    """True where at least one character must be taken."""
    name = str(op)
    if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
        return True
    if _is_repeat(op):
        return argument[0] > 0 and any(_required(*item) for item in argument[2])
    if name == "BRANCH":
        return all(any(_required(*item) for item in branch) for branch in argument[1])
    return name in {"SUBPATTERN", "ATOMIC_GROUP"} and any(
        _required(*item) for body in _bodies(op, argument) for item in body
    )


def _branches(items: Sequence[_Item]) -> list[list[_Item]]:
    """The alternatives at the top of a pattern, with plain groups opened."""
    found: list[list[_Item]] = [[]]
    for op, argument in items:
        if str(op) == "BRANCH":
            tails = [tail for branch in argument[1] for tail in _branches(list(branch))]
        elif str(op) in {"SUBPATTERN", "ATOMIC_GROUP"}:
            tails = _branches(_bodies(op, argument)[0])
        else:
            tails = [[(op, argument)]]
        found = [head + tail for head in found for tail in tails]
        if len(found) > _BOUNDED:
            raise ValueError("too many alternatives inside one another; write several patterns")
    return found


def _is_repeat(op: Any) -> bool:
    return str(op) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def _is_open(op: Any, argument: Any) -> bool:
    return _is_repeat(op) and (argument[1] == _constants.MAXREPEAT or argument[1] > _BOUNDED)


def _has_open(items: Sequence[_Item]) -> bool:
    return next(iter(_open_bodies(items)), None) is not None


def _open_bodies(items: Iterable[_Item]) -> Iterable[list[_Item]]:
    for op, argument in items:
        if _is_open(op, argument):
            yield list(argument[2])
        for body in _bodies(op, argument):
            yield from _open_bodies(body)


def _bodies(op: Any, argument: Any) -> list[list[_Item]]:
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
    return [list(argument[2])] if _is_repeat(op) else []


def _chars(items: Iterable[_Item]) -> frozenset[str]:
    """The sample characters that can stand anywhere in what ``items`` match."""
    found: set[str] = set()
    for op, argument in items:
        name = str(op)
        if name == "LITERAL":
            found |= _both_cases(chr(argument))
        elif name == "NOT_LITERAL":
            found |= _SAMPLE
        elif name == "ANY":
            found |= _SAMPLE
        elif name == "IN":
            found |= _in_set(argument)
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            for body in _bodies(op, argument):
                found |= _chars(body)
    return frozenset(found)


def _both_cases(char: str) -> set[str]:
    """A pattern may ignore case; to be safe every letter stands for both."""
    return {char, char.lower(), char.upper()}


_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdigit,
    "SPACE": str.isspace,
    "WORD": _word,
}


def _in_set(members: Sequence[_Item]) -> set[str]:
    if str(members[0][0]) == "NEGATE":
        return set(_SAMPLE) - _in_set(members[1:]) if len(members) > 1 else set(_SAMPLE)
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL":
            found |= _both_cases(chr(argument))
        elif str(op) == "RANGE":
            inside = {char for char in _SAMPLE if argument[0] <= ord(char) <= argument[1]}
            found |= inside.union(*map(_both_cases, inside)) if inside else {chr(argument[0])}
        else:
            category = str(argument).removeprefix("CATEGORY_").removeprefix("UNI_")
            test = _CATEGORIES.get(category.removeprefix("NOT_"), lambda char: True)
            wanted = not category.startswith("NOT_")
            found |= {char for char in _SAMPLE if test(char) is wanted}
    return found
