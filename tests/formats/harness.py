"""What the format tests share: a source that trickles, and reading and writing in one go."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from redactor.formats.protocol import Format, FormatSettings
from redactor.formats.registry import format_for
from redactor.records import Edit, Record

SETTINGS = FormatSettings()


class Trickle(io.RawIOBase):
    """Gives 1..k bytes a read, like a slow pipe; cannot seek."""

    def __init__(self, data: bytes, sizes: Sequence[int] = (1,)) -> None:
        self._data = data
        self._at = 0
        self._sizes = itertools.cycle(sizes)

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        size = min(size, next(self._sizes)) if size >= 0 else next(self._sizes)
        part = self._data[self._at : self._at + size]
        self._at += len(part)
        return part

    def read(self, size: int = -1) -> bytes:
        return self.read1(size)


def the_format(name: str) -> Format:
    found = format_for(name)
    assert found is not None
    return found[0]


def source(data: bytes, sizes: Sequence[int] | None = None) -> BinaryIO:
    return io.BytesIO(data) if sizes is None else Trickle(data, sizes)  # type: ignore[return-value]


def read(name: str, data: bytes, settings: FormatSettings = SETTINGS, **how: Any) -> list[Record]:
    return list(the_format(name).reader(source(data, how.pop("sizes", None)), settings, **how))


def copied(
    name: str,
    data: bytes,
    settings: FormatSettings = SETTINGS,
    edit: Callable[[Record], list[list[Edit]]] | None = None,
    withheld: Callable[[Record], bool] = lambda record: False,
    sizes: Sequence[int] | None = None,
) -> bytes:
    """``data`` read and written back, with the edits that ``edit`` makes."""
    sink = io.BytesIO()
    writer = the_format(name).writer(sink, settings)
    for record in the_format(name).reader(source(data, sizes), settings):
        if record.problem is not None or withheld(record):
            writer.withhold(record, record.problem or "test")
        else:
            writer.write(record, edit(record) if edit else [[] for _ in record.leaves])
    writer.close()
    return sink.getvalue()


def shown(records: list[Record]) -> list[tuple[Any, ...]]:
    """All that detectors and the engine can see of records."""
    return [(record.index, record.leaves, record.problem, record.position, record.final) for record in records]


def check_goes_on_everywhere(name: str, data: bytes) -> None:
    """Reading that begins at the position of any record but the last gives just the records behind it."""
    records = read(name, data)
    for number, record in enumerate(records[:-1]):
        rest = read(name, data, position=json.loads(json.dumps(record.position)))
        assert shown(rest) == shown(records[number + 1 :])


def replaced(word: str, by: str) -> Callable[[Record], list[list[Edit]]]:
    """Edits that replace each ``word`` beginning in a core."""

    def edit(record: Record) -> list[list[Edit]]:
        edits = []
        for leaf in record.leaves:
            found = []
            at = leaf.text.find(word)
            while at >= 0:
                if leaf.core_start <= at < leaf.core_end:
                    found.append(Edit(at, at + len(word), by))
                at = leaf.text.find(word, at + len(word))
            edits.append(found)
        return edits

    return edit
