"""Texts of tables of cases, in which the values that are meant stand between marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from redactor.spans import Span

_MARKS = "⟦⟧⟪⟫"


def unmarked(text: str, marks: str = "⟦⟧") -> tuple[str, list[tuple[int, int]]]:
    """The text without any marks, and the ranges of it that stood between two of ``marks``."""
    plain, found, begun = "", [], 0
    for sign in text:
        if sign == marks[0]:
            begun = len(plain)
        elif sign == marks[1]:
            found.append((begun, len(plain)))
        elif sign not in _MARKS:
            plain += sign
    return plain, found


def left_clear(marked: str, mask: Callable[[str, None], Iterable[Span]]) -> list[str]:
    """The values between marks that ``mask`` does not cover whole in the text without them."""
    text, values = unmarked(marked)
    masked = {at for span in mask(text, None) for at in range(span.start, span.end)}
    return [text[start:end] for start, end in values if not masked.issuperset(range(start, end))]
