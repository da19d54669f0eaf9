"""The document loop: spans become edits and audit events, in order, with what a document remembers from piece to piece."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

from redactor.audit.events import Event, Withheld, at_word
from redactor.detectors.folded import read, through
from redactor.detectors.propagation import DETECTOR as PROPAGATION
from redactor.detectors.propagation import NUMBERS, Mentions, counts, find_mentions
from redactor.engine.detection import Detected
from redactor.engine.groups import Group
from redactor.formats.protocol import Format, FormatSettings
from redactor.masking.masker import Masker, placed
from redactor.masking.merge import settled, uncovered, whole
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import Remove
from redactor.masking.typed_values import NULL, key_operator
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record, detectable
from redactor.scalars import KEY
from redactor.spans import Span
from redactor.tagger.tagging import Failure

#: Names that one document may carry from piece to piece; a longer register is not prose any more.
MAX_NAMES = 20_000
#: Numbers and logins stop earlier, so that a register of them leaves room for names.
MAX_NUMBERS = 10_000
#: So surely must a name be found before its other mentions count; a number needs no more than a label.
SURE, SURE_NUMBER = 0.8, 0.7
#: A number that may as well be an amount or a count.
_FIGURE = re.compile(r"\s*\d{1,8}\s*")
_WORD_BEGINS = re.compile(r"(?<!\S)\S")


@dataclass(frozen=True, slots=True)
class RedactedRecord:
    """What is to be written for one record: ``edits`` per leaf, or ``withheld`` with its reason."""

    edits: list[list[Edit]]
    events: list[Event]
    withheld: Withheld | None = None


@dataclass(slots=True)
class _Document:
    """State of the document at hand; ``done`` and ``shift`` in characters of a text file."""

    memory: DocumentMemory
    names: Mentions = field(default_factory=Mentions)
    done: int = 0
    shift: int = 0

    def mark(self) -> tuple[Any, int, int, int]:
        return self.memory.mark(), len(self.names), self.done, self.shift

    def back_to(self, mark: tuple[Any, int, int, int]) -> None:
        """As if what came since had not been looked at: a resume, which knows the written events alone, does not know it."""
        memory, names, self.done, self.shift = mark
        self.memory.back_to(memory)
        self.names.keep(names)


def _may_be_a_figure(leaf: Leaf) -> bool:
    """Is a short number all that a field holds? Its own name says what it is; a salary may equal somebody's number."""
    return bool(leaf.field) and _FIGURE.fullmatch(leaf.text) is not None


def _sure(label: str) -> float:
    return SURE_NUMBER if label in NUMBERS else SURE


