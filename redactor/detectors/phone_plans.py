"""Whether digits are a phone number: asked of the phonenumbers library, after cheaper looks at the digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from redactor.detectors.validators import Validator

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

#: What people put between the digits of one number: one class, so that it can match in one way only.
MARKS = "[ ./()-]"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
#: A whole date, and perhaps a time of day behind it; ``06.12.34.56.78`` only begins like one.
_DATE = re.compile(
    rf"(?:{_DAY}([-./]){_MONTH}\1{_YEAR}|{_MONTH}([-./]){_DAY}\2{_YEAR}|(?:19|20)[0-9]{{2}}([-./]){_MONTH}\3{_DAY})"
    rf"(?:[ ,(].*)?|(?:19|20)[0-9]{{2}}(?:{MARKS}{{1,3}}(?:19|20)[0-9]{{2}})+"
    # Two decimal numbers, and 0 with a negative one behind it.
    r"|[0-9]\.[0-9]+-[0-9]\.[0-9]+|0 -[1-9].*"
)
#: Of the digits that one calls, these are no phone: a date, also with blanks or closed up, or an IP address.
_NO_CALL = re.compile(
    rf"{_DATE.pattern}|{_DAY} {_MONTH} (?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])[0-3][0-9]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
)
_GROUP = re.compile("[0-9]+")
_TAIL = re.compile(r"(?<=[0-9])[ ./-][0-9]+\Z")
#: Of a number as dialled within a country, its trunk prefix counted.
_MOST_DIGITS = 13
_EXTENSION = re.compile(r"[ ,;]*[^0-9 ./()+~-].*", re.DOTALL)
_PREFIX = re.compile(r"\A(?:00|011)(?=[^0-9]{0,2}[1-9])")

#: Calling code 1: all share one plan, so one row serves them.
NANP = frozenset(
    str.split("AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI")
)  # fmt: skip
#: National numbers that regulators keep for films and manuals and the library does not know as given out
#: (Ofcom's numbers for drama; ComReg; Arcep's decision 2018-0881).
_FICTION = {
    "GB": re.compile(r"1632960[0-9]{3}|7700900[0-9]{3}"),
    "IE": re.compile(r"2091[0-9]{5}"),
    "FR": re.compile(r"63998[0-9]{4}"),
}


def _parsed(value: str, region: str | None) -> PhoneNumber | None:
    """``value`` as dialled in ``region``, if it could be a phone number."""
    import phonenumbers

    # "(93(93(93": parsing is dear, and each bracket would begin a candidate. "415)555-0132" is written in America.
    if value.count("(") > 1 or value.count(")") > 1 or (value.count("(") != value.count(")") and region not in NANP):
        return None
    try:
        return phonenumbers.parse(_EXTENSION.sub("", value), region)
    except phonenumbers.NumberParseException:
        return None


def international(value: str) -> bool:
    """Valid with a country's code behind ``+``, ``00`` or ``011``."""
    import phonenumbers

    number = _parsed(_PREFIX.sub("+", value, count=1), None)
    if number is None:
        return False
    return bool(phonenumbers.is_valid_number(number)) or _fiction(number)


def _fiction(number: PhoneNumber) -> bool:
    import phonenumbers

    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    expression = _FICTION.get(region)
    return expression is not None and expression.fullmatch(str(number.national_number)) is not None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a look at the digits can tell of a region: its calling code, lengths, and digits as dialled (None: ask)."""

    code: int
    lengths: frozenset[int]
    digits: re.Pattern[str] | None

    def fits(self, digits: str) -> bool:
        """False where ``digits`` cannot be a number of the region: parsing is dear, and a policy may have 245 regions."""
        return len(digits) in self.lengths and (self.digits is None or self.digits.fullmatch(digits) is not None)


@lru_cache(maxsize=256)
def _plan(region: str) -> _Plan:
    import phonenumbers

    data: Any = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if data is None:
        return _Plan(0, frozenset(), None)
    # A trunk prefix has one digit or two, and Argentina writes a 15 into its mobile numbers.
    most = len(data.national_prefix or "") + 2 * (region == "AR")
    lengths = frozenset(size + extra for size in data.general_desc.possible_length for extra in range(most + 1))
    digits = None
    if region not in _FICTION and not data.national_prefix_transform_rule:
        prefix = data.national_prefix_for_parsing or ""
        digits = re.compile(f"(?:{prefix})?(?:{data.general_desc.national_number_pattern})")
    return _Plan(data.country_code, lengths, digits)


def _national(value: str, region: str) -> PhoneNumber | None:
    """``value`` as a valid number of the region's plan (a neighbour may share it: Jersey, Kazakhstan)."""
    import phonenumbers

    plan = _plan(region)
    if not plan.fits("".join(_groups(value))):
        return None
    number = _parsed(value, region)
    if number is None or number.country_code != plan.code:
        return None
    return number if phonenumbers.is_valid_number(number) or _fiction(number) else None


def _groups(value: str) -> tuple[str, ...]:
    """Its groups of digits, without those of an extension."""
    return tuple(_GROUP.findall(_EXTENSION.sub("", value)))


def _parts_of(value: str) -> Iterator[str]:
    """``value``, and what is left of it without its last group or two, as far as all of it could be one number.

    A valid number with a group too many is a number of another plan: ``0690 00 12 34`` is no ``0690 00 12``.
    """
    yield value
    if sum(map(str.isdigit, value)) <= _MOST_DIGITS:
        for _ in range(2):
            tail = _TAIL.search(value)
            if tail is None:
                return
            value = value[: tail.start()]
            yield value


@lru_cache(maxsize=256)
def number_in(regions: tuple[str, ...]) -> Validator:
    """Valid as dialled in one of ``regions``, and no date; no digit stands alone amid the groups or behind them.

    A 0 may stand behind them, for the switchboard of a German firm; an ISBN's groups end in one check digit.
    """

    def check(value: str) -> bool:
        later = _groups(value)[2:]
        if _DATE.fullmatch(value) or any(len(group) < 2 for group in later if group != "0"):
            return False
        return any(_national(part, region) is not None for part in _parts_of(value) for region in regions)

    check.__name__ = f"phonenumbers({','.join(regions)})"
    return check


@lru_cache(maxsize=256)
def grouped_in(regions: tuple[str, ...]) -> Validator:
    """As ``number_in``, in three groups or more, or in groups that the country writes."""

    def check(value: str) -> bool:
        if _DATE.fullmatch(value):
            return False
        for part in _parts_of(value):
            groups = _groups(part)
            usual = len(groups) > 2 and all(2 <= len(group) <= 4 for group in groups[1:])
            for region in regions:
                number = _national(part, region)
                if number is not None and (usual or _as_written(groups, number)):
                    return True
        return False

    check.__name__ = f"phonenumbers({','.join(regions)})"
    return check


def _as_written(groups: tuple[str, ...], number: PhoneNumber) -> bool:
    """Are these its groups as its country writes it, with its trunk prefix or without; or its first, and all the rest?"""
    import phonenumbers

    form = phonenumbers.PhoneNumberFormat
    for written, skip in ((form.NATIONAL, 0), (form.INTERNATIONAL, 1)):
        usual = tuple(_GROUP.findall(phonenumbers.format_number(number, written)))[skip:]
        if groups == usual or (len(groups) == 2 and groups[0] == usual[0]):
            return True
    return False


def called(value: str) -> bool:
    """Five to fifteen digits that are no date and no IP address."""
    return 5 <= sum(map(str.isdigit, _EXTENSION.sub("", value))) <= 15 and not _NO_CALL.fullmatch(value)
