# ruff: noqa: E501 - the forms of one value stand on one line, next to each other
# fmt: off
"""Values with a format, good and nearly good, for the detectors' labelled set.

They come from published rules (python-stdnum's check digits, phonenumbers, Faker), never from the detectors' own
expressions, so that a mistake in those shows.
"""

from __future__ import annotations

import base64
import string
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import Any

Maker = Callable[[Random], str]

_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
_BASE62 = _LOWER + _UPPER + _DIGITS


def text_of(rng: Random, alphabet: str, size: int) -> str:
    """``size`` characters of ``alphabet``."""
    return "".join(rng.choices(alphabet, k=size))


def digits(rng: Random, size: int) -> str:
    """``size`` digits, the first not zero."""
    return rng.choice("123456789") + text_of(rng, _DIGITS, size - 1)


def pick(*makers: Maker) -> Maker:
    """One of ``makers``, each time anew."""
    return lambda rng: rng.choice(makers)(rng)


def of(*values: str) -> Maker:
    """One of ``values``."""
    return lambda rng: rng.choice(values)


def grouped(value: str, sizes: tuple[int, ...], mark: str) -> str:
    """``value`` in groups."""
    out, at = [], 0
    for size in sizes:
        out.append(value[at : at + size])
        at += size
    if at < len(value):
        out.append(value[at:])
    return mark.join(out)


def _stdnum(name: str) -> Any:
    return import_module(f"stdnum.{name}")


@lru_cache(maxsize=8)
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale)


def fake(rng: Random, method: str, locale: str = "en_US", **options: Any) -> str:
    """What Faker's ``method`` gives, seeded from ``rng``."""
    faker = _faker(locale)
    faker.seed_instance(rng.getrandbits(48))
    return str(getattr(faker, method)(**options))


# --- contact -----------------------------------------------------------------------------------------------------

_TOPS = ("com", "org", "net", "de", "co.uk", "com.vn", "edu", "gov", "io", "fr", "museum", "com.au", "co.jp", "eu", "info", "us")
_IDN = ("josé@correo.es", "用户@例子.中国", "pelé@exämple.de", "नमस्ते@उदाहरण.भारत", "χρήστης@παράδειγμα.ελ", "ngọc.ánh@thưviện.vn", "müller@bücher.example", "почта@пример.рф", "dörte@sörensen.example.com")


def _host(rng: Random) -> str:
    word = fake(rng, "domain_word")
    middle = rng.choice(("", "", "", "mail.", "eu-west.", "dept7."))
    return f"{middle}{word}.{rng.choice(_TOPS)}"


def _mailbox(rng: Random) -> str:
    first, last = fake(rng, "first_name").lower(), fake(rng, "last_name").lower()
    form = rng.choice(("{f}.{l}", "{f}{l}", "{f}_{l}", "{i}{l}", "{f}+news", "{f}.{l}{n}", "{l}-{f}", "o'{l}", "{i}.{l}+tag.{n}", "{f}%{l}"))
    return form.format(f=first, l=last, i=first[0], n=rng.randrange(100))


def email(rng: Random) -> str:
    address = f"{_mailbox(rng)}@{_host(rng)}"
    turn = rng.random()
    return rng.choice(_IDN) if turn < 0.08 else address.upper() if turn < 0.12 else address.title() if turn < 0.16 else address


def spelled_email(rng: Random) -> str:
    name, host = fake(rng, "first_name").lower(), fake(rng, "domain_word").replace("-", "") + "." + rng.choice(("com", "org", "net", "edu", "de"))
    last = fake(rng, "last_name").lower()
    box = rng.choice((name, f"{name}.{last}", f"{name} dot {last}"))
    at, dot = rng.choice(((" at ", " dot "), (" [at] ", " [dot] "), ("(at)", "(dot)"), (" AT ", " DOT "), ("[at]", "."), (" {at} ", " {dot} "), ("(at)", "."), (" (at) ", " dot ")))
    return box + at + host.replace(".", dot)


