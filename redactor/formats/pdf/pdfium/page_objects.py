"""What a page is made of, as PDFium tells it: texts, images, forms with more of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from ctypes import byref, c_float, c_void_p, cast
from functools import partial
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from redactor.formats.pdf.page import GREY, Rect

#: Less than so many points is nothing: a blank.
_NOTHING = 0.5


class Objects:
    """The objects of a page, those in forms too."""

    def __init__(self, page: Any) -> None:
        self.any = False
        self._texts: dict[int, tuple[Any, NDArray[np.float64]]] = {}
        self._images: list[Any] = []
        self._walk(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), np.eye(3))

    @property
    def pictures(self) -> bool:
        return bool(self._images)

    @property
    def scan(self) -> bool:
        """Are there pictures, and no text that is seen? Scanners put what they read behind them."""
        modes = {raw.FPDFTextObj_GetTextRenderMode(text) for text, _ in self._texts.values()}
        return self.pictures and modes <= {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}

    def hide_pictures(self) -> bool:
        """Images become grey: nobody has looked at them. Did that work?"""
        with closing(pdfium.PdfBitmap.new_native(1, 1, raw.FPDFBitmap_Gray)) as grey:
            grey.fill_rect((GREY, GREY, GREY, 255), 0, 0, 1, 1)
            return not [image for image in self._images if not raw.FPDFImageObj_SetBitmap(None, 0, image, grey)]

    def _walk(self, count: int, get: Callable[[int], Any], inside: NDArray[np.float64]) -> None:
        for at in range(count):
            each = get(at)
            kind = raw.FPDFPageObj_GetType(each)
            self.any = True
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._images.append(each)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self._texts[address(each)] = each, inside
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


def address(pointer: Any) -> int:
    return int(cast(pointer, c_void_p).value or 0)


def _matrix(form: Any) -> NDArray[np.float64]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(form, byref(matrix))
    return np.array([[matrix.a, matrix.b, 0], [matrix.c, matrix.d, 0], [matrix.e, matrix.f, 1]])
