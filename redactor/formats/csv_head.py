"""Does a table begin with a header? Asked of its first rows alone, so that a resumed or repeated reading says the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from redactor.detectors.field_names import field_names
from redactor.formats.fields import with_key

#: So much of a table's beginning is looked at, in bytes and in rows.
SNIFF_BYTES, SNIFF_ROWS = 64 * 1024, 60
#: Lines that may stand above a header as titles.
_MOST_TITLES = 5
#: The longest name of a field, in characters.
LONGEST = 60

#: A cell that holds somebody's data, whatever row it stands in.
DATA = re.compile(r"@|(?:[0-9][^\w]{0,2}){5}")
_NUMBER = re.compile(r"[-+(]{0,2}[$€£¥]?\s?[0-9][0-9.,' ]{0,30}(?:[eE][-+]?[0-9]{1,3})?\s?[%$€£¥]?\)?")
_DATE = re.compile(
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ][0-9:.+Z -]{4,30})?|[0-9]{1,2}:[0-9]{2}(?::[0-9.]{2,9})?"
)
_BLANK = frozenset(("", "-", "--", "?", "n/a", "na", "nan", "null", "none", "nil", "\\n", "#n/a"))
_IDENTIFIER = re.compile(
    r"[a-z][a-z0-9]*(?:[_.-][A-Za-z][A-Za-z0-9]*)+|[a-z]+(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+){2,}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
)
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

#: Words that headers are made of, in the languages whose tables come by most.
HEAD_WORDS = frozenset(
    str.split(
        """
    c col column x y z v var attr attribute unnamed param q f field
    id ids no nr num number key code ref reference index row record line seq serial uid uuid guid sku name names first
    last middle full given family sur surname firstname lastname fullname nick nickname maiden user username login
    account acct holder owner contact person people customer client patient employee staff member student teacher guest
    passenger driver title salutation prefix suffix gender sex age birth birthday birthdate born dob death died date
    dates day month year week time timestamp datetime created modified updated deleted start end from to since until due
    expiry expires expiration valid email mail e address addr street road house building apt apartment unit suite floor
    city town place locality village district county state province region country nation zip zipcode postal postcode
    post pincode location loc site latitude longitude lat lon lng long geo phone telephone tel mobile cell fax extension
    ext ssn sin nin nino passport license licence tax vat tin ein npi mrn insurance policy card cc cvv pin iban bic swift
    bank branch sort routing password pwd secret token hash url uri link website web site homepage domain host hostname
    ip ipv4 ipv6 mac device port server os browser agent session cookie company organization organisation org employer
    department dept division team role job occupation profession position rank level grade class category type kind
    group segment tier status stage state flag active enabled is has count qty quantity amount amt total sum subtotal
    price cost fee rate discount currency balance salary income wage revenue profit budget value val score points rating
    weight height width length depth size area volume color colour material brand model make product item article order
    invoice payment transaction txn shipping shipment delivery billing method channel source medium campaign lead
    opportunity case ticket issue subject topic note notes comment comments description desc details text body message
    content summary remarks reason label tag tags language lang locale version release build file filename path folder
    mime format unique primary secondary alternate other preferred default old new current previous next annual monthly
    daily average avg mean min max median std percent pct ratio share test result diagnosis condition medication dose
    admission discharge ward room bed hospital doctor physician provider visit encounter allergy blood marital race
    ethnicity religion nationality citizenship education school university degree course major semester gpa manager
    supervisor hire hired salary bonus shift emergency relationship spouse parent guardian child children survived pclass
    ticket fare cabin embarked species sample target feature input output the of and or in on by for with per
    nachname vorname name geburtsdatum geburtsort strasse straße hausnummer plz ort stadt land telefon handy kunde
    kundennummer anrede betrag datum nom prenom prénom adresse rue ville pays naissance telephone téléphone courriel
    montant nombre apellido apellidos direccion dirección calle ciudad pais país fecha nacimiento telefono teléfono
    correo importe sobrenome endereco endereço rua cidade telefone cognome indirizzo via citta città cap naam voornaam
    achternaam straat postcode plaats geboortedatum imie imię nazwisko ulica miasto kod kraj telefonnummer fornamn
    efternamn gata stad ho ten tên dia chi ngay sinh
    """
    )
)


def is_head_word(cell: str) -> bool:
    """Is a cell made of words that headers are made of? Abbreviations run together need not be.

    >>> is_head_word("First Name"), is_head_word("customerZipCode"), is_head_word("Maria Gonzalez")
    (True, True, False)
    """
    words = [word.casefold() for word in _HUMPS.findall(cell) if not word.isdigit()]
    known = sum(word in HEAD_WORDS for word in words)
    return bool(words) and 2 * known >= len(words) + (len(words) == 2)


@lru_cache(maxsize=4_096)
def is_head(cell: str) -> bool:
    """Is a cell made of words that name a field?

    >>> is_head("Telefonnummer"), is_head("Home phone:"), is_head("Maria Lopez"), is_head("555 0132")
    (True, True, False, False)
    """
    cell = cell.strip().rstrip(":").strip()
    if not cell or len(cell) > LONGEST or DATA.search(cell) or "[" in cell:
        return False
    return is_head_word(cell) or is_named(cell)


def is_named(cell: str) -> bool:
    """Is a cell, as a whole, what a field of somebody's is called?"""
    return field_names().named(with_key("", cell)) is not None


