"""An output in a store as a folder on this machine, for what reads an output again: a private copy, removed afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from redactor.audit.layout import HOME, Layout
from redactor.engine.output.remote_layout import RemoteLayout, download, download_all
from redactor.errors import StorageError
from redactor.storage.lease import Lease
from redactor.storage.objects import ObjectFile
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.store import Stored


@dataclass(frozen=True, slots=True)
class LocalCopy:
    """An output at ``path``. ``strays`` are names of objects in it that no file here can have."""

    path: Path
    remote: RemoteLayout | None = None
    strays: tuple[str, ...] = ()

    def send(self, *files: Path) -> None:
        """Give back pieces of the run's own material that were written anew."""
        if self.remote is not None:
            for file in files:
                place = self.remote.home(file.relative_to(Layout.of(self.path).home).as_posix())
                store_at(place).put(place.key, file)

    def quarantine(self, outputs: Sequence[str]) -> None:
        """Do in the store what a rescan did here: move outputs away, and drop those moved earlier that are clean now."""
        if self.remote is None:
            return
        store, folder = store_at(self.remote.home("")), self.remote.home("quarantine/")
        layout = Layout.of(self.path)
        stale = [each for each in store.list(folder.prefix) if not (layout.home / _below(each, self.remote)).exists()]
        if not outputs and not stale:
            return
        with Lease(self.remote.home("lock")) as lease:
            for output in outputs:
                lease.check()
                store.copy(self.remote.tree(output).key, folder.prefix + output)
                store.delete(self.remote.tree(output).key)
            for each in stale:
                store.delete(each.key)


def _below(stored: Stored, remote: RemoteLayout) -> str:
    return stored.key[len(remote.home("").key) :]


@contextmanager
def local_copy(output: Path | Place, *, whole: bool = True, lock: bool = False) -> Iterator[LocalCopy]:
    """``output`` here; without ``whole`` the run's own material alone, with ``lock`` while no run can write to it.

    Raises ``StorageError`` where a store has no output of a run at that place, ``LockedError``.
    """
    if isinstance(output, Path):
        yield LocalCopy(output)
        return
    remote = _layout(output)
    with (
        Lease(remote.home("lock")) if lock else nullcontext(),
        tempfile.TemporaryDirectory(prefix="redactor-") as folder,  # of the owner alone
    ):
        path = Path(folder) / (output.name or HOME)
        layout = Layout.of(path, single=remote.single is not None)
        strays = list(download_all(remote.home(""), layout.home))
        if whole and remote.single is not None:
            single = store_at(output).head(output.key)
            if single is not None:
                download(ObjectFile(output, single), path)
        elif whole:
            strays += download_all(remote.tree(""), layout.tree, without=remote.home("").key)
        yield LocalCopy(path, remote, tuple(strays))


def _layout(output: Place) -> RemoteLayout:
    """Which of its two forms an output has."""
    store = store_at(output)
    for single in (False, True):
        remote = RemoteLayout(output, single=single)
        if next(iter(store.list(remote.home("").key)), None) is not None:
            return remote
    raise StorageError(f"{output}: not an output of redact-batch (there is no {HOME} folder)")
