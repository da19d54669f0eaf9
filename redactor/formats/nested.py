"""A file inside of another: read whole by its own format, as the leaves of one record, and written back with their edits."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from redactor.errors import FormatError
from redactor.formats.apart import ApartError
from redactor.formats.fields import with_index
from redactor.formats.inner import UnreadableError, bounded, headed, spoils, written
from redactor.formats.magic import Headed
from redactor.formats.protocol import Format, FormatSettings, WantsScalar
from redactor.records import Edit, Leaf, Record


@dataclass(frozen=True, slots=True)
class NestedFile:
    """A file that was read. ``parts`` are the reasons of what of it goes, for nobody could look at it."""

    format: Format
    settings: FormatSettings
    records: tuple[Record, ...]
    leaves: tuple[Leaf, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]

    def written(self, edits: Sequence[Sequence[Edit]]) -> bytes:
        """The file with ``edits`` made, a list for each leaf. Raises ``Unwritable``."""
        return written(self.format, self.settings, self.records, edits)


def nested(path: str, data: bytes, form: Format, settings: FormatSettings) -> NestedFile:
    """The file ``data``, whose fields the audit shall find below ``path``. Raises ``UnreadableError``."""
    own = replace(
        settings,
        fields=(),
        line_buffered=False,
        header=1,
        header_cells=frozenset(),
        pass_unread=False,
        scalars=_below(path, form, settings.scalars),
        keys=None,
        packed=True,
        pdf="boxes",  # a member keeps its name
        depth=settings.depth + 1,
    )
    try:
        own = headed(form, partial(io.BytesIO, data), own)
        records = tuple(_records(data, form, own))
    except ApartError as error:
        raise UnreadableError(error.reason) from None
    except FormatError:
        raise UnreadableError("damaged-file") from None
    read = [record for record in records if record.problem is None]
    leaves = tuple(
        replace(leaf, offset=0, field=_path(path, form, record.index, leaf.field))
        for record in read
        for leaf in record.leaves
    )
    names = tuple(name for record in read for name in record.names)
    parts = tuple(record.problem for record in records if record.problem is not None)
    return NestedFile(form, own, records, leaves, names, parts)


def _records(data: bytes, form: Format, settings: FormatSettings) -> Iterator[Record]:
    if form.textual and (problem := Headed(io.BytesIO(data)).problem) is not None:
        raise UnreadableError(problem)
    reader = form.reader(io.BytesIO(data), settings)
    if reader.problem is not None:
        raise UnreadableError(reader.problem)
    held = 0
    pieces: list[Record] = []
    for record in bounded(reader, settings.most_leaves):
        if record.problem is not None and spoils(form, record):
            raise UnreadableError(record.problem)
        held += sum(leaf.core_end - leaf.core_start for leaf in record.leaves) + record.weight
        if held > settings.max_record_bytes:
            raise UnreadableError("too-long")
        if form.whole_document(settings):
            pieces.append(record)
        else:
            yield record
    if reader.unread_columns:
        raise UnreadableError("unread-columns")
    if pieces:
        yield _whole(pieces)


def _whole(pieces: list[Record]) -> Record:
    """The pieces of a text as one."""
    text = "".join(leaf.text[leaf.core_start : leaf.core_end] for piece in pieces for leaf in piece.leaves)
    first = next((leaf for piece in pieces for leaf in piece.leaves), None)
    leaves = (Leaf("", text, first.offset + first.core_start),) if first is not None else ()
    return replace(pieces[0], leaves=leaves, position=None, final=True)


def _path(path: str, form: Format, index: int, field: str) -> str:
    """The path of a field of a record: that of the file, its row where it has rows, and its own."""
    outer = with_index(path, index) if form.has_fields and index >= 0 else path
    return outer + field if field[:1] in ("[", "{", "") else f"{outer}.{field}"


def _below(path: str, form: Format, wanted: WantsScalar | None) -> WantsScalar | None:
    if wanted is None:
        return None
    return lambda field, countable: wanted(_path(f"{path}[*]" if form.has_fields else path, form, -1, field), countable)
