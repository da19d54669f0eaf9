"""Work on items in threads of this process, a bounded number at a time, and give the results back in order."""

from __future__ import annotations

from _thread import start_new_thread
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
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
    """``(item, work(item))`` for every item, in order. At most ``2 * workers + 2`` items are under way
    beside the one given out, and no more than ``most`` in weight (but always one).

    ``items`` is drawn in a thread of its own, so that a result is given out while the source still waits (a pipe).
    Closed early, it waits for that thread, which may hold what the caller is about to close; not so if ``patient`` is
    False, because the source may wait for ever. ``halt`` is called when it closes: what ``work`` waits for ends then.
    While ``room`` says no and anything is under way, nothing more is drawn.
    An error of ``items`` or ``work`` is raised here, after all that came before.

    What Ctrl-C may break off here, in the main thread, holds no lock that another thread waits for: an exception that
    a signal raises at the door of a ``Condition`` leaves it locked for ever (python/cpython#74174), and a ``Queue`` and
    a ``Future`` have one, and so does the start of a ``threading.Thread``.
    """
    line: SimpleQueue[object] = SimpleQueue()
    laid_down: SimpleQueue[int] = SimpleQueue()
    gone: SimpleQueue[None] = SimpleQueue()
    begun = closed = False

    def draw(pool: ThreadPoolExecutor) -> None:
        nonlocal begun
        weight = under_way = 0
        begun = True  # said before it looks whether all is over: whoever closes either waits for it or stops it here

        def much(size: int) -> bool:
            return under_way > 2 * workers + 2 or bool(size and weight and weight + size > most)

        def wait_while(full: Callable[[], bool]) -> None:
            nonlocal weight, under_way
            while under_way and not closed and (full() or not laid_down.empty()):
                with suppress(Empty):
                    weight -= laid_down.get(timeout=0.1)
                    under_way -= 1

        try:
            for item in () if closed else items:
                size = weigh(item)
                wait_while(partial(much, size))
                if closed:
                    return
                answer: SimpleQueue[tuple[B | None, BaseException | None]] = SimpleQueue()
                pool.submit(_answered, work, item, answer)
                line.put((item, answer, size))
                weight += size
                under_way += 1
                wait_while(lambda: not room())
        except BaseException as error:  # handed to the caller, who raises it
            line.put(error)
        else:
            line.put(_END)
        finally:
            gone.put(None)

    with ThreadPoolExecutor(workers, thread_name_prefix="detect") as pool:
        try:
            start_new_thread(draw, (pool,))
            while True:
                got = line.get()
                if got is _END:
                    return
                if isinstance(got, BaseException):
                    raise got
                # Weighed once: a text may weigh more when it has been looked at (Python keeps its UTF-8).
                item, answer, size = cast(tuple[A, SimpleQueue[tuple[B, BaseException | None]], int], got)
                result, error = answer.get()
                if error is not None:
                    raise error
                yield item, result
                laid_down.put(size)
        finally:
            closed = True
            laid_down.put(0)  # it need not wait for anything now
            halt()
            pool.shutdown(wait=True, cancel_futures=True)
            if patient and begun:
                gone.get()


def _answered(work: Callable[[A], B], item: A, answer: SimpleQueue[tuple[B | None, BaseException | None]]) -> None:
    try:
        answer.put((work(item), None))
    except BaseException as error:  # handed to the caller, who raises it
        answer.put((None, error))
