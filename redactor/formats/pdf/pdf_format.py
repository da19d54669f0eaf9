"""PDF: each page is a record; the names found on one are known on those after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO

from redactor.formats.apart import apart
from redactor.formats.pdf.ocr import tesseract
from redactor.formats.pdf.page import Told, field_of
from redactor.formats.pdf.plain import TextReader, TextWriter
from redactor.formats.pdf.written import PdfWriter, WrittenReader
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, Writer
from redactor.records import Leaf, Record

#: Pages that one call draws: the time that a file may take is given to each call anew.
_PAGES = 4
#: The process that draws may take 32 times what a record may take, and always this.
_MEMORY_SHARE, _MEMORY_FLOOR = 32, 256 << 20


class PdfFormat(Format):
    """PDF (extra ``pdf``)."""

    name = "pdf"
    needs_seek = True
    textual = False
    compressible = False
    has_fields = False

    def one_document(self, settings: FormatSettings) -> bool:
        return True

    def output_name(self, name: str, settings: FormatSettings) -> str:
        return f"{name}.txt" if settings.pdf == "text" else name

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        if not settings.written:
            return PdfReader(source, settings, position)
        return (TextReader if settings.pdf == "text" else WrittenReader)(source, settings)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return TextWriter(sink) if settings.pdf == "text" else PdfWriter(sink, position)

    def side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        if settings.pdf == "text":
            return
        for number, text in enumerate(_apart("texts", stream, settings)):
            yield SideText(f"what other programs read on {field_of(number)}", text)


class PdfReader(Reader):
    """Pages are records from 0; behind the last comes a record with a ``problem`` for each page with pictures, each with letters
    that nobody can read, each embedded file: what nobody looked at, and so is not given out."""

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._source, self._settings = source, settings
        self._from: dict[str, int] = position or {"page": 0, "picture": 0, "unreadable-text": 0, "annotation": 0}
        if find_spec("pypdfium2") is None:
            self._told = Told(problem="needs-extra:pdf")
        else:
            (self._told,) = _apart("told", source, settings)
        self.problem, self.dropped = self._told.problem, self._told.dropped

    def __iter__(self) -> Iterator[Record]:
        at, limit = dict(self._from), self._settings.max_record_bytes
        how = self._settings.pdf == "boxes", tesseract(self._settings.ocr) if self._settings.ocr else None
        for first in range(at["page"], self._told.pages, _PAGES):
            for page in _apart("pages", self._source, self._settings, first, _PAGES, limit, *how):
                index, at = at["page"], dict(at)
                at["page"] += 1
                at["picture"] += page.pictures
                at["unreadable-text"] += page.unreadable
                at["annotation"] += page.notes
                leaves = (Leaf(field_of(index), page.text, misread=page.read, by_word=True),) if page.text else ()
                yield Record(index, leaves, page, page.problem, at, weight=len(page.picture) + page.boxes.nbytes)
        self.dropped += ("annotation",) * bool(at["annotation"])
        parts = {
            "picture": at["picture"],
            "unreadable-text": at["unreadable-text"],
            "embedded-file": self._told.embedded,
        }
        for number, problem in enumerate(Counter(parts).elements(), self._told.pages):
            yield Record(number, (), None, problem)


def _apart(what: str, source: BinaryIO, settings: FormatSettings, *arguments: Any) -> Iterator[Any]:
    memory = max(_MEMORY_FLOOR, _MEMORY_SHARE * settings.max_record_bytes)
    return apart(_seen, source, what, *arguments, memory=memory)


def _seen(source: BinaryIO, what: str, *arguments: Any) -> Iterator[Any]:
    """A function of ``pdfium/pages.py``. Only the process that may die loads the library."""
    work = getattr(import_module("redactor.formats.pdf.pdfium.pages"), what)
    return work(source, *arguments)  # type: ignore[no-any-return]  # named by its caller
