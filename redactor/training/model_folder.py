"""Reading and writing what lies beside the weights: redactor.json, training.json, evaluation.json, the card."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from redactor.errors import ModelError, StorageError, UsageError
from redactor.near import meant
from redactor.tagger.tagging import Tagger, load_tagger

SETTINGS = "redactor.json"


def write_text(path: Path, text: str) -> None:
    """Write whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror or type(error).__name__})") from None


def write_json(path: Path, value: Any) -> None:
    """``value`` as indented JSON."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one where there is no file."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ModelError(f"{path} cannot be read as JSON") from None
    if not isinstance(value, dict):
        raise ModelError(f"{path} is not a JSON object")
    return value


def merge_settings(folder: Path, **values: Any) -> None:
    """Set keys of the folder's ``redactor.json`` and keep the others."""
    write_json(folder / SETTINGS, {**read_json(folder / SETTINGS), **values})


def at_operating_point(tagger: Tagger, name: str | None) -> Tagger:
    """The tagger at one of its operating points. Raises ``ModelError`` that names those it has."""
    if name is None:
        return tagger
    points: Mapping[str, Mapping[str, float]] = tagger.checkpoint.operating_points
    if name not in points:
        has = ", ".join(points) or "none"
        raise ModelError(f"the model has no operating point {name!r}{meant(name, points)} (it has: {has})")
    return Tagger(replace(tagger.checkpoint, bias=dict(points[name])), tagger.runtime)


def open_tagger(
    folder: Path | None,
    backend: str | None = None,
    device: str | None = None,
    threads: int = 1,
    operating_point: str | None = None,
) -> Tagger:
    """``load_tagger`` at an operating point."""
    return at_operating_point(load_tagger(folder, backend, device, threads), operating_point)


@contextmanager
def built(output: Path) -> Iterator[Path]:
    """A folder beside ``output`` that takes its name at the end, or vanishes with whatever went wrong. Raises ``UsageError`` where
    ``output`` holds something."""
    if output.exists() and any(output.iterdir() if output.is_dir() else [output]):
        raise UsageError(f"{output} exists and is not empty; give another folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        yield building
        building.chmod(0o755)
        if output.exists():
            output.rmdir()
        building.rename(output)
    finally:
        shutil.rmtree(building, ignore_errors=True)
