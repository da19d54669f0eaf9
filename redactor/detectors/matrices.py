"""Rows as lists of values, of which another list names the columns, or the first row does: what query interfaces and data frames
write, ``{"columns": ["login"], "rows": [["kbrand"]]}``; one such row, ``{"keys": ["login"], "values": ["kbrand"]}``; and lists of two, a
name and its value.

A list of names has no fields of its own, so that all it says is its place. The same for a row of a sheet without a header, whose
cells are names of those to their right.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from redactor.detectors.field_names import FieldNames
from redactor.detectors.field_table import words_of
from redactor.detectors.names_beside import Pair
from redactor.detectors.upright_tables import VALUES
from redactor.records import Leaf

#: What lists are called that hold the names of columns.
_HEADS = frozenset(
    str.split(
        "columns column cols header headers head heads fields keys names labels attributes schema variables columnnames fieldnames"
    )
)
_ITEM = r"\[([0-9]{1,6})\]"
#: An item of a list, or what it is called: ``columns[2]``, ``schema.fields[2].name``.
_HEAD = re.compile(rf"((?:.*\.)?([^.\[\]{{}}\"]+)){_ITEM}(?:\.(?:name|label|title|id|field|column|columnName|key))?")
#: A value of a row: ``data[7][2]``, ``data[7].row[2]``, ``rows[7].f[2].v``.
_CELL = re.compile(rf"(.*?){_ITEM}(?:\.[a-z]\w{{0,12}})?{_ITEM}(?:\.[a-z]\w{{0,12}})?")
#: A value of the only row: ``values[2]``.
_FLAT = re.compile(rf"((?:.*\.)?(?:values|row|data|record|cells)){_ITEM}")
#: What jCard (RFC 7095) and jCal write between a property's name and parameters and its value.
_PROPERTY_TYPES = frozenset(
    str.split("text uri date time date-time date-and-or-time timestamp utc-offset integer cal-address")
)
#: Outer places that a head may stand in beside the rows.
_META = frozenset(("schema", "meta", "metadata", "header", "result", "table"))
#: A cell of a column that no header names.
_COLUMN = re.compile(r"(?P<of>(?:.*\.)?)column(?P<at>[0-9]{1,5})(?P<row>(?:\[[0-9]{1,9}\])?)")
_LONGEST = 120

#: Row number → column number → place among the leaves.
_Matrix = dict[int, dict[int, int]]


def matrix_pairs(leaves: Sequence[Leaf], names: FieldNames) -> Iterator[Pair]:
    """The name of its column beside every value of one record's matrices."""
    if not any("][" in leaf.field or "[0]" in leaf.field for leaf in leaves):
        return
    matrices: defaultdict[str, _Matrix] = defaultdict(dict)
    heads: defaultdict[str, dict[int, int]] = defaultdict(dict)
    flat: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for place, leaf in enumerate(leaves):
        if cell := _CELL.fullmatch(leaf.field):
            matrices[cell[1]].setdefault(int(cell[2]), {})[int(cell[3])] = place
        head = _HEAD.fullmatch(leaf.field) if len(leaf.text) <= _LONGEST else None
        if head and _HEADS.issuperset(words_of(head[2])[-1:]):
            for above in _aboves(head[1]):
                columns, at = heads[above], int(head[3])
                if at not in columns or (names.named(leaf.text) and not names.named(leaves[columns[at]].text)):
                    columns[at] = place
        elif found := _FLAT.fullmatch(leaf.field):
            flat[found[1]][int(found[2])] = place
    for path, row in flat.items():
        columns = heads.get(path.rpartition(".")[0], {})
        if columns and max(row) <= max(columns):
            yield from _under(leaves, path, columns, {0: row})
    for path, rows in matrices.items():
        if all(2 in row and leaves[row[2]].text in _PROPERTY_TYPES for row in rows.values()):
            yield from (_pair(leaves, path, row[0], row[3]) for row in rows.values() if 0 in row and 3 in row)
            continue
        told = heads.get(path.rpartition(".")[0])
        if told is None or max(map(max, rows.values())) > max(told):
            told = _first_row(leaves, rows, names)
        if told is not None:
            yield from _under(leaves, path, told, rows)
        elif all(min(row) == 0 and max(row) < 2 for row in rows.values()):  # numbers are no leaves
            named = [row for row in rows.values() if names.named(leaves[row[0]].text[:_LONGEST])]
            twos = (row for row in named if 1 in row and len(named) * 2 >= len(rows))
            yield from (_pair(leaves, path, row[0], row[1]) for row in twos)


def cells_beside(leaves: Sequence[Leaf], names: FieldNames) -> Iterator[Pair]:
    """The label to its left beside a cell, in rows without a header; a row with labels in neighbouring columns is one."""
    row = [(place, found) for place, leaf in enumerate(leaves) if (found := _COLUMN.fullmatch(leaf.field))]
    beside: list[Pair] = []
    for (name, left), (value, right) in pairwise(row):
        label, cell = _label(leaves[name].text, names), leaves[value].text.strip()
        if not label or left["of"] != right["of"] or left["row"] != right["row"]:
            continue
        if _label(cell, names) or names.is_thing(cell) or cell.casefold() in VALUES:
            if int(right["at"]) == int(left["at"]) + 1:
                return
        elif not cell.endswith(":"):
            sheet = left["of"].rstrip(".")
            beside.append(Pair(name, value, f"{sheet}[{json.dumps(label)}]"))
    yield from beside


def _label(text: str, names: FieldNames) -> str:
    """The name of a field that a cell holds and nothing else, perhaps with a colon; none where it holds something else."""
    said = text.strip()
    label = said.rstrip(": ")
    told = len(label) <= _LONGEST and (names.is_name(label) or (label != said and names.is_made_of_names(label)))
    return label if told else ""


def _aboves(path: str) -> Iterator[str]:
    """Where what a list at ``path`` names may stand: in the object that holds it, or holds its ``schema``."""
    above = path.rpartition(".")[0]
    yield above
    outer, _, own = above.rpartition(".")
    if own.lower() in _META:
        yield outer


def _first_row(leaves: Sequence[Leaf], rows: _Matrix, names: FieldNames) -> dict[int, int] | None:
    """The row 0, if it names its columns: two at least and every third, and no other row does."""
    first = rows.get(0, {})
    named = [at for at in first.values() if names.named(leaves[at].text[:_LONGEST])]
    told = len(rows) > 1 and len(named) >= 2 and len(named) * 3 >= len(first)
    return first if told and all(not leaves[at].text[:1].isdigit() for at in first.values()) else None


def _under(leaves: Sequence[Leaf], path: str, head: Mapping[int, int], rows: _Matrix) -> Iterator[Pair]:
    for row in rows.values():
        for column, place in row.items():
            if column in head and head[column] != place:
                yield _pair(leaves, path, head[column], place)


def _pair(leaves: Sequence[Leaf], path: str, name: int, value: int) -> Pair:
    return Pair(name, value, f"{path}[{json.dumps(leaves[name].text)}]")