class DocumentRedactor:
    """Redacts the records of one file, in order. ``whole``: they are pieces of one text; ``one``: of one document, whose memory
    outlives them. Else each record is a document of its own."""

    def __init__(
        self,
        masker: Masker,
        file: str,
        *,
        whole: bool = False,
        one: bool = False,
        linking: re.Pattern[str] | None = None,
    ) -> None:
        self._masker, self._file, self._whole, self.one = masker, file, whole, whole or one
        self._document = _Document(DocumentMemory(document=file))
        self._linking, self._links = linking, DocumentMemory(document=file)

    @classmethod
    def of(cls, masker: Masker, file: str, form: Format, settings: FormatSettings) -> DocumentRedactor:
        """For a file of this format."""
        whole, one = form.whole_document(settings), form.one_document(settings)
        return cls(masker, file, whole=whole, one=one, linking=form.linking)

    @property
    def remembers(self) -> bool:
        """Must it be told, after a resume, what was written?"""
        return self.one or (self._linking is not None and self._masker.key is None)

    @property
    def state(self) -> Mapping[str, int]:
        """What a checkpoint keeps: numbers alone."""
        return {"done": self._document.done, "shift": self._document.shift}

    def restore(self, state: Mapping[str, int], events: Iterable[tuple[Event, str]]) -> None:
        """Go on after a resume: ``events`` are those already written with the values they masked."""
        self._document.done, self._document.shift = state["done"], state["shift"]
        for event, value in events:
            if self.one:
                self._document.memory.replay([(event.label, value)])
                self._remember(value, event)
            elif self._links_of(event.field) is not None:
                self._links.replay([(event.label, value)])

    def redact(self, record: Record, detected: Detected) -> RedactedRecord:
        """Edits and events of one record. An error in masking withholds the record."""
        if not record.leaves and not isinstance(detected, Failure):
            return RedactedRecord([], [])
        if not self.one:
            self._document = _Document(DocumentMemory(f"{self._file}#{record.index}", self._subject(record)))
        if isinstance(detected, Failure):
            return self._withheld(record, detected.reason)
        mark, links = self._document.mark(), self._links.mark()
        try:
            return self._masked(record, detected)
        except Exception as error:  # an operator that fails must not let the value through
            self._document.back_to(mark)
            self._links.back_to(links)
            return self._withheld(record, f"masking-error:{type(error).__name__}")

    def _masked(self, record: Record, detected: Sequence[Sequence[Span]]) -> RedactedRecord:
        document = self._document
        chosen = [
            self._masker.select(leaf.text, spans, leaf.field)
            for leaf, spans in zip(record.leaves, detected, strict=True)
        ]
        if self._masker.policy.propagation:
            named = tuple(self._named(record, chosen))
            names = [document.names] if document.names else []
            names += [Mentions(named)] if named else []
            for number, leaf in enumerate(record.leaves) if names else ():
                if leaf.scalar is not None:
                    continue
                more = through(detectable(leaf.text), lambda text: find_mentions(text, names), words=True)
                # What is found already keeps its detector: the pieces to come know a number by that alone.
                numbers = [] if _may_be_a_figure(leaf) else [one for one in more if one.label in NUMBERS]
                more = [*(one for one in more if one.label not in NUMBERS), *uncovered(numbers, chosen[number])]
                if not settled(more, chosen[number]):
                    chosen[number] = self._masker.select(leaf.text, more, leaf.field, settled=chosen[number])
        edits: list[list[Edit]] = []
        events: list[Event] = []
        for leaf, spans in zip(record.leaves, chosen, strict=True):
            start = max(leaf.core_start, document.done - leaf.offset) if self._whole else leaf.core_start
            own = [
                span.within(max(span.start, start), span.end if self._whole else min(span.end, leaf.core_end))
                for span in spans
                if span.start < leaf.core_end and span.end > start
            ]
            if leaf.scalar is not None and own:
                own = [whole(leaf.text, own)]
            if leaf.scalar == KEY and not own:  # the reader took it for a value, and it must not pass as a name
                raise ValueError("a key that is a value was not masked")
            links = self._links_of(leaf.field)
            made = self._masker.edits(leaf.text, own, leaf.field, document.memory, leaf.scalar, links)
            if leaf.breaks and made:
                own, made = parted(own, made, leaf.breaks)
            places, shift = placed(made, document.shift if self._whole else 0)
            fields = _by_word(leaf, made) if leaf.by_word else repeat(leaf.field, len(made))
            for span, edit, place, name in zip(own, made, places, fields, strict=True):
                event = self._event(record, leaf, span, edit, place.out_start, place.out_end, name)
                events.append(event)
                if self.one:
                    self._remember(leaf.text[edit.start : edit.end], event)
            if self._whole:
                document.shift = shift
                document.done = leaf.offset + max(leaf.core_end, *(edit.end for edit in made), start)
            edits.append(made)
        return RedactedRecord(edits, events)

    def _links_of(self, field: str) -> DocumentMemory | None:
        return self._links if self._linking is not None and self._linking.search(field) else None

    def _event(
        self, record: Record, leaf: Leaf, span: Span, edit: Edit, out_start: int, out_end: int, field: str
    ) -> Event:
        key, offset = self._masker.key, leaf.offset
        null = leaf.scalar is not None and leaf.scalar.kind not in ("json", "key") and not edit.replacement
        operator = self._masker.operator(span.label, leaf.field)
        if leaf.scalar == KEY:
            operator = key_operator(operator)
        elif leaf.breaks and not edit.replacement:
            operator = Remove()
        value = key.digest("value", leaf.text[edit.start : edit.end]) if key else None
        return Event(
            self._file,
            record.index,
            field,
            edit.start + offset,
            edit.end + offset,
            out_start + offset,
            out_end + offset,
            span.label,
            span.score,
            span.detector,
            NULL if null else operator.name,
            value,
        )

    def _subject(self, record: Record) -> str | None:
        wanted = self._masker.policy.subject
        return next((leaf.text for leaf in record.leaves if leaf.field == wanted), None) if wanted else None

    def _named(self, record: Record, chosen: Sequence[Sequence[Span]]) -> Iterator[tuple[str, str]]:
        """Names that detectors found in this record and that its document does not know yet."""
        for leaf, spans in zip(record.leaves, chosen, strict=True):
            for span in spans:
                if span.score >= _sure(span.label):
                    name = read(detectable(leaf.text[span.start : span.end])), span.label
                    if counts(*name) and name not in self._document.names:
                        yield name

    def _remember(self, value: str, event: Event) -> None:
        """Keep a name for the pieces to come. What is kept is a function of the events alone: a resume has no more."""
        names = self._document.names
        if (
            event.score >= _sure(event.label)
            and event.detector != PROPAGATION
            and "\n" not in value  # a list that was taken for one name would swallow every line of its kind
            and len(names) < (MAX_NUMBERS if event.label in NUMBERS else MAX_NAMES)
            and counts(value := read(detectable(value)), event.label)
        ):
            names.add(value, event.label)

    def _withheld(self, record: Record, reason: str) -> RedactedRecord:
        document = self._document
        if not self._whole:
            return RedactedRecord([], [], Withheld(self._file, record.index, reason))
        start = document.done
        if not record.leaves:  # nothing can be read from here to the end of the file
            return RedactedRecord(
                [], [], Withheld(self._file, record.index, reason, start, None, start + document.shift, None)
            )
        start = max(start, record.leaves[0].offset + record.leaves[0].core_start)  # behind a byte order mark
        end = max([start, *(leaf.offset + leaf.core_end for leaf in record.leaves)])
        out_start = start + document.shift
        if end > start:
            document.shift += len(WITHHELD_TEXT) - (end - start)
        document.done = end
        return RedactedRecord(
            [], [], Withheld(self._file, record.index, reason, start, end, out_start, end + document.shift)
        )


