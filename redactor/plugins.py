"""What other installed packages add: objects under the entry points ``redactor.formats``, ``redactor.operators``,
``redactor.stores`` and ``redactor.detectors`` (https://packaging.python.org/en/latest/specifications/entry-points/)."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from redactor.errors import UsageError


@cache
def declared(group: str) -> dict[str, EntryPoint]:
    """The entry points of ``redactor.<group>`` by name, none of them loaded yet."""
    return {found.name: found for found in sorted(entry_points(group=f"redactor.{group}"))}


def plugins(group: str) -> list[Any]:
    """What the entry points of a group load, in the order of their names.

    Raises ``UsageError`` for one that cannot be loaded: a plugin left out in silence would leave its work undone.
    """
    return [load(found, group) for found in declared(group).values()]


def load(found: EntryPoint, group: str) -> Any:
    """The object of an entry point. Raises ``UsageError`` where it cannot be loaded."""
    try:
        return found.load()
    except Exception as error:  # whatever its code does
        what = f"the plugin {found.name} of redactor.{group} cannot be loaded ({type(error).__name__})"
    raise UsageError(what)
