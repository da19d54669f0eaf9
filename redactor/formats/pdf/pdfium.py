"""What PDFium sees of a file, page by page: the text with the place of each letter, and the page drawn as a picture.

PDFium is a native library that reads what others made, so all of this runs apart (``formats/apart.py``).
"""

from __future__ import annotations

import io
import math
import re
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from ctypes import byref, c_double, c_float, c_int, c_void_p, cast
from functools import partial
from typing import Any, BinaryIO

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from redactor.errors import FormatError
from redactor.formats.pdf.page import GREY, Boxes, Dots, Page, Told, blank, cover, touching

#: Pictures have so many dots a point (150 an inch), and fewer where that would be more than ``_MOST_DOTS`` in all or
#: more than ``_LONGEST`` in a row.
_SCALE, _MOST_DOTS, _LONGEST = 150 / 72, 12_000_000, 30_000
#: So many dots around a letter are masked with it, for strokes, shadows and accents reach out of the box that a font tells:
#: the first of these that leaves no dot of any letter outside.
_MARGINS = (2, 4, 8, 16)
#: PDFium's signs for a hyphen that ends a line, and for a line's end.
_HYPHEN, _RETURN = 2, 13
#: A letter of which PDFium knows the form alone.
_UNTOLD = "\ufffd"
_UNTOLD_RUN = re.compile(rf"{_UNTOLD}(?:\s?{_UNTOLD})+")
#: Places are asked for in so many parts of a dot, for they are told as whole numbers.
_FINE = 64

#: More texts that are not told are no shadows.
_MOST_UNSEEN = 1_000
#: Less than so many points is nothing: a blank.
_NOTHING = 0.5

#: Left, bottom, right and top in points of a page.
Rect = tuple[float, float, float, float]
#: Of a character that is not drawn.
NOWHERE: Rect = (math.nan,) * 4


def told(source: BinaryIO) -> Iterator[Told]:
    """What the file is. Raises ``FormatError`` for one that cannot be opened."""
    document, problem = _opened(source)
    if document is None:
        yield Told(problem=problem)
        return
    with closing(document):
        dropped = {
            "outline": bool(raw.FPDFBookmark_GetFirstChild(document, None)),
            "script": raw.FPDFDoc_GetJavaScriptActionCount(document) > 0,
            "form": raw.FPDF_GetFormType(document) != raw.FORMTYPE_NONE,
        }
        embedded = max(0, raw.FPDFDoc_GetAttachmentCount(document))
        yield Told(len(document), embedded, tuple(name for name, found in dropped.items() if found))


def pages(source: BinaryIO, first: int, most: int, limit: int) -> Iterator[Page]:
    """Up to ``most`` pages from ``first`` on; one with more than ``limit`` characters has a ``problem`` and no text."""
    document, _ = _opened(source)
    assert document is not None
    with closing(document):
        for number in range(first, min(first + most, len(document))):
            try:
                yield _page(document, number, limit)
            except pdfium.PdfiumError:
                yield blank("damaged-page")


def texts(source: BinaryIO) -> Iterator[str]:
    """The text of each page, as any other program reads it."""
    document, _ = _opened(source)
    assert document is not None
    with closing(document):
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as letters:
                yield letters.get_text_range()


def _opened(source: BinaryIO) -> tuple[Any, str | None]:
    buffered = io.BufferedReader(source, 1 << 16)  # type: ignore[type-var]  # it is raw
    try:
        return pdfium.PdfDocument(buffered), None
    except pdfium.PdfiumError as error:
        code = error.err_code
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return None, "encrypted-file"
    raise FormatError("not a readable PDF")


