"""Finished files in an output folder, or as one file, of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from redactor.audit.layout import Layout
from redactor.audit.results import FileResult
from redactor.audit.state import State
from redactor.engine.output.background import Background
from redactor.engine.output.file_sinks import FinishedFile
from redactor.engine.output.target import OnPublished
from redactor.errors import StorageError
from redactor.storage.atomic import refuse_links
from redactor.storage.streams import file_digest

#: Files that get their final names at a time, and their bytes (but always one).
_PUBLISHED, _PUBLISHED_BYTES = 4, 64 << 20


class LocalOutput:
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

    def has(self, known: FileResult) -> bool:
        return all(path.is_file() and not path.is_symlink() for path, _ in self._parts(known))

    def quarantined(self, known: FileResult) -> bool:
        path = self.layout.quarantine / str(known.output)
        return path.is_file() and file_digest(path) == known.output_sha256

    def digests(self, known: FileResult) -> tuple[str, str]:
        output, audit = (file_digest(path) for path, _ in self._parts(known))
        return output, audit

    def publish(self, output: str, audit: str, whole: FinishedFile, on_published: OnPublished) -> None:
        size = whole.output.size + whole.audit.size
        self._publishing.add(size, partial(self._publish, output, audit, whole, on_published))

    def _publish(self, output: str, audit: str, whole: FinishedFile, on_published: OnPublished) -> None:
        whole.audit.publish(self.layout.home / audit, self.layout.home)
        whole.output.publish(self.layout.tree / output, self.layout.tree)
        on_published({})

    def remove(self, known: FileResult) -> None:
        self._publishing.drain()  # a folder that empties goes too, and one of them may be on its way into it
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

    def drain(self) -> None:
        self._publishing.drain()

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
