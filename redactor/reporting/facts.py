"""What a report tells of an output folder: counted from manifest, audits and ``withheld.jsonl``, line by line."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from redactor.audit.events import AuditLineError, Withheld, parse_withheld
from redactor.audit.layout import Layout, is_safe
from redactor.audit.manifest import FileRow, Head, ManifestError, Tail, read_manifest
from redactor.storage.safe_read import lines_of, open_regular

T = TypeVar("T")

#: So many files, least certain entities and withheld records are named; the rest is counted.
FILES = 50
UNCERTAIN = 50
WITHHELD = 200
BANDS = tuple(f"{band / 10:.1f}" for band in range(10))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One entity by place; ordered by score, then place."""

    score: float
    file: str
    record: int
    field: str
    start: int
    end: int
    label: str
    detector: str


@dataclass(slots=True)
class Facts:
    """An output folder in numbers and places. ``unreadable`` counts lines and files that are not as expected."""

    head: Head | None = None
    tail: Tail | None = None
    files: int = 0
    records: int = 0
    entities: int = 0
    withheld: int = 0
    largest: list[FileRow] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    detectors: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    uncertain: list[Place] = field(default_factory=list)
    held_back: list[Withheld] = field(default_factory=list)
    held_back_count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0


def gather(layout: Layout, each: Callable[[str], object] | None = None) -> Facts:
    """All of it, in memory that does not grow with the folder; ``each`` is told the name of every file."""
    facts = Facts()
    largest = _Smallest[FileRow](FILES)
    uncertain = _Smallest[Place](UNCERTAIN)
    try:
        with open_regular(layout.manifest) as stream:
            for part in read_manifest(lines_of(stream)):
                if isinstance(part, Head):
                    facts.head = part
                elif isinstance(part, Tail):
                    facts.tail = part
                else:
                    row = part[1]
                    if each is not None:
                        each(row.path)
                    facts.files += 1
                    facts.records += row.records
                    facts.entities += row.entities
                    facts.withheld += row.withheld
                    largest.see((-row.entities, row.path), row)
                    _count_audit(layout, row, facts, uncertain)
    except (OSError, ManifestError):
        facts.unreadable += 1
    facts.largest, facts.uncertain = largest.kept(), uncertain.kept()
    _count_withheld(layout.withheld, facts)
    return facts


class _Smallest(Generic[T]):
    """Keeps the ``size`` things with the smallest keys of all that it has seen."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[_Last, T]] = []

    def see(self, key: Any, thing: T) -> None:
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, (_Last(key), thing))
        elif key < self._heap[0][0].key:
            heapq.heapreplace(self._heap, (_Last(key), thing))

    def kept(self) -> list[T]:
        return [thing for _, thing in sorted(self._heap, key=lambda pair: pair[0], reverse=True)]


@dataclass(frozen=True, slots=True)
class _Last:
    """A key turned round, so that the heap's first is the largest."""

    key: Any

    def __lt__(self, other: _Last) -> bool:
        return bool(other.key < self.key)


def _count_audit(layout: Layout, row: FileRow, facts: Facts, uncertain: _Smallest[Place]) -> None:
    if row.audit is None or not is_safe(row.audit):
        return
    for place, operator in _events(layout.home / row.audit, facts):
        facts.labels[place.label] += 1
        facts.detectors[place.detector] += 1
        facts.operators[operator] += 1
        facts.bands[f"{min(int(place.score * 10), 9) / 10:.1f}"] += 1
        uncertain.see(place, place)


def _events(path: Path, facts: Facts) -> Iterator[tuple[Place, str]]:
    # Only what is counted is looked at: whether a line is as it was written is for `verify` to say.
    try:
        with open_regular(path) as stream:
            for line in lines_of(stream):
                try:
                    event = json.loads(line)
                    place = Place(
                        float(event["score"]), str(event["file"]), int(event["record"]), str(event["field"]),
                        int(event["start"]), int(event["end"]), str(event["label"]), str(event["detector"]),
                    )  # fmt: skip
                    operator = str(event["operator"])
                except (ValueError, KeyError, TypeError, RecursionError):
                    facts.unreadable += 1
                    continue
                yield place, operator
    except OSError:
        facts.unreadable += 1


def _count_withheld(path: Path, facts: Facts) -> None:
    try:
        with open_regular(path) as stream:
            for line in lines_of(stream):
                try:
                    one = parse_withheld(line)
                except AuditLineError:
                    facts.unreadable += 1
                    continue
                facts.held_back_count += 1
                facts.reasons[one.reason] += 1
                if len(facts.held_back) < WITHHELD:
                    facts.held_back.append(one)
    except OSError:
        facts.unreadable += 1
