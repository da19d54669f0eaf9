"""Dates and ages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.detector_set.values.making import digits


def a_date(rng: Random) -> date:
    return date(1930, 1, 1) + timedelta(days=rng.randrange(36_000))


def numeric_date(rng: Random) -> str:
    day = a_date(rng)
    clock = rng.choice(("T10:11:12Z", " 09:30", "T23:59:59.123+02:00", " 14:05:00"))
    return day.strftime(
        rng.choice(
            (
                "%Y-%m-%d",
                "%d/%m/%Y",
                "%m/%d/%Y",
                "%m-%d-%Y",
                "%d.%m.%Y",
                "%Y/%m/%d",
                "%m/%d/%y",
                "%m-%d-%y",
                "%Y-%m-%d" + clock,
            )
        )
    )


def named_date(rng: Random) -> str:
    day = a_date(rng)
    nth = f"{day.day}{'th' if 10 < day.day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
    return rng.choice(
        (
            day.strftime("%B %d, %Y"),
            day.strftime("%b %d, %Y"),
            day.strftime("%d %B %Y"),
            day.strftime("%d-%b-%Y"),
            day.strftime("%b. %d %Y"),
            day.strftime(f"%B {nth}, %Y"),
            day.strftime(f"{nth} of %B %Y"),
            day.strftime(f"{nth} %B"),
            day.strftime(f"%B {nth}"),
            f"ngày {day.day} tháng {day.month} năm {day.year}",
            day.strftime("%B %d, %Y").upper(),
        )
    )


def bad_date(rng: Random) -> str:
    return rng.choice(
        (
            f"{rng.randrange(1950, 2030)}-{rng.randrange(13, 99)}-{rng.randrange(32, 99)}",
            f"{rng.randrange(32, 99)}/{rng.randrange(32, 99)}/{rng.randrange(1950, 2030)}",
            f"February 30, {rng.randrange(1950, 2030)}",
            f"{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 3)}",
            f"{rng.randrange(2, 9)}/{rng.randrange(10, 99)}",
            f"v{rng.randrange(2000, 2030)}.{rng.randrange(1, 12)}.{rng.randrange(1, 28)}",
            f"ratio {rng.randrange(1, 9)}/{rng.randrange(1, 9)}",
            f"part no. {rng.randrange(10, 28)}-{rng.randrange(10, 13)}-{rng.randrange(10, 28)}",
            f"{digits(rng, 8)}",
            f"31 April {rng.randrange(1950, 2030)}",
            f"$12/{rng.randrange(32, 99)}/{rng.randrange(32, 99)}",
            f"may {rng.randrange(100, 999)}",
        )
    )


def age(rng: Random) -> str:
    """An age in words that say so."""
    number, unit = rng.randrange(1, 100), rng.choice(("year", "year", "year", "month", "week"))
    return rng.choice(
        (
            f"{number} {unit}s old",
            f"{number}-{unit}-old",
            f"{number} yrs old",
            f"{number} y/o",
            f"{number}yo",
            f"{number} years of age",
            f"{number} tuổi",
        )
    )


def age_number(rng: Random) -> str:
    return str(rng.randrange(1, 100))
