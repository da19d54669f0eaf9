# ruff: noqa: E501 - an expression can be copied whole
"""The least a value must look like to be what its name calls it. A name is strong evidence: these are wide on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from redactor.detectors import secret_values
from redactor.detectors.accounts import ROLES, is_somebodys

Shape = Callable[[str], bool]

#: What stands where nothing is known; and masks, which are no values any more.
_EMPTY = frozenset(
    str.split(
        "n/a na n.a. none null nil nan unknown undefined tbd todo true false yes no y n not_available not_provided not_applicable"
        " unspecified unbekannt keine ja nein inconnu aucun oui non ninguno sí nessuno nenhum brak geen onbekend không"
        " string str text varchar integer int boolean bool number date"
        " redacted withheld masked hidden removed deleted empty blank other default optional required missing"
    )
)
_TAG = re.compile(
    r"\$\{(?:[A-Za-z_]\w*(?::?[-+=])?|\{[ ]?[A-Za-z_][\w.-]*[ ]?\})\}|\{\{[ ]?[A-Za-z_][\w.]*[ ]?\}\}|\[[A-Z][A-Z_]*(?:_[0-9]+)?\]|<[A-Z_ ]+>|[*•·.…_\-?#\s]+|[*xX•·.…_\-?#\s]{2,}"
)
_DIGIT = re.compile(r"[0-9]")
_LETTER = re.compile(r"[^\W\d_]")

#: One word of a name: letters, marks inside; invented people of test data may carry digits ("Jacinto644").
_NAME_WORD = re.compile(
    r"[(\"'‘“«]?[^\W\d_](?:[^\W\d_]|['’`´.·\u0300-\u036f\u0900-\u0dff\u0e30-\u0e4e-])*(?:(?<=[a-z])[0-9]{1,4})?[)\"'’”»,.;]{0,2}|[0-9]{1,2}(?:st|nd|rd|th)|&|-"
)
_FILE = re.compile(r"\S*[^\W_]{2}\.[a-z]{2,}")
_MONTH_YEAR = re.compile(r"[0-9]{1,2}\s?[-/. ]?\s?(?:[0-9]{2}|[0-9]{4})|[0-9]{4}[-/.]?[0-9]{1,2}(?:[-/.][0-9]{1,2})?")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}(?:[\s.-]?[0-9A-Za-z]){8,30}")
_IP = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?(?:/[0-9]+)?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\w+)?(?:/[0-9]+)?"
)
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:.\s-]?[0-9A-Fa-f]{2}){5,7}|[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5,7}")
_MOMENT = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9])")
_SPAN_OF_TIME = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[mnuµ]?s|min|h|%)|[0-9]+\.[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]{0,3}[.,][0-9]+")
_AMOUNT = re.compile(r"[-+]?[0-9]{1,3}(?:[.,' ]?[0-9]{3})*[.,][0-9]{1,2}|.{0,3}[$€£¥].{1,20}|[0-9.,' ]{1,20}[$€£¥]")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|\w*[a-z]{3}[A-Z]\w*")
_COORDINATE = re.compile(
    r"[-+]?[0-9]{1,3}[.,][0-9]+\s?°?\s?[NSEWO]?|[0-9]{1,3}\s?°.{0,24}|.{0,4}[-+]?[0-9]{1,3}\.[0-9]+.{1,6}[-+]?[0-9]{1,3}\.[0-9]+.{0,4}"
)
#: Words that a state of a thing is called by, where the state of a country could stand.
_CONDITIONS = frozenset(
    str.split(
        "active inactive open closed pending new done running stopped failed success successful enabled disabled on off ready draft approved rejected"
        " completed complete cancelled canceled paid unpaid shipped delivered merged published archived online offline processing queued started finished"
        " valid invalid good bad ok error idle busy up down live initial final solid liquid gas"
    )
)


def _digits(value: str) -> int:
    return sum(map(str.isdigit, value))


def _letters(value: str) -> int:
    return sum(map(str.isalpha, value))


def is_empty(value: str) -> bool:
    """Says nothing: a word for nothing, a yes or no, dots and dashes, a mask, or where a program fills a value in."""
    return value.casefold() in _EMPTY or _TAG.fullmatch(value) is not None


def name(value: str) -> bool:
    """One to seven words of letters, and no sentence; HL7 and DICOM part them by ``^``."""
    words = value.replace("^", " ").split()
    if not (1 <= len(words) <= 7 and len(value) <= 90 and _LETTER.search(value)):
        return False
    if not all(map(_NAME_WORD.fullmatch, words)) or (len(words) == 1 and _FILE.fullmatch(value)):
        return False
    return len(words) <= 3 or sum(not word[0].islower() for word in words) * 2 > len(words)


def plain_name(value: str) -> bool:
    """As ``name``, and not what things of programs are called: ``left-pad``, ``ShowProgress``."""
    return name(value) and not _IDENTIFIER.fullmatch(value)


def whole_name(value: str) -> bool:
    """Two words and more, each but particles with a capital, or a few characters of a script without."""
    words = value.replace("^", " ").split()
    if not name(value):
        return False
    if len(words) == 1:
        return 2 <= len(value) <= 6 and not value.isascii() and value.lower() == value.upper()
    return words[0][0] == words[0][0].upper() and words[-1][0] == words[-1][0].upper()


def handle(value: str) -> bool:
    """One word that an account can be called by: no moment, no count, and not one that every system has."""
    return (
        2 <= len(value) <= 80
        and not any(map(str.isspace, value))
        and (bool(_LETTER.search(value)) or _digits(value) >= 4)
        and not _MOMENT.match(value)
        and not _SPAN_OF_TIME.fullmatch(value)
        and value.casefold() not in ROLES
    )


def login(value: str) -> bool:
    """One account or several, each as ``handle``, written as logins are and somebody's: "kbrand", "k.brand2; asmith"."""
    accounts = re.split(r"[,;|][ ]?", value)
    return all(handle(account) and is_somebodys(account) for account in accounts) and not is_empty(value)


