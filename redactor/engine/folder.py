"""A run into an output folder or file: lock, what changed, checkpoints, publishing, manifest, summary."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from redactor import __version__
from redactor.audit.events import Withheld, parse_withheld, withheld_line
from redactor.audit.layout import Layout
from redactor.audit.lock import OutputLock
from redactor.audit.manifest import FileRow, Head, build_manifest
from redactor.audit.results import Checkpoint, FileResult, Fingerprint
from redactor.audit.signing import load_signing_key
from redactor.audit.state import State
from redactor.audit.summary import seal_summary
from redactor.engine.components import Components
from redactor.engine.pipeline import Folding, Job, Step
from redactor.engine.publish import Partial, make_folder, remove_empty, write_whole
from redactor.engine.resume import replayed
from redactor.engine.run import Observer, fold_all, format_settings, open_hashed
from redactor.engine.settings import RunSettings
from redactor.engine.shards import Shard, Unread, discover
from redactor.engine.sinks import FileSink, Folder
from redactor.engine.summary import Counts, Summary
from redactor.errors import StorageError
from redactor.formats.storage import file_digest, open_source
from redactor.formats.table import COMPRESSIONS


@dataclass(slots=True)
class _Note:
    """What the folder run knows of one job. ``checkpoint`` is where a killed run left it."""

    shard: Shard
    size: int
    mtime_ns: int
    checkpoint: Checkpoint | None
    digest: Callable[[], str] = lambda: ""
    input_sha256: str = ""
    sink: Folder | None = None

    @property
    def writer(self) -> Any:
        return self.checkpoint.writer if self.checkpoint else None


def run_folder(
    settings: RunSettings, summary: Summary, observe: Observer | None, parts: Callable[[], Components],
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
        folder.collect()
        summary.details |= details(summary)
        others = {layout.withheld.name: file_digest(layout.withheld)}
        head = Head(__version__, folder.fingerprint.policy, folder.fingerprint.model, folder.fingerprint.key_id, folder.options)
        lines = build_manifest(head, folder.rows(), others=others, state=state.digest(), key=settings.key, signer=signer)
        manifest = Partial(layout.manifest.with_name("manifest.json.new"))
        for line in lines:
            manifest.write(line)
        manifest.publish(layout.manifest)
        sealed = seal_summary(summary.as_json(), manifest_sha256=manifest.sha256, key=settings.key, signer=signer)
        write_whole(layout.summary, sealed)
        remove_empty(layout.home / "partial")


class FolderRun:
    """One run's way through the files of its input."""

    def __init__(self, settings: RunSettings, layout: Layout, state: State, summary: Summary, parts: Components) -> None:
        self.settings, self.layout, self.state, self.summary, self.parts = settings, layout, state, summary, parts
        self.options = {
            "fields": list(settings.fields), "format": settings.format, "line_buffered": settings.line_buffered,
            "max_record_bytes": settings.max_record_bytes, "recall": settings.policy.recall,
        }
        key_id = settings.key.id if settings.key else None
        options = json.dumps(self.options, sort_keys=True)
        self.fingerprint = Fingerprint(settings.policy.digest, parts.model_digest, key_id, __version__, options)
        self._spool = Partial(layout.home / "partial" / "_withheld")
        self._kept: set[str] = set()
        self._seen: set[str] = set()

    def redact(self, observe: Observer | None) -> None:
        """Every file of the input, in order."""
        jobs = fold_all(self._jobs(), self.parts, self.settings, self._sink, observe, self._checkpoint)
        for job, reason in jobs:
            self._finish(job, reason)
        self._deleted()

    def _jobs(self) -> Iterator[Job]:
        settings = self.settings
        assert settings.input is not None
        for shard in discover(settings.input, settings.format, settings.output):
            if isinstance(shard, Shard):
                self._seen.add(shard.name)
                job = self._job(shard)
                if job is not None:
                    yield job
            else:
                self._seen.add(shard.name)
                self._unread(shard)

    def _job(self, shard: Shard) -> Job | None:
        try:
            status = shard.path.stat()
        except OSError as error:
            self._unread(Unread(shard.name, f"unreadable:{type(error).__name__}"))
            return None
        known = None if self.settings.fresh else self.state.finished(shard.name)
        if known is not None and self._unchanged(shard, known, status.st_size, status.st_mtime_ns):
            self.summary.files["unchanged"] += 1
            self._kept.add(shard.name)
            if known.withheld:
                counts = Counts.from_json(known.counts)
                self.summary.counts.withheld += counts.withheld
                self.summary.counts.reasons.update(counts.reasons)
            return None
        checkpoint = None if self.settings.fresh else self.state.resume(shard.name, self.fingerprint)
        if checkpoint is not None and (checkpoint.size, checkpoint.mtime_ns) != (status.st_size, status.st_mtime_ns):
            checkpoint = None
        if checkpoint is not None and not self._partials_there(shard.name, checkpoint):
            checkpoint = None
        note = _Note(shard, status.st_size, status.st_mtime_ns, checkpoint)
        job = Job(shard.name, shard.format, format_settings(self.settings), partial(self._open, note), note=note)
        if checkpoint is not None:
            job.position, job.counts = checkpoint.reader, Counts.from_json(checkpoint.counts)
        job.ended = partial(self._read_whole, note)
        return job

    def _unchanged(self, shard: Shard, known: FileResult, size: int, mtime_ns: int) -> bool:
        if known.fingerprint != self.fingerprint or known.status != "redacted" or known.size != size:
            return False
        output, audit = self.layout.tree / str(known.output), self.layout.home / str(known.audit)
        if not (output.is_file() and audit.is_file()):
            return False
        if known.mtime_ns == mtime_ns and not self.settings.checksum:
            return True
        if file_digest(shard.path) != known.input_sha256:
            return False
        if self.settings.checksum and (file_digest(output), file_digest(audit)) != (known.output_sha256, known.audit_sha256):
            return False
        self.state.finish(shard.name, replace(known, mtime_ns=mtime_ns))
        return True

    def _partials_there(self, name: str, checkpoint: Checkpoint) -> bool:
        wanted = {"out": checkpoint.output_bytes, "audit": checkpoint.audit_bytes, "withheld": checkpoint.memory["withheld_bytes"]}
        for kind, size in wanted.items():
            path = self.layout.home / "partial" / f"{name}.{kind}"
            if size and not (path.is_file() and path.stat().st_size >= size):
                return False
        return True

    def _open(self, note: _Note) -> BinaryIO:
        if note.shard.format.name == "parquet":  # needs to seek, so its digest is taken apart
            note.digest = partial(file_digest, note.shard.path)
            return open_source(note.shard.path, None)
        stream, note.digest = open_hashed(note.shard.path, note.shard.compression)
        return stream

    def _read_whole(self, note: _Note) -> None:
        note.input_sha256 = note.digest()

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
            audit = self.layout.home / "partial" / f"{step.job.name}.audit"
            pieces = folding.job.format.name == "text" and not self.settings.line_buffered
            values = replayed(note.shard, format_settings(self.settings), audit, note.checkpoint.audit_bytes) if pieces else iter(())
            folding.fold.restore(note.checkpoint.memory["fold"], values)
        if step.group is None or not step.group.checkpoint or note.sink is None:
            return
        output, audit_bytes, withheld, head = note.sink.commit()
        self.state.checkpoint(
            step.job.name,
            Checkpoint(
                self.fingerprint, step.group.records[-1].position, folding.writer.position, output, audit_bytes, head,
                step.job.counts.records, step.job.counts.as_json(), {"fold": dict(folding.fold.state), "withheld_bytes": withheld},
                note.size, note.mtime_ns,
            ),
        )

    def _finish(self, job: Job, reason: str | None) -> None:
        note: _Note = job.note
        assert note.sink is not None
        if reason is None and self._moved(note):
            reason = "changed-while-read"
        self.summary.counts.add(job.counts)
        if reason is not None:
            note.sink.drop()
            self._unread(Unread(job.name, reason))
            return
        output = self.layout.single or job.name
        done = note.sink.publish(self.layout.tree / output)
        if done.withheld is not None:
            self._spool.write(done.withheld.read_bytes())
            done.withheld.unlink()
        counts = job.counts
        self.state.finish(
            job.name,
            FileResult(
                "redacted", note.size, note.mtime_ns, note.input_sha256, self.fingerprint, job.format.name, output, done.output_sha256,
                self.layout.audit(job.name), done.audit_sha256, done.chain, counts.records, counts.entities, counts.withheld, counts.as_json(),
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
        self._spool.write(withheld_line(Withheld(unread.name, None, unread.reason)))
        self.summary.problem(unread.name, unread.reason)
        self.summary.files["not redacted"] += 1

    def _deleted(self) -> None:
        """Outputs whose input is gone: reported, and with ``--delete`` removed."""
        for name in [name for name, _ in self.state.files() if name not in self._seen]:
            self.summary.files["deleted" if self.settings.delete else "without input"] += 1
            if self.settings.delete:
                self._remove(name)
            else:
                self._kept.add(name)

    def _remove(self, name: str) -> None:
        known = self.state.finished(name)
        self.state.forget(name)
        if known is not None:
            try:
                (self.layout.tree / str(known.output)).unlink(missing_ok=True)
                (self.layout.home / str(known.audit)).unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(f"cannot remove the output of {name}: {error.strerror}") from None

    def collect(self) -> None:
        """``withheld.jsonl`` of all files: lines of this run, and those of files that did not change."""
        self._spool.sync()
        whole = Partial(self.layout.home / "withheld.jsonl.new")
        old = (line for line in _lines(self.layout.withheld) if parse_withheld(line).file in self._kept)
        for line in heapq.merge(old, _lines(self._spool.path), key=_place):
            whole.write(line)
        whole.publish(self.layout.withheld)
        self._spool.drop()

    def rows(self) -> Iterator[FileRow]:
        """The manifest's rows."""
        for name, done in self.state.files():
            yield FileRow(
                name, done.format, done.input_sha256, done.output, done.output_sha256, done.audit, done.audit_sha256, done.chain,
                done.records, done.entities, done.withheld,
            )


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as lines:
            yield from lines


def _place(line: bytes) -> list[str]:
    return parse_withheld(line).file.split("/")
