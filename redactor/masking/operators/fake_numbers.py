"""Other numbers and addresses of machines: same grouping, valid check digits, nobody's domain."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from redactor.masking.operators.document_memory import normalised
from redactor.masking.operators.keyed_random import Draws
from redactor.masking.operators.name_lists import english

#: Domains that nobody can own (RFC 2606).
_DOMAINS = ("example.com", "example.org", "example.net")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPELLED_AT = re.compile(r"\s{0,8}[(\[]\s{0,8}at\s{0,8}[)\]]\s{0,8}|\s{1,8}at\s{1,8}", re.IGNORECASE)
_PHONE_TRIES = 48
#: ISO 13616.
_LONGEST_IBAN = 34


def refilled(text: str, digits: str) -> str:
    """``text`` with its digits replaced, one for one, by ``digits``."""
    fresh = iter(digits)
    return "".join(next(fresh) if char.isdigit() else char for char in text)


def digits_of(text: str) -> str:
    """The digits of ``text`` alone."""
    return "".join(char for char in text if char.isdigit())


def card(value: str, draws: Draws) -> str:
    """Another card number: same brand digit (two for 3x brands), same grouping, valid Luhn."""
    from stdnum import luhn

    old = digits_of(value)
    if len(old) < 8 or not (old.isascii() and old.isdecimal()):
        return draws.shape(value)
    kept = 2 if old[0] == "3" else 1
    body = old[:kept] + draws.digits("card", len(old) - kept - 1)
    return refilled(value, body + luhn.calc_check_digit(body))


def iban(value: str, draws: Draws) -> str:
    """Another account of the same country and length, with valid check digits."""
    from stdnum import iban as checks

    signs = [place for place, char in enumerate(value) if char.isalnum()]
    bare = "".join(value[place] for place in signs).upper()
    if not 8 <= len(bare) <= _LONGEST_IBAN or not (bare[:2].isalpha() and bare.isascii()):
        return draws.shape(value)
    body = draws.shape(bare[4:])
    new = bare[:2] + checks.calc_check_digits(f"{bare[:2]}00{body}") + body
    text = list(value)
    for place, char in zip(signs, new, strict=True):
        text[place] = char.lower() if value[place].islower() else char
    return "".join(text)


def phone(value: str, draws: Draws, regions: Sequence[str]) -> str:
    """Another number of the same country, written the same way; a valid one where a few draws find it."""
    national, country, kind = _parsed(value, tuple(regions))
    old = digits_of(value)
    at = old.rfind(national) if national else -1
    if at < 0:
        return draws.shape(value)
    tail = draws.digits("extension", len(old) - at - len(national))
    for turn in range(_PHONE_TRIES):
        # Ever more leading digits (area, operator) stay as draws miss what the country has given out.
        kept = min(4 * turn // _PHONE_TRIES, len(national) - 4) if len(national) > 5 else 0
        new = national[:kept] + draws.digits(f"phone{turn}", len(national) - kept)
        if new != national and _kind(country, new) == kind:
            return refilled(value, old[:at] + new + tail)
    return refilled(value, old[:at] + draws.shape(national, "national") + tail)


@lru_cache(maxsize=1024)
def _parsed(value: str, regions: tuple[str, ...]) -> tuple[str, int, int | None]:
    """(national number, country code, kind of line); an empty number where no region can read it."""
    import phonenumbers

    for region in regions or ("US",):
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        national = phonenumbers.national_significant_number(number)
        if number.country_code and (kind := _kind(number.country_code, national)) is not None:
            return national, number.country_code, kind
    return "", 0, None


def _kind(country: int, national: str) -> int | None:
    """Fixed line, mobile, … as phonenumbers counts them; None for a number that cannot be."""
    import phonenumbers

    if national.startswith("0"):
        return None
    number = phonenumbers.PhoneNumber(country_code=country, national_number=int(national))
    kind = int(phonenumbers.number_type(number))
    return None if kind == phonenumbers.PhoneNumberType.UNKNOWN else kind


def email(value: str, draws: Draws) -> str:
    """Another mailbox: the words of the local part become names, digits digits, the domain an example one."""
    local, joint, rest = value.rpartition("@")
    if not joint:
        match = _SPELLED_AT.search(value)
        if match is None:
            return draws.shape(value)
        local, joint, rest = value[: match.start()], match.group(), value[match.end() :]
    # Drawn for the domain alone: two mailboxes of one firm move to one domain.
    domain = replace(draws, value=normalised(rest)).one("domain", _DOMAINS, {normalised(rest)})
    return _mailbox(local, draws) + joint + (domain.replace(".", " dot ") if " dot " in rest.casefold() else domain)


def _mailbox(local: str, draws: Draws) -> str:
    never = {word.casefold() for word in _LETTERS.findall(local)}

    def word(match: re.Match[str]) -> str:
        old = match.group()
        if len(old) < 3 or not old.isascii():
            return draws.shape(old, f"local{match.start()}.")
        lists = english()
        names = lists.family if match.start() else lists.male + lists.female
        found = draws.one(f"local{match.start()}", names, never)
        return found.upper() if old.isupper() else found.lower() if old.islower() else found

    text = _LETTERS.sub(word, local)
    places = [place for place, char in enumerate(text) if char.isdigit()]
    return refilled(text, draws.digits("local", len(places)))


def network_address(value: str, draws: Draws) -> str:
    """Another IP: v4 from the benchmark range 198.18.0.0/15, v6 from the documentation range 2001:db8::/32."""
    text = value.strip()
    suffix = text[text.index("/") :] if "/" in text else ""
    try:
        old = ipaddress.ip_address(text.removesuffix(suffix).split("%")[0].strip("[]"))
    except ValueError:
        return draws.shape(value)
    if old.version == 4:
        new = str(ipaddress.IPv4Address(0xC6120000 + draws.number("v4", 1 << 17)))
    else:
        new = str(ipaddress.IPv6Address((0x20010DB8 << 96) + draws.number("v6", 1 << 96)))
    return f"[{new}]{suffix}" if text.startswith("[") else new + suffix


def url(value: str, draws: Draws) -> str:
    """Another link: scheme and depth stay, the host is an example one, everything behind is drawn anew."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*://)?(?:[^/?#]*@)?[^/?#]*", value)
    scheme = (match.group(1) if match else None) or ""
    rest = value[match.end() :] if match else ""
    return scheme + draws.one("domain", _DOMAINS) + draws.shape(rest, "path")


def hexadecimal(value: str, draws: Draws) -> str:
    """Other hexadecimal digits with the same separators and case (a MAC address)."""
    new = []
    for place, char in enumerate(value):
        digit = "0123456789abcdef"[draws.number(f"hex{place}", 16)] if char in "0123456789abcdefABCDEF" else char
        new.append(digit.upper() if value.upper() == value else digit)
    return "".join(new)
