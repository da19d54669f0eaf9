"""A run into an output folder or file: lock, what changed, checkpoints, publishing, manifest, summary."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing as closing_after
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from redactor.audit.layout import Layout
from redactor.audit.lock import OutputLock
from redactor.audit.manifest import FileRow, Head, build_manifest
from redactor.audit.results import Checkpoint, FileResult, Fingerprint
from redactor.audit.signing import load_signing_key
from redactor.audit.state import State
from redactor.audit.summary import seal_summary
from redactor.engine import closing
from redactor.engine.components import Components
from redactor.engine.held import HeldLines
from redactor.engine.pipeline import Aside, Folding, Job, Step
from redactor.engine.publish import Partial, make_folder, write_whole
from redactor.engine.resume import replayed
from redactor.engine.run import Observer, fold_all, format_settings, named, open_hashed
from redactor.engine.settings import RunSettings
from redactor.engine.shards import Shard, Unread, discover
from redactor.engine.sinks import FileSink, Folder, partial_path
from redactor.engine.summary import Counts, Summary
from redactor.errors import StorageError
from redactor.formats.storage import file_digest, open_source
from redactor.formats.table import COMPRESSIONS
from redactor.version import __version__

#: Name under which a file's counts keep the digest of its withheld lines.
HELD = "withheld_sha256"


@dataclass(slots=True)
class _Note:
    """What the folder run knows of one job. ``checkpoint`` is where a killed run left it."""

    shard: Shard
    size: int
    mtime_ns: int
    checkpoint: Checkpoint | None
    digest: Callable[[], str] = lambda: ""
    read_bytes: Callable[[], int] = lambda: 0
    input_sha256: str = ""
    sink: Folder | None = None

    @property
    def writer(self) -> Any:
        return self.checkpoint.writer if self.checkpoint else None


def run_folder(
    settings: RunSettings,
    summary: Summary,
    observe: Observer | None,
    parts: Callable[[], Components],
    details: Callable[[Summary], dict[str, Any]],
) -> None:
    """Redact into ``settings.output``; see DESIGN, "Output folder"."""
    assert settings.input is not None and settings.output is not None
    layout = Layout.of(settings.output, single=settings.single)
    make_folder(layout.tree)
    make_folder(layout.home)
    signer = load_signing_key(settings.sign_key) if settings.sign_key else None
    with OutputLock(layout.home), State.open(layout.state, settings.key) as state:
        folder = FolderRun(settings, layout, state, summary, parts())
        folder.redact(observe)
        folder.held.publish()
        summary.details |= named(settings, folder.parts) | details(summary)
        closing.remember(summary, layout, settings.fail_on_drift)
        others = {layout.withheld.name: file_digest(layout.withheld)}
        head = Head(
            __version__, folder.fingerprint.policy, folder.fingerprint.model, folder.fingerprint.key_id, folder.options
        )
        lines = build_manifest(
            head, folder.rows(), others=others, state=state.digest(), key=settings.key, signer=signer
        )
        manifest = Partial(layout.manifest.with_name("manifest.json.new"))
        for line in lines:
            manifest.write(line)
        manifest.publish(layout.manifest)
        covers = closing.report(summary, layout, settings.report)
        sealed = seal_summary(
            summary.as_json(), manifest_sha256=manifest.sha256, covers=covers, key=settings.key, signer=signer
        )
        write_whole(layout.summary, sealed)
        # Every file is finished or withheld: whatever is left belongs to inputs that have gone.
        shutil.rmtree(layout.home / "partial", ignore_errors=True)


class FolderRun:
    """One run's way through the files of its input."""

    def __init__(
        self, settings: RunSettings, layout: Layout, state: State, summary: Summary, parts: Components
    ) -> None:
        self.settings, self.layout, self.state, self.summary, self.parts = settings, layout, state, summary, parts
        self.options = {
            "fields": list(settings.fields),
            "format": settings.format,
            "line_buffered": settings.line_buffered,
            "max_record_bytes": settings.max_record_bytes,
            "recall": settings.policy.recall,
        }
        key_id = settings.key.id if settings.key else None
        options = json.dumps(self.options, sort_keys=True)
        self.fingerprint = Fingerprint(settings.policy.digest, parts.model_digest, key_id, __version__, options)
        self.held = HeldLines(layout.withheld)
        self._seen: set[str] = set()
        self._new: set[str] = set()

    def redact(self, observe: Observer | None) -> None:
        """Every file of the input, in order."""
        with closing_after(
            fold_all(self._jobs(), self.parts, self.settings, self._sink, observe, self._checkpoint)
        ) as jobs:
            for job, reason in jobs:
                self._finish(job, reason)
        self._deleted()

    def _jobs(self) -> Iterator[Job | Aside]:
        settings = self.settings
        assert settings.input is not None
        for shard in discover(settings.input, settings.format, settings.output):
            self._seen.add(shard.name)
            yield self._job(shard) if isinstance(shard, Shard) else Aside(partial(self._unread, shard))

    def _job(self, shard: Shard) -> Job | Aside:
        """What is to be done with a file. Runs in the reading thread, so it decides and does nothing."""
        try:
            status = shard.path.stat()
        except OSError as error:
            return Aside(partial(self._unread, Unread(shard.name, f"unreadable:{type(error).__name__}")))
        known = None if self.settings.fresh else self.state.finished(shard.name)
        if known is not None and self._unchanged(shard, known, status.st_size, status.st_mtime_ns):
            return Aside(partial(self._keep, shard.name, known))
        checkpoint = None if self.settings.fresh else self.state.resume(shard.name, self.fingerprint)
        if checkpoint is not None and (checkpoint.size, checkpoint.mtime_ns) != (status.st_size, status.st_mtime_ns):
            checkpoint = None
        if checkpoint is not None and not self._partials_hold(shard.name, checkpoint):
            checkpoint = None
        note = _Note(shard, status.st_size, status.st_mtime_ns, checkpoint)
        job = Job(shard.name, shard.format, format_settings(self.settings), partial(self._open, note), note=note)
        job.checkpoint_chars, job.read_bytes = self.settings.checkpoint_chars, lambda: note.read_bytes()
        if checkpoint is not None:
            job.position, job.counts = checkpoint.reader, Counts.from_json(checkpoint.counts)
        job.ended = partial(self._read_whole, note)
        return job

    def _unchanged(self, shard: Shard, known: FileResult, size: int, mtime_ns: int) -> bool:
        if known.fingerprint != self.fingerprint or known.status != "redacted" or known.size != size:
            return False
        output, audit = self.layout.tree / str(known.output), self.layout.home / str(known.audit)
        if not (output.is_file() and audit.is_file()) or not self.held.knows(shard.name, _held_digest(known)):
            return False
        if known.mtime_ns == mtime_ns and not self.settings.checksum:
            return True
        if file_digest(shard.path) != known.input_sha256:
            return False
        if self.settings.checksum and (file_digest(output), file_digest(audit)) != (
            known.output_sha256,
            known.audit_sha256,
        ):
            return False
        self.state.finish(shard.name, replace(known, mtime_ns=mtime_ns))
        return True

    def _keep(self, name: str, known: FileResult) -> None:
        """A file that did not change: what it had withheld still is."""
        self.summary.files["unchanged"] += 1
        self.held.keep(name, _held_digest(known))
        counts = Counts.from_json(known.counts)
        self.summary.counts.withheld += counts.withheld
        self.summary.counts.reasons.update(counts.reasons)
        self.summary.counts.unread_columns.update(counts.unread_columns)

    def _partials_hold(self, name: str, checkpoint: Checkpoint) -> bool:
        """Are the partial files still what they were at the checkpoint?"""
        wanted = (
            ("out", checkpoint.output_bytes, checkpoint.output_sha256), ("audit", checkpoint.audit_bytes, checkpoint.audit_sha256),
            ("withheld", checkpoint.memory["withheld_bytes"], None),
        )  # fmt: skip
        for kind, size, digest in wanted:
            path = partial_path(self.layout, kind, name)
            if size and not (path.is_file() and path.stat().st_size >= size and digest in (None, _digest(path, size))):
                return False
        return True

    def _open(self, note: _Note) -> BinaryIO:
        if note.shard.format.name == "parquet":  # needs to seek, so its digest is taken apart
            note.digest = partial(file_digest, note.shard.path)
            return open_source(note.shard.path, None)
        stream, hashing = open_hashed(note.shard.path, note.shard.compression)
        note.digest, note.read_bytes = hashing.drain, lambda: hashing.size
        return stream

    def _read_whole(self, note: _Note) -> None:
        note.input_sha256 = note.digest()
        note.read_bytes = lambda: note.size

    def _sink(self, job: Job) -> FileSink:
        note: _Note = job.note
        compression = note.shard.compression
        if self.layout.single:  # the user chose the name, and the name says whether it is compressed
            compression = COMPRESSIONS.get(Path(self.layout.single).suffix.lower())
        note.sink = Folder(self.layout, job.name, compression, note.checkpoint)
        return note.sink

    def _checkpoint(self, folding: Folding, step: Step) -> None:
        note: _Note = step.job.note
        if step.kind == "begin" and note.checkpoint is not None:
            audit = partial_path(self.layout, "audit", step.job.name)
            pieces = folding.job.format.name == "text" and not self.settings.line_buffered
            values = (
                replayed(note.shard, format_settings(self.settings), audit, note.checkpoint.audit_bytes)
                if pieces
                else iter(())
            )
            folding.fold.restore(note.checkpoint.memory["fold"], values)
        if step.group is None or not step.group.checkpoint or note.sink is None:
            return
        done = note.sink.commit()
        self.state.checkpoint(
            step.job.name,
            Checkpoint(
                self.fingerprint,
                step.group.records[-1].position,
                folding.writer.position,
                done.output_bytes,
                done.audit_bytes,
                done.chain,
                step.job.counts.records,
                step.job.counts.as_json(),
                {"fold": dict(folding.fold.state), "withheld_bytes": done.withheld_bytes},
                note.size,
                note.mtime_ns,
                output_sha256=done.output_sha256,
                audit_sha256=done.audit_sha256,
            ),
        )

    def _finish(self, job: Job, reason: str | None) -> None:
        note: _Note = job.note
        assert note.sink is not None
        if reason is None and self._moved(note):
            reason = "changed-while-read"
        self.summary.details["bytes"] = self.summary.details.get("bytes", 0) + note.size
        if reason is not None:
            note.sink.drop()
            self._unread(Unread(job.name, reason))
            return
        output = self.layout.single or job.name
        done = note.sink.publish(self.layout.tree / output)
        if done.withheld is not None:
            self.held.add(done.withheld)
            done.withheld.unlink()
        counts = job.counts
        self.summary.counts.add(counts)
        if self.state.finished(job.name) is None:
            self._new.add(note.input_sha256)
        self.state.finish(
            job.name,
            FileResult(
                "redacted",
                note.size,
                note.mtime_ns,
                note.input_sha256,
                self.fingerprint,
                job.format.name,
                output,
                done.output_sha256,
                self.layout.audit(job.name),
                done.audit_sha256,
                done.chain,
                counts.records,
                counts.entities,
                counts.withheld,
                counts.as_json() | {HELD: done.withheld_sha256},
            ),
        )
        self.summary.files["redacted"] += 1

    def _moved(self, note: _Note) -> bool:
        try:
            status = note.shard.path.stat()
        except OSError:
            return True
        return (status.st_size, status.st_mtime_ns) != (note.size, note.mtime_ns)

    def _unread(self, unread: Unread) -> None:
        """A file of which nothing is given out; an older output of it goes too, since nobody can say that it still fits."""
        self._remove(unread.name)
        self.held.whole(unread.name, unread.reason)
        self.summary.problem(unread.name, unread.reason)
        self.summary.files["not redacted"] += 1

    def _deleted(self) -> None:
        """Outputs whose input is gone: reported, and with ``--delete`` removed."""
        for name, known in [each for each in self.state.files() if each[0] not in self._seen]:
            renamed = known.input_sha256 in self._new
            self.summary.files["renamed" if renamed else "deleted" if self.settings.delete else "without input"] += 1
            if self.settings.delete or not self.held.knows(name, _held_digest(known)):
                self._remove(name)
            else:
                self.held.keep(name, _held_digest(known))
                self.state.finish(name, known)  # and forget where a killed run left it
        for name in list(self.state.checkpoints()):
            self.state.forget(name)  # begun by a killed run, and gone since

    def _remove(self, name: str) -> None:
        known = self.state.finished(name)
        self.state.forget(name)
        if known is not None:
            try:
                (self.layout.tree / str(known.output)).unlink(missing_ok=True)
                (self.layout.home / str(known.audit)).unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(f"cannot remove the output of {name}: {error.strerror}") from None

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


def _held_digest(known: FileResult) -> str:
    """The digest of a finished file's lines in ``withheld.jsonl``; empty where it has none."""
    return str(known.counts.get(HELD, ""))


def _digest(path: Path, size: int) -> str:
    """SHA-256 of the first ``size`` bytes."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while size and (chunk := file.read(min(size, 1 << 20))):
            total.update(chunk)
            size -= len(chunk)
    return total.hexdigest()
