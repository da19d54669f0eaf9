"""Work on items in threads of this process, a bounded number at a time, and give the results back in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

A = TypeVar("A")
B = TypeVar("B")

_END = object()


def ordered(
    items: Iterable[A],
    work: Callable[[A], B],
    workers: int,
    weigh: Callable[[A], int] = lambda _: 0,
    most: int = 0,
    *,
    patient: bool = True,
    halt: Callable[[], None] = lambda: None,
    room: Callable[[], bool] = lambda: True,
) -> Generator[tuple[A, B], None, None]:
    """``(item, work(item))`` for every item, in order. At most ``2 * workers + 2`` items are under way,
    and no more than ``most`` in weight (but always one).

    ``items`` is drawn in a thread of its own, so that a result is given out while the source still waits (a pipe).
    Closed early, it waits for that thread, which may hold what the caller is about to close; not so if ``patient`` is
    False, because the source may wait for ever. ``halt`` is called when it closes: what ``work`` waits for ends then.
    While ``room`` says no and anything is under way, nothing more is drawn.
    An error of ``items`` or ``work`` is raised here, after all that came before.
    """
    line: queue.Queue[object] = queue.Queue(maxsize=2 * workers + 2)
    stop = threading.Event()
    load = threading.Condition()
    weight = under_way = 0

    def wait_for_room() -> None:
        with load:
            while under_way and not stop.is_set() and not room():
                load.wait(0.1)

    def take_up(size: int) -> None:
        nonlocal weight, under_way
        with load:
            while size and weight and weight + size > most and not stop.is_set():
                load.wait(0.1)
            weight += size
            under_way += 1

    def lay_down(size: int) -> None:
        nonlocal weight, under_way
        with load:
            weight -= size
            under_way -= 1
            load.notify()

    def put(value: object) -> bool:
        while not stop.is_set():
            try:
                line.put(value, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def draw(pool: ThreadPoolExecutor) -> None:
        try:
            for item in items:
                size = weigh(item)
                take_up(size)
                if not put((item, pool.submit(work, item), size)):
                    return
                wait_for_room()
        except BaseException as error:  # handed to the caller, who raises it
            put(error)
            return
        put(_END)

    with ThreadPoolExecutor(workers, thread_name_prefix="detect") as pool:
        feeder = threading.Thread(target=draw, args=(pool,), name="read", daemon=True)
        feeder.start()
        try:
            while True:
                got = line.get()
                if got is _END:
                    return
                if isinstance(got, BaseException):
                    raise got
                # Weighed once: a text may weigh more when it has been looked at (Python keeps its UTF-8).
                item, future, size = cast(tuple[A, Future[B], int], got)
                yield item, future.result()
                lay_down(size)
        finally:
            stop.set()
            halt()
            pool.shutdown(wait=True, cancel_futures=True)
            if patient:
                feeder.join()
