"""What a document remembered before its run was killed, made again from its audit and its input."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from redactor.audit.chain import genesis, links
from redactor.audit.events import Event, parse_event
from redactor.engine.file_task import FileSource, FileTask, Resume
from redactor.errors import StorageError
from redactor.storage.streams import open_source


def replayed(task: FileTask, resume: Resume) -> Iterator[tuple[Event, str]]:
    """The events of the part of the audit that is written, each with the value that it masked, read from the input again.

    Nothing of the text is ever stored, so this is the only way to know which names and numbers the document had.
    """
    assert isinstance(task.source, FileSource)
    events = _events(resume.audit, resume.checkpoint.audit_bytes, task.name)
    event = next(events, None)
    with open_source(task.source.file.path, task.source.file.compression) as stream:
        for record in task.format.reader(stream, task.settings):
            for leaf in record.leaves:
                place, end = (record.index, leaf.field), leaf.offset + leaf.core_end
                while event is not None and (event.record, event.field) == place and event.start < end:
                    yield event, leaf.text[event.start - leaf.offset : event.end - leaf.offset]
                    event = next(events, None)
            if event is None:
                return


def _events(audit: Path, audit_bytes: int, name: str) -> Iterator[Event]:
    with audit.open("rb") as lines:
        whole = takewhile(lambda line: lines.tell() <= audit_bytes, iter(lines.readline, b""))
        for link in links(whole, genesis(name)):
            if not link.good:
                raise StorageError(f"{audit} was changed since the run was killed; run again with --fresh")
            yield parse_event(link.body)
