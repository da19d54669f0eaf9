"""Which masked values still stand in what a run wrote: in texts, keys, numbers, headers, metadata and file names.

A document's values are known from its input (places from the audit) or, without it, as digests under the run key.
They are looked for in that document's output: a record's in the record, a text's in the text; and in all fields, also
those that the run did not select. Names, headers and metadata belong to the whole file: they are searched for the
values of all its records (for memory's sake, the first ``MOST_VALUES``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from redactor.audit.findings import Finding
from redactor.audit.manifest import FileRow
from redactor.formats.protocol import SideText
from redactor.keys import Key
from redactor.records import Leaf, Record
from redactor.verification.cursors import Peeked, events_of
from redactor.verification.keyed_search import KeyedResidue
from redactor.verification.mask_walk import MaskWalk, Ranges
from redactor.verification.run_files import RunFiles
from redactor.verification.value_search import Hit, Residue

MOST_VALUES = 50_000
#: Names and keys are in lower case by custom: "support" there is no proof of a company called Support.
_CAPITAL = "\n A"
_MARKS = re.compile(r"[^\w\s]|_")

#: (value, label), or (value_hmac, characters, label) where the input is not at hand.
Value = tuple[str, str] | tuple[str, int, str]


class Search(Protocol):
    """A search for the values of one document."""

    def scan(self, text: str, masks: Ranges = ()) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Leak:
    """A place in clear; not ``sure`` where it may well be another thing."""

    finding: Finding
    sure: bool = True


@dataclass(slots=True)
class ResidueCheck:
    """The search of one output file for what was masked in it. ``source`` None: by digests under ``key``."""

    files: RunFiles
    row: FileRow
    source: Path | None
    key: Key | None
    _all: dict[Value, None] = field(default_factory=dict)

    def leaks(self) -> Iterator[Leak]:
        """Every place of the output where a value still stands."""
        yield from self._document() if self.files.whole_document(self.row) else self._records()
        search = self._search(self._all)
        if search is not None:
            for side in self._side_texts():
                yield from self._beside(search, None, side)

    def _document(self) -> Iterator[Leak]:
        search = self._search(self._remembered(value for _, value in self._values()))
        if search is None:
            return
        for record, masks in self._output(whole=True):
            for leaf, ranges in zip(record.leaves, masks, strict=True):
                for hit in _once(search.scan(leaf.text, ranges)):
                    if leaf.core_start <= hit.offset < leaf.core_end:
                        yield self._leak(hit, None, f"character {leaf.offset + hit.offset}")

    def _records(self) -> Iterator[Leak]:
        values = Peeked(self._values())
        with self.files.open(self._path) as stream:
            format = self.files.format(self._path, self.row.format)
            sides = format.record_side_texts(stream, self.files.output_settings) or iter(())
            for record, masks in self._output(whole=False):
                side = next(sides, None)
                own: list[Value] = []
                while values.next is not None and values.next[0] <= record.index:
                    number, value = values.take()
                    if number == record.index:
                        own.append(value)
                search = self._search(self._remembered(own))
                if search is None:
                    continue
                for leaf, ranges in zip(record.leaves, masks, strict=True):
                    for hit in _once(search.scan(leaf.text, ranges)):
                        yield self._leak(hit, record.index, f"character {hit.offset} of {_named(leaf, search)}")
                if side is not None:
                    yield from self._beside(search, record.index, replace(side, text=_without(side.text, record)))

    def _output(self, *, whole: bool) -> Iterator[tuple[Record, list[Ranges]]]:
        walk = MaskWalk(self.files.events(self.row.path), whole=whole)
        with self.files.open(self._path) as stream:
            for record in self.files.reader(self._path, stream, self.row.format, every_field=True):
                yield record, walk.at(record)

    @property
    def _path(self) -> Path:
        assert self.row.output is not None
        return self.files.layout.tree / self.row.output

    def _values(self) -> Iterator[tuple[int, Value]]:
        """What was masked, with its record, in order."""
        if self.source is None:
            for event in self.files.events(self.row.path):
                if event.value_hmac is not None:
                    yield event.record, (event.value_hmac, event.end - event.start, event.label)
            return
        events = Peeked(self.files.events(self.row.path))
        text = self.files.whole_document(self.row)
        with self.files.open(self.source) as stream:
            reader = self.files.reader(self.source, stream, self.row.format, name=self.row.path)
            for record in reader:
                names = Counter(leaf.field for leaf in record.leaves)
                for leaf in record.leaves:
                    if text:
                        while (next_ := events.next) is not None and next_.start < leaf.offset + leaf.core_end:
                            event = events.take()
                            yield 0, (leaf.text[event.start - leaf.offset : event.end - leaf.offset], event.label)
                        continue
                    for event in events_of(events, record.index, leaf.field):
                        # Of a JSON key given twice only the key tells which of them was masked.
                        value = leaf.text[event.start : event.end]
                        if names[leaf.field] == 1 or (self.key and self.key.digest("value", value) == event.value_hmac):
                            yield record.index, (value, event.label)

    def _remembered(self, values: Iterable[Value]) -> Iterator[Value]:
        for value in values:
            if len(self._all) < MOST_VALUES:
                self._all[value] = None
            yield value

    def _search(self, values: Iterable[Value]) -> Search | None:
        if self.source is not None:
            residue = Residue(value for value in values if len(value) == 2)
            return residue if residue else None
        if self.key is None:
            return None
        keyed = KeyedResidue((value for value in values if len(value) == 3), self.key)
        return keyed if keyed else None

    def _side_texts(self) -> Iterator[SideText]:
        assert self.row.output is not None
        yield SideText("the file's name", self.row.output)
        with self.files.open(self._path) as stream:
            yield from self.files.format(self._path, self.row.format).side_texts(stream, self.files.output_settings)

    def _beside(self, search: Search, record: int | None, side: SideText) -> Iterator[Leak]:
        texts = (side.text, as_words(side.text)) if side.text else ()
        hits = [hit for text in texts for hit in search.scan(text + _CAPITAL)]
        surely = {(hit.label, hit.form) for hit in hits if hit.sure}
        # Of one record's keys and numbers only what is sure counts: every record has the same ones.
        maybe = {(hit.label, hit.form) for hit in hits} - surely if record is None else set()
        for sure, found in ((True, surely), (False, maybe)):
            for label, form in sorted(found):
                yield self._leak(Hit(0, label, form, sure), record, side.where)

    def _leak(self, hit: Hit, record: int | None, where: str) -> Leak:
        form = "" if hit.form == "plain" else f" ({hit.form}-encoded)"
        return Leak(Finding(self._shown, record, None, f"a masked {hit.label} still stands at {where}{form}"), hit.sure)

    @property
    def _shown(self) -> str:
        return str(self.row.output)


def _without(aside: str, record: Record) -> str:
    """A line's keys and numbers but for the numbers that are leaves: they have been looked at, with their masks."""
    numbers = Counter(leaf.text for leaf in record.leaves if leaf.scalar is not None)
    kept = []
    for line in aside.split("\n") if numbers else ():
        if numbers[line]:
            numbers[line] -= 1
        else:
            kept.append(line)
    return "\n".join(kept) if numbers else aside


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """One hit a place and label, as it was read most plainly."""
    best: dict[tuple[int, str], Hit] = {}
    for hit in hits:
        known = best.get((hit.offset, hit.label))
        if known is None or hit.form == "plain":
            best[hit.offset, hit.label] = hit
    return iter(sorted(best.values()))


def _named(leaf: Leaf, search: Search) -> str:
    """A field's path, unless that would tell a value."""
    return "a field" if search.scan(leaf.field) or search.scan(as_words(leaf.field)) else leaf.field or "the line"


def as_words(text: str) -> str:
    """A name as words: every mark is a blank, offsets stay.

    >>> as_words("john-smith_cv.txt")
    'john smith cv txt'
    """
    return _MARKS.sub(" ", text)
