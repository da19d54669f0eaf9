"""Surrogates: another value of the same kind and shape, derived from HMAC(key, label, normalised value).

Nothing is stored: the same value gives the same surrogate in every document, worker and night under one key.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from redactor.keys import Key
from redactor.labels import tag
from redactor.masking.operators import fake_names, fake_numbers, fake_places
from redactor.masking.operators.date_shifts import day_first
from redactor.masking.operators.document_memory import normalised
from redactor.masking.operators.keyed_random import Draws

_ATTEMPTS = 8

Maker = Callable[[str, Draws, tuple[str, ...]], "str | None"]

#: Label → maker. The first row whose words all stand in the label counts; the rest keeps its shape in random signs.
MAKERS: tuple[tuple[str, Maker], ...] = (
    ("PERSON", lambda value, draws, _: fake_names.person(value, draws)),
    ("ORGANIZATION", lambda value, draws, _: fake_names.organisation(value, draws)),
    ("EMAIL", lambda value, draws, _: fake_numbers.email(value, draws)),
    ("PHONE", lambda value, draws, regions: fake_numbers.phone(value, draws, regions)),
    ("FAX", lambda value, draws, regions: fake_numbers.phone(value, draws, regions)),
    ("CREDIT_CARD", lambda value, draws, _: fake_numbers.card(value, draws)),
    ("IBAN", lambda value, draws, _: fake_numbers.iban(value, draws)),
    ("IP_ADDRESS", lambda value, draws, _: fake_numbers.network_address(value, draws)),
    ("MAC_ADDRESS", lambda value, draws, _: fake_numbers.hexadecimal(value, draws)),
    ("URL", lambda value, draws, _: fake_numbers.url(value, draws)),
    ("DOMAIN_NAME", lambda value, draws, _: fake_numbers.url(value, draws)),
    ("ADDRESS", lambda value, draws, _: fake_places.address(value, draws)),
    ("LOCATION", lambda value, draws, _: fake_places.place(value, draws)),
    ("NRP", lambda value, draws, _: fake_places.people(value, draws)),
    ("AGE", lambda value, draws, _: fake_places.age(value, draws)),
    ("DATE", lambda value, draws, regions: fake_places.moment(value, draws, day_first(regions))),
    ("BIRTH", lambda value, draws, regions: fake_places.moment(value, draws, day_first(regions))),
)


@lru_cache(maxsize=16384)
def surrogate(value: str, label: str, key: Key, regions: tuple[str, ...] = ()) -> str:
    """Another value like ``value``; ``[LABEL]`` where none can be made that gives nothing away."""
    words = frozenset(label.upper().split("_"))
    kind, make = next(((kind, maker) for kind, maker in MAKERS if words.issuperset(kind.split("_"))), ("", _shaped))
    value = unicodedata.normalize("NFC", value)
    same_as = fake_names.person_key(value) if kind == "PERSON" else ""
    for attempt in range(_ATTEMPTS):
        made = make(value, Draws(key, label, same_as or normalised(value), attempt), regions)
        if made is None:
            break
        if normalised(made) != normalised(value):
            return made
    return tag(label)


def _shaped(value: str, draws: Draws, regions: tuple[str, ...]) -> str:
    return draws.shape(value)
