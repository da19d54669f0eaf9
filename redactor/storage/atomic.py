"""Files that appear whole or not at all: written beside, on disk first, then renamed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

from redactor.errors import StorageError


def make_folder(path: Path, root: Path | None = None) -> None:
    """Make a folder for the owner alone; below ``root`` no link is followed. Raises ``StorageError``."""
    if root is not None:
        refuse_links(path, root)
    try:
        # Not parents=True: that gives the mode to the last folder alone.
        for folder in reversed(list(takewhile(lambda each: not each.is_dir(), (path, *path.parents)))):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make folder {path}: {error.strerror}") from None


def refuse_links(path: Path, root: Path) -> None:
    """Raise ``StorageError`` if ``path`` is a link, or a folder above it and below ``root``: who planted it would choose where
    files are written or removed."""
    for folder in (path, *path.parents):
        if folder == root:
            return
        if folder.is_symlink():
            raise StorageError(f"{folder} is a link; links in an output are not followed, remove it")


def refuse_devices(path: Path) -> None:
    """Raise ``StorageError`` if a file with this name would take the place of a device, a pipe or a folder, or of a name in
    ``/dev`` or ``/proc``: what appears by renaming may replace files alone."""
    special = path.parent.resolve().is_relative_to("/dev") or path.parent.resolve().is_relative_to("/proc")
    if special or (os.path.lexists(path) and not path.is_symlink() and not path.is_file()):
        raise StorageError(f"{path} is no regular file; give - for standard output, or the name of a file")


class Partial:
    """A file that grows in ``_redactor/partial`` until it is published under its final name.

    Knows its size and the SHA-256 of its bytes. ``size`` > 0 continues one that a killed run left: it is cut there.
    """

    def __init__(self, path: Path, size: int = 0) -> None:
        self.path = path
        self._digest = hashlib.sha256()
        self.size = size
        make_folder(path.parent)
        try:
            # O_NOFOLLOW: nobody redirects masked text through a planted link.
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | (0 if size else os.O_TRUNC)
            self._file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=1 << 16)
            if size:
                self._continue(size)
        except OSError as error:
            raise StorageError(f"cannot write {path}: {error.strerror}") from None

    def _continue(self, size: int) -> None:
        left = size
        while left:
            chunk = self._file.read(min(left, 1 << 20))
            if not chunk:
                raise StorageError(f"{self.path} is shorter than its checkpoint; run again with --fresh")
            self._digest.update(chunk)
            left -= len(chunk)
        self._file.truncate(size)
        self._file.seek(size)

    def write(self, data: bytes) -> int:
        """Append."""
        self._digest.update(data)
        self.size += len(data)
        try:  # no ``_named``: each line of an audit passes here
            return self._file.write(data)
        except OSError as error:
            error.filename = error.filename or str(self.path)
            raise

    def flush(self) -> None:
        """Hand buffered bytes to the system."""
        with self._named():
            self._file.flush()

    def sync(self) -> None:
        """All written bytes are on disk when this returns."""
        with self._named():
            self._file.flush()
            os.fsync(self._file.fileno())

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What goes wrong (a full disk) is told with the file's name."""
        try:
            yield
        except OSError as error:
            error.filename = error.filename or str(self.path)
            raise

    @property
    def closed(self) -> bool:
        return self._file.closed

    @property
    def sha256(self) -> str:
        """Of all bytes so far."""
        return self._digest.hexdigest()

    def publish(self, final: Path, root: Path | None = None, *, sync: bool = True) -> None:
        """Give the file its final name, in one step, in place of what had it; below ``root`` no link is followed."""
        make_folder(final.parent, root)
        refuse_devices(final)
        if sync:
            self.sync()
        self._file.close()
        try:
            self.path.replace(final)
            if sync:
                sync_folder(final.parent)
        except OSError as error:
            raise StorageError(f"cannot write {final}: {error.strerror}") from None

    def close(self) -> None:
        """Let go of it; the partial file stays for the next run."""
        self._file.close()

    def drop(self) -> None:
        """Remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """A rename is on disk only when its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file in one step."""
    partial = Partial(path.with_name(path.name + ".new"))
    partial.write(data)
    partial.publish(path)
