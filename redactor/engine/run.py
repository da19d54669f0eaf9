"""A run from settings to summary: into an output with all its proof, through a pipe, or dry."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from redactor.engine.choice import Choice
from redactor.engine.components import Components, build
from redactor.engine.discovery import InputFile, SkippedFile, check_apart, discover
from redactor.engine.folder_run import run_folder
from redactor.engine.memory import Guard, peak_rss, rss
from redactor.engine.output.open_output import check_place
from redactor.engine.pipeline import Observer
from redactor.engine.settings import RunSettings
from redactor.engine.stream_run import run_stream
from redactor.engine.summary import Summary
from redactor.errors import KeyFileError, StorageError, UsageError
from redactor.extras import install
from redactor.formats.pdf.ocr import check as check_ocr
from redactor.formats.registry import format_for
from redactor.formats.unknown import unknown_type
from redactor.masking.masker import Masker
from redactor.storage.atomic import refuse_devices
from redactor.storage.objects import object_or_folder_at
from redactor.storage.places import Place
from redactor.storage.several import Several
from redactor.version import __version__


def run(settings: RunSettings, observe: Observer = lambda *_: None, components: Components | None = None) -> Summary:
    """Run it. Raises a ``RedactorError`` where the run as a whole cannot go on; all else stands in the Summary."""
    began, cpu = time.monotonic(), time.process_time()
    if settings.input is not None and settings.output is not None:
        check_apart(settings.input, settings.output)
    if settings.input is not None:
        _check_input(settings.input, settings.choice, settings.output if settings.single else None)
    if settings.single and isinstance(settings.output, Path):
        refuse_devices(settings.output)
    if settings.ocr:
        check_ocr(settings.ocr_languages)
    if settings.output is not None and not settings.dry_run:
        check_place(settings)
    if components is None:
        Masker(settings.policy, settings.key)  # a policy that lacks its key is told before a folder is made
    if settings.names == "mask" and settings.key is None:
        raise KeyFileError("--names mask needs a key; give --key-file FILE or set REDACTOR_KEY")
    summary = Summary(keyed=settings.key is not None, dry_run=settings.dry_run, idle_keys=settings.idle)
    details = partial(_details, began, cpu)
    with ExitStack() as stack:

        def parts() -> Components:
            return components or stack.enter_context(_built(settings))

        if settings.output is not None and not settings.dry_run:
            run_folder(settings, summary, observe, parts, details)
        else:
            run_stream(settings, summary, observe, parts())
    summary.details |= details(summary)
    return summary


@contextmanager
def _built(settings: RunSettings) -> Iterator[Components]:
    """The working parts, or the like with workers in a Ray cluster, for as long as a run needs them."""
    if settings.engine == "ray":
        try:
            from redactor.engine.cluster.ray_pool import cluster
        except ImportError:
            raise UsageError(f"--engine ray needs Ray, which is not installed: {install('ray')}") from None
        with cluster(settings) as parts:
            yield parts
        return
    parts = build(settings)
    if Guard(settings.memory_limit).used_up():
        raise UsageError(
            f"--max-memory {settings.max_memory >> 20}M cannot be kept: program and model alone take {rss() >> 20}M"
        )
    yield parts


def _check_input(path: Path | Place | Several, choice: Choice, single: Path | Place | None) -> None:
    """Fail before anything is made: the input is missing, unreadable, or one file of which nobody knows the format, or
    whose ``single`` output is called what it will not be."""
    if isinstance(path, Several):
        for one in path:
            _check_there(one)
    elif not _check_there(path):
        _check_format(path, choice, single)


def _check_there(path: Path | Place) -> bool:
    """Is an input a folder? Raises ``StorageError`` where it is missing or cannot be read."""
    if isinstance(path, Place):
        at = object_or_folder_at(path)
        if at is None:
            raise StorageError(f"input {path}: not found")
        return at.is_dir()
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            return True
        with path.open("rb") if path.is_file() else nullcontext():
            path.stat()
    except OSError as error:
        raise StorageError(f"input {path}: {error.strerror}") from None
    return not path.is_file()


def _check_format(path: Path | Place, choice: Choice, single: Path | Place | None) -> None:
    named = format_for(single.name) if single is not None and choice.format is None else None
    for file in discover(path, choice):
        if isinstance(file, SkippedFile) and file.reason == "unknown-format":
            raise UsageError(f"{path}: {unknown_type(path)}")
        if isinstance(file, InputFile) and named and not named[0].textual and named[0].name != file.format.name:
            raise UsageError(f"output {single}: what is written stays {file.format.name}; give it such a name")


def _details(began: float, cpu: float, summary: Summary) -> dict[str, Any]:
    seconds = time.monotonic() - began
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.node(),
        "python": platform.python_version(),
        "program": __version__,
        "seconds": round(seconds, 3),
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "peak_rss_bytes": peak_rss(),
        "words_per_second": round(summary.counts.words / seconds) if seconds else 0,
    }
