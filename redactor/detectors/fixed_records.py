# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for records of airlines and banks, in which a place or a mark says what a value is, and no word does.

Sources: IATA's reservations manual (names, ``SSR DOCS``, ``FP CC``), SWIFT's MT940 with the German subfields of ``:86:``, NACHA's
entry detail record, OFX 1 (whose elements have no end).
"""

from __future__ import annotations

from redactor.detectors.rows import Pattern

_HEAD = r"(?:(?<=\n)|\A)[ \t]{0,4}"
_TITLE = r"(?:MRS?|MS|MISS|MSTR|DR|CHD|INF)"
#: Behind the number of the passenger: "1.OKOYE/IFE MR", "1.1LIND-HOLM/BO MRS".
_GDS_NAME = r"[A-Z][A-Z'-]{1,30}/[A-Z]{1,30}?(?:[ /][A-Z]{2,30}?){0,2}"
_DOCS = r"SSR[ ]DOC[SO][ ][A-Z0-9]{2}[ ][A-Z]{2}[0-9]{0,3}[ /]{1,2}"
#: What stands before the account of an entry: kind of record, transaction code, the bank's number and check digit.
_ENTRY = rf"{_HEAD}6[2-5][2-9][0-9]{{9}}"

ROWS = (
    Pattern("PERSON", "passenger_name", rf"(?:(?<=[0-9]\.[0-9])|(?<=[0-9]\.))(?P<v>{_GDS_NAME})(?=[ ]?{_TITLE}(?![A-Za-z]))", None, (), 0.85, anchors=(r"re:\.(?<=[0-9]\.)[0-9]?[a-z][a-z'-]{1,30}/",), reach=(2, 100)),
    Pattern("PASSPORT", "passport_of_passenger", rf"{_DOCS}P?/?[A-Z]{{3}}/(?P<v>[A-Z0-9]{{5,20}})(?=/)", None, (), 0.9, anchors=("ssr docs", "ssr doco"), reach=(0, 0)),
    Pattern("PERSON", "name_of_document", rf"{_DOCS}[A-Z0-9/]{{10,80}}?/[FMU]I?/[0-9A-Z]{{7,9}}/(?P<v>[A-Z]{{2,30}}(?:/[A-Z]{{1,30}}){{1,2}})", None, (), 0.9, anchors=("ssr docs",), reach=(0, 0)),
    Pattern("CREDIT_CARD", "card_of_payment", r"(?<![A-Z])(?:FP[ *]?)?CC(?:VI|CA|MC|AX|DC|TP|DS|JC)(?P<v>[0-9]{12,19})(?=/|\s|\Z)", None, (), 0.9, anchors=(r"re:cc(?=(?:vi|ca|mc|ax|dc|tp|ds|jc)[0-9]{12})",), reach=(4, 30)),
    Pattern("PHONE_NUMBER", "phone_of_passenger", r"(?:(?<=\n)|\A)[ ]{0,3}[0-9]{1,2}[ ]AP[ME]?[ ](?:[A-Z]{3}[ ])?(?P<v>[+0-9][0-9 ()/-]{4,24}[0-9])(?=-[A-Z]\b|[ \t]*(?:\r?\n|\Z))", None, (), 0.85, anchors=(" ap ", " apm ", " ape "), digits=5, reach=(4, 40)),
    Pattern("US_BANK_NUMBER", "account_of_statement", rf"{_HEAD}:25P?:(?P<v>[^\r\n]{{5,35}})", None, (), 0.9, anchors=(":25:", ":25p:"), reach=(5, 50)),
    Pattern("US_BANK_NUMBER", "account_of_entry", r"\?31(?P<v>[0-9A-Z]{5,34})(?=\?|\r?\n|\Z)", None, (":86:", "?00", "?20", "?30"), 0.85, needs_context=True, anchors=("?31",), digits=5, reach=(0, 0)),
    Pattern("PERSON", "name_of_entry", r"\?3[23](?P<v>[^?\r\n]{2,54})", None, (":86:", "?00", "?20", "?30", "?31"), 0.8, needs_context=True, anchors=("?32", "?33"), reach=(0, 0)),
    Pattern("US_BANK_NUMBER", "account_of_credit", rf"{_ENTRY}(?P<v>[0-9A-Z-]{{4,17}})(?=[ ]{{0,13}}[0-9]{{10}}[^\r\n]{{52,55}}(?:\r?\n|\Z))", None, (), 0.9, anchors=("\n62", "\n63", "\n64", "\n65"), reach=(1, 110)),
    Pattern("ID_NUMBER", "number_of_credit", rf"{_ENTRY}[^\r\n]{{17}}[0-9]{{10}}(?P<v>[^\s][^\r\n]{{3,13}}[^\s])(?=[ ]{{0,12}}[^\W\d_][^\r\n]{{21}}[^\r\n]{{2}}[01][0-9]{{15}}[ \t]*(?:\r?\n|\Z))", None, (), 0.85, anchors=("\n62", "\n63", "\n64", "\n65"), reach=(1, 110)),
    Pattern("PERSON", "name_of_credit", rf"{_ENTRY}[^\r\n]{{17}}[0-9]{{10}}[^\r\n]{{15}}(?P<v>[^\W\d_][^\r\n]{{0,20}}[^\s])[ ]{{0,20}}(?=[^\r\n]{{2}}[01][0-9]{{15}}[ \t]*(?:\r?\n|\Z))", None, (), 0.9, anchors=("\n62", "\n63", "\n64", "\n65"), reach=(1, 110)),
    Pattern("SECRET", "password_of_signon", r"<(?:USERPASS|NEWUSERPASS|CLIENTUID)>(?P<v>[^<\s]{1,200})", None, (), 0.9, anchors=("<userpass>", "<newuserpass>", "<clientuid>"), reach=(0, 0)),
)  # fmt: skip