def is_name(cell: str) -> bool:
    """Does a cell of a header read like the name of a field, and not like what one holds?"""
    if DATA.search(cell):
        return False
    words = cell.split()
    if not 2 <= len(words) <= 4 or not all(word[:1].isupper() for word in words):
        return True  # somebody's name would be a few words with capitals
    names = field_names()
    if names.is_made_of_names(cell) or names.is_thing(with_key("", cell)):
        return True  # "Conta Corrente"
    return any(map(is_head_word, words)) or bool(re.search(r"[^\w .,'’-]", cell))


def head_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first ``rows`` are no data: 0 without a header, 1 with one, more with titles above it.

    >>> head_rows([["name", "age"], ["Ann", "31"]]), head_rows([["Ann", "31"], ["Bob", "32"]])
    (1, 0)
    >>> head_rows([["Staff list"], [""], ["name", "age"], ["Ann", "31"]])
    3
    """
    if not rows:
        return 1
    if is_form(rows) and not all(map(is_head_word, rows[0])):
        return 0
    titles = _titles(rows)
    head, body = rows[titles], rows[titles + 1 :]
    for_head, for_data = _weighed(head, body)
    return titles + 1 if for_head >= for_data else 0


def is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Is each row of a table without a header a name and its value, as in a form, or several? The names alone tell it: values get masks.

    >>> is_form([["Name", "Ann Lee"], ["Phone", "668 5702"]]), is_form([["Ann Lee", "668 5702"], ["Bob Roe", "668 5703"]])
    (True, False)
    """
    filled = [row for row in rows if any(map(str.strip, row))]
    if len(filled) > 1 and all(len(row) > 3 for row in filled):
        labels = [label.casefold() for row in filled for label in labels_of(row).values()]
        return all(map(in_turns, filled)) and len(set(labels)) == len(labels)
    return (
        len(filled) > 1
        and all(len(row) == 2 and row[0].strip() for row in filled)
        and sum(is_head(row[0]) for row in filled) >= 0.7 * len(filled)
    )


def labels_of(row: Sequence[str]) -> dict[int, str]:
    """Column → label of a row in which labels and values would take turns; none where one is over, but for an empty last cell.

    >>> labels_of(["Name", "Ann", "Phone ", "5550132", ""]), labels_of(["Name", "Ann", "Phone"])
    ({0: 'Name', 2: 'Phone'}, {})
    """
    count = len(row) - (len(row) % 2 and not row[-1].strip())
    return {} if count % 2 else {at: row[at].strip() for at in range(0, count, 2)}


