"""Work in the background: bounded, complete when settled, and no failure goes unheard."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from redactor.engine.background import Background


def test_all_is_done_when_settled_and_no_more_at_a_time_than_asked() -> None:
    background, lock = Background("test", 3, 100), threading.Lock()
    running: list[int] = []
    most: list[int] = []
    done: list[int] = []
    others = threading.Barrier(3)

    def work(number: int) -> None:
        with lock:
            running.append(number)
            most.append(len(running))
        others.wait(10)  # three run beside each other, or nobody goes on
        with lock:
            running.remove(number)
            done.append(number)

    for number in range(9):
        background.add(1, partial(work, number))
    background.settle()
    background.close()
    assert sorted(done) == list(range(9))
    assert max(most) == 3


def test_large_pieces_go_one_by_one() -> None:
    background = Background("test", 4, 100)
    running = threading.Semaphore(1)

    def work() -> None:
        assert running.acquire(blocking=False), "two at a time"
        running.release()

    for _ in range(20):
        background.add(101, work)
    background.settle()
    background.close()


def test_a_failure_is_raised_when_settling() -> None:
    background = Background("test", 2, 100)
    background.add(1, partial(int, "no number"))
    with pytest.raises(ValueError, match="invalid literal"):
        background.settle()
    background.close()
