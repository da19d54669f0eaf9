"""The course of a run: words and memory over time, in few points however long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from redactor.engine.memory import rss

#: When there are more points than this, every second one goes and the distance doubles.
MOST = 60
FIRST_SECONDS = 0.25


class Timeline:
    """Told of every step of a run; keeps (seconds since the start, words so far, resident bytes now)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, memory: Callable[[], int] = rss) -> None:
        self._clock, self._memory = clock, memory
        self._began = clock()
        self._distance = FIRST_SECONDS
        self._file, self._of_file, self._words = "", 0, 0
        self._points: list[tuple[float, int, int]] = [(0.0, 0, memory())]

    def see(self, file: str, words: int) -> None:
        """``words`` is the count of ``file`` so far; what it begins with was done by an earlier run."""
        if file == self._file:
            self._words += words - self._of_file
        self._file, self._of_file = file, words
        now = self._clock() - self._began
        if now < self._points[-1][0] + self._distance:
            return
        self._points.append((round(now, 2), self._words, self._memory()))
        if len(self._points) > MOST:
            self._points = self._points[::2]
            self._distance *= 2

    def as_json(self) -> list[tuple[float, int, int]]:
        """All points, with one for now."""
        last = (round(self._clock() - self._began, 2), self._words, self._memory())
        return [*self._points, last] if last[0] > self._points[-1][0] else list(self._points)
