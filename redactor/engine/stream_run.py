"""A run without an output folder: a pipe or one file to standard output, or a dry run over anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO

from redactor.engine.columns import columns_of
from redactor.engine.components import Components, named
from redactor.engine.discovery import InputFile, discover
from redactor.engine.file_output import FileOutput
from redactor.engine.file_task import Deferred, FileSource, FileTask, PipeSource, Source
from redactor.engine.output.file_sinks import FileSink, NullSink, StdoutSink
from redactor.engine.pipeline import Observer, redact_files
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Summary
from redactor.errors import StorageError
from redactor.formats.protocol import Format
from redactor.formats.registry import piped_format
from redactor.masking.masker import Masker

STDIN_NAME = "stdin"


def run_stream(settings: RunSettings, summary: Summary, observe: Observer, parts: Components) -> None:
    """Redact ``settings.input`` to standard output, or, in a dry run, to nowhere; what was done stands in ``summary``."""

    def finished(output: FileOutput) -> None:
        summary.counts.add(output.counts)
        summary.files["redacted" if output.reason is None else "not redacted"] += 1
        if output.reason is not None:
            summary.problem(output.task.name, output.reason)

    with ExitStack() as stack:
        audit = stack.enter_context(_audit_file(settings)) if settings.audit and not settings.dry_run else None
        redact_files(_tasks(settings, parts.masker, summary, audit), parts, settings, finished, observe)
    summary.details |= named(settings, parts)


def _audit_file(settings: RunSettings) -> BinaryIO:
    assert settings.audit is not None
    try:
        return os.fdopen(os.open(settings.audit, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError as error:
        raise StorageError(f"audit file {settings.audit}: {error.strerror}") from None


def _tasks(
    settings: RunSettings, masker: Masker, summary: Summary, audit: BinaryIO | None
) -> Iterator[FileTask | Deferred]:
    def sink(name: str) -> FileSink:
        return NullSink() if settings.dry_run else StdoutSink(sys.stdout.buffer, audit, name)

    def task(name: str, form: Format, source: Source) -> FileTask:
        columns = columns_of(masker, form, settings.for_formats)
        return FileTask(name, form, settings.for_formats, source, partial(sink, name), columns=columns)

    def skipped(name: str, reason: str) -> None:
        summary.files["not redacted"] += 1
        summary.problem(name, reason)

    if settings.input is None:
        form = piped_format(settings.format)
        yield task(STDIN_NAME, form, PipeSource())
        return
    for file in discover(settings.input, settings.format, settings.output):
        if not isinstance(file, InputFile):
            yield Deferred(partial(skipped, file.name, file.reason))
            continue
        yield task(file.name, file.format, FileSource(file))
