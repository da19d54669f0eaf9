"""Templates and small word lists as package data, and their readers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

#: In ``*.txt`` template files a line of this alone parts two templates.
RULE = "%%"


def _read(name: str) -> str:
    return (resources.files(__name__) / name).read_text(encoding="utf-8")


@cache
def word_lists() -> Mapping[str, tuple[str, ...]]:
    """Section → entries of ``lists.txt``, in file order."""
    lists: dict[str, tuple[str, ...]] = {}
    head = ""
    for line in _read("lists.txt").splitlines():
        if line.startswith("["):
            head = line.strip("[] ")
        elif line and not line.startswith("#"):
            entries = (entry.strip() for entry in line.split(", "))
            lists[head] = tuple(dict.fromkeys((*lists.get(head, ()), *entries)))
    return lists


@cache
def templates() -> Mapping[str, tuple[str, ...]]:
    """Kind → templates: ``KIND.lines`` holds one a line (``⏎`` a line break), ``KIND.txt`` blocks between ``%%`` rules."""
    kinds: dict[str, tuple[str, ...]] = {}
    for entry in sorted(resources.files(__name__).iterdir(), key=lambda entry: entry.name):
        kind, _, suffix = entry.name.partition(".")
        if suffix == "lines" and kind not in {"parts", "fields"}:
            lines = (line for line in _read(entry.name).splitlines() if line and not line.startswith("#"))
            found = [line.replace("⏎", "\n") for line in lines]
        elif suffix == "txt" and kind not in {"lists", "forms"}:
            found = [block.strip("\n") for block in _read(entry.name).split(f"\n{RULE}\n")]
        else:
            continue
        kinds[kind] = (*kinds.get(kind, ()), *found)
    return kinds


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """Compositional slots: ``name = template`` lines of ``parts.lines``; ``⏎`` stands for a line break."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _read("parts.lines").splitlines():
        if line and not line.startswith("#"):
            name, _, template = line.partition(" = ")
            table[name] = (*table.get(name, ()), template.replace("⏎", "\n"))
    return table


@cache
def forms() -> Mapping[str, tuple[str, ...]]:
    """Section → spellings of ``forms.txt``."""
    table: dict[str, tuple[str, ...]] = {}
    head = ""
    for line in _read("forms.txt").splitlines():
        if line.startswith("[") and line.endswith("]"):
            head = line.strip("[]")
        elif line and head:
            table[head] = (*table.get(head, ()), line)
    return table


@cache
def fields() -> tuple[tuple[str, str], ...]:
    """(heading, template) of the fields that forms, tables and JSON records are composed of."""
    lines = (line for line in _read("fields.lines").splitlines() if line and not line.startswith("#"))
    return tuple((heading, template) for heading, _, template in (line.partition(" = ") for line in lines))
