"""National ids of the countries that python-stdnum validates; forms and names stand in national.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from benchmarks.detector_set.values.making import DIGITS, UPPER, Maker, stdnum

_PARTS = re.compile(r"YYYY|yy|mm|dd|\([^)]*\)|.")
_SIGNS = {"9": DIGITS, "8": DIGITS[1:], "A": UPPER, "N": UPPER + DIGITS}


@cache
def table() -> Mapping[str, Any]:
    """Module of stdnum → ``draw``, ``written`` and ``named``, as national.toml explains them."""
    text = resources.files("benchmarks.detector_set.values").joinpath("national.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def region_of(module: str) -> str:
    """The country whose id a module checks.

    >>> region_of("in_.pan")
    'IN'
    """
    return module.partition(".")[0].strip("_").upper()


def proves(module: str) -> bool:
    """Has the number a check digit, so that a wrong one can be told? (Korea gives out numbers without since 2020.)"""
    return module not in {"ar.dni", "fi.hetu", "id.nik", "in_.pan", "kr.rrn", "my.nric", "pk.cnic", "us.ein", "mx.rfc"}


def number(module: str, *, good: bool = True) -> Maker:
    """Numbers of one country, as they are usually written; with ``good`` False those whose check digits are wrong."""

    def made(rng: Random) -> str:
        row, is_valid = table()[module], stdnum(module).is_valid
        value = next(value for _ in range(100_000) if is_valid(value := _drawn(row["draw"], rng)) == good)
        signs = iter(value)
        form = rng.choice(row["written"])
        return "".join(next(signs) if sign == "#" else sign for sign in form) + "".join(signs)

    return made


def _drawn(form: str, rng: Random) -> str:
    date = {"YYYY": str(rng.randint(1940, 2009)), "mm": f"{rng.randint(1, 12):02d}", "dd": f"{rng.randint(1, 28):02d}"}
    date["yy"] = date["YYYY"][2:]

    def made(part: str) -> str:
        if part[0] == "(":
            return rng.choice(part[1:-1].split("|"))
        return date.get(part) or (rng.choice(_SIGNS[part]) if part in _SIGNS else part)

    return "".join(map(made, _PARTS.findall(form)))
