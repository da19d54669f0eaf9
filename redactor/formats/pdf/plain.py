"""The redacted text of a PDF: page after page, each ended by a form feed, as other programs do it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from redactor.errors import FormatError
from redactor.formats.pdf.page import Page, field_of
from redactor.formats.protocol import FormatSettings, Reader, StreamWriter, check_edits, edited
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record

_END = "\n\f"
_CHUNK = 1 << 16


class TextWriter(StreamWriter):
    """Writes the texts of pages as their records come; records that are no pages leave nothing."""

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        self._put(edited(record.source.text, edits[0] if edits else ()))

    def withhold(self, record: Record, reason: str) -> None:
        if isinstance(record.source, Page):
            self._put(WITHHELD_TEXT)

    def _put(self, text: str) -> None:
        self._sink.write((text.replace("\f", " ") + _END).encode())


class TextReader(Reader):
    """Reads the pages of a text that ``TextWriter`` wrote. Raises ``FormatError`` for any other."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        self._source, self._limit = source, settings.max_record_bytes

    def __iter__(self) -> Iterator[Record]:
        text, index = io.TextIOWrapper(self._source, encoding="utf-8", newline=""), 0
        held = ""
        try:
            while chunk := text.read(_CHUNK):
                *whole, held = (held + chunk).split(_END)
                for page in whole:
                    yield Record(index, (Leaf(field_of(index), page),) if page else ())
                    index += 1
                if len(held) > self._limit:
                    raise FormatError("a page is too long")
        except UnicodeDecodeError:
            raise FormatError("not a text of this program") from None
        finally:
            text.detach()
        if held:
            raise FormatError("not a text of this program")
