"""``redactor reveal``: encrypted values turned back in place, in every format, as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from redactor.errors import FormatError
from redactor.formats.protocol import Format, FormatSettings
from redactor.keys import Key
from redactor.masking.operators.cipher import Revealer
from redactor.records import Edit, Leaf


def reveal_stream(source: BinaryIO, sink: BinaryIO, form: Format, key: Key, settings: FormatSettings) -> int:
    """Copy ``source`` to ``sink`` with every value that the key opens in clear; how many those were.

    Raises ``KeyFileError`` when there are encrypted values and the key opens none, ``FormatError`` where a record
    cannot be read: nothing may get lost on the way back.
    """
    revealer = Revealer(key)
    writer = form.writer(sink, settings)
    whole, done = form.whole_document(settings), 0
    settings = replace(settings, keys=lambda record, place, key: key.startswith("["))
    reader = form.reader(source, settings)
    if reader.problem is not None:
        raise FormatError(f"the file cannot be read: {reader.problem}")
    for record in reader:
        if record.problem is not None:
            raise FormatError(f"record {record.index} cannot be read: {record.problem}")
        edits: list[list[Edit]] = []
        for leaf in record.leaves:
            own = list(_edits(leaf, revealer, done - leaf.offset if whole else 0))
            if own:
                done = max(done, leaf.offset + own[-1].end)
            edits.append(own)
        writer.write(record, edits)
        writer.flush()
    writer.close()
    revealer.check()
    return revealer.opened


def _edits(leaf: Leaf, revealer: Revealer, done: int) -> Iterator[Edit]:
    """The tokens that begin in what the leaf decides, behind what an earlier piece has ``done``."""
    for start, end, value, literal in revealer.tokens(leaf.text):
        if max(leaf.core_start, done) <= start < leaf.core_end:
            yield Edit(start, end, value, literal)
