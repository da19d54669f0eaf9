"""What one record may take: seconds of detection, spans, and the memory of the process tree. Past any, it is withheld.

A thread cannot be stopped in the middle of a call, so time and memory are looked at between calls: between two parts of
``TAG_CHARS`` characters that the model takes, between two views of a text that the patterns take, and, for time, inside the
search for one of a policy's own patterns, every few places where it may begin.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from redactor.engine.memory import Guard
from redactor.spans import Span
from redactor.tagger.tagging import Failure

#: Memory is looked at each time this number of characters has been read.
_LOOK_CHARS = 65_536

TIMEOUT = Failure("timeout")
OUT_OF_MEMORY = Failure("out-of-memory")
TOO_COMPLEX = Failure("too-complex")


class OvertimeError(Exception):
    """Raised in the middle of a call by ``Spent.clock``."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` of detection and ``spans`` that a record may take, and ``memory`` in bytes of the whole process tree.
    0 is no bound."""

    seconds: float = 0.0
    spans: int = 0
    memory: int = 0


class Spent:
    """What the records of one group have taken so far. A call that serves several is shared among them by characters."""

    def __init__(self, bounds: Bounds, clock: Callable[[], float] = time.monotonic) -> None:
        self._bounds, self._clock = bounds, clock
        self._guard = Guard(bounds.memory)
        self._seconds: defaultdict[int, float] = defaultdict(float)
        self._spans: Counter[int] = Counter()
        self._since = 0
        self._out = False

    @contextmanager
    def shared(self, chars: Mapping[int, int]) -> Iterator[None]:
        """Charge what happens within to the records ``chars`` (number → characters)."""
        began = self._clock()
        yield
        total = max(1, sum(chars.values()))
        self._since += total
        if self._bounds.seconds:
            taken = self._clock() - began
            for number, count in chars.items():
                self._seconds[number] += taken * count / total

    def clock(self, number: int) -> Callable[[], None] | None:
        """To be called in the middle of a call for a record: raises ``OvertimeError`` where its time is over. None: no bound."""
        if not self._bounds.seconds:
            return None
        end = self._clock() + self._bounds.seconds - self._seconds[number]

        def tick() -> None:
            if self._clock() > end:
                raise OvertimeError

        return tick

    def all_stopped(self, numbers: Iterable[int]) -> Failure | None:
        """Why a call for these records must not be made. One that also serves a record in time is made as it always is."""
        if self._full():
            return OUT_OF_MEMORY
        return TIMEOUT if all(map(self._late, numbers)) else None

    def stopped(self, number: int, found: list[Span] | Failure) -> list[Span] | Failure:
        """``found`` in a part of the record, or why the record must not go on."""
        if isinstance(found, Failure):
            return found
        self._spans[number] += len(found)
        if self._since >= _LOOK_CHARS:
            self._since = 0
            if self._full():
                return OUT_OF_MEMORY
        if self._late(number):
            return TIMEOUT
        return TOO_COMPLEX if self._bounds.spans and self._spans[number] > self._bounds.spans else found

    def _full(self) -> bool:
        """Once memory was used up, the rest of the group is not begun: half of a record is of no use."""
        self._out = self._out or self._guard.used_up()
        return self._out

    def _late(self, number: int) -> bool:
        return bool(self._bounds.seconds) and self._seconds[number] > self._bounds.seconds
