"""Where finished files go: the output folder on this machine. (``stage.py`` has the one for object stores.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from redactor.audit.layout import Layout
from redactor.audit.results import FileResult
from redactor.audit.state import State
from redactor.engine.output.background import Background
from redactor.engine.output.file_sinks import Whole
from redactor.engine.output.remote_layout import RemoteLayout
from redactor.engine.settings import RunSettings
from redactor.errors import StorageError
from redactor.storage.atomic import make_folder, refuse_links
from redactor.storage.lock import OutputLock
from redactor.storage.store import Place, opened
from redactor.storage.streams import file_digest

#: Files that get their final names at a time, and their bytes (but always one).
_PUBLISHED, _PUBLISHED_BYTES = 4, 64 << 20

#: Told when output and audit have their final names, with the tags that a store gave them.
Then = Callable[[Mapping[str, str]], None]


class Outlet(Protocol):
    """An output that this run alone writes to. ``layout`` says where files grow and where the run's material lies."""

    @property
    def layout(self) -> Layout: ...

    def writing(self, state: State) -> AbstractContextManager[None]:
        """While the state is open. No upload outlasts it."""
        ...

    def holds(self, known: FileResult) -> bool:
        """Are output and audit of a finished file still there? Asked with names that mostly ascend."""
        ...

    def quarantined(self, known: FileResult) -> bool:
        """Has a rescan moved this very output away?"""
        ...

    def digests(self, known: FileResult) -> tuple[str, str]:
        """SHA-256 of output and audit as they lie there."""
        ...

    def give(self, output: str, audit: str, whole: Whole, then: Then) -> None:
        """Give a file's parts their final names, the audit first; then call ``then``, perhaps later in another thread."""

    def remove(self, known: FileResult) -> None:
        """Remove output and audit of a file. Raises ``StorageError``."""

    def settle(self) -> None:
        """All that was given has its final name when this returns."""

    def gather_audits(self) -> None:
        """Audits lie in ``layout`` when this returns."""

    def state_sha256(self, state: State) -> str:
        """The SHA-256 that the state will have where it lies in the end. Nothing is written to it afterwards."""
        ...

    def finish(self) -> None:
        """The run's material in ``layout`` is complete."""


def outlet_exists(settings: RunSettings) -> bool:
    """Has a run been here? Then it may be locked, which is to be told at once; if not, a run that cannot begin (a model
    folder that is wrong) must leave nothing behind."""
    assert settings.output is not None
    if isinstance(settings.output, Place):
        lock = RemoteLayout(settings.output, single=settings.single).home("lock")
        return opened(lock).head(lock.key) is not None
    return Layout.of(settings.output, single=settings.single).home.is_dir()


@contextmanager
def outlet_of(settings: RunSettings) -> Iterator[Outlet]:
    """The output that the settings name, locked. Raises ``LockedError``, ``StorageError``."""
    assert settings.output is not None
    if isinstance(settings.output, Place):
        from redactor.engine.output.store_output import staged

        with staged(settings.output, settings.work_dir, single=settings.single) as stage:
            yield stage
        return
    layout = Layout.of(settings.output, single=settings.single)
    make_folder(layout.tree)
    make_folder(layout.home, layout.tree)
    with OutputLock(layout.home):
        yield LocalFolder(layout)


class LocalFolder:
    """The output folder, or file, of this machine."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        # Disks are slow to say that they have a small file, and say it for several at once.
        self._publishing = Background("publish", _PUBLISHED, _PUBLISHED_BYTES)

    @contextmanager
    def writing(self, state: State) -> Iterator[None]:
        try:
            yield
        finally:
            self._publishing.close()  # what is whole gets its name, whatever ends the run

    def holds(self, known: FileResult) -> bool:
        return all(path.is_file() and not path.is_symlink() for path, _ in self._parts(known))

    def quarantined(self, known: FileResult) -> bool:
        path = self.layout.quarantine / str(known.output)
        return path.is_file() and file_digest(path) == known.output_sha256

    def digests(self, known: FileResult) -> tuple[str, str]:
        output, audit = (file_digest(path) for path, _ in self._parts(known))
        return output, audit

    def give(self, output: str, audit: str, whole: Whole, then: Then) -> None:
        size = whole.output.size + whole.audit.size
        self._publishing.add(size, partial(self._publish, output, audit, whole, then))

    def _publish(self, output: str, audit: str, whole: Whole, then: Then) -> None:
        whole.audit.publish(self.layout.home / audit, self.layout.home)
        whole.output.publish(self.layout.tree / output, self.layout.tree)
        then({})

    def remove(self, known: FileResult) -> None:
        self._publishing.settle()  # a folder that empties goes too, and one of them may be on its way into it
        for path, root in self._parts(known):
            refuse_links(path.parent, root)
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise StorageError(f"cannot remove {path}: {error.strerror}") from None
            _remove_empty(path.parent, root)

    def _parts(self, known: FileResult) -> tuple[tuple[Path, Path], tuple[Path, Path]]:
        """Output and audit, each with the folder that it lies in at any depth."""
        tree, audits = self.layout.tree, self.layout.home / "audit"
        return (tree / str(known.output), tree), (self.layout.home / str(known.audit), audits)

    def settle(self) -> None:
        self._publishing.settle()

    def gather_audits(self) -> None:
        """Nothing to do."""

    def state_sha256(self, state: State) -> str:
        return state.file_sha256()

    def finish(self) -> None:
        """Nothing to do."""


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder below ``root`` and those above it, as far as nothing is in them."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
