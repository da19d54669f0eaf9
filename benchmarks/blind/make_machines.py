"""Addresses of machines, devices, vehicles, and secrets."""

from __future__ import annotations

import base64
import ipaddress
import json
from random import Random

from stdnum import imei, luhn

from benchmarks.blind.making import drawn, either, grouped, shape, such


def ipv4(rng: Random) -> str:
    return ".".join(str(rng.choice((rng.randint(1, 254), rng.randint(0, 9)))) for _ in range(4))


def ipv6(rng: Random) -> str:
    """RFC 4291 forms: whole, compressed, leading zeros, capitals, IPv4-mapped."""
    whole = ipaddress.IPv6Address(rng.getrandbits(128))
    sparse = ipaddress.IPv6Address((0x20010DB8 << 96) | rng.getrandbits(rng.choice((4, 16, 64))))
    local = ipaddress.IPv6Address((0xFE80 << 112) | rng.getrandbits(64))
    short = f"fe80::{rng.getrandbits(16) | 1:x}"
    forms = (str(whole), str(sparse), sparse.exploded, str(local), f"::ffff:{ipv4(rng)}", str(sparse).upper(), short)
    return rng.choice(forms)


mac = either(
    *(lambda rng, form=form: form[2].join(drawn(form[:2], rng) for _ in range(6)) for form in ("xx:", "XX-", "XX:"))
)  # type: ignore[misc]
mac_cisco = such(shape("xxxx.xxxx.xxxx"), lambda value: not value.replace(".", "").isdigit())


def an_imei(rng: Random) -> str:
    digits = rng.choice(("35", "86", "01", "49")) + drawn("999999999999", rng)
    return digits + luhn.calc_check_digit(digits)


def imei_dashed(rng: Random) -> str:
    return grouped(an_imei(rng), (2, 6, 6), "-")


def imei_spaced(rng: Random) -> str:
    return grouped(an_imei(rng), (2, 6, 6), " ")


broken_imei = such(shape("35" + "9" * 13), lambda value: not imei.is_valid(value))


def broken_imei_dashed(rng: Random) -> str:
    return grouped(broken_imei(rng), (2, 6, 6), "-")


_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_WORTH = dict(zip(_VIN_SIGNS, (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10)), strict=True))


def _checked(value: str) -> str:
    rest = sum(_WORTH[sign] * weight for sign, weight in zip(value, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def us_vin(rng: Random) -> str:
    """49 CFR 565: no I, O, Q; position 9 is the check digit; the last five are digits."""
    raw = rng.choice("1245J") + "".join(rng.choices(_VIN_SIGNS, k=7)) + "0"
    raw += rng.choice("ABCDEFGHJKLMNPRSTVWXY123456789") + rng.choice(_VIN_SIGNS) + drawn("999999", rng)
    return raw[:8] + _checked(raw) + raw[9:]


def eu_vin(rng: Random) -> str:
    """ISO 3779 without a check digit, as in Europe."""
    maker = rng.choice(["WVWZZZ1KZ", "VF1BB05CF", "ZFA22300X", "TMBJJ7NE0", "WBA3A5C5X"])
    return maker + rng.choice("ABCDEFGHJKLM") + rng.choice(_VIN_SIGNS) + drawn("999999", rng)


broken_vin = such(lambda rng: "".join(rng.choices(_VIN_SIGNS, k=17)), lambda value: _checked(value) != value[8])


def _base64(rng: Random, size: int) -> str:
    return base64.urlsafe_b64encode(rng.randbytes(size)).decode().rstrip("=")


def _jwt(rng: Random) -> str:
    head = json.dumps({"alg": rng.choice(("HS256", "RS256")), "typ": "JWT"})
    body = json.dumps({"sub": drawn("99999999", rng), "iat": 1516239022})
    parts = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (head, body)]
    return ".".join((*parts, _base64(rng, 32)))


_FORMED = (
    ("AKIA", "N" * 16), ("ASIA", "N" * 16), *((f"gh{kind}_", "n" * 36) for kind in "pousr"), ("github_pat_", "n" * 22 + "_" + "n" * 59),
    ("xoxb-", "899999999999-899999999999-" + "n" * 24), ("xoxp-", "899999999999-899999999999-" + "n" * 24), ("sk_live_", "n" * 24),
    ("rk_live_", "n" * 24), ("sk_test_", "n" * 24), ("AIza", "n" * 35), ("glpat-", "n" * 20), ("npm_", "n" * 36),
    ("SG.", "n" * 22 + "." + "n" * 43), ("hf_", "n" * 34), ("pypi-AgEIcHlwaS5vcmc", "n" * 70), ("sk-proj-", "n" * 48),
)  # fmt: skip


def TOKENS(rng: Random) -> str:
    if rng.random() < 0.1:
        return _jwt(rng)
    start, form = rng.choice(_FORMED)
    return start + drawn(form, rng)


def private_key(rng: Random) -> str:
    kind = rng.choice(("RSA ", "", "EC ", "OPENSSH ", "ENCRYPTED ")) + "PRIVATE KEY"
    body = "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(rng.randint(3, 8)))
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----"


def database(rng: Random) -> str:
    return rng.choice((
        "postgres://app:{}@db.example.com:5432/prod", "mongodb+srv://admin:{}@cluster0.example.net/test",
        "mysql://root:{}@192.0.2.5/shop", "redis://:{}@cache:6379/0", "amqp://svc:{}@mq.example.org/vhost",
        "postgresql+psycopg2://u:{}@localhost/x",
    )).format(_base64(rng, 9))  # fmt: skip


aws_secret = shape("n" * 40)
random_key = shape("n" * 20, "n" * 32, "n" * 40)
hex_key = shape("x" * 32, "x" * 40, "x" * 64)


def password(rng: Random) -> str:
    common = "hunter2! Tr0ub4dor&3 correct-horse-battery P@ssw0rd2024 s3cr3tK3y Xk9#mQ2$vL qwerty123 Summer2023! m0untain_Dew"
    return rng.choice((rng.choice(common.split()), drawn("n" * 12, rng)))


def basic_login(rng: Random) -> str:
    return base64.b64encode(f"user:{drawn('n' * 10, rng)}".encode()).decode()


def digest_base64(rng: Random) -> str:
    return base64.b64encode(rng.randbytes(64)).decode()
