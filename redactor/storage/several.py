"""Several inputs of one run, as one folder in which each has its own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redactor.errors import UsageError
from redactor.storage.objects import is_folder
from redactor.storage.places import Place


@dataclass(frozen=True, slots=True)
class Several:
    """``named`` are the inputs by their names, in the order of an output's files: paths and places, or, for a check, what
    lies there. A check takes it for a folder."""

    named: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, inputs: Sequence[Path | Place]) -> Several:
        """Raises ``UsageError`` where two have one name, or one has none."""
        found: dict[str, Path | Place] = {}
        for one in inputs:
            name = one.name if isinstance(one, Place) else one.absolute().name
            if not name or name == ".." or name in found:
                raise UsageError(f"input {one} would have no name of its own in OUTPUT; redact it in a run of its own")
            found[name] = one
        return cls(tuple(sorted(found.items(), key=lambda pair: f"{pair[0]}/" if is_folder(pair[1]) else pair[0])))

    def __iter__(self) -> Iterator[Any]:
        return (place for _, place in self.named)

    def is_dir(self) -> bool:
        return True

    def __truediv__(self, name: str) -> Any:
        """The file of this name. Raises ``FileNotFoundError``."""
        first, _, rest = name.partition("/")
        for own, place in self.named:
            if own == first:
                return place / rest if rest else place
        raise FileNotFoundError(2, "not found", name)

    def name_of(self, path: Any) -> str | None:
        """The name of a file in one of them."""
        for name, place in self.named:
            if path == place:
                return name
            if path.is_relative_to(place):
                return f"{name}/{path.relative_to(place).as_posix()}"
        return None


def input_of(places: Sequence[Path | Place]) -> Path | Place | Several | None:
    """One input, several, or none. Raises ``UsageError``, as ``Several.of``."""
    return Several.of(places) if len(places) > 1 else next(iter(places), None)
