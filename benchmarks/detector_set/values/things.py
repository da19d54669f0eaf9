# ruff: noqa: E501 - the forms of one value stand on one line, next to each other
"""Machines, devices, vehicles, places on the globe."""

from __future__ import annotations

from random import Random

from benchmarks.detector_set.values.making import DIGITS, UPPER, digits, fake, grouped, stdnum, text_of


def ip(rng: Random) -> str:
    return rng.choice(
        (
            lambda: fake(rng, "ipv4"),
            lambda: fake(rng, "ipv4"),
            lambda: fake(rng, "ipv6"),
            lambda: f"fe80::{text_of(rng, '123456789abcdef', 4)}:{text_of(rng, '123456789abcdef', 3)}:1",
            lambda: f"2001:db8::{rng.randrange(1, 999)}",
            lambda: f"10.{rng.randrange(256)}.{rng.randrange(256)}.0/24",
        )
    )()


def bad_ip(rng: Random) -> str:
    return rng.choice(
        (
            f"version {rng.randrange(1, 20)}.{rng.randrange(30)}.{rng.randrange(9)}.{rng.randrange(99)}",
            f"v{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}",
            f"{rng.randrange(256, 999)}.1.{rng.randrange(256)}.7",
            f"1.2.3.4.{rng.randrange(9)}",
            f"12:{rng.randrange(10, 60)}:{rng.randrange(10, 60)}",
            "std::vector",
            "Foo::Bar",
            f"section {rng.randrange(1, 9)}.{rng.randrange(1, 9)}.{rng.randrange(1, 9)}.{rng.randrange(1, 9)}",
            f"{rng.randrange(1, 9)}.{rng.randrange(20)}.{rng.randrange(20)}",
            f"release {rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}",
            f"OID 1.3.6.1.4.1.{rng.randrange(999)}",
        )
    )


def mac(rng: Random) -> str:
    octets = [text_of(rng, "0123456789abcdef", 2) for _ in range(6)]
    return rng.choice((":".join(octets), "-".join(octets).upper(), ":".join(octets).upper()))


def imei(rng: Random, *, good: bool = True) -> str:
    body = rng.choice(("35", "86", "01", "99")) + text_of(rng, DIGITS, 12)
    check = int(stdnum("luhn").calc_check_digit(body))
    number = body + str(check if good else (check + rng.randrange(1, 10)) % 10)
    return number if rng.random() < 0.7 else grouped(number, (2, 6, 6, 1), "-")


def bad_imei(rng: Random) -> str:
    return imei(rng, good=False)


_VIN_VALUE = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)


def vin(rng: Random, *, good: bool = True) -> str:
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ" + DIGITS
    body = (
        rng.choice(("1HG", "WBA", "JTD", "5YJ", "WVW", "1FT"))
        + text_of(rng, alphabet, 5)
        + "0"
        + text_of(rng, alphabet, 2)
        + digits(rng, 6)
    )
    total = sum(
        (int(char) if char.isdigit() else _VIN_VALUE[char]) * weight
        for char, weight in zip(body, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)
    )
    check = total if good else total + rng.randrange(1, 10)
    return body[:8] + "0123456789X"[check % 11] + body[9:]


def bad_vin(rng: Random) -> str:
    return vin(rng, good=False)


def us_plate(rng: Random) -> str:
    return rng.choice(
        (
            f"{text_of(rng, UPPER, 3)}-{text_of(rng, DIGITS, 4)}",
            f"{rng.randrange(1, 9)}{text_of(rng, UPPER, 3)}{text_of(rng, DIGITS, 3)}",
            f"{text_of(rng, UPPER, 3)} {text_of(rng, DIGITS, 3)}",
        )
    )


def gb_plate(rng: Random) -> str:
    return f"{text_of(rng, 'ABCDEFGHKLMNOPRSVWY', 2)}{rng.choice(('02', '12', '19', '56', '63', '71'))}{rng.choice(('', ' '))}{text_of(rng, 'ABCDEFGHJKLMNPRSTUVWXYZ', 3)}".replace(
        "O", "P"
    )


def vn_plate(rng: Random) -> str:
    return f"{rng.choice((29, 30, 43, 51, 59, 92))}{rng.choice('ABCFGHK')}{rng.choice(('', '1', '2'))}-{text_of(rng, DIGITS, 3)}.{text_of(rng, DIGITS, 2)}"


def gps(rng: Random) -> str:
    lat, lon = rng.uniform(-89, 89), rng.uniform(-179, 179)
    return rng.choice(
        (
            f"{lat:.6f}, {lon:.6f}",
            f"{lat:.5f},{lon:.5f}",
            f"{abs(lat):.4f}° N, {abs(lon):.4f}° W",
            f"{int(abs(lat))}°{rng.randrange(60)}′{rng.randrange(60)}″N {int(abs(lon))}°{rng.randrange(60)}′{rng.randrange(60)}″W",
            f"{int(abs(lat))}°{rng.randrange(60)}'{rng.randrange(60)}\"S, {int(abs(lon))}°{rng.randrange(60)}'{rng.randrange(60)}\"E",
        )
    )


def gps_short(rng: Random) -> str:
    return f"{rng.uniform(-89, 89):.4f}, {rng.uniform(-179, 179):.4f}"
