"""What a text document's fold remembered before it was killed, made again from its audit and its input."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from redactor.audit.chain import genesis, links
from redactor.audit.events import Event, parse_event
from redactor.engine.discovery import Shard
from redactor.errors import StorageError
from redactor.formats.protocol import FormatSettings
from redactor.storage.streams import open_source


def replayed(shard: Shard, settings: FormatSettings, audit: Path, audit_bytes: int) -> Iterator[tuple[Event, str]]:
    """The events of the first ``audit_bytes`` of ``audit``, each with the value that it masked, read from the input again.

    Nothing of the text is ever stored, so this is the only way to know which names and numbers the document had.
    """
    events = _events(audit, audit_bytes, shard.name)
    event = next(events, None)
    source = open_source(shard.path, shard.compression)
    try:
        for record in shard.format.reader(source, settings):
            for leaf in record.leaves:
                while event is not None and event.start < leaf.offset + leaf.core_end:
                    yield event, leaf.text[event.start - leaf.offset : event.end - leaf.offset]
                    event = next(events, None)
            if event is None:
                return
    finally:
        source.close()


def _events(audit: Path, audit_bytes: int, name: str) -> Iterator[Event]:
    with audit.open("rb") as lines:
        whole = takewhile(lambda line: lines.tell() <= audit_bytes, iter(lines.readline, b""))
        for link in links(whole, genesis(name)):
            if not link.good:
                raise StorageError(f"{audit} was changed since the run was killed; run again with --fresh")
            yield parse_event(link.body)
