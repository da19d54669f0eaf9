"""The proof for one file: walk input and output side by side and find the first place that no mask explains.

A text document is compared here, character by character. Other formats are read by callables that the
engine hands over (``Readers``), because rooms on one floor do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from redactor.audit.chars import Chars
from redactor.audit.compare import FRAMING, Fault, Judge, check_masks, compare, mask_of
from redactor.audit.events import Event, Withheld
from redactor.audit.files import CHUNK_BYTES
from redactor.records import WITHHELD_TEXT

T = TypeVar("T")

#: One text of a record: (record, field, text), records ascending, fields in the order of the audit's events.
LeafText = tuple[int, str, str]


#: All selected texts of the file at a path, read as a format.
Leaves = Callable[[Path, str], Iterator[LeafText]]


@dataclass(frozen=True, slots=True)
class Replacement:
    """One edit to make again: ``text`` for ``[start, end)`` of a field, or the whole record withheld for ``reason``."""

    record: int
    field: str
    start: int
    end: int
    text: str
    reason: str | None = None


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


@dataclass(frozen=True, slots=True)
class Readers:
    """How to read files, given by the engine.

    ``open`` gives the decompressed bytes. ``leaves(path, format)`` yields the selected texts of a file,
    withheld records of an output included or not. ``rebuild(input, format, replacements)`` yields the bytes
    of the output that these replacements make of the input (replacements are to be taken lazily, as records
    come), or is None for formats whose bytes are not worth comparing.
    """

    open: Callable[[Path], BinaryIO] = _plain
    leaves: Leaves | None = None
    rebuild: Callable[[Path, str, Iterator[Replacement]], Iterator[bytes] | None] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One file of a run. ``document``: a text file taken as one text, and not line by line. ``source`` is None when
    the input is not at hand. ``events`` and ``withheld`` begin anew at each call, in the order of the file."""

    format: str
    document: bool
    source: Path | None
    output: Path
    events: Callable[[], Iterator[Event]]
    withheld: Callable[[], Iterator[Withheld]]


def prove(case: Case, readers: Readers, judged: Judge) -> Fault | None:
    """The first fault of a file: against its input, or, without it, against what the audit says of its masks."""
    if any(entry.record is None or (case.document and entry.start is None) for entry in case.withheld()):
        return None  # the whole file was withheld: nothing of the input is left to compare
    if case.document:
        return _prove_text(case, readers, judged)
    if readers.leaves is None:
        return None
    fault = _leaf_fault(case, readers.leaves, judged)
    # The bytes too: framing, numbers, keys and order lie outside of every leaf; and they tell which byte it is.
    exact = _prove_bytes(case, readers)
    if fault is None or exact is None:
        return fault or exact
    if exact.record is None:
        return Fault(fault.record, exact.byte, fault.what)
    return Fault(exact.record, exact.byte, fault.what if fault.record in (None, exact.record) else FRAMING)


def _leaf_fault(case: Case, leaves: Leaves, judged: Judge) -> Fault | None:
    try:
        after = leaves(case.output, case.format)
        if case.source is None:
            return _check_leaves(after, case, judged)
        return _prove_leaves(leaves(case.source, case.format), after, case, judged)
    except Exception:  # whatever a reader makes of a file that was tampered with; its message may quote the file
        return Fault(None, None, f"it cannot be read as {case.format}")


def _prove_text(case: Case, readers: Readers, judged: Judge) -> Fault | None:
    parts = [entry for entry in case.withheld() if entry.start is not None]
    masks = _merged(case.events(), parts)
    with readers.open(case.output) as output:
        if case.source is None:
            return check_masks(Chars.of_document(output), map(mask_of, masks), judged)
        with readers.open(case.source) as source:
            return compare(Chars.of_document(source), Chars.of_document(output), map(mask_of, masks), judged)


def _merged(events: Iterator[Event], parts: list[Withheld]) -> Iterator[Event | Withheld]:
    waiting = iter(sorted(parts, key=lambda part: part.start or 0))
    part = next(waiting, None)
    for event in events:
        while part is not None and (part.start or 0) <= event.start:
            yield part
            part = next(waiting, None)
        yield event
    while part is not None:
        yield part
        part = next(waiting, None)


