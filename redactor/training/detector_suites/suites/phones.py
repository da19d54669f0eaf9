"""Telephone numbers: the example numbers of every region of Google's libphonenumber, as its own formats write them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

_NAMED = ("Phone: {}", "Tel. {}, after six", "You can call me on {}.", "Mobile: {}", "fax {}", "My phone number is {}")
#: Everyday marks that stand for a format's own blanks and hyphens.
_MARKS = {"dots": ".", "slashes": "/", "hyphens": "-", "double blanks": "  ", "closed up": ""}


def _cases(seed: int) -> Iterator[Case]:
    named, bare = cycle(_NAMED), cycle(BARE)
    for region, number in _examples():
        national, international, e164 = (_written(number, form) for form in ("NATIONAL", "INTERNATIONAL", "E164"))
        yield case("named, national", region, next(named), national)
        yield case("named, international", region, next(named), international)
        yield case("named, E164", region, next(named), e164)
        yield case("bare, international", region, next(bare), international)
        yield case("bare, E164", region, next(bare), e164)
        yield case("bare, national, own region", region, next(bare), national, (region,))
        for name, mark in _MARKS.items():
            if len(national.split()) > 1:
                written = mark.join(national.split())
                yield case(f"bare, {name}, own region", region, next(bare), written, (region,))
        yield case("bare, dialled from the US", region, next(bare), _from_us(number), ("US",))


def _examples() -> Iterator[tuple[str, Any]]:
    import phonenumbers as lib

    kinds = (lib.PhoneNumberType.FIXED_LINE, lib.PhoneNumberType.MOBILE, lib.PhoneNumberType.VOIP)
    for region in sorted(lib.SUPPORTED_REGIONS):
        numbers = (lib.example_number_for_type(region, kind) for kind in kinds)
        seen = set()
        for number in numbers:
            if number is not None and number.national_number not in seen:
                seen.add(number.national_number)
                yield region, number


def _written(number: Any, form: str) -> str:
    import phonenumbers as lib

    return str(lib.format_number(number, getattr(lib.PhoneNumberFormat, form)))


def _from_us(number: Any) -> str:
    import phonenumbers as lib

    return str(lib.format_out_of_country_calling_number(number, "US"))


SUITE = Suite(
    "phones",
    "phonenumbers: example numbers",
    _cases,
    {"named, national": 0.99, "named, international": 0.99, "named, E164": 0.99, "bare, national, own region": 0.97},
)
