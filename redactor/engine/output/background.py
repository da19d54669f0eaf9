"""Finished files on their way to their final place, in threads, while the run goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Background:
    """Up to ``most`` pieces of work at a time, of ``most_bytes`` together (but always one). One that fails is raised by the
    next ``add`` or ``drain``. For one thread."""

    def __init__(self, name: str, most: int, most_bytes: int) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)
        self._most, self._most_bytes = most, most_bytes
        self._under_way: deque[tuple[int, Future[None]]] = deque()

    def add(self, size: int, work: Callable[[], None]) -> None:
        """Begin ``work`` on ``size`` bytes, when there is room for it."""
        self._wait(self._most - 1, self._most_bytes - size)
        self._under_way.append((size, self._pool.submit(work)))

    def drain(self) -> None:
        """All is done when this returns."""
        self._wait(0, 0)

    def close(self, *, cancel: bool = False) -> None:
        """Let go of the threads; with ``cancel`` what has not begun is left out."""
        self._pool.shutdown(cancel_futures=cancel)

    def _wait(self, most: int, most_bytes: int) -> None:
        while self._under_way and (
            len(self._under_way) > most or sum(size for size, _ in self._under_way) > max(0, most_bytes)
        ):
            self._under_way.popleft()[1].result()
