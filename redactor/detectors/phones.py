"""Phone numbers: cheap candidate expressions per region, decided by the phonenumbers library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import Validator

_CONTEXT = (
    "phone", "telephone", "tel", "mobile", "cell", "cellphone", "call", "called", "calling", "fax", "contact",
    "hotline", "whatsapp", "text", "dial", "ring", "reach", "sms", "zalo", "viber", "voicemail", "ext",
    "sđt", "đt", "điện thoại", "di động", "liên hệ", "dđ", "msisdn", "helpline", "landline", "pager", "callback",
)  # fmt: skip
_REFUSE = (
    "order", "order no", "order number", "invoice", "invoice no", "invoice number", "ref", "reference", "ticket",
    "case", "tracking", "tracking number", "sku", "isbn", "part no", "part number", "serial", "serial number", "item",
    "batch", "lot", "version", "model", "po", "upc", "ean", "account number", "routing number", "npi", "mrn", "aba", "mst", "mã số thuế",
    "tax code", "tax id", "vat", "ssn", "nhs", "cccd", "imei", "iban", "passport", "id", "cccd số",
    "đơn hàng", "mã đơn", "mã vận đơn", "nhs number", "nhs no",
)  # fmt: skip
_EXT = r"(?:[ ,;]{0,3}(?:ext(?:ension|n)?\.?|x|#)[ .:]{0,2}[0-9]{1,6})?"
_END = r"(?![0-9A-Za-z]|[./:-][0-9])"
_START = r"(?<![0-9A-Za-z+])(?<![0-9][./:-])(?<![#$€£/_-])"
_DATE = re.compile(
    r"(?:[0-9]{1,2}[-./][0-9]{1,2}[-./](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./])(?![0-9])"
)
#: Calling code 1: all share one plan, so one row serves them.
_NANP = frozenset({"US", "CA"})


@lru_cache(maxsize=256)
def number_in(region: str | None) -> Validator:
    """Valid as dialled in ``region``; with None only numbers that begin with + or 00."""

    def check(value: str) -> bool:
        import phonenumbers

        if region is not None and _DATE.match(value):
            return False
        # "(93(93(93": parsing is dear, and each bracket would begin a candidate.
        if not value.count("(") == value.count(")") < 2:
            return False
        if region is None and value.startswith("00"):
            value = "+" + value[2:]
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            return False
        if region is None or region in _NANP:
            return bool(phonenumbers.is_valid_number(number))
        # +44 is shared with Jersey, Guernsey and the Isle of Man.
        return bool(phonenumbers.is_valid_number_for_region(number, region)) or (
            region == "GB" and bool(phonenumbers.is_valid_number(number))
        )

    check.__name__ = f"phonenumbers({region or '+'})"
    return check


def _row(name: str, regex: str, region: str | None, score: float, *, bare: bool = False) -> Pattern:
    return Pattern(
        "PHONE_NUMBER",
        name,
        _START + regex + _EXT + _END,
        number_in(region),
        _CONTEXT,
        score,
        needs_context=bare,
        refuse=_REFUSE,
        anchors=DIGITS,
        digits=7,
        reach=(0, 0),
        shrink=2,
        ignore_case=True,
    )


def _national(region: str) -> tuple[Pattern, ...]:
    if region in _NANP:
        return (
            _row(
                "phone_nanp",
                r"(?:1[ .-]?)?(?:\([0-9]{3}\)[ .-]?|[0-9]{3}[ .-]|[0-9]{3}/)[0-9]{3}[ .-][0-9]{4}",
                region,
                0.85,
            ),
            _row("phone_nanp_bare", r"1?[2-9][0-9]{9}", region, 0.6, bare=True),
        )
    low = region.lower()
    return (
        # A trunk prefix 0 is nearly a format of its own; other plans need separators or a word near by.
        _row(f"phone_{low}", r"(?:\(0[0-9]{1,5}\)|0[0-9])(?:[ .-]{0,2}[0-9]){4,10}", region, 0.75),
        _row(
            f"phone_{low}_grouped",
            r"(?<![0-9] )\(?[1-9][0-9]{0,3}(?:[ .()/-]{1,2}[0-9]{2,4}){2,5}",
            region,
            0.5,
            bare=region in {"GB", "VN"},
        ),
        _row(f"phone_{low}_bare", r"[1-9][0-9]{6,11}", region, 0.5, bare=True),
    )


def phone_rows(regions: Sequence[str]) -> tuple[Pattern, ...]:
    """The rows for numbers with a plus sign, and for numbers as dialled in each region."""
    rows = [
        _row("phone_international", r"(?:\+|00)[ ]?[1-9](?:[ .()/-]{0,3}[0-9]){6,14}", None, 0.9),
        # A plus sign and as many digits as a number has: service numbers, new ranges, typing mistakes.
        Pattern(
            "PHONE_NUMBER",
            "phone_plus",
            _START + r"\+[1-9](?:[ .()-]{0,2}[0-9]){8,14}" + _END,
            context=_CONTEXT,
            score=0.55,
            anchors=DIGITS,
            digits=9,
        ),
        # Invented numbers (555…) have the form of a phone number and no valid area code; they are masked all the same.
        Pattern(
            "PHONE_NUMBER", "phone_shape",
            _START + r"(?:\+?1[ .-]?)?(?:\([0-9]{3}\)[ ]?[0-9]{3}[ .-][0-9]{4}|555[ .-][0-9]{3}[ .-][0-9]{4})" + _EXT + _END,
            context=_CONTEXT, score=0.7, refuse=_REFUSE, anchors=DIGITS, digits=10, reach=(0, 0), ignore_case=True,
        ),
        Pattern(
            "PHONE_NUMBER", "phone_local", _START + r"[2-9][0-9]{2}[ .-][0-9]{4}" + _EXT + _END,
            context=("phone", "telephone", "tel", "call", "fax", "dial", "cell", "mobile"), score=0.5, needs_context=True,
            refuse=_REFUSE, regions=("US", "CA"), anchors=DIGITS, digits=7, reach=(0, 0), ignore_case=True,
        ),
    ]  # fmt: skip
    seen = set()
    for region in regions:
        for row in _national(region.upper()):
            if row.name not in seen:
                seen.add(row.name)
                rows.append(row)
    return tuple(rows)
