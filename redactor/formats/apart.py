"""Work done apart: a generator that a native library may end, hang or bloat runs in a process of its own, which may die.

A C++ library that meets a damaged file may abort, and takes its process along. So what others wrote is read by
``apart(work, source, ...)``: the process has no file open, asks for the bytes it wants, and answers with what ``work`` yields.
The kernel bounds its memory and its time. One process serves file after file; only one that died or grew fat is replaced.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any, BinaryIO

from redactor.errors import FormatError

#: Seconds of processor that a file may take, and more of them for each byte of it; healthy ones take a hundredth.
_SECONDS, _SECONDS_A_BYTE = 10, 2e-6
#: A process that says nothing for so long, and in this time has not worked either, hangs.
_SILENT_SECONDS = 60.0
_START = (
    "import json, sys; sys.path[:] = json.loads({path!r}); from redactor.formats.apart_child import serve; serve({fd})"
)
#: One arena, and nothing reserved ahead: what the process holds is what it uses.
_MEMORY = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}

#: A generator function of a module: ``work(source, *arguments)``. What goes in and comes out is pickled.
Work = Callable[..., Iterator[Any]]


class ApartError(FormatError):
    """A file that its process did not survive, or survived badly; ``reason`` is the fixed word of a withheld file."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the file cannot be read ({reason})")
        self.reason = reason

    def __reduce__(self) -> tuple[type[ApartError], tuple[str]]:
        return ApartError, (self.reason,)


def apart(work: Work, source: BinaryIO, *arguments: Any, memory: int) -> Generator[Any, None, None]:
    """What ``work(source, *arguments)`` yields in another process, which may take ``memory`` bytes more than it has.

    Raises ``ApartError`` (``crashed``, ``timeout``, ``out-of-memory``, or the class of a bug), the process's own
    ``RedactorError``, and whatever reading ``source`` raises.
    """
    child = _idle_or_new()
    size = source.seek(0, 2)
    try:
        child.call(work, size, _SECONDS + int(size * _SECONDS_A_BYTE), memory, arguments)
        while True:
            kind, value = child.answer()
            if kind == "item":
                yield value
            elif kind == "read":
                at, most = value
                source.seek(at)
                child.give(source.read(most))
            else:
                break
    except BaseException:
        child.kill()
        raise
    if kind == "error":
        child.kill()
        raise value
    _put_back(child, fit=value)


class _Child:
    """A process that serves calls, one at a time."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        path = json.dumps([os.path.abspath(each) for each in sys.path])  # noqa: PTH100  # "" is this folder
        code = _START.format(path=path, fd=theirs.fileno())
        # What the library says as it dies tells why; it may quote the file, so it stays in memory.
        self._last_words = (
            os.memfd_create("last words") if hasattr(os, "memfd_create") else os.open(os.devnull, os.O_RDWR)
        )
        named = {name: value for name, value in os.environ.items() if not name.startswith("REDACTOR")}
        with closing(theirs):
            self._process = subprocess.Popen(  # noqa: S603  # this very Python
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._last_words,
                pass_fds=[theirs.fileno()],
                env={**named, **_MEMORY},
            )

    def call(self, work: Work, size: int, seconds: int, memory: int, arguments: tuple[Any, ...]) -> None:
        with suppress(BrokenPipeError):  # it has died: the answer says so
            self._line.send((work, size, seconds, memory, arguments))

    def give(self, data: bytes) -> None:
        with suppress(BrokenPipeError):
            self._line.send_bytes(data)

    def answer(self) -> tuple[str, Any]:
        """Its next answer: what it is, and what it holds."""
        worked = self._worked()
        try:
            while not self._line.poll(_SILENT_SECONDS):
                before, worked = worked, self._worked()
                if before == worked:
                    raise ApartError("timeout")
            kind, value = self._line.recv()
            return kind, value
        except (EOFError, ConnectionError):
            reason = self._why()
        except ApartError:
            raise
        except Exception as error:  # what it says cannot be put together again
            reason = f"reader-error:{type(error).__name__}"
        raise ApartError(reason)

    def _worked(self) -> str:
        """Its processor time so far, as the system writes it."""
        with suppress(OSError):
            status = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8", errors="replace")
            return " ".join(status.rpartition(")")[2].split()[11:13])
        return ""

    def _why(self) -> str:
        """Why it has died."""
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return "timeout"
        with suppress(OSError):
            words = os.pread(self._last_words, 1 << 16, 0)
            if b"bad_alloc" in words or b"MemoryError" in words:
                return "out-of-memory"
        return "out-of-memory" if code == -signal.SIGKILL else "crashed"

    def kill(self) -> None:
        self.forget()
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Close what leads to it."""
        self._line.close()
        with suppress(OSError):
            os.close(self._last_words)


_idle: list[_Child] = []
_mutex = threading.Lock()
#: Processes kept for the next file; more than these are at work only where files are compared.
_MOST_IDLE = 2


def _idle_or_new() -> _Child:
    with _mutex:
        if _idle:
            return _idle.pop()
    return _Child()


def _put_back(child: _Child, *, fit: bool) -> None:
    with _mutex:
        if fit and len(_idle) < _MOST_IDLE:
            _idle.append(child)
            return
    child.kill()


def _end() -> None:
    while _idle:
        _idle.pop().kill()


def _forked() -> None:
    """They are the parent's."""
    global _mutex
    _mutex = threading.Lock()
    while _idle:
        _idle.pop().forget()


atexit.register(_end)
os.register_at_fork(after_in_child=_forked)
