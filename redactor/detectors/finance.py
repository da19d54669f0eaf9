# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for cards, bank accounts, and tax numbers of firms."""

from __future__ import annotations

from redactor.detectors.iban_structure import COUNTRY, GAP, iban, iban_end, likely_iban
from redactor.detectors.rows import DIGITS, TRACKED, Pattern
from redactor.detectors.validators import (
    bic,
    card,
    digits_of,
    identifier,
    named_card,
    stdnum,
    vat,
)

_CARD = (
    "card",
    "card no",
    "card num",
    "card number",
    "credit",
    "debit",
    "visa",
    "mastercard",
    "amex",
    "pan",
    "cc",
    "payment",
    "paid",
    "thẻ",
)
_BANK = (
    "bank", "account", "acct", "a/c", "c/c", "checking #", "checking:", "to checking", "from checking", "chequing", "savings", "deposit", "wire", "direct deposit", "ach",
    "beneficiary", "số tài khoản", "stk", "tài khoản", "account number", "bank account",
)  # fmt: skip
_TAX = ("vat", "vat no", "vat number", "vat reg", "tax", "ust-idnr", "tva", "iva", "btw", "mwst")
#: Handles of payment service providers in India's UPI (NPCI's list of members and their apps).
_UPI = (
    "upi|apl|yapl|rapl|abfspay|axisb|axl|ibl|ybl|okaxis|okhdfcbank|okicici|oksbi|paytm|pt(?:axis|hdfc|sbi|yes)|wa(?:axis|hdfcbank|icici|sbi)|icici|hdfcbank"
    "|hdfc|sbi|axisbank|axis|kotak|yesbank|idfcbank|idfcfirst|indus|rbl|pnb|barodampay|cnrb|unionbank|federal|kbl|airtel|freecharge|jupiteraxis|naviaxis|superyes|yespay"
)

# One mark all through, but that a line may end at any.
_MARK = r"(?P<mark>[ ]{1,2}|[./:_-]|[ ]-[ ]|\r?\n[ \t>]{0,4})"
_SAME = r"(?:(?P=mark)|\r?\n[ \t>]{0,4})"
#: As brands print their numbers, in groups of 4 (12 to 19 digits), 4-6-5 and the like, 4-3-3-3, and in two halves.
_GROUPS = rf"(?=[0-9]{{4,8}}{_MARK}[0-9])(?:" + "|".join(
    _SAME.join(rf"[0-9]{{{size}}}" for size in sizes.split())
    for sizes in ("4 4 4 4 1,3", "4 4 4 1,6", "4 4 4", "4 6 4,9", "4 5 6", "4 3 3 3", "6 6,13", "8 8", "4 4 8")
) + ")"  # fmt: skip
#: What people glue to the number, and track 1 of a magnetic stripe.
_GLUED = r"(?:(?:card|credit|debit|cc|pan|visa|mastercard|amex|maestro|mc|cardno|cardnum|cardnumber|ccnum|no|nr|num)[_:#=-]?|(?<=%)B(?=[0-9]{12,19}\^))?"
_NO_CARD_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.-])(?<![0-9a-f]{4}-)"
#: A letter or a currency may be glued behind, and a code or the month and year of expiry may follow.
_NO_CARD_BEHIND = r"(?![0-9]|(?!(?:usd|eur|gbp|chf|cad|aud|ok)(?![a-z]))[A-Za-z][0-9A-Za-z]|[.-](?!(?<=-)[0-9]{3}(?![0-9.-]))(?!(?:0[1-9]|1[0-2])/?[0-9]{2}(?![0-9]))[0-9])"

# The middle groups of a spaced IBAN are sixteen digits as well.
_NOT_IN_IBAN = r"(?<![A-Z]{2}[0-9]{2} )(?<![A-Z]{2}[0-9]{2} [0-9]{4} )(?<![A-Z]{2}[0-9]{2} [0-9]{4} [0-9]{4} )"

_PARTY = r"(?<![^\n]):(?:50[FHK]?|59F?):(?:/[^\r\n]{1,40}\r?\n)?(?:1/)?"

