"""Open the output that a run's settings name: a folder or file of this machine, or a place in a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redactor.audit.layout import Layout
from redactor.engine.output.local_output import LocalOutput
from redactor.engine.output.remote_layout import RemoteLayout
from redactor.engine.output.target import OutputTarget
from redactor.engine.settings import RunSettings
from redactor.storage.atomic import make_folder
from redactor.storage.lock import OutputLock
from redactor.storage.open_store import store_at
from redactor.storage.places import Place


def output_exists(settings: RunSettings) -> bool:
    """Has a run been here? OnPublished it may be locked, which is to be told at once; if not, a run that cannot begin (a model
    folder that is wrong) must leave nothing behind."""
    assert settings.output is not None
    if isinstance(settings.output, Place):
        lock = RemoteLayout(settings.output, single=settings.single).home("lock")
        return store_at(lock).head(lock.key) is not None
    return Layout.of(settings.output, single=settings.single).home.is_dir()


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
