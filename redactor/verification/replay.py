"""The proof of a file whose records are each written for itself: the output is made again from the input, record by record.

What was put in a mask's place is not known; where it stands in the output is, for all around it is the input's. So nothing
depends on how a reader would cut the output, in which what was withheld may look like a part of its neighbours.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any, BinaryIO, cast

from redactor.audit.events import Event
from redactor.formats.fields import shape
from redactor.formats.protocol import Writer
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record
from redactor.verification.case import OTHER_FIELDS, Case
from redactor.verification.compare import FRAMING, Fault, Judge
from redactor.verification.cursors import Peeked, events_of, left_over, withheld_at
from redactor.verification.run_files import RunFiles
from redactor.verification.unproven import Unproven

#: Two letters, and two digits for what is no text, that differ in the same bit.
_LETTERS, _DIGITS = "ab", "12"
_DIFFERING, _BLANKS = re.compile(rb"[^\0]+"), re.compile(r"\s*")

#: For each leaf of a record its events, and for each of those what was put there.
Events = Sequence[Sequence[Event]]
Texts = Sequence[Sequence[str]]


def replayed(case: Case, files: RunFiles, judged: Judge) -> Fault | None:
    """The first place of the output that input and audit do not explain, or None."""
    assert case.source is not None
    events, withheld = Peeked(case.events()), Peeked(case.withheld())
    with files.open(case.source) as source, files.open(case.output) as output:
        every = any(True for _ in case.withheld())
        replay = _Replay(case, files, judged, _Again.of(case, files), rest := Unproven(output), every)
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
    again: _Again
    rest: Unproven
    every: bool
    before: Any = None

    def proven(self, record: Record, events: Sequence[Event]) -> Fault | None:
        """Take a record that was given out from the rest, or say what is off."""
        if record.problem is not None:
            return Fault(record.index, self.rest.at, OTHER_FIELDS)
        fault = self._owned(record, _owned(record.leaves, events))
        if fault is not None and len({leaf.field for leaf in record.leaves}) < len(record.leaves):
            # Of fields of one name (a JSON key given twice) those that are as they were have no events.
            there = {(leaf.field, leaf.text) for leaf in self._leaves()}
            free = {number for number, leaf in enumerate(record.leaves) if (leaf.field, leaf.text) in there}
            fault = self._owned(record, _owned(record.leaves, events, free)) and fault
        return fault

    def withheld(self, record: Record, reason: str) -> Fault | None:
        """Take what stands for a record from the rest. Where that is the record with its texts withheld (a row of SQL), numbers
        stay that the run did not look at: those of a field all or none."""
        expected, passed = self.again.withheld(record, reason), list[str]()
        if self._reach(expected) < len(expected) and self.again.hidden(record, ()) == expected:
            for field in dict.fromkeys(shape(leaf.field) for leaf in record.leaves if leaf.scalar is not None):
                other = self.again.hidden(record, (*passed, field))
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

    def _owned(self, record: Record, own: Events | None) -> Fault | None:
        if own is None:
            return Fault(record.index, None, "the audit speaks of a place that the file does not have")
        what = _misplaced(record, own, self.files.output_settings.max_record_bytes)
        if what is not None:
            return Fault(record.index, None, what)
        texts = _aligned(self.again, record, own, self.rest)
        expected = self.again.edited(record, own, texts or _of_letters(record, own, 0))
        if texts is None or self.rest.peek(len(expected)) != expected:
            texts = _understood(record.leaves, own, self._leaves()) or texts
            expected = self.again.edited(record, own, texts or _of_letters(record, own, 0))
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


@dataclass(frozen=True, slots=True)
class _Again:
    """Records written again, each for itself."""

    writer: Writer
    sink: io.BytesIO

    @classmethod
    def of(cls, case: Case, files: RunFiles) -> _Again:
        """By the writer of a file's format."""
        sink = io.BytesIO()
        return cls(files.format(case.output, case.format).writer(sink, files.settings), sink)

    def withheld(self, record: Record, reason: str) -> bytes:
        """The placeholder of a record."""
        self.writer.withhold(record, reason)
        return self._written()

    def hidden(self, record: Record, passed: Container[str]) -> bytes:
        """The record with all of its leaves withheld but the numbers of the fields ``passed``."""
        kept = (leaf.scalar is not None and shape(leaf.field) in passed for leaf in record.leaves)
        whole = ([Edit(0, len(leaf.text), WITHHELD_TEXT)] for leaf in record.leaves)
        self.writer.write(record, [[] if stays else edits for stays, edits in zip(kept, whole, strict=True)])
        return self._written()

    def edited(self, record: Record, own: Events, texts: Texts) -> bytes:
        """The record with ``texts`` in the places of its events."""
        self.writer.write(
            record,
            [
                [Edit(event.start, event.end, text) for event, text in zip(events, put, strict=True)]
                for events, put in zip(own, texts, strict=True)
            ],
        )
        return self._written()

    def _written(self) -> bytes:
        data = self.sink.getvalue()
        self.sink.seek(0)
        self.sink.truncate()
        return data


