"""Spellings of composed values (addresses, firms, numbers), filled from the sections of ``forms.txt``."""

from __future__ import annotations

import random
import re
import string

from redactor.training.synthesis.fillers.pools import Pools, plain
from redactor.training.synthesis.templates import forms

_CHOICE = re.compile(r"«([^«»]*)»")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_BLANK = re.compile(r"[#?]")
#: A town: well known ones as often as the long lists.
CITIES = ("city_world", "city_world", "city_us", "city_town", "city_town", "city_town", "city_vn")


def choose(template: str, rng: random.Random) -> str:
    """Settle every ``«a|b»``, the inner ones first."""
    while (chosen := _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), template)) != template:
        template = chosen
    return template


def form(name: str, rng: random.Random, pools: Pools, gap: str = ", ") -> str:
    """One spelling of the section ``name``; ``gap`` parts the lines of an address."""

    def blank(found: re.Match[str]) -> str:
        return str(rng.randrange(10)) if found[0] == "#" else rng.choice(string.ascii_uppercase)

    text = _BLANK.sub(blank, choose(rng.choice(forms()[name]), rng)).replace("~", "#").replace("⏎", gap)
    return _SLOT.sub(lambda found: word(found[1], rng, pools, gap), text)


def word(name: str, rng: random.Random, pools: Pools, gap: str = ", ") -> str:
    """What stands for ``{name}`` in a form: a number, a section, or an entry of a word list."""
    if name in forms():
        return form(name, rng, pools, gap)
    if name == "n":
        return str(rng.randint(1, rng.choice((40, 400))))
    if name == "house":
        return (
            f"{rng.randint(1, rng.choice((99, 999, 9999, 20000)))}{rng.choice('ABCDa') if rng.random() < 0.04 else ''}"
        )
    if name == "surname":
        return rng.choice(pools.names["English" if rng.random() < 0.8 else "European"].surnames)
    if name == "host":
        return plain(rng.choice(pools.words["company_word"]))
    if name == "city":
        return rng.choice(pools.words[rng.choice(CITIES)])
    if name == "street":
        return street(rng, pools)
    return rng.choice(pools.words[name])


def street(rng: random.Random, pools: Pools) -> str:
    """A street's name without a number."""
    words = pools.words
    if rng.random() < 0.1:
        return rng.choice(
            words[rng.choice(("street_de", "street_fr", "street_es", "street_it", "street_vn", "street_in"))]
        )
    name = rng.choice(words["street_name"]) if rng.random() < 0.6 else rng.choice(pools.names["English"].surnames)
    side = rng.choice(("N ", "S ", "E ", "W ", "North ", "N. ", "SW ", "Old ", "West ")) if rng.random() < 0.2 else ""
    return f"{side}{name} {rng.choice(words['street_kind'])}"
