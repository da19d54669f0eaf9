"""A run without an output folder: a pipe or one file to standard output, or a dry run over anything."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from redactor.engine.components import Components, named
from redactor.engine.discovery import EXCLUDED, InputFile, discover
from redactor.engine.file_columns import columns_of
from redactor.engine.file_names import MaskedNames, names_of
from redactor.engine.file_output import FileOutput
from redactor.engine.file_task import Deferred, FileSource, FileTask, PipeSource, Source
from redactor.engine.output.file_sinks import FileSink, NullSink, StdoutSink
from redactor.engine.output.standard_output import standard_output
from redactor.engine.pipeline import Observer, redact_files
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Summary
from redactor.errors import StorageError, UsageError
from redactor.formats.protocol import Format
from redactor.formats.registry import piped_format

STDIN_NAME = "stdin"


def run_stream(settings: RunSettings, summary: Summary, observe: Observer, parts: Components) -> None:
    """Redact ``settings.input`` to standard output, or, in a dry run, to nowhere; what was done stands in ``summary``."""

    def finished(file: FileOutput) -> None:
        summary.counts.add(file.counts)
        summary.files["not redacted" if file.reason is not None else file.task.format.done] += 1
        if file.reason is not None:
            summary.problem(file.task.name, file.reason, file.detail)

    with ExitStack() as stack:
        output = cast(BinaryIO, NullSink()) if settings.dry_run else standard_output()
        if not settings.dry_run:
            _check_no_circle(settings)
        audit = stack.enter_context(_audit_file(settings)) if settings.audit and not settings.dry_run else None
        redact_files(_tasks(settings, parts, summary, output, audit), parts, settings, finished, observe)
    summary.details |= named(settings, parts)


def _audit_file(settings: RunSettings) -> BinaryIO:
    """The file of ``--audit``, emptied, for its owner alone. Raises ``UsageError`` where that would empty the input."""
    assert settings.audit is not None
    try:
        descriptor = os.open(settings.audit, os.O_WRONLY | os.O_CREAT, 0o600)
        opened = os.fstat(descriptor)
        if any(os.path.samestat(opened, status) for status in _inputs(settings)):
            os.close(descriptor)
            raise UsageError(f"--audit {settings.audit} is the input; choose another file")
        if stat.S_ISREG(opened.st_mode):
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
        return os.fdopen(descriptor, "wb")
    except OSError as error:
        raise StorageError(f"audit file {settings.audit}: {error.strerror}") from None


def _check_no_circle(settings: RunSettings) -> None:
    """Raise ``UsageError`` where standard output is a file that is read: it would grow for ever."""
    try:
        output = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # closed, or a caller's own stream
        return
    if stat.S_ISREG(output.st_mode) and any(os.path.samestat(output, status) for status in _inputs(settings)):
        raise UsageError("standard output is the input; write to another file")


def _inputs(settings: RunSettings) -> Iterator[os.stat_result]:
    """The input as the system knows it, where it is one file or a pipe."""
    with suppress(OSError, ValueError):
        if settings.input is None:
            yield os.fstat(0)
        elif isinstance(settings.input, Path):
            yield settings.input.stat()


def _tasks(
    settings: RunSettings, parts: Components, summary: Summary, output: BinaryIO, audit: BinaryIO | None
) -> Iterator[FileTask | Deferred]:
    def sink(name: str) -> FileSink:
        return NullSink() if settings.dry_run else StdoutSink(output, audit, name)

    def task(name: str, form: Format, source: Source) -> FileTask:
        columns = columns_of(parts.masker, form, settings.for_formats)
        return FileTask(name, form, settings.for_formats, source, partial(sink, name), columns=columns)

    def skipped(name: str, reason: str, *, asked: bool = False) -> None:
        if asked:
            summary.files["excluded" if reason == EXCLUDED else "skipped"] += 1
            return
        summary.files["not redacted"] += 1
        summary.problem(name, reason)

    if settings.input is None:
        form = piped_format(settings.format)
        yield task(STDIN_NAME, form, PipeSource())
        return
    whole = isinstance(settings.input, Path) and not settings.input.is_dir()
    names = None if whole else names_of(settings, parts)
    for file in discover(settings.input, settings.choice, settings.output, settings.secrets):
        masked_name = names.masked(file.name) if names else None
        if masked_name is not None and isinstance(names, MaskedNames):
            file = replace(file, name=masked_name)
        elif masked_name is not None:
            yield Deferred(partial(skipped, masked_name, "name"))
            continue
        if not isinstance(file, InputFile):
            yield Deferred(partial(skipped, file.name, file.reason, asked=file.asked))
            continue
        if file.read_as.guessed:
            summary.guessed[file.format.name] += 1
        yield task(file.name, file.format, FileSource(file))
