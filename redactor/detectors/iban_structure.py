"""IBANs: how long each country's are, where one ends in a line of short groups, and whether its check digits are right."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

#: Country and length, SWIFT's IBAN registry (release 101), and behind it the countries that use the form outside of the
#: registry (iban.com, "experimental").
_COUNTRIES = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18"
    " FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20"
    " LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24"
    " SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    " AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28"
)
LENGTHS = {written[:2]: int(written[2:]) for written in _COUNTRIES.split()}
#: The letters that an IBAN begins with, as an expression.
COUNTRY = "(?:{})".format(
    "|".join(
        f"{first}[{''.join(sorted(code[1] for code in LENGTHS if code[0] == first))}]"
        for first in sorted({code[0] for code in LENGTHS})
    )
)
#: What stands between two characters of one number: two marks at most, or the end of a line (of a quoted mail).
GAP = r"(?:[ \t./_-]{0,2}|[ ]?\r?\n[> ]{0,3})"
_COUNTED = re.compile("[0-9A-Za-z]")
_PART = re.compile("([0-9]+)!([nac])")
_KINDS = {"n": "[0-9]", "a": "[A-Z]", "c": "[0-9A-Z]"}


def iban_end(value: str) -> int:
    """How many characters of ``value`` its country's length takes; all of them where there are fewer.

    >>> iban_end("BE68 5390 0754 7034 07 03 2026")
    19
    """
    left = LENGTHS[value[:2].upper()]
    for match in _COUNTED.finditer(value):
        left -= 1
        if not left:
            return match.end()
    return len(value)


def iban(value: str) -> bool:
    """Country, length, structure and mod-97 digits; the bank's own national check is left out."""
    from stdnum.iso7064 import mod_97_10

    number = "".join(_COUNTED.findall(value)).upper()
    structure = _structure(number[:2])
    if len(number) != LENGTHS.get(number[:2]) or (structure and not structure.fullmatch(number, 4)):
        return False
    return bool(mod_97_10.is_valid(number[4:] + number[:4]))


def likely_iban(value: str) -> bool:
    """As long as its country's, or nearly so with a digit in each group: what is named an IBAN may be mistyped."""
    count = len(_COUNTED.findall(value))
    whole = LENGTHS[value[:2].upper()]
    return count == whole or (whole - 4 < count and all(re.search("[0-9]", part) for part in value.split()))


@lru_cache(maxsize=256)
def _structure(country: str) -> re.Pattern[str] | None:
    """The registry's structure of what follows the check digits; None outside of the registry."""
    from stdnum import numdb

    info: Any = numdb.get("iban").info(country)[0][1]
    return re.compile(_PART.sub(lambda part: f"{_KINDS[part[2]]}{{{part[1]}}}", info["bban"])) if info else None
