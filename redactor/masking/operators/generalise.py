"""Coarser values: what is left tells a group, not a person."""

from __future__ import annotations

import ipaddress
import re

from redactor.masking.operators.date_shifts import written
from redactor.masking.operators.word_lists import SMALL_ZIPS

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_AGE = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")
_ZIP = re.compile(r"(\d{3})\d{2}(?:-\d{4})?")
_PLACES = ("ADDRESS", "LOCATION", "ZIP", "POSTCODE", "POSTAL")
_DATES = ("DATE", "BIRTH", "DOB")


def generalised(value: str, label: str, band: int = 10, top_age: int = 90, earliest_year: int = 0) -> str | None:
    """The coarser form of ``value``, or None where its kind has none."""
    text = value.strip()
    if "AGE" in label.split("_"):
        return _banded(text, band, top_age)
    if "IP" in label.split("_"):
        return _network(text)
    if any(word in label for word in _DATES):
        return _year(text, earliest_year)
    if any(word in label for word in _PLACES):
        match = _ZIP.fullmatch(text)
        return match and ("000" if match.group(1) in SMALL_ZIPS else match.group(1)) + "**"
    return None


def _year(text: str, earliest: int) -> str | None:
    found = written(text)
    if found is not None:
        year = found.day.year if found.has_year else 0
    else:
        years = _YEAR.findall(text)
        year = int(years[0]) if len(years) == 1 else 0
    return f"{year:04d}" if year >= max(earliest, 1) else None


def _banded(text: str, band: int, top_age: int) -> str | None:
    ages = [int(digits) for digits in _AGE.findall(text)]
    if len(ages) != 1 or ages[0] > 130:
        return None
    if ages[0] >= top_age:
        return f"{top_age}+"
    low = ages[0] // band * band
    return f"{low}-{min(low + band, top_age) - 1}"


def _network(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))
