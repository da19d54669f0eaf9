"""A page as its text, the place of each letter, and a picture in which places can be covered."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

#: What stands where a picture or a page was that nobody has looked at.
GREY = 0xC0
#: Stands for a letter that could not be read.
UNTOLD = "\ufffd"
#: Left, bottom, right and top in points of a page.
Rect = tuple[float, float, float, float]
#: Of a character that is not drawn.
NOWHERE: Rect = (math.nan,) * 4
#: A picture: rows of dots of one colour (grey) or three.
Dots = NDArray[np.uint8]
#: Rows of ``x0, y0, x1, y1``: ``[x0, x1)`` and ``[y0, y1)`` are dots of the picture, from its upper left corner.
Boxes = NDArray[np.int32]
NO_BOXES: Boxes = np.zeros((0, 4), np.int32)


@dataclass(frozen=True, slots=True)
class Told:
    """What a file is: its number of pages, of embedded files, what else goes with the old file; or why it cannot be read."""

    pages: int = 0
    embedded: int = 0
    dropped: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in points, its text, and its ``picture`` (bytes of dots, packed by zlib; ``shape`` is width, height and
    colours, 1 for grey or 3).

    ``boxes`` has a row for each character, an empty one for what is not drawn. ``unseen`` are places of texts that PDFium
    drew and did not tell: copies of others, as a shadow. ``pictures``: images were on the page; ``unreadable``: letters;
    ``notes``: annotations that say more than they show. A page that was a picture and was ``read`` has none: it is written as
    what was read. Its ``shape`` still is what the boxes are of.
    """

    size: tuple[float, float]
    shape: tuple[int, int, int]
    picture: bytes
    text: str
    boxes: Boxes
    unseen: Boxes
    pictures: bool = False
    unreadable: bool = False
    notes: bool = False
    problem: str | None = None
    read: bool = False

    @property
    def dots(self) -> Dots:
        """The picture unpacked."""
        width, height, colours = self.shape
        unpacked = zlib.decompressobj().decompress(self.picture, width * height * colours)
        return np.frombuffer(bytearray(unpacked), np.uint8).reshape(height, width, colours)


def blank(problem: str, size: tuple[float, float] = (612.0, 792.0)) -> Page:
    """A page of which nothing is given out."""
    return Page(size, (1, 1, 1), zlib.compress(bytes([GREY])), "", NO_BOXES, NO_BOXES, problem=problem)


def cover(dots: NDArray[np.uint8], boxes: Boxes) -> None:
    """Blacken boxes in a picture, and what lies between two that follow each other in a line."""
    drawn = boxes[boxes[:, 2] > boxes[:, 0]]
    for x0, y0, x1, y1 in drawn:
        dots[y0:y1, x0:x1] = 0
    for (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) in pairwise(drawn.tolist()):
        high = max(ay1 - ay0, by1 - by0)
        if max(bx0 - ax1, ax0 - bx1) < 3 * high and max(by0 - ay1, ay0 - by1) < high:
            top, bottom = max(ay0, by0), min(ay1, by1)
            if top < bottom:
                dots[top:bottom, min(ax0, bx0) : max(ax1, bx1)] = 0


def touching(boxes: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Which of ``boxes`` share a dot with any of ``others``."""
    met = (((box[:2] < others[:, 2:]) & (others[:, :2] < box[2:])).all(1).any() for box in boxes)
    return np.fromiter(met, bool, len(boxes))


def field_of(index: int) -> str:
    """What the audit calls the text of a page.

    >>> field_of(0)
    'page 1'
    """
    return f"page {index + 1}"
