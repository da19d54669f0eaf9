"""An output made again from its input: what the audit says was replaced where, written by the format's own writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from redactor.records import Edit, Leaf, Record
from redactor.verification.cursors import Peeked
from redactor.verification.rewriter import Rewriter
from redactor.verification.run_files import RunFiles


@dataclass(frozen=True, slots=True)
class Replacement:
    """One edit to make again: ``text`` for ``[start, end)`` of a field, or the whole record withheld for ``reason``.

    ``nth`` is given where a record has several fields of one name: which of them, from 0."""

    record: int
    field: str
    start: int
    end: int
    text: str
    reason: str | None = None
    nth: int | None = None


def rebuilt(files: RunFiles, path: Path, format: str, replacements: Iterator[Replacement]) -> Iterator[bytes]:
    """The bytes of the output that ``replacements`` make of the input at ``path`` (of a package what ``comparable`` gives of
    it). They are taken lazily, as records come."""
    rewriter = Rewriter(files, path, format)
    with files.open(path) as stream:
        todo = Peeked(replacements)
        for record in files.reader(path, stream, format):
            if data := _written(rewriter, record, list(_of(todo, record.index))):
                yield data
        yield rewriter.closed()


class Joined:
    """Chunks read as one stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end alone."""
        parts, wanted = [self._held], size - len(self._held)
        while wanted > 0 and (chunk := next(self._chunks, None)) is not None:
            parts.append(chunk)
            wanted -= len(chunk)
        joined = b"".join(parts)
        self._held = joined[size:]
        return joined[:size]


def _of(todo: Peeked[Replacement], record: int) -> Iterator[Replacement]:
    while todo.next is not None and todo.next.record <= record:
        replacement = todo.take()
        if replacement.record == record:
            yield replacement


def _written(rewriter: Rewriter, record: Record, replacements: Sequence[Replacement]) -> bytes:
    reason = record.problem or next((each.reason for each in replacements if each.reason is not None), None)
    if reason is not None:
        return rewriter.withheld(record, reason)
    try:
        return rewriter.edited(record, _edits(record.leaves, replacements))
    except ValueError:  # places that the record does not have; the bytes will differ, and that is told
        return rewriter.edited(record, [[] for _ in record.leaves])


def _edits(leaves: Sequence[Leaf], replacements: Sequence[Replacement]) -> list[list[Edit]]:
    left = Peeked(iter(replacements))
    edits: list[list[Edit]] = []
    count = Counter[str]()
    for leaf in leaves:
        own: list[Edit] = []
        while (
            (each := left.next) is not None and each.field == leaf.field and each.start >= (own[-1].end if own else 0)
        ):
            if each.nth not in (None, count[leaf.field]):
                break
            left.take()
            own.append(Edit(each.start, each.end, each.text))
        edits.append(own)
        count[leaf.field] += 1
    return edits
