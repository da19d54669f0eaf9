"""Phone numbers: cheap candidate expressions, decided by the phonenumbers library.

A number that begins with + or an international prefix is one anywhere. What is dialled within a country counts in the
policy's regions alone: with its trunk prefix, in the groups that the country writes, or closed up beside a phone word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import Validator

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_CONTEXT = (
    "phone", "telephone", "tel", "mobile", "cell", "cellphone", "call", "called", "calling", "fax", "contact",
    "hotline", "whatsapp", "text", "dial", "ring", "reach", "sms", "zalo", "viber", "voicemail", "ext",
    "sđt", "đt", "điện thoại", "di động", "liên hệ", "dđ", "msisdn", "helpline", "landline", "pager", "callback",
)  # fmt: skip
#: What a number is when one of these stands right before it, though it has the form of a phone number.
_PARTS = (
    "sku", "isbn", "part no", "part number", "p/n", "part", "upc", "ean", "tracking", "tracking number", "order no", "order number",
    "invoice no", "invoice number", "serial number", "routing number", "account number", "version", "mã vận đơn", "mã đơn",
    "nhs", "nhs number", "nhs no", "npi", "aba", "mst", "mã số thuế", "tax code", "tax id", "vat", "cccd", "cccd số", "imei",
)  # fmt: skip
#: The same for digits without any mark, which might be anything.
_REFUSE = (
    *_PARTS,
    "order", "invoice", "ref", "reference", "ticket", "case", "serial", "item", "batch", "lot", "model", "po", "mrn", "ssn",
    "iban", "passport", "id", "đơn hàng",
)  # fmt: skip
_EXT = r"(?:[ ,;]{0,3}(?:ext(?:ension|n)?\.?|x|#|poste|anexo|ramal|interno|durchwahl|доб\.?)[ .:=]{0,2}[0-9]{1,7})?"
#: A hyphen and one capital is a part number.
_END = r"(?![0-9A-Za-z]|[./:-][0-9]|-[A-Za-z](?![a-z]))"
#: One digit, a dot and many digits are a decimal number.
_START = r"(?<![0-9A-Za-z+])(?<![0-9][./:-])(?<![#$€£/_-])(?![0-9]\.[0-9]{4,20}(?![0-9.]))"
#: What people put between the digits of one number: one class, so that it can match in one way only.
_MARKS = "[ ./()-]"

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
#: A whole date, and perhaps a time of day behind it; ``06.12.34.56.78`` only begins like one.
_DATE = re.compile(
    rf"(?:{_DAY}([-./]){_MONTH}\1{_YEAR}|{_MONTH}([-./]){_DAY}\2{_YEAR}|(?:19|20)[0-9]{{2}}([-./]){_MONTH}\3{_DAY})"
    rf"(?:[ ,(].*)?|(?:19|20)[0-9]{{2}}(?:{_MARKS}{{1,3}}(?:19|20)[0-9]{{2}})+"
)
_GROUP = re.compile("[0-9]+")
_TAIL = re.compile(r"(?<=[0-9])[ ./-][0-9]+\Z")
#: Of a number as dialled within a country, its trunk prefix counted.
_MOST_DIGITS = 13
_EXTENSION = re.compile(r"[ ,;]*[^0-9 ./()+-].*", re.DOTALL)
_PREFIX = re.compile(r"(?:00|011)(?=[^0-9]{0,2}[1-9])")

#: Calling code 1: all share one plan, so one row serves them.
NANP = frozenset(
    str.split("AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI")
)  # fmt: skip
#: Countries that write a number of seven digits or more without any mark (phonenumbers' formats).
_CLOSED_UP = frozenset({"BO", "GI", "KI", "ZM"})
#: Countries whose subscribers have five or six digits, in groups (phonenumbers' examples).
_SHORT = frozenset(str.split("AD CK FO GL NC NF PM SR TO TV WF"))
#: In these a number without its 0 is no everyday form, and groups of digits are often something else.
_TRUNK_ALWAYS = frozenset({"GB", "VN"})
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


def _row(
    name: str,
    regex: str,
    validator: Validator,
    score: float,
    *,
    bare: bool = False,
    digits: int = 7,
    refuse: tuple[str, ...] = _REFUSE,
) -> Pattern:
    return Pattern(
        "PHONE_NUMBER",
        name,
        _START + regex + _EXT + _END,
        validator,
        _CONTEXT,
        score,
        needs_context=bare,
        refuse=refuse,
        anchors=DIGITS,
        digits=digits,
        shrink=2,
        ignore_case=True,
    )


#: Of every region: with a country's code, or with a form that says what it is.
ANYWHERE = (
    _row("phone_international", rf"(?:\+|00|011)[ (]?[1-9](?:{_MARKS}{{0,4}}[0-9]){{6,14}}", international, 0.9, refuse=_PARTS),
    # A plus sign and as many digits as a number has: service numbers, new ranges, typing mistakes.
    Pattern("PHONE_NUMBER", "phone_plus", _START + rf"\+[1-9](?:{_MARKS}{{0,3}}[0-9]){{8,14}}" + _EXT + _END,
            context=_CONTEXT, score=0.55, anchors=DIGITS, digits=9, ignore_case=True),
    # Invented numbers (555…) have the form of a phone number and no valid area code; they are masked all the same.
    Pattern("PHONE_NUMBER", "phone_shape",
            _START + r"(?:\+?[178][ .-]?)?(?:\([ ]?[0-9]{3}[ ]?\)[ ]?[0-9]{3}[ .-][0-9]{4}|555[ .-][0-9]{3}[ .-][0-9]{4})" + _EXT + _END,
            context=_CONTEXT, score=0.7, refuse=_PARTS, anchors=DIGITS, digits=10, ignore_case=True),
    Pattern("PHONE_NUMBER", "phone_local", _START + r"(?:\(?[0-9]{1,5}\)?[ .-]){0,2}[2-9][0-9]{2}[ .-][0-9]{4}" + _EXT + _END,
            context=("phone", "telephone", "tel", "call", "fax", "dial", "cell", "mobile"), score=0.5, needs_context=True,
            refuse=_REFUSE, regions=("US", "CA"), anchors=DIGITS, digits=7, ignore_case=True),
)  # fmt: skip


def _nanp(region: str) -> tuple[Pattern, ...]:
    area = r"(?:\([ ]?[0-9]{3}[ ]?\)[ ./-]{0,2}|[0-9]{3}(?:[ .-]{1,2}|[/)][ ]?))"
    valid = number_in((region,))
    return (
        _row("phone_nanp", rf"(?:1[ .-]{{0,2}})?{area}[0-9]{{3}}[ .-]{{1,2}}[0-9]{{4}}", valid, 0.85, refuse=_PARTS),
        _row("phone_nanp_bare", r"1?[2-9][0-9]{9}", valid, 0.6, bare=True),
    )


def _others(regions: tuple[str, ...]) -> tuple[Pattern, ...]:
    """Rows of countries with plans of their own."""
    digits = 5 if _SHORT.intersection(regions) else 7
    lax = tuple(region for region in regions if region not in _TRUNK_ALWAYS)
    closed = tuple(region for region in regions if region in _CLOSED_UP)
    groups = (
        rf"(?<![0-9] )(?:\([1-9](?:[ -]?[0-9]){{0,4}}\){_MARKS}{{0,3}}|[1-9][0-9]{{0,5}}{_MARKS}{{1,3}})[0-9]{{1,8}}"
        rf"(?:{_MARKS}{{1,3}}[0-9]{{1,8}}){{0,4}}"
    )
    # Not digits alone: those are a row of their own.
    marked = rf"(?!0[0-9]+(?![0-9]|{_MARKS}{{1,4}}[0-9]))"
    trunk = rf"{marked}(?:\([ ]?0(?:[ -]?[0-9]){{0,5}}[ ]?\)|0)(?:{_MARKS}{{0,4}}[0-9]){{5,16}}"
    valid = number_in(regions)
    rows = [
        # A trunk prefix 0 is nearly a format of its own; other plans need their groups or a word near by.
        _row("phone_national", trunk, valid, 0.75, digits=digits, refuse=_PARTS),
        _row("phone_national_bare", r"0[0-9]{6,14}", valid, 0.75, digits=digits),
        _row("phone_bare", r"[1-9][0-9]{5,11}", valid, 0.5, bare=True, digits=digits),
    ]  # fmt: skip
    if lax:
        rows.append(_row("phone_grouped", groups, grouped_in(lax), 0.5, digits=digits))
    if len(lax) < len(regions):
        rows.append(_row("phone_grouped_named", groups, grouped_in(regions), 0.5, bare=True, digits=9))
    if closed:
        rows.append(_row("phone_closed_up", r"[1-9][0-9]{6,11}", grouped_in(closed), 0.5))
    return tuple(rows)


def phone_rows(regions: Sequence[str]) -> tuple[Pattern, ...]:
    """The rows for numbers with a country's code, and for numbers as dialled in each region."""
    chosen = tuple(dict.fromkeys(region.upper() for region in regions))
    nanp = next((region for region in chosen if region in NANP), None)
    others = tuple(region for region in chosen if region not in NANP)
    return (*ANYWHERE, *(_nanp(nanp) if nanp else ()), *(_others(others) if others else ()))