def _by_word(leaf: Leaf, edits: Sequence[Edit]) -> Iterator[str]:
    """Where each of ascending ``edits`` begins: in which word of the leaf, from 1."""
    at = number = 0
    for edit in edits:
        number += sum(1 for _ in _WORD_BEGINS.finditer(leaf.text, at, edit.start + 1))
        at = edit.start + 1
        yield at_word(leaf.field, max(1, number))


def parted(spans: Sequence[Span], edits: Sequence[Edit], breaks: Sequence[int]) -> tuple[list[Span], list[Edit]]:
    """Spans and their edits, cut at characters that stay: the replacement stands before them, the rest is removed.

    >>> parted([Span(0, 9, "PERSON", 1.0, "model")], [Edit(0, 9, "[P]")], [4])[1]
    [Edit(start=0, end=4, replacement='[P]', bare=False), Edit(start=5, end=9, replacement='', bare=False)]
    """
    own, made = list[Span](), list[Edit]()
    for span, edit in zip(spans, edits, strict=True):
        at, replacement = edit.start, edit.replacement
        for cut in (*breaks[bisect_left(breaks, edit.start) : bisect_left(breaks, edit.end)], edit.end):
            if at < cut:
                own.append(span.within(at, cut))
                made.append(replace(edit, start=at, end=cut, replacement=replacement))
                replacement = ""
            at = cut + 1
    return own, made


def redacted(
    groups: Iterable[tuple[Group, Sequence[Detected]]], document: DocumentRedactor
) -> Iterator[tuple[Record, Detected, RedactedRecord]]:
    """The document loop: each record of ``groups``, in order, with what was found in it and what is to be written for it."""
    for group, detected in groups:
        for record, found in zip(group.records, detected, strict=True):
            yield record, found, document.redact(record, found)
