"""Cards, accounts, banks, tax numbers of firms, coins."""

from __future__ import annotations

from random import Random

from benchmarks.detector_set.values.making import DIGITS, UPPER, grouped, stdnum, text_of

_CARD_FORMS = (
    ("4", 16),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("65", 16),
    ("36", 14),
    ("3530", 16),
    ("62", 16),
)


def _card_digits(rng: Random) -> str:
    prefix, size = rng.choice(_CARD_FORMS)
    body = prefix + text_of(rng, DIGITS, size - len(prefix) - 1)
    return body + str(stdnum("luhn").calc_check_digit(body))


def _card_written(rng: Random, number: str) -> str:
    sizes = (4, 6, 5) if len(number) == 15 else (4, 6, 4) if len(number) == 14 else (4, 4, 4, 4)
    return grouped(number, sizes, rng.choice(("", "", " ", " ", "-", "-", ".")))


def card(rng: Random) -> str:
    return _card_written(rng, _card_digits(rng))


def bad_card(rng: Random) -> str:
    number = _card_digits(rng)
    return _card_written(rng, number[:-1] + str((int(number[-1]) + rng.randrange(1, 10)) % 10))


_IBAN_FORMS = (
    ("GB", "4A14D"),
    ("DE", "18D"),
    ("FR", "10D11C2D"),
    ("NL", "4A10D"),
    ("ES", "20D"),
    ("IT", "1A10D12C"),
    ("CH", "5D12C"),
    ("BE", "12D"),
    ("NO", "11D"),
    ("PL", "24D"),
    ("SA", "2D18C"),
    ("MT", "4A5D18C"),
)


def iban(rng: Random, *, good: bool = True) -> str:
    country, form = rng.choice(_IBAN_FORMS)
    bban, number = "", ""
    for char in form:
        if char.isdigit():
            number += char
        else:
            bban += text_of(rng, {"A": UPPER, "D": DIGITS, "C": UPPER + DIGITS}[char], int(number))
            number = ""
    check = str(stdnum("iban").calc_check_digits(f"{country}xx{bban}"))
    if not good:
        check = f"{(int(check) + rng.randrange(1, 80)) % 97:02d}"
    whole = country + check + bban
    return grouped(whole, (4,) * (len(whole) // 4), " ").strip() if rng.random() < 0.5 else whole


def bad_iban(rng: Random) -> str:
    return iban(rng, good=False)


def swift(rng: Random) -> str:
    return (
        text_of(rng, UPPER, 4)
        + rng.choice(("US", "GB", "DE", "FR", "VN", "SG", "CH"))
        + text_of(rng, UPPER + DIGITS, 2)
        + rng.choice(("", "XXX", text_of(rng, DIGITS, 3)))
    )


def routing(rng: Random) -> str:
    body = rng.choice(("0", "1", "2", "3")) + text_of(rng, DIGITS, 7)
    return body + str(stdnum("us.rtn").calc_check_digit(body))


def vat(rng: Random) -> str:
    while True:
        country = rng.choice(("DE", "GB", "FR", "NL", "BE", "IT", "AT", "PL", "DK"))
        body = text_of(
            rng, DIGITS, {"DE": 9, "GB": 9, "FR": 11, "NL": 9, "BE": 10, "IT": 11, "AT": 8, "PL": 10, "DK": 8}[country]
        )
        body = {"NL": body + "B01", "AT": "U" + body, "BE": "0" + body[1:]}.get(country, body)
        module = {"GB": "gb.vat"}.get(country, "eu.vat")
        if stdnum(module).is_valid(country + body):
            return country + rng.choice(("", " ")) + body


def bad_vat(rng: Random) -> str:
    while True:
        country = rng.choice(("DE", "GB", "PL", "DK"))
        body = text_of(rng, DIGITS, {"DE": 9, "GB": 9, "PL": 10, "DK": 8}[country])
        if not stdnum({"GB": "gb.vat"}.get(country, "eu.vat")).is_valid(country + body):
            return country + body


def mst(rng: Random) -> str:
    while True:
        number = rng.choice(("01", "03", "31", "40")) + text_of(rng, DIGITS, 7)
        number += str(stdnum("vn.mst").calc_check_digit(number))
        if stdnum("vn.mst").is_valid(number):
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
    return rng.choice(
        (
            bitcoin,
            bitcoin,
            lambda r: "0x" + text_of(r, "0123456789abcdefABCDEF", 40),
            lambda r: r.choice(
                ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
            ),
        )
    )(rng)
