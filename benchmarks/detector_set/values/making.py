"""Helpers that draw values: signs of an alphabet, one of many, groups, what Faker and python-stdnum know."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import Any

Maker = Callable[[Random], str]

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
BASE62 = LOWER + UPPER + DIGITS


def text_of(rng: Random, alphabet: str, size: int) -> str:
    """``size`` characters of ``alphabet``."""
    return "".join(rng.choices(alphabet, k=size))


def digits(rng: Random, size: int) -> str:
    """``size`` digits, the first not zero."""
    return rng.choice("123456789") + text_of(rng, DIGITS, size - 1)


def pick(*makers: Maker) -> Maker:
    """One of ``makers``, each time anew."""
    return lambda rng: rng.choice(makers)(rng)


def of(*values: str) -> Maker:
    """One of ``values``."""
    return lambda rng: rng.choice(values)


def grouped(value: str, sizes: tuple[int, ...], mark: str) -> str:
    """``value`` in groups."""
    out, at = [], 0
    for size in sizes:
        out.append(value[at : at + size])
        at += size
    if at < len(value):
        out.append(value[at:])
    return mark.join(out)


def stdnum(name: str) -> Any:
    """A module of python-stdnum."""
    return import_module(f"stdnum.{name}")


@lru_cache(maxsize=8)
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale)


def fake(rng: Random, method: str, locale: str = "en_US", **options: Any) -> str:
    """What Faker's ``method`` gives, seeded from ``rng``."""
    faker = _faker(locale)
    faker.seed_instance(rng.getrandbits(48))
    return str(getattr(faker, method)(**options))