ROWS = (
    Pattern("CREDIT_CARD", "credit_card",
            rf"{_NO_CARD_BEFORE}{_NOT_IN_IBAN}{_GLUED}(?P<v>(?<!\+)[0-9]{{12,15}}|[0-9]{{16,19}}|{_GROUPS}){_NO_CARD_BEHIND}",
            card, _CARD, checksum=True, anchors=DIGITS, digits=12, shrink=1, ignore_case=True),
    Pattern("CREDIT_CARD", "credit_card_odd_groups", r"(?<![0-9A-Za-z])(?<![0-9][.-])[0-9](?:[ .,:/_|·•+*~=()\\\t\n-]{0,2}[0-9]){11,18}(?![0-9A-Za-z]|[.-][0-9])",
            named_card, _CARD, needs_context=True, checksum=True, anchors=DIGITS, digits=12),
    # What stands on a magnetic stripe behind number and name: expiry, service code, the issuer's data (ISO/IEC 7813).
    Pattern("CREDIT_CARD", "card_track", r"(?<![0-9])[0-9]{12,19}(?:=|\^[^^?\n]{2,26}\^)(?P<v>[0-9]{7,30})(?![0-9])",
            None, (), 0.9, anchors=DIGITS, digits=12),
    Pattern("PERSON", "card_holder", r"(?<=[0-9])\^(?P<v>[A-Z][A-Z './-]{1,25})\^(?=[0-9]{7})", None, (), 0.9, anchors=("^",), digits=7, reach=(1, 40)),
    Pattern("US_BANK_NUMBER", "bank_code_named", r"(?<![A-Za-z])(?:sort[ ]?codes?|transit(?:[ ]?(?:no|number|num))?\.?|bsb)[ ]?(?:is|was)?[ ]?[:#=]?[ ]{0,2}(?P<v>[0-9]{2}[ -][0-9]{2}[ -][0-9]{2}|[0-9]{5}(?:-[0-9]{3})?|[0-9]{3}[ -]?[0-9]{3})(?![0-9A-Za-z]|-[0-9])", None, (), 0.85, anchors=("sort", "transit", "bsb"), digits=6, reach=(0, 0), ignore_case=True),
    Pattern("CREDIT_CARD", "card_masked", r"(?<![A-Za-z])(?:card|visa|mastercard|amex|maestro|discover)(?:[ ]?(?:no|number|num|nr|#)\b\.?)?[ ]?(?:is|ending(?:[ ]in)?)?[ ]?[:#=]?[ ]{0,2}(?P<v>[*xX•·.]{2,16}[ -]?[0-9]{3,6}|(?<=amex[ ])[xX*][0-9]{4,5}|(?<=visa[ ])[xX*][0-9]{4})(?![0-9A-Za-z]|\.[0-9])", None, (), 0.8, anchors=("card", "visa", "mastercard", "amex", "maestro", "discover"), digits=3, reach=(0, 0), ignore_case=True),
    # The first digits and the last of one whose middle is masked; or the last alone.
    Pattern("CREDIT_CARD", "card_partly_masked", r"(?<![0-9A-Za-z*•])(?:(?:[*xX•]{4}[ -]?){2,3}[0-9]{3,5}|(?!0x)[0-9]{4}(?:[ -]?[0-9]{2}[*xX•]{2}|[ -]?[*xX•]{4})[ -]?[*xX•]{4}[ -]?[0-9]{4}|[0-9]{6}[*xX•]{4,9}[0-9]{4})(?![0-9A-Za-z*•])", None, (), 0.7, anchors=("****", "xxxx", "••••", "**-*", "** *", "xx-x", "xx x"), digits=0, reach=(24, 24)),
    Pattern("IBAN_CODE", "iban", rf"(?<![0-9A-Za-z])(?:IBAN:?)?(?P<v>{COUNTRY}[0-9]{{2}}(?:{GAP}[0-9A-Z]){{11,29}})",
            iban, ("iban",), checksum=True, anchors=DIGITS, digits=2, ignore_case=True, cut=iban_end),
    Pattern("IBAN_CODE", "iban_apart", rf"(?<![0-9A-Za-z])(?-i:{COUNTRY})[ ][0-9]{{2}}(?:{GAP}[0-9A-Z]){{11,29}}", iban, ("iban",), checksum=True, anchors=DIGITS, digits=2, reach=(3, 60), cut=iban_end),
    Pattern("DATE_TIME", "card_expiry", r"(?<![A-Za-z])exp(?:ir(?:y|es|ation))?(?:[ _-]?date)?[\"']?[ ]?[:=]?[ ]?[\"']?(?P<v>(?:0[1-9]|1[0-2])[ ]?[/-]?[ ]?(?:20)?[2-4][0-9])(?![0-9A-Za-z]|[/.-][0-9])", None, ("card", "card no", "card num", "cvv", "cvc", "cvv2", "cvc2", "cc", "visa", "mastercard", "amex", "pan", "ccnum", "cardnumber"), 0.7,
            needs_context=True, anchors=("exp",), digits=2, reach=(0, 0), ignore_case=True),
    # Behind its name check digits may be wrong, and one character missing.
    Pattern("IBAN_CODE", "iban_named", rf"iban(?:[^0-9A-Za-z\n]{{0,4}}(?:no|nr|number|code|is))?[^0-9A-Za-z]{{0,6}}(?P<v>{COUNTRY} ?[0-9]{{2}}(?:{GAP}(?:[0-9A-Z]{{0,8}}[0-9][0-9A-Z]{{0,22}}|(?-i:[0-9A-Z]{{1,30}}))){{1,16}})(?![0-9A-Za-z])",
            likely_iban, (), 0.9, anchors=("iban",), digits=8, ignore_case=True, cut=iban_end, shrink=8),
    Pattern("SWIFT_CODE", "swift", r"(?<![0-9A-Za-z])(?:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|[A-Z]{4}([ -])[A-Z]{2}\1[A-Z0-9]{2}(?:\1[A-Z0-9]{3})?)(?![0-9A-Za-z])",
            bic, ("swift", "bic", "swift code", "swift/bic", "bank identifier code", "business identifier code"), 0.6, needs_context=True, anchors=("swift", "bic", "identifier code"), reach=(48, 80), shrink=1),
    Pattern("US_BANK_NUMBER", "us_bank_number", r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][./-])[0-9](?:[ -]?[0-9]){5,16}(?![0-9A-Za-z]|[./-][0-9])",
            identifier(6), _BANK, 0.5, ("US",), needs_context=True, anchors=DIGITS, digits=6, reach=(0, 0),
            refuse=("order", "invoice", "invoice no", "invoice number", "order number", "ticket", "phone", "tel", "fax", "card", "$", "routing", "aba", "npi", "ssn", *TRACKED)),
    # Nearer than two words, what the number is for does not silence whose it is: "account for ticket 12345678".
    Pattern("US_BANK_NUMBER", "us_bank_number_for", r"(?<![A-Za-z])(?:bank|account|acct|a/c|savings|checking|deposit|số[ ]tài[ ]khoản|stk)(?:[ ](?:for|of|on|to|and|or|no|the))?[ ](?:order|invoice|ticket|case|ref(?:erence)?|card|phone|tel|fax|routing)(?:[ ](?:no|number|num)\b\.?)?[ ]?[:#]?[ ]?(?P<v>[0-9](?:[ -]?[0-9]){6,16})(?![0-9A-Za-z]|[./-][0-9])",
            identifier(7), (), 0.5, ("US",), anchors=("bank", "account", "acct", "a/c", "savings", "checking", "deposit", "số tài", "stk"), digits=7, ignore_case=True),
    Pattern("US_BANK_NUMBER", "aba_routing", r"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9](?![0-9A-Za-z]|[./-][0-9])",
            stdnum("us.rtn", digits_of), ("routing", "aba", "rtn", "transit", "routing number", "fedwire", "ach"), regions=("US",), needs_context=True, checksum=True,
            anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("EMAIL_ADDRESS", "upi_id", rf"(?<![\w.+-])[a-z0-9][a-z0-9._-]{{1,49}}@(?:{_UPI})(?![\w-]|\.[a-z])", None, ("upi", "vpa", "bhim", "gpay", "paytm", "phonepe"), 0.85,
            anchors=("@",), reach=(52, 20), ignore_case=True),
    Pattern("VAT_NUMBER", "vat_eu", r"(?<![0-9A-Za-z])(?![A-Z]{2}[0-9]{2}[ ][0-9A-Z]{4}[ ][0-9A-Z]{4}[ ][0-9A-Z]{4})(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)[ -]?[0-9A-Z](?:[ .-]?[0-9A-Z]){6,13}(?![0-9A-Za-z])",
            vat, _TAX, checksum=True, anchors=DIGITS, digits=5, reach=(4, 24), shrink=4),
    Pattern("VAT_NUMBER", "vat_ch", r"(?<![0-9A-Za-z])CHE[ -]?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}[ ]?(?:MWST|TVA|IVA|TPV)(?![0-9A-Za-z])",
            vat, _TAX, checksum=True, anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("VN_TAX_CODE", "vn_tax_code", r"(?<![0-9A-Za-z])(?<![0-9][./-])[0-9]{10}(?:[ ]?-[ ]?[0-9]{3})?(?![0-9A-Za-z]|[./][0-9])",
            stdnum("vn.mst"), ("mst", "mã số thuế", "tax code", "tax id", "tax number", "tax identification", "tax no", "ma_so_thue", "ma so thue", "masothue", "msdn", "mã số doanh nghiệp"), regions=("VN",), needs_context=True, checksum=True,
            anchors=DIGITS, digits=10, reach=(0, 0)),
    # SWIFT's customers and banks by name: ":50K:/account", then a name and up to three lines of an address.
    Pattern("PERSON", "swift_party", _PARTY + r"(?P<v>[A-Z][^\r\n]{1,70})", None, (), 0.9, anchors=(":50", ":59"), reach=(0, 0)),
    Pattern("ADDRESS", "swift_party_address", _PARTY + r"[A-Z][^\r\n]{1,70}\r?\n(?P<v>(?!:[0-9]{2}[A-Z]?:|-\})[^\r\n]{2,70}(?:\r?\n(?!:[0-9]{2}[A-Z]?:|-\})[^\r\n]{2,70}){0,2})", None, (), 0.9, anchors=(":50", ":59"), reach=(0, 0)),
    Pattern("US_BANK_NUMBER", "swift_account", r"(?<![^\n]):(?:50[AFHK]?|59[AF]?):/(?P<v>[0-9A-Z]{5,34})(?=\r?\n)", None, (), 0.9, anchors=(":50", ":59"), reach=(0, 0)),
)  # fmt: skip