def wrapped_email(rng: Random) -> str:
    box, host = _mailbox(rng), fake(rng, "domain_word").replace("-", "")
    top = rng.choice(("com", "org", "net", "edu"))
    return rng.choice((f"{box}@\n{host}.{top}", f"{box}\n@{host}.{top}", f"{box}@{host}.\n{top}", f"{box}@{host}-\nlab.{top}", f"{box}@=\n{host}.{top}", f"{box}@\r\n  {host}.{top}", f"{box}-\njr@{host}.{top}"))


def url(rng: Random) -> str:
    host = _host(rng)
    path = rng.choice(("", "/", "/a/b.html", "/search?q=red+shoes&lang=en", "/~user/#top", "/w/Foo_(bar)", "/p/%7Bid%7D", ":8080/x", "/x,y;z=1"))
    user = rng.choice(("", "", "", "", "bob:pw@", "token@"))
    return rng.choice((f"https://{user}{host}{path}", f"http://{user}{host}{path}", f"www.{host}{path}", f"ftp://{host}{path}", f"HTTPS://{host}{path}"))


def domain(rng: Random) -> str:
    return rng.choice((f"{fake(rng, 'domain_word')}.{rng.choice(('com', 'org', 'net', 'edu', 'co.uk', 'de', 'io', 'com.vn', 'fr'))}", f"mail.{_host(rng)}"))


# --- phones ------------------------------------------------------------------------------------------------------


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
        candidate = "+" + str(code) + national[:keep] + text_of(rng, _DIGITS, len(national) - keep)
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
        written = rng.choice((f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"{a} {b} {c}", f"1-{a}-{b}-{c}", f"+1 ({a}) {b}-{c}", f"({a}){b}-{c}", f"+1{national}", f"+1-{a}-{b}-{c}"))
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


# --- finance -----------------------------------------------------------------------------------------------------

