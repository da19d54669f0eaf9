"""Checks on candidate values. The rules are python-stdnum's, ipaddress's and datetime's; imported at first use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from ipaddress import ip_address

from redactor.detectors.card_brands import is_issued

Validator = Callable[[str], bool]

_NOT_DIGIT = re.compile(r"[^0-9]+")
_NOT_ALNUM = re.compile(r"[^0-9A-Za-z]+")


def digits_of(value: str) -> str:
    """The ASCII digits of ``value``."""
    return _NOT_DIGIT.sub("", value)


def alnum_of(value: str) -> str:
    """The ASCII letters and digits of ``value``."""
    return _NOT_ALNUM.sub("", value)


@lru_cache(maxsize=128)
def _module(name: str) -> Callable[[str], bool]:
    check: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
    return check


def stdnum(name: str, keep: Callable[[str], str] = str) -> Validator:
    """``is_valid`` of python-stdnum's module ``name``, asked for ``keep(value)``, and for it without its marks."""

    def check(value: str) -> bool:
        kept = keep(value)
        return bool(_module(name)(kept) or _module(name)(alnum_of(kept)))

    check.__name__ = f"stdnum.{name}"  # what --explain calls it
    return check


def named_card(value: str) -> bool:
    """A known brand, its length, and a good Luhn digit; not all the same digit."""
    digits = digits_of(value)
    return len(set(digits)) > 1 and is_issued(digits) and _module("luhn")(digits)


def card(value: str) -> bool:
    """As ``named_card``; and no article number: twelve or thirteen digits are a UPC or EAN more often."""
    digits = digits_of(value)
    return named_card(digits) and not (len(digits) < 14 and _module("ean")(digits.zfill(13)))


def ssn(value: str) -> bool:
    """Area, group and serial in the ranges that were given out; not the sequence everybody types."""
    digits = digits_of(value)
    return len(digits) == 9 and len(set(digits)) > 1 and _module("us.ssn")(digits)


def itin(value: str) -> bool:
    """9xx with a group that the IRS gives out: since 2011 also 50–65, which python-stdnum does not know yet."""
    digits = digits_of(value)
    return (
        len(digits) == 9
        and digits[0] == "9"
        and digits[3:5] not in {"66", "67", "68", "69", "89", "93"}
        and digits[3:5] >= "50"
    )


def bic(value: str) -> bool:
    """A form that ISO 9362 allows, with a country in it."""
    from phonenumbers import SUPPORTED_REGIONS

    number = alnum_of(value).upper()
    return _module("bic")(number) and number[4:6] in SUPPORTED_REGIONS


def vat(value: str) -> bool:
    """An EU, British, Norwegian or Swiss VAT number with its country's letters, in that country's checksum."""
    number = alnum_of(value).upper()
    name = {"GB": "gb.vat", "CH": "ch.vat", "NO": "no.mva"}.get(number[:2], "eu.vat")
    return _module(name)(number)


def npi(value: str) -> bool:
    """The Luhn digit of a US provider number counts the issuer prefix 80840 in."""
    return value[:1] in "12" and _module("luhn")("80840" + digits_of(value))


def dea(value: str) -> bool:
    """A DEA registration: the last digit of (1st+3rd+5th) + 2(2nd+4th+6th) is the seventh."""
    numbers = [int(digit) for digit in value[-7:]]
    return (sum(numbers[0:6:2]) + 2 * sum(numbers[1:6:2])) % 10 == numbers[6]


_VIN_VALUES = {letter: value for letters, value in (
    ("AJ", 1), ("BKS", 2), ("CLT", 3), ("DMU", 4), ("ENV", 5), ("FW", 6), ("GPX", 7), ("HY", 8), ("RZ", 9),
) for letter in letters} | {str(digit): digit for digit in range(10)}  # fmt: skip
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin(value: str) -> bool:
    """The ninth character is the weighted sum of the others modulo 11 (49 CFR 565.15); stdnum has no VIN."""
    number = value.upper()
    if len(number) != 17 or not 2 <= sum(char.isalpha() for char in number) < 17:
        return False
    total = sum(_VIN_VALUES.get(char, 0) * weight for char, weight in zip(number, _VIN_WEIGHTS, strict=True))
    return number[8] == "0123456789X"[total % 11] and len(set(number)) > 3


