"""Tables that stand upright, with the name in a row's first cell and its value in the second: settings in Markdown, ``psql``'s
expanded rows, a form in HTML. One row alone might be anything; rows of which most begin with a field's name are such a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redactor.detectors.cells import Cell
from redactor.detectors.field_names import FieldNames, Named
from redactor.detectors.row_cells import HEADING

#: What a column of names is headed by; then one row is enough.
_TITLES = frozenset(
    str.split("field fields key property attribute item setting parameter variable option column label")
)
#: What the column of their values is headed by.
VALUES = frozenset(str.split("value values val wert werte valeur valor content answer")) | {"current value"}
#: What a column is headed by that tells about fields, and holds no values.
_ABOUT = re.compile(
    r"(?:data ?)?type|description|meaning|format|required\??|default|notes?|comments?|definition|purpose|usage|explanation"
)
#: The next line with anything in it, behind empty ones and rules, without the mark of a list.
_FULL_LINE = re.compile(
    r"(?:[ \t]{0,20}(?:[=~_-]{3,80}[ \t]{0,20})?\r?\n){0,3}[ \t>*:-]{0,20}(?P<line>[^\s][^\r\n]{0,200})(?=\r?\n|\Z)"
)
_MARKS = " \t\r\"'*`_:"

#: A name's cell, what it names, the cell of the value.
Pair = tuple[Cell, Named, Cell]


def upright(
    text: str, rows: Sequence[Sequence[Cell]], names: FieldNames, title: Sequence[Cell] = ()
) -> list[Pair] | None:
    """The pairs in ``rows`` of as many cells each, under the row ``title``; None where they are no such table. Tables that tell
    about fields (their types, what they mean) have none."""
    heads = [text[low:high].strip(_MARKS).casefold() for low, high in title]
    width = len(rows[0]) if rows else 0
    beside = width == 4 and sum(_is_known(text[slice(*row[2])], names) for row in rows) * 2 > len(rows)
    columns = (0, 2) if beside else (0,)
    known = sum(_is_known(text[slice(*row[at])], names) for row in rows for at in columns)
    told = len(heads) > 1 and heads[1] in VALUES
    enough = 1 if told or (heads and heads[0] in _TITLES) else 2
    if known < enough or (known * 2 < len(rows) * len(columns) and not told):
        return None
    if len(heads) > 1 and _ABOUT.fullmatch(heads[1]):
        return []
    turned = not beside and len(heads) > 1 and (len(heads) == width - 1 or not heads[0] or all(map(str.isdigit, heads)))
    if width > 2 and not (beside or turned or told):
        return []
    values = range(1, width) if turned else (1,)
    cells = ((row[at], row[at + value]) for row in rows for at in columns for value in values)
    named = ((name, names.named(text[slice(*name)].strip(_MARKS)), value) for name, value in cells)
    return [
        (name, said, value)
        for name, said, value in named
        if said is not None and not names.is_name(text[slice(*value)].strip(_MARKS))
    ]


def stacked(text: str, at: int, names: FieldNames) -> list[list[Cell]]:
    """Rows of a form that was laid flat, from the line at ``at`` on: a line that is a name and nothing else, and the value in the
    next; empty lines may stand between."""
    rows: list[list[Cell]] = []
    while (name := _next_line(text, at)) and _is_label(text[slice(*name)], names):
        value = _next_line(text, name[1])
        if value is None or _is_label(text[slice(*value)], names):
            break
        rows.append([name, value])
        at = value[1]
    return rows


def _next_line(text: str, at: int) -> Cell | None:
    found = _FULL_LINE.match(text, at)
    return found.span("line") if found else None


def _is_known(said: str, names: FieldNames) -> bool:
    """Is this what a field is called, whatever it holds?"""
    said = said.strip(_MARKS)
    return (
        bool(said) and HEADING.fullmatch(said) is not None and (names.named(said) is not None or names.is_thing(said))
    )


def _is_label(line: str, names: FieldNames) -> bool:
    """Is a whole line this, and no sentence that ends so?"""
    return _is_known(line, names) and (names.is_name(line.strip(_MARKS)) or names.is_thing(line))
