"""The proof of a file whose records are each written for itself: the output is made again from the input, record by record.

What was put in a mask's place is not known; where it stands in the output is, for all around it is the input's. So nothing
depends on how a reader would cut the output, in which what was withheld may look like a part of its neighbours.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any, BinaryIO, cast

from redactor.audit.events import Event
from redactor.formats.fields import shape
from redactor.formats.protocol import Writer
from redactor.records import Edit, Leaf, Record
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
    most = files.output_settings.max_record_bytes
    with files.open(case.source) as source, files.open(case.output) as output:
        rest = Unproven(output)
        again = _Again(files.format(case.source, case.format).writer(sink := io.BytesIO(), files.settings), sink)
        before: Any = None
        for record in files.reader(case.source, source, case.format):
            entry = withheld_at(withheld, record.index)
            own = [list(events_of(events, record.index, leaf.field)) for leaf in record.leaves]
            fault = left_over(events, record.index) or _misplaced(record, own, most)
            if fault is not None:
                return fault
            if entry is not None:
                expected = again.withheld(record, entry.reason)
            elif record.problem is not None:
                return Fault(record.index, rest.at, OTHER_FIELDS)
            else:
                texts = _aligned(again, record, own, rest)
                if texts is None:
                    texts = _read(case, files, before, record.leaves, own, rest)
                fault = _judged(record, own, texts, judged, rest.at)
                if fault is not None:
                    return fault
                expected = again.edited(record, own, texts or _of_letters(record, own, 0))
            found = rest.peek(len(expected))
            if found != expected:
                return Fault(record.index, rest.at + _common(found, expected), FRAMING)
            rest.take(len(expected))
            before = record.position
        return left_over(events, None) or (Fault(None, rest.at, FRAMING) if rest.peek(1) else None)


@dataclass(frozen=True, slots=True)
class _Again:
    """Records written again, each for itself."""

    writer: Writer
    sink: io.BytesIO

    def withheld(self, record: Record, reason: str) -> bytes:
        """The placeholder of a record."""
        self.writer.withhold(record, reason)
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


def _misplaced(record: Record, own: Events, most: int) -> Fault | None:
    total = 0
    for leaf, events in zip(record.leaves, own, strict=True):
        shift = 0
        for event in events:
            if event.end > len(leaf.text):
                return Fault(record.index, None, "the audit speaks of text beyond the input's end")
            total += _size(event)
            if event.out_start - event.start != shift or total > most:
                return Fault(record.index, None, "the audit's offsets do not fit each other")
            shift += _size(event) - (event.end - event.start)
    return None


def _judged(record: Record, own: Events, texts: Texts | None, judged: Judge, at: int) -> Fault | None:
    for leaf, events, put in zip(record.leaves, own, texts or (), strict=texts is not None):
        for event, text in zip(events, put, strict=True):
            if what := judged(event, leaf.text[event.start : event.end], text):
                return Fault(record.index, at, what)
    return None


def _of_letters(record: Record, own: Events, which: int) -> Texts:
    """Texts as long as those that are not known."""
    signs = [(_LETTERS if leaf.scalar is None else _DIGITS)[which] for leaf in record.leaves]
    return [[sign * _size(event) for event in events] for sign, events in zip(signs, own, strict=True)]


def _aligned(again: _Again, record: Record, own: Events, rest: Unproven) -> Texts | None:
    """What was put in the places of the events, taken from where it stands in the output; None where that cannot be said
    (it is written with escapes) or all around it is not as it must be."""
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
    texts = [[next(put) for _ in events] for events in own]
    return texts if again.edited(record, own, texts) == found else None


def _read(
    case: Case, files: RunFiles, before: Any, leaves: Sequence[Leaf], own: Events, rest: Unproven
) -> Texts | None:
    """What was put there as a reader of the output understands it; None where it finds the leaves not there."""
    rest.seek(rest.at)
    place = None if before is None else {**before, "byte": rest.at}
    reader = files.reader(case.output, cast(BinaryIO, rest), case.format, position=place)
    new: tuple[Leaf, ...] = next((record.leaves for record in reader), ())
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
