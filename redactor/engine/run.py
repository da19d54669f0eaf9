"""A run from settings to exit code: to a folder or file with all its proof, or through a pipe."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from redactor.engine.components import Components, built
from redactor.engine.detection import Detected
from redactor.engine.discovery import Shard, check_apart, discover, known_suffixes
from redactor.engine.memory import Guard, peak_rss
from redactor.engine.output.file_sinks import FileSink, Nowhere, Stream
from redactor.engine.pipeline import Aside, Folding, Job, Step, detect, steps, weight
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Summary
from redactor.engine.thread_pool import ordered
from redactor.errors import RedactorError, StorageError, UsageError
from redactor.formats.protocol import FormatSettings
from redactor.formats.registry import Compression, format_for
from redactor.masking.masker import Masker
from redactor.storage.atomic import HashingReader
from redactor.storage.objects import ObjectFile, found
from redactor.storage.store import Place
from redactor.storage.streams import decompressed, open_source
from redactor.version import __version__

#: Told after each step: (file, records so far in it, entities so far, bytes read so far).
Observer = Callable[[str, int, int, int], None]

STDIN_NAME = "stdin"


def run(settings: RunSettings, observe: Observer | None = None, components: Components | None = None) -> Summary:
    """Run it. Raises a ``RedactorError`` where the run as a whole cannot go on; all else stands in the Summary."""
    began = time.monotonic()
    cpu = time.process_time()
    if settings.input is not None and settings.output is not None:
        check_apart(settings.input, settings.output)
    if settings.input is not None:
        _check_input(settings.input, settings.format)
    if components is None:
        Masker(settings.policy, settings.key)  # a policy that lacks its key is told before a folder is made
    summary = Summary(keyed=settings.key is not None, dry_run=settings.dry_run)
    with contextlib.ExitStack() as held:

        def parts() -> Components:
            return components or held.enter_context(built(settings))

        if settings.output is not None and not settings.dry_run:
            from redactor.engine.folder_run import run_folder

            run_folder(settings, summary, observe, parts, partial(_details, began, cpu))
        else:
            _run_through(settings, parts(), summary, observe)
    summary.details |= _details(began, cpu, summary)
    return summary


def _check_input(path: Path | Place, override: str | None) -> None:
    """Fail before anything is made: the input is missing, unreadable, or one file of which nobody knows the format."""
    if isinstance(path, Place):
        at = found(path)
        if at is None:
            raise StorageError(f"input {path}: not found")
        if isinstance(at, ObjectFile):
            _check_format(at.name, str(path), override)
        return
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            return
        with path.open("rb") if path.is_file() else contextlib.nullcontext():
            path.stat()
    except OSError as error:
        raise StorageError(f"input {path}: {error.strerror}") from None
    if path.is_file():
        _check_format(path.name, str(path), override)


def _check_format(name: str, path: str, override: str | None) -> None:
    if format_for(name, override) is None:
        raise UsageError(f"{path}: unknown file type (known: {known_suffixes()}, also .gz and .zst); say --format")


def _details(began: float, cpu: float, summary: Summary) -> dict[str, Any]:
    seconds = time.monotonic() - began
    return {
        "finished": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": platform.node(),
        "python": platform.python_version(),
        "program": __version__,
        "seconds": round(seconds, 3),
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "peak_rss_bytes": peak_rss(),
        "words_per_second": round(summary.counts.words / seconds) if seconds else 0,
    }


def named(settings: RunSettings, parts: Components) -> dict[str, Any]:
    """What the run is made with, by digest; and the CPU seconds that workers elsewhere have spent on it."""
    key_id = settings.key.id if settings.key else None
    policy = settings.policy
    made = {"policy": policy.digest, "preset": policy.preset, "model": parts.model_digest, "key_id": key_id}
    return made | ({"worker_cpu_seconds": round(parts.cluster.cpu_seconds, 3)} if parts.cluster else {})


def format_settings(settings: RunSettings) -> FormatSettings:
    """What formats need of a run's settings."""
    return FormatSettings(
        settings.fields, settings.max_record_bytes, settings.line_buffered, pass_unread=settings.unread == "pass"
    )


