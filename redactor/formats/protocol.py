"""What every format offers: a reader of records and a writer that puts edits into the bytes that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, runtime_checkable

from redactor.records import Edit, Record


@dataclass(frozen=True, slots=True)
class FormatSettings:
    """What a reader and its writer need to know.

    ``fields`` are field paths (``a.b[*].text``); empty means every string leaf. ``max_record_bytes``
    bounds the memory one record may take: a longer one is yielded with ``problem="too-long"``.
    ``line_buffered`` makes each line of a text its own record. ``header`` says how many first rows of a CSV are
    no data: 0 none, 1 a header, more a header under titles; None: as the table's beginning shows.
    ``header_cells`` are cells of the header to be read as text whatever they look like (a check knows from the
    audit which of them were masked). ``pass_unread`` says that columns of bytes may pass unread.
    """

    fields: tuple[str, ...] = ()
    max_record_bytes: int = 16 * 1024 * 1024
    line_buffered: bool = False
    header: int | None = 1
    header_cells: frozenset[int] = frozenset()
    pass_unread: bool = True


class Reader(Protocol):
    """Yields every record of one file, in order, lazily, in bounded memory. To be iterated once.

    Empty strings are no leaves. A file without content has no records. A record of index -1 is the
    file's head (a CSV header row, a Parquet schema): it is written like any other, but is no row.
    A reader of tables also has ``missing_fields`` (chosen fields without a column) and, of Parquet,
    ``unread_columns`` (columns of bytes, which pass through unread).
    """

    def __iter__(self) -> Iterator[Record]: ...


class Writer(Protocol):
    """Takes each record exactly once, in the order they were read.

    Edits must lie inside their leaf, or ``ValueError`` is raised and nothing of the record is written.
    """

    @property
    def position(self) -> Any:
        """What ``Format.writer`` needs to continue after the records written so far (JSON-able, may be None)."""

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        """Write ``record`` with ``edits[i]`` (sorted, disjoint, in characters) made in ``record.leaves[i]``."""

    def withhold(self, record: Record, reason: str) -> None:
        """Write the placeholder that keeps the record's place."""

    def flush(self) -> None:
        """Hand every finished byte to the sink, and flush that."""

    def close(self) -> None:
        """Write what ends the file; the sink stays open."""


class SpoolWriter(Writer, Protocol):
    """Writes to a spool, which unlike the file can be continued."""

    def cut(self) -> None:
        """Behind the record that was written last, which has a position, a new writer may go on with the spool."""

    def assemble(self, spool: BinaryIO, sink: BinaryIO) -> None:
        """Make the file of a spool that is complete and stands at its start."""


@runtime_checkable
class Spooling(Protocol):
    """A format whose files cannot be continued once they are begun."""

    def spooler(self, spool: BinaryIO, settings: FormatSettings) -> SpoolWriter:
        """A writer to a spool, new or to be continued."""


class Format(Protocol):
    """One row of the table: how to read and write one kind of file."""

    @property
    def name(self) -> str: ...

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        """A reader of the decompressed stream, which stands at its start; records come from ``position`` on."""

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        """A writer; with ``position`` it continues a file of which the bytes up to there are written."""


def check_edits(record: Record, edits: Sequence[Sequence[Edit]]) -> None:
    """Raise ``ValueError`` unless each leaf has its edits: sorted, disjoint, inside its text."""
    if len(edits) != len(record.leaves):
        raise ValueError("each leaf of a record needs its list of edits")
    for leaf, wanted in zip(record.leaves, edits, strict=True):
        at = 0
        for edit in wanted:
            if not at <= edit.start < edit.end <= len(leaf.text):
                raise ValueError("edits are empty, overlap, are out of order or outside their leaf")
            at = edit.end


def edited(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with checked ``edits`` made in it.

    >>> edited("Niels is here", [Edit(0, 5, "[PERSON]")])
    '[PERSON] is here'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.replacement)
        at = edit.end
    return "".join((*parts, text[at:]))
