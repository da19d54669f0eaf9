"""One ordered stream of groups over all files: read and detect ahead, fold and write in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from redactor.engine.detection import Detected, Detection
from redactor.engine.folding import Fold
from redactor.engine.groups import Group, grouped
from redactor.engine.sinks import FileSink
from redactor.engine.summary import Counts
from redactor.errors import FormatError, StoppedError, StorageError
from redactor.formats.protocol import Format, FormatSettings, Writer
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


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next: a job begins, gives a group, ends whole, or turns out to be broken (``reason``)."""

    job: Job
    kind: str
    group: Group | None = None
    reason: str = ""


def steps(jobs: Iterator[Job]) -> Iterator[Step]:
    """Every step of every job, in order. An unreadable file becomes a ``broken`` step, never an exception."""
    for job in jobs:
        yield Step(job, "begin")
        try:
            source = job.read()
            try:
                reader = job.format.reader(source, job.settings, job.position)
                for group in grouped(reader, alone=job.settings.line_buffered):
                    yield Step(job, "group", group)
                job.ended()
            finally:
                source.close()
        except (FormatError, StorageError, OSError) as error:
            yield Step(job, "broken", reason=_reason(error))
            continue
        yield Step(job, "end")


def _reason(error: Exception) -> str:
    return "damaged-file" if isinstance(error, FormatError) else f"unreadable:{type(error).__name__}"


def detect(step: Step, detection: Detection) -> list[Detected]:
    """What a worker does with a step."""
    return detection.detect(step.group.records) if step.group is not None else []


class Folding:
    """Writes one job: its records' edits to the writer, its events to the sink, its numbers to the counts."""

    def __init__(self, job: Job, sink: FileSink, masker: Masker, *, writer_position: Any = None, stop: bool = False) -> None:
        self.job, self.sink, self._stop = job, sink, stop
        pieces = job.format.name == "text" and not job.settings.line_buffered
        self.fold = Fold(masker, job.name, pieces=pieces, propagate=masker.policy.propagation)
        self.writer: Writer = job.format.writer(cast(BinaryIO, sink.output), job.settings, writer_position)

    def take(self, group: Group, detected: list[Detected]) -> None:
        """Fold and write one group."""
        for record, found in zip(group.records, detected, strict=True):
            self._one(record, found)
        self.writer.flush()
        self.sink.flush()

    def _one(self, record: Record, detected: Detected) -> None:
        counts = self.job.counts
        folded = self.fold.fold(record, detected)
        if record.final:
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