def _run_through(settings: RunSettings, parts: Components, summary: Summary, observe: Observer | None) -> None:
    """Standard input or one file to standard output; or a dry run over anything."""
    audit: BinaryIO | None = None
    with contextlib.ExitStack() as held:
        if settings.audit is not None and not settings.dry_run:
            try:
                audit = held.enter_context(
                    os.fdopen(os.open(settings.audit, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
                )
            except OSError as error:
                raise StorageError(f"audit file {settings.audit}: {error.strerror}") from None

        def sink(job: Job) -> FileSink:
            return Nowhere() if settings.dry_run else Stream(sys.stdout.buffer, audit, job.name)

        jobs = fold_all(_jobs(settings, summary), parts, settings, sink, observe)
        held.callback(jobs.close)
        for job, reason in jobs:
            summary.counts.add(job.counts)
            summary.files["redacted" if reason is None else "not redacted"] += 1
            if reason is not None:
                summary.problem(job.name, reason)
    summary.details |= named(settings, parts)


def _jobs(settings: RunSettings, summary: Summary) -> Iterator[Job | Aside]:
    if settings.input is None:
        if settings.format == "parquet":
            raise UsageError("Parquet cannot be read from a pipe; give it as a file")
        found = format_for(STDIN_NAME, settings.format or "text")
        assert found is not None
        # Unbuffered: a thread that waits in a buffered read holds a lock that the interpreter wants at exit.
        raw = HashingReader(cast(BinaryIO, open(0, "rb", buffering=0, closefd=False)))  # noqa: SIM115
        yield Job(
            STDIN_NAME, found[0], format_settings(settings), lambda: cast(BinaryIO, raw), read_bytes=lambda: raw.size
        )
        return

    def aside(name: str, reason: str) -> None:
        summary.files["not redacted"] += 1
        summary.problem(name, reason)

    for shard in discover(settings.input, settings.format, settings.output):
        if isinstance(shard, Shard):
            yield Job(
                shard.name, shard.format, format_settings(settings), partial(open_source, shard.path, shard.compression)
            )
        else:
            yield Aside(partial(aside, shard.name, shard.reason))


def fold_all(
    jobs: Iterator[Job | Aside],
    parts: Components,
    settings: RunSettings,
    sink: Callable[[Job], FileSink],
    observe: Observer | None,
    each: Callable[[Folding, Step], None] | None = None,
) -> Generator[tuple[Job, str | None], None, None]:
    """Fold every job in order; yields it when it has ended, with the reason if it turned out to be broken.

    Close it: its threads end then.
    """
    work = partial(detect, detection=parts.detection)
    guard = Guard(settings.memory_limit)
    ahead = ordered(
        steps(jobs, guard.used_up),
        work,
        parts.workers,
        weight,
        settings.max_record_bytes,
        patient=settings.input is not None,
        halt=parts.cluster.halt if parts.cluster else lambda: None,
        room=guard.room,
    )
    with contextlib.closing(ahead):
        yield from _folded(ahead, parts, settings, sink, observe, each)


def _folded(
    ahead: Iterator[tuple[Step | Aside, list[Detected]]],
    parts: Components,
    settings: RunSettings,
    sink: Callable[[Job], FileSink],
    observe: Observer | None,
    each: Callable[[Folding, Step], None] | None,
) -> Iterator[tuple[Job, str | None]]:
    folding: Folding | None = None
    failed = ""
    for step, detected in ahead:
        if isinstance(step, Aside):
            step.act()
            continue
        if step.kind == "begin":
            position = step.job.note.writer if getattr(step.job.note, "writer", None) else None
            folding = Folding(
                step.job, sink(step.job), parts.masker, writer_position=position, stop=settings.on_error == "stop"
            )
            failed = ""
        assert folding is not None
        try:
            if failed:
                pass  # its file is lost; the others go on
            elif step.group is not None:
                folding.take(step.group, detected)
            elif step.kind == "end":
                folding.finish(step)
        except (OSError, RedactorError):
            raise
        except Exception as error:  # a bug in a writer withholds the file
            failed = f"writer-error:{type(error).__name__}"
        if each is not None and not failed:
            each(folding, step)
        if observe is not None:
            observe(step.job.name, step.job.counts.records, step.job.counts.entities, step.job.read_bytes())
        if step.reason.startswith("unreadable:") and _one_file(settings):
            raise StorageError(
                f"{step.job.name}: cannot be read ({step.reason.removeprefix('unreadable:')}); run again"
            )
        if step.kind in ("end", "broken"):
            yield step.job, failed or step.reason or None


def _one_file(settings: RunSettings) -> bool:
    """Is the input one file or pipe? If it cannot be read, the run has failed; of a folder, that file is named and withheld."""
    return settings.input is None or (isinstance(settings.input, Path) and not settings.input.is_dir())


def open_hashed(path: Path | ObjectFile, compression: Compression) -> tuple[BinaryIO, HashingReader]:
    """A file's decompressed stream, and what gives the SHA-256 of its raw bytes once they are read."""
    try:
        hashing = HashingReader(path.open("rb"))
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror})") from None
    return decompressed(cast(BinaryIO, hashing), compression, str(path)), hashing
