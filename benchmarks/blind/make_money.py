"""Cards, accounts, banks, coins and tax numbers."""

from __future__ import annotations

import hashlib
from random import Random

from stdnum import bitcoin, iban, luhn
from stdnum.eu import vat as eu_vat
from stdnum.us import rtn
from stdnum.vn import mst as vn_mst

from benchmarks.blind.making import Maker, drawn, either, grouped, shape, such

#: ISO/IEC 7812 ranges: first digits, length, usual groups.
_BRANDS = (
    (("4",), 16, (4, 4, 4, 4)),
    (("51", "52", "53", "54", "55", "2221", "2500", "2720"), 16, (4, 4, 4, 4)),
    (("34", "37"), 15, (4, 6, 5)),
    (("6011", "644", "65"), 16, (4, 4, 4, 4)),
    (("36", "38", "300", "305"), 14, (4, 6, 4)),
    (("3528", "3589"), 16, (4, 4, 4, 4)),
    (("62",), 16, (4, 4, 4, 4)),
)


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, value))


def _next(digit: str, rng: Random) -> str:
    return str((int(digit) + rng.randint(1, 9)) % 10)


def card(rng: Random) -> str:
    starts, length, groups = rng.choice(_BRANDS)
    digits = rng.choice(starts)
    digits += drawn("9" * (length - 1 - len(digits)), rng)
    return grouped(digits + luhn.calc_check_digit(digits), groups, rng.choice(("", " ", "-")))


def broken_card(rng: Random) -> str:
    value = card(rng)
    return value[:-1] + _next(value[-1], rng)


#: USPS, UPS and a courier's twelve digits.
parcel = such(
    shape(r"\94" + "9" * 20, r"1Z999\A\A9999999999", "899999999999"), lambda value: not luhn.is_valid(_digits(value))
)
nanoseconds = such(shape("1699999999999999999", "16999999999999999"), lambda value: not luhn.is_valid(value))


def card_in_digits(rng: Random) -> str:
    return "4111111111111111" + drawn("9" * 15, rng)


#: The SWIFT registry's BBAN structures.
_IBANS = [
    "GB AAAA99999999999999",
    "DE 999999999999999999",
    "NL AAAA9999999999",
    "AT 9999999999999999",
    "CH 99999999999999999",
    "IE AAAA99999999999999",
    "DK 99999999999999",
    "PL 999999999999999999999999",
    "SE 99999999999999999999",
    "GR 99999999999999999999999",
    "RO AAAA9999999999999999",
    "SA 999999999999999999",
    "AE 9999999999999999999",
    "TR 9999990999999999999999",
    "LU 9999999999999999",
    "BG AAAA99999999999999",
    "MT AAAA99999999999999999999999",
]


def _iban(rng: Random) -> str:
    country, form = rng.choice(_IBANS).split()
    bban = drawn(form, rng)
    return country + iban.calc_check_digits(f"{country}00{bban}") + bban


def _in_fours(value: str, rng: Random) -> str:
    return grouped(value, (4,) * 8, rng.choice(("", " ")))


def _is_iban(value: str) -> bool:
    return bool(iban.is_valid(value, check_country=False))


def any_iban(rng: Random) -> str:
    return _in_fours(such(_iban, _is_iban)(rng), rng)


def broken_iban(rng: Random) -> str:
    value = _iban(rng)
    return _in_fours(value[:2] + f"{(int(value[2:4]) + rng.randint(1, 80)) % 97:02d}" + value[4:], rng)


no_iban = such(shape("X" * 32, "AA99NNNNNNNNNNNN"), lambda value: not _is_iban(value))
routing = such(shape("089999999", "129999999", "289999999", "319999999"), rtn.is_valid)
broken_routing = such(shape("199999999", "899999999", "599999999"), lambda value: not rtn.is_valid(value))


def _base58(version: int, payload: bytes) -> str:
    raw = bytes([version]) + payload
    raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
    number, made = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        made = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest] + made
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + made


def _coin(version: int) -> Maker:
    return lambda rng: _base58(version, rng.randbytes(20))


def _bech32(human: str) -> Maker:
    """BIP-173: version 0, a programme of 20 bytes."""
    signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

    def made(rng: Random) -> str:
        bits = "".join(f"{byte:08b}" for byte in rng.randbytes(20))
        data = [0, *(int(bits[at : at + 5], 2) for at in range(0, 160, 5))]
        check = 1
        for value in (*(ord(sign) >> 5 for sign in human), 0, *(ord(sign) & 31 for sign in human), *data, *[0] * 6):
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= generator if top >> place & 1 else 0
        check ^= 1
        return f"{human}1" + "".join(
            signs[value] for value in (*data, *(check >> 5 * (5 - at) & 31 for at in range(6)))
        )

    return made


bitcoin_address = such(either(_coin(0), _coin(5), _bech32("bc")), bitcoin.is_valid)
no_bitcoin = such(shape("1" + "n" * 33, "3" + "n" * 33), lambda value: not bitcoin.is_valid(value))
litecoin = either(_coin(48), _bech32("ltc"))
dogecoin = _coin(30)

_VAT = [
    "ATU99999999",
    "BE0999999999",
    "DE999999999",
    "DK99999999",
    "FI99999999",
    "FR99999999999",
    "IE9999999A",
    "IT99999999999",
    "NL999999999B99",
    "PL9999999999",
    "PT999999999",
    "SE999999999901",
    "ESB99999999",
    "LU99999999",
    "EL999999999",
    "HU99999999",
    "SI99999999",
    "SK9999999999",
    "CZ99999999",
    "RO99999999",
    "EE999999999",
]


def _vat(form: str) -> Maker:
    return such(lambda rng: form[:2] + drawn(form[2:].replace("B", r"\B"), rng), lambda v: bool(eu_vat.is_valid(v)))


vat = either(*map(_vat, _VAT))
broken_vat = such(lambda rng: rng.choice(_VAT)[:2] + drawn("999999999", rng), lambda value: not eu_vat.is_valid(value))
mst = such(shape("0999999999", "8999999999"), vn_mst.is_valid)
broken_mst = such(shape("0999999999", "8999999999"), lambda value: not vn_mst.is_valid(value))


def mst_branch(rng: Random) -> str:
    return mst(rng) + drawn("-008", rng)
