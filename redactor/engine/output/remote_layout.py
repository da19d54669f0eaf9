"""The keys of an output in a store, and objects as files of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from redactor.audit.layout import Layout, is_safe
from redactor.engine.prefetch import parallel_map
from redactor.errors import StorageError, UnreachableError
from redactor.storage.atomic import make_folder
from redactor.storage.objects import ObjectFile
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.store import Stored


class RemoteLayout:
    """The keys of an output in a store; see ``audit.layout.Layout``."""

    def __init__(self, output: Place, *, single: bool) -> None:
        local = Layout.of(Path(output.name), single=single)
        folder = output.key.rpartition("/")[0] if single else output.key
        self._tree = replace(output, key=folder).prefix
        self._home = self._tree + local.home.relative_to(local.tree).as_posix() + "/"
        self._place = output
        self.single = local.single

    def tree(self, path: str) -> Place:
        """The place of an output; of the folder of all for an empty ``path``."""
        return replace(self._place, key=self._tree + path)

    def home(self, path: str) -> Place:
        """The place of a piece of the run's own material."""
        return replace(self._place, key=self._home + path)


def download(source: ObjectFile, path: Path) -> None:
    """An object as a file of the owner's alone. Raises ``StorageError``."""
    make_folder(path.parent)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
            for part in store_at(source.place).stream(source.stored):
                file.write(part)
    except OSError as error:
        raise StorageError(f"{source}: cannot be copied to {path} ({error.strerror})") from None


def download_all(place: Place, folder: Path, without: str | None = None) -> Iterator[str]:
    """All objects below a place, but for those with the prefix ``without``, as files; names that cannot be are yielded."""
    make_folder(folder)

    def one(stored: Stored) -> str | None:
        name = stored.key[len(place.prefix) :]
        if not is_safe(name):
            return name
        try:
            download(ObjectFile(replace(place, key=stored.key), stored), folder / name)
        except UnreachableError:
            raise
        except (StorageError, ValueError):  # a file where a folder must be, a name too long for this disk
            return name
        return None

    listed = store_at(place).list(place.prefix)
    wanted = (stored for stored in listed if without is None or not stored.key.startswith(without))
    for stray in parallel_map(one, (each for each in wanted if each.size or not each.key.endswith("/"))):
        if stray is not None:
            yield stray
