"""Dates as people write them: read by a table, and written back in the very same style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_PARTS = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "M": r"(?P<m>\d{2})",
    "D": r"(?P<d>\d{2})",
    "B": r"(?P<B>" + "|".join(f"{m}|{m[:4]}|{m[:3]}" if m == "september" else f"{m}|{m[:3]}" for m in MONTHS) + r")\.?",
    "A": r"(?:(?P<A>" + "|".join(f"{day}|{day[:3]}" for day in WEEKDAYS) + r")\.?,?[ ]+)?",
    "o": r"(?P<o>st|nd|rd|th)?",
    "s": r"(?P<s>[-/.])",
    "=": r"(?P=s)",
    "_": r"[ ]+",
    ",": r",?[ ]+",
    "t": (
        r"(?:(?:[ ]+|,[ ]*|[ ]+at[ ]+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[ ]?[ap]\.?m\.?)?"
        r"(?:Z|[ ]?[+-]\d{2}:?\d{2}|[ ]UTC|[ ]GMT)?)?"
    ),
}
#: One row a way of writing; the first that fits and is a date counts. Spaces only part the codes.
_FORMATS = (
    "Y s m = d t", "Y M D", "A d o _ B , Y t", "A d o _ {of} _ B , Y t", "A B _ d o , Y t", "A B _ d o t",
    "A d o _ B t",
    "d - B - Y t", "d - B - y", "D B Y", "D B y", "d _ B _ y", "{ngày} _ d _ {tháng} _ m _ {năm} _ Y",
)  # fmt: skip
_MONTH_FIRST = ("m s d = Y t", "d s m = Y t", "m s d = y t", "d s m = y t")
_DAY_FIRST = ("d s m = Y t", "m s d = Y t", "d s m = y t", "m s d = y t")


def _compiled(formats: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    def pattern(code: str) -> str:
        return _PARTS.get(code) or re.escape(code.strip("{}"))

    return tuple(re.compile("".join(map(pattern, row.split())), re.IGNORECASE) for row in formats)


_PATTERNS = {True: _compiled(_FORMATS + _DAY_FIRST), False: _compiled(_FORMATS + _MONTH_FIRST)}
#: A year that has no 29 February stands in where none is written.
_NO_YEAR = 2001


@dataclass(frozen=True, slots=True)
class Written:
    """A date and how it was written."""

    day: date
    match: re.Match[str]
    has_year: bool

    def rewritten(self, day: date) -> str:
        """``day`` in the same style: order, separators, padding, names, case and time of day."""
        text = self.match.string
        parts = self.match.groupdict()
        # "10 March" may lose a digit; "10/12", "10-MAR" and "10MAR" keep two, unless a neighbour shows
        # that they need not.
        joined = text[self.match.end("d") : self.match.end("d") + 1] not in {" ", ","} and not parts.get("o")
        numbers = [digits for name in ("d", "m") if (digits := parts.get(name))]
        padded = any(digits.startswith("0") for digits in numbers)
        padded = padded or ((joined or not parts.get("B")) and all(len(digits) == 2 for digits in numbers))
        new = _styled(parts, day, 2 if padded else 1)
        for name in sorted(new, key=self.match.start, reverse=True):
            text = text[: self.match.start(name)] + new[name] + text[self.match.end(name) :]
        return text


@lru_cache(maxsize=4096)
def written(value: str, day_first: bool = False) -> Written | None:
    """The date that ``value`` is, or None; ``day_first`` settles 03/04/2021."""
    for pattern in _PATTERNS[day_first]:
        match = pattern.fullmatch(value)
        if match is None:
            continue
        parts = match.groupdict()
        try:
            return Written(_day(parts), match, bool(parts.get("Y") or parts.get("y")))
        except ValueError:
            continue
    return None


def shifted(value: str, days: int, day_first: bool = False) -> str | None:
    """``value`` moved by ``days`` in its own format; None when it is not a whole date.

    >>> shifted("Mar 3rd, 2021", 30)
    'Apr 2nd, 2021'
    """
    found = written(value.strip(), day_first)
    if found is None:
        return None
    try:
        moved = found.rewritten(found.day + timedelta(days=days))
    except OverflowError:
        return None
    return None if moved == value.strip() else value.replace(value.strip(), moved)


def day_first(regions: tuple[str, ...]) -> bool:
    """True unless the first of the policy's regions writes the month first."""
    return bool(regions) and regions[0] not in {"US", "PH", "FM", "PW"}


def _day(parts: dict[str, str | None]) -> date:
    two_digits = int(parts.get("y") or 0)
    # POSIX: 69…99 are the last century.
    century = 1900 if two_digits >= 69 else 2000
    year = int(parts["Y"] or 0) if parts.get("Y") else century + two_digits if parts.get("y") else _NO_YEAR
    month = int(parts["m"] or 0) if parts.get("m") else _place(MONTHS, parts.get("B") or "") + 1
    return date(year, month, int(parts["d"] or 0))


def _place(names: tuple[str, ...], word: str) -> int:
    return next(place for place, name in enumerate(names) if name.startswith(word.lower()))


def _styled(parts: dict[str, str | None], day: date, width: int) -> dict[str, str]:
    values = {
        "Y": f"{day.year:04d}",
        "y": f"{day.year % 100:02d}",
        "m": f"{day.month:0{width}d}",
        "d": f"{day.day:0{width}d}",
        "B": _named(MONTHS, day.month - 1, parts.get("B") or ""),
        "A": _named(WEEKDAYS, day.weekday(), parts.get("A") or ""),
        "o": _like(_ordinal(day.day), parts.get("o") or ""),
    }
    return {name: values[name] for name, text in parts.items() if text and name in values}


def _named(names: tuple[str, ...], place: int, like: str) -> str:
    full = like.lower() in names
    return _like(names[place] if full else names[place][:3], like)


def _like(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.lower() if like.islower() else word.title()


def _ordinal(number: int) -> str:
    return "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
