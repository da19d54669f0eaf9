"""A file through its format: read, edited and written again, as the checks with files of others do it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from redactor.errors import FormatError
from redactor.formats.protocol import Format, FormatSettings
from redactor.records import Edit, Record

MASK = "[X]"


def rewritten(
    form: Format,
    data: bytes,
    settings: FormatSettings,
    edits: Callable[[Record], Sequence[Sequence[Edit]]],
    see: Callable[[Record], object] = lambda record: None,
) -> bytes:
    """``data`` with the ``edits`` of each record, and the placeholder of each that has a problem; ``see`` is told of every
    one before it is written. Raises what the format raises, ``FormatError`` for a file that it does not read."""
    sink = io.BytesIO()
    reader, writer = form.reader(io.BytesIO(data), settings), form.writer(sink, settings)
    if reader.problem is not None:
        raise FormatError(reader.problem)
    for record in reader:
        see(record)
        if record.problem is not None:
            writer.withhold(record, record.problem)
        else:
            writer.write(record, edits(record))
    writer.close()
    return sink.getvalue()


def every_text(record: Record) -> list[list[Edit]]:
    """A mask over each text of a record but the names of sheets."""
    return [
        [] if leaf.field.startswith("workbook.sheet_name") else [Edit(0, len(leaf.text), MASK)]
        for leaf in record.leaves
    ]
