# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for phone numbers: cheap candidate expressions, decided in phone_plans.py.

A number that begins with + or an international prefix is one anywhere, and so is what somebody is called on. What is
dialled within a country counts in the policy's regions alone: with its trunk prefix, in the groups that the country writes,
or closed up beside a phone word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redactor.detectors.phone_plans import MARKS, NANP, called, grouped_in, international, number_in
from redactor.detectors.rows import DIGITS, TRACKED, Pattern
from redactor.detectors.validators import Validator

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
    "clause", "dfars", *TRACKED,
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
#: One digit, a dot and many digits are a decimal number, and so is a dot with nothing before it.
_START = r"(?<![0-9A-Za-z+])(?<![0-9][./:-])(?<![#$€£/_-])(?<![(,=-]\.)(?![0-9]\.[0-9]{4,20}(?![0-9.]))"
#: Not the status and the size behind a request in a web server's log.
_NO_STATUS = r"(?<!HTTP/[0-9]\.[0-9][\"' ] )(?<!HTTP/[0-9]\.[0-9] )(?<!HTTP/[0-9][\"' ] )"
#: Not the later groups of an IBAN, right or wrong, nor a Vietnamese tax code with its branch.
_NO_PART = (
    r"(?<![A-Z]{2}[0-9]{2} )(?<![A-Z]{2}[0-9]{2} [A-Z0-9]{4} )(?<![A-Z]{2}[0-9]{2} [A-Z0-9]{4} [0-9]{4} )"
    r"(?<![A-Z]{2}[0-9]{2} [A-Z0-9]{4} [0-9]{4} [0-9]{4} )(?![0-9]{10}-[0-9]{3}(?![0-9-]))"
)

#: Countries that write a number of seven digits or more without any mark (phonenumbers' formats).
_CLOSED_UP = frozenset({"BO", "GI", "KI", "ZM"})
#: Countries whose subscribers have five or six digits, in groups (phonenumbers' examples).
_SHORT = frozenset(str.split("AD CK FO GL NC NF PM SR TO TV WF"))
#: In these a number without its 0 is no everyday form, and groups of digits are often something else.
_TRUNK_ALWAYS = frozenset({"GB", "VN"})


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
        _START + _NO_STATUS + _NO_PART + regex + _EXT + _END,
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
    _row("phone_international", rf"(?:\+|00|011)[ (]?[1-9](?:{MARKS}{{0,4}}[0-9]){{6,14}}", international, 0.9, refuse=_PARTS),
    # A plus sign and as many digits as a number has: service numbers, new ranges, typing mistakes.
    Pattern("PHONE_NUMBER", "phone_plus", _START + rf"\+[1-9](?:{MARKS}{{0,3}}[0-9]){{8,14}}" + _EXT + _END,
            context=_CONTEXT, score=0.55, anchors=DIGITS, digits=9, ignore_case=True),
    # Invented numbers (555…) have the form of a phone number and no valid area code; they are masked all the same.
    Pattern("PHONE_NUMBER", "phone_shape",
            _START + r"(?:\+?[178][ .-]?)?(?:\([ ]?[0-9]{3}[ ]?\)[ ]?[0-9]{3}[ .-][0-9]{4}|555[ .-][0-9]{3}[ .-][0-9]{4})" + _EXT + _END,
            context=_CONTEXT, score=0.7, refuse=_PARTS, anchors=DIGITS, digits=10, ignore_case=True),
    Pattern("PHONE_NUMBER", "phone_local", _START + _NO_STATUS + r"(?:\(?[0-9]{1,5}\)?[ .-]){0,2}[2-9][0-9]{2}[ .-][0-9]{4}" + _EXT + _END,
            context=("phone", "telephone", "tel", "call", "fax", "dial", "cell", "mobile", "contact", "emergency contact", "whatsapp",
                     "landline", "pager", "callback", "hotline", "helpline", "voicemail"),
            score=0.5, needs_context=True,
            refuse=_REFUSE, regions=("US", "CA"), anchors=DIGITS, digits=7, ignore_case=True),
)  # fmt: skip


