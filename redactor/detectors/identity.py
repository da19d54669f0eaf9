# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for numbers that states, hospitals, employers and insurers give to people."""

from __future__ import annotations

import re

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import (
    Validator,
    cccd,
    dea,
    digits_of,
    identifier,
    itin,
    many_digits,
    npi,
    ssn,
    stdnum,
)

# A comma may stand on either side: values stand in lines of CSV.
_START = r"(?<![0-9A-Za-z])(?<![0-9][./-])"
_END = r"(?![0-9A-Za-z]|[./-][0-9])"
_SSN = (
    "ssn", "social security", "social", "ss#", "soc sec", "ss no", "social security number", "tin", "taxpayer", "ssn#",
    "last four", "ss number", "soc. sec", "soc sec no",
)  # fmt: skip
_PASSPORT = (
    "passport", "passport no", "travel document", "hộ chiếu", "passeport", "reisepass", "pasaporte", "passaporto", "passaporte",
    "paszport", "paspoort", "паспорт", "護照", "护照",
)  # fmt: skip
_PASSPORT_WORD = r"(?:passports?|reisepass|passeport|pasaporte|passaport[oe]|paszportu?|paspoort|паспорт|hộ[ ]chiếu|護照|护照|travel[ ]document)"
_CCCD = (
    "cccd",
    "cmnd",
    "căn cước",
    "citizen id",
    "chứng minh",
    "id card",
    "identity card",
    "national id",
    "định danh",
    "id number",
    "citizen identity",
)

# What may stand between a name of a number and the number: "no.: #", " number is ", "_id\": \"".
_LINK = r"(?:(?:[ _-]|\r?\n)?(?:no|nr|num|number|nbr|id|code|ref|reg|#|№)\b\.?){0,2}(?:[ ]\([A-Za-z]{2,8}\))?[\"')]{0,2}[ \t]{0,3}(?:(?:is|was)\b|=>)?[ \t]{0,3}[:=#>-]{0,2}[ \t]{0,4}[#\"'(]{0,2}"
# As above for weak words ("policy 2024 was renewed"): a sign or a word for number must be there.
_FIRM_LINK = r"\.?(?:(?:[ _-]?(?:no|nr|num|number|nummer|nbr|id|code|#|№)\b\.?|[ ]?#)[\"')]{0,2}[ \t]{0,3}(?:(?:is|was|of)\b|=>)?[ \t]{0,3}[:=#>-]{0,2}|[\"')]{0,2}[ \t]{0,2}[:=>])[ \t]{0,4}[#\"'(]{0,2}"
# With digits in it; letters in front ("D 123") and groups behind marks, or of three digits and more behind a space.
_VALUE = (
    r"(?P<v>(?:(?-i:[A-Z]{1,3})[-/. ])?(?=[A-Za-z/.-]{0,11}[0-9])[0-9A-Za-z]{1,20}"
    r"(?:[-/.][0-9A-Za-z]{1,12}|[ ][0-9]{3,6}(?![0-9A-Za-z])){0,5}(?:(?<=[0-9]{4}[ ][0-9]{4})[ ][0-9]{1,2})?)(?![0-9A-Za-z])"
)
# A program's own key, under no other name than "id".
_NO_UUID = r"(?!id[\"']{0,2}[ ]{0,2}[:=][ ]{0,2}[\"']{0,2}[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z]))"
#: What an "id" is of that is nobody's.
_OF_THINGS = str.split(
    "event rule product course build error process thread template category channel message version job task test article item plugin app page section"
    " question chapter region zone object image file node run commit alert query table column row field schema class type model feature"
)
_SOMEBODYS_ID = "".join(rf"(?<!{word}[ _-])" for word in _OF_THINGS) + "id"
_WEAK = (
    r"(?:policy|claim|member|membership|subscriber|beneficiary|account|acct|a/c|customer|client|employee|staff|badge|student"
    r"|group|case|file|docket|certificate|licen[cs]e|permit|registration|enrollment|enrolment|user|loyalty|insurance|plan|emp|cust|kunden|mitglieds|personal|matrikel|versicherungs|khách[ ]hàng|nhân[ ]viên|sinh[ ]viên"
    rf"|health[ ]plan|medicare|medicaid|health[ ]card|payroll|personnel|matter|reference|contract|voter|inmate|prisoner|service|device|serial|s/n|booking|{_SOMEBODYS_ID}|identification|identity[ ]card|passport|document)"
)

