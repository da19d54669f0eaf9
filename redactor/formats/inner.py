"""A file inside of another, a member of an archive or an attachment of mail: what they have in common as it is read and written back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from redactor.formats.csv_head import is_head_word
from redactor.formats.protocol import Format, FormatSettings
from redactor.records import Edit, Record


class UnreadableError(Exception):
    """Nothing of a file, or of the message it is in, may be given out; carries a fixed word."""


def spoils(form: Format, record: Record) -> bool:
    """Has a record a problem for which nothing of its file is given out? A part of a package has a place of its own, which may be
    empty; what is withheld of a text would be read as a text of it."""
    return record.problem is not None and (form.textual or bool(record.leaves) or not record.index)


def bounded(records: Iterable[Record], most: int) -> Iterator[Record]:
    """``records``, which together hold no more texts, or are no more, than the ``most`` that one may have. Raises ``UnreadableError``."""
    for record in records:
        most -= max(1, len(record.leaves))
        if most < 0:
            raise UnreadableError("too-complex")
        yield record


def path_names(path: str) -> Iterator[str]:
    """What the names of a file and its folders say, with and without their endings.

    >>> list(path_names("a/ann_lee.txt"))
    ['a', 'ann_lee.txt', 'ann lee.txt', 'ann_lee', 'ann lee']
    """
    for part in PurePosixPath(path).parts:
        names = (part, PurePosixPath(part).stem)
        yield from dict.fromkeys(each for name in names for each in (name, name.replace("_", " ")))


def headed(form: Format, source: Callable[[], BinaryIO], settings: FormatSettings) -> FormatSettings:
    """How a table, which ``source`` opens, is read; for other files ``settings`` as they are. Its first row is a header if any
    cell of it is a word of headers, and only such cells are names. So the table is read the same with its masks
    (``[EMAIL_ADDRESS]`` is no such word)."""
    if form.name != "csv":
        return settings
    first = next(iter(form.reader(source(), replace(settings, header=0))), None)
    cells = {
        int(leaf.field[1:-1]): not leaf.text.lstrip().startswith("[") and is_head_word(leaf.text)
        for leaf in (first.leaves if first is not None else ())
    }
    if not any(cells.values()):
        return replace(settings, header=0)
    return replace(settings, header=1, header_cells=frozenset(number for number, known in cells.items() if not known))


def written(
    form: Format, settings: FormatSettings, records: Iterable[Record], edits: Iterable[Sequence[Edit]]
) -> bytes:
    """The file of all ``records`` with ``edits`` made, a list for each leaf of those without a problem. Raises ``Unwritable``."""
    sink, left = io.BytesIO(), iter(edits)
    writer = form.writer(sink, settings)
    for record in records:
        if record.problem is not None:
            writer.withhold(record, record.problem)
        else:
            writer.write(record, [next(left) for _ in record.leaves])
    writer.close()
    return sink.getvalue()
