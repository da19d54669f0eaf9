"""What a run asks of the place that its finished files go to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from redactor.audit.layout import Layout
from redactor.audit.results import FileResult
from redactor.audit.state import State
from redactor.engine.output.file_sinks import FinishedFile

#: Told when output and audit have their final names, with the tags that a store gave them.
OnPublished = Callable[[Mapping[str, str]], None]


class OutputTarget(Protocol):
    """An output that this run alone writes to. ``layout`` says where files grow and where the run's material lies."""

    @property
    def layout(self) -> Layout: ...

    def writing(self, state: State) -> AbstractContextManager[None]:
        """While the state is open. No upload outlasts it."""
        ...

    def has(self, known: FileResult) -> bool:
        """Are output and audit of a finished file still there? Asked with names that mostly ascend."""
        ...

    def quarantined(self, known: FileResult) -> bool:
        """Has a rescan moved this very output away?"""
        ...

    def digests(self, known: FileResult) -> tuple[str, str]:
        """SHA-256 of output and audit as they lie there."""
        ...

    def publish(self, output: str, audit: str, whole: FinishedFile, on_published: OnPublished) -> None:
        """Give a file's parts their final names, the audit first; then call ``on_published``, perhaps later in another thread."""

    def remove(self, known: FileResult) -> None:
        """Remove output and audit of a file. Raises ``StorageError``."""

    def drain(self) -> None:
        """All that was given has its final name when this returns."""

    def gather_audits(self) -> None:
        """Audits lie in ``layout`` when this returns."""

    def state_sha256(self, state: State) -> str:
        """The SHA-256 that the state will have where it lies in the end. Nothing is written to it afterwards."""
        ...

    def finish(self) -> None:
        """The run's material in ``layout`` is complete."""
