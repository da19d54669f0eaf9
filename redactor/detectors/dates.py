# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for dates, timestamps and ages; every date is one that the calendar has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from redactor.detectors.rows import DIGITS, Pattern

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)\.?"
)
#: Letters, and the signs that stand on those of India and Thailand.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f])"
_YEAR = r"(?:1[89]|20|21)[0-9]{2}"
#: Also of the Buddhist and the Persian calendar.
_ANY_YEAR = r"(?:1[3489]|2[0156])[0-9]{2}"
_NTH = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
_TIME = rf"(?:,?(?:[ T]|[ ]at[ ]){_CLOCK}(?:[ ]?(?:[AaPp]\.?[Mm]\b\.?))?(?:[ ]?(?:Z\b|UTC|GMT|[+-][0-9]{{2}}:?[0-9]{{2}}\b))?)?"
_START = r"(?<![0-9A-Za-z])(?<![0-9][./:-])(?<![$€£#/_-])"
_END = r"(?![0-9A-Za-z]|[./-][0-9])"
_WORDS = re.compile(rf"{_LETTER}+|[0-9]+")
_BORN = (
    "dob", "d.o.b", "born", "birth", "birthdate", "birthday", "date of birth", "sinh ngày", "ngày sinh", "sinh", "bday",
)  # fmt: skip


def _composed(text: str) -> str:
    """The same letters in one way: Bengali has two, and a lowered İ keeps its dot."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).replace("i\u0307", "i")


@cache
def month_names() -> Mapping[str, int]:
    """The names of the months in 45 languages, in lower case: `data/months.txt`."""
    source = (resources.files("redactor.detectors") / "data" / "months.txt").read_text(encoding="utf-8")
    lines = [line.split()[1:] for line in _composed(source).splitlines() if not line.startswith("#")]
    return {name: number for line in lines for number, names in enumerate(line, 1) for name in names.split("/")}


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
    """A date with a month of any language; without a year it may be 29 February."""
    words, months = _WORDS.findall(_composed(value.lower())), month_names()
    month = next((months[word] for word in words if word in months), 0)
    numbers = [int(word) for word in words if word.isdigit()]
    if not month or not numbers:
        return False
    day = next((number for number in numbers if number <= 31), 1)
    year = next((number for number in numbers if number > 999), 2024)
    return _exists(year, month, day)


def lone_date(value: str) -> bool:
    """Digits that are all of a text, in some common order: ``03071984``, ``19840307``, ``03 07 84``."""
    if value.isdigit():
        years = [value[:4]] if value[:2] in ("19", "20") else []
        parts = [(int(year), int(value[4:6]), int(value[6:])) for year in years]
        if value[4:6] in ("19", "20"):
            parts += [
                (int(value[4:]), int(value[2:4]), int(value[:2])),
                (int(value[4:]), int(value[:2]), int(value[2:4])),
            ]
        return any(1900 <= year <= 2049 and _exists(year, month, day) for year, month, day in parts)
    return numeric_date(value)


def vietnamese_date(value: str) -> bool:
    """``ngày 13 tháng 5 năm 2024``."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", value)]
    return len(numbers) > 1 and _exists(numbers[2] if len(numbers) > 2 else 2024, numbers[1], numbers[0])