_INSURERS = (
    "bcbs", "blue cross", "blue shield", "bluecross", "aetna", "cigna", "humana", "kaiser", "uhc", "unitedhealthcare", "united healthcare", "anthem", "tricare", "medicaid",
    "medicare", "molina", "centene", "wellcare", "healthfirst", "ambetter", "health net", "highmark", "medi-cal", "bupa", "aok ", "barmer",
)  # fmt: skip
_INSURER = "(?:{})".format("|".join(one.strip().replace(" ", "[ ]") for one in _INSURERS))


def _far(label: str, name: str, names: str, value: str, check: Validator | None = None) -> Pattern:
    """A number that its sentence names long before it says what it "is"."""
    regex = rf"(?<![A-Za-z])(?:{names})\b(?=[^.!?;:])[^0-9!?;:]{{20,180}}?[ \n](?:is|was|reads)[ :]{{1,2}}(?P<v>{value})(?![0-9A-Za-z]|[./-][0-9])"
    return Pattern(
        label,
        f"{name}_far",
        regex,
        check,
        (),
        0.7,
        anchors=(r"re:is(?<=\sis) [+(]?[0-9a-z]{0,2}[0-9]",),
        reach=(240, 50),
        ignore_case=True,
    )


_FAR = (
    ("US_SSN", "us_ssn", r"social security(?:[ ](?:number|no\.?))?|ssn", r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}", ssn),
    ("PASSPORT", "passport", "passport", r"[A-Za-z]{0,2}[0-9]{6,9}", many_digits(6)),
    ("PHONE_NUMBER", "phone", "phone|telephone|mobile|cell", r"[+(]?[0-9](?:[ ()./-]{0,3}[0-9]){6,14}", many_digits(7)),
    ("US_BANK_NUMBER", "account", "account(?:[ ]number)?", r"[0-9](?:[ -]?[0-9]){6,16}", many_digits(7)),
    ("CREDIT_CARD", "card", "card(?:[ ]number)?", r"[0-9](?:[ -]?[0-9]){11,18}", many_digits(12)),
    ("US_DRIVER_LICENSE", "driver_license", "driver['’]?s?[ ]licen[cs]e|driving[ ]licen[cs]e", r"[A-Za-z]{0,5}[0-9][0-9A-Za-z -]{4,18}[0-9A-Za-z]", many_digits(5)),
)  # fmt: skip


def one_case(value: str) -> bool:
    """Capitals all, or none."""
    return value.isupper() or value.islower()


def _own_number(value: str) -> bool:
    """As ``identifier(3)``, and no name of a licence with its version: ``CC0-1.0``."""
    return _ENOUGH(value) and not _VERSIONED.fullmatch(value)


_ENOUGH = identifier(3)
_VERSIONED = re.compile(r"[A-Za-z][0-9A-Za-z-]*-[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}")

#: Letters of a Medicare beneficiary identifier: none that looks like a digit.
_MBI = "[AC-HJKMNP-RT-Y]"
_MEDICARE = ("medicare", "mbi", "beneficiary", "patient", "insured", "hic")

