"""A leaf as the detectors take it: whole, or cut into views of bounded size, each with the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from redactor.pieces import CONTEXT_CHARS, MAX_CHARS, cut
from redactor.records import Leaf
from redactor.table_heads import head_behind, headed

#: Context that the model sees around a view's core, in characters: about two windows' overlaps.
MODEL_CONTEXT = 256
_BREAK = re.compile(r"\n[ \t\r>]*\n\s*$")


@dataclass(frozen=True, slots=True)
class View:
    """A part of a leaf that detectors take at once: ``text`` begins at ``offset``, ``[start, end)`` of it is decided.

    What stands before ``start`` is context: in a table that began further up, its head and then some lines.
    """

    text: str
    offset: int
    start: int
    end: int


def views(leaf: Leaf) -> Iterator[View]:
    """The leaf as one view or, where it is long, as many: bounded memory for a field of any length."""
    if leaf.core_end - leaf.core_start <= MAX_CHARS:
        yield View(leaf.text, 0, leaf.core_start, leaf.core_end)
        return
    at, head = leaf.core_start, None
    while at < leaf.core_end:
        end = (
            cut(leaf.text[: leaf.core_end] if leaf.core_end < len(leaf.text) else leaf.text, at, final=True)
            or leaf.core_end
        )
        before, left = headed(leaf.text, at, max(0, at - CONTEXT_CHARS), head)
        offset = left - len(before)
        yield View(before + leaf.text[left : end + CONTEXT_CHARS], offset, at - offset, end - offset)
        head = head_behind(leaf.text, at, end, head)
        at = end


def model_range(view: View) -> tuple[int, int]:
    """The characters of a view that the model is shown: the core, and a little more unless a paragraph ends there."""
    left, right = view.start, view.end
    if left and not _BREAK.search(view.text, max(0, left - 64), left):
        left = max(0, left - MODEL_CONTEXT)
        while 0 < left < view.start and not view.text[left - 1].isspace():
            left += 1
    if right < len(view.text) and not _BREAK.search(view.text, max(left, right - 64), right):
        right = min(len(view.text), right + MODEL_CONTEXT)
    return left, right
