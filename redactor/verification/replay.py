"""The proof of a file whose records are each written for itself: the output is made again from the input, record by record.

What was put in a mask's place is not known; where it stands in the output is, for all around it is the input's. So nothing
depends on how a reader would cut the output, in which what was withheld may look like a part of its neighbours.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from redactor.audit.events import Event
from redactor.formats.fields import shape
from redactor.records import Leaf, Record
from redactor.verification.case import OTHER_FIELDS, Case
from redactor.verification.compare import FRAMING, Fault, Judge
from redactor.verification.cursors import Peeked, events_of, left_over, withheld_at
from redactor.verification.mask_texts import Events, aligned, edits_of, of_letters, size_of, understood
from redactor.verification.rewriter import Rewriter
from redactor.verification.run_files import RunFiles
from redactor.verification.unproven import Unproven


def replayed(case: Case, files: RunFiles, judged: Judge) -> Fault | None:
    """The first place of the output that input and audit do not explain, or None."""
    assert case.source is not None
    events, withheld = Peeked(case.events()), Peeked(case.withheld())
    with files.open(case.source) as source, files.open(case.output) as output:
        every = any(True for _ in case.withheld())
        replay = _Replay(
            case, files, judged, Rewriter(files, case.output, case.format), rest := Unproven(output), every
        )
        for record in files.reader(case.source, source, case.format, every_scalar=every):
            own: list[Event] = []
            while events.next is not None and events.next.record == record.index:
                own.append(events.take())
            entry = withheld_at(withheld, record.index)
            fault = left_over(events, record.index)
            if fault is None and entry is not None:
                fault = left_over(Peeked(iter(own)), None) or replay.withheld(record, entry.reason)
            elif fault is None:
                fault = replay.proven(record, own)
            if fault is not None:
                return fault
            replay.before = record.position
        return left_over(events, None) or (Fault(None, rest.at, FRAMING) if rest.peek(1) else None)


@dataclass(slots=True)
class _Replay:
    """``rest`` of an output, and where reading of the input stood ``before`` the record that made its next bytes. ``every``
    number is read where a record was withheld."""

    case: Case
    files: RunFiles
    judged: Judge
    rewriter: Rewriter
    rest: Unproven
    every: bool
    before: Any = None

    def proven(self, record: Record, events: Sequence[Event]) -> Fault | None:
        """Take a record that was given out from the rest, or say what is off."""
        if record.problem is not None:
            return Fault(record.index, self.rest.at, OTHER_FIELDS)
        fault = self._explained(record, _owned(record.leaves, events))
        if fault is not None and len({leaf.field for leaf in record.leaves}) < len(record.leaves):
            # Of fields of one name (a JSON key given twice) those that are as they were have no events.
            there = {(leaf.field, leaf.text) for leaf in self._leaves()}
            free = {number for number, leaf in enumerate(record.leaves) if (leaf.field, leaf.text) in there}
            fault = self._explained(record, _owned(record.leaves, events, free)) and fault
        return fault

    def withheld(self, record: Record, reason: str) -> Fault | None:
        """Take what stands for a record from the rest. Where that is the record with its texts withheld (a row of SQL), numbers
        stay that the run did not look at: those of a field all or none."""
        expected, passed = self.rewriter.withheld(record, reason), list[str]()
        if self._reach(expected) < len(expected) and self.rewriter.hidden(record, ()) == expected:
            for field in dict.fromkeys(shape(leaf.field) for leaf in record.leaves if leaf.scalar is not None):
                other = self.rewriter.hidden(record, (*passed, field))
                if self._reach(other) > self._reach(expected):
                    expected = other
                    passed.append(field)
        return self.same(record, expected)

    def _reach(self, expected: bytes) -> int:
        return _common(self.rest.peek(len(expected)), expected)

    def same(self, record: Record, expected: bytes) -> Fault | None:
        """Take what is ``expected`` from the rest, or say where that is something else."""
        found = self.rest.peek(len(expected))
        if found != expected:
            return Fault(record.index, self.rest.at + _common(found, expected), FRAMING)
        self.rest.take(len(expected))
        return None

    def _explained(self, record: Record, own: Events | None) -> Fault | None:
        if own is None:
            return Fault(record.index, None, "the audit speaks of a place that the file does not have")
        what = _misplaced(record, own, self.files.output_settings.max_record_bytes)
        if what is not None:
            return Fault(record.index, None, what)
        texts = aligned(self.rewriter, record, own, self.rest)
        expected = self.rewriter.edited(record, edits_of(own, texts or of_letters(record, own)))
        if texts is None or self.rest.peek(len(expected)) != expected:
            texts = understood(record.leaves, own, self._leaves()) or texts
            expected = self.rewriter.edited(record, edits_of(own, texts or of_letters(record, own)))
        for leaf, events, put in zip(record.leaves, own, texts or (), strict=texts is not None):
            for event, text in zip(events, put, strict=True):
                if what := self.judged(event, leaf.text[event.start : event.end], text):
                    return Fault(record.index, self.rest.at, what)
        return self.same(record, expected)

    def _leaves(self) -> Sequence[Leaf]:
        """The leaves of the record that a reader finds at the beginning of the rest, and maybe those of others behind it."""
        self.rest.seek(self.rest.at)
        place = None if self.before is None else {**self.before, "byte": self.rest.at}
        stream = cast(BinaryIO, self.rest)
        reader = self.files.reader(self.case.output, stream, self.case.format, every_scalar=self.every, position=place)
        return next((record.leaves for record in reader), ())


def _owned(leaves: Sequence[Leaf], events: Sequence[Event], free: Container[int] = ()) -> Events | None:
    """The events of each leaf, none for those that are ``free``; None where some are left."""
    left = Peeked(iter(events))
    own = [
        list(events_of(left, left.next.record, leaf.field)) if left.next is not None and number not in free else []
        for number, leaf in enumerate(leaves)
    ]
    return own if left.next is None else None


def _misplaced(record: Record, own: Events, most: int) -> str | None:
    total = 0
    for leaf, events in zip(record.leaves, own, strict=True):
        shift = 0
        for event in events:
            if event.end > len(leaf.text):
                return "the audit speaks of text beyond the input's end"
            total += size_of(event)
            if event.out_start - event.start != shift or total > most:
                return "the audit's offsets do not fit each other"
            shift += size_of(event) - (event.end - event.start)
    return None


def _common(left: bytes, right: bytes) -> int:
    """How many bytes two chunks share at their start."""
    count = min(len(left), len(right))
    different = int.from_bytes(left[:count], "big") ^ int.from_bytes(right[:count], "big")
    return count - (different.bit_length() + 7) // 8
