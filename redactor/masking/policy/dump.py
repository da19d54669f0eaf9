"""A policy as text: its effective TOML, which reads back as the same policy, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from redactor.masking.operators.operators import OPERATORS
from redactor.masking.policy.policy import Policy

_MAY_BE_EMPTY = frozenset({"regions", "labels", "join"})


def as_json(policy: Policy) -> str:
    """The effective policy as JSON."""
    return json.dumps(_plain(policy), indent=2, ensure_ascii=False)


def as_toml(policy: Policy) -> str:
    """The effective policy as TOML that stands on no preset."""
    content = {**_plain(policy), "preset": "none"}
    return "\n".join(_table({"preset": "none", **content}, ())).strip() + "\n"


def _plain(policy: Policy) -> dict[str, Any]:
    content = _shortened(policy.model_dump(mode="json", exclude_none=True))
    assert isinstance(content, dict)
    return content


def _shortened(value: Any, key: str = "") -> Any:
    """Operators without what they would have anyway: ``"mask"``, ``{name = "mask", keep_last = 4}``."""
    if isinstance(value, Mapping):
        if key == "operator":
            usual = OPERATORS[value["name"]]().model_dump()
            chosen = {name: part for name, part in value.items() if name == "name" or part != usual[name]}
            return chosen["name"] if len(chosen) == 1 else chosen
        parts = {name: _shortened(part, name) for name, part in value.items()}
        # Empty lists say nothing, but for two: no regions, and a field in which no label is looked for.
        return {name: part for name, part in parts.items() if part not in ({}, []) or name in _MAY_BE_EMPTY}
    return [_shortened(part) for part in value] if isinstance(value, list) else value


def _table(content: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Values first, then tables: TOML takes everything after a header into it."""
    tables = []
    for key, value in content.items():
        of_tables = isinstance(value, list) and key == "patterns" and not path
        if of_tables or (isinstance(value, Mapping) and key != "operator"):
            tables.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in tables:
        inner = (*path, key)
        for part in value if isinstance(value, list) else [value]:
            name = ".".join(map(_key, inner))
            if isinstance(value, list):
                yield f"\n[[{name}]]"
            elif not part or not all(isinstance(inside, Mapping) for inside in part.values()) or "operator" in part:
                yield f"\n[{name}]"
            yield from _table(part, inner)


def _key(key: str) -> str:
    return key if key and key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # A JSON string is a TOML string but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
