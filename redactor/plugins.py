"""What other installed packages add: objects under the entry points ``redactor.formats``, ``redactor.operators``,
``redactor.stores``, ``redactor.detectors`` and ``redactor.models``, which are folders (https://packaging.python.org/en/latest/specifications/entry-points/)."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import CodeType
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


def installed_digest(found: EntryPoint, thing: Any) -> str:
    """``code_digest`` of an entry point's object, and its package's release."""
    release = f"{found.dist.name} {found.dist.version}" if found.dist else ""
    return code_digest(f"{found.name}\0{release}", thing)


def code_digest(name: str, thing: Any) -> str:
    """SHA-256 over name, version and code of a class or function: its module's file where there is one, else (a notebook)
    the function's own code. An attribute ``version`` (any text) names a state that the code does not tell."""
    total = hashlib.sha256(f"{name}\0{getattr(thing, 'version', '')}\0".encode())
    path = getattr(sys.modules.get(str(getattr(thing, "__module__", ""))), "__file__", None)
    if path and Path(path).is_file():
        total.update(Path(path).read_bytes())
    else:
        code = getattr(thing, "__code__", None) or getattr(type(thing).__call__, "__code__", None)
        total.update(_spelled(code).encode() if code else b"")
    return total.hexdigest()


def _spelled(code: CodeType) -> str:
    """The code of a function in the same letters in every process."""
    constants = [_spelled(one) if isinstance(one, CodeType) else _constant(one) for one in code.co_consts]
    return repr((code.co_code.hex(), code.co_names, constants))


def _constant(value: object) -> str:
    return repr(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)