#: What one does with a phone, in the languages whose field names we know.
_CALLS = (
    *str.split(
        "call dial ring reach phoned texted text contact message whatsapp anruf rückruf rufe erreich telefonisch llam llám appele rappel"
        " joign joindre téléphon chiam ligar ligue telefon bellen bereikbaar zadzwo dzwoni nås gọi"
    ),
    "ruf mich", "ruf uns", "ruf an", "liga para", "bel me", "bel mij", "bel ons",
)  # fmt: skip
_ON = "on|at|under|via|to|unter|auf|al|el|au|le|il|allo|para|op|pod|på|số"
_ANY = r"[(+]{0,2}[0-9](?:[ ./()•_-]{0,3}[0-9])"
#: ``call me on …``: then any digits are the number of a phone; right behind the word, seven.
CALLED = Pattern(
    "PHONE_NUMBER",
    "phone_called",
    rf"(?<![^\W\d_])(?:{'|'.join(_CALLS)})[^\W\d_]{{0,4}}[ ](?:[^\W\d_]{{1,14}}[ ]){{0,3}}?"
    rf"(?:(?:{_ON})[ ](?:(?:phone|mobile|number|tel|no|nr|nummer|numer|número)\.?[ ])?(?P<v>{_ANY}{{4,14}}{_EXT})"
    rf"|(?P<w>{_ANY}{{6,14}}{_EXT})){_END}",
    called,
    score=0.7,
    anchors=_CALLS,
    digits=5,
    ignore_case=True,
)


#: ``Tel. Mann 0361 …``, ``mobile (wife): +44 …``: whose it is stands between; then as a country dials it, and no decimal number.
OWNED = Pattern(
    "PHONE_NUMBER",
    "phone_owned",
    r"(?<![^\W\d_])(?:tel|telefon|phone|mobile|mobil|móvil|cell|handy|fax|portable|gsm)(?:[.:]|[ ]?[:(/-])?[ ]?"
    r"(?:[^\W\d_]{2,14}[.):,]?[ ]){1,2}"
    rf"(?P<v>(?=[+(0])(?!0\.[0-9]{{1,20}}(?![0-9.])){_ANY}{{6,14}}{_EXT}){_END}",
    called,
    score=0.7,
    anchors=("tel", "phone", "mobil", "móvil", "cell", "handy", "fax", "portable", "gsm"),
    digits=7,
    reach=(1, 90),
    ignore_case=True,
)

#: The letter before a number at the foot of a mail: ``m: 0412 345 678``, ``t +44 …``.
SIGNED = Pattern(
    "PHONE_NUMBER",
    "phone_signed",
    rf"(?:(?<![^\n])|(?<=[|,;·•/][ ])|(?<=[ ]{{2}}))[ \t]{{0,4}}(?:[ptmfcwho]|ph|cp)"
    rf"(?:[.:)]{{1,2}}[ ]{{0,3}}|[ ]{{1,3}}(?=[+(0]))"
    rf"(?P<v>(?=[+(0]|[0-9]{{3}}[ .-]){_ANY}{{7,14}}{_EXT}){_END}",
    called,
    score=0.7,
    anchors=tuple(f"{letter}{mark}" for letter in "ptmfcwho" for mark in (":", ".", " +", " (", " 0")),
    digits=8,
    reach=(8, 40),
    ignore_case=True,
)


def mentioned(value: str) -> bool:
    """With the code of a country, behind an at sign in the place of a plus."""
    return international(f"+{value}")


#: ``@447700900123``: whom a message names, as WhatsApp writes it.
MENTIONED = Pattern(
    "PHONE_NUMBER",
    "phone_mentioned",
    r"(?<![\w.@])@(?P<v>[1-9][0-9]{9,14})(?![\w@]|[.-]\w)",
    mentioned,
    score=0.7,
    anchors=("re:@(?=[1-9][0-9]{9})",),
    reach=(1, 20),
)

#: ``\phone[mobile]{+1~(415)~555~0132}``: how a letter or CV in LaTeX says it.
TYPESET = Pattern(
    "PHONE_NUMBER",
    "phone_typeset",
    r"\\(?:phone|mobile|tel|telephone|fax|cell|handy)\*?(?:\[[^\[\]{}\n]{0,30}\])?"
    r"\{(?P<v>[+(]{0,2}[0-9](?:[ ~().\\,/-]{0,4}[0-9]){4,14})\}",
    called,
    score=0.8,
    anchors=tuple(f"\\{word}" for word in ("phone", "mobile", "tel", "fax", "cell", "handy")),
    reach=(1, 120),
)


