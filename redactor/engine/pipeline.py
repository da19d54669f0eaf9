"""One ordered stream of groups over all files: read and detect ahead, fold and write in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from redactor.engine.detection import Detected, Detects
from redactor.engine.document_pass import Fold
from redactor.engine.groups import CHECKPOINT_CHARS, Group, grouped
from redactor.engine.output.file_sinks import FileSink, Folder
from redactor.engine.summary import Counts
from redactor.errors import FormatError, StoppedError, StorageError, UnreachableError, UsageError
from redactor.formats.protocol import Format, FormatSettings, Reader, Spooling, SpoolWriter, Writer
from redactor.masking.masker import Masker
from redactor.records import Record

#: What a leaf costs besides its text, about: its path, places, views and lists of spans.
_LEAF_BYTES = 600


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
    """What happens next: a job begins, gives a group, ends whole, or turns out to be broken (``reason``).

    Of a job that has ended, ``unread`` are its columns of bytes, and ``fields`` the chosen fields: 1 for one that some
    record had, else 0.
    """

    job: Job
    kind: str
    group: Group | None = None
    reason: str = ""
    unread: tuple[str, ...] = ()
    fields: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is not read: ``act`` records it, in its place in the order, in the folding thread."""

    act: Callable[[], None]


class _UnfitError(Exception):
    """A file that must not pass; carries a fixed word."""


def steps(jobs: Iterable[Job | Aside], used_up: Callable[[], bool] = lambda: False) -> Iterator[Step | Aside]:
    """Every step of every job, in order. An unreadable file becomes a ``broken`` step, never an exception, and so does
    one that is not at its end when memory is ``used_up``."""
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
                    if used_up():
                        raise _UnfitError("out-of-memory")
                unread = tuple(getattr(reader, "unread_columns", None) or ())
                fields = _seen(reader, job)
                job.ended()
            finally:
                source.close()
        except UnreachableError:
            raise
        except Exception as error:  # whatever a reader makes of a file: the file is withheld, the run goes on
            yield Step(job, "broken", reason=_reason(error))
            continue
        yield Step(job, "end", unread=unread, fields=fields)


def _seen(reader: Reader, job: Job) -> dict[str, int]:
    """The chosen fields of a file that has been read: was there any record with it? A text has no fields."""
    if job.format.name == "text":
        return {}
    absent = getattr(reader, "absent_fields", ())
    return {field: int(field not in absent) for field in job.settings.fields}


def _fit(reader: Reader, job: Job) -> Iterator[Record]:
    """The reader's records; a file without a chosen field must not pass as if it had been looked at.

    Tables know their columns. In JSON lines a field may be absent here and there, but not everywhere.
    """
    if (problem := getattr(reader, "problem", None)) is not None:
        raise _UnfitError(problem)
    first, looked = True, job.position is not None or not job.settings.fields or job.format.name != "jsonl"
    for record in reader:
        if first and getattr(reader, "missing_fields", None):
            raise _UnfitError("missing-field")
        if first and not job.settings.pass_unread and getattr(reader, "unread_columns", None):
            raise _UnfitError("unread-columns")
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


def detect(step: Step | Aside, detection: Detects) -> list[Detected]:
    """What a worker does with a step."""
    return detection.detect(step.group.records) if isinstance(step, Step) and step.group is not None else []


def weight(step: Step | Aside) -> int:
    """Bytes that the texts of a step hold in memory, about."""
    if isinstance(step, Aside) or step.group is None:
        return 0
    return sum(_LEAF_BYTES + sys.getsizeof(leaf.text) for record in step.group.records for leaf in record.leaves)


class Folding:
    """Writes one job: its records' edits to the writer, its events to the sink, its numbers to the counts."""

    def __init__(
        self, job: Job, sink: FileSink, masker: Masker, *, writer_position: Any = None, stop: bool = False
    ) -> None:
        self.job, self.sink, self._stop = job, sink, stop
        pieces = job.format.name == "text" and not job.settings.line_buffered
        self.fold = Fold(masker, job.name, pieces=pieces, propagate=masker.policy.propagation)
        self._spool: SpoolWriter | None = None
        if isinstance(sink, Folder) and isinstance(job.format, Spooling):
            self._spool = job.format.spooler(sink.output, job.settings)
        self.writer: Writer = self._spool or job.format.writer(sink.output, job.settings, writer_position)

    def take(self, group: Group, detected: list[Detected]) -> None:
        """Fold and write one group."""
        for record, found in zip(group.records, detected, strict=True):
            self._one(record, found)
        if group.checkpoint and self._spool is not None:
            self._spool.cut()
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

    def finish(self, step: Step) -> None:
        """Write what ends the file."""
        self.job.counts.unread_columns.update(step.unread)
        self.job.counts.fields.update(step.fields)
        self.writer.close()
        self.sink.flush()
        if self._spool is not None and isinstance(self.sink, Folder):
            self.sink.assemble(self._spool.assemble)