ROWS = (
    Pattern("US_SSN", "us_ssn", _START + r"[0-9]{3}([- .])[0-9]{2}\1[0-9]{4}" + _END, ssn, _SSN, 0.85, ("US",), refuse=("part", "part no", "part number", "sku", "item no", "item", "model", "catalog no"), anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("US_SSN", "us_ssn_bare", _START + r"[0-9]{3}[- .–]{0,3}[0-9]{2}[- .–]{0,3}[0-9]{4}" + _END, ssn, _SSN, 0.6, ("US",), needs_context=True,
            refuse=("routing", "aba", "account", "ein"), anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("US_ITIN", "us_itin", _START + r"9[0-9]{2}([- ])[0-9]{2}\1[0-9]{4}" + _END, itin, ("itin", "taxpayer", "tax id"), 0.85, ("US",),
            anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("US_ITIN", "us_itin_bare", _START + r"9[0-9]{8}" + _END, itin, ("itin", "individual taxpayer"), 0.6, ("US",), needs_context=True,
            anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("US_PASSPORT", "us_passport", _START + r"(?:[A-Za-z][0-9]{8}|[0-9]{9})" + _END, many_digits(8), _PASSPORT, 0.6, ("US",), needs_context=True,
            anchors=DIGITS, digits=8, reach=(0, 0)),
    Pattern("PASSPORT", "passport", _START + r"[A-Za-z]{0,2}[ ]?[0-9]{6,8}[A-Za-z]?" + _END, many_digits(6), _PASSPORT, 0.5, needs_context=True,
            refuse=("license no", "license number", "dl", "account", "phone", "tel"), anchors=DIGITS, digits=6, reach=(4, 4)),
    Pattern("PASSPORT", "passport_named", r"(?<![^\W_])" + _PASSPORT_WORD + r"(?:[ -]?(?:n[°º.][°º]?|số|號碼|号码|numer|numéro))?" + _LINK + _VALUE, many_digits(5), (), 0.7,
            anchors=("passport", "reisepass", "passeport", "pasaporte", "passaport", "paszport", "paspoort", "паспорт", "hộ chiếu", "護照", "护照", "travel document"), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("PASSPORT", "passport_series", r"(?<![\w])сери[яию][ ]?:?[ ]?(?P<v>[0-9]{2}[ ]?[0-9]{2},?[ ]{1,2}(?:номер|№|no|n)[ ]?:?[ ]?[0-9]{6})(?![0-9])", None, (), 0.9, anchors=("сери",), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("US_DRIVER_LICENSE", "us_driver_license",
            r"(?:(?<![A-Za-z])|(?<=[^A-Za-z]c))(?:driver(?:['’]?s|s['’])?[ ]?(?:licen[cs]e|lic\b\.?)|driving[ ]licen[cs]e|dln?(?=[ ]?(?:#|no|num|:))|(?-i:(?:(?<=[A-Z]{2}[ ])DL(?=[ ][0-9A-Z])|DL(?=[ ][A-Z][0-9])))|d/l|d\.l\.|operator(?:['’]?s)?[ ]licen[cs]e)(?:[ ]\((?:[A-Z]{2}|dl)\))?" + _LINK + r"(?:[A-Z]{2}[ :-]{1,2}(?=[A-Z0-9]{5}))?" + _VALUE,
            many_digits(4), (), 0.85, ("US",), anchors=("driver", "driving", "operator", "dl", "d/l", "d.l."), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("UK_NHS", "uk_nhs", _START + r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}" + _END, stdnum("gb.nhs"), ("nhs", "nhs number", "nhs no", "nhsnumber", "health service", "patient"), regions=("GB",),
            needs_context=True, checksum=True, refuse=("phone", "tel", "telephone", "call", "mobile", "fax"), anchors=DIGITS, digits=10, reach=(0, 0)),
    Pattern("UK_NINO", "uk_nino", r"(?<![0-9A-Za-z])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)[0-9]{2}\1[0-9]{2}\1[0-9]{2}\1[A-D](?![0-9A-Za-z])",
            many_digits(6), ("national insurance", "ni number", "nino", "ni no", "insurance number"), 0.85, ("GB",), anchors=DIGITS, digits=6, reach=(4, 4)),
    Pattern("UK_NINO", "uk_nino_in_context", r"(?<![0-9A-Za-z])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z](?:[ -]?[0-9]{2}){3}(?:[ -]?[A-Da-d])?(?![0-9A-Za-z])",
            many_digits(6), ("national insurance", "ni number", "nino", "ni no", "insurance number"), 0.6, ("GB",), needs_context=True, anchors=DIGITS, digits=6, reach=(4, 4)),
    Pattern("UK_NINO", "uk_nino_grouped", r"(?<![0-9A-Za-z])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[A-D](?![0-9A-Za-z]|[ ]?[./-]?[0-9])",
            many_digits(6), ("national insurance", "ni number", "nino", "ni no", "insurance number"), 0.75, ("GB",), anchors=DIGITS, digits=6, reach=(4, 4), refuse=("part", "part no", "sku", "order", "model", "serial", "ref", "invoice", "batch", "lot")),
    # Surname, birth and sex, initials, check: "MORGA 657054 SM9IJ 01".
    Pattern("US_DRIVER_LICENSE", "uk_driving_licence", r"(?<![0-9A-Za-z])[A-Z][A-Z9]{4}[ ]?[0-9](?:0[1-9]|1[0-2]|5[1-9]|6[0-2])[ ]?(?:0[1-9]|[12][0-9]|3[01])[0-9][ ]?[A-Z][A-Z9][0-9][ ]?[0-9A-Z]{2}(?:[ ]?[0-9]{2})?(?![0-9A-Za-z])",
            one_case, (), 0.85, ("GB",), anchors=DIGITS, digits=6, reach=(7, 12), ignore_case=True),
    Pattern("NATIONAL_ID", "us_mbi", rf"(?<![0-9A-Za-z-])[1-9]{_MBI}[0-9{_MBI[1:]}[0-9]-{_MBI}[0-9{_MBI[1:]}[0-9]-{_MBI}{{2}}[0-9]{{2}}(?![0-9A-Za-z-])",
            None, _MEDICARE, 0.85, ("US",), anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("NATIONAL_ID", "us_mbi_unmarked", rf"(?<![0-9A-Za-z])[1-9]{_MBI}[0-9{_MBI[1:]}[0-9]{_MBI}[0-9{_MBI[1:]}[0-9]{_MBI}{{2}}[0-9]{{2}}(?![0-9A-Za-z])",
            None, _MEDICARE, 0.6, ("US",), needs_context=True, anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("VN_CCCD", "vn_cccd", _START + r"(?<![0-9A-Fa-f]{4}-)[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}" + _END, cccd, _CCCD, 0.65, ("VN",), anchors=DIGITS, digits=12, reach=(0, 0),
            refuse=("order", "order no", "order number", "upc", "ean", "barcode", "tracking", "sku", "timestamp", "serial", "invoice", "isbn", "$", "account", "id đơn hàng", "upc-a", "ean-13", "gtin", "scanned", "stock", "article", "product", "goods")),
    Pattern("VN_CCCD", "vn_cmnd", _START + r"[0-9]{9}(?:[0-9]{3})?" + _END, many_digits(9), _CCCD, 0.5, ("VN",), needs_context=True, anchors=DIGITS, digits=9, reach=(0, 0)),
    Pattern("US_NPI", "us_npi", _START + r"[12][0-9]{9}" + _END, npi, ("npi", "national provider", "provider id", "provider identifier", "provider number"), regions=("US",), needs_context=True,
            checksum=True, anchors=DIGITS, digits=10, reach=(0, 0)),
    Pattern("MEDICAL_LICENSE", "us_dea", r"(?<![0-9A-Za-z])[A-HJ-MP-UX][A-Z9][0-9]{7}(?![0-9A-Za-z])", dea, ("dea", "prescriber", "controlled substance"), regions=("US",), checksum=True,
            anchors=DIGITS, digits=7, reach=(0, 0), refuse=("passport", "order", "sku", "part", "invoice", "ref", "at", "vat")),
    # Behind its own word nothing between silences a registration that proves itself.
    Pattern("MEDICAL_LICENSE", "us_dea_named", r"(?<![0-9A-Za-z])[A-HJ-MP-UX][A-Z9][0-9]{7}(?![0-9A-Za-z])", dea, ("dea", "prescriber", "controlled substance"), regions=("US",), needs_context=True, checksum=True,
            anchors=DIGITS, digits=7, reach=(0, 0)),
    Pattern("MEDICAL_LICENSE", "medical_license", r"(?<![A-Za-z])(?:(?:state[ ])?medical[ _-]?licen[cs]e|med\.[ ]lic\b\.?|md[ ]licen[cs]e|physician[ ]licen[cs]e|nursing[ ]licen[cs]e|(?:rn|lpn|np)[ ]lic(?:en[cs]e|\.)|gmc(?=[ :#-]))" + _LINK + _VALUE,
            many_digits(4), (), 0.8, anchors=("state medical", "medical lic", "medicallic", "medical_lic", "med. lic", "md lic", "physician lic", "nursing lic", "rn lic", "gmc"), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("MEDICAL_RECORD_NUMBER", "medical_record_number", r"(?<![A-Za-z])(?:mrn|m\.r\.n\.|mr(?=[ ]?#)|medical[ _-]?records?|mã[ ]bệnh[ ]nhân|med(?:ical)?\.?[ ]?rec(?:ords?)?\b\.?)" + _LINK + _VALUE,
            identifier(3), (), 0.85, anchors=("mrn", "mr#", "mr #", "m.r.n.", "medical", "med rec", "med. rec", "medrec", "mã bệnh"), digits=3, reach=(0, 0), ignore_case=True),
    Pattern("MEDICAL_RECORD_NUMBER", "hospital_number", r"(?<![A-Za-z])(?:hospital|chart|patient|pt|encounter|accession|specimen|visit)" + _FIRM_LINK + _VALUE,
            identifier(3), (), 0.8, anchors=("hospital", "chart", "patient", "pt ", "encounter", "accession", "specimen", "visit"), digits=3, reach=(0, 0), ignore_case=True),
    Pattern("MEDICAL_RECORD_NUMBER", "unit_number", r"(?<![A-Za-z])unit[ ]?(?:no|number|num|nr|#)\b\.?[ \t]{0,3}[:=#]?[ \t]{0,3}(?P<v>[0-9]{2,9}(?:[ -][0-9]{1,4}){0,4})(?![0-9A-Za-z])", many_digits(6), (), 0.8, anchors=("unit",), digits=3, reach=(0, 0), ignore_case=True),
    Pattern("ID_NUMBER", "insurer_id", r"(?<![A-Za-z])" + _INSURER + r"(?:[ ](?:member|policy|plan|subscriber|insurance|health|id|card|no|number|#|is)\b\.?){0,4}[ ]?[:#=]?[ ]{1,2}(?P<v>(?=[A-Z]{0,4}[0-9])[0-9A-Z]{4,16}(?:[ -](?=[0-9A-Z]{0,3}[0-9])[0-9A-Z]{2,6}){0,3})(?![0-9A-Za-z])", many_digits(6), (), 0.8,
            anchors=_INSURERS, digits=4, reach=(0, 0), ignore_case=True),
    Pattern("ID_NUMBER", "insurance_group", r"(?<![A-Za-z])(?:(?:group|grp)(?:[ ]?(?:no|number|num|id|#)\b\.?)?[ ]?[:#]?|rx[ ]?(?:grp|group|bin|pcn)[ ]?[:#]?)[ ]{1,2}(?P<v>(?=[A-Z]{0,6}[0-9])[0-9A-Z]{4,12}(?:-[0-9A-Z]{1,6})?)(?![0-9A-Za-z])", many_digits(4),
            ("member", "member id", "subscriber", "insurance", "policy", "plan", "health plan", "payer", "rx", "rxbin", "rxgrp", "bcbs", "aetna", "cigna", "humana", "medicare", "coverage", "insured"), 0.7, needs_context=True, anchors=("group", "grp", "rx"), digits=4, reach=(0, 0), ignore_case=True),
    *(_far(*far) for far in _FAR),
    Pattern("ID_NUMBER", "remote_desk", r"(?<![\w])(?:anydesk|teamviewer|rustdesk)(?:[ ](?:id|address|number))?(?:[ ]is)?[ ]?[:#]?[ ](?P<v>[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3,4})(?![\w-])", None, (), 0.85, anchors=("anydesk", "teamviewer", "rustdesk"), digits=9, reach=(0, 0), ignore_case=True),
    Pattern("ID_NUMBER", "id_number", r"(?<![A-Za-z])" + _NO_UUID + _WEAK + _FIRM_LINK + _VALUE, _own_number, (), 0.7,
            anchors=("#", " no", "num", "nbr", " id", r"re:_id", r"re:-id", "№", " nr", "code", ":", "="), digits=3, reach=(36, 80), ignore_case=True),
    # Without a sign letters and digits together say as much.
    Pattern("ID_NUMBER", "id_number_unsigned", r"(?<![A-Za-z])(?i:(?:insurance[ ])?policy|claim|inmate|prisoner|member|employee|badge|s/n|device|loyalty|booking)[ ](?P<v>(?=[A-Z0-9-]{0,19}[A-Z])(?:[A-Z]{1,5}-?)?[0-9](?:-?[0-9A-Z]){4,19})(?![0-9A-Za-z-]|[./][0-9])", identifier(5), (), 0.6,
            anchors=("policy ", "claim ", "inmate ", "prisoner ", "member ", "employee ", "badge ", "device ", "loyalty ", "booking "), digits=5),
    Pattern("ID_NUMBER", "serial_number", r"(?<![A-Za-z])[sS]/[nN][ ]?[:#]?[ ]{0,2}(?P<v>(?=[A-Z0-9-]{0,7}[0-9])[0-9A-Z](?:-?[0-9A-Z]){5,24})(?![0-9A-Za-z-])", many_digits(2), (), 0.7, anchors=("s/n",), digits=1),
    # USCIS writes its centre before ten digits, and an A before the eight or nine of a foreigner.
    Pattern("NATIONAL_ID", "us_immigration", r"(?<![0-9A-Za-z])(?:(?:EAC|WAC|LIN|SRC|MSC|IOE|NBC|YSC)(?:[0-9]{10}|-[0-9]{2}-[0-9]{3}-[0-9]{5})|A#[ ]?:?[ ]?(?P<v>A?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2,3}))(?![0-9A-Za-z]|-[0-9])", None, (), 0.85, anchors=("a#", "eac", "wac", "lin", "src", "msc", "ioe", "nbc", "ysc"), digits=8),
    # The lines of a passport that machines read (ICAO 9303).
    Pattern("PASSPORT", "machine_readable", r"(?<![0-9A-Z<])(?:[PIACV][A-Z<][A-Z]{3}(?=[A-Z0-9]*<)[A-Z0-9<]{25,39}|[A-Z0-9<]{9}[0-9<](?:[A-Z]{3}|[A-Z]<<)[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]{14,16}|[0-9]{7}[MFX<][0-9]{7}[A-Z<]{3}[A-Z0-9<]{11}[0-9]|(?=[A-Z<]{30}(?![A-Z<]))[A-Z]{2,20}(?:<[A-Z]{1,20}){0,3}<<[A-Z<]+)(?![0-9A-Z<])", None, (), 0.95, anchors=("<<",), reach=(44, 44)),
    Pattern("ID_NUMBER", "iccid", r"(?<![0-9A-Za-z])89(?:[ -]?[0-9]){16,18}(?![0-9A-Za-z]|[ -][0-9])", stdnum("luhn", digits_of), ("sim", "iccid", "esim", "uicc", "subscriber"), needs_context=True, checksum=True, anchors=DIGITS, digits=18),
    Pattern("ID_NUMBER", "last_digits", r"(?:(?:ending|ends|ended)(?:[ ](?:in|with))?|last[ _]?(?:four|4)(?:[ ]digits)?(?:[ ]of[ ][a-z ]{2,24}?)?)(?:[ ](?:are|is|were|was)\b)?[ ]?[:=]?[ ]{1,2}[\"'(#*x]{0,6}(?P<v>[0-9]{3,6})(?![0-9A-Za-z]|[.,][0-9])", None, ("card", "account", "acct", "visa", "mastercard", "amex", "phone", "ssn", "number", "debit", "credit", "iban", "digits", "social", "last four", "last 4", "last4"), 0.6, needs_context=True,
            anchors=("ending", "ends", "ended", "last four", "last_four", "last 4", "last4", "last_4"), digits=3, reach=(0, 0), ignore_case=True),
)  # fmt: skip