_FREE = re.compile(r"\A\+?(?:1[ .-]?)?\(?[0-9]{3}[) .-]{1,2}")


def vanity(value: str) -> bool:
    """Seven letters and digits behind the prefix, or up to ten in one word."""
    *_, last = value.split(" ")
    size = sum(map(str.isalnum, _FREE.sub("", value)))
    return size == 7 or (7 < size <= 10 and last.isalpha())


_LETTERS = r"(?=[0-9A-Z]{0,4}-?[0-9A-Z]{0,3}[A-Z]{2})[0-9A-Z]{1,10}(?:[ -][0-9A-Z]{1,9}){0,2}"
#: ``1-800-FLOWERS``; and the free numbers of other countries beside a phone word.
VANITY = (
    Pattern("PHONE_NUMBER", "phone_vanity",
            rf"(?<![0-9A-Za-z.-])(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)(?:\)[ ]?|[ .-]){_LETTERS}(?![0-9A-Za-z])",
            vanity, _CONTEXT, 0.75, anchors=DIGITS, digits=3, shrink=2),
    Pattern("PHONE_NUMBER", "phone_vanity_free", r"(?<![0-9A-Za-z.-])(?:0?800|0808|1[38]00?)[ -][A-Z]{3,9}(?![0-9A-Za-z])",
            context=_CONTEXT, score=0.6, needs_context=True, anchors=DIGITS, digits=2),
)  # fmt: skip


#: Signs that say that a number to call follows, and an extension behind its name.
MARKED_BY_SIGN = (
    Pattern("PHONE_NUMBER", "phone_behind_sign", r"[☎☏✆℡📞📱📲📠🤙][ \t\ufe0f:.]{0,4}(?P<v>\+?[0-9(](?:[ ()./-]{0,3}[0-9]){3,16})(?![\w])", None, (), 0.85, anchors=tuple("☎☏✆℡📞📱📲📠🤙"), digits=3, reach=(0, 0)),
    Pattern("PHONE_NUMBER", "phone_extension", r"(?<![\w.-])(?:ext(?:ension|n)?|durchwahl|nebenstelle|bleep)\.?(?:[ ](?:number|no\.?|nr\.?|is|ist))?[ ]?[:#]?[ ]{0,2}(?P<v>(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{3,6})(?![\w.,:/-]?[0-9]|[ ]?(?:%|[KMGT]i?B\b|px\b|bytes)|[^\W\d_])",
            None, (), 0.7, anchors=("ext", "durchwahl", "nebenstelle", "bleep"), digits=3, reach=(0, 0), ignore_case=True),
    Pattern("PHONE_NUMBER", "fax_told", r"(?<![\w.-])fax(?:[ ](?:number|no\.?))?(?:[ ]is|:)[ ]{1,2}(?P<v>[0-9][0-9 -]{2,14}[0-9])(?![\w.,:/-]?[0-9])", None, (), 0.7, anchors=("fax",), digits=3, reach=(0, 0), ignore_case=True),
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
        rf"(?<![0-9] )(?:\([1-9](?:[ -]?[0-9]){{0,4}}\){MARKS}{{0,3}}|[1-9][0-9]{{0,5}}{MARKS}{{1,3}})[0-9]{{1,8}}"
        rf"(?:{MARKS}{{1,3}}[0-9]{{1,8}}){{0,4}}"
    )
    # Not digits alone: those are a row of their own.
    marked = rf"(?!0[0-9]+(?![0-9]|{MARKS}{{1,4}}[0-9]))"
    trunk = rf"{marked}(?:\([ ]?0(?:[ -]?[0-9]){{0,5}}[ ]?\)|0)(?:{MARKS}{{0,4}}[0-9]){{5,16}}"
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
    return (
        *ANYWHERE,
        *VANITY,
        CALLED,
        OWNED,
        SIGNED,
        MENTIONED,
        TYPESET,
        *MARKED_BY_SIGN,
        *(_nanp(nanp) if nanp else ()),
        *(_others(others) if others else ()),
    )
