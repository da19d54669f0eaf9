"""One file that is being written: its document, its writer, its sinks and its counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from redactor.audit.events import Withheld
from redactor.audit.results import FileResult, ResumePoint
from redactor.engine.document_pass import DocumentRedactor, RedactedRecord
from redactor.engine.file_task import FileTask, StampedSource
from redactor.engine.groups import Group
from redactor.engine.output.file_sinks import FinishedFile, PartialFiles
from redactor.engine.reading import End
from redactor.engine.resume import replayed
from redactor.engine.summary import Counts
from redactor.errors import RedactorError, StoppedError
from redactor.formats.fields import shape
from redactor.formats.protocol import SpoolWriter, Unwritable, Writer
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import names_of
from redactor.records import Record

F = TypeVar("F", bound=Callable[..., None])


def _or_withheld(method: F) -> F:
    """A bug in a writer withholds the file; what comes after it is left out. Faults of the run itself are raised."""

    @wraps(method)
    def guarded(self: FileOutput, *args: object) -> None:
        if self.reason is not None:
            return
        try:
            method(self, *args)
        except Unwritable as error:
            self.reason = str(error)
        except (OSError, RedactorError):
            raise
        except MemoryError:  # the system's own bound was met
            self.reason = "out-of-memory"
        except Exception as error:
            self.reason = f"writer-error:{type(error).__name__}"

    return cast(F, guarded)


class FileOutput:
    """What becomes of a ``FileTask``. ``reason`` says why nothing of the file may be given out (a fixed word)."""

    def __init__(self, task: FileTask, masker: Masker, *, stop: bool = False) -> None:
        self.task, self.sink = task, task.open_sink()
        self.reason: str | None = None
        self.detail = ""
        self.unreadable = False
        self._head: int | None = None
        self._stop = stop
        resumed = task.resume.checkpoint if task.resume else None
        self.counts = Counts.from_json(resumed.counts) if resumed else Counts()
        rules = masker.policy.fields if task.format.has_fields else {}
        self._skipped = frozenset(shape(path) for path, rule in rules.items() if rule.skip)
        self._rules = tuple(rules)
        #: Rules for fields that no record so far has had.
        self._unmet = set(rules) - self.counts.rules.keys()
        self.document = DocumentRedactor.of(masker, task.name, task.format, task.settings)
        if task.resume is not None:
            events = replayed(task, task.resume) if self.document.remembers else ()
            self.document.restore(task.resume.checkpoint.document, events)
        #: Where output and audit grow until they are published; None where they go straight out.
        self.partial = self.sink if isinstance(self.sink, PartialFiles) else None
        self._spool: SpoolWriter | None = None
        if self.partial is not None:
            self._spool = task.format.spooler(self.partial.output, task.settings)
        position = resumed.writer if resumed else None
        self._writer: Writer = self._spool or task.format.writer(self.sink.output, task.settings, position)

    @_or_withheld
    def write(self, record: Record, redacted: RedactedRecord) -> None:
        """Write one record, its events and its numbers. Raises ``StoppedError`` where a withheld one is to stop the run."""
        if record.final and record.index >= 0:  # a header is no record
            self.counts.records += 1
        if self._unmet:
            self._meet(record)
        if redacted.withheld is not None:
            reason = redacted.withheld.reason
            if self._stop:
                raise StoppedError(
                    f"{self.task.name}, record {record.index}: {reason}; stopped as --on-error stop says"
                )
            self.counts.withheld += 1
            self.counts.reasons[reason] += 1
            self._writer.withhold(record, reason)
            self.sink.withheld(redacted.withheld)
            return
        self._writer.write(record, redacted.edits)
        if record.unread:
            self.counts.parts_kept.update(record.unread)
        for path, what in record.removed:
            self.counts.parts_removed[what] += 1
            self.sink.withheld(Withheld(self.task.name, record.index, what, field=path))
        self.counts.look(record, redacted.edits, self._skipped)
        for event in redacted.events:
            self.counts.see(event)
            self.sink.event(event)

    def _meet(self, record: Record) -> None:
        for leaf in record.leaves:
            for name in self._unmet.intersection((*names_of(leaf.field), shape(leaf.field))):
                self.counts.rules[name] = 1
                self._unmet.discard(name)

    @_or_withheld
    def end_group(self, group: Group) -> None:
        """Hand on what was written and, where the group ends at a checkpoint, remember it."""
        if group.checkpoint and self._spool is not None:
            self._spool.cut()
        self._writer.flush()
        self.sink.flush()
        if group.checkpoint and self.task.save is not None:
            self.task.save(self._checkpoint(group))

    @_or_withheld
    def end(self, last: End) -> None:
        """Write what ends the file, of which all records have been written."""
        self.counts.unread_columns.update(last.unread_columns)
        self.counts.dropped.update(last.dropped)
        self.counts.fields.update(last.fields)
        if self.counts.records:
            self.counts.rules.update(dict.fromkeys(self._rules, 0))
        self._head = None if last.head == 1 else last.head
        self.counts.heads.update([] if self._head is None else [str(self._head)])
        self.counts.columns.update(self.task.columns.told if self.task.columns else ())
        self._writer.close()
        self.sink.flush()
        if self._spool is not None and self.partial is not None:
            self.partial.assemble(self._spool.assemble)

    def break_off(self, reason: str, *, unreadable: bool, detail: str = "") -> None:
        """The file turned out to be broken; ``detail`` says more to people."""
        self.reason, self.unreadable, self.detail = self.reason or reason, unreadable, detail

    def _checkpoint(self, group: Group) -> ResumePoint:
        assert (
            self.partial is not None
            and self.task.fingerprint is not None
            and isinstance(self.task.source, StampedSource)
        )
        done, seen = self.partial.commit(), self.task.source.stamp
        return ResumePoint(
            self.task.fingerprint,
            reader=group.records[-1].position,
            writer=self._writer.position,
            output_bytes=done.output_bytes,
            output_sha256=done.output_sha256,
            audit_bytes=done.audit_bytes,
            audit_sha256=done.audit_sha256,
            chain=done.chain,
            withheld_bytes=done.withheld_bytes,
            withheld_sha256=done.withheld_sha256,
            counts=self.counts.as_json(),
            document=dict(self.document.state),
            size=seen.size,
            mtime_ns=seen.mtime_ns,
            ctime_ns=seen.ctime_ns,
            tag=seen.tag,
        )

    def result(self, finished: FinishedFile, output: str, audit: str) -> FileResult:
        """What the state remembers; ``output`` and ``audit`` are the names that the parts get."""
        assert self.task.fingerprint is not None and isinstance(self.task.source, StampedSource)
        seen = self.task.source.stamp
        return FileResult(
            "redacted",
            size=seen.size,
            mtime_ns=seen.mtime_ns,
            input_sha256=self.task.source.sha256,
            fingerprint=self.task.fingerprint,
            format=self.task.format.name,
            output=output,
            output_sha256=finished.output.sha256,
            audit=audit,
            audit_sha256=finished.audit.sha256,
            chain=finished.chain,
            records=self.counts.records,
            entities=self.counts.entities,
            withheld=self.counts.withheld,
            counts=self.counts.as_json(),
            withheld_sha256=finished.withheld_sha256,
            stored={"input": seen.tag} if seen.tag else {},
            head=self._head,
        )
