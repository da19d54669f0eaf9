"""IBANs of every country in SWIFT's registry, as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import cycle
from random import Random
from string import ascii_uppercase, digits

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

_NAMED = ("IBAN: {}", "IBAN {} BIC below", "My IBAN is {}.", "iban={}")


def _fours(number: str, mark: str) -> str:
    return mark.join(number[at : at + 4] for at in range(0, len(number), 4))


_WRITTEN: dict[str, Callable[[str], str]] = {
    "closed up": str,
    "in fours": lambda number: _fours(number, " "),
    "hyphens": lambda number: _fours(number, "-"),
    "dots": lambda number: _fours(number, "."),
    "double blanks": lambda number: _fours(number, "  "),
    "no-break blanks": lambda number: _fours(number, "\u00a0"),
    "tabs": lambda number: _fours(number, "\t"),
    "wrapped": lambda number: _fours(number[:12], " ") + "\n" + _fours(number[12:], " "),
    "lower case": str.lower,
    "lower case in fours": lambda number: _fours(number.lower(), " "),
}
#: What may follow in a statement: a date and an amount, in short groups.
_FOLLOWED = ("{} 07 03 2026 1 250 00 EUR", "{} EUR 12", "{} 1234 5678 9012 3456", "{} BIC DEUTDEFF", "{} 12 AB 34 CD")
_ALPHABETS = {"n": digits, "a": ascii_uppercase, "c": ascii_uppercase + digits}


def _cases(seed: int) -> Iterator[Case]:
    rng = Random(seed)
    named, bare, followed = cycle(_NAMED), cycle(BARE), cycle(_FOLLOWED)
    for country, structure in _registry():
        number = _number(rng, country, structure)
        for name, write in _WRITTEN.items():
            yield case("named", f"{country} {name}", next(named), write(number))
            yield case("bare", f"{country} {name}", next(bare), write(number))
        yield case("followed by groups", f"{country} in fours", next(followed), _fours(number, " "))
        yield case("followed by groups", f"{country} closed up", next(followed), number)
        yield case("glued to its name", country, "IBAN{}", number)
        wrong = f"{country}{(int(number[2:4]) + 40) % 100:02}{number[4:]}"
        yield case("named, wrong check digits", f"{country} in fours", next(named), _fours(wrong, " "))
        yield case("named, wrong check digits", f"{country} closed up", next(named), wrong)


def _registry() -> Iterator[tuple[str, str]]:
    """Country and structure (``4!n4!a``) of each line of the registry that python-stdnum carries."""
    lines = resources.files("stdnum").joinpath("iban.dat").read_text(encoding="utf-8")
    return (found.groups() for found in re.finditer(r'^([A-Z]{2}) .*bban="([^"]+)"', lines, re.MULTILINE))  # type: ignore[misc]


def _number(rng: Random, country: str, structure: str) -> str:
    from stdnum.iban import calc_check_digits

    parts = re.findall(r"([0-9]+)!([nac])", structure)
    bban = "".join(rng.choice(_ALPHABETS[kind]) for count, kind in parts for _ in range(int(count)))
    return f"{country}{calc_check_digits(f'{country}00{bban}')}{bban}"


SUITE = Suite(
    "ibans",
    "SWIFT's IBAN registry, from python-stdnum",
    _cases,
    dict.fromkeys(("named", "bare", "followed by groups", "glued to its name", "named, wrong check digits"), 1.0),
)
