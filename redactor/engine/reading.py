"""Files read into groups of records, as steps of one ordered stream. A file that must not pass becomes a ``Broken`` step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, cast

from redactor.engine.file_task import Deferred, FileTask
from redactor.engine.groups import Group, grouped
from redactor.errors import FormatError, StorageError, UnreachableError, UsageError
from redactor.extras import install
from redactor.formats.apart import ApartError
from redactor.formats.inner import UnreadableError
from redactor.formats.magic import Headed
from redactor.formats.protocol import Format, FormatSettings, Reader
from redactor.records import Record


@dataclass(frozen=True, slots=True)
class Begin:
    """A file begins."""

    task: FileTask


@dataclass(frozen=True, slots=True)
class Records:
    """A file goes on with a group of records."""

    task: FileTask
    group: Group


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first records of a file that is read from inside: they tell its columns, and are written already."""

    task: FileTask
    group: Group


@dataclass(frozen=True, slots=True)
class End:
    """A file has been read to its end. ``fields`` are the chosen ones: 1 for one that some record had, else 0. ``head`` is
    the number of first rows of a table that were no data, None for what is no such table. ``dropped`` is no part of the output."""

    task: FileTask
    unread_columns: tuple[str, ...]
    fields: Mapping[str, int]
    head: int | None = None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """Nothing of a file may be given out, for ``reason`` (a fixed word), ``detail`` for people; ``unreadable``: the system
    would not let it be read."""

    task: FileTask
    reason: str
    unreadable: bool
    detail: str = ""


Step = Begin | Beginning | Records | End | Broken | Deferred


class UnfitError(Exception):
    """A file that must not pass; carries a fixed word, and a detail for people."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail

    @property
    def told(self) -> str:
        """Both."""
        return f"{self}{self.detail and f' ({self.detail})'}"


def read_files(tasks: Iterable[FileTask | Deferred], used_up: Callable[[], bool] = lambda: False) -> Iterator[Step]:
    """Every step of every file, in order. Whatever a reader makes of a file is a ``Broken`` step, never an exception, and
    so is one that is not at its end when memory is ``used_up``."""
    for task in tasks:
        if isinstance(task, Deferred):
            yield task
            continue
        yield Begin(task)
        try:
            yield from _read(task, used_up)
        except UnreachableError:
            raise
        except Exception as error:
            detail = error.detail if isinstance(error, UnfitError) else ""
            yield Broken(task, _reason(error), isinstance(error, StorageError | OSError), detail)


def _read(task: FileTask, used_up: Callable[[], bool]) -> Iterator[Step]:
    position = task.resume.checkpoint.reader if task.resume else None
    if position is not None and task.columns is not None:
        with closing(task.source.open()) as stream:
            groups = grouped(task.format.reader(stream, task.settings), columns=True)
            yield from (Beginning(task, group) for group in islice((one for one in groups if one.first), 1))
    stream = task.source.open()
    try:
        reader = opened(stream, task.format, task.settings, position)
        records = fit(reader, task.format, task.settings, resumed=position is not None)
        columns = task.columns is not None and position is None
        alone, every = task.settings.line_buffered, task.checkpoint_chars
        for group in grouped(records, alone=alone, every=every, columns=columns):
            yield Records(task, group)
            if used_up():
                raise UnfitError("out-of-memory")
        task.source.finish()
    finally:
        stream.close()
    chosen = task.settings.fields if task.format.has_fields else ()
    fields = {field: int(field not in reader.absent_fields) for field in chosen}
    yield End(task, reader.unread_columns, fields, reader.head, reader.dropped)


def opened(stream: BinaryIO, form: Format, settings: FormatSettings, position: Any = None) -> Reader:
    """A reader of ``stream``, which goes on at ``position``. Raises ``UnfitError`` where bytes are called text that are none."""
    if form.textual and position is None:
        headed = Headed(stream)
        if headed.problem is not None:
            raise UnfitError(headed.problem)
        stream = cast(BinaryIO, headed)
    return form.reader(stream, settings, position)


def fit(reader: Reader, form: Format, settings: FormatSettings, *, resumed: bool = False) -> Iterator[Record]:
    """The reader's records; a file without a chosen field must not pass as if it had been looked at: ``UnfitError``.

    Tables know their columns. Where fields vary, one may be absent here and there, but not everywhere.
    """
    if reader.problem is not None:
        extra = reader.problem.partition("needs-extra:")[2]
        raise UnfitError(reader.problem, install(extra) if extra else "")
    first, looked = True, resumed or not settings.fields or not form.fields_vary
    for record in reader:
        if first and reader.missing_fields:
            raise UnfitError("missing-field", _lacking(reader.missing_fields, reader.known_fields))
        if first and not settings.pass_unread and reader.unread_columns:
            raise UnfitError("unread-columns")
        first, looked = False, looked or bool(record.leaves) or record.problem is not None
        yield record
    if not (first or looked):
        raise UnfitError("missing-field", _lacking(settings.fields, ()))


#: A column's name that may be told: plain words, no value.
_TOLD = re.compile(r"[^\W\d][\w .-]{0,39}")
_MOST_TOLD = 20


def _lacking(missing: Sequence[str], there: Sequence[str]) -> str:
    told = [name for name in there if _TOLD.fullmatch(name)][:_MOST_TOLD]
    columns = f"; columns: {', '.join(told)}{', …' if len(told) < len(there) else ''}" if told else ""
    return f"no {', '.join(missing)}{columns}"


def _reason(error: Exception) -> str:
    if isinstance(error, UnfitError | UnreadableError):
        return str(error)
    if isinstance(error, ApartError):
        return error.reason
    if isinstance(error, MemoryError):  # the system's own bound was met
        return "out-of-memory"
    if isinstance(error, FormatError):
        return "damaged-file"
    if isinstance(error, UsageError):
        return "field-not-text"
    return f"{'unreadable' if isinstance(error, StorageError | OSError) else 'reader-error'}:{type(error).__name__}"
