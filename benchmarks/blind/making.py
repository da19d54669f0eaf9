"""Small makers of values: shapes in letters and digits, check digits by brute force, choices."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

Maker = Callable[[Random], str]

_SIGNS = {
    "9": string.digits,
    "8": "123456789",
    "A": string.ascii_uppercase,
    "a": string.ascii_lowercase,
    "x": "0123456789abcdef",
    "X": "0123456789ABCDEF",
    "N": string.ascii_uppercase + string.digits,
    "n": string.ascii_letters + string.digits,
}


def drawn(form: str, rng: Random) -> str:
    r"""``form`` with every sign of the table drawn; a backslash keeps the next sign.

    >>> drawn(r"\A-99", Random(1))
    'A-29'
    """
    made, plain = [], False
    for sign in form:
        if plain or sign not in (*_SIGNS, "\\"):
            made.append(sign)
            plain = False
        elif sign == "\\":
            plain = True
        else:
            made.append(rng.choice(_SIGNS[sign]))
    return "".join(made)


def shape(*forms: str) -> Maker:
    """A value in one of the forms."""
    return lambda rng: drawn(rng.choice(forms), rng)


def said(*texts: str) -> Maker:
    """One of the texts as it stands."""
    return lambda rng: rng.choice(texts)


def either(*makers: Maker) -> Maker:
    """What one of the makers gives."""
    return lambda rng: rng.choice(makers)(rng)


def such(maker: Maker, holds: Callable[[str], bool]) -> Maker:
    """The first value of ``maker`` for which ``holds``: check digits without a formula."""

    def made(rng: Random) -> str:
        return next(value for _ in range(100_000) if holds(value := maker(rng)))

    return made


def grouped(value: str, sizes: tuple[int, ...], between: str) -> str:
    """``value`` cut into groups.

    >>> grouped("123456789", (3, 2, 4), "-")
    '123-45-6789'
    """
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return between.join(part for part in (*parts, value[at:]) if part)