def _size(event: Event) -> int:
    return event.out_end - event.out_start


def _misplaced(record: Record, own: Events, most: int) -> str | None:
    total = 0
    for leaf, events in zip(record.leaves, own, strict=True):
        shift = 0
        for event in events:
            if event.end > len(leaf.text):
                return "the audit speaks of text beyond the input's end"
            total += _size(event)
            if event.out_start - event.start != shift or total > most:
                return "the audit's offsets do not fit each other"
            shift += _size(event) - (event.end - event.start)
    return None


def _of_letters(record: Record, own: Events, which: int) -> Texts:
    """Texts as long as those that are not known."""
    signs = [(_LETTERS if leaf.scalar is None else _DIGITS)[which] for leaf in record.leaves]
    return [[sign * _size(event) for event in events] for sign, events in zip(signs, own, strict=True)]


def _aligned(again: _Again, record: Record, own: Events, rest: Unproven) -> Texts | None:
    """What was put in the places of the events, if it is written as it is and all around it is as it must be; None where it
    surely is not."""
    one = _of_letters(record, own, 0)
    if not any(chain.from_iterable(one)):
        return one
    written = again.edited(record, own, one)
    other = again.edited(record, own, _of_letters(record, own, 1))
    found = rest.peek(len(written))
    if len(other) != len(written) or len(found) != len(written):
        return None
    differing = int.from_bytes(written, "big") ^ int.from_bytes(other, "big")
    spans = (match.span() for match in _DIFFERING.finditer(differing.to_bytes(len(written), "big")))
    letters = b"".join([found[start:end] for start, end in spans])
    sizes = [len(text) for text in chain.from_iterable(one)]
    if len(letters) != sum(sizes) or not letters.isascii():
        return None
    text = letters.decode("ascii")
    put = iter([text[start:end] for start, end in pairwise(accumulate(sizes, initial=0))])
    return [[next(put) for _ in events] for events in own]


def _understood(leaves: Sequence[Leaf], own: Events, new: Sequence[Leaf]) -> Texts | None:
    """What was put there as a reader of the output understands it, who found ``new``; None where the leaves are not there."""
    texts: list[list[str]] = []
    at = 0
    for leaf, events in zip(leaves, own, strict=True):
        kept = any(_size(event) for event in events)
        for number in range(at, len(new) if kept else min(at + 1, len(new))):
            put = _put(leaf.text, events, new[number].text) if shape(new[number].field) == shape(leaf.field) else None
            if put is not None:
                # A text that was removed, but for blanks, may be no leaf any more: this is the next one.
                at = number + (kept or _is_left(leaf.text, events) or not new[number].text.strip())
                break
        else:
            if kept:
                return None
            put = None
        texts.append(put or [""] * len(events))
    return texts


def _is_left(text: str, events: Sequence[Event]) -> bool:
    starts, ends = [event.start for event in events], [event.end for event in events]
    return any(text[end:start].strip() for end, start in zip((0, *ends), (*starts, len(text)), strict=True))


def _put(text: str, events: Sequence[Event], found: str) -> list[str] | None:
    """What stands in ``found``, which may go on behind it, in the places of the events of ``text``; None where the rest
    of ``text`` does not. A format may take blanks at the edges of lines for others."""
    at, put, start = 0, list[str](), 0
    for event in events:
        behind = _behind(text[start : event.start], found, at)
        if behind is None or behind + _size(event) > len(found):
            return None
        at = behind + _size(event)
        put.append(found[behind:at])
        start = event.end
    return put if _behind(text[start:], found, at) is not None else None


def _behind(part: str, found: str, at: int) -> int | None:
    if found.startswith(part, at):
        return at + len(part)
    for word in part.split():
        at = _after_blanks(found, at)
        if not found.startswith(word, at):
            return None
        at += len(word)
    return _after_blanks(found, at) if part[-1:].isspace() else at


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _common(left: bytes, right: bytes) -> int:
    """How many bytes two chunks share at their start."""
    count = min(len(left), len(right))
    different = int.from_bytes(left[:count], "big") ^ int.from_bytes(right[:count], "big")
    return count - (different.bit_length() + 7) // 8
