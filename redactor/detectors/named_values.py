# ruff: noqa: E501 - an expression can be copied whole
"""Values in running text that a word in front of them names: ``Phone: 668 5702``, ``DNI 12345678Z``, ``<td>CVV</td><td>417``.

The words are those of ``field_names.toml``. A text is asked once which of them it has at all; only where one stands, and a
link follows it, a value of the right form is taken, whatever its check digits say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from redactor.detectors.anchors import Literals
from redactor.detectors.answers import ANSWER
from redactor.detectors.closed_values import closed, meant
from redactor.detectors.field_names import FieldNames, Named
from redactor.detectors.form_lines import form_lines
from redactor.detectors.html_cells import marks_rows
from redactor.detectors.listed_columns import lists_columns
from redactor.detectors.nested_objects import has_objects
from redactor.detectors.text_tables import TextTables
from redactor.detectors.unspaced import PARTICLES, UNSPACED
from redactor.detectors.value_ends import BLANK_LINE, LETTERS, TAKERS
from redactor.detectors.value_shapes import is_empty
from redactor.detectors.written_pairs import writes_pairs
from redactor.spans import Span

DETECTOR = "pattern:named_value"
#: Behind a colon, an equals sign, in the cell beside; and behind a blank or "is".
STRONG, WEAK = 0.95, 0.7
#: So far back a name may begin.
_PHRASE_CHARS = 56

#: Machines that packages are made for: "zip:amd64".
_PACKAGE = re.compile(r"(?:amd64|arm64|armhf|i386|ppc64el|s390x|x86_64|aarch64)(?![^\W_])")
#: What parts a name from what stands in front of it.
_BORDER = re.compile(r"[\n\t.,;:|<>(){}\[\]\"`!?=/*•#&]|'(?!s )|[ ]{2}|--")

_NUMBER_WORD = (
    r"(?:numbers?|no|nos|nr|num|nbr|nummer|numer|nomor|n[úu]mero|num[ée]ro|code|value|ids?|\#|№|n[°º]|số)(?![^\W_])\.?"
)
_TAIL = rf"(?:(?:[_+-]?[0-9]{{1,2}}|\+4)(?=[\"'`*_)\]]{{0,3}}[ \t]{{0,3}}[:=]|[ ]is[ ])|\+4)?(?:[ ](?:me|us|him|her|them|you)(?: back)?)?\.?(?:[ _-]{{0,2}}{_NUMBER_WORD}){{0,2}}(?:[ ]?\([^()\n0-9]{{1,24}}\))?"
#: How much of the value stands there.
_EXTENT = r"(?:[ _]?last[ _]?(?:4|four)(?![^\W_])|[ ]?\((?:last[ ][0-9]{1,2}|last[ ]four|[0-9]{1,2}[ ]digits)\))?"
_CLOSING = r"(?:<(?:/(?:td|th|dt|b|strong|label|span|div|p|li|em|i|h[1-6])|br[ ]?/?)>\s{0,20}){1,4}:?\s{0,20}(?:<(?:td|dd|th|span|div|b|strong|p|em|i|li)\b[^<>]{0,120}>\s{0,20}){0,4}"
_GLUED_TO = rf"[{PARTICLES}][ :：]{{0,2}}"
_LINK = re.compile(
    rf"(?P<tail>{_TAIL}){_EXTENT}(?:"
    r"(?![ \t:*_]{0,6}\r?\n)(?P<strong>:?"
    + _CLOSING
    + r"|[\"'`*_)\]]{0,3}[ \t]{0,3}(?:=>|:=|==?|:|→|->|[–—]>|：)(?:\[/[a-z]{1,6}\])?[ \t]{0,8}[\"'`*_(\[]{0,4}(?:[#№]|n[or]\.)?[ \t]{0,2}|[\"'*_]{0,3}[ \t]{1,20}\|[ \t]{1,40}|[\"']?>|[ \t]?\.{4,100}[ \t]?)"
    rf"|(?P<line>[ \t:*_]{{0,6}}\r?\n(?P<apart>{BLANK_LINE})?[ \t>*]{{0,8}})"
    rf"|(?P<weak>(?P<told>{_GLUED_TO}|[ \t]{{1,3}}(?:is|was|are|ist|lautet|est|es|é|è|là|jest|är|er|je|هو|هي|(?:should|would|will)[ ]be)(?:[ ](?:now|also|actually|still|el|la|le|o|a|het|de))?[ \t:]{{1,3}}[\"'(]?)|[ \t]{{1,3}}(?:on|at|to|of|with)(?:[ ](?:now|also|actually|still))?[ \t:]{{1,3}}[\"'(]?|"
    r"[ \t]{1,3}[–—-][ \t]{1,3}|[ \t]{0,3}[#(\[][ \t]{0,2}|[ \t]{1,4}[\"']?|(?=[0-9])))"
)  # fmt: skip

#: A name that something is asked for by, and the way to the answer.
_ASKED = re.compile(rf"(?P<tail>{_TAIL}){ANSWER}")

#: A value that stands before its name, "KX-20931 is my" …, and what goes on behind the name.
_TOLD_BEFORE = re.compile(
    rf"(?<![\w.,$€£+-])(?P<v>(?:{LETTERS})?"
    r"(?:\+[ ]?)?[\w*-]*[0-9][\w*-]*(?:[ .-](?=[\w-]{0,8}[0-9])[\w-]{1,20}){0,6})"
    r",?[ ](?:(?:this|that|it|which)(?:[ ]is|['’]?s)|is|was|are|as|ist|est|es|è|é)[ ](?:my|the|his|her|our|their|meine?|mon|ma|mi|il mio|la mia|o meu|a minha|mijn)[ ](?:[^\W\d_]{1,12}[ ]){0,2}\Z"
)
_CLAUSE_END = re.compile(
    r"(?:[ ](?:numbers?|no|num|code|id))?(?=[ \t]*(?:[.,;!?)]|\r?\n|\Z)|[ ](?:and|but|for|please|thanks?)[ .,!])"
)
#: Whose a value is, behind what it is: "nombre_padre=", "telefonoCliente=".
_WHOSE = re.compile(r"(?:[_+-]|(?=[A-Z]))[^\W\d_]{2,20}(?=[=:\"'])")
#: Shapes whose values are taken only where both their ends are marked.
_CLOSED = frozenset(("anything", "date_part", "coordinate"))
#: Shapes of which all that stands between two marks is taken.
_MARKED = {*TAKERS, *_CLOSED, "whole_name"}
#: Of these nothing is taken behind a mere blank.
_ONLY_STRONG = frozenset(("name", "place", "address_line", "address", "handle", "login"))
#: What every value that is taken behind a mere blank or "is" has soon.
_TELLING = re.compile(r"[^\n]{0,40}?[\d@:*]")


#: Before a value: "name = '".
_SPACED = re.compile(r"(?:[ ]=[ ]?|=[ ])'\Z")

#: The next field of a form or query: "name=Ann&city="; and how long what introduces one is at most, in characters.
_LONGEST_FIELD = 40
_NEXT_FIELD = re.compile(r"&(?:amp;)?[\w.\[\]-]{1,30}=")
#: The rest of a label that a value ends in: "First name: ____ Last name:".
_LABEL_END = re.compile(r"[ ]\w+(?=[ ]?[:=])")


@dataclass(frozen=True, slots=True)
class _Place:
    """A name in a text, and where its value would begin."""

    named: Named
    at: int
    strong: bool
    #: Does a cell or a line lie between? Then what stands there may be the next name.
    beside: bool = False
    #: Is it said that it is the value ("is")?
    told: bool = False


class NamedValues:
    """Finds values behind their names. Pure; threads may share it."""

    def __init__(self, names: FieldNames) -> None:
        self._names = names
        self._tables = TextTables(names)
        self._ends = Literals(names.last_words(_MARKED))

    def find(self, text: str, lower: str) -> list[Span]:
        """All named values of ``text`` (of which ``lower`` is the lower case, of the same length); they may overlap."""
        found: list[Span] = []
        ends = self._name_ends(text, lower)
        for start, end in ends:
            link = _LINK.match(lower, end)
            if link is None and (whose := _WHOSE.match(text, end)):
                link = _LINK.match(lower, whose.end())
                if link is not None and (span := self._closed(text, link.end())):
                    found.append(span)
                continue
            place = self._place(lower, start, link) if link is not None else None
            span = self._closed(text, link.end()) if link is not None and link["strong"] else None
            if span is None and place is not None:
                span = self._value(text, place)
            if span is None and (asked := _ASKED.match(lower, end)):
                place = self._answered(lower, start, asked)
                span = self._value(text, place) if place is not None else None
            if span is None and (close := _CLAUSE_END.match(lower, end)):
                span = self._told_before(text, lower, start, close.end())
            if span is not None:
                found.append(span)
        found += form_lines(text, self._names)
        lines = "\n" in text and (len(ends) > 1 or (ends and ("|" in text or "\t" in text)))
        if lines or marks_rows(lower) or (ends and (lists_columns(lower) or writes_pairs(lower) or has_objects(lower))):
            found += self._tables.find(text, lower, sorted(start for start, _ in ends))
        return found

    def headings(self, text: str, lower: str) -> list[Span]:
        """The names in the headers of the text's tables."""
        return self._tables.headings(text, lower, sorted(start for start, _ in self._name_ends(text, lower)))

    def _name_ends(self, text: str, lower: str) -> list[tuple[int, int]]:
        """Where words stand that names end in: words of their own, or the last of a camelCase name."""
        found: list[tuple[int, int]] = []
        for _, start, end in self._ends.find(lower):
            inside = start and lower[start - 1].isalnum() and not (text[start].isupper() and text[start - 1].islower())
            inside = inside and not UNSPACED.match(lower, start)
            goes_on = lower[end : end + 1].isalpha() and not (text[end].isupper() and text[end - 1].islower())
            goes_on = goes_on and lower[end] not in PARTICLES
            if not inside and not goes_on:
                found.append((start, end))
        return found

    def _place(self, lower: str, start: int, link: re.Match[str]) -> _Place | None:
        if link["weak"] is not None and not _TELLING.match(lower, link.end()):
            return None
        begin = _phrase_begin(lower, start)
        named = self._said(lower, begin, link)
        if named is None:
            return None
        if link["line"] is not None:  # a form: the name has a line of its own
            if lower[lower.rfind("\n", 0, start) + 1 : start].strip(" \t>*-_#") != lower[begin:start].strip(" \t>*-_#"):
                return None
            return _Place(named, link.end(), link["apart"] is None, True)
        if link["weak"] == "" and lower[link.start() - 1].isascii():
            return None  # "zip64"; only scripts without blanks write a number right behind its name
        if link["strong"] is None and link["tail"] == "." and link.start() - start > 4:
            return None  # a full stop, and none of an abbreviation
        if link["strong"] in (">", '">', "'>") and "<" not in lower[max(0, start - 40) : start]:
            return None
        beside = any(mark in link[0] for mark in ("|", "</", "<br"))
        told = (
            link["told"] is not None
            or (link["weak"] or "").strip() in {"#", "[", "-", "–", "—"}
            or link["tail"].endswith("#")
        )
        return _Place(named, link.end(), link["strong"] is not None, beside, told)

    def _answered(self, lower: str, start: int, asked: re.Match[str]) -> _Place | None:
        """Where the answer to a question stands, or what is said to a request in the line before."""
        speaker = asked[0].rpartition("\n")[2].partition(":")[0]
        told = self._names.said(speaker)
        if (told and told.label != "PERSON") or self._names.is_thing(speaker):
            return None  # a form: this line has its own name
        named = self._said(lower, _phrase_begin(lower, start), asked)
        return _Place(named, asked.end(), False, told=True) if named is not None else None

    def _told_before(self, text: str, lower: str, start: int, end: int) -> Span | None:
        """A value that ``is my`` name, which ends at ``end`` with its clause."""
        low = max(0, start - _PHRASE_CHARS)
        told = _TOLD_BEFORE.search(lower, low, start)
        if told is None:
            return None
        named = self._names.said(lower[told.end("v") : end])
        shape = named.kinds[-1].shape if named is not None else ""
        if named is None or shape not in TAKERS or shape in _ONLY_STRONG:
            return None
        begin, end = told.span("v")
        taken = TAKERS[shape](text, begin, False) >= end and named.fits(text[begin:end])
        return Span(begin, end, named.label, WEAK, DETECTOR) if taken else None

    def _said(self, lower: str, begin: int, link: re.Match[str]) -> Named | None:
        phrase = lower[begin : link.end("tail")]
        return self._names.said(" ".join(phrase.split()[-6:])) or self._names.said(phrase.partition("(")[0])

    def _value(self, text: str, place: _Place) -> Span | None:
        for kind in place.named.kinds:
            take = TAKERS.get(kind.shape)
            if take is None or (kind.shape in _ONLY_STRONG and not place.strong):
                continue
            end = take(text, place.at, place.strong or (place.told and kind.shape == "phone"))
            if following := _NEXT_FIELD.search(text, place.at, end + _LONGEST_FIELD):
                end = min(end, following.start())
            value = text[place.at : end]
            if (
                end > place.at
                and kind.fits(value)
                and not is_empty(value)
                and not _PACKAGE.match(value)
                and not (place.beside and self._names.said(value))
                and not (
                    not any(map(str.isdigit, value))
                    and (more := _LABEL_END.match(text, end))
                    and self._names.is_name(text[place.at : more.end()])
                )
            ):
                start = place.at - (text[place.at - 1 : place.at] == "(" and value.count(")") > value.count("("))
                return Span(start, end, kind.label, STRONG if place.strong else WEAK, DETECTOR)
        return None

    def _closed(self, text: str, at: int) -> Span | None:
        """All of a value at ``at`` of which both ends are marked."""
        found = closed(text, at)
        if found is None:
            return None
        named = self._names.said(found[0])
        if named is None and (alone := self._names.named(found[0])) and alone.kinds[-1].shape == "handle":
            named = alone  # user=jsmith
        if named is None:
            return None
        shape = named.kinds[-1].shape
        if shape == "anything" and _SPACED.search(text, max(0, at - 4), at):
            return None  # code: secret_writing knows which of its constants are secrets
        value = meant(text[at : found[1]], secret=shape == "anything")
        if not value or is_empty(value) or self._names.is_name(value):
            return None
        told = (kind.label for kind in named.kinds if kind.shape in _MARKED and kind.fits(value))
        label = next(told, None)
        return Span(at, found[1], label, STRONG, DETECTOR) if label is not None else None


def _phrase_begin(lower: str, start: int) -> int:
    """Where the words begin that belong to the word at ``start``; in a script without blanks the word itself."""
    if UNSPACED.match(lower, start):
        return start
    begin = max(0, start - _PHRASE_CHARS)
    for border in _BORDER.finditer(lower, begin, start):
        begin = border.end()
    return begin
