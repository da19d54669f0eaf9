"""Towns, groups, organisations and street addresses."""

from __future__ import annotations

import random

from redactor.training.synthesis.fillers.forms import form, word
from redactor.training.synthesis.fillers.pools import Pools

#: Order of an address → weight.
ADDRESSES = {
    "address_us": 44,
    "address_uk": 13,
    "address_vn": 12,
    "address_eu": 11,
    "address_other": 8,
    "address_world": 12,
}
_ORDERS, _WEIGHTS = tuple(ADDRESSES), tuple(ADDRESSES.values())


def address(rng: random.Random, pools: Pools, gap: str = ", ") -> str:
    """A full street address, its parts joined by ``gap`` (a line break for the form on an envelope)."""
    return form(rng.choices(_ORDERS, _WEIGHTS)[0], rng, pools, gap)


def street_address(rng: random.Random, pools: Pools) -> str:
    """Number and street, at most a unit: no town."""
    line = f"{word('house', rng, pools)} {word('street', rng, pools)}"
    return f"{line}{rng.choice((', ', ' '))}{form('unit', rng, pools)}" if rng.random() < 0.25 else line


def place(rng: random.Random, pools: Pools) -> str:
    """Any place that is not a full address."""
    roll = rng.random()
    name = "city" if roll < 0.6 else "country_common" if roll < 0.8 else "state" if roll < 0.9 else "county"
    return word(name, rng, pools).removeprefix("the ")


def group(rng: random.Random, pools: Pools) -> str:
    """A nationality, religion or political group."""
    words = pools.words
    return rng.choice(words["nrp"] if words["nrp"] and rng.random() < 0.5 else words["nrp_extra"])


def organisation(rng: random.Random, pools: Pools) -> str:
    """Any organisation."""
    names = ("company", "school", "hospital", "civic", "agency", "team", "newspaper")
    return word(rng.choices(names, (55, 10, 7, 8, 10, 6, 4))[0], rng, pools).removeprefix("the ")
