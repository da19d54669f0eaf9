"""What a flag's value may be, and what is made of its text."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from redactor.cli.help import nearest
from redactor.formats.registry import format_names
from redactor.plugins import declared, load

if TYPE_CHECKING:
    from redactor.storage.places import Place

_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Size(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """Bytes, as ``800M`` or ``2GiB``."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\s*", str(value), re.IGNORECASE)
        if not found:
            self.fail("write a size as 800M or 2G", param, ctx)
        return int(float(found[1]) * _SIZES[found[2].upper()])


class PlaceParam(click.ParamType):  # type: ignore[type-arg]  # as above
    """A path, or the URL of a place in an object store."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | Place:
        from redactor.storage.places import place_of

        return place_of(value) if isinstance(value, str) else value


#: How helps write what a ``ModelParam`` takes.
MODEL = "DIR|NAME|HUB_ID"


class ModelParam(click.ParamType):  # type: ignore[type-arg]  # as above
    """A model's folder: itself, that of ``en``, that of an installed model (entry point ``redactor.models``), or a hub id's,
    which is looked up in (or fetched to) the hub's own cache."""

    name = "model"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from redactor.tagger.checkpoint import EMBEDDED, SHIPPED

        if isinstance(value, Path) or Path(value).exists():
            return Path(value)
        if value == SHIPPED:
            return EMBEDDED
        if value in declared("models"):
            return Path(load(declared("models")[value], "models"))
        if re.fullmatch(r"[\w.-]+/[\w.-]+", value) and not value.startswith((".", "/")):
            from redactor.tagger.hub_cache import fetched

            return fetched(value)
        return Path(value)


class FormatParam(click.ParamType):  # type: ignore[type-arg]  # as above
    """A format, or the one of files with a suffix: ``text``, ``.abc=text``. Gives (suffix, format)."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        suffix, equals, name = str(value).rpartition("=")
        if name not in format_names():
            self.fail(f"no such format: {name}{nearest(name, format_names())}", param, ctx)
        if equals and not re.fullmatch(r"\.[^./]+", suffix):
            self.fail("write a suffix as .abc=text", param, ctx)
        return suffix.lower(), name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in format_names() if name.startswith(incomplete)]


class RegionsParam(click.ParamType):  # type: ignore[type-arg]  # as above
    """``DE,fr``, or a list of them, as ``("DE", "FR")``."""

    name = "regions"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if value == "":
            self.fail("write countries as DE,FR", param, ctx)
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip().upper() for part in parts if str(part).strip())


class BiasParam(click.ParamType):  # type: ignore[type-arg]  # as above
    """``PERSON=0.8,LOCATION=0.4``, nats by label."""

    name = "biases"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        if isinstance(value, dict):
            return value
        found: dict[str, float] = {}
        for part in str(value).split(","):
            label, _, nats = (piece.strip() for piece in part.partition("="))
            try:
                raised = float(nats)
            except ValueError:
                raised = math.nan
            if not math.isfinite(raised) or label in found:
                self.fail("write LABEL=NATS,LABEL=NATS, each label once: PERSON=0.8,LOCATION=0.4", param, ctx)
            found[label] = raised
        return found
