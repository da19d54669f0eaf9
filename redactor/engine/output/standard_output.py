"""Standard output as a place to write redacted bytes to: every byte arrives, or the write fails."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import TYPE_CHECKING, BinaryIO, cast

from redactor.errors import StorageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BUFFER_BYTES = 64 * 1024


class _WholeWrites(io.RawIOBase):
    """A descriptor to which a write goes whole. Unbuffered streams (``PYTHONUNBUFFERED``) take part of it where a disk is
    nearly full, and those of a pipe in non-blocking mode whatever the pipe has room for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: ReadableBuffer, /) -> int:
        left = memoryview(data).cast("B")
        size = len(left)
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:  # the loop is there for it
                select.select((), (self._descriptor,), ())
            except BrokenPipeError:
                raise
            except OSError as error:  # a full disk
                error.filename = error.filename or "standard output"
                raise
        return size


def standard_output() -> BinaryIO:
    """Where redacted bytes go. Raises ``StorageError`` where the program was started with its standard output closed."""
    if sys.stdout is None:
        raise StorageError("standard output is closed; redirect it, or give an OUTPUT")
    stream = sys.stdout.buffer
    try:
        descriptor = stream.fileno()
    except (OSError, AttributeError):  # a caller's own stream in memory
        return stream
    stream.flush()
    return cast(BinaryIO, io.BufferedWriter(_WholeWrites(descriptor), _BUFFER_BYTES))
