"""Leaves, events and withheld records walked side by side, each taken when its record comes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Generic, TypeVar

from redactor.audit.events import Event, Withheld
from redactor.verification.compare import Fault

T = TypeVar("T")

#: One text of a record: (record, field, text), records ascending, fields in the order of the audit's events.
LeafText = tuple[int, str, str]


class Peeked(Generic[T]):
    """An iterator whose next item may be looked at."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items
        self.next: T | None = next(items, None)

    def take(self) -> T:
        taken = self.next
        assert taken is not None
        self.next = next(self._items, None)
        return taken


def records(leaves: Iterator[LeafText]) -> Iterator[tuple[int, list[LeafText]]]:
    """The leaves of each record."""
    return ((record, list(group)) for record, group in groupby(leaves, key=lambda leaf: leaf[0]))


def events_of(events: Peeked[Event], record: int, field: str) -> Iterator[Event]:
    """The events of one leaf; a second leaf of the same name begins where offsets go back."""
    end = 0
    while (event := events.next) is not None and (event.record, event.field) == (record, field) and event.start >= end:
        end = event.end
        yield events.take()


def withheld_at(entries: Peeked[Withheld], record: int) -> Withheld | None:
    """The entry of a record, if it was withheld."""
    while entries.next is not None and (entries.next.record or 0) < record:
        entries.take()
    return entries.next if entries.next is not None and entries.next.record == record else None


def nothing_left(events: Peeked[Event], record: int | None, field: str) -> Iterator[Event]:
    """Events before the leaf (None: to the end) that replaced by nothing: their leaf may be gone."""
    while (event := events.next) is not None and event.out_start == event.out_end:
        if record is not None and (event.record > record or (event.record, event.field) == (record, field)):
            return
        yield events.take()


def left_over(events: Peeked[Event], record: int | None) -> Fault | None:
    """An event up to ``record`` (None: any) that no text has taken, as a fault."""
    event = events.next
    if event is None or (record is not None and event.record > record):
        return None
    return Fault(event.record, None, "the audit speaks of a place that the file does not have")
