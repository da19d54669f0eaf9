"""Names of values that stand in a field of their own: ``{"name": "DB_PASSWORD", "value": "hunter2"}``, a CSV of ``field,value``.

>>> list(pairs([("env[0].name", "DB_PASSWORD"), ("env[0].value", "hunter2"), ("env[1].value", "debug")]))
[Pair(name=0, value=1, path='env[0]["DB_PASSWORD"]')]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from redactor.detectors.field_table import words_of

#: What fields are called that hold a value's name; of several the first that says something.
NAMES = (
    "key", "field", "field name", "name", "label", "attribute", "attribute name", "property", "property name", "param", "param name",
    "parameter", "parameter name", "variable", "variable name", "header", "column", "column name", "question", "prompt", "term", "title",
    "code", "id", "system", "type", "kind",
)  # fmt: skip
#: What those are called that hold the value, but for the words before or behind: "oldValue", "value_string", "#text".
VALUES = frozenset(("value", "val", "values", "text", "content", "answer", "response", "data", "number"))
_AROUND = frozenset(
    str.split(
        "old new previous prev current default raw string str text int integer field attribute property param parameter item user"
    )
)
_ROLES = {tuple(name.split()): place for place, name in enumerate(NAMES)}
_LAST = re.compile(r'(?:\.|^)([^.\[\]{}"]+)$|\["((?:[^"\\]|\\.)*)"\]$')
#: A name is short, and how many paths are remembered.
_LONGEST, _MOST_PATHS = 120, 65_536


@dataclass(frozen=True, slots=True)
class Pair:
    """The places of a name and of its value among the fields, and the path that the value would have under this name."""

    name: int
    value: int
    path: str


def pairs(fields: Sequence[tuple[str, str]]) -> Iterator[Pair]:
    """Every name beside every value of the (path, text) of one record: those in the same object, or row; the telling names first."""
    named: dict[str, list[tuple[int, int]]] = {}
    values: list[tuple[str, int]] = []
    for place, (path, text) in enumerate(fields):
        above, rank = _role(path)
        if rank == _VALUE:
            values.append((above, place))
        elif rank is not None and len(text) <= _LONGEST:
            named.setdefault(above, []).append((rank, place))
    for above, value in values:
        for _, name in sorted(named.get(above, ())):
            yield Pair(name, value, f"{above}[{json.dumps(fields[name][1])}]")


_VALUE = -1


@lru_cache(_MOST_PATHS)
def _role(path: str) -> tuple[str, int | None]:
    """(the object, the rank of what holds a name or ``_VALUE``); None for any other field."""
    last = _LAST.search(path)
    if last is None:
        return "", None
    words = words_of(last[1] or last[2])
    if words in _ROLES:
        return path[: last.start()], _ROLES[words]
    if any(word in VALUES for word in words) and all(word in VALUES or word in _AROUND for word in words):
        return path[: last.start()], _VALUE
    return "", None
