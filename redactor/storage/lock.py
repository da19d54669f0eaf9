"""One run per output folder: an advisory lock that the kernel gives back when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from redactor.errors import LockedError, StorageError

NAME = "lock"
_MAX_BYTES = 4096


class OutputLock:
    """Holds ``home/lock`` (``home`` is the output's ``_redactor`` folder) while in a ``with`` block.

    Raises ``LockedError`` at once when another run holds it, and says who since when. The lock is the
    kernel's (flock), the file's content only tells people about it: after a crash the lock is free and
    stale content is overwritten. The file is never removed: a waiting run could hold a removed file and
    a third one a new file of the same name. Processes forked by the holder share the lock, so it is not
    free before the last of them that may still write is gone.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / NAME
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise ``LockedError``; ``StorageError`` when the file cannot be made."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"lock {self._path}: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _overwrite(descriptor, _introduction())
        except BlockingIOError:
            holder = _holder(os.pread(descriptor, _MAX_BYTES, 0))
            os.close(descriptor)
            raise LockedError(f"{self._path.parent} is in use by {holder}; wait for it to end") from None
        except OSError as error:
            os.close(descriptor)
            raise StorageError(f"lock {self._path}: {error.strerror}") from None
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        try:
            _overwrite(descriptor, b"")
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # for forked children too, who are done when the holder says so
        except OSError:
            pass  # closing frees it; a full disk must not hide the error that ended the run
        finally:
            os.close(descriptor)

    def __enter__(self) -> OutputLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _introduction() -> bytes:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}).encode() + b"\n"


def _overwrite(descriptor: int, content: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, content, 0)


def _holder(content: bytes) -> str:
    try:
        holder = json.loads(content)
        return f"process {int(holder['pid'])} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "another run that has just started"
