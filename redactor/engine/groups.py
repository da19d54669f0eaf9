"""Records in groups that are detected together: a function of the records alone, so results never depend on timing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from redactor.records import Record

GROUP_CHARS = 24_576
GROUP_RECORDS = 512
#: The first group of a file with columns is larger: what its columns hold is told from it. Long texts tell nothing.
HEAD_RECORDS, HEAD_CHARS, SHORT_CHARS = 256, 8 * GROUP_CHARS, 80
#: A checkpoint is due when a file has given this many characters since the last one.
CHECKPOINT_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive records of one file. ``checkpoint`` marks a place where the run can later go on; ``first`` is the group of
    a file with columns that tells what they hold."""

    records: tuple[Record, ...]
    checkpoint: bool = False
    first: bool = False


def grouped(
    records: Iterable[Record], *, alone: bool = False, every: int = CHECKPOINT_CHARS, columns: bool = False
) -> Iterator[Group]:
    """``records`` in groups; with ``alone`` each is its own (line-buffered: the answer must not wait for the next line).

    A piece of a text document is a group of its own: it is long enough, and a reader of a pipe waits for it. So is a
    file's head, which a reader gives again when it goes on inside the file. A checkpoint is due after ``every``
    characters; the group then ends at the first record that has a position. With ``columns`` the first group is one to
    tell a file's columns from.
    """
    group: list[Record] = []
    chars = since = leaves = 0
    for record in records:
        if record.index < 0:
            if group:  # whoever waits for the first group must get it, wherever a head stands
                yield Group(tuple(group), first=columns and not alone)
                group, chars, columns = [], 0, False
            yield Group((record,))
            continue
        group.append(record)
        chars += sum(len(leaf.text) for leaf in record.leaves) + record.weight + 64
        leaves += len(record.leaves)
        if columns and not alone:
            if len(group) < HEAD_RECORDS and chars < (HEAD_CHARS if chars < SHORT_CHARS * leaves else GROUP_CHARS):
                continue
            since += chars
            yield Group(tuple(group), first=True)
            group, chars, columns = [], 0, False
            continue
        piece = any(leaf.offset or not record.final for leaf in record.leaves)
        due = since + chars >= every and record.position is not None
        if alone or piece or due or chars >= GROUP_CHARS or len(group) >= GROUP_RECORDS:
            since += chars
            yield Group(tuple(group), due)
            since = 0 if due else since
            group, chars = [], 0
    if group:
        yield Group(tuple(group), first=columns and not alone)
