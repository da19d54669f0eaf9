# ruff: noqa: E501 - the forms of one value stand on one line, next to each other
"""Telephone numbers, and numbers that are none."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

from benchmarks.detector_set.values.making import DIGITS, digits, text_of


@lru_cache(maxsize=32)
def _example(region: str, kind: int) -> tuple[int, str]:
    import phonenumbers

    number: Any = phonenumbers.example_number_for_type(region, kind)
    return number.country_code, phonenumbers.national_significant_number(number)


def _valid_phone(rng: Random, region: str) -> Any:
    """A valid number: an example of the region with its last digits drawn anew until the library agrees."""
    import phonenumbers

    kind = rng.choice((0, 1))
    code, national = _example(region, kind)
    for _ in range(50):
        keep = rng.choice((2, 3, 4))
        candidate = "+" + str(code) + national[:keep] + text_of(rng, DIGITS, len(national) - keep)
        number = phonenumbers.parse(candidate, None)
        if phonenumbers.is_valid_number_for_region(number, region):
            return number
    return phonenumbers.parse(f"+{code}{national}", None)


def phone(rng: Random) -> str:
    import phonenumbers

    region = rng.choice(("US", "US", "US", "GB", "GB", "VN", "VN", "DE", "FR", "IN", "AU", "JP", "BR"))
    number = _valid_phone(rng, region)
    forms = [1, 0] if region not in {"US", "GB", "VN"} else [1, 0, 2, 2]
    form = rng.choice(forms)
    written = phonenumbers.format_number(number, form)
    national = phonenumbers.national_significant_number(number)
    if region == "US" and rng.random() < 0.6:
        a, b, c = national[:3], national[3:6], national[6:]
        written = rng.choice(
            (
                f"({a}) {b}-{c}",
                f"{a}-{b}-{c}",
                f"{a}.{b}.{c}",
                f"{a} {b} {c}",
                f"1-{a}-{b}-{c}",
                f"+1 ({a}) {b}-{c}",
                f"({a}){b}-{c}",
                f"+1{national}",
                f"+1-{a}-{b}-{c}",
            )
        )
    if region == "VN" and rng.random() < 0.3:
        written = "0" + national
    if rng.random() < 0.08 and region == "US":
        written += rng.choice((" ext. 12", " x345", ", ext 7"))
    if rng.random() < 0.04:
        written = written.replace("-", "–").replace(" ", "\u00a0")
    return written


def not_phone(rng: Random) -> str:
    return rng.choice((
        f"ORD-{digits(rng, 10)}", f"order {digits(rng, 10)}", f"#{digits(rng, 10)}", f"${digits(rng, 3)},{digits(rng, 3)},{digits(rng, 3)}",
        f"{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 5)}", f"ISBN 978-{digits(rng, 1)}-{digits(rng, 3)}-{digits(rng, 5)}-{digits(rng, 1)}",
        f"{digits(rng, 3)}.{digits(rng, 2)}", f"{digits(rng, 5)} x {digits(rng, 5)}", f"SKU {digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 6)}",
        f"tracking number {digits(rng, 12)}", f"ticket {digits(rng, 8)}", f"{digits(rng, 6)}.{digits(rng, 6)}", f"part no. {digits(rng, 4)}-{digits(rng, 4)}", f"1e{digits(rng, 2)}", f"{digits(rng, 15)}", f"0x{text_of(rng, '0123456789abcdef', 10)}", f"{digits(rng, 2)} of {digits(rng, 3)}", f"pages {digits(rng, 3)}-{digits(rng, 4)}", f"scores of {digits(rng, 2)}-{digits(rng, 2)}",
    ))  # fmt: skip
