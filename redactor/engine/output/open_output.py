"""Open the output that a run's settings name: a folder or file of this machine, or a place in a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redactor.audit.layout import Layout
from redactor.engine.output.local_output import LocalOutput
from redactor.engine.output.remote_layout import RemoteLayout
from redactor.engine.output.target import OutputTarget
from redactor.engine.settings import RunSettings
from redactor.errors import UsageError
from redactor.storage.atomic import make_folder
from redactor.storage.lock import OutputLock
from redactor.storage.objects import object_or_folder_at
from redactor.storage.open_store import store_at
from redactor.storage.places import Place


def output_exists(settings: RunSettings) -> bool:
    """Has a run been here? It may be locked, which is to be told at once; if not, a run that cannot begin (a model
    folder that is wrong) must leave nothing behind."""
    assert settings.output is not None
    if isinstance(settings.output, Place):
        lock = RemoteLayout(settings.output, single=settings.single).home("lock")
        return store_at(lock).head(lock.key) is not None
    return Layout.of(settings.output, single=settings.single).home.is_dir()


def check_place(settings: RunSettings) -> None:
    """Raise ``UsageError`` where the output's folder is missing, or something lies in its place that no run has made."""
    output = settings.output
    assert output is not None
    if isinstance(output, Path) and not output.parent.exists():
        raise UsageError(f"output {output}: there is no folder {output.parent}; make it (mkdir -p), or correct OUTPUT")
    if settings.force or output_exists(settings):
        return
    if isinstance(output, Place):
        taken = object_or_folder_at(output) is not None
    elif settings.single:
        taken = output.exists()
    else:
        taken = output.is_dir() and not all(map(_unseen, output.iterdir()))
    if taken:
        raise UsageError(f"output {output} is there and no run made it; choose another, or write into it with --force")


def _unseen(path: Path) -> bool:
    """What lies in an empty folder: of a file system's root, or hidden."""
    return path.name.startswith(".") or path.name == "lost+found"


@contextmanager
def open_output(settings: RunSettings) -> Iterator[OutputTarget]:
    """The output that the settings name, locked. Raises ``LockedError``, ``StorageError``."""
    assert settings.output is not None
    if isinstance(settings.output, Place):
        from redactor.engine.output.store_output import open_store_output

        with open_store_output(settings.output, settings.work_dir, single=settings.single) as stage:
            yield stage
        return
    layout = Layout.of(settings.output, single=settings.single)
    make_folder(layout.tree)
    make_folder(layout.home, layout.tree)
    with OutputLock(layout.home):
        yield LocalOutput(layout)
