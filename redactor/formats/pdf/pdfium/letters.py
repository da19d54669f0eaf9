"""The letters of a page, as PDFium tells them, and the dots of the page's picture in which each stands."""

from __future__ import annotations

import sys
import unicodedata
from ctypes import byref, c_double, c_int
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from redactor.formats.pdf.page import NOWHERE, UNTOLD, Boxes, Rect
from redactor.formats.pdf.page_columns import by_columns
from redactor.formats.pdf.pdfium.page_objects import address

#: PDFium's signs for a hyphen that ends a line, and for a line's end.
_HYPHEN, _RETURN = 2, 13
#: Places are asked for in so many parts of a dot, for they are told as whole numbers.
_FINE = 64


def letters_of(letters: Any) -> tuple[str | None, list[Rect], set[int]]:
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
        seen.add(address(raw.FPDFText_GetTextObject(letters, at)))
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
        char = "-" if code == _HYPHEN else chr(code) if code <= sys.maxunicode else UNTOLD
        if raw.FPDFText_HasUnicodeMapError(letters, at) == 1 and not char.isspace() and code != _HYPHEN:
            char = UNTOLD
        chars.append(UNTOLD if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char not in "\n\t" else char)
        rects.append(rect)
        if code == _HYPHEN:
            chars.append("\n")
            rects.append(NOWHERE)
    return *by_columns(chars, rects), seen


class Places:
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
