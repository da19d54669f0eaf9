"""Telephone numbers: the example numbers of every region of Google's libphonenumber, as its own formats write them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

_NAMED = ("Phone: {}", "Tel. {}, after six", "You can call me on {}.", "Mobile: {}", "fax {}", "My phone number is {}")
#: Everyday marks that stand for a format's own blanks and hyphens.
_MARKS = {"dots": ".", "slashes": "/", "hyphens": "-", "double blanks": "  ", "closed up": ""}

#: Sources: Ofcom, "Telephone numbers for use in TV and radio drama programmes"; ACMA, "Phone numbers for use in TV shows,
#: films and creative works"; NANPA, 555-01XX line numbers; Arcep, decision 2018-0881; ComReg, drama numbers; PTS (Sweden),
#: "Telefonnummer för användning i böcker och filmer"; Bundesnetzagentur, "Drama Numbers".
_FICTION = {
    "GB": ("01632 96012?", "020 7946 095?", "0117 496 012?", "0191 498 012?", "07700 90012?", "028 9649 612?", "029 2018 012?",
           "03069 99012?", "0808 157 012?"),
    "AU": ("(02) 5550 123?", "(08) 7010 123?", "0491 570 00?"),
    "US": ("(212) 555-010?", "202-555-017?"),
    "FR": ("01 99 00 12 3?", "02 61 91 12 3?", "03 53 01 12 3?", "04 65 71 12 3?", "05 36 49 12 3?", "06 39 98 12 3?"),
    "IE": ("020 912 345?",),
    "SE": ("070-174 06 5?", "08-465 004 2?", "031-390 06 1?", "040-628 04 3?"),
    "DE": ("030 23125 12?", "069 90009 12?", "040 66969 12?", "0221 4710 12?", "089 99998 12?", "0171 3920 01?"),
}  # fmt: skip


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
    yield from _fiction()


def _fiction() -> Iterator[Case]:
    """Of each range that a regulator keeps free for films, books and manuals, as the regulator writes it."""
    bare = cycle(BARE)
    for region, numbers in _FICTION.items():
        for written in numbers:
            for last in ("1", "7"):
                yield case(
                    "bare, kept for fiction, own region", region, next(bare), written.replace("?", last), (region,)
                )


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
    {
        "named, national": 0.99,
        "named, international": 0.99,
        "named, E164": 0.99,
        "bare, national, own region": 0.97,
        "bare, kept for fiction, own region": 0.97,
    },
)
