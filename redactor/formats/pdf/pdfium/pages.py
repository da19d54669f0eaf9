"""What PDFium sees of a file, page by page: the text with the place of each letter, and the page drawn as a picture.

PDFium is a native library that reads what others made, so all of this runs apart (``formats/apart.py``).
"""

from __future__ import annotations

import io
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from redactor.errors import FormatError
from redactor.formats.pdf.ocr import DPI, Tesseract
from redactor.formats.pdf.page import NO_BOXES, UNTOLD, Boxes, Dots, Page, Told, blank, cover, touching
from redactor.formats.pdf.pdfium.letters import Places, letters_of
from redactor.formats.pdf.pdfium.page_objects import Objects

#: Pictures have so many dots an inch, and fewer where that would be more than ``_MOST_DOTS`` in all or
#: more than ``_LONGEST`` in a row.
_DPI, _MOST_DOTS, _LONGEST = 150, 12_000_000, 30_000
#: So many dots around a letter are masked with it, for strokes, shadows and accents reach out of the box that a font tells:
#: the first of these that leaves no dot of any letter outside.
_MARGINS = (2, 4, 8, 16)
_UNTOLD_RUN = re.compile(rf"{UNTOLD}(?:\s?{UNTOLD})+")
#: More texts that are not told are no shadows.
_MOST_UNSEEN = 1_000


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


def pages(source: BinaryIO, first: int, most: int, limit: int, draw: bool, ocr: Tesseract | None) -> Iterator[Page]:
    """Up to ``most`` pages from ``first`` on, with their pictures where they are to ``draw``; one with more than ``limit``
    characters has a ``problem`` and no text. Pages that are pictures are read by ``ocr``, if there is one."""
    document, _ = _opened(source)
    assert document is not None
    with closing(document):
        for number in range(first, min(first + most, len(document))):
            try:
                yield _page(document, number, limit, draw, ocr)
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


def _page(document: Any, number: int, limit: int, draw: bool, ocr: Tesseract | None) -> Page:
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
        objects = Objects(page)
        if raw.FPDFText_CountChars(letters) > limit:
            return blank("too-long", size)
        text, rects, seen = letters_of(letters)
        if ocr is not None and objects.any and (objects.scan or not (text or "").strip()):
            return _scanned(page, size, notes, limit, ocr)
        if not objects.hide_pictures() or text is None:
            return blank("damaged-page", size)
        if not text.strip() and objects.any:
            return blank("no-text", size)
        alone = objects.unseen(seen)
        if len(alone) > _MOST_UNSEEN:
            return blank("too-complex", size)
        place = Places(page, *_extent(size))
        if not draw:
            copies = touching(place.boxes(alone, _MARGINS[0]), place.boxes(rects, _MARGINS[0]))
            unreadable = not copies.all() or _UNTOLD_RUN.search(text) is not None
            return Page(size, (0, 0, 1), b"", text, NO_BOXES, NO_BOXES, objects.pictures, unreadable, notes)
        dots = _drawn(page, size)
        objects.hide_texts()
        ink = (dots != _drawn(page, size)).any(2)
        placed = ((place.boxes(rects, margin), place.boxes(alone, margin)) for margin in _MARGINS)
        boxes, unseen = next((each for each in placed if _all_inside(ink, *each)), (None, None))
        if boxes is None or unseen is None:
            return blank("no-place", size)
        unreadable = _cover_untold(dots, text, boxes)
        copies = touching(unseen, boxes)
        cover(dots, unseen[~copies])
        unreadable |= not copies.all()
        shape, packed = _packed(dots)
        return Page(size, shape, packed, text, boxes, unseen[copies], objects.pictures, unreadable, notes)


def _scanned(page: Any, size: tuple[float, float], notes: bool, limit: int, ocr: Tesseract) -> Page:
    """A page of which the text is read from its picture."""
    with closing(
        page.render(scale=_scale(size, DPI), draw_annots=False, may_draw_forms=False, grayscale=True)
    ) as drawn:
        dots = np.array(drawn.to_numpy()).reshape(drawn.height, drawn.width)
    seen = ocr.read(dots)
    if isinstance(seen, str) or not seen.text or len(seen.text) > limit:
        return blank(seen if isinstance(seen, str) else "too-long" if seen.text else "no-text", size)
    lying = seen.turns % 2
    size, (high, wide) = (size[::-1], dots.shape[::-1]) if lying else (size, dots.shape)
    shape = wide, high, 1
    return Page(size, shape, b"", seen.text, seen.boxes, NO_BOXES, seen.more, seen.unreadable, notes, read=True)


def _packed(dots: Dots) -> tuple[tuple[int, int, int], bytes]:
    """The shape of a picture, and its dots: of one colour where they are grey."""
    grey = bool((dots == dots[:, :, :1]).all())
    packed = zlib.compress((dots[:, :, :1] if grey else dots).tobytes(), 1)
    return (dots.shape[1], dots.shape[0], 1 if grey else 3), packed


def _has_notes(page: Any) -> bool:
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP):
            return True
    return False


def _scale(size: tuple[float, float], dpi: int = _DPI) -> float:
    width, height = size
    return min(dpi / 72, math.sqrt(_MOST_DOTS / max(width * height, 1)), _LONGEST / max(width, height, 1))


def _extent(size: tuple[float, float]) -> tuple[int, int]:
    """Width and height of a page's picture, as pypdfium2 rounds them."""
    scale = _scale(size)
    return math.ceil(size[0] * scale), math.ceil(size[1] * scale)


def _drawn(page: Any, size: tuple[float, float]) -> Dots:
    """The page as rows of dots of three colours."""
    drawn = page.render(scale=_scale(size), draw_annots=False, may_draw_forms=False, rev_byteorder=True)
    dots = np.array(drawn.to_numpy()[:, :, :3])
    drawn.close()
    return dots


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
