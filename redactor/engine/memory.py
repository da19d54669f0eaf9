"""How much memory the run holds, and a guard that keeps the process tree under a limit."""

from __future__ import annotations

import ctypes
import gc
import os
import re
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
#: Shares of the limit: above the first nothing new is read while work is under way, above the second work is refused.
HOLD_BACK, REFUSE = 0.75, 0.9
#: Looking for processes below this one takes a millisecond, so it is done so often at most.
_LOOK_SECONDS = 0.5
#: So often at most memory is given back only because it would be nice to read on.
_TIDY_SECONDS = 2.0


def peak_rss() -> int:
    """Peak resident set of this process in bytes. On Linux from /proc: ``ru_maxrss`` also counts what a parent held
    before exec."""
    try:
        found = _HIGH_WATER.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def rss() -> int:
    """Resident bytes of this process, now; 0 where the system does not tell (no /proc)."""
    return _rss("self")


def children_rss() -> int:
    """Resident bytes of all processes below this one, now."""
    return sum(map(_rss, _below("self")))


def _rss(pid: str) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:  # noqa: PTH123 - asked for each group, and Path is slow
            return int(statm.read().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError, ValueError):
        return 0  # it has ended


def _below(pid: str) -> Iterator[str]:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                for child in (thread / "children").read_text(encoding="ascii").split():
                    yield child
                    yield from _below(child)


def give_back() -> None:
    """Hand to the system what Python, Arrow and the C library hold and do not use."""
    gc.collect()
    if "pyarrow" in sys.modules:  # it has a pool of its own, which ``malloc_trim`` does not reach
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)


class Guard:
    """Says when memory runs short. ``limit`` in bytes for this process and all below it; 0 never runs short. Threads may
    share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._mutex = threading.Lock()
        self._children = 0
        self._looked = -_LOOK_SECONDS
        self._tidied = -_TIDY_SECONDS

    def room(self) -> bool:
        """May more be read while work is under way?"""
        if not self._limit or self._now() < HOLD_BACK * self._limit:
            return True
        self._tidy()
        return self._now() < HOLD_BACK * self._limit

    def used_up(self) -> bool:
        """Is so much in use, also after what is not needed was given back, that nothing more may be begun?"""
        if not self._limit or self._now() < REFUSE * self._limit:
            return False
        self._tidy(at_once=True)
        return self._now() >= REFUSE * self._limit

    def _now(self) -> int:
        if time.monotonic() - self._looked >= _LOOK_SECONDS:
            self._children, self._looked = children_rss(), time.monotonic()
        return rss() + self._children

    def _tidy(self, *, at_once: bool = False) -> None:
        with self._mutex:
            if at_once or time.monotonic() - self._tidied >= _TIDY_SECONDS:
                give_back()
                self._tidied = time.monotonic()
