"""One ordered stream of groups over all files: read and detect ahead, fold and write in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from redactor.engine.detection import Detected, Detection
from redactor.engine.folding import Fold
from redactor.engine.groups import CHECKPOINT_CHARS, Group, grouped
from redactor.engine.sinks import FileSink
from redactor.engine.summary import Counts
from redactor.errors import FormatError, StoppedError, StorageError, UsageError
from redactor.formats.protocol import Format, FormatSettings, Reader, Writer
from redactor.masking.mask import Masker
from redactor.records import Record


@dataclass(slots=True)
class Job:
    """One file on its way. The reading thread makes it, the folding thread does the rest; they share no moving part."""

    name: str
    format: Format
    settings: FormatSettings
    read: Callable[[], BinaryIO]
    position: Any = None
    counts: Counts = field(default_factory=Counts)
    #: Given by the reading thread when it has read all.
    ended: Callable[[], None] = lambda: None
    note: Any = None
    checkpoint_chars: int = CHECKPOINT_CHARS
    #: Raw bytes read so far.
    read_bytes: Callable[[], int] = lambda: 0


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next: a job begins, gives a group, ends whole, or turns out to be broken (``reason``)."""

    job: Job
    kind: str
    group: Group | None = None
    reason: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is not read: ``act`` records it, in its place in the order, in the folding thread."""

    act: Callable[[], None]


class _UnfitError(Exception):
    """A file that must not pass; carries a fixed word."""


def steps(jobs: Iterable[Job | Aside]) -> Iterator[Step | Aside]:
    """Every step of every job, in order. An unreadable file becomes a ``broken`` step, never an exception."""
    for job in jobs:
        if isinstance(job, Aside):
            yield job
            continue
        yield Step(job, "begin")
        try:
            source = job.read()
            try:
                reader = job.format.reader(source, job.settings, job.position)
                for group in grouped(_fit(reader, job), alone=job.settings.line_buffered, every=job.checkpoint_chars):
                    yield Step(job, "group", group)
                unread = tuple(getattr(reader, "unread_columns", None) or ())
                job.ended()
            finally:
                source.close()
        except Exception as error:  # whatever a reader makes of a file: the file is withheld, the run goes on
            yield Step(job, "broken", reason=_reason(error))
            continue
        yield Step(job, "end", unread=unread)


def _fit(reader: Reader, job: Job) -> Iterator[Record]:
    """The reader's records; a file without a chosen field must not pass as if it had been looked at.

    Tables know their columns. In JSON lines a field may be absent here and there, but not everywhere.
    """
    first, looked = True, job.position is not None or not job.settings.fields or job.format.name != "jsonl"
    for record in reader:
        if first and getattr(reader, "missing_fields", None):
            raise _UnfitError("missing-field")
        first, looked = False, looked or bool(record.leaves) or record.problem is not None
        yield record
    if not (first or looked):
        raise _UnfitError("missing-field")


def _reason(error: Exception) -> str:
    if isinstance(error, _UnfitError):
        return str(error)
    if isinstance(error, FormatError):
        return "damaged-file"
    if isinstance(error, UsageError):
        return "field-not-text"
    return f"{'unreadable' if isinstance(error, StorageError | OSError) else 'reader-error'}:{type(error).__name__}"


def detect(step: Step | Aside, detection: Detection) -> list[Detected]:
    """What a worker does with a step."""
    return detection.detect(step.group.records) if isinstance(step, Step) and step.group is not None else []


def weight(step: Step | Aside) -> int:
    """Characters that a step holds in memory."""
    if isinstance(step, Aside) or step.group is None:
        return 0
    return sum(len(leaf.text) for record in step.group.records for leaf in record.leaves)


class Folding:
    """Writes one job: its records' edits to the writer, its events to the sink, its numbers to the counts."""

    def __init__(
        self, job: Job, sink: FileSink, masker: Masker, *, writer_position: Any = None, stop: bool = False
    ) -> None:
        self.job, self.sink, self._stop = job, sink, stop
        pieces = job.format.name == "text" and not job.settings.line_buffered
        self.fold = Fold(masker, job.name, pieces=pieces, propagate=masker.policy.propagation)
        self.writer: Writer = job.format.writer(sink.output, job.settings, writer_position)

    def take(self, group: Group, detected: list[Detected]) -> None:
        """Fold and write one group."""
        for record, found in zip(group.records, detected, strict=True):
            self._one(record, found)
        self.writer.flush()
        self.sink.flush()

    def _one(self, record: Record, detected: Detected) -> None:
        counts = self.job.counts
        folded = self.fold.fold(record, detected)
        if record.final and record.index >= 0:  # a header is no record
            counts.records += 1
        if folded.withheld is not None:
            if self._stop:
                raise StoppedError(
                    f"{self.job.name}, record {record.index}: {folded.withheld.reason}; stopped as --on-error stop says"
                )
            counts.withheld += 1
            counts.reasons[folded.withheld.reason] += 1
            self.writer.withhold(record, folded.withheld.reason)
            self.sink.withheld(folded.withheld)
            return
        self.writer.write(record, folded.edits)
        counts.words += sum(len(leaf.text[leaf.core_start : leaf.core_end].split()) for leaf in record.leaves)
        for event in folded.events:
            counts.see(event)
            self.sink.event(event)

    def finish(self) -> None:
        """Write what ends the file."""
        self.writer.close()
        self.sink.flush()
