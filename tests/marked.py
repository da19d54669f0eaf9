"""Texts of tables of cases, in which the values that are meant stand between marks."""

from __future__ import annotations

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
