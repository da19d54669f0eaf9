"""A run into an output folder or file: lock, what changed, checkpoints, publishing, manifest, summary."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from redactor.audit.manifest import FileRow, Head
from redactor.audit.results import FileResult, Fingerprint, ResumePoint
from redactor.audit.signing import load_signing_key
from redactor.audit.state import State
from redactor.audit.withheld_log import WithheldLog
from redactor.engine import finalize
from redactor.engine.components import Components, named
from redactor.engine.discovery import EXCLUDED, InputFile, SkippedFile, discover
from redactor.engine.file_columns import columns_of
from redactor.engine.file_names import MaskedNames, names_of
from redactor.engine.file_output import FileOutput
from redactor.engine.file_task import Deferred, FileTask, Resume, StampedSource
from redactor.engine.finalize import Seals
from redactor.engine.incremental import Changes, Gone, Unchanged
from redactor.engine.output.file_sinks import FinishedFile, PartialFiles, partial_path
from redactor.engine.output.open_output import open_output, output_exists
from redactor.engine.output.target import OutputTarget
from redactor.engine.pipeline import Observer, redact_files
from redactor.engine.prefetch import Prefetcher
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts, Summary
from redactor.engine.timeline import Timeline
from redactor.formats import registry
from redactor.masking.policy.policy import plugin_digests
from redactor.storage.streams import COMPRESSIONS, stamp
from redactor.version import __version__

#: What Linux takes, less the few letters that are added while a file grows.
_LONGEST_PATH = 4_080


def run_folder(
    settings: RunSettings,
    summary: Summary,
    observe: Observer,
    parts: Callable[[], Components],
    details: Callable[[Summary], dict[str, Any]],
) -> None:
    """Redact into ``settings.output``; docs/concepts.md says what lies in it afterwards."""
    signer = load_signing_key(settings.sign_key) if settings.sign_key else None
    ready = None if output_exists(settings) else parts()
    with ExitStack() as stack:
        target = stack.enter_context(open_output(settings))
        state = stack.enter_context(State.open(target.layout.state, settings.key))
        stack.enter_context(target.writing(state))
        layout = target.layout
        folder = FolderRun(settings, target, state, summary, ready or parts())
        folder.redact(observe)
        folder.withheld.publish()
        summary.details |= named(settings, folder.parts) | details(summary) | {"course": folder.timeline.as_json()}
        finalize.remember(summary, layout, settings.fail_on_drift)
        made_with = folder.fingerprint
        head = Head(__version__, made_with.policy, made_with.model, made_with.key_id, folder.options)
        seals = Seals(settings.key, signer)
        manifest_sha256 = finalize.manifest(head, folder.rows(), state.digest(), layout, seals)
        if settings.report:
            target.gather_audits()
        covers = finalize.report(summary, layout, settings.report) | {layout.state.name: target.state_sha256(state)}
        finalize.seal(summary, manifest_sha256, covers, layout, seals)
        # Every file is finished or withheld: whatever is left belongs to inputs that have gone.
        shutil.rmtree(layout.home / "partial", ignore_errors=True)
        target.finish()


@dataclass(frozen=True, slots=True)
class _ValueName:
    """A file whose ``name`` is a value, and as what it is ``told`` to be withheld; None: it is done under a masked name."""

    name: str
    masked_name: str | None = None


class FolderRun:
    """One run's way through the files of its input."""

    def __init__(
        self, settings: RunSettings, target: OutputTarget, state: State, summary: Summary, parts: Components
    ) -> None:
        self.settings, self.target, self.state, self.summary, self.parts = settings, target, state, summary, parts
        self.layout = target.layout
        self.options: dict[str, Any] = {
            "fields": list(settings.fields),
            "format": settings.format,
            "line_buffered": settings.line_buffered,
            "max_record_bytes": settings.max_record_bytes,
            "recall": settings.policy.recall,
            "record_timeout": settings.record_timeout,
            "unread": settings.unread,
            "header": settings.header,
            "attachments": settings.policy.mail.attachments,
            "pdf": settings.pdf,
            "ocr": settings.for_formats.ocr,
        }
        code = {"formats": registry.plugin_digests(), "operators": plugin_digests(settings.policy)}
        if any(code.values()):  # else as before there were any
            self.options["plugins"] = code
        key_id = settings.key.id if settings.key else None
        options = json.dumps(self.options, sort_keys=True)
        self.fingerprint = Fingerprint(settings.policy.digest, parts.model_digest, key_id, __version__, options)
        # What does not touch the files that are read, but a check wants to know.
        self.options |= {"include": list(settings.include), "exclude": list(settings.exclude)}
        self.withheld = WithheldLog(self.layout.withheld)
        self._changes = Changes(settings, target, state, self.withheld, self.fingerprint)
        self._gone = Gone(state)
        # The name of a single file is chosen by the user.
        self._names = None if settings.single else names_of(settings, parts)
        self._prefetcher = Prefetcher()
        #: Contents of files that were not there in the last run: one that is gone may have been renamed.
        self._new: set[str] = set()
        #: Names of outputs that are not those of their files (hashes, for they may be many).
        self._taken: set[int] = set()
        self.timeline = Timeline()

    def redact(self, observe: Observer) -> None:
        """Every file of the input, in order."""
        self.summary.details["bytes"] = 0

        def seen(file: str, counts: Counts, read_bytes: int) -> None:
            self.timeline.see(file, counts.words)
            observe(file, counts, read_bytes)

        tasks = self._prefetcher.over(map(self._task, self._found()))
        redact_files(tasks, self.parts, self.settings, self._publish, seen)
        self.target.drain()
        self._deleted()

    def _found(self) -> Iterator[InputFile | SkippedFile | _ValueName]:
        assert self.settings.input is not None
        for file in discover(self.settings.input, self.settings.choice, self.settings.output, self.settings.secrets):
            if isinstance(file, SkippedFile) and file.reason == EXCLUDED:
                self.summary.files["excluded"] += 1
                continue
            if isinstance(file, InputFile) and file.read_as.guessed:
                self.summary.guessed[file.format.name] += 1
            masked_name = self._names.masked(file.name) if self._names else None
            if masked_name is not None and isinstance(self._names, MaskedNames):
                yield _ValueName(file.name)
                file, masked_name = replace(file, name=masked_name), None
            if not (isinstance(file, SkippedFile) and file.nameless):
                self._gone.see(file.name)
            if isinstance(file, SkippedFile) and file.hides:
                self._gone.unseen(file.name)
            yield file if masked_name is None else _ValueName(file.name, masked_name)
        self.summary.noted_names = self._names.noted if self._names else 0

    def _task(self, file: InputFile | SkippedFile | _ValueName) -> FileTask | Deferred:
        """What is to be done with a file. Runs in the reading thread, so it decides and does nothing."""
        if isinstance(file, _ValueName):
            if file.masked_name is None:  # an older output has the name itself
                return Deferred(partial(self._remove, file.name))
            return Deferred(partial(self._skip, file.name, "name", file.masked_name))
        if isinstance(file, SkippedFile) and file.asked:
            return Deferred(partial(self._pass_over, file.name, file.reason))
        if isinstance(file, SkippedFile):
            return Deferred(partial(self._withhold if file.nameless else self._skip, file.name, file.reason))
        if not self._named(file):
            return Deferred(partial(self._skip, file.name, "name-taken"))
        if len(os.fsencode(partial_path(self.layout, "withheld", file.name))) > _LONGEST_PATH:
            return Deferred(partial(self._skip, file.name, "name-too-long"))
        try:
            seen = stamp(file.path)
        except OSError as error:
            return Deferred(partial(self._skip, file.name, f"unreadable:{type(error).__name__}"))
        same = self._changes.unchanged(file, seen)
        if same is not None:
            return Deferred(partial(self._keep, file.name, same))
        checkpoint = self._changes.checkpoint(file, seen)
        return FileTask(
            file.name,
            file.format,
            self.settings.for_formats,
            StampedSource(self._prefetcher.fetched(file), seen),
            open_sink=partial(self._sink, file, checkpoint),
            resume=Resume(checkpoint, partial_path(self.layout, "audit", file.name)) if checkpoint else None,
            save=partial(self.state.checkpoint, file.name),
            fingerprint=self.fingerprint,
            checkpoint_chars=self.settings.checkpoint_chars,
            columns=columns_of(self.parts.masker, file.format, self.settings.for_formats),
        )

    def _named(self, file: InputFile) -> bool:
        """Is the name of its output free? Names come sorted, so ``a.pdf``, which becomes ``a.pdf.txt``, is there before a
        file of that name, or a folder."""
        if any(hash(name) in self._taken for name in (file.name, *map(str, PurePath(file.name).parents))):
            return False
        # Every kind of log has one name for its output: it need not be looked into.
        output = file.read_as.named.output_name(file.name, self.settings.for_formats)
        if output != file.name:
            self._taken.add(hash(output))
        return True

    def _sink(self, file: InputFile, checkpoint: ResumePoint | None) -> PartialFiles:
        compression = file.compression
        # The user chose a single file's name, and the name says whether it is compressed.
        if self.layout.single and not file.format.unread:
            compression = COMPRESSIONS.get(PurePath(self.layout.single).suffix.lower())
        return PartialFiles(self.layout, file.name, compression, checkpoint)

    def _keep(self, name: str, same: Unchanged) -> None:
        """A file that did not change: what it had withheld still is, and where a check found a leak it stays away."""
        if same.quarantine:
            self._withhold(name, "in-quarantine")
        else:
            self.summary.files["unchanged"] += 1
        self.withheld.keep(name, same.known.withheld_sha256)
        self.summary.counts.still(Counts.from_json(same.known.counts))

    def _publish(self, output: FileOutput) -> None:
        """A file is whole, or given up."""
        task, source, parts = output.task, output.task.source, output.partial
        assert isinstance(source, StampedSource) and parts is not None
        reason = output.reason
        if source.changed(unreadable=output.unreadable, broken=reason is not None):
            reason = "changed-while-read"
        self.summary.details["bytes"] += source.stamp.size
        if reason is not None:
            parts.drop()
            self._skip(task.name, reason, detail=output.detail)
            return
        finished = parts.finished()
        if finished.withheld is not None:
            self.withheld.add(finished.withheld)
        self.summary.counts.add(output.counts)
        self.summary.files[task.format.done] += 1
        if self._gone.any and self.state.finished(task.name) is None:
            self._new.add(source.sha256)
        names = self.layout.single or task.format.output_name(task.name, task.settings), self.layout.audit(task.name)
        for other in list(self._gone.in_the_way(task.name, names[0])):
            self._remove(other)
            self.summary.files["replaced"] += 1
        result = output.result(finished, *names)
        self.target.publish(*names, finished, partial(self._published, task.name, result, finished))

    def _published(self, name: str, result: FileResult, finished: FinishedFile, tags: Mapping[str, str]) -> None:
        """Output and audit have their final names."""
        self.state.finish(name, replace(result, stored={**result.stored, **tags}))
        for left in (finished.withheld, finished.spool):
            if left is not None:
                left.unlink()

    def _skip(self, name: str, reason: str, masked_name: str | None = None, detail: str = "") -> None:
        """A file of which nothing is given out; an older output of it goes too, since nobody can say that it still fits."""
        self._remove(name)
        self._withhold(masked_name or name, reason, detail)

    def _pass_over(self, name: str, reason: str) -> None:
        """A file that the run was told to skip: it is known, and no problem."""
        self._remove(name)
        self.withheld.whole(name, reason)
        self.summary.files["skipped"] += 1

    def _withhold(self, name: str, reason: str, detail: str = "") -> None:
        self.withheld.whole(name, reason)
        self.summary.problem(name, reason, detail)
        self.summary.files["not redacted"] += 1

    def _deleted(self) -> None:
        """Outputs whose input is gone: reported, and with ``--delete`` removed, unless they are too many to believe it."""
        gone = [(name, known) for name in self._gone.names() if (known := self.state.finished(name)) is not None]
        delete = self.settings.delete
        if delete:
            lost = sum(not self._gone.hidden(name) and known.input_sha256 not in self._new for name, known in gone)
            if self._gone.too_many(lost, self.settings.max_delete):
                delete, self.summary.kept_outputs = False, (lost, self._gone.before)
        for name, known in gone:
            removed = delete and not self._gone.hidden(name)
            renamed = known.input_sha256 in self._new
            self.summary.files["renamed" if renamed else "deleted" if removed else "without input"] += 1
            if removed or not self.withheld.knows(name, known.withheld_sha256):
                self._remove(name)
            else:
                self.withheld.keep(name, known.withheld_sha256)
                self.state.finish(name, known)  # and forget where a killed run left it
        for name in list(self.state.checkpoints()):
            self.state.forget(name)  # begun by a killed run, and gone since

    def _remove(self, name: str) -> None:
        known = self.state.finished(name)
        self.state.forget(name)
        if known is not None:
            self.target.remove(known)

    def rows(self) -> Iterator[FileRow]:
        """The manifest's rows."""
        for name, done in self.state.files():
            yield FileRow(
                path=name,
                format=done.format,
                input_sha256=done.input_sha256,
                output=done.output,
                output_sha256=done.output_sha256,
                audit=done.audit,
                audit_sha256=done.audit_sha256,
                chain=done.chain,
                records=done.records,
                entities=done.entities,
                withheld=done.withheld,
                head=done.head,
            )
