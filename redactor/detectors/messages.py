"""Messages between machines, in which a segment's name and a place say what a value is: HL7 version 2, X12, EDIFACT.

``PID|1||5729183^^^MRN||OSEI^DANA||19800101`` holds no word for any of its values; the table is ``messages.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from redactor.detectors.cells import parted, with_next
from redactor.spans import Span

DETECTOR = "pattern:message_field"
SCORE = 0.95
#: Before a segment: no character of a word or a field, but a line end that is written out may stand there.
_BEGIN = r"(?:(?<![\w|*+^&.-])|(?<=\\r)|(?<=\\n))"
#: HL7's word for a value that is deleted.
_NOTHING = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How messages of one kind are written: one of ``hints`` stands in each of them, ``told_by`` tells that a text holds one; what
    stands before each place, what ends a segment, parts repetitions, and parts a place; ``whole``: labels whose values are all
    parts of a place, not the first."""

    name: str
    hints: tuple[str, ...]
    told_by: re.Pattern[str]
    before: str
    end: re.Pattern[str]
    whole: frozenset[str]
    again: str = ""
    part: str = ""
    escape: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A row of the table: ``label`` stands at ``place`` (1 is the first behind the segment's name) where each of ``only`` holds."""

    label: str
    place: int
    only: tuple[int, frozenset[str]] | None


#: Segments of HL7 that begin with a number or nothing, and so tell a message without its head.
_NUMBERED = ("PID", "NK1", "GT1", "IN1", "PV1", "PD1", "STF", "OBR", "DG1")

DIALECTS = (
    Dialect(
        "hl7",
        ("MSH", *(f"{segment}|" for segment in _NUMBERED)),
        re.compile(
            rf"\bMSH(?P<mark>[^\w\s])[^\w\s]{{3,5}}(?P=mark)|\b(?:{'|'.join(_NUMBERED)})\|[0-9]{{0,4}}\|[^|\r\n]{{0,80}}\|"
        ),
        "|",
        re.compile(r"[\r\n\x0b\x1c]|\\[rn]"),
        frozenset(("PERSON", "ADDRESS", "PHONE_NUMBER", "LOCATION")),
        again="~",
        part="^",
    ),
    Dialect(
        "x12",
        ("ISA", "ST*", "NM1*", "N1*"),
        re.compile(
            r"\bISA(?P<mark>[^\w\s])[0-9]{2}(?P=mark)|(?:\A|[~\n]\s?)(?:ST\*[0-9]{3}\*[0-9]{4}|NM1\*[0-9A-Z]{2,3}\*[12]\*|N1\*[0-9A-Z]{2,3}\*[^*~\n]{2,60}(?:[~\n*]|\Z))"
        ),
        "*",
        re.compile(r"[~\r\n]"),
        frozenset(("PERSON", "ADDRESS", "PHONE_NUMBER", "LOCATION", "ORGANIZATION")),
        part=":",
    ),
    Dialect(
        "edifact",
        ("UNB+", "UNH+", "NAD+"),
        re.compile(r"\bUN[BH]\+[^\r\n']{3,40}|\bNAD\+[A-Z]{2,3}\+"),
        "+",
        re.compile(r"(?<!\?)'|[\r\n]"),
        frozenset(("PERSON", "ADDRESS", "ORGANIZATION", "LOCATION")),
        part=":",
        escape="?",
    ),
)


@lru_cache(maxsize=1)
def table() -> Mapping[str, Mapping[str, tuple[Field, ...]]]:
    """Dialect → segment → its rows."""
    raw = tomllib.loads(resources.files("redactor.detectors").joinpath("messages.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, tuple[Field, ...]]] = {}
    for dialect, segments in raw.items():
        rows = found.setdefault(dialect, {})
        for key, labels in segments.items():
            segment, _, only = key.partition(" ")
            place, _, values = only.partition("=")
            where = (int(place), frozenset(values.split(","))) if only else None
            rows[segment] = rows.get(segment, ()) + tuple(
                Field(label, at, where) for label, places in labels.items() for at in places
            )
    return found


@lru_cache(maxsize=32)
def _begin(dialect: str, mark: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEGIN}(?P<segment>{'|'.join(table()[dialect])}){re.escape(mark)}")


def find_messages(text: str) -> list[Span]:
    """The values of all messages in ``text``."""
    found: list[Span] = []
    for dialect in DIALECTS:
        told = dialect.told_by.search(text) if any(hint in text for hint in dialect.hints) else None
        if told is None:
            continue
        # The head of a message says what parts its places.
        mark = told.groupdict().get("mark") or dialect.before
        for match, until in with_next(_begin(dialect.name, mark).finditer(text), len(text)):
            end = dialect.end.search(text, match.end(), until)
            places = parted(text, match.end(), end.start() if end else until, mark, dialect.escape)
            found += _spans(text, places, table()[dialect.name][match["segment"]], dialect)
    return found


def _spans(text: str, places: list[tuple[int, int]], rows: tuple[Field, ...], dialect: Dialect) -> Iterator[Span]:
    for row in rows:
        if row.place > len(places):
            continue
        if row.only and (row.only[0] > len(places) or text[slice(*places[row.only[0] - 1])].strip() not in row.only[1]):
            continue
        for low, high in parted(text, *places[row.place - 1], dialect.again, dialect.escape):
            if row.label not in dialect.whole:
                low, high = parted(text, low, high, dialect.part, dialect.escape)[0]
            value = text[low:high]
            if not _NOTHING.fullmatch(value):
                low += len(value) - len(value.lstrip())
                yield Span(low, low + len(value.strip()), row.label, SCORE, DETECTOR)
