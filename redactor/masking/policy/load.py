"""Policy files and presets: TOML → a policy model, with errors that name key, file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from redactor.errors import PolicyError
from redactor.masking.operators.operators import ALIASES, OPERATORS
from redactor.masking.policy import schema
from redactor.masking.policy.toml_lines import key_lines
from redactor.near import meant

P = TypeVar("P", bound=BaseModel)

#: Names of the presets that come with the package.
PRESETS = ("default", "gdpr", "hipaa-safe-harbor", "pci", "secrets")
#: What ``preset = "none"`` starts from: every label found is masked, nothing is set.
BARE = "none"

_PARTS: Mapping[str, type[BaseModel]] = {
    "default": schema.Defaults,
    "allow": schema.Allow,
    "merge": schema.MergePolicy,
    "numbers": schema.NumbersPolicy,
    "labels": schema.LabelPolicy,
    "deny": schema.Deny,
    "patterns": schema.CustomPattern,
    "fields": schema.FieldPolicy,
    "field_names": schema.FieldNamesPolicy,
}
_AT_LINE = re.compile(r"at line (\d+)")


def load(model: type[P], path_or_preset: str | Path | Mapping[str, Any] | None = None) -> P:
    """A preset by name, a policy file, what such a file holds, or (None) the preset ``default``, as ``model``.
    Raises ``PolicyError``."""
    if isinstance(path_or_preset, Mapping):
        return _checked(model, path_or_preset, "", "policy", Path())
    if path_or_preset is None:
        path_or_preset = "default"
    if isinstance(path_or_preset, str) and path_or_preset in PRESETS:
        found = parse(model, preset_source(path_or_preset), f"preset {path_or_preset}", Path())
        return found.model_copy(update={"preset": path_or_preset})
    path = Path(path_or_preset)
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError(f"policy file {path} is not UTF-8") from None
    except FileNotFoundError:
        raise PolicyError(
            f"no policy file {path}, and no preset of that name{meant(str(path), PRESETS)}"
            f" (presets: {', '.join(PRESETS)})"
        ) from None
    except OSError as error:
        raise PolicyError(f"policy file {path}: {error.strerror}") from None
    return parse(model, source, str(path), path.parent)


def preset_source(name: str) -> str:
    """The TOML of a preset."""
    return (resources.files("redactor.masking.policy") / "presets" / f"{name}.toml").read_text(encoding="utf-8")


def parse(model: type[P], source: str, origin: str, folder: Path) -> P:
    """The policy in a TOML text; ``origin`` stands in errors, ``folder`` is where its files lie."""
    return _checked(model, _toml(source, origin), source, origin, folder)


def _checked(model: type[P], own: Mapping[str, Any], source: str, origin: str, folder: Path) -> P:
    try:
        # Alone first: an error must point into this file, not into the preset below it.
        model.model_validate(own, context={"folder": folder})
        return model.model_validate(_on_preset(own, origin, source), context={"folder": folder})
    except ValidationError as error:
        raise PolicyError(_told(error, source, origin, list(model.model_fields))) from None


def _toml(source: str, origin: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        raise PolicyError(
            f"{origin}:{line.group(1) if line else source.count(chr(10)) + 1}: not TOML: {error}"
        ) from None


def _on_preset(own: Mapping[str, Any], origin: str, source: str) -> dict[str, Any]:
    """``own`` laid over its base: tables merge key by key, any other value replaces the base's.

    A file that names no preset stands on ``default``; a preset that names none, on nothing. A label that the file
    names is on, also where the base has it off, unless the file itself says ``enabled = false``.
    """
    base = str(own.get("preset", BARE if origin.startswith("preset ") else "default"))
    if base == BARE:
        return dict(own)
    if base not in PRESETS:
        line = key_lines(source).get(("preset",), 1)
        known = ", ".join((*PRESETS, BARE))
        raise PolicyError(
            f"{_at(origin, source, line)}: preset: no such preset{meant(base, PRESETS)} (presets: {known})"
        )
    text = preset_source(base)
    below = _on_preset(_toml(text, f"preset {base}"), f"preset {base}", text)
    result = _laid(below, own)
    for label, table in own.get("labels", {}).items():
        result["labels"][label] = {**result["labels"][label], "enabled": table.get("enabled", True)}
    return {**result, "preset": base}


def _laid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        tables = isinstance(value, Mapping) and isinstance(under, Mapping) and key != "operator"
        result[key] = _laid(under or {}, value) if tables else value
    return result


def _told(error: ValidationError, source: str, origin: str, keys: list[str]) -> str:
    """Every problem on its own line: ``file:line: key: what is wrong``; never the value."""
    lines = key_lines(source)
    messages = []
    for problem in error.errors(include_url=False, include_input=False):
        place: tuple[str | int, ...] = ()
        line = 1
        for part in problem["loc"]:
            if not source or (*place, part) in lines:
                place = (*place, part)
                line = lines.get(place, line)
        last = problem["loc"][-1] if problem["loc"] else ""
        if problem["type"] in {"extra_forbidden", "missing"} and (not place or place[-1] != last):
            place = (*place, last)
        messages.append(
            (
                line,
                f"{_at(origin, source, line)}: {_dotted(place)}: {_reason(problem['type'], problem['msg'], problem['loc'], keys)}",
            )
        )
    return "\n".join(message for _, message in sorted(messages))


def _at(origin: str, source: str, line: int) -> str:
    """``file:line``; what came as a mapping has no lines."""
    return f"{origin}:{line}" if source else origin


def _reason(kind: str, message: str, loc: tuple[str | int, ...], keys: list[str]) -> str:
    if kind == "extra_forbidden":
        known = keys if len(loc) == 1 else _keys_at(loc)
        return f"unknown key{meant(str(loc[-1]), known)} (known: {', '.join(sorted(known))})"
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return f"unknown operator (known: {', '.join(OPERATORS)})"
    if kind == "missing":
        return "this key is missing"
    return message.removeprefix("Value error, ")


def _keys_at(loc: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand where the unknown one stood."""
    if "operator" in loc[:-1]:
        name = str(loc[loc.index("operator") + 1])
        return list(OPERATORS[ALIASES.get(name, name)].model_fields)
    head = str(loc[0])
    if head == "merge" and len(loc) > 2:
        return list(schema.JoinPolicy.model_fields)
    return list(_PARTS[head].model_fields) if head in _PARTS else []


def _dotted(place: Iterable[str | int]) -> str:
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            bare = part.replace("_", "").replace("-", "").isalnum()
            text += ("." if text else "") + (part if bare else f'"{part}"')
    return text or "policy"
