"""A run into an output folder or file: lock, what changed, checkpoints, publishing, manifest, summary."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from typing import Any

from redactor.audit.manifest import FileRow, Head
from redactor.audit.results import FileResult, Fingerprint
from redactor.audit.signing import load_signing_key
from redactor.audit.state import State
from redactor.audit.withheld_log import HeldLines
from redactor.engine import finalize
from redactor.engine.components import Components
from redactor.engine.discovery import Shard, Unread, discover
from redactor.engine.file_run import FileRun
from redactor.engine.finalize import Seals
from redactor.engine.incremental import Changes, Gone, Unchanged, held_digest
from redactor.engine.output.file_sinks import FileSink, Whole
from redactor.engine.output.local_output import Outlet, outlet_exists, outlet_of
from redactor.engine.pipeline import Aside, Folding, Job, Step
from redactor.engine.prefetch import Ahead
from redactor.engine.run import Observer, fold_all, named
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts, Summary
from redactor.engine.timeline import Course
from redactor.storage.streams import look
from redactor.version import __version__


def run_folder(
    settings: RunSettings,
    summary: Summary,
    observe: Observer | None,
    parts: Callable[[], Components],
    details: Callable[[Summary], dict[str, Any]],
) -> None:
    """Redact into ``settings.output``; see DESIGN, "Output folder"."""
    signer = load_signing_key(settings.sign_key) if settings.sign_key else None
    ready = None if outlet_exists(settings) else parts()
    with ExitStack() as held:
        outlet = held.enter_context(outlet_of(settings))
        state = held.enter_context(State.open(outlet.layout.state, settings.key))
        held.enter_context(outlet.writing(state))
        layout = outlet.layout
        folder = FolderRun(settings, outlet, state, summary, ready or parts())
        folder.redact(observe)
        folder.held.publish()
        summary.details |= named(settings, folder.parts) | details(summary) | {"course": folder.course.as_json()}
        finalize.remember(summary, layout, settings.fail_on_drift)
        said = Head(
            __version__, folder.fingerprint.policy, folder.fingerprint.model, folder.fingerprint.key_id, folder.options
        )
        seals = Seals(settings.key, signer)
        manifest_sha256 = finalize.manifest(said, folder.rows(), state.digest(), layout, seals)
        if settings.report:
            outlet.gather_audits()
        covers = finalize.report(summary, layout, settings.report) | {layout.state.name: outlet.state_sha256(state)}
        finalize.seal(summary, manifest_sha256, covers, layout, seals)
        # Every file is finished or withheld: whatever is left belongs to inputs that have gone.
        shutil.rmtree(layout.home / "partial", ignore_errors=True)
        outlet.finish()


class FolderRun:
    """One run's way through the files of its input."""

    def __init__(
        self, settings: RunSettings, outlet: Outlet, state: State, summary: Summary, parts: Components
    ) -> None:
        self.settings, self.outlet, self.state, self.summary, self.parts = settings, outlet, state, summary, parts
        self.layout = outlet.layout
        self.options = {
            "fields": list(settings.fields),
            "format": settings.format,
            "line_buffered": settings.line_buffered,
            "max_record_bytes": settings.max_record_bytes,
            "recall": settings.policy.recall,
            "record_timeout": settings.record_timeout,
            "unread": settings.unread,
        }
        key_id = settings.key.id if settings.key else None
        options = json.dumps(self.options, sort_keys=True)
        self.fingerprint = Fingerprint(settings.policy.digest, parts.model_digest, key_id, __version__, options)
        self.held = HeldLines(self.layout.withheld)
        self._changes = Changes(settings, outlet, state, self.held, self.fingerprint)
        self._gone = Gone(state)
        self._ahead = Ahead()
        #: Contents of files that were not there in the last run: one that is gone may have been renamed.
        self._new: set[str] = set()
        self.course = Course()

    def redact(self, observe: Observer | None) -> None:
        """Every file of the input, in order."""
        self.summary.details["bytes"] = 0
        with closing(fold_all(self._jobs(), self.parts, self.settings, self._sink, observe, self._stepped)) as jobs:
            for job, reason in jobs:
                self._finish(job, reason)
        self.outlet.settle()
        self._deleted()

    def _jobs(self) -> Iterator[Job | Aside]:
        return self._ahead.over(map(self._task, self._found()))

    def _found(self) -> Iterator[Shard | Unread]:
        assert self.settings.input is not None
        for shard in discover(self.settings.input, self.settings.format, self.settings.output):
            self._gone.see(shard.name)
            yield shard

    def _task(self, shard: Shard | Unread) -> Job | Aside:
        """What is to be done with a file. Runs in the reading thread, so it decides and does nothing."""
        if isinstance(shard, Unread):
            return Aside(partial(self._unread, shard))
        try:
            seen = look(shard.path)
        except OSError as error:
            return Aside(partial(self._unread, Unread(shard.name, f"unreadable:{type(error).__name__}")))
        same = self._changes.unchanged(shard, seen)
        if same is not None:
            return Aside(partial(self._keep, shard.name, same))
        checkpoint = self._changes.checkpoint(shard, seen)
        return FileRun(self._ahead.fetched(shard), seen, checkpoint, self.settings, self.layout).job()

    def _keep(self, name: str, same: Unchanged) -> None:
        """A file that did not change: what it had withheld still is, and where a check found a leak it stays away."""
        if same.quarantine:
            self._withheld(name, "in-quarantine")
        else:
            self.summary.files["unchanged"] += 1
        self.held.keep(name, held_digest(same.known))
        self.summary.counts.still(Counts.from_json(same.known.counts))

    def _sink(self, job: Job) -> FileSink:
        file: FileRun = job.note
        return file.begin()

    def _stepped(self, folding: Folding, step: Step) -> None:
        file: FileRun = step.job.note
        if step.kind == "begin":
            file.restore(folding)
        standing = file.standing(folding, step, self.fingerprint)
        if standing is not None:
            self.state.checkpoint(step.job.name, standing)
        self.course.see(step.job.name, step.job.counts.words)

    def _finish(self, job: Job, reason: str | None) -> None:
        file: FileRun = job.note
        assert file.sink is not None
        if file.moved(reason):
            reason = "changed-while-read"
        self.summary.details["bytes"] += file.look.size
        if reason is not None:
            file.sink.drop()
            self._unread(Unread(job.name, reason))
            return
        whole = file.sink.whole()
        if whole.withheld is not None:
            self.held.add(whole.withheld)
        self.summary.counts.add(job.counts)
        self.summary.files["redacted"] += 1
        if self._gone.any and self.state.finished(job.name) is None:
            self._new.add(file.input_sha256)
        for other in list(self._gone.in_the_way(job.name)):
            self._remove(other)
            self.summary.files["replaced"] += 1
        result = file.result(job.counts, whole, self.fingerprint)
        self.outlet.give(str(result.output), str(result.audit), whole, partial(self._finished, job.name, result, whole))

    def _finished(self, name: str, result: FileResult, whole: Whole, tags: Mapping[str, str]) -> None:
        """Output and audit have their final names."""
        self.state.finish(name, replace(result, stored={**result.stored, **tags}))
        for left in (whole.withheld, whole.spool):
            if left is not None:
                left.unlink()

    def _unread(self, unread: Unread) -> None:
        """A file of which nothing is given out; an older output of it goes too, since nobody can say that it still fits."""
        self._remove(unread.name)
        self._withheld(unread.name, unread.reason)

    def _withheld(self, name: str, reason: str) -> None:
        self.held.whole(name, reason)
        self.summary.problem(name, reason)
        self.summary.files["not redacted"] += 1

    def _deleted(self) -> None:
        """Outputs whose input is gone: reported, and with ``--delete`` removed."""
        for name in self._gone.names():
            known = self.state.finished(name)
            if known is None:
                continue
            renamed = known.input_sha256 in self._new
            self.summary.files["renamed" if renamed else "deleted" if self.settings.delete else "without input"] += 1
            if self.settings.delete or not self.held.knows(name, held_digest(known)):
                self._remove(name)
            else:
                self.held.keep(name, held_digest(known))
                self.state.finish(name, known)  # and forget where a killed run left it
        for name in list(self.state.checkpoints()):
            self.state.forget(name)  # begun by a killed run, and gone since

    def _remove(self, name: str) -> None:
        known = self.state.finished(name)
        self.state.forget(name)
        if known is not None:
            self.outlet.remove(known)

    def rows(self) -> Iterator[FileRow]:
        """The manifest's rows."""
        for name, done in self.state.files():
            yield FileRow(
                name,
                done.format,
                done.input_sha256,
                done.output,
                done.output_sha256,
                done.audit,
                done.audit_sha256,
                done.chain,
                done.records,
                done.entities,
                done.withheld,
            )
