"""Payment cards: every brand, range and length of a published table, in each grouping and on magnetic tracks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import cycle
from random import Random
from typing import Any

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

_NAMED = ("Card number: {}", "card no. {}", "He paid with credit card {} today.", "Visa: {}", '"card": "{}"', "PAN {}")
#: Groups as they are printed on cards, by the length of the number (ISO/IEC 7812 leaves them open; these are common).
_GROUPS = {
    12: (4, 4, 4), 13: (4, 3, 3, 3), 14: (4, 6, 4), 15: (4, 6, 5), 16: (4, 4, 4, 4),
    17: (4, 4, 4, 5), 18: (4, 4, 4, 6), 19: (4, 4, 4, 4, 3),
}  # fmt: skip


def _grouped(mark: str, groups: dict[int, tuple[int, ...]] = _GROUPS) -> Callable[[str], str]:
    def write(number: str) -> str:
        at, parts = 0, []
        for size in groups.get(len(number), (len(number),)):
            parts.append(number[at : at + size])
            at += size
        return mark.join(parts)

    return write


_USUAL: dict[str, Callable[[str], str]] = {
    "closed up": str,
    "blanks": _grouped(" "),
    "hyphens": _grouped("-"),
    "dots": _grouped("."),
    "other groups": _grouped(" ", {14: (4, 4, 4, 2), 15: (4, 5, 6), 16: (6, 10), 19: (6, 13)}),
}
_ODD = {
    "slashes": _grouped("/"),
    "underscores": _grouped("_"),
    "tabs": _grouped("\t"),
    "line wrap": _grouped("\n"),
    "double blanks": _grouped("  "),
    "pairs": lambda number: " ".join(number[at : at + 2] for at in range(0, len(number), 2)),
}


def _cases(seed: int) -> Iterator[Case]:
    rng = Random(seed)
    named, bare = cycle(_NAMED), cycle(BARE)
    for brand, number in _numbers(rng):
        kind = f"{brand} ({len(number)})"
        for name, write in (_USUAL | _ODD).items():
            yield case("named", f"{kind} {name}", next(named), write(number))
        for name, write in _USUAL.items():
            yield case("bare", f"{kind} {name}", next(bare), write(number))
        wrong = number[:-1] + str((int(number[-1]) + 5) % 10)
        yield case("named, wrong Luhn digit", kind, next(named), _grouped(" ")(wrong))
        yield case("glued", kind, "card{}", number)
        yield case("magnetic tracks", kind, "%B{}^DOE/JANE^30121010000000000?", number)
        yield case("magnetic tracks", kind, ";{}=30121010000000000?", number)


def _numbers(rng: Random) -> Iterator[tuple[str, str]]:
    from stdnum import luhn

    table: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("cards.toml").read_text("utf-8"))
    for brand, facts in table["brands"].items():
        yield from ((brand, number) for number in facts.get("tests", ()))
        for written in facts["ranges"]:
            low, _, high = written.partition("-")
            for length in facts["lengths"]:
                first = str(rng.randint(int(low), int(high or low))).zfill(len(low))
                number = first + "".join(rng.choice("0123456789") for _ in range(length - len(first) - 1))
                yield brand, number + str(luhn.calc_check_digit(number))


SUITE = Suite(
    "cards",
    "published issuer ranges and test numbers (cards.toml)",
    _cases,
    {"named": 1.0, "bare": 0.99, "named, wrong Luhn digit": 1.0, "glued": 0.99, "magnetic tracks": 0.99},
)