def phone(value: str) -> bool:
    """Five digits and more among marks, with little beside them (an extension, "home")."""
    return 5 <= _digits(value) <= 45 and len(value) <= 90 and _letters(value) <= 16


def at_sign(value: str) -> bool:
    """Something, ``@`` and something."""
    return "@" in value.strip("@") and len(value) <= 320 and len(value.split()) <= 3


def email(value: str) -> bool:
    """As ``at_sign``, or mistyped: letters with a mark inside or a word for it."""
    return at_sign(value) or (
        5 <= len(value) <= 120
        and len(value.split()) <= 7
        and re.search(r"\w\s?(?:[#.(\[*]|\bat\b|\baet\b)\s?\S", value) is not None
    )


def address_line(value: str) -> bool:
    """A letter or digit, and no text of several sentences."""
    return len(value) <= 200 and len(value.split()) <= 30 and any(map(str.isalnum, value))


def address(value: str) -> bool:
    """Letters in several words or with digits; not a place in memory."""
    return (
        address_line(value)
        and bool(_LETTER.search(value))
        and (" " in value.strip() or "," in value)
        and not value.startswith("0x")
    )


def unit_number(value: str) -> bool:
    """A number, a letter with it, a word before it: ``4B``, ``Ste. 210``, ``#7``."""
    return len(value) <= 20 and 1 <= _digits(value) <= 5 and len(value.split()) <= 3


def place(value: str) -> bool:
    """Up to six words with a letter in them."""
    return (
        len(value) <= 70
        and len(value.split()) <= 6
        and bool(_LETTER.search(value))
        and not re.search(r"[@<>{}=:;|]", value)
    )


def region(value: str) -> bool:
    """As ``place``, and written like a name or a code, not like the state that a thing is in."""
    return place(value) and not value.islower() and value.casefold() not in _CONDITIONS


def postcode(value: str) -> bool:
    """Two to twelve letters and digits, a digit among them."""
    size = sum(map(str.isalnum, value))
    return 2 <= size <= 12 and len(value) <= 16 and bool(_digits(value))


def long_postcode(value: str) -> bool:
    """As ``postcode``, of four characters and more, for names that may mean something else."""
    return postcode(value) and sum(map(str.isalnum, value)) >= 4


def date(value: str) -> bool:
    """Two digits and more, or one beside letters, in a few words."""
    digits = _digits(value)
    return len(value) <= 40 and len(value.split()) <= 7 and (digits >= 2 or (digits == 1 and _letters(value) >= 3))


def date_part(value: str) -> bool:
    """As ``date``, or a day or month: one or two digits, or one word."""
    return date(value) or (len(value) <= 20 and (0 < _digits(value) <= 2 or value.isalpha()))


def age(value: str) -> bool:
    """One to three digits with little beside them."""
    return 1 <= _digits(value) <= 3 and len(value) <= 20


def month_year(value: str) -> bool:
    """``09/28``, ``2028-09``."""
    return _MONTH_YEAR.fullmatch(value) is not None


def card(value: str) -> bool:
    """8 to 19 digits between any marks, and no amount; the last four; or the last ones behind a mask."""
    digits = _digits(value)
    if _letters(value.lower().replace("x", "")) > 12 or len(value) > 60:
        return False
    return (
        (8 <= digits <= 19 and not _AMOUNT.fullmatch(value))
        or (digits == 4 == len(value))
        or (2 <= digits <= 10 and re.search(r"[*xX•·#]{2}", value) is not None)
    )


def card_code(value: str) -> bool:
    """Three or four digits."""
    return 3 <= _digits(value) <= 4 and len(value) <= 6


