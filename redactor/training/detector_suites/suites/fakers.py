"""Faker's invented values in the locales that have a provider of their own, behind their names."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import cycle
from pkgutil import iter_modules
from typing import Any

from redactor.training.detector_suites.suite import Case, Suite, case

_EACH = 20
#: Group: Faker's provider, its method, and how the value is named.
_KINDS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "phone": ("phone_number", "phone_number", ("Phone: {}", "call me on {}", "Tel. {}", "mobile {}", '"phone": "{}"')),
    "card": ("credit_card", "credit_card_number", ("Card number: {}", "credit card {}")),
    "iban": ("bank", "iban", ("IBAN: {}", "IBAN {}")),
    "ssn": ("ssn", "ssn", ("SSN: {}", "National ID number: {}", "Social security no. {}")),
    "licence plate": ("automotive", "license_plate", ("License plate: {}", "number plate {}", "Registration: {}")),
    "postcode": ("address", "postcode", ("Postcode: {}", "ZIP code {}", "postal code: {}")),
}


def _cases(seed: int) -> Iterator[Case]:
    yield from _months(seed)
    for group, (provider, method, sentences) in _KINDS.items():
        forms = cycle(sentences)
        for locale in _locales(provider):
            fake = _fake(locale)
            fake.seed_instance(seed)
            random.seed(seed)  # some providers (th_TH) draw from it
            for _ in range(_EACH if hasattr(fake, method) else 0):
                value = " ".join(str(getattr(fake, method)()).split())
                if sum(map(str.isdigit, value)) >= (5 if group == "phone" else 1):  # 999 is nobody's
                    yield case(group, locale, next(forms), value)


def _months(seed: int) -> Iterator[Case]:
    """A day and a year around the months of each locale that spells them."""
    rng, forms = random.Random(seed), cycle(("Born on {} there", "{}", "it was {}, they say"))
    for module in iter_modules(import_module("faker.providers.date_time").__path__):
        provider = import_module(f"faker.providers.date_time.{module.name}").Provider
        for month in getattr(provider, "MONTH_NAMES", {}).values():
            value = f"{rng.randrange(1, 29)}{rng.choice(('', '.'))} {month} {rng.randrange(1930, 2026)}"
            yield case("date, month in words", module.name, next(forms), value)


@cache
def _fake(locale: str) -> Any:
    from faker import Faker

    logging.getLogger("faker").setLevel(logging.ERROR)  # some locales warn that their numbers are invented
    return Faker(locale)


def _locales(provider: str) -> list[str]:
    """The locales of a provider's own; all share Faker's cards."""
    found = sorted(module.name for module in iter_modules(import_module(f"faker.providers.{provider}").__path__))
    return [name for name in found if re.fullmatch("[a-z]{2,3}_[A-Z]{2}", name)]


SUITE = Suite(
    "fakers",
    "Faker's providers",
    _cases,
    {
        "date, month in words": 0.85,
        "phone": 0.99,
        "card": 1.0,
        "iban": 1.0,
        "ssn": 0.98,
        "licence plate": 0.98,
        "postcode": 0.98,
    },
)