def _page(document: Any, number: int, limit: int) -> Page:
    page = document[number]
    notes = _has_notes(page)
    if raw.FPDFPage_GetAnnotCount(page) > 0:  # what they and the fields of a form show becomes part of the page
        flat = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        if flat == raw.FLATTEN_FAIL:
            return blank("damaged-page")
        page = document[number]
    with closing(page), closing(page.get_textpage()) as letters:
        size = page.get_size()
        if not min(size) > 0:
            return blank("damaged-page")
        objects = _Objects(page)
        if raw.FPDFText_CountChars(letters) > limit:
            return blank("too-long", size)
        text, rects, seen = _letters(letters)
        if objects.stubborn or text is None:
            return blank("damaged-page", size)
        if not text.strip() and objects.any:
            return blank("no-text", size)
        alone = objects.unseen(seen)
        if len(alone) > _MOST_UNSEEN:
            return blank("too-complex", size)
        dots = _drawn(page, size)
        objects.hide_texts()
        ink = (dots != _drawn(page, size)).any(2)
        place = _Places(page, dots.shape[1], dots.shape[0])
        placed = ((place.boxes(rects, margin), place.boxes(alone, margin)) for margin in _MARGINS)
        boxes, unseen = next((each for each in placed if _all_inside(ink, *each)), (None, None))
        if boxes is None or unseen is None:
            return blank("no-place", size)
        unreadable = _cover_untold(dots, text, boxes)
        copies = touching(unseen, boxes)
        cover(dots, unseen[~copies])
        grey = bool((dots == dots[:, :, :1]).all())
        packed = zlib.compress((dots[:, :, :1] if grey else dots).tobytes(), 1)
        shape = dots.shape[1], dots.shape[0], 1 if grey else 3
        unreadable |= not copies.all()
        return Page(size, shape, packed, text, boxes, unseen[copies], objects.pictures, unreadable, notes)


def _has_notes(page: Any) -> bool:
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP):
            return True
    return False


def _drawn(page: Any, size: tuple[float, float]) -> Dots:
    """The page as rows of dots of three colours."""
    width, height = size
    scale = min(_SCALE, (_MOST_DOTS / max(width * height, 1)) ** 0.5, _LONGEST / max(width, height, 1))
    drawn = page.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True)
    dots = np.array(drawn.to_numpy()[:, :, :3])
    drawn.close()
    return dots


def _letters(letters: Any) -> tuple[str | None, list[Rect], set[int]]:
    """The text, where each character is (left, bottom, right, top), and the text objects that they are of; no text where
    PDFium draws a letter and does not tell where. Letters that it cannot tell are U+FFFD."""
    chars: list[str] = []
    rects: list[Rect] = []
    seen: set[int] = set()
    loose, left, bottom, right, top = raw.FS_RECTF(), c_double(), c_double(), c_double(), c_double()
    high = 0
    for at in range(raw.FPDFText_CountChars(letters)):
        code = raw.FPDFText_GetUnicode(letters, at)
        if raw.FPDFText_IsGenerated(letters, at) == 1:
            if code != _RETURN:
                chars.append(chr(code))
                rects.append(NOWHERE)
            continue
        seen.add(_address(raw.FPDFText_GetTextObject(letters, at)))
        if not raw.FPDFText_GetCharBox(letters, at, byref(left), byref(right), byref(bottom), byref(top)):
            return None, [], seen
        rect = left.value, bottom.value, right.value, top.value
        if raw.FPDFText_GetLooseCharBox(letters, at, byref(loose)):
            rect = (
                min(rect[0], loose.left),
                min(rect[1], loose.bottom),
                max(rect[2], loose.right),
                max(rect[3], loose.top),
            )
        if 0xDC00 <= code <= 0xDFFF and high and rects:  # the second half of a letter
            chars[-1] = chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
            high = 0
            continue
        high = code if 0xD800 <= code <= 0xDBFF else 0
        char = "-" if code == _HYPHEN else chr(code) if code <= sys.maxunicode else _UNTOLD
        if raw.FPDFText_HasUnicodeMapError(letters, at) == 1 and not char.isspace() and code != _HYPHEN:
            char = _UNTOLD
        chars.append(_UNTOLD if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char not in "\n\t" else char)
        rects.append(rect)
        if code == _HYPHEN:
            chars.append("\n")
            rects.append(NOWHERE)
    return "".join(chars), rects, seen


def _all_inside(ink: NDArray[np.bool_], *boxes: Boxes) -> bool:
    """Does every dot that letters leave on the page lie in the box of one?"""
    outside = ink.copy()
    for x0, y0, x1, y1 in np.concatenate(boxes):
        outside[y0:y1, x0:x1] = False
    return not outside.any()


