"""Dates and times in the spellings that people and machines use."""

from __future__ import annotations

import datetime
import random

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("two", "three", "four", "five", "six", "ten", "2", "3", "4", "5", "10", "a few", "several")
_EPOCH_OF_LOGS = datetime.date(2014, 6, 1)
_EPOCH = datetime.date(1950, 1, 1).toordinal()
_FORMS = (
    *("{Month} {d}, {Y}",) * 5,
    *("{d} {Month} {Y}",) * 4,
    *("{mm}/{dd}/{Y}",) * 4,
    *("{Y}-{mm}-{dd}",) * 4,
    *("{dd}/{mm}/{Y}",) * 3,
    *("{Mon} {d}, {Y}", "{d} {Mon} {Y}", "{Month} {ord}", "{Month} {d}", "{d} {Month}") * 2,
    "{m}/{d}/{y}",
    "{m}/{d}/{Y}",
    "{m}/{d}",
    "{dd}.{mm}.{Y}",
    "{d}.{m}.{y}",
    "{dd}-{mm}-{Y}",
    "{dd}-{Mon}-{Y}",
    "{dd}-{Mon}-{y}",
    "{Month} {ord}, {Y}",
    "{ord} of {Month} {Y}",
    "{ord} {Month} {Y}",
    "{ord} of {Month}",
    "{Mon} {d}",
    "{Mon} {ord}",
    "{Mon}. {d}, {Y}",
    "{Day}, {Month} {d}, {Y}",
    "{Day}, {d} {Month} {Y}",
    "{Day} {Month} {d}",
    "{Dy}, {d} {Mon} {Y}",
    "{Dy} {m}/{d}",
    "{Day} the {ord}",
    "{Y}/{mm}/{dd}",
    "{Y}{mm}{dd}",
    "{Day}, {Month} {ord}",
    "{dd} {MON} {Y}",
    "{Month} {Y}",
    "{mm}/{Y}",
)
_COARSE = (
    "{Month} {Y}",
    "{Month} {Y}",
    "{Mon} {Y}",
    "{Month}",
    "{Month}",
    "{Y}",
    "{Y}",
    "{Month} of {Y}",
    "{mm}/{Y}",
    "{Mon}-{y}",
)
_BIRTH = (
    "{mm}/{dd}/{Y}",
    "{dd}/{mm}/{Y}",
    "{Y}-{mm}-{dd}",
    "{Month} {d}, {Y}",
    "{d} {Month} {Y}",
    "{m}/{d}/{y}",
    "{dd}.{mm}.{Y}",
    "{dd}-{Mon}-{Y}",
    "{Mon} {d}, {Y}",
    "{ord} {Month} {Y}",
)
_STAMPS = (
    "{Y}-{mm}-{dd}T{H}:{M}:{S}Z",
    "{Y}-{mm}-{dd} {H}:{M}:{S}",
    "{Dy}, {d} {Mon} {Y} {H}:{M}:{S} +0000",
    "{dd}/{Mon}/{Y}:{H}:{M}:{S} +0000",
    "{Y}-{mm}-{dd} {H}:{M}:{S},{ms}",
    "{mm}/{dd}/{Y} {h}:{M} {pm}",
    "{Mon} {d} {H}:{M}:{S}",
    "{Y}-{mm}-{dd}T{H}:{M}:{S}.{ms}Z",
    "{d}.{m}.{Y} {H}:{M}",
)


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _written(rng: random.Random, form: str, day: datetime.date) -> str:
    month, weekday, hour = MONTHS[day.month - 1], DAYS[day.weekday()], rng.randrange(24)
    return form.format(
        d=day.day,
        dd=f"{day.day:02}",
        m=day.month,
        mm=f"{day.month:02}",
        Y=day.year,
        y=f"{day.year % 100:02}",
        Month=month,
        Mon=month[:3],
        MON=month[:3].upper(),
        ord=_ordinal(day.day),
        Day=weekday,
        Dy=weekday[:3],
        H=f"{hour:02}",
        h=hour % 12 or 12,
        M=f"{rng.randrange(60):02}",
        S=f"{rng.randrange(60):02}",
        ms=f"{rng.randrange(1000):03}",
        pm="AM" if hour < 12 else "PM",
    )


def _recent(rng: random.Random) -> datetime.date:
    return datetime.date.fromordinal(_EPOCH + int((1 - rng.random() ** 2) * 28_000))


