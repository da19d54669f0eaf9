"""One file on its way through a run into an output: how it is read, where its parts grow, where it stands, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from redactor.audit.layout import Layout
from redactor.audit.results import Checkpoint, FileResult, Fingerprint
from redactor.engine.discovery import Shard
from redactor.engine.incremental import HELD
from redactor.engine.output.file_sinks import Folder, Whole, partial_path
from redactor.engine.pipeline import Folding, Job, Step
from redactor.engine.resume import replayed
from redactor.engine.run import format_settings, open_hashed
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts
from redactor.formats.registry import COMPRESSIONS
from redactor.storage.objects import ObjectFile
from redactor.storage.streams import Look, file_digest, look, open_source


class FileRun:
    """What the run knows of one job. ``checkpoint`` is where a killed run left it; ``sink`` is there once it has begun."""

    def __init__(
        self, shard: Shard, seen: Look, checkpoint: Checkpoint | None, settings: RunSettings, layout: Layout
    ) -> None:
        self.shard, self.look, self._checkpoint = shard, seen, checkpoint
        self._settings, self._layout = settings, layout
        self._digest: Callable[[], str] = lambda: ""
        self._read_bytes: Callable[[], int] = lambda: 0
        self.input_sha256 = ""
        self.sink: Folder | None = None

    @property
    def writer(self) -> Any:
        """Where the writer goes on."""
        return self._checkpoint.writer if self._checkpoint else None

    def job(self) -> Job:
        """The file as the pipeline takes it."""
        job = Job(self.shard.name, self.shard.format, format_settings(self._settings), self._open, note=self)
        job.checkpoint_chars, job.read_bytes = self._settings.checkpoint_chars, lambda: self._read_bytes()
        if self._checkpoint is not None:
            job.position, job.counts = self._checkpoint.reader, Counts.from_json(self._checkpoint.counts)
        job.ended = self._read_whole
        return job

    def begin(self) -> Folder:
        """Where its parts grow."""
        compression = self.shard.compression
        if self._layout.single:  # the user chose the name, and the name says whether it is compressed
            compression = COMPRESSIONS.get(PurePath(self._layout.single).suffix.lower())
        self.sink = Folder(self._layout, self.shard.name, compression, self._checkpoint)
        return self.sink

    def restore(self, folding: Folding) -> None:
        """Let the fold know again what it knew at the checkpoint."""
        if self._checkpoint is None:
            return
        pieces = self.shard.format.name == "text" and not self._settings.line_buffered
        audit = partial_path(self._layout, "audit", self.shard.name)
        known = replayed(self.shard, format_settings(self._settings), audit, self._checkpoint.audit_bytes)
        folding.fold.restore(self._checkpoint.memory["fold"], known if pieces else iter(()))

    def standing(self, folding: Folding, step: Step, fingerprint: Fingerprint) -> Checkpoint | None:
        """A checkpoint after this step, all of it on disk; None where none is due."""
        if step.group is None or not step.group.checkpoint or self.sink is None:
            return None
        done = self.sink.commit()
        return Checkpoint(
            fingerprint,
            step.group.records[-1].position,
            folding.writer.position,
            done.output_bytes,
            done.audit_bytes,
            done.chain,
            step.job.counts.records,
            step.job.counts.as_json(),
            {
                "fold": dict(folding.fold.state),
                "withheld_bytes": done.withheld_bytes,
                "withheld_sha256": done.withheld_sha256,
            },
            self.look.size,
            self.look.mtime_ns,
            output_sha256=done.output_sha256,
            audit_sha256=done.audit_sha256,
            tag=self.look.tag,
            ctime_ns=self.look.ctime_ns,
        )

    def result(self, counts: Counts, whole: Whole, fingerprint: Fingerprint) -> FileResult:
        """What became of it."""
        return FileResult(
            "redacted",
            self.look.size,
            self.look.mtime_ns,
            self.input_sha256,
            fingerprint,
            self.shard.format.name,
            self._layout.single or self.shard.name,
            whole.output.sha256,
            self._layout.audit(self.shard.name),
            whole.audit.sha256,
            whole.chain,
            counts.records,
            counts.entities,
            counts.withheld,
            counts.as_json() | {HELD: whole.withheld_sha256},
            {"input": self.look.tag} if self.look.tag else {},
        )

    def moved(self, reason: str | None) -> bool:
        """Was it changed while it was read? ``reason`` says why it could not be read, if so."""
        path = self.shard.path
        if isinstance(path, ObjectFile):  # one version of it was read, or none
            return (reason or "").startswith("unreadable") and path.moved()
        try:
            return reason is None and look(path) != self.look
        except OSError:
            return True

    def _open(self) -> BinaryIO:
        if self.shard.format.name == "parquet":  # needs to seek, so its digest is taken apart
            self._digest = partial(file_digest, self.shard.path)
            return open_source(self.shard.path, None)
        stream, hashing = open_hashed(self.shard.path, self.shard.compression)
        self._digest, self._read_bytes = hashing.drain, lambda: hashing.size
        return stream

    def _read_whole(self) -> None:
        self.input_sha256 = self._digest()
        self._read_bytes = lambda: self.look.size
