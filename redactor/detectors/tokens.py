"""Words of a text with their places, the same for lists and for propagation."""

from __future__ import annotations

import re

# Scripts that write without spaces: each character is a word, so that entries match inside a run.
_RUNS = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_WORD = re.compile(f"[{_RUNS}]|(?:[^\\W_{_RUNS}]|[\u0300-\u036f])+")
_MARK = re.compile(r"[^\w\s]|_")

#: start, end, the word
Word = tuple[int, int, str]


def words_of(text: str) -> list[Word]:
    """Runs of letters, digits and combining marks.

    >>> words_of("O'Neil, 王芳")
    [(0, 1, 'O'), (2, 6, 'Neil'), (8, 9, '王'), (9, 10, '芳')]
    """
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return [(*match.span(), match[0]) for match in pattern.finditer(text)]


def marks_in(value: str) -> str:
    """What is neither word nor white space in ``value``.

    >>> marks_in("Dr. O'Neil")
    ".'"
    """
    return "".join(_MARK.findall(value))
