# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Rows for dates, timestamps and ages; every date is one that the calendar has."""

from __future__ import annotations

import re
from datetime import date

from redactor.detectors.rows import DIGITS, Pattern

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)\.?"
)
_YEAR = r"(?:1[89]|20|21)[0-9]{2}"
_NTH = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
_TIME = rf"(?:,?(?:[ T]|[ ]at[ ]){_CLOCK}(?:[ ]?(?:[AaPp]\.?[Mm]\b\.?))?(?:[ ]?(?:Z\b|UTC|GMT|[+-][0-9]{{2}}:?[0-9]{{2}}\b))?)?"
_START = r"(?<![0-9A-Za-z])(?<![0-9][./:-])(?<![$€£#/_-])"
_END = r"(?![0-9A-Za-z]|[./-][0-9])"
_WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
_BORN = (
    "dob", "d.o.b", "born", "birth", "birthdate", "birthday", "date of birth", "sinh ngày", "ngày sinh", "sinh", "bday",
)  # fmt: skip


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def numeric_date(value: str) -> bool:
    """Three numbers that some common order (y-m-d, d-m-y, m-d-y) makes a day of the calendar."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", value)[:3]]
    if len(numbers) < 3:
        return False
    first, second, third = numbers
    if first > 99:
        return _exists(first, second, third)
    year = third if third > 99 else 2000 + third
    return _exists(year, second, first) or _exists(year, first, second)


def compact_date(value: str) -> bool:
    """``20240513T143000Z``."""
    return _exists(int(value[:4]), int(value[4:6]), int(value[6:8]))


def named_date(value: str) -> bool:
    """A date with an English month; without a year it may be 29 February."""
    words = _WORDS.findall(value.lower())
    month = next((_MONTHS[word] for word in words if word in _MONTHS), 0)
    numbers = [int(word) for word in words if word.isdigit()]
    if not month or not numbers:
        return False
    day = next((number for number in numbers if number <= 31), 1)
    year = next((number for number in numbers if number > 999), 2024)
    return _exists(year, month, day)


def vietnamese_date(value: str) -> bool:
    """``ngày 13 tháng 5 năm 2024``."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", value)]
    return len(numbers) > 1 and _exists(numbers[2] if len(numbers) > 2 else 2024, numbers[1], numbers[0])


_ERAS = (
    "ice age",
    "iron age",
    "stone age",
    "bronze age",
    "middle age",
    "space age",
    "new age",
    "golden age of",
    "new age of",
)

ROWS = (
    Pattern("DATE_TIME", "date_iso", _START + rf"{_YEAR}([-/.])[0-9]{{1,2}}\1[0-9]{{1,2}}{_TIME}" + _END, numeric_date, (), 0.85,
            refuse=("version", "ver", "v", "release", "build", "firmware"), anchors=DIGITS, digits=6, reach=(0, 0)),
    Pattern("DATE_TIME", "date_compact", r"(?<![0-9A-Za-z])(?:19|20)[0-9]{6}T[0-9]{4}(?:[0-9]{2})?(?:Z|[+-][0-9]{4})?(?![0-9A-Za-z])", compact_date, (), 0.85, anchors=DIGITS, digits=8, reach=(0, 0)),
    Pattern("DATE_TIME", "date_numeric", _START + rf"[0-9]{{1,2}}([-/.])[0-9]{{1,2}}\1{_YEAR}{_TIME}" + _END, numeric_date, (), 0.8,
            refuse=("version", "ver", "v", "release", "build", "firmware"), anchors=DIGITS, digits=6, reach=(0, 0)),
    Pattern("DATE_TIME", "date_short_year", _START + r"(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{2})" + _END, numeric_date, ("date", "dated", "on", *_BORN), 0.6,
            refuse=("sort code", "version", "part", "part no", "sku", "item", "no", "order", "ref", "serial", "model", "id"), anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("DATE_TIME", "date_month_first", rf"(?<![0-9A-Za-z]){_MONTH}[ -][0-9]{{1,2}}{_NTH}(?:,[ ]?|[ -]|,?[ ]of[ ]){_YEAR}{_TIME}(?![0-9A-Za-z])", named_date, (), 0.85, anchors=DIGITS, digits=5, reach=(14, 40)),
    Pattern("DATE_TIME", "date_day_first", rf"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{{1,2}}{_NTH}[ -]?(?:of[ ])?{_MONTH}[ ,-]{{0,2}}(?:{_YEAR}|[0-9]{{2}}(?=[^0-9A-Za-z:]|$)(?<=-[0-9]{{2}})){_TIME}(?![0-9A-Za-z])", named_date, (), 0.85, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("DATE_TIME", "date_nth", rf"(?<![0-9A-Za-z])(?:{_MONTH}[ ][0-9]{{1,2}}(?:st|nd|rd|th)|[0-9]{{1,2}}(?:st|nd|rd|th)[ ](?:of[ ])?{_MONTH})(?![0-9A-Za-z])", named_date, (), 0.7, anchors=DIGITS, digits=1, reach=(14, 20)),
    Pattern("DATE_TIME", "date_vietnamese", r"(?<![^\W_])ngày[ ][0-9]{1,2}[ ]tháng[ ][0-9]{1,2}(?:[ ]năm[ ][0-9]{4})?(?![0-9])", vietnamese_date, (), 0.9, ("VN",), anchors=("ngày",), reach=(0, 0), ignore_case=True),
    Pattern("DATE_TIME", "date_of_birth", r"(?<![A-Za-z])(?:d\.?o\.?b\.?|date[ _]of[ _]birth|birth[ _]?(?:date|day)|born(?:[ ]on|[ ]in)?)[\"')]{0,2}[ \t]{0,3}(?:is|was)?[ \t]{0,3}[:=-]{0,2}[ \t]{0,3}[\"'(]?(?P<v>[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}|[0-9]{8}|(?:19|20)[0-9]{2})(?![0-9A-Za-z]|[-/.][0-9])",
            None, (), 0.9, anchors=("dob", "d.o.b", "date of birth", "date_of_birth", "birth", "born"), digits=2, reach=(0, 0), ignore_case=True),
    Pattern("AGE", "age", r"(?<![A-Za-z0-9.-])(?:(?:aged?|alter|edad|âge|età|tuổi)[\"']?[ \t]?(?:is|of|[:=>])?[ ]{0,2}[\"']?(?P<v>[0-9]{1,3}(?:[ ]?(?:years?|yrs?|months?))?)(?![0-9A-Za-z%]|[.,][0-9])"
            r"|(?P<w>[0-9]{1,3}(?:[ -]?(?:years?|yrs?|months?|weeks?|days?)[ -]?old|[ ](?:years?|months?)[ ]of[ ]age|[ -]?(?:y/?o|y\.[ ]?o\.|yo)|[ ]tuổi)(?![0-9A-Za-z])))",
            None, (), 0.7, refuse=_ERAS,
            anchors=DIGITS, digits=1, reach=(16, 24), ignore_case=True, default=False),
)  # fmt: skip