def written_date(value: str) -> bool:
    """``1984年3月7日``, ``1984년 3월 7일``."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", value)]
    return len(numbers) == 3 and 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31


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
    # Three numbers with slashes are a date also behind "item" or "order"; with hyphens they are as often a sort code or part.
    Pattern("DATE_TIME", "date_short_year", _START + r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}" + _END, numeric_date, ("date", "dated", "on", *_BORN), 0.6,
            refuse=("version", "ver", "release"), anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("DATE_TIME", "date_short_year_hyphens", _START + r"[0-9]{2}-[0-9]{2}-[0-9]{2}" + _END, numeric_date, ("date", "dated", "on", *_BORN), 0.6,
            refuse=("sort code", "version", "part", "part no", "sku", "item", "no", "order", "ref", "serial", "model", "id"), anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("DATE_TIME", "date_month_first", rf"(?<![0-9A-Za-z]){_MONTH}[ -][0-9]{{1,2}}{_NTH}(?:,[ ]?|[ -]|,?[ ]of[ ]){_YEAR}{_TIME}(?![0-9A-Za-z])", named_date, (), 0.85, anchors=DIGITS, digits=5, reach=(14, 40)),
    Pattern("DATE_TIME", "date_day_first", rf"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{{1,2}}{_NTH}[ -]?(?:of[ ])?{_MONTH}[ ,-]{{0,2}}(?:{_YEAR}|[0-9]{{2}}(?=[^0-9A-Za-z:]|$)(?<=-[0-9]{{2}})){_TIME}(?![0-9A-Za-z])", named_date, (), 0.85, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("DATE_TIME", "date_nth", rf"(?<![0-9A-Za-z])(?:{_MONTH}[ ][0-9]{{1,2}}(?:st|nd|rd|th)|[0-9]{{1,2}}(?:st|nd|rd|th)[ ](?:of[ ])?{_MONTH})(?![0-9A-Za-z])", named_date, (), 0.7, anchors=DIGITS, digits=1, reach=(14, 20)),
    Pattern("DATE_TIME", "date_vietnamese", r"(?<![^\W_])ngày[ ][0-9]{1,2}[ ]tháng[ ][0-9]{1,2}(?:[ ]năm[ ][0-9]{4})?(?![0-9])", vietnamese_date, (), 0.9, ("VN",), anchors=("ngày",), reach=(0, 0), ignore_case=True),
    Pattern("DATE_TIME", "date_of_birth", r"(?<![A-Za-z])(?:d\.?o\.?b\.?|date[ _]of[ _]birth|birth[ _]?(?:date|day)|born(?:[ ]on|[ ]in)?)[\"')]{0,2}[ \t]{0,3}(?:is|was)?[ \t]{0,3}[:=-]{0,2}[ \t]{0,3}[\"'(]?(?P<v>[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}|[0-9]{1,2}[ -]?[A-Z]{3}[ -]?(?:[0-9]{4}|[0-9]{2})|[0-9]{8}|[0-9]{6}|[0-9]{4}|['’][0-9]{2})(?![0-9A-Za-z]|[-/.][0-9])",
            None, (), 0.9, anchors=("dob", "d.o.b", "date of birth", "date_of_birth", "birth", "born"), digits=2, reach=(0, 0), ignore_case=True),
    # Other languages: "7. März 1984", "3 de marzo de 1984", "12 января 1990 г.", "1984. március 7."; years of Siam and Persia as well.
    Pattern("DATE_TIME", "date_other_language", rf"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{{1,2}}(?:\.|º|ª|er|a|-(?:го|а))?[ ](?:(?:de[ ]?l?|di|d['’])[ ]?)?{_LETTER}{{2,14}}(?:[.,]?[ ]{{1,2}}(?:de[ ]?l?[ ]|di[ ])?|[ .]){_ANY_YEAR}(?:[ ](?:г|р|r|g|god|год|года|року)\b\.?)?(?![0-9A-Za-z]|[-.][0-9])",
            named_date, (), 0.85, anchors=DIGITS, digits=1, reach=(0, 0), ignore_case=True),
    Pattern("DATE_TIME", "date_year_first", rf"(?<![0-9A-Za-z])(?<![0-9][./-])(?:1[89]|20)[0-9]{{2}}\.?[ ](?:m\.[ ]|gada[ ])?{_LETTER}{{2,14}}[ ][0-9]{{1,2}}\.?(?:[ ]d\.)?(?![0-9A-Za-z]|[-.][0-9])",
            named_date, (), 0.8, anchors=DIGITS, digits=4, reach=(0, 0), ignore_case=True),
    Pattern("DATE_TIME", "date_day_and_month", rf"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{{1,2}}(?:\.?[ ]de[ ]{_LETTER}{{4,12}}|\.[ ](?!(?:Set|Out|Ago)(?![^\W\d_]))[A-ZÄÖÜ]{_LETTER}{{2,11}})(?![0-9A-Za-z]|[-.][0-9])", named_date, (), 0.7, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("DATE_TIME", "date_east", r"(?<![0-9A-Za-z])(?:(?:昭和|平成|令和|大正|民國|民国)?(?:[0-9]{1,4}|元)[ ]?[年년][ ]?)[0-9]{1,2}[ ]?[月월][ ]?[0-9]{1,2}[ ]?[日일號号]", written_date, (), 0.9, anchors=("年", "년"), reach=(8, 14)),
    Pattern("DATE_TIME", "date_closed_up", r"(?<![0-9A-Za-z])(?:0?[1-9]|[12][0-9]|3[01])(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9A-Za-z])", None, (), 0.75, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("DATE_TIME", "date_dots_short_year", _START + r"[0-3][0-9]\.[01][0-9]\.[0-9]{2}" + _END, numeric_date, ("date", "dated", "on", "am", "vom", "den", "le", "du", "il", "el", *_BORN), 0.6,
            refuse=("sort code", "version", "ver", "v", "release", "build", "firmware", "part", "part no", "sku", "item", "no", "order", "ref", "serial", "model", "id"), anchors=DIGITS, digits=6, reach=(0, 0)),
    # Without a year behind what a clinic writes: "appt 3/7 @ 0915".
    Pattern("DATE_TIME", "date_of_visit", r"(?<![A-Za-z])(?:appt|appointment|lmp|edd|admit(?:ted)?|discharged?|d/c(?:'?d)?|f/u|follow[ -]?up|dos|visit|surgery|scheduled|birthday|b-?day)[ ](?:on|for|date|is|was)?[: ]{0,2}(?P<v>(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])|(?:[12][0-9]|3[01]|0?[1-9])/(?:0?[1-9]|1[0-2]))(?![0-9A-Za-z%]|[/.-][0-9])", None, (), 0.65,
            anchors=("appt ", "appointment ", "lmp ", "edd ", "admit", "discharge", "d/c", "f/u", "up ", "dos ", "visit ", "surgery ", "scheduled ", "day "), digits=2, reach=(10, 16), ignore_case=True),
    Pattern("DATE_TIME", "date_era", r"(?<![0-9A-Za-z])[MTSHR][0-9]{1,2}[./](?:0?[1-9]|1[0-2])[./](?:0?[1-9]|[12][0-9]|3[01])(?=[ ]?(?:生|付|日|現在|年|頃)|(?![0-9A-Za-z./-]))", None, ("生年月日", "生", "日付", "昭和", "平成", "生まれ", "dob", "birth"), 0.7, needs_context=True, anchors=DIGITS, digits=3, reach=(0, 0)),
    Pattern("DATE_TIME", "date_alone", r"(?<![\s\S])(?:[0-9]{8}|[0-9]{1,2}[ ][0-9]{1,2}[ ](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[ ][0-9]{1,2}[ ][0-9]{1,2})(?!\s{0,2}\S)", lone_date, (), 0.6, anchors=DIGITS, digits=4, reach=(0, 0)),
    # A clinician's shorthand: "93 F with CHF", "AGE/SEX: 93/F".
    Pattern("AGE", "age_and_sex", r"(?<![0-9A-Za-z.,/-])(?P<v>1?[0-9]{1,2}[ ]?(?:y/?o[ ]?)?/?[ ]?[MF])(?=[ ](?:with|w/|who|c/o|p/w|presents?|presenting|presented|admitted|s/p|hx|h/o|for|pt|patient|in|seen|complain|complaining|status|found|here|s)\b)",
            None, (), 0.75, anchors=DIGITS, digits=1, reach=(0, 0), default=False),
    Pattern("AGE", "age_in_form", r"(?<![A-Za-z])age[ ]?[/&,]?[ ]?(?:(?:and[ ])?(?:sex|gender))?[\"']?[ ]?[:=][ ]?(?P<v>1?[0-9]{1,2}(?:[ ]?(?:y(?:rs?|ears?)?(?:/?o)?))?(?:[ ]?[/,]?[ ]?[MF]\b)?)(?![0-9A-Za-z%]|[.,][0-9])", None, (), 0.8, anchors=("age",), digits=1, reach=(0, 0), ignore_case=True, default=False),
    Pattern("AGE", "age_told", r"(?<![A-Za-z])(?:(?:pt|patient|he|she|who|mother|father|husband|wife|son|daughter|mr\.?[ ]\w{2,20}|mrs\.?[ ]\w{2,20})[ ](?:is|was|turned|turns|turning)[ ](?:now[ ]|only[ ]|just[ ]|about[ ])?(?P<v>1?[0-9]{1,2})(?=[.,;!?]?(?:\s|\Z))(?![ ](?:%|years?|yrs?|months?|mg|kg|lbs?|cm|mm|ml|degrees?|points?|minutes?|hours?|days?|weeks?|miles?|km|feet|times|percent))"
            r"|(?:turned|turning|aged)[ ](?P<w>1?[0-9]{1,2})(?=[.,;!?]?(?:\s|\Z))|(?:tiene|cumplió|wird|wurde|ist)[ ](?P<y>1?[0-9]{1,2}[ ](?:años|jahre(?:[ ]alt)?|jaar))"
            r"|(?:a|de|con)[ ](?P<x>1?[0-9]{1,2}[ ](?:ans|años|anni|anos))(?![a-z]))", None, (), 0.6, anchors=DIGITS, digits=1, reach=(36, 24), ignore_case=True, default=False),
    Pattern("AGE", "age_birthday", r"(?<![0-9A-Za-z])(?P<v>1?[0-9]{1,2}(?:st|nd|rd|th))[ ]birthday", None, (), 0.8, anchors=("birthday",), digits=0, reach=(10, 4), ignore_case=True, default=False),
    Pattern("AGE", "age", r"(?<![A-Za-z0-9.-])(?:(?:aged?|alter|edad|âge|età|tuổi)[\"']?[ \t]?(?:is|of|[:=>])?[ ]{0,2}[\"']?(?P<v>[0-9]{1,3}(?:[ ]?(?:years?|yrs?|months?))?)(?![0-9A-Za-z%]|[.,][0-9])"
            r"|(?P<w>[0-9]{1,3}(?:[ -]?(?:years?|yrs?|months?|weeks?|days?)[ -]?old|[ ](?:years?|months?)[ ]of[ ]age|[ -]?(?:y/?o|y\.[ ]?o\.|yo)|[ ]tuổi)(?![0-9A-Za-z])))",
            None, (), 0.7, refuse=_ERAS,
            anchors=DIGITS, digits=1, reach=(16, 24), ignore_case=True, default=False),
)  # fmt: skip