#: Province codes of Vietnamese citizen numbers (Circular 59/2021/TT-BCA).
_VN_PROVINCES = frozenset(
    str.split(
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037"
        " 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079"
        " 080 082 083 084 086 087 089 091 092 093 094 095 096"
    )
)


def cccd(value: str) -> bool:
    """A province, and a century digit of somebody who can be alive (0-3: born 1900-2099)."""
    digits = digits_of(value)
    return len(digits) == 12 and digits[:3] in _VN_PROVINCES and digits[3] in "0123" and len(set(digits)) > 3


def ip(value: str) -> bool:
    """An address that ``ipaddress`` reads; a prefix length or zone may follow."""
    address, slash, prefix = value.partition("/")
    try:
        version = ip_address(address).version
    except ValueError:
        return False
    return not slash or (prefix.isdigit() and int(prefix) <= (32 if version == 4 else 128))


def _octets(value: str) -> list[int]:
    return [int(octet) for octet in value.partition("/")[0].split(".")]


def _tiny(value: str) -> bool:
    first, second, third, _ = _octets(value)
    return first <= 25 and first != 10 and max(second, third) < 100


def plain_ip(value: str) -> bool:
    """An address of which some number is too large for most versions; leading noughts as some logs write them."""
    value = re.sub(r"(?<![0-9])0{1,2}(?=[0-9])", "", value)
    return ip(value) and not _tiny(value) and max(_octets(value)) >= 100


def small_ip(value: str) -> bool:
    """An address all of whose numbers have two digits at most, but not so small that it hardly is one."""
    return ip(value) and not _tiny(value) and max(_octets(value)) < 100


def tiny_ip(value: str) -> bool:
    """An address that reads like a version: ``1.2.3.4``."""
    return ip(value) and _tiny(value)


def ipv6(value: str) -> bool:
    """As ``ip``; and not what C++, a time of day or a slice (``1::2``) looks like: a digit, or all eight groups."""
    if re.fullmatch(r"[0-9]{0,3}::[0-9]{0,3}", value):
        return value == "::1"
    return ip(value) and (any(char.isdigit() for char in value) or value.count(":") == 7) and len(value) > 2


def mac(value: str) -> bool:
    """Six octets; not the null address."""
    check: Callable[..., bool] = _module("mac")
    number = alnum_of(value)
    spelled = ":".join(number[at : at + 2] for at in range(0, 12, 2))
    return check(spelled, validate_manufacturer=False) and len(set(number)) > 1


def imei(value: str) -> bool:
    """15 digits with a good Luhn digit."""
    digits = digits_of(value)
    return len(digits) == 15 and len(set(digits)) > 2 and _module("imei")(digits)


def coordinates(value: str) -> bool:
    """The first two decimal numbers are a latitude and a longitude; not the sea at 0, 0, but weights or shares."""
    numbers = [float(number) for number in re.findall(r"[-+]?\d{1,3}(?:\.\d+)?", value)[:2]]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 and max(map(abs, numbers)) >= 1


def precise_place(value: str) -> bool:
    """As ``coordinates``, and no pair of rates, losses or means: one of the two is 20 or more, or they have signs or letters."""
    if not coordinates(value):
        return False
    first, second = (float(number) for number in re.findall(r"[-+]?\d{1,3}(?:\.\d+)?", value)[:2])
    return max(abs(first), abs(second)) >= 20 or (min(first, second) < 0 and max(abs(first), abs(second)) >= 10)


_DATE_OR_YEARS = re.compile(
    r"(?:19|20)[0-9]{2}[-/. ](?:(?:19|20)[0-9]{2}|[0-9]{1,2}(?:[-/. ][0-9]{1,2})?)(?![0-9-])"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}"
)


def identifier(count: int) -> Validator:
    """At least ``count`` digits, and neither a date nor a span of years."""
    enough = many_digits(count)

    def check(value: str) -> bool:
        return enough(value) and not _DATE_OR_YEARS.match(value)

    check.__name__ = f"identifier({count})"
    return check


def many_digits(count: int) -> Validator:
    """At least ``count`` digits; a long run of one digit is a placeholder."""

    def check(value: str) -> bool:
        digits = digits_of(value)
        return len(digits) >= count and (len(digits) < 6 or len(set(digits)) > 1)

    check.__name__ = f"many_digits({count})"
    return check
