"""What the audit says of one masked entity, and of one withheld record: places and digests, never text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

from redactor.audit.canonical import ordered

SCORE_DECIMALS = 4


class AuditLineError(ValueError):
    """A line that is no audit line; the message is a fixed phrase and never quotes the line."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entity: ``[start, end)`` of the input field became ``[out_start, out_end)`` of the output field.

    Offsets are characters of the decoded field (text files: of the file), whatever word of it ``field`` names; ``record`` is
    the 0-based row or line, -1 for a CSV's header. ``value_hmac`` is ``Key.digest("value", value)``, or None where the run had no key.
    """

    file: str
    record: int
    field: str
    start: int
    end: int
    out_start: int
    out_end: int
    label: str
    score: float
    detector: str
    operator: str
    value_hmac: str | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", round(float(self.score), SCORE_DECIMALS))
        if not (0 <= self.start < self.end and 0 <= self.out_start <= self.out_end and self.record >= -1):
            raise AuditLineError("an event's ranges are out of order")


_WORD = re.compile(r", word \d+\Z")


def at_word(field: str, number: int) -> str:
    """The place of a word in a text: what no name of a field can end in, for one with a comma is quoted.

    >>> at_word("page 3", 17)
    'page 3, word 17'
    """
    return f"{field}, word {number}"


@dataclass(frozen=True, slots=True)
class Withheld:
    """One line of ``withheld.jsonl``: where and why, never the text.

    ``record`` is None where the whole file was withheld. The ranges are given only where a part of a
    text document was withheld; ``reason`` is a fixed word. ``field`` is given where a part of a record could not be looked
    at and went, and the record itself was given out.
    """

    file: str
    record: int | None
    reason: str
    start: int | None = None
    end: int | None = None
    out_start: int | None = None
    out_end: int | None = None
    field: str | None = None


_EVENT_KEYS = tuple(field.name for field in fields(Event))
_EVENT_TYPES: tuple[tuple[type, ...], ...] = (
    (str,), (int,), (str,), (int,), (int,), (int,), (int,), (str,), (int, float), (str,), (str,), (str, type(None)),
)  # fmt: skip
_WITHHELD_KEYS = tuple(field.name for field in fields(Withheld))
_OPTIONAL_INT = (int, type(None))
_WITHHELD_TYPES: tuple[tuple[type, ...], ...] = (
    (str,), _OPTIONAL_INT, (str,), _OPTIONAL_INT, _OPTIONAL_INT, _OPTIONAL_INT, _OPTIONAL_INT, (str,),
)  # fmt: skip


def event_body(event: Event) -> bytes:
    """The event as one JSON object without line end and without its chain: a function of the event alone."""
    return ordered(
        {
            "file": event.file,
            "record": event.record,
            "field": event.field,
            "start": event.start,
            "end": event.end,
            "out_start": event.out_start,
            "out_end": event.out_end,
            "label": event.label,
            "score": event.score,
            "detector": event.detector,
            "operator": event.operator,
            "value_hmac": event.value_hmac,
        }
    )


def parse_event(body: bytes) -> Event:
    """The event that ``event_body`` wrote, as one of the whole text where it tells a word of it. Raises ``AuditLineError`` for
    anything else.

    >>> parse_event(event_body(Event("a.pdf", 2, at_word("page 3", 17), 90, 93, 90, 98, "PERSON", 1.0, "model", "tag", None))).field
    'page 3'
    """
    event = Event(*_values(body, _EVENT_KEYS, _EVENT_TYPES))
    if event_body(event) != body:
        raise AuditLineError("not spelled as an audit event is")
    return replace(event, field=_WORD.sub("", event.field)) if ", word " in event.field else event


def withheld_line(withheld: Withheld) -> bytes:
    """One line of ``withheld.jsonl``, line end included."""
    line = dict(zip(_WITHHELD_KEYS, astuple(withheld), strict=True))
    if withheld.field is None:
        del line["field"]
    return ordered(line) + b"\n"


def parse_withheld(line: bytes) -> Withheld:
    """What ``withheld_line`` wrote. Raises ``AuditLineError`` for anything else."""
    keys = _WITHHELD_KEYS if b',"field":' in line else _WITHHELD_KEYS[:-1]
    withheld = Withheld(*_values(line, keys, _WITHHELD_TYPES[: len(keys)]))
    if withheld_line(withheld) != line:
        raise AuditLineError("not spelled as a line of withheld.jsonl is")
    return withheld


def _values(line: bytes, keys: tuple[str, ...], types: tuple[tuple[type, ...], ...]) -> list[Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise AuditLineError("not JSON") from None  # json's own message would quote nothing, its .doc the line
    if not isinstance(found, Mapping) or tuple(found) != keys:
        raise AuditLineError("not the keys of an audit line")
    values = list(found.values())
    if not all(type(value) in allowed for value, allowed in zip(values, types, strict=True)):
        raise AuditLineError("a value of the wrong type")
    return values