def in_turns(row: Sequence[str]) -> bool:
    """Do names of fields and values take turns? A row of a table, taken for one, has but words of headers where names stand."""
    labels = labels_of(row)
    return bool(labels) and all(map(is_head, labels.values())) and not any(is_head(row[at + 1]) for at in labels)


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """Rows with one cell filled at most, above a table that is wider."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    width = Counter(filled).most_common(1)[0][0]
    if width < 2:
        return 0
    at = next((i for i, count in enumerate(filled[: _MOST_TITLES + 1]) if count > 1), 0)
    return at if any(filled[:at]) and filled[at] >= 0.6 * width else 0


def _weighed(head: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[float, float]:
    """What speaks for a header, and what for data."""
    for_head = for_data = 0.0
    if _counted(head):
        return 1.0, 0.0
    seen = Counter(cell.strip() for cell in head if cell.strip())
    for_data += sum(count > 1 for count in seen.values())
    for place, raw in enumerate(head):
        cell = raw.strip()
        own = kind(cell)
        if own == "blank":
            continue
        below = [row[place].strip() for row in body if place < len(row)]
        below = [value for value in below if kind(value) != "blank"]
        common, count = Counter(map(kind, below)).most_common(1)[0] if below else ("blank", 0)
        typed = common if count >= 0.6 * len(below) else "mixed"
        if own == "word" or _IDENTIFIER.fullmatch(cell) or is_all_head_words(cell):
            if is_head_word(cell):
                for_head += 1.5
            elif _IDENTIFIER.fullmatch(cell):
                for_head += 1
            elif is_named(cell):  # "Nomor Telepon"; one word may be somebody ("Price")
                for_head += 1.5 if len(cell.split()) > 1 else 0.5
            if typed in ("number", "date", "code"):
                for_head += 2
            elif typed == "word":
                both = _beside(cell, below)
                for_head, for_data = for_head + max(both, 0.0), for_data + max(-both, 0.0)
        elif DATA.search(cell) or own == "date":
            for_data += 2 + (own == typed)
        elif own == typed and (own != "code" or _spelled(cell) in set(map(_spelled, below))):
            for_data += 2
    return for_head, for_data


def _beside(cell: str, below: Sequence[str]) -> float:
    """Words above words: above 0 where the cell is written otherwise than what stands below, under 0 where alike."""
    if cell in below:
        return -2.0
    told = 0.0
    words = sorted(len(value.split()) for value in below)[len(below) // 2]
    if words >= 3 * len(cell.split()) + 2:
        told += 1.0
    cases = Counter(_case(value) for value in below)
    case, count = cases.most_common(1)[0]
    if count >= 0.8 * len(below):
        told += -0.6 if case == _case(cell) else 1.0
    return told


def is_all_head_words(cell: str) -> bool:
    """Has a cell no words but those of headers, and numbers?

    >>> is_all_head_words("Phone 1 - Value"), is_all_head_words("Contact Person Ann Lee")
    (True, False)
    """
    words = [word for word in _HUMPS.findall(cell) if not word.isdigit()]
    return cell[0].isalpha() and not DATA.search(cell) and bool(words) and all(map(is_head_word, words))


def _spelled(text: str) -> str:
    """Runs of digits as 9, of letters as a."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"[0-9]+", "9", text))


def _case(text: str) -> str:
    if not any(map(str.isalpha, text)) or text.upper() == text.lower():
        return "none"
    return "lower" if text.islower() else "upper" if text.isupper() else "title"


def _counted(head: Sequence[str]) -> bool:
    """Are most cells of a row years or numbers that count on, as headers of wide tables are?"""
    numbers = [int(cell) for cell in map(str.strip, head) if cell.isdecimal() and len(cell) <= 4]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(numbers) >= 3 and 2 * len(numbers) >= len(head) and steps in ({1}, {-1})


def kind(cell: str) -> str:
    """``blank``, ``number``, ``date``, ``word`` (no digit in it) or ``code`` (anything else)."""
    if cell.casefold() in _BLANK:
        return "blank"
    if _NUMBER.fullmatch(cell):
        return "number"
    if _DATE.fullmatch(cell):
        return "date"
    return "code" if any(map(str.isdigit, cell)) or "@" in cell else "word"
