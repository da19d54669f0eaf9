"""Faker's lists of names, read as data: no Faker object, no random state.

Another release of Faker may bring other lists and so other surrogates: pin it where they must last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache


def unaccented(text: str) -> str:
    """``text`` in ASCII where its letters have a plain form."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in spread if not unicodedata.combining(char))


def plain(text: str) -> str:
    """The spelling in which names are looked up.

    >>> plain("Đặng")
    'dang'
    """
    return text.casefold() if text.isascii() else unaccented(text).casefold()


def _plain(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, names))


@dataclass(frozen=True, slots=True)
class Lists:
    """Names of one country: given names by gender, middle and family names, and what is looked up in them."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]
    middle: tuple[str, ...] = ()
    plain_male: frozenset[str] = field(init=False)
    plain_female: frozenset[str] = field(init=False)
    plain_family: frozenset[str] = field(init=False)
    known: frozenset[str] = field(init=False)
    only_male: tuple[str, ...] = field(init=False)
    only_female: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        male, female = _plain(self.male), _plain(self.female)
        derived = {
            "plain_male": male,
            "plain_female": female,
            "plain_family": _plain(self.family),
            "known": male | female | _plain(self.middle),
            "only_male": tuple(name for name in self.male if plain(name) not in female),
            "only_female": tuple(name for name in self.female if plain(name) not in male),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


@cache
def english() -> Lists:
    """The lists for anything written in Latin letters."""
    from faker.providers.person.en_US import Provider

    return Lists(tuple(Provider.first_names_male), tuple(Provider.first_names_female), tuple(Provider.last_names))


@cache
def vietnamese() -> Lists:
    """The lists for Vietnamese names, whose family name stands first."""
    from faker.providers.person.vi_VN import Provider

    both = tuple(Provider.first_names_unisex)
    return Lists(
        tuple(Provider.first_names_male) + both,
        tuple(Provider.first_names_female) + both,
        (*Provider.last_names, "Hoàng", "Phan", "Võ", "Hồ", "Ngô", "Dương", "Lý"),
        tuple(Provider.middle_names),
    )