def date(rng: random.Random) -> str:
    """An absolute date."""
    return _written(rng, rng.choice(_FORMS), _recent(rng))


def month(rng: random.Random) -> str:
    """A month, a year, or both: what stands after "in"."""
    if rng.random() < 0.1:
        lead = rng.choice(
            ("the spring of", "the summer of", "spring", "summer", "the fall of", "winter", "early", "late")
        )
        return f"{lead} {rng.randint(1960, 2026)}"
    return _written(rng, rng.choice(_COARSE), _recent(rng))


def birth_date(rng: random.Random) -> str:
    """A date of birth, always with its year."""
    return _written(rng, rng.choice(_BIRTH), datetime.date.fromordinal(_EPOCH - 5000 + rng.randrange(27_000)))


def stamp(rng: random.Random) -> str:
    """A machine's timestamp."""
    return _written(rng, rng.choice(_STAMPS), _EPOCH_OF_LOGS + datetime.timedelta(rng.randrange(4600)))


def year(rng: random.Random) -> str:
    """A year, a decade, a century, a year of another era, or a school year."""
    number = rng.randint(1950, 2027)
    if rng.random() < 0.08:
        old = rng.randint(30, 3000)
        return rng.choice(
            (
                f"{old} {rng.choice(('BC', 'BCE', 'AD', 'CE', 'B.C.'))}",
                f"the {_ordinal(rng.randint(5, 21))} century",
                f"the {rng.choice(('early', 'late', 'mid'))}{rng.choice((' ', ' ', '-'))}{number // 10 * 10}s",
                f"{rng.choice(('early', 'late'))} {number // 10 * 10}s",
                f"the {rng.choice(('nineteenth', 'twentieth', 'eighteenth', '12th', '21st'))} century",
            )
        )
    return rng.choice(
        (f"{number}",) * 8 + (f"the {number // 10 * 10}s", f"{number}-{number % 100 + 1:02}", f"'{number % 100:02}")
    )


def clock(rng: random.Random) -> str:
    """A time of day."""
    hour, minute = rng.randint(1, 12), rng.choice((0, 0, 15, 30, 45, rng.randrange(60)))
    late = rng.choice(("am", "pm", "AM", "PM", "a.m.", "p.m."))
    return rng.choice(
        (
            f"{hour}:{minute:02} {late}",
            f"{hour}:{minute:02}{late}",
            f"{hour} {late}",
            f"{hour}{late}",
            f"{hour + 11:02}:{minute:02}",
            f"{hour:02}:{minute:02}",
            f"{hour} o'clock",
            f"{hour}:{minute:02} {late} EST",
            "noon",
            "midnight",
            f"{hour + 11:02}:{minute:02} UTC",
            f"half past {_WORDS[hour % 10]}",
        )
    )


_WORDS = ("ten", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def weekday(rng: random.Random) -> str:
    """``Monday``, ``Mon``, ``Tuesday morning``, ``Mondays``."""
    day = rng.choice(DAYS)
    return rng.choice(
        (day, day, day, day, day[:3], f"{day} {rng.choice(('morning', 'afternoon', 'evening', 'night'))}", f"{day}s")
    )


def relative(rng: random.Random) -> str:
    """``last Friday``, ``two weeks ago``, ``tomorrow morning``."""
    day, month, unit = rng.choice(DAYS), rng.choice(MONTHS), rng.choice(("days", "weeks", "months", "years"))
    return rng.choice(
        (
            "yesterday",
            "today",
            "tomorrow",
            "tonight",
            "this morning",
            "this afternoon",
            "last night",
            "yesterday afternoon",
            "tomorrow morning",
            f"last {day}",
            f"next {day}",
            f"this {day}",
            f"last {day}",
            "last week",
            "next week",
            "this week",
            "last month",
            "next month",
            "last year",
            "next year",
            "this year",
            "this weekend",
            "last weekend",
            f"last {month}",
            f"next {month}",
            f"{rng.choice(_NUMBERS)} {unit} ago",
            f"{rng.choice(_NUMBERS)} {unit} ago",
            "earlier this week",
            "later today",
            "last summer",
            "next spring",
            "the day before yesterday",
            f"early {month}",
            f"late {month}",
            f"mid-{month}",
            f"the end of {month}",
        )
    )
