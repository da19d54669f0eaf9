"""The lock of an output in a store: one holder, who must keep telling that it lives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import HOLD, Server

from benchmarks.fakes import redact
from redactor.errors import LockedError, UnreachableError
from redactor.storage import lease as leases
from redactor.storage.lease import Lease
from redactor.storage.open_store import store_at, store_of
from redactor.storage.places import Place, place_of


@pytest.fixture
def place(store: Server) -> Place:
    found = place_of(store.url("out/_redactor/lock"))
    assert isinstance(found, Place)
    return found


@pytest.fixture
def holder(place: Place) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)],
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_second_is_told_who_holds_it_and_a_dead_holder_s_lock_is_free(
    store: Server, place: Place, holder: subprocess.Popen[str]
) -> None:
    (Path(os.environ["XDG_CACHE_HOME"])).mkdir(exist_ok=True)
    store.write("in/a.txt", b"Niels")
    began = time.monotonic()
    with pytest.raises(LockedError, match=rf"held by process {holder.pid} on \S+ since \d{{4}}-") as caught:
        redact(place_of(store.url("in")), place_of(store.url("out")))
    assert caught.value.exit_code == 75 and time.monotonic() - began < 10 and "out/a.txt" not in store.names()
    holder.kill()
    holder.wait()
    with Lease(place):
        assert json.loads(store.read("out/_redactor/lock"))["pid"] == os.getpid()
    assert json.loads(store.read("out/_redactor/lock"))["free"]


def test_a_released_lock_is_free(place: Place) -> None:
    for _ in range(2):
        with Lease(place), pytest.raises(LockedError, match="held by process"):
            Lease(place).acquire()
    Lease(place).release()


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if we were on another machine than holders so far."""
    monkeypatch.setattr(leases, "_machine", lambda: {"pid": 1, "host": "elsewhere", "boot": "other"})


def test_a_holder_on_another_machine_that_fell_silent_is_replaced(
    store: Server, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = Lease(place, beats=60, lasts=2)
    dead.acquire()
    elsewhere(monkeypatch)
    with pytest.raises(LockedError):
        Lease(place, beats=0.2, lasts=30).acquire()
    time.sleep(3.5)  # times of objects are whole seconds
    with Lease(place, beats=0.2, lasts=2):
        assert json.loads(store.read("out/_redactor/lock"))["host"] == "elsewhere"
        with pytest.raises(LockedError, match="taken over by process 1 on elsewhere"):
            dead.check()
    dead.release()
    assert json.loads(store.read("out/_redactor/lock"))["free"]


def test_a_clock_that_runs_ahead_does_not_take_over_a_living_holder(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Lease(place, beats=0.3, lasts=5):
        elsewhere(monkeypatch)
        now = time.time
        monkeypatch.setattr(leases.time, "time", lambda: now() + 3600)
        with pytest.raises(LockedError, match="held by"):
            Lease(place, beats=0.5, lasts=5).acquire()


def test_a_holder_that_lost_the_lock_stops(place: Place, store: Server) -> None:
    with Lease(place, beats=0.2, lasts=5) as lease:
        store.write("out/_redactor/lock", b'{"pid": 7, "host": "other", "since": "2026"}')
        with pytest.raises(LockedError, match="taken over by process 7 on other since 2026"):
            for _ in range(100):
                time.sleep(0.05)
                lease.check()
    assert b"other" in store.read("out/_redactor/lock"), "what is not ours is not released"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1]", b"x" * 9999])
def test_odd_content_is_no_obstacle(store: Server, place: Place, content: bytes) -> None:
    """No run of ours wrote it, or it was cut: once it is old it is written over."""
    store.write("out/_redactor/lock", content)
    with Lease(place):
        pass


def test_of_many_at_once_one_gets_it(place: Place) -> None:
    won: list[Lease] = []
    start = threading.Barrier(8)

    def run() -> None:
        lease = Lease(place)
        start.wait()
        try:
            lease.acquire()
        except LockedError:
            return
        won.append(lease)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    won[0].release()


def test_an_answer_that_got_lost_is_no_defeat(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write arrived, its answer did not; tried again, it meets itself."""
    store = store_at(place)
    swap = type(store).swap

    def twice(self: object, key: str, data: bytes, seen: object) -> object:
        swap(store, key, data, seen)  # type: ignore[arg-type]
        return swap(store, key, data, seen)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store), "swap", twice)
    with Lease(place, beats=0.1) as lease:
        time.sleep(0.5)
        lease.check()


def test_a_lock_that_ran_out_is_renewed_where_nobody_took_it(
    store: Server, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACTOR_STORE_PATIENCE", "1")
    store_of.cache_clear()
    with Lease(place, beats=60, lasts=0.1) as lease:
        time.sleep(0.2)
        store.fail(status=503, match="lock")
        with pytest.raises(UnreachableError):
            lease.check()
        store.fail(times=0)
        lease.check()
        assert json.loads(store.read("out/_redactor/lock"))["beat"] > 1