def _cover_untold(dots: Dots, text: str, boxes: Boxes) -> bool:
    """Cover letters that nobody could read, if they may be a word: one alone is a bullet. Were there any?"""
    found = list(_UNTOLD_RUN.finditer(text))
    for run in found:
        cover(dots, boxes[run.start() : run.end()])
    return bool(found)


class _Objects:
    """The objects of a page, those in forms too. Images become grey: nobody has looked at them."""

    def __init__(self, page: Any) -> None:
        self.any = self.pictures = self.stubborn = False
        self._texts: dict[int, tuple[Any, NDArray[np.float64]]] = {}
        self._grey = pdfium.PdfBitmap.new_native(1, 1, raw.FPDFBitmap_Gray)
        self._grey.fill_rect((GREY, GREY, GREY, 255), 0, 0, 1, 1)
        self._walk(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), np.eye(3))
        self._grey.close()

    def _walk(self, count: int, get: Callable[[int], Any], inside: NDArray[np.float64]) -> None:
        for at in range(count):
            each = get(at)
            kind = raw.FPDFPageObj_GetType(each)
            self.any = True
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.pictures = True
                self.stubborn |= not raw.FPDFImageObj_SetBitmap(None, 0, each, self._grey)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self._texts[_address(each)] = each, inside
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                inner = partial(raw.FPDFFormObj_GetObject, each)
                self._walk(raw.FPDFFormObj_CountObjects(each), inner, _matrix(each) @ inside)

    def hide_texts(self) -> None:
        """Drawn from now on, the page has no letters."""
        for text, _ in self._texts.values():
            raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)

    def unseen(self, seen: set[int]) -> list[Rect]:
        """Where texts stand of which no letter was told."""
        found: list[Rect] = []
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        for address, (text, inside) in self._texts.items():
            if address not in seen and raw.FPDFPageObj_GetBounds(
                text, byref(left), byref(bottom), byref(right), byref(top)
            ):
                corners = np.array([(x, y, 1) for x in (left.value, right.value) for y in (bottom.value, top.value)])
                low, high = (corners @ inside).min(0), (corners @ inside).max(0)
                if (high - low)[:2].min() > _NOTHING:
                    found.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        return found


def _address(pointer: Any) -> int:
    return int(cast(pointer, c_void_p).value or 0)


def _matrix(form: Any) -> NDArray[np.float64]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(form, byref(matrix))
    return np.array([[matrix.a, matrix.b, 0], [matrix.c, matrix.d, 0], [matrix.e, matrix.f, 1]])


class _Places:
    """From points of a page to dots of its picture, as PDFium itself turns them."""

    def __init__(self, page: Any, width: int, height: int) -> None:
        self._most = np.array([width, height], np.float64)

        def at(x: float, y: float) -> NDArray[np.float64]:
            right, down = c_int(), c_int()
            raw.FPDF_PageToDevice(page, 0, 0, width * _FINE, height * _FINE, 0, x, y, byref(right), byref(down))
            return np.array([right.value, down.value]) / _FINE

        self._origin = at(0, 0)
        self._turn = np.array([at(1000, 0) - self._origin, at(0, 1000) - self._origin]) / 1000

    def boxes(self, rects: list[Rect], margin: int) -> Boxes:
        """The dots that rectangles touch, with a margin; nothing for ``NOWHERE``."""
        rows = np.array(rects, np.float64).reshape(-1, 4)
        one, other = (rows[:, pair] @ self._turn + self._origin for pair in ([0, 1], [2, 3]))
        low = np.floor(np.minimum(one, other)) - margin
        high = np.ceil(np.maximum(one, other)) + margin
        found = np.concatenate([np.clip(low, 0, self._most), np.clip(high, 0, self._most)], axis=1)
        found[np.isnan(found).any(axis=1)] = [0, 0, *self._most]  # a place beyond numbers is everywhere
        found[np.isnan(rows).any(axis=1)] = 0
        return found.astype(np.int32)