class _Peeked(Generic[T]):
    """An iterator whose next item may be looked at."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items
        self.next: T | None = next(items, None)

    def take(self) -> T:
        taken = self.next
        assert taken is not None
        self.next = next(self._items, None)
        return taken


def _records(leaves: Iterator[LeafText]) -> Iterator[tuple[int, list[LeafText]]]:
    return ((record, list(group)) for record, group in groupby(leaves, key=lambda leaf: leaf[0]))


def _events_of(events: _Peeked[Event], record: int, field: str) -> Iterator[Event]:
    end = 0
    while (event := events.next) is not None and (event.record, event.field) == (record, field) and event.start >= end:
        end = event.end
        yield events.take()


def _withheld_at(entries: _Peeked[Withheld], record: int) -> Withheld | None:
    while entries.next is not None and (entries.next.record or 0) < record:
        entries.take()
    return entries.next if entries.next is not None and entries.next.record == record else None


def _prove_leaves(before: Iterator[LeafText], after: Iterator[LeafText], case: Case, judged: Judge) -> Fault | None:
    events, withheld = _Peeked(case.events()), _Peeked(case.withheld())
    left, right = _Peeked(_records(before)), _Peeked(_records(after))
    while left.next is not None or right.next is not None:
        record = min(side.next[0] for side in (left, right) if side.next is not None)
        old = left.take()[1] if left.next is not None and left.next[0] == record else []
        new = right.take()[1] if right.next is not None and right.next[0] == record else []
        reason = _withheld_at(withheld, record)
        if reason is not None:
            if any(text not in ("", WITHHELD_TEXT, reason.reason) for _, _, text in new):
                return Fault(record, None, "a withheld record is not replaced by its placeholder")
            continue
        if [field for _, field, _ in old] != [field for _, field, _ in new]:
            return Fault(record, None, "the record has other fields than in the input")
        for (_, field, text), (_, _, redacted) in zip_longest(old, new, fillvalue=(0, "", "")):
            masks = map(mask_of, _events_of(events, record, field))
            fault = compare(Chars.of_text(text), Chars.of_text(redacted), masks, judged)
            if fault is not None:
                return Fault(record, None, fault.what)
        fault = _left_over(events, record)
        if fault is not None:
            return fault
    return _left_over(events, None)


def _check_leaves(after: Iterator[LeafText], case: Case, judged: Judge) -> Fault | None:
    events = _Peeked(case.events())
    for record, field, redacted in after:
        fault = check_masks(Chars.of_text(redacted), map(mask_of, _events_of(events, record, field)), judged)
        if fault is not None:
            return Fault(record, None, fault.what)
    return _left_over(events, None)


def _left_over(events: _Peeked[Event], record: int | None) -> Fault | None:
    event = events.next
    if event is None or (record is not None and event.record > record):
        return None
    return Fault(event.record, None, "the audit speaks of a place that the file does not have")


def _replacements(case: Case, readers: Readers) -> Iterator[Replacement]:
    """What was put where: the places from the audit, the texts from the output itself."""
    assert readers.leaves is not None
    events, withheld = _Peeked(case.events()), _Peeked(case.withheld())
    after = readers.leaves(case.output, case.format)
    while (leaf := _next_leaf(after)) is not None:
        record, field, redacted = leaf
        while withheld.next is not None and (withheld.next.record or 0) < record:
            yield _withholding(withheld.take())
        for event in _events_of(events, record, field):
            text = redacted[event.out_start : event.out_end]
            yield Replacement(record, field, event.start, event.end, text)
    while withheld.next is not None:
        yield _withholding(withheld.take())


def _next_leaf(leaves: Iterator[LeafText]) -> LeafText | None:
    try:
        return next(leaves, None)
    except Exception:  # an output that cannot be read on: the first byte that differs will say where
        return None


def _withholding(entry: Withheld) -> Replacement:
    return Replacement(entry.record or 0, "", 0, 0, "", entry.reason)


def _prove_bytes(case: Case, readers: Readers) -> Fault | None:
    """The first byte of the output that is not what the replacements make of the input, or None."""
    if readers.rebuild is None or case.source is None:
        return None
    expected = readers.rebuild(case.source, case.format, _replacements(case, readers))
    if expected is None:
        return None
    at = line = 0
    with readers.open(case.output) as output:
        for chunk in expected:
            found = output.read(len(chunk))
            if found != chunk:
                same = _same_bytes(chunk, found)
                record = line + chunk.count(b"\n", 0, same) if case.format == "jsonl" else None
                return Fault(record, at + same, FRAMING)
            at += len(chunk)
            line += chunk.count(b"\n")
        return Fault(None, at, FRAMING) if output.read(1) else None


def _same_bytes(left: bytes, right: bytes) -> int:
    for start in range(0, min(len(left), len(right)), CHUNK_BYTES):
        one, other = left[start : start + CHUNK_BYTES], right[start : start + CHUNK_BYTES]
        if one != other:
            pairs = zip(one, other, strict=False)
            return start + next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return min(len(left), len(right))
