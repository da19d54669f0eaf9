"""Numbers that countries give to people, firms and accounts: the table `national_numbers.csv`, and its rows for regions.

A line of the table is a number: its country, python-stdnum's module for it (if there is one), our label, how it may
stand without its name where its country is one of the policy's regions, its form, and what people call it.

``bare`` is ``sure`` (a check digit proves it), ``check`` (python-stdnum accepts one of about ten numbers of that
length: believed less), ``form`` (its marks and letters tell it, nothing else is asked), or empty (only behind its name).
A form is a picture: ``#`` a digit, ``@`` a letter, ``*`` either, ``~`` a word, ``( )`` what may lack; between groups any
marks or none may stand, but for ``form``, where they stand as pictured; ``#{4,9}`` is four to nine digits. The country's
letters may stand in front. A line without a country holds what any country may call its number, of whatever form.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import Validator, many_digits, stdnum

#: What a form's letters stand for; other characters stand for themselves.
_PICTURE = {
    "#": "[0-9]",
    "@": "[A-Z]",
    "*": "[0-9A-Z]",
    "~": r"[^\W\d_][\w.-]{1,24}(?:/[^\W\d_]{2,24})?",
    "(": "(?:",
    ")": ")?",
}
_TOKEN = re.compile(r"(\[[^\]]+\]|.)(?:\{([0-9]+),([0-9]+)\})?")
_MARKS = " ./-"
_ANY_MARK = "[ ./-]{0,3}"
#: And behind its name: at its marks, and elsewhere.
_NAMED_MARKS = ("[ ./,()-]{0,3}", "[ .,)/-]?")
#: Letters of a country in its VAT numbers, where they are not those of ISO 3166.
_VAT_LETTERS = {"GR": "EL|GR", "CH": "CHE|CH", "MC": "FR", "GB": "GB|XI"}
#: In front of a number that stands alone: no part of a word, a path or a longer number, and no day, years or share.
_BEFORE = (
    r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][./#=_-])"
    r"(?!(?:19|20)[0-9]{2}[ ./-]{1,3}(?:(?:19|20)[0-9]{2}|[01][0-9][./-][0-3][0-9])(?![0-9])|0\.[0-9]{4})"
)
#: A number without its name is none right behind one of these.
_REFUSE = (
    "order", "order no", "order number", "invoice", "invoice no", "invoice number", "ref", "reference", "ticket", "case",
    "tracking", "tracking number", "sku", "isbn", "ean", "upc", "gtin", "part no", "part number", "serial", "serial number",
    "item", "batch", "lot", "version", "model", "po", "article", "build", "timestamp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the table; ``names`` as people write them."""

    country: str
    module: str
    label: str
    bare: str
    forms: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def validator(self) -> Validator | None:
        """python-stdnum's answer on the number as it stands or without its marks; None where it has no module."""
        return stdnum(f"{_package(self.country)}.{self.module}") if self.module else None

    def expression(self, *, as_pictured: bool = False, named: bool = False) -> str:
        """The forms as a regular expression, in upper case; ``as_pictured`` asks for their marks as well, and behind
        its name (``named``) a number may be grouped in any way."""
        letters = _VAT_LETTERS.get(self.country, self.country)
        marks = (None, "") if as_pictured else _NAMED_MARKS if named else (_ANY_MARK, "")
        forms = "|".join(_expression(form, *marks) for form in self.forms)
        letters = f"{letters}|{letters.title()}"
        return rf"(?-i:(?:{letters})[ .-]{{0,2}})?(?:{forms})"


def _expression(form: str, mark: str | None, between: str) -> str:
    """A picture as an expression: ``mark`` is what may stand for its marks (None: they stand for themselves), and
    ``between`` for none."""
    parts: list[str] = []
    free = ""  # what may stand before the next letter or digit
    for sign, least, most in _TOKEN.findall(form):
        if sign in _MARKS:
            parts.append(re.escape(sign) if mark is None else mark)
            free = ""
        elif sign in "()":
            parts.append(_PICTURE[sign])
        else:
            one = sign if sign.startswith("[") else _PICTURE.get(sign) or re.escape(sign)
            parts.append(f"{free}{one}" + (f"(?:{between}{one}){{{int(least) - 1},{int(most) - 1}}}" if least else ""))
            free = between
    return "".join(parts)


def _package(country: str) -> str:
    """python-stdnum's package of a country: those that are words of Python have an underscore."""
    return f"{country.lower()}_" if country in {"IN", "IS"} else country.lower()


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";")) if cell else ()


@cache
def numbers() -> tuple[Number, ...]:
    """The table."""
    source = (resources.files("redactor.detectors") / "data" / "national_numbers.csv").read_text(encoding="utf-8")
    return tuple(
        Number(
            line["country"],
            line["stdnum"],
            line["label"],
            line["bare"],
            _list(line["forms"]),
            _list(line["names"]),
        )
        for line in csv.DictReader(source.splitlines())
    )


def _row(number: Number) -> Pattern:
    pictured = number.bare == "form"
    name = f"national_{number.country.lower()}_{number.module.replace('_', '') or _slug(number.names)}"
    return Pattern(
        number.label,
        name,
        _BEFORE + number.expression(as_pictured=pictured) + r"(?![0-9A-Za-z]|[./-][0-9])",
        many_digits(2) if pictured else number.validator,
        _lower(number.names),
        score={"sure": 0.6, "form": 0.6, "check": 0.45}[number.bare],
        regions=(number.country,),
        checksum=number.bare == "sure",
        refuse=_REFUSE,
        anchors=DIGITS,
        digits=4,
        reach=(10, 24),
        ignore_case=not pictured,
    )


def _slug(names: Sequence[str]) -> str:
    """The first name that has ASCII letters, as part of a detector's."""
    plain = (unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() for name in names)
    return next(slug for name in plain if (slug := re.sub(r"[\W_]+", "", name).lower()))


def _lower(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.rstrip("!").lower() for name in names if len(name) > 1))


#: The numbers of all countries that may stand without their names; a policy's regions choose.
ROWS = tuple(_row(number) for number in numbers() if number.bare)
