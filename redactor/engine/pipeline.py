"""The way of every file: read → detect → mask → write → publish. Reading and detecting run ahead in threads of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from redactor.engine.components import Components
from redactor.engine.detection import Detected, Detects
from redactor.engine.document_pass import redacted
from redactor.engine.file_columns import detected
from redactor.engine.file_output import FileOutput
from redactor.engine.file_task import Deferred, FileTask
from redactor.engine.memory import Guard
from redactor.engine.reading import Begin, Beginning, Broken, End, Records, Step, read_files
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts
from redactor.engine.thread_pool import ordered
from redactor.errors import StorageError

#: Told after each step: (file, what was done of it so far, raw bytes read so far).
Observer = Callable[[str, Counts, int], None]

#: What a leaf costs besides its text, about: its path, places, views and lists of spans.
_LEAF_BYTES = 600


def redact_files(
    tasks: Iterator[FileTask | Deferred],
    parts: Components,
    settings: RunSettings,
    publish: Callable[[FileOutput], None],
    observe: Observer = lambda *_: None,
) -> None:
    """Redact every file, in order; ``publish`` takes each when it is whole or, with its ``reason``, given up."""
    with closing(_read_and_detected(tasks, parts, settings)) as steps:
        for step, detected in steps:
            if isinstance(step, Deferred):
                step.act()
                continue
            if isinstance(step, Begin):
                output = FileOutput(step.task, parts.masker, stop=settings.on_error == "stop")
            elif isinstance(step, Records):
                for record, _, masked in redacted([(step.group, detected)], output.document):
                    output.write(record, masked)
                output.end_group(step.group)
            elif isinstance(step, Beginning):
                continue
            elif isinstance(step, End):
                output.end(step)
            else:
                output.break_off(step.reason, unreadable=step.unreadable, detail=step.detail)
            observe(step.task.name, output.counts, step.task.source.read_bytes)
            if isinstance(step, Broken):
                _check_readable(step, settings)
            if isinstance(step, Broken | End):
                publish(output)


def _read_and_detected(
    tasks: Iterator[FileTask | Deferred], parts: Components, settings: RunSettings
) -> Generator[tuple[Step, list[Detected]], None, None]:
    """Every step of every file, in order, with what was found in its records. Close it: its threads end then."""
    guard = Guard(settings.memory_limit)
    return ordered(
        read_files(tasks, guard.used_up),
        partial(_detect, detection=parts.detection),
        parts.workers,
        _weight,
        settings.max_record_bytes,
        patient=settings.input is not None,
        halt=parts.cluster.halt if parts.cluster else lambda: None,
        room=guard.room,
    )


def _detect(step: Step, detection: Detects) -> list[Detected]:
    if not isinstance(step, Records | Beginning):
        return []
    return detected(step.group, detection, step.task.columns)


def _weight(step: Step) -> int:
    """Bytes that a step holds in memory, about."""
    if not isinstance(step, Records | Beginning):
        return 0
    records = step.group.records
    texts = sum(_LEAF_BYTES + sys.getsizeof(leaf.text) for record in records for leaf in record.leaves)
    return texts + sum(record.weight for record in records)


def _check_readable(step: Broken, settings: RunSettings) -> None:
    """An input that is one file or pipe and cannot be read fails the run; of a folder, the file is named and withheld."""
    one_file = settings.input is None or (isinstance(settings.input, Path) and not settings.input.is_dir())
    if step.unreadable and one_file:
        why = step.reason.partition(":")[2]
        raise StorageError(f"{step.task.name}: cannot be read ({why}); run again")
