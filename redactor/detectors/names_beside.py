"""Names of values that stand in a field of their own: ``{"name": "DB_PASSWORD", "value": "hunter2"}``, a CSV of ``field,value``.

>>> list(pairs([Leaf("env[0].name", "DB_PASSWORD"), Leaf("env[0].value", "hunter2"), Leaf("env[1].value", "debug")]))
[Pair(name=0, value=1, path='env[0]["DB_PASSWORD"]', owned=False)]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from redactor.detectors.field_table import words_of
from redactor.records import Leaf

#: What fields are called that hold a value's name; of several the first that says something.
NAMES = (
    "key", "field", "field name", "name", "label", "attribute", "attribute name", "property", "property name", "param", "param name",
    "parameter", "parameter name", "variable", "variable name", "header", "column", "column name", "question", "prompt", "term", "title",
    "attribute code", "meta key", "option", "option name", "k", "code", "id", "system", "type", "kind", "path",
)  # fmt: skip
#: What those are called that hold the value, but for the words before or behind: "oldValue", "value_string", "#text".
VALUES = frozenset(
    str.split(
        "value val values text content contents answer response data number v setting before after old new from to"
    )
)
#: What a value that is an object, or an element, is called inside it: ``{"value": {"stringValue": …}}``, ``<value><string>``.
_TYPES = VALUES | frozenset(str.split("raw string str text int integer double s n"))
_AROUND = _TYPES | frozenset(
    str.split("previous prev current default field attribute property param parameter item user meta option")
)
_ROLES = {tuple(name.split()): place for place, name in enumerate(NAMES)}
_LAST = re.compile(r'(?:\.|^)([^.\[\]{}"]+)(?:\[[0-9]+\])?$|\["((?:[^"\\]|\\.)*)"\]$')
#: What says that all in one place, or some beside it, is secret.
_TELLS = re.compile(r"(?<![^.])(?:kind|kty)\Z")
_IN_SECRET = re.compile(r"(.*?)(?<![^.])(?:data|stringData)[.\[]")
_IN_KEY = re.compile(r"(.*?)(?<![^.])(?:d|p|q|dp|dq|qi|k)\Z")
#: A name is short; how many an object has; and how many paths are remembered.
_LONGEST, _MOST_NAMES, _MOST_PATHS = 120, 8, 65_536


@dataclass(frozen=True, slots=True)
class Pair:
    """The places of a name and of its value among the fields, and the path that the value would have under this name."""

    name: int
    value: int
    path: str
    #: What stands there may be somebody's, too: customers have a "name" and a "number".
    owned: bool = False


def pairs(leaves: Sequence[Leaf]) -> Iterator[Pair]:
    """Every name beside every value of one record, in the order of the document: those in one object, or row; telling names first.

    What an object holds stands together, so that only those are remembered that the place at hand lies in.
    """
    yield from _kept(leaves)
    around: list[_Object] = []
    for place, leaf in enumerate(leaves):
        while around and not around[-1].holds(leaf.field):
            yield from around.pop().pairs(leaves)
        for above, rank in _roles(leaf.field):
            if rank != _VALUE and len(leaf.text) > _LONGEST:
                continue
            here = next((one for one in reversed(around) if one.path == above), None)
            if here is None:
                here = _Object(above)
                around.append(here)
                around.sort(key=lambda one: len(one.path))  # they lie in each other
            if rank == _VALUE:
                here.values.append(place)
            else:
                here.names.append((rank, place))
    for one in reversed(around):
        yield from one.pairs(leaves)


def _kept(leaves: Sequence[Leaf]) -> Iterator[Pair]:
    """All that a Secret of Kubernetes keeps, whatever it is called there, and the private numbers of a JSON web key."""
    told = {
        (leaf.field[: kind.start()], kind[0]): place
        for place, leaf in enumerate(leaves)
        if (kind := _TELLS.search(leaf.field)) and (kind[0] == "kty" or leaf.text == "Secret")
    }
    for place, leaf in enumerate(leaves) if told else ():
        kept = _IN_SECRET.match(leaf.field) or _IN_KEY.match(leaf.field)
        teller = (kept[1], "kty" if kept.re is _IN_KEY else "kind") if kept else ("", "")
        if teller in told:
            yield Pair(told[teller], place, f'{teller[0]}["password"]')


@dataclass(slots=True)
class _Object:
    """The places of names, with their ranks, and of values in the object at ``path``."""

    path: str
    names: list[tuple[int, int]] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def holds(self, path: str) -> bool:
        return not self.path or (path.startswith(self.path) and path[len(self.path) : len(self.path) + 1] in ".[{")

    def pairs(self, leaves: Sequence[Leaf]) -> Iterator[Pair]:
        names = sorted(self.names)[:_MOST_NAMES]
        for value in self.values:
            for rank, name in names:
                owned = rank == _OWNER and leaves[value].field.lower().endswith("number")
                yield Pair(name, value, f"{self.path}[{json.dumps(leaves[name].text)}]", owned)


_VALUE, _OWNER = -1, NAMES.index("name")


@lru_cache(_MOST_PATHS)
def _roles(path: str) -> tuple[tuple[str, int], ...]:
    """(an object, the rank of what holds a name in it or ``_VALUE``), the outer one first; of a field that is neither nothing.

    >>> _roles("a.value.text"), _roles("a.colour")
    ((('a', -1), ('a.value', -1)), ())
    """
    last = _LAST.search(path)
    if last is None:
        return ()
    above, words = path[: last.start()], words_of(last[1] or last[2])
    typed = bool(words) and _TYPES.issuperset(words)
    outer = tuple(role for role in _roles(above) if role[1] == _VALUE) if typed and above else ()
    if words in _ROLES:
        return (*outer, (above, _ROLES[words]))
    value = any(word in VALUES for word in words) and all(word in _AROUND for word in words)
    return (*outer, (above, _VALUE)) if value else outer
