"""Where masks stand in the leaves of an output, from the audit, walked in step with its records."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence

from redactor.audit.events import Event
from redactor.records import Record
from redactor.verification.cursors import Peeked

Ranges = Sequence[tuple[int, int]]


class MaskWalk:
    """Gives each record's masks. ``whole``: the records are pieces of one text, offsets count from its start."""

    def __init__(self, events: Iterator[Event], *, whole: bool) -> None:
        self._events = Peeked(events)
        self._whole = whole
        self._near: deque[tuple[int, int]] = deque()

    def at(self, record: Record) -> list[Ranges]:
        """For each leaf of the next record the ranges of its text that are masks, sorted and disjoint."""
        return self._pieces(record) if self._whole else self._leaves(record)

    def _pieces(self, record: Record) -> list[Ranges]:
        found: list[Ranges] = []
        for leaf in record.leaves:
            low, high = leaf.offset, leaf.offset + len(leaf.text)
            while (event := self._events.next) is not None and event.out_start < high:
                self._near.append((event.out_start, event.out_end))
                self._events.take()
            while self._near and self._near[0][1] <= low:
                self._near.popleft()
            found.append(
                [(max(start - low, 0), end - low) for start, end in self._near if start < high and start < end]
            )
        return found

    def _leaves(self, record: Record) -> list[Ranges]:
        runs: defaultdict[str, list[list[tuple[int, int]]]] = defaultdict(list)
        before: Event | None = None
        while (event := self._events.next) is not None and event.record <= record.index:
            self._events.take()
            if event.record < record.index:
                continue
            if before is None or before.field != event.field or event.start < before.end:
                runs[event.field].append([])
            if event.out_start < event.out_end:
                runs[event.field][-1].append((event.out_start, event.out_end))
            before = event
        count = Counter(leaf.field for leaf in record.leaves)
        found: list[Ranges] = []
        for leaf in record.leaves:
            # A JSON key may be given twice; where it is not clear whose masks these are, none of them excuses a text.
            clear = len(runs[leaf.field]) == count[leaf.field]
            found.append(runs[leaf.field].pop(0) if clear else ())
            count[leaf.field] -= 1
        return found
