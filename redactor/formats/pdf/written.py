"""The PDF that is written: a picture a page, over it the redacted text, invisible, for search and for reading aloud. A page
that was itself a picture, and was read, has the text alone, to be seen.

It is made by hand (ISO 32000-1, 7.5), page after page, so that a file of any length takes the memory of one page, and a
killed run goes on. Beside what viewers use, each page holds its redacted text as it is, for checks: what they draw of the
invisible one is only near to it.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import numpy as np

from redactor.errors import FormatError
from redactor.formats.pdf.page import GREY, UNTOLD, Page, cover, field_of, touching
from redactor.formats.protocol import FormatSettings, Reader, StreamWriter, check_edits, edited
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record

#: Every letter is half as wide as high, and stands for the UTF-16 unit that is its code.
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
    b"endcmap CMapName currentdict /CMap defineresource pop end end"
)
_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
#: Objects 1 and 2 are the catalogue and the list of pages; fonts follow; then each page has four objects.
_FONT, _FIRST, _EACH = 3, 8, 4
_TEXT = 3
#: After so many pages it is written where they are, so that what a killed run must remember does not grow.
_BLOCK = 64
_TAIL_BYTES, _HEAD_BYTES = 64, 128
_TABLE = re.compile(rb"xref\n(?:0 3\n[0-9nf \n]{60})?(\d+) (\d+)\n")
_TRAILER = re.compile(rb"trailer << /Size \d+ /Root 1 0 R(?: /Prev (\d+))? >>\n")


class PdfWriter(StreamWriter):
    """Writes pages as their records come; records that are no pages leave nothing."""

    def __init__(self, sink: BinaryIO, position: Any) -> None:
        super().__init__(sink)
        self._at: int = position["at"] if position else 0
        #: Where the objects from ``_first`` on are, and where the table of those before them is (0: there are none).
        self._first: int = position["first"] if position else _FONT
        self._offsets: list[int] = list(position["offsets"]) if position else []
        self._before: int = position["before"] if position else 0
        if not position:
            self._put(_HEAD)
            self._object(
                b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H /DescendantFonts [4 0 R]"
                b" /ToUnicode 6 0 R >>"
            )
            self._object(
                b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /CIDToGIDMap /Identity /DW 500 /FontDescriptor 5 0 R"
                b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            )
            self._object(
                b"<< /Type /FontDescriptor /FontName /None /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 /Ascent 1000"
                b" /Descent 0 /CapHeight 1000 /StemV 80 >>"
            )
            self._stream(b"", _TO_UNICODE)
            self._object(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")

    @property
    def position(self) -> Any:
        return {"at": self._at, "first": self._first, "offsets": self._offsets, "before": self._before}

    @property
    def _next(self) -> int:
        """The number that the next object has."""
        return self._first + len(self._offsets)

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        page: Page = record.source
        made = edits[0] if edits else ()
        if page.read:
            self._page(page, (1, 1, 1), b"\xff", edited(page.text, made), _layer(page, made))
            return
        dots = page.dots
        if made:
            masked = np.concatenate([page.boxes[edit.start : edit.end] for edit in made])
            for edit in made:
                cover(dots, page.boxes[edit.start : edit.end])
            for box in page.unseen[touching(page.unseen, masked)]:
                cover(dots, box[None])
        self._page(page, page.shape, dots.tobytes(), edited(page.text, made), _layer(page, made))

    def withhold(self, record: Record, reason: str) -> None:
        page = record.source
        if isinstance(page, Page):
            label = b"BT 0 Tr /H 18 Tf 36 %d Td (%s) Tj ET" % (max(0, page.size[1] - 54), WITHHELD_TEXT.encode())
            self._page(page, (1, 1, 1), bytes([GREY]), WITHHELD_TEXT, label)

    def close(self) -> None:
        pages = (self._next - _FIRST) // _EACH
        catalogue = self._at
        self._put(b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
        listed = self._at
        kids = b" ".join(b"%d 0 R" % (_FIRST + _EACH * page) for page in range(pages))
        self._put(b"2 0 obj\n<< /Type /Pages /Count %d /Kids [%s] >>\nendobj\n" % (pages, kids))
        table = self._at
        self._table(b"0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (catalogue, listed))
        self._put(b"startxref\n%d\n%%%%EOF\n" % table)
        super().close()

    def _table(self, more: bytes = b"") -> None:
        """Where the objects since the last table are, and those that ``more`` says (7.5.8.4)."""
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets)
        before = b" /Prev %d" % self._before if self._before else b""
        self._before, at = self._at, (self._first, len(self._offsets))
        self._first, self._offsets = self._next, []
        self._put(b"xref\n%s%d %d\n%s" % (more, *at, rows))
        self._put(b"trailer << /Size %d /Root 1 0 R%s >>\n" % (self._first, before))

    def _page(self, page: Page, shape: tuple[int, int, int], dots: bytes, text: str, layer: bytes) -> None:
        if len(self._offsets) >= _BLOCK * _EACH:
            self._table()
        width, height = page.size
        number = self._next
        self._object(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /RDCT_Text %d 0 R /Resources"
            b" << /XObject << /P %d 0 R >> /Font << /F 3 0 R /H 7 0 R >> >> >>"
            % (width, height, number + 1, number + _TEXT, number + 2)
        )
        self._stream(b"", b"q %.2f 0 0 %.2f 0 0 cm /P Do Q\n%s" % (width, height, layer))
        colours = b"DeviceGray" if shape[2] == 1 else b"DeviceRGB"
        self._stream(
            b" /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /%s"
            % (*shape[:2], colours),
            dots,
        )
        self._stream(b"", text.encode("utf-8", "surrogatepass"))

    def _stream(self, entries: bytes, data: bytes) -> None:
        packed = zlib.compress(data)
        self._object(b"<< /Length %d /Filter /FlateDecode%s >>\nstream\n%s\nendstream" % (len(packed), entries, packed))

    def _object(self, body: bytes) -> None:
        number = self._next
        self._offsets.append(self._at)
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _put(self, data: bytes) -> None:
        self._sink.write(data)
        self._at += len(data)


def _layer(page: Page, edits: Sequence[Edit]) -> bytes:
    """The redacted text of a page, line by line, each as wide as the line was."""
    width, height, _ = page.shape
    right, up = page.size[0] / width, page.size[1] / height
    parts: list[bytes] = []
    for line in re.finditer(r"[^\n\t]+", page.text):
        start, end = line.span()
        # What is masked over a line's end stands where it began.
        own = [
            Edit(max(each.start, start) - start, min(each.end, end) - start, each.replacement * (each.start >= start))
            for each in edits
            if each.start < end and each.end > start
        ]
        text = edited(line[0], own).strip()
        places = page.boxes[start:end]
        places = places[places[:, 2] > places[:, 0]]
        if not text or not len(places):
            continue
        (x0, y0), (x1, y1) = places[:, :2].min(0), places[:, 2:].max(0)
        font, code, extent = _set(text, seen=page.read)
        wide, high = (x1 - x0) * right, max(1.0, (y1 - y0) * up)
        stretch = min(100 * wide / (extent * high), 100 if page.read else math.inf)
        place = high, stretch, x0 * right, page.size[1] - y1 * up
        parts.append(b"BT %s %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj ET" % (font, *place, code.hex().encode()))
    return b"\n".join(parts)


def _set(text: str, *, seen: bool) -> tuple[bytes, bytes, float]:
    """How a text is set: its mode and font, its codes, and how wide these are in that font at size 1. One that is to be
    ``seen`` is, where the fonts that every viewer has have its letters."""
    if seen:
        with suppress(UnicodeEncodeError):
            code = text.replace(UNTOLD, "?").encode("cp1252")
            return b"0 Tr /H", code, 0.6 * len(code)
    code = text.encode("utf-16-be", "replace")
    return b"3 Tr /F", code, 0.25 * len(code)


class WrittenReader(Reader):
    """Reads the texts of a PDF that ``PdfWriter`` wrote, as they were put there. Raises ``FormatError`` for any other."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        self._source, self._limit = source, settings.max_record_bytes

    def __iter__(self) -> Iterator[Record]:
        for first, count, rows in self._tables():
            for number in range(first, first + count):
                index, which = divmod(number - _FIRST, _EACH)
                if index >= 0 and which == _TEXT:
                    text = self._text(int(self._read(rows + 20 * (number - first), 10)))
                    yield Record(index, (Leaf(field_of(index), text),) if text else ())

    def _tables(self) -> list[tuple[int, int, int]]:
        """The parts of the file's table, first things first: number of the first object, how many, where their rows begin."""
        size = self._source.seek(0, 2)
        told = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", self._read(max(0, size - _TAIL_BYTES), _TAIL_BYTES))
        found: list[tuple[int, int, int]] = []
        at = int(told[1]) if told else -1
        while at:
            head = _TABLE.match(self._read(at, _HEAD_BYTES)) if 0 < at < size else None
            rows = at + head.end() if head else 0
            tail = _TRAILER.match(self._read(rows + 20 * int(head[2]), _HEAD_BYTES)) if head else None
            if head is None or tail is None:
                raise FormatError("not a PDF of this program")
            found.append((int(head[1]), int(head[2]), rows))
            size, at = at, int(tail[1] or 0)
        return found[::-1]

    def _text(self, offset: int) -> str:
        head = re.match(rb"\d+ 0 obj\n<< /Length (\d+) /Filter /FlateDecode >>\nstream\n", self._read(offset, 128))
        if head is None:
            raise FormatError("not a PDF of this program")
        packed = self._read(offset + head.end(), min(int(head[1]), self._limit))
        return zlib.decompressobj().decompress(packed, self._limit).decode("utf-8", "surrogatepass")

    def _read(self, at: int, size: int) -> bytes:
        self._source.seek(at)
        return self._source.read(size)