_CARD_FORMS = (("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15), ("6011", 16), ("65", 16), ("36", 14), ("3530", 16), ("62", 16))


def _card_digits(rng: Random) -> str:
    prefix, size = rng.choice(_CARD_FORMS)
    body = prefix + text_of(rng, _DIGITS, size - len(prefix) - 1)
    return body + str(_stdnum("luhn").calc_check_digit(body))


def _card_written(rng: Random, number: str) -> str:
    sizes = (4, 6, 5) if len(number) == 15 else (4, 6, 4) if len(number) == 14 else (4, 4, 4, 4)
    return grouped(number, sizes, rng.choice(("", "", " ", " ", "-", "-", ".")))


def card(rng: Random) -> str:
    return _card_written(rng, _card_digits(rng))


def bad_card(rng: Random) -> str:
    number = _card_digits(rng)
    return _card_written(rng, number[:-1] + str((int(number[-1]) + rng.randrange(1, 10)) % 10))


_IBAN_FORMS = (("GB", "4A14D"), ("DE", "18D"), ("FR", "10D11C2D"), ("NL", "4A10D"), ("ES", "20D"), ("IT", "1A10D12C"), ("CH", "5D12C"), ("BE", "12D"), ("NO", "11D"), ("PL", "24D"), ("SA", "2D18C"), ("MT", "4A5D18C"))


def iban(rng: Random, *, good: bool = True) -> str:
    country, form = rng.choice(_IBAN_FORMS)
    bban, number = "", ""
    for char in form:
        if char.isdigit():
            number += char
        else:
            bban += text_of(rng, {"A": _UPPER, "D": _DIGITS, "C": _UPPER + _DIGITS}[char], int(number))
            number = ""
    check = str(_stdnum("iban").calc_check_digits(f"{country}xx{bban}"))
    if not good:
        check = f"{(int(check) + rng.randrange(1, 80)) % 97:02d}"
    whole = country + check + bban
    return grouped(whole, (4,) * (len(whole) // 4), " ").strip() if rng.random() < 0.5 else whole


def bad_iban(rng: Random) -> str:
    return iban(rng, good=False)


def swift(rng: Random) -> str:
    return text_of(rng, _UPPER, 4) + rng.choice(("US", "GB", "DE", "FR", "VN", "SG", "CH")) + text_of(rng, _UPPER + _DIGITS, 2) + rng.choice(("", "XXX", text_of(rng, _DIGITS, 3)))


def routing(rng: Random) -> str:
    body = rng.choice(("0", "1", "2", "3")) + text_of(rng, _DIGITS, 7)
    return body + str(_stdnum("us.rtn").calc_check_digit(body))


def vat(rng: Random) -> str:
    while True:
        country = rng.choice(("DE", "GB", "FR", "NL", "BE", "IT", "AT", "PL", "DK"))
        body = text_of(rng, _DIGITS, {"DE": 9, "GB": 9, "FR": 11, "NL": 9, "BE": 10, "IT": 11, "AT": 8, "PL": 10, "DK": 8}[country])
        body = {"NL": body + "B01", "AT": "U" + body, "BE": "0" + body[1:]}.get(country, body)
        module = {"GB": "gb.vat"}.get(country, "eu.vat")
        if _stdnum(module).is_valid(country + body):
            return country + rng.choice(("", " ")) + body


def bad_vat(rng: Random) -> str:
    while True:
        country = rng.choice(("DE", "GB", "PL", "DK"))
        body = text_of(rng, _DIGITS, {"DE": 9, "GB": 9, "PL": 10, "DK": 8}[country])
        if not _stdnum({"GB": "gb.vat"}.get(country, "eu.vat")).is_valid(country + body):
            return country + body


def mst(rng: Random) -> str:
    while True:
        number = rng.choice(("01", "03", "31", "40")) + text_of(rng, _DIGITS, 7)
        number += str(_stdnum("vn.mst").calc_check_digit(number))
        if _stdnum("vn.mst").is_valid(number):
            return number + rng.choice(("", "", "-001"))


def bitcoin(rng: Random, *, good: bool = True) -> str:
    import hashlib

    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    payload = rng.choice((b"\x00", b"\x05")) + rng.randbytes(20)
    check = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, out = int.from_bytes(payload + check, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = alphabet[rest] + out
    zeros = len(payload) - len(payload.lstrip(b"\x00"))
    address = "1" * zeros + out
    return address if good else address[:-1] + ("a" if address[-1] != "a" else "b")


def bad_bitcoin(rng: Random) -> str:
    return bitcoin(rng, good=False)


def crypto(rng: Random) -> str:
    return rng.choice((bitcoin, bitcoin, lambda r: "0x" + text_of(r, "0123456789abcdefABCDEF", 40), lambda r: r.choice(("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"))))(rng)


# --- people's numbers --------------------------------------------------------------------------------------------


def ssn(rng: Random) -> str:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    mark = rng.choice(("-", "-", "-", " "))
    return f"{area:03d}{mark}{rng.randrange(1, 100):02d}{mark}{rng.randrange(1, 10000):04d}"


def bad_ssn(rng: Random) -> str:
    return rng.choice((f"000-{rng.randrange(1, 100):02d}-{digits(rng, 4)}", f"666-{rng.randrange(1, 100):02d}-{digits(rng, 4)}", f"{rng.randrange(100, 900)}-00-{digits(rng, 4)}", f"{rng.randrange(100, 900)}-{rng.randrange(1, 100):02d}-0000", f"{digits(rng, 4)}-{digits(rng, 2)}-{digits(rng, 3)}"))


def itin(rng: Random) -> str:
    group = rng.choice([number for number in range(70, 100) if number not in (89, 93)])
    return f"9{text_of(rng, _DIGITS, 2)}-{group}-{text_of(rng, _DIGITS, 4)}"


def nhs(rng: Random, *, good: bool = True) -> str:
    while True:
        number = rng.choice("4567") + text_of(rng, _DIGITS, 9)
        if _stdnum("gb.nhs").is_valid(number) == good:
            return grouped(number, (3, 3, 4), rng.choice(("", " ", " ", "-"))).strip(" -")


def nino(rng: Random) -> str:
    prefix = rng.choice("ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
    if prefix in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
        prefix = "AB"
    mark = rng.choice(("", " "))
    return mark.join((prefix, *(text_of(rng, _DIGITS, 2) for _ in range(3)), rng.choice("ABCD")))


def cccd(rng: Random) -> str:
    return rng.choice(("001", "079", "048", "031", "092", "024")) + rng.choice("0123") + f"{rng.randrange(100):02d}" + text_of(rng, _DIGITS, 6)


def npi(rng: Random) -> str:
    body = rng.choice("12") + text_of(rng, _DIGITS, 8)
    return body + str(_stdnum("luhn").calc_check_digit("80840" + body))


def bad_npi(rng: Random) -> str:
    number = npi(rng)
    return number[:-1] + str((int(number[-1]) + rng.randrange(1, 10)) % 10)


def dea(rng: Random, *, good: bool = True) -> str:
    body = text_of(rng, _DIGITS, 6)
    numbers = [int(char) for char in body]
    check = (sum(numbers[0::2]) + 2 * sum(numbers[1::2]) + (0 if good else rng.randrange(1, 10))) % 10
    return rng.choice("ABFGMPR") + rng.choice(_UPPER) + body + str(check)


def bad_dea(rng: Random) -> str:
    return dea(rng, good=False)


def us_passport(rng: Random) -> str:
    return rng.choice((digits(rng, 9), rng.choice(_UPPER) + digits(rng, 8)))


def driver_license(rng: Random) -> str:
    return rng.choice((rng.choice(_UPPER) + digits(rng, 7), digits(rng, 8), rng.choice(_UPPER) + digits(rng, 12), f"{rng.choice(_UPPER)}{digits(rng, 3)}-{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 3)}-0", text_of(rng, _UPPER, 2) + digits(rng, 6), digits(rng, 3) + " " + digits(rng, 3) + " " + digits(rng, 3)))


def id_number(rng: Random) -> str:
    return rng.choice((digits(rng, 6), digits(rng, 8), f"{text_of(rng, _UPPER, 2)}-{digits(rng, 6)}", f"{rng.choice(_UPPER)}{digits(rng, 5)}", f"{digits(rng, 4)}-{digits(rng, 4)}", f"{text_of(rng, _UPPER, 3)}{digits(rng, 9)}", "00" + digits(rng, 5)))


# --- machines, things, places ------------------------------------------------------------------------------------


def ip(rng: Random) -> str:
    return rng.choice((lambda: fake(rng, "ipv4"), lambda: fake(rng, "ipv4"), lambda: fake(rng, "ipv6"), lambda: f"fe80::{text_of(rng, '123456789abcdef', 4)}:{text_of(rng, '123456789abcdef', 3)}:1", lambda: f"2001:db8::{rng.randrange(1, 999)}", lambda: f"10.{rng.randrange(256)}.{rng.randrange(256)}.0/24"))()


def bad_ip(rng: Random) -> str:
    return rng.choice((f"version {rng.randrange(1, 20)}.{rng.randrange(30)}.{rng.randrange(9)}.{rng.randrange(99)}", f"v{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}", f"{rng.randrange(256, 999)}.1.{rng.randrange(256)}.7", f"1.2.3.4.{rng.randrange(9)}", f"12:{rng.randrange(10, 60)}:{rng.randrange(10, 60)}", "std::vector", "Foo::Bar", f"section {rng.randrange(1, 9)}.{rng.randrange(1, 9)}.{rng.randrange(1, 9)}.{rng.randrange(1, 9)}", f"{rng.randrange(1, 9)}.{rng.randrange(20)}.{rng.randrange(20)}", f"release {rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}", f"OID 1.3.6.1.4.1.{rng.randrange(999)}"))


def mac(rng: Random) -> str:
    octets = [text_of(rng, "0123456789abcdef", 2) for _ in range(6)]
    return rng.choice((":".join(octets), "-".join(octets).upper(), ":".join(octets).upper()))


def imei(rng: Random, *, good: bool = True) -> str:
    body = rng.choice(("35", "86", "01", "99")) + text_of(rng, _DIGITS, 12)
    check = int(_stdnum("luhn").calc_check_digit(body))
    number = body + str(check if good else (check + rng.randrange(1, 10)) % 10)
    return number if rng.random() < 0.7 else grouped(number, (2, 6, 6, 1), "-")


def bad_imei(rng: Random) -> str:
    return imei(rng, good=False)


_VIN_VALUE = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def vin(rng: Random, *, good: bool = True) -> str:
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ" + _DIGITS
    body = rng.choice(("1HG", "WBA", "JTD", "5YJ", "WVW", "1FT")) + text_of(rng, alphabet, 5) + "0" + text_of(rng, alphabet, 2) + digits(rng, 6)
    total = sum((int(char) if char.isdigit() else _VIN_VALUE[char]) * weight for char, weight in zip(body, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True))
    check = total if good else total + rng.randrange(1, 10)
    return body[:8] + "0123456789X"[check % 11] + body[9:]


def bad_vin(rng: Random) -> str:
    return vin(rng, good=False)


def us_plate(rng: Random) -> str:
    return rng.choice((f"{text_of(rng, _UPPER, 3)}-{text_of(rng, _DIGITS, 4)}", f"{rng.randrange(1, 9)}{text_of(rng, _UPPER, 3)}{text_of(rng, _DIGITS, 3)}", f"{text_of(rng, _UPPER, 3)} {text_of(rng, _DIGITS, 3)}"))


def gb_plate(rng: Random) -> str:
    return f"{text_of(rng, 'ABCDEFGHKLMNOPRSVWY', 2)}{rng.choice(('02', '12', '19', '56', '63', '71'))}{rng.choice(('', ' '))}{text_of(rng, 'ABCDEFGHJKLMNPRSTUVWXYZ', 3)}".replace("O", "P")


def vn_plate(rng: Random) -> str:
    return f"{rng.choice((29, 30, 43, 51, 59, 92))}{rng.choice('ABCFGHK')}{rng.choice(('', '1', '2'))}-{text_of(rng, _DIGITS, 3)}.{text_of(rng, _DIGITS, 2)}"


def gps(rng: Random) -> str:
    lat, lon = rng.uniform(-89, 89), rng.uniform(-179, 179)
    return rng.choice((f"{lat:.6f}, {lon:.6f}", f"{lat:.5f},{lon:.5f}", f"{abs(lat):.4f}° N, {abs(lon):.4f}° W", f"{int(abs(lat))}°{rng.randrange(60)}′{rng.randrange(60)}″N {int(abs(lon))}°{rng.randrange(60)}′{rng.randrange(60)}″W", f"{int(abs(lat))}°{rng.randrange(60)}'{rng.randrange(60)}\"S, {int(abs(lon))}°{rng.randrange(60)}'{rng.randrange(60)}\"E"))


def gps_short(rng: Random) -> str:
    return f"{rng.uniform(-89, 89):.4f}, {rng.uniform(-179, 179):.4f}"


# --- dates -------------------------------------------------------------------------------------------------------


def a_date(rng: Random) -> date:
    return date(1930, 1, 1) + timedelta(days=rng.randrange(36_000))


def numeric_date(rng: Random) -> str:
    day = a_date(rng)
    clock = rng.choice(("T10:11:12Z", " 09:30", "T23:59:59.123+02:00", " 14:05:00"))
    return day.strftime(rng.choice(("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%y", "%m-%d-%y", "%Y-%m-%d" + clock)))


def named_date(rng: Random) -> str:
    day = a_date(rng)
    nth = f"{day.day}{'th' if 10 < day.day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
    return rng.choice((day.strftime("%B %d, %Y"), day.strftime("%b %d, %Y"), day.strftime("%d %B %Y"), day.strftime("%d-%b-%Y"), day.strftime("%b. %d %Y"), day.strftime(f"%B {nth}, %Y"), day.strftime(f"{nth} of %B %Y"), day.strftime(f"{nth} %B"), day.strftime(f"%B {nth}"), f"ngày {day.day} tháng {day.month} năm {day.year}", day.strftime("%B %d, %Y").upper()))


def bad_date(rng: Random) -> str:
    return rng.choice((f"{rng.randrange(1950, 2030)}-{rng.randrange(13, 99)}-{rng.randrange(32, 99)}", f"{rng.randrange(32, 99)}/{rng.randrange(32, 99)}/{rng.randrange(1950, 2030)}", f"February 30, {rng.randrange(1950, 2030)}", f"{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 3)}", f"{rng.randrange(2, 9)}/{rng.randrange(10, 99)}", f"v{rng.randrange(2000, 2030)}.{rng.randrange(1, 12)}.{rng.randrange(1, 28)}", f"ratio {rng.randrange(1, 9)}/{rng.randrange(1, 9)}", f"part no. {rng.randrange(10, 28)}-{rng.randrange(10, 13)}-{rng.randrange(10, 28)}", f"{digits(rng, 8)}", f"31 April {rng.randrange(1950, 2030)}", f"$12/{rng.randrange(32, 99)}/{rng.randrange(32, 99)}", f"may {rng.randrange(100, 999)}"))


# --- secrets -----------------------------------------------------------------------------------------------------


def _b64(rng: Random, size: int) -> str:
    return base64.urlsafe_b64encode(rng.randbytes(size)).decode().rstrip("=")


def jwt(rng: Random) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{base64.urlsafe_b64encode(b'{' + repr(rng.random()).encode() + b'}').decode().rstrip('=')}.{_b64(rng, 32)}"


def private_key(rng: Random) -> str:
    kind = rng.choice(("RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "))
    body = "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(rng.randrange(3, 12)))
    end = f"\n-----END {kind}PRIVATE KEY-----" if rng.random() < 0.8 else ""
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}{end}"


def token(rng: Random) -> str:
    return rng.choice((
        lambda: "AKIA" + text_of(rng, _UPPER + "234567", 16), lambda: rng.choice(("ghp_", "gho_", "ghs_")) + text_of(rng, _BASE62, 36), lambda: "github_pat_" + text_of(rng, _BASE62, 22) + "_" + text_of(rng, _BASE62, 59),
        lambda: "glpat-" + text_of(rng, _BASE62, 20), lambda: f"xoxb-{digits(rng, 12)}-{digits(rng, 12)}-{text_of(rng, _BASE62, 24)}", lambda: rng.choice(("sk_live_", "rk_live_", "sk_test_")) + text_of(rng, _BASE62, 24),
        lambda: "AIza" + text_of(rng, _BASE62 + "-_", 34) + "x", lambda: "npm_" + text_of(rng, _BASE62, 36), lambda: "hf_" + text_of(rng, _BASE62, 34), lambda: "sk-proj-" + text_of(rng, _BASE62, 48), lambda: jwt(rng), lambda: jwt(rng),
        lambda: f"{digits(rng, 9)}:AA{text_of(rng, _BASE62 + '-_', 32)}x", lambda: f"SG.{text_of(rng, _BASE62, 22)}.{text_of(rng, _BASE62, 43)}",
        lambda: f"{rng.choice(('postgresql', 'mysql', 'mongodb+srv', 'redis', 'amqp'))}://{fake(rng, 'user_name')}:{text_of(rng, _BASE62 + '!$%', 12)}@db{rng.randrange(9)}.internal:5432/app",
    ))()  # fmt: skip


def password(rng: Random) -> str:
    return rng.choice((fake(rng, "password").replace('"', "x").replace("'", "x"), text_of(rng, _BASE62, 16), f"{fake(rng, 'word').title()}{rng.randrange(10, 9999)}!", f"{fake(rng, 'word')}-{fake(rng, 'word')}-{rng.randrange(99)}", text_of(rng, _BASE62, 8) + "7"))


def api_secret(rng: Random) -> str:
    return rng.choice((text_of(rng, "0123456789abcdef", 32), text_of(rng, _BASE62, 40), _b64(rng, 24) + "4", text_of(rng, _BASE62, 20) + "9"))


# --- addresses ---------------------------------------------------------------------------------------------------

_VN_STREETS = ("Nguyễn Huệ", "Lê Lợi", "Trần Hưng Đạo", "Hai Bà Trưng", "Điện Biên Phủ", "Lý Thường Kiệt", "Phan Chu Trinh")


def us_address(rng: Random) -> str:
    number, name = rng.randrange(1, 9999), fake(rng, "last_name")
    kind = rng.choice(("Street", "St", "St.", "Avenue", "Ave", "Road", "Rd.", "Drive", "Dr", "Lane", "Ln", "Boulevard", "Blvd.", "Court", "Place", "Way", "Parkway", "Terrace"))
    unit = rng.choice(("", "", "", ", Apt 4", " Apt. 12B", ", Suite 300", " #5", ", Unit 7"))
    way = rng.choice(("", "", "", "N ", "West ", "S. "))
    street = f"{number} {way}{rng.choice((name, name, '5th', 'Martin Luther King', f'{name} Hill', 'Oak'))} {kind}{unit}"
    city, state, code = fake(rng, "city"), fake(rng, "state_abbr", include_territories=False), f"{rng.randrange(501, 99951):05d}"
    return rng.choice((street, f"{street}, {city}, {state} {code}", f"{street}\n{city}, {state} {code}", f"{street}, {city} {state} {code}-{rng.randrange(1000, 9999)}", fake(rng, "address"), f"{street}, {city}, {state}".upper(), f"{street}, {city}, {state} {code}".lower().replace(".", "") if unit == "" and way == "" and kind in {"Street", "Avenue", "Road", "Drive", "Lane", "Court"} else street))


def gb_address(rng: Random) -> str:
    number, name = rng.randrange(1, 300), fake(rng, "last_name", "en_GB")
    kind = rng.choice(("Street", "Road", "Lane", "Avenue", "Close", "Crescent", "Gardens", "Mews", "Terrace", "Square"))
    code = f"{rng.choice(('SW1A', 'EC1A', 'M1', 'B33', 'CR2', 'DN55', 'LS2', 'G12', 'EH1'))} {rng.randrange(1, 9)}{text_of(rng, 'ABDEFGHJLNPQRSTUWXYZ', 2)}"
    town = rng.choice(("London", "Leeds", "Manchester", "Glasgow", "Stoke-on-Trent", "Edinburgh"))
    return rng.choice((f"{number} {name} {kind}, {town} {code}", f"{number}{rng.choice('ABC')} {name} {kind}, {town}, {code}", f"Flat {rng.randrange(1, 40)}, {number} {name} {kind}, {town} {code}", f"{number} {name} {kind}\n{town}\n{code}", code))


def vn_address(rng: Random) -> str:
    number = rng.choice((str(rng.randrange(1, 500)), f"{rng.randrange(1, 99)}/{rng.randrange(1, 40)}", f"{rng.randrange(1, 99)}A"))
    street = rng.choice(_VN_STREETS)
    tail = rng.choice((", Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh", ", phường Hàng Bài, quận Hoàn Kiếm, Hà Nội", ", P. Bến Thành, Q. 1", ", Quận 3, TP.HCM"))
    return rng.choice((f"{number} đường {street}{tail}", f"{number} {street}{tail}", f"số {number} đường {street}"))


def other_address(rng: Random) -> str:
    return rng.choice((f"P.O. Box {rng.randrange(1, 9999)}", f"PO Box {rng.randrange(1, 9999)}, {fake(rng, 'city')}, {fake(rng, 'state_abbr', include_territories=False)} {rng.randrange(10000, 99999)}", f"{fake(rng, 'city')}, {fake(rng, 'state_abbr', include_territories=False)} {rng.randrange(10000, 99999)}"))


def not_address(rng: Random) -> str:
    return rng.choice((f"{rng.randrange(2, 90)} people walked down the street", f"{rng.randrange(2, 90)} years on the road", f"in {rng.randrange(1950, 2030)} the court ruled", f"{rng.randrange(2, 99)} Main Points", f"Route {rng.randrange(1, 99)}", f"{rng.randrange(2, 50)} Great Ideas for Way Out West Records", f"the top {rng.randrange(2, 50)} Drivers", f"{rng.randrange(100, 900)} St Bernard dogs", f"box {rng.randrange(1, 99)} of the form", f"version {rng.randrange(1, 9)} IN {rng.randrange(10, 999)}", f"{rng.randrange(2, 20)} Lanes were closed", f"Chapter {rng.randrange(2, 20)} Roadmap", f"{rng.randrange(2, 20)} drive bays", f"a {rng.randrange(2, 90)} Squares grid", f"{rng.randrange(1, 30)} May Day Parades", f"grade A{rng.randrange(1, 9)} {rng.randrange(10, 99)}BB", f"{rng.randrange(200, 900)} Park Rangers"))
