"""``redactor policy diff``: what two policies would mask in the same input, told in places and digests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from redactor.audit.events import Event
from redactor.detectors.added import added
from redactor.engine.components import tagger_for
from redactor.engine.detection import Detection
from redactor.engine.discovery import InputFile, discover
from redactor.engine.document_pass import DocumentRedactor, redacted
from redactor.engine.file_columns import columns_of, detected
from redactor.engine.groups import grouped
from redactor.engine.settings import RunSettings
from redactor.errors import FormatError, StorageError
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.spans import Span
from redactor.storage.streams import open_source
from redactor.tagger.tagging import Failure, Tagger

_Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One entity that A and B treat differently; ``side`` is A or B (it alone masks it), or AB (other operators)."""

    side: str
    file: str
    record: int
    field: str
    start: int
    end: int
    label: str
    operator: str
    value_hmac: str | None


@dataclass(slots=True)
class Tally:
    """Entities by label: of each policy, of one alone, of both but with other operators; and what could not be read."""

    a: Counter[str] = field(default_factory=Counter)
    b: Counter[str] = field(default_factory=Counter)
    only_a: Counter[str] = field(default_factory=Counter)
    only_b: Counter[str] = field(default_factory=Counter)
    operator: Counter[str] = field(default_factory=Counter)
    records: int = 0
    withheld: int = 0
    unread: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain numbers, labels sorted."""
        tables = {"a": self.a, "b": self.b, "only_a": self.only_a, "only_b": self.only_b, "operator": self.operator}
        numbers = {"records": self.records, "withheld": self.withheld, "unread": self.unread}
        return {name: dict(sorted(table.items())) for name, table in tables.items()} | numbers


class _Remembering:
    """The tagger's last answer, for the second policy to take."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger, self.steady = tagger, tagger.steady
        self._last: tuple[list[str], list[list[Span] | Failure]] = ([], [])

    def tag(self, texts: Sequence[str]) -> list[list[Span] | Failure]:
        """As the tagger's."""
        asked = list(texts)
        if asked != self._last[0]:
            self._last = (asked, list(self._tagger.tag(asked)))
        return self._last[1]


class Side:
    """One policy at work."""

    def __init__(self, policy: Policy, settings: RunSettings, tagger: Tagger) -> None:
        self.masker = Masker(policy, settings.key)
        self.detection = Detection(policy, self.masker, tagger, added=added(policy.detectors, ()))


def sides(a: Policy, b: Policy, settings: RunSettings) -> tuple[Side, Side]:
    """Both policies, with one model between them where they read it the same way."""
    first = _Remembering(tagger_for(a, settings, 1))
    same = (a.recall, dict(a.label_map)) == (b.recall, dict(b.label_map))
    second = first if same else _Remembering(tagger_for(b, settings, 1))
    return Side(a, settings, first), Side(b, settings, second)  # type: ignore[arg-type]  # it tags, and that is all


def compare(pair: tuple[Side, Side], settings: RunSettings, tally: Tally, changed: Callable[[Change], None]) -> None:
    """Run both over ``settings.input``, count into ``tally`` and tell each change. Nothing is written."""
    assert settings.input is not None
    for file in discover(settings.input, settings.choice):
        if not isinstance(file, InputFile):
            tally.unread.append(f"{file.name}: {file.reason}")
            continue
        try:
            for change in _changes(file, pair, settings, tally):
                changed(change)
        except (FormatError, StorageError):
            tally.unread.append(f"{file.name}: damaged-file")


def _changes(file: InputFile, pair: tuple[Side, Side], settings: RunSettings, tally: Tally) -> Iterator[Change]:
    wanted = settings.for_formats
    documents = [DocumentRedactor.of(side.masker, file.name, file.format, wanted) for side in pair]
    with open_source(file.path, file.compression) as source:
        columns = [columns_of(side.masker, file.format, wanted) for side in pair]
        reader = file.format.reader(source, wanted)
        if reader.problem is not None:
            raise FormatError(reader.problem)
        for group in grouped(reader, columns=any(columns)):
            both = (
                redacted([(group, detected(group, side.detection, own))], document)
                for side, document, own in zip(pair, documents, columns, strict=True)
            )
            for (record, _, a), (_, _, b) in zip(*both, strict=True):
                tally.records += record.final and record.index >= 0
                tally.withheld += a.withheld is not None or b.withheld is not None
                yield from _between(a.events, b.events, tally)


def _between(a: Sequence[Event], b: Sequence[Event], tally: Tally) -> Iterator[Change]:
    left, right = ({_place(event): event for event in events} for events in (a, b))
    tally.a.update(event.label for event in a)
    tally.b.update(event.label for event in b)
    for place in sorted({**left, **right}):
        one, other = left.get(place), right.get(place)
        if one is not None and other is not None:
            if one.operator != other.operator:
                tally.operator[one.label] += 1
                yield _change("AB", replace(one, operator=f"{one.operator} → {other.operator}"))
        elif one is not None:
            tally.only_a[one.label] += 1
            yield _change("A", one)
        elif other is not None:
            tally.only_b[other.label] += 1
            yield _change("B", other)


def _place(event: Event) -> _Place:
    return event.field, event.start, event.end, event.label


def _change(side: str, event: Event) -> Change:
    return Change(
        side,
        event.file,
        event.record,
        event.field,
        event.start,
        event.end,
        event.label,
        event.operator,
        event.value_hmac,
    )
