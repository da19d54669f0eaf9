"""The other side of ``apart``: serves calls in a process that may die, within bounds that the kernel keeps."""

from __future__ import annotations

import ctypes
import gc
import io
import re
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from redactor.errors import RedactorError

#: A process that after a file holds so many bytes more than before its first one is replaced.
_FAT = 64 << 20
_DATA = re.compile(r"^VmData:\s+(\d+) kB", re.MULTILINE)
_NO_BOUND = resource.RLIM_INFINITY


class _Borrowed(io.RawIOBase):
    """The file, of which the bytes are with the caller."""

    def __init__(self, line: Connection, size: int) -> None:
        self._line, self._size, self._at = line, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if not wanted:
            return b""
        self._line.send(("read", (self._at, wanted)))
        data = self._line.recv_bytes()
        self._at += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def serve(descriptor: int) -> None:
    """Answer calls until the caller closes the line."""
    from redactor.formats.apart import ApartError

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides
    _bound(resource.RLIMIT_CORE, 0)  # a core dump would hold the input
    line = Connection(descriptor)
    begun = 0
    with suppress(EOFError, ConnectionError):
        while True:
            work, size, seconds, memory, arguments = line.recv()  # and what it needs is imported
            begun = begun or _held()
            used = resource.getrusage(resource.RUSAGE_SELF)
            _bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)
            _bound(resource.RLIMIT_DATA, begun + memory)
            problem: Exception | None = None
            try:
                for item in work(_Borrowed(line, size), *arguments):
                    line.send(("item", item))
            except RedactorError as error:
                problem = error
            except MemoryError:
                problem = ApartError("out-of-memory")
            except (EOFError, ConnectionError):
                raise
            except Exception as error:  # a bug; its message may quote what it read
                problem = ApartError(f"reader-error:{type(error).__name__}")
            _bound(resource.RLIMIT_CPU, _NO_BOUND)
            _bound(resource.RLIMIT_DATA, _NO_BOUND)
            if problem is not None:
                problem.__traceback__ = problem.__context__ = problem.__cause__ = None
                line.send(("error", problem))
                continue
            item = None
            _give_back()
            line.send(("end", _held() < begun + _FAT))


def _bound(kind: int, most: int) -> None:
    with suppress(ValueError, OSError):  # less is allowed by whoever started the run: that holds
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _held() -> int:
    """What ``RLIMIT_DATA`` counts; 0 where the system does not tell."""
    with suppress(OSError):
        found = _DATA.search(Path("/proc/self/status").read_text(encoding="ascii", errors="replace"))
        return int(found[1]) * 1024 if found else 0
    return 0


def _give_back() -> None:
    gc.collect()
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)
