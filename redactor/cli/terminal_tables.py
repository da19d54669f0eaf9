"""Lines and small tables for a person at a terminal."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Sequence

import click


def tell(text: str, *, err: bool = False, nl: bool = True, bold: bool = False, dim: bool = False) -> None:
    """``text``, in a style where the terminal takes one: none under NO_COLOR (https://no-color.org), off a terminal, on a dumb one."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    click.secho(text, err=err, nl=nl, bold=bold or None, dim=dim or None, color=False if plain else None)


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Each row as a line, its cells below each other; those of the columns ``right`` end together.

    >>> aligned([("label", "entities"), ("PERSON", "1,200")], right=[1])
    ['label   entities', 'PERSON     1,200']
    >>> aligned([("\u540d", "x"), ("abc", "y")])
    ['\u540d   x', 'abc  y']
    """
    widths = [max(map(_places, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_filled(cell, widths[i], i in right) for i, cell in enumerate(row)).rstrip() for row in rows]


def _filled(cell: str, width: int, right: bool) -> str:
    gap = " " * (width - _places(cell))
    return gap + cell if right else cell + gap


def _places(text: str) -> int:
    """Places that a terminal gives to ``text``: two to a wide character (UAX 11), none to a mark on another."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
