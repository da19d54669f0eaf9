"""Many small objects at once: one after the other, each would cost a round trip of waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from redactor.engine.discovery import InputFile
from redactor.storage.objects import ObjectFile

T = TypeVar("T")
R = TypeVar("R")

#: The most objects that are under way. Each is a megabyte at most (``stores.SMALL_BYTES``).
AHEAD = 16


class Prefetcher:
    """Fetches for one input. For local files it does nothing."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def fetched(self, file: InputFile) -> InputFile:
        """The file, of which the bytes are under way if it is a small object."""
        if not isinstance(file.path, ObjectFile):
            return file
        if self._pool is None:
            self._pool = ThreadPoolExecutor(AHEAD, thread_name_prefix="fetch")
        return replace(file, path=file.path.fetched(self._pool))

    def over(self, items: Iterator[T]) -> Iterator[T]:
        """``items``, drawn as far ahead as objects are fetched."""
        waiting: deque[T] = deque()
        try:
            for item in items:
                waiting.append(item)
                if self._pool is None or len(waiting) > AHEAD:
                    yield waiting.popleft()
            yield from waiting
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)


def parallel_map(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """``work(item)`` for every item, in order, ``AHEAD`` at a time."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(AHEAD, thread_name_prefix="store") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
