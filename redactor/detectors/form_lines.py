"""Lines of a form in running text: ``Nombre de usuario: kbrand``, ``Tel. privat: 5550132``.

All of the line is the value, so its label may end in any word; ``named_values`` follows the words that names end in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactor.detectors.field_names import FieldNames
from redactor.detectors.usernames import told_username
from redactor.spans import Span

DETECTOR = "pattern:form_line"
SCORE = 0.9

_LINE = re.compile(
    r"(?:(?<=\n)|\A)[ \t>*•|-]{0,8}(?:[0-9]{1,2}[.)][ ])?"
    r"(?P<label>[^\W\d_](?:[^\n:=<>{}|\"()]|\([^\n:()]{0,20}\)){1,58}?)[ ]?[:：][ \t]{1,12}"
    r"(?P<value>[^\s:][^\n:]{0,58}?)(?=[ \t]*(?:\r?\n|\Z))"
)
_MOST_WORDS = 7
#: Shapes whose values hold a digit and are not what a sentence begins with.
_NUMBERED = frozenset(str.split("phone number id_number account licence code ssn plate plate_number date month_year"))
#: No sentence with a number in it.
_SHORT = re.compile(r"(?=[^0-9]*[0-9])(?:\S+[ ]){0,5}\S+")
#: Where a sentence ends and the next begins.
_SENTENCES = re.compile(r"[.!?][ ]+[^\W\d_]+[ ]")
_MOST_LETTERS, _LEAST_DIGITS = 12, 4
_DATES = ("date", "month_year")
#: A street and its house, in words that begin large.
_HOUSE = re.compile(r"(?:[^\W\d_a-z][\w.'’-]{2,}[ ]){1,4}[0-9]{1,4}[a-zA-Z]?(?:[ /-][0-9]{1,3})?")
#: One word, and no type of a program: "handle: FlatParamHandle".
_LOGIN = re.compile(r"(?!(?:[A-Z][a-z0-9]*){2,}\Z)@?\w[\w.@+-]{1,62}")


def form_lines(text: str, names: FieldNames) -> Iterator[Span]:
    """The values of lines whose whole label names them, if they have the form that such values have."""
    for line in _LINE.finditer(text):
        label, value = line["label"].replace(".", " "), line["value"]
        if len(label.split()) > _MOST_WORDS or (named := names.said(label)) is None:
            continue
        told = (kind.label for kind in named.kinds if _is_value(value, kind.shape, label) and kind.fits(value))
        if found := next(told, None):
            yield Span(*line.span("value"), found, SCORE, DETECTOR)


def _is_value(value: str, shape: str, label: str) -> bool:
    """Has ``value`` what tells one of this shape from prose?"""
    if shape == "login":
        return True
    if shape == "handle":
        return _LOGIN.fullmatch(value) is not None and told_username(value)
    if shape == "address_line":
        return len(label) > 4 and _HOUSE.fullmatch(value) is not None
    if (
        shape not in _NUMBERED
        or _SHORT.fullmatch(value) is None
        or _SENTENCES.search(value)
        or sum(map(str.isalpha, value)) > _MOST_LETTERS
    ):
        return False
    return shape in _DATES or sum(map(str.isdigit, value)) >= _LEAST_DIGITS