def iban(value: str) -> bool:
    """Four letters and digits and more, most of them digits: a part of one tells of somebody, too."""
    size = sum(map(str.isalnum, value))
    return iban_form(value) or (4 <= size <= 40 and _digits(value) * 2 >= size)


def iban_form(value: str) -> bool:
    """A country, two digits, and eight to thirty letters and digits."""
    return _IBAN.fullmatch(value) is not None


def bic(value: str) -> bool:
    """Six to eleven letters and digits, letters first."""
    size = sum(map(str.isalnum, value))
    return 6 <= size <= 12 and len(value) <= 15 and value[:4].isalpha()


def number(value: str) -> bool:
    """A number of somebody: two letters or digits and more, a digit among them, in few words."""
    size = sum(map(str.isalnum, value))
    return (
        2 <= size <= 40
        and len(value) <= 60
        and len(value.split()) <= 7
        and bool(_digits(value))
        and _letters(value) <= 16 + _digits(value)
    )


def id_number(value: str) -> bool:
    """As ``number``, of five letters and digits and more: short names of such numbers are many other things, too."""
    return number(value) and sum(map(str.isalnum, value)) >= 5 and ":" not in value and not _DECIMAL.fullmatch(value)


def account(value: str) -> bool:
    """Six digits and more with few letters."""
    return number(value) and _digits(value) >= 6 and _letters(value) <= 4 and not _DECIMAL.fullmatch(value)


def licence(value: str) -> bool:
    """As ``number``, and not the name of a licence for software: four digits and more, no word before a dash."""
    return number(value) and _digits(value) >= 4 and not re.search(r"[A-Za-z]{3}[0-9]?-", value)


def code(value: str) -> bool:
    """Six letters and digits and more without a blank."""
    return (
        6 <= sum(map(str.isalnum, value)) <= 120 and not any(map(str.isspace, value.strip())) and bool(_digits(value))
    )


def ssn(value: str) -> bool:
    """Four digits and more (the last ones, too), and letters as other countries have them."""
    return 4 <= _digits(value) <= 16 and _letters(value) <= 9 and len(value) <= 24


def plate(value: str) -> bool:
    """Two to twelve letters and digits in up to four groups."""
    return 2 <= sum(map(str.isalnum, value)) <= 12 and len(value) <= 16 and len(re.split(r"[\s.·-]+", value)) <= 5


def plate_number(value: str) -> bool:
    """As ``plate``, of three characters and more, with a digit and no word."""
    return (
        plate(value)
        and bool(_digits(value))
        and sum(map(str.isalnum, value)) >= 3
        and not re.search(r"[^\W\d_]{4}", value)
    )


def coordinate(value: str) -> bool:
    """A decimal number, degrees, or two of them."""
    return len(value) <= 60 and _COORDINATE.fullmatch(value) is not None


def ip(value: str) -> bool:
    """Four numbers between dots, or groups between colons; whether they are in range or not."""
    return len(value) <= 60 and any(map(str.isalnum, value)) and _IP.fullmatch(value) is not None


def mac(value: str) -> bool:
    """Six to eight octets."""
    return _MAC.fullmatch(value) is not None


def url(value: str) -> bool:
    """A dot or slash, and no blank."""
    return bool(re.search(r"\w[./]\w", value)) and not any(map(str.isspace, value))


_FILE = re.compile(r"\.[a-z][a-z0-9]{1,3}\Z")
_COOKIES = re.compile(r"[\w.%$-]{1,80}=[^;\s]*(?:; [\w.%$-]{1,80}(?:=[^;\r\n]*)?)+;?")


def token(value: str) -> bool:
    """Eight characters and more without a blank that are no word, or five with letters and digits; or cookies of which one is such."""
    if _COOKIES.fullmatch(value):
        return any(token(pair.partition("=")[2]) for pair in value.split("; "))
    if any(map(str.isspace, value)):
        return False
    return secret_values.short_secret(value) or (len(value) >= 8 and bool(_DIGIT.search(value) or not value.islower()))


def made_key(value: str) -> bool:
    """Long and made by a machine; no place of a file."""
    return (
        len(value) <= 4_000
        and secret_values.made_key(value)
        and not ("/" in value and "." in value)
        and not _FILE.search(value)
    )


def pin(value: str) -> bool:
    """Three to ten letters and digits, most of them digits."""
    size = sum(map(str.isalnum, value))
    return 3 <= size <= 12 and len(value) <= 14 and _digits(value) * 2 >= size


def anything(value: str) -> bool:
    """Whatever stands there."""
    return True


SHAPES: Mapping[str, Shape] = {
    shape.__name__: shape
    for shape in (
        name, plain_name, whole_name, handle, login, phone, at_sign, email, address_line, address, unit_number, place, region, postcode, long_postcode, date, date_part, age, month_year, card, card_code, iban, iban_form,
        bic, number, id_number, account, licence, code, ssn, plate, plate_number, coordinate, ip, mac, url, token, made_key, pin, anything,
    )
}  # fmt: skip
