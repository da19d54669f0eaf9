"""Refuse a pattern whose running time may grow faster than the text that it searches.

The check looks at the parsed pattern, so that a policy is accepted on one machine exactly when it is on
another (google-re2 would run anything it takes in linear time, but takes no look-around and counts in bytes). It is
strict: a few harmless patterns are refused too, and the message says how to write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redactor.masking.policy.regex_ast import (
    MOST_ROUNDS,
    Item,
    bodies,
    chars_of,
    first,
    flat,
    has_open,
    is_open,
    is_repeat,
    parsed,
    required,
    word,
)

_OPEN_WAYS = 5_000
_MOST_WAYS = 20_000
_LIMIT = "put a limit in its place, such as {1,64}"


def check_linear(pattern: str) -> None:
    """Raise ``ValueError`` (without the pattern's text) when it does not compile or may not be linear."""
    tree = parsed(pattern)
    _check(tree, inside=False)
    _check_search(tree)


def _check(nested: Sequence[Item], inside: bool) -> None:
    """Refuse what backtracks: repeats in repeats, neighbours that compete for characters, references."""
    items = flat(nested)
    for place, (op, argument) in enumerate(items):
        if str(op) in {"GROUPREF", "GROUPREF_EXISTS"}:
            raise ValueError("a reference to a group cannot be searched in linear time")
        if _ways(op, argument) * _competing(chars_of([(op, argument)]), items[place + 1 :]) > _MOST_WAYS:
            raise ValueError(
                f"parts one after the other compete for the same characters, which is not linear; {_LIMIT}"
            )
        for body in bodies(op, argument):
            if str(op) in {"ASSERT", "ASSERT_NOT"} and has_open(body):
                raise ValueError(f"a repeat without limit inside a look-around is not linear; {_LIMIT}")
            repeated = is_repeat(op) and argument[1] > 1
            if inside and is_open(op, argument):
                raise ValueError(f"a repeat without limit inside a repeat is not linear; {_LIMIT}")
            if repeated:
                _check_rounds(flat(body))
            _check(body, inside or repeated)


def _check_search(items: Sequence[Item]) -> None:
    """Refuse an open repeat that a search may start in the middle of, when something must follow it.

    ``[a-z]+-`` on a long word is tried at every letter and runs to its end each time; ``\\b[a-z]+-`` is not.
    """
    for branch in _branches(items):
        before: frozenset[str] | None = None
        for place, (op, argument) in enumerate(branch):
            if is_open(op, argument):
                chars = chars_of(list(argument[2]))
                safe = _starts_whole(branch[:place], chars)
                started = before is None or bool(before & chars)
                if started and not safe and _must_follow(branch[place + 1 :]):
                    raise ValueError(
                        f"a repeat without limit followed by something is not linear when a search can begin inside; "
                        f"{_LIMIT}, or begin with \\b"
                    )
            if required(op, argument):
                before = (before or frozenset()) | chars_of([(op, argument)])


def _starts_whole(before: Sequence[Item], chars: frozenset[str]) -> bool:
    """True where what stands before the repeat keeps a search from starting inside a run of ``chars``."""
    if not before:
        return False
    op, argument = before[-1]
    if str(op) == "AT":
        alike = all(map(word, chars)) or not any(map(word, chars))
        start = str(argument) == "AT_BEGINNING_STRING" or (str(argument) == "AT_BEGINNING" and "\n" not in chars)
        return start or (str(argument) == "AT_BOUNDARY" and alike)
    return str(op) == "ASSERT_NOT" and argument[0] < 0 and len(argument[1]) == 1 and chars <= chars_of(argument[1])


def _must_follow(rest: Sequence[Item]) -> bool:
    """True where the match can fail after the repeat: something is required or asserted there."""
    return any(required(op, argument) or str(op) in {"AT", "ASSERT", "ASSERT_NOT"} for op, argument in rest)


def _ways(op: Any, argument: Any) -> int:
    """In how many ways a part may be taken: 1 for a fixed one, many for an open repeat."""
    if str(op) == "BRANCH":
        return len(argument[1])
    if not is_repeat(op) or str(op) == "POSSESSIVE_REPEAT":
        return 1
    return _OPEN_WAYS if is_open(op, argument) else argument[1] - argument[0] + 1


def _competing(chars: frozenset[str], rest: Sequence[Item]) -> int:
    """The ways of the parts behind, up to the first thing required that cannot be one of ``chars``."""
    ways = 1
    for op, argument in rest:
        if chars_of([(op, argument)]) & chars:
            inner = [_ways(*item) for body in bodies(op, argument) for item in flat(body)]
            ways *= max([_ways(op, argument), *inner])
        elif required(op, argument):
            break
    return ways


def _check_rounds(body: Sequence[Item]) -> None:
    """``(a|ab|b)*`` can cut a run into rounds in many ways: where a round may end must be plain to see."""
    for place, (op, argument) in enumerate(body):
        rest = body[place + 1 :]
        follow = first(rest)
        if not any(required(*item) for item in rest):
            follow |= first(body)
        if _varies(op, argument) and chars_of([(op, argument)]) & follow:
            raise ValueError(
                f"a repeat of something that may itself be longer or shorter is not linear; {_LIMIT}, or part them"
            )
        if str(op) != "BRANCH":
            continue
        seen: set[str] = set()
        for branch in argument[1]:
            begins = first(list(branch))
            if begins & seen:
                raise ValueError(
                    "a repeat over alternatives that begin alike is not linear; let each begin with its own character"
                )
            seen |= begins


def _varies(op: Any, argument: Any) -> bool:
    """True for a part that may be longer or shorter."""
    if str(op) == "BRANCH":
        return any(_varies(*item) for branch in argument[1] for item in flat(branch)) or (
            len({branch.getwidth() for branch in argument[1]}) > 1
        )
    if not is_repeat(op):
        return False
    return argument[0] != argument[1] or any(_varies(*item) for item in flat(argument[2]))


def _branches(items: Sequence[Item]) -> list[list[Item]]:
    """The alternatives at the top of a pattern, with plain groups opened."""
    found: list[list[Item]] = [[]]
    for op, argument in items:
        if str(op) == "BRANCH":
            tails = [tail for branch in argument[1] for tail in _branches(list(branch))]
        elif str(op) in {"SUBPATTERN", "ATOMIC_GROUP"}:
            tails = _branches(bodies(op, argument)[0])
        else:
            tails = [[(op, argument)]]
        found = [head + tail for head in found for tail in tails]
        if len(found) > MOST_ROUNDS:
            raise ValueError("too many alternatives inside one another; write several patterns")
    return found
