"""One run per output in a store: an object that is only ever written on condition that nobody else wrote it meanwhile.

The object says who holds the output. Its holder writes it again every few seconds; one that was not written for
``LASTS`` seconds has lost its holder. Whoever takes it over first watches it for longer than a holder needs to write
it, so that clocks that differ do no harm; a holder of this very machine that is gone is not waited for.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from redactor.errors import LockedError, StorageError
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.store import Store, Stored

#: Seconds between two writes of the holder, and seconds that one write holds.
BEATS, LASTS = 15.0, 120.0
_MOST_BYTES = 4096


class Lease:
    """Holds the lock object at ``place`` while in a ``with`` block.

    Raises ``LockedError`` at once when another run holds it, and says who since when. The object is never removed: a
    released one says that nobody holds it.
    """

    def __init__(self, place: Place, beats: float = BEATS, lasts: float = LASTS) -> None:
        self._place, self._beats, self._lasts = place, beats, lasts
        self._store: Store = store_at(place)
        self._who = {**_machine(), "since": _now(), "run": secrets.token_hex(8)}
        self._count = 0
        self._seen: Stored | None = None
        self._until = 0.0
        self._lost = ""
        self._mutex = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def acquire(self) -> None:
        """Take the lock, or raise ``LockedError``."""
        seen = self._store.head(self._place.key)
        if seen is not None:
            seen = self._free(seen)
        if not self._write(self._claim(), seen):
            raise LockedError(f"{self._place} has just been taken by another run; wait for it to end")
        self._thread = threading.Thread(target=self._beat, name="lease", daemon=True)
        self._thread.start()

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._thread is None:
            return
        self._stop.set()
        self._thread.join()
        self._thread = None
        with contextlib.suppress(StorageError, OSError):  # it runs out by itself; the error that ended the run counts
            if not self._lost:
                self._write({"free": True, "run": self._who["run"]}, self._seen)

    def check(self) -> None:
        """Raise ``LockedError`` unless this run still holds the lock. To be asked before anything is written.

        A lock that ran out (the store or this machine was away) is renewed if nobody took it meanwhile.
        """
        if not self._lost and _clock() > self._until:
            self._renew()
        if self._lost:
            raise LockedError(f"{self._place} was taken over by {self._lost}; this run has stopped")

    def __enter__(self) -> Lease:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _free(self, seen: Stored) -> Stored:
        """The lock object that may be written over. Raises ``LockedError`` where a living run holds it."""
        holder = self._read(seen)
        if holder is None or holder.get("free") or _is_dead(holder):
            return seen
        if time.time() - seen.mtime_ns / 1e9 < self._lasts:
            raise LockedError(f"{self._place} is held by {_holder(holder)}; wait for it to end")
        ends = _clock() + 2 * self._beats + 1
        while _clock() < ends:
            time.sleep(min(1.0, self._beats / 4))
            now = self._store.head(self._place.key)
            if now is None or now.tag != seen.tag:
                raise LockedError(f"{self._place} is held by {_holder(holder)}; wait for it to end")
        return seen

    def _read(self, seen: Stored) -> Mapping[str, Any] | None:
        """What the object says; None for what no run wrote."""
        if seen.size > _MOST_BYTES:
            return None
        try:
            claim = json.loads(b"".join(self._store.stream(seen)))
        except (ValueError, OSError):  # OSError: written again in between; then writing over it will fail
            return None
        return claim if isinstance(claim, dict) and ("pid" in claim or claim.get("free")) else None

    def _claim(self) -> dict[str, Any]:
        self._count += 1
        return {**self._who, "beat": self._count, "at": _now()}

    def _write(self, claim: Mapping[str, Any], seen: Stored | None) -> bool:
        """Write the object if it still is ``seen``; whether that was done."""
        began = _clock()
        data = json.dumps(claim).encode() + b"\n"
        written = self._store.swap(self._place.key, data, seen)
        if written is None:
            # A write that was tried again after its answer got lost meets itself.
            now = self._store.head(self._place.key)
            if now is None or self._read(now) != claim:
                return False
            written = now
        self._seen, self._until = written, began + self._lasts
        return True

    def _beat(self) -> None:
        while not self._lost and not self._stop.wait(self._beats):
            # What fails is tried again at the next beat, and by check() when the lock has run out.
            with contextlib.suppress(StorageError, OSError):
                self._renew()

    def _renew(self) -> None:
        with self._mutex:
            if not self._lost and not self._write(self._claim(), self._seen):
                self._lost = self._taker()

    def _taker(self) -> str:
        with contextlib.suppress(StorageError, OSError):
            now = self._store.head(self._place.key)
            return _holder((self._read(now) if now else None) or {})
        return "another run"


def _machine() -> dict[str, Any]:
    """Who we are: pids mean something only within one boot and one container."""
    parts = []
    with contextlib.suppress(OSError):
        parts = [Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()]
        parts.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    return {"pid": os.getpid(), "host": socket.gethostname(), "boot": "/".join(parts) if len(parts) == 2 else ""}


def _is_dead(holder: Mapping[str, Any]) -> bool:
    """Is it a process of this machine and this boot that is gone?"""
    own = _machine()
    if not own["boot"] or (own["boot"], own["host"]) != (holder.get("boot"), holder.get("host")):
        return False
    try:
        os.kill(int(holder["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, KeyError, TypeError, ValueError):
        return False
    return False


def _holder(holder: Mapping[str, Any]) -> str:
    try:
        return f"process {int(holder['pid'])} on {holder['host']} since {holder['since']}"
    except (KeyError, TypeError, ValueError):
        return "another run"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _clock() -> float:
    """Seconds that also pass while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
