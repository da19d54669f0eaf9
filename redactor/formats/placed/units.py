"""The parts that a scanner cuts a text into, and the values in them; every other byte stays.

A scanner is a pure function: the text, where a unit begins, whether the text ends here, and what the units before left as
state → the unit, or None if it needs to see more. A line that no scanner understands is a text of its own, so nothing
passes that nobody looked at: what lies between a unit's values must be structure, and what of it is more than plain words is
held against the detectors as keys of JSON are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from redactor.formats.inlaid import Inlay
from redactor.formats.raw_pieces import Piece
from redactor.records import WITHHELD_TEXT

#: A unit does not begin a record; may begin one, where the last has enough units; begins one.
NO, MAY, MUST = 0, 1, 2

State = Any


class Value(NamedTuple):
    """An inlay and how its field is to be understood. ``joins``: it goes on what the last such value of this field said, as
    lines of one comment do. ``countable`` of a scalar: a number or date, and no flag."""

    inlay: Inlay
    joins: bool = False
    countable: bool = True


class Values:
    """The values of a unit, as they are found. Where they weigh more than ``most`` of one piece, no more are kept: the unit is too
    complex, whatever else it holds."""

    __slots__ = ("_found", "_left")

    def __init__(self, most: int) -> None:
        self._found: list[Value] = []
        self._left = most

    def take(self, values: Iterable[Value]) -> None:
        """These come next."""
        for value in values:
            if self._left < 0:
                return
            self._left -= value.inlay.weight
            self._found.append(value)

    @property
    def kept(self) -> tuple[Value, ...]:
        """All that were kept."""
        return tuple(self._found)


class Unit(NamedTuple):
    """``text[at:end]``, and the values in it, ascending. ``state``: lists, dictionaries, texts and numbers, never changed.
    ``problem``: it cannot be looked at, and ``withheld`` stands in its place. ``broken``: it begins
    a value that never ends. ``alone``: it is a record of its own."""

    end: int
    values: tuple[Value, ...] = ()
    opens: int = NO
    state: State = None
    problem: str | None = None
    withheld: str = ""
    broken: bool = False
    alone: bool = False

    @property
    def weight(self) -> int:
        """How many values of one piece its own are worth."""
        return sum([value.inlay.weight for value in self.values])


class Scanner:
    """Cuts a text into units, and says what stands for a part of it that is withheld (None: itself with ``[WITHHELD]`` for its
    leaves)."""

    #: A unit that stands for a record: one too when it is read again, so that those behind it keep their numbers.
    placeholders: ClassVar[re.Pattern[str]] = re.compile(re.escape(f"# {WITHHELD_TEXT}\n"))

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        """The unit that begins at ``at``; None for one that does not end in the text. ``Values`` says what ``most`` is."""
        raise NotImplementedError

    def withheld(self, raw: str) -> str | None:
        """``raw`` is what stood there; empty where that is not known."""
        return f"# {WITHHELD_TEXT}\n"

    def placeholder(self, raw: str, before: State, after: State) -> str:
        """What stands for a unit that cannot be looked at. ``raw``: of a very long line how it begins and ends; the states are
        those around it."""
        return self.withheld(raw) or self.withheld("") or ""

    def reopened(self, before: State, after: State) -> str:
        """What stands behind a part that is withheld where the text goes on inside of something that the part began."""
        return ""

    def broken(self, raw: str, state: State) -> State:
        """The state behind the line ``raw``, in which a value began that does not end."""
        return state


def line_end(text: str, at: int) -> int:
    """Behind the line that begins at ``at``."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def piece(text: str, start: int, end: int) -> Piece:
    return Piece(start, end, text[start:end])


def plain(text: str, start: int, end: int, name: str = "text") -> tuple[Value, ...]:
    """A line or another part that is looked at as it stands."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end = start + len(body.strip())
    return (Value(Inlay(name, (piece(text, start, end),), one_line), joins=True),) if start < end else ()


def one_line(text: str) -> str:
    """The escape of what must stay on its line."""
    return " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text


_MARK = re.compile(r"[ \t]*[#;,]*[ \t]*")


def behind(text: str, start: int, end: int) -> tuple[Value, ...]:
    """What follows a value on its line: a comment."""
    mark = _MARK.match(text, start, end)
    return plain(text, mark.end() if mark else start, end, "comment")
