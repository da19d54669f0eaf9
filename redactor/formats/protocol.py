"""What every format offers: a reader of records and a writer that puts edits into the bytes that were read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, Protocol

from redactor.records import Edit, Record

#: Whether a value that is no text is to be looked at: told are its field's path, items of lists as ``[*]``, and whether it
#: is a number, date or moment (if not, it is a flag, bytes or the like).
WantsScalar = Callable[[str, bool], bool]

#: Whether a key is a value and is to be masked: told are its record, its place (``with_member``), and the key.
MasksKey = Callable[[int, str, str], bool]

#: A record may have a text for each so many of the bytes it may have, and always so many.
_LEAF_SHARE, _LEAF_FLOOR = 64, 10_000


@dataclass(frozen=True, slots=True)
class FormatSettings:
    """What a reader and its writer need to know.

    ``fields`` are field paths (``a.b[*].text``); empty means every string leaf. ``max_record_bytes``
    bounds the memory one record may take: a longer one is yielded with ``problem="too-long"``.
    ``line_buffered`` makes each line of a text its own record. ``header`` says how many first rows of a CSV are
    no data: 0 none, 1 a header, more a header under titles; None: as the table's beginning shows.
    ``header_cells`` are cells of the header to be read as text whatever they look like (a check knows from the
    audit which of them were masked). ``pass_unread`` says that columns of bytes may pass unread. ``scalars`` tells
    which values that are no text are leaves too; None: none. ``keys`` tells which keys of JSON are leaves; None: keys are never changed.
    ``packed`` false writes a package without compression, as ``comparable`` gives it. ``written``: what is read is an output
    of this program, to be checked. ``attachments`` says what becomes of parts of mail that nobody can look at: ``remove``,
    ``keep`` or ``withhold`` the message. ``pdf`` says what a PDF becomes: ``boxes`` (pages as pictures) or ``text``;
    ``ocr`` names the languages (``deu+eng``) in which its pages that are pictures are read; empty: they are not.
    ``depth``: in how many files this one lies. ``most_leaves``: so many texts, or pieces of short ones, a record may have, for
    each weighs about a kilobyte before it is written; 0: as ``max_record_bytes`` says. It stays where settings are replaced, so
    that an output, whose records may be longer, is cut where its input was.
    """

    fields: tuple[str, ...] = ()
    max_record_bytes: int = 16 * 1024 * 1024
    line_buffered: bool = False
    header: int | None = 1
    header_cells: frozenset[int] = frozenset()
    pass_unread: bool = True
    scalars: WantsScalar | None = None
    keys: MasksKey | None = None
    packed: bool = True
    written: bool = False
    attachments: str = "remove"
    pdf: str = "boxes"
    ocr: str = ""
    depth: int = 0
    most_leaves: int = 0

    def __post_init__(self) -> None:
        if not self.most_leaves:
            object.__setattr__(self, "most_leaves", max(_LEAF_FLOOR, self.max_record_bytes // _LEAF_SHARE))


class Unwritable(Exception):  # what is wrong is the file, not the program
    """Raised by a writer: nothing of the file may be given out, for a reason (a fixed word)."""


class Reader:
    """Yields every record of one file, in order, lazily, in bounded memory. To be iterated once.

    Empty strings are no leaves. A file without content has no records. A record of index -1 is the
    file's head (a CSV header row, a Parquet schema): it is written like any other, but is no row.
    """

    #: Why nothing of the file may be read (a fixed word).
    problem: str | None = None
    #: Chosen fields without a column, known with the first record.
    missing_fields: tuple[str, ...] = ()
    #: The columns of a table, known with the first record.
    known_fields: tuple[str, ...] = ()
    #: Chosen fields that no record so far has had.
    absent_fields: tuple[str, ...] = ()
    #: Columns of bytes, which pass through unread.
    unread_columns: tuple[str, ...] = ()
    #: What the file has beside its records that no output keeps: fixed words.
    dropped: tuple[str, ...] = ()
    #: How many first rows of a table are no data; None where that is no question.
    head: int | None = None

    def __iter__(self) -> Iterator[Record]:
        raise NotImplementedError


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


class StreamWriter:
    """The part that is alike in writers that hold nothing back and end a file with nothing: ``write`` and ``withhold`` are theirs."""

    position: Any = None

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        self.flush()


class SpoolWriter(Writer, Protocol):
    """Writes to a spool, which unlike the file can be continued."""

    def cut(self) -> None:
        """Behind the record that was written last, which has a position, a new writer may go on with the spool."""

    def assemble(self, spool: BinaryIO, sink: BinaryIO) -> None:
        """Make the file of a spool that is complete and stands at its start."""


@dataclass(frozen=True, slots=True)
class SideText:
    """What a file says beside the texts that a run may mask: ``where`` in words, and the text itself."""

    where: str
    text: str


class Format:
    """One kind of file: how it is read and written, and the traits in which it differs from others."""

    #: What ``--format`` and the manifest call it.
    name: ClassVar[str]
    #: It is read from its end, so never from a pipe, and its digest is taken apart from reading.
    needs_seek: ClassVar[bool] = False
    #: Its files are text: what begins like a file of another kind is not read as one.
    textual: ClassVar[bool] = True
    #: It may stand in a file that is compressed as a whole.
    compressible: ClassVar[bool] = True
    #: Its records have named fields, which ``--field`` can choose.
    has_fields: ClassVar[bool] = True
    #: A record may lack a field that others have: a chosen one is missing only if no record has it.
    fields_vary: ClassVar[bool] = False
    #: The same edits always give the same bytes, so that a check can make them again.
    byte_exact: ClassVar[bool] = True
    #: What is written of a record depends on nothing else, and where reading stands is a dictionary, ``byte`` the place in the
    #: file and all else true also of a file that says the same up to there: a check can look at each record alone.
    separable: ClassVar[bool] = False
    #: Records are lines: a line's number is its record.
    by_line: ClassVar[bool] = False
    #: Fields whose values tell which records belong together (ids of messages): where a tag would make all of them alike,
    #: equal ones stay equal and others different.
    linking: ClassVar[re.Pattern[str] | None] = None
    #: Nothing of its files is looked at: they are passed on.
    unread: ClassVar[bool] = False

    @property
    def done(self) -> str:
        """What the summary says of a file of which all went well."""
        return "copied unread" if self.unread else "redacted"

    def output_name(self, name: str, settings: FormatSettings) -> str:
        """What the output of the file ``name`` is called: as the file, unless it becomes one of another kind."""
        return name

    def whole_document(self, settings: FormatSettings) -> bool:
        """Are the records pieces of one text, so that entities may cross them and offsets count from its start?"""
        return False

    def one_document(self, settings: FormatSettings) -> bool:
        """Are the records parts of one document, so that names found in one are known in those after it?"""
        return self.whole_document(settings)

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        """A reader of the decompressed stream, which stands at its start; records come from ``position`` on."""
        raise NotImplementedError

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        """A writer; with ``position`` it continues a file of which the bytes up to there are written."""
        raise NotImplementedError

    def spooler(self, spool: BinaryIO, settings: FormatSettings) -> SpoolWriter | None:
        """A writer to a spool, new or to be continued, for a format whose files cannot be continued once begun."""
        return None

    def side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        """What the whole file says beside its records' texts: a header, a schema, metadata, statistics."""
        return iter(())

    def comparable(self, stream: BinaryIO) -> Iterator[bytes] | None:
        """What two equal files have in common, where their bytes may differ (a ZIP package: its parts, unpacked); None: their bytes."""
        return None

    def record_side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText] | None:
        """For each record what stands beside its texts (keys, numbers); None where that is nothing."""
        return None


def check_edits(record: Record, edits: Sequence[Sequence[Edit]]) -> None:
    """Raise ``ValueError`` unless each leaf has its edits: sorted, disjoint, inside its text; of a scalar all of it."""
    if len(edits) != len(record.leaves):
        raise ValueError("each leaf of a record needs its list of edits")
    for leaf, wanted in zip(record.leaves, edits, strict=True):
        at = 0
        for edit in wanted:
            if not at <= edit.start < edit.end <= len(leaf.text):
                raise ValueError("edits are empty, overlap, are out of order or outside their leaf")
            at = edit.end
        if leaf.scalar is not None and wanted and (len(wanted), len(leaf.text)) != (1, at - wanted[0].start):
            raise ValueError("a value that is no text is replaced whole")


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
