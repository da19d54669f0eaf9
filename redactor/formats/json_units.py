"""A JSON text cut into units, each small enough to be held: values, items of long lists, members of large objects.

Where it is cut is a function of its structure alone (how many values stand where), so that masks never move a cut. Only
brackets and strings are looked at here; whether a unit is JSON is for who reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from redactor.formats.csv_head import DATA
from redactor.formats.fields import with_index, with_key
from redactor.formats.json_scan import MALFORMED, TOO_COMPLEX, TOO_DEEP
from redactor.formats.lines import CHUNK_BYTES, UTF8_MARK, reader_of

#: A value with more values inside than this is cut into its items or members.
MOST_VALUES = 10_000
#: Cuts lie in each other so deep at most.
_MOST_OPEN = 32
TOO_LONG = "too-long"

_SPACE = re.compile(rb"[ \t\n\r]*")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
#: What counts inside a list or object; a lone quote is a string that goes on behind what was read.
_MARKS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{},]', re.DOTALL)
_WORD = re.compile(rb'[^\s,\]}\[{":]+')
_COLON = re.compile(rb"[ \t\n\r]*:[ \t\n\r]*")
#: What a withheld unit is written as. A quote inside a string has a backslash before it, so no text looks like one.
_WITHHELD = re.compile(rb'"_redactor": \{"withheld": "[^"]*"\}')


def placeholder(reason: str) -> bytes:
    """The object that stands in the place of a withheld unit."""
    return json.dumps({"_redactor": {"withheld": reason}}).encode("ascii")


class Unit(NamedTuple):
    """``before`` is nothing but structure. ``body`` is a value, or with ``member`` a key and its value, or with ``opens`` a key
    whose value comes in units of its own. ``path`` is where it lies. ``problem``: it could not be read, ``body`` is empty and
    ``after`` closes what is open; of the last unit it is what ends the file."""

    before: bytes
    body: bytes
    path: str = ""
    member: bool = False
    opens: bool = False
    problem: str | None = None
    after: bytes = b""
    #: Where another ``Units`` can go on behind it.
    position: Any = None


@dataclass(slots=True)
class Units:
    """The units of a stream that stands at byte ``at``. ``open`` are the cut values around it: path, closing bracket, items so
    far. ``position`` is where another ``Units`` can go on after the last unit."""

    source: BinaryIO
    limit: int
    at: int = 0
    open: list[list[Any]] = field(default_factory=list)
    _buffer: bytes = b""
    _start: int = 0
    _ended: bool = False

    def __iter__(self) -> Iterator[Unit]:
        before = b""
        if not self.at:
            while len(self._buffer) < len(UTF8_MARK) and self._more():
                pass
            before = self._take(len(UTF8_MARK)) if self._buffer.startswith(UTF8_MARK) else b""
        last: Unit | None = None
        while True:
            try:
                before += self._space()
                if self._done and self.open:
                    raise _BrokenError(MALFORMED)
                unit = self._next(before) if not self._done else None
            except _BrokenError as broken:
                if last is not None:
                    yield last
                yield self._broken(str(broken), before)
                return
            if isinstance(unit, bytes):
                before = unit
                continue
            if unit is None and last is None and before:
                yield Unit(before, b"", position=self._position)
                return
            if unit is None and last is not None and before:
                last = last._replace(after=before, position=self._position)
            if last is not None:
                yield last
            if unit is None:
                return
            last, before = unit._replace(position=self._position), b""

    @property
    def _position(self) -> dict[str, Any]:
        return {"byte": self.at, "open": [list(one) for one in self.open]}

    def _next(self, before: bytes) -> Unit | bytes:
        """The next unit, or what of the structure was read instead."""
        if not self.open:
            if self._byte(0) == b"[":
                self.open.append(["", "]", 0])
                return before + self._take(1)
            return self._value(before, "", 0, None)
        frame = self.open[-1]
        path, closing, number = frame
        if self._byte(0) == closing.encode():
            self.open.pop()
            return before + self._take(1)
        if number:
            if self._byte(0) != b",":
                raise _BrokenError(MALFORMED)
            before += self._take(1) + self._space()
        if closing == "]":
            # Items of a list that is the whole text are named as lines of JSON are: each is a record of its own.
            return self._value(before, with_index(path, number) if path or len(self.open) > 1 else "", 0, None)
        end = self._string(0)
        key = self._buffer[self._start : self._start + end]
        while not (colon := _COLON.match(self._buffer, self._start + end)) or colon.end() == len(self._buffer):
            if len(self._buffer) - self._start > self.limit or not self._more():
                raise _BrokenError(MALFORMED)
        return self._value(before, path, colon.end() - self._start, key)

    def _value(self, before: bytes, path: str, start: int, key: bytes | None) -> Unit | bytes:
        """The value, or member, whose value begins ``start`` bytes further; only its bracket where it is to be cut."""
        head = self._byte(start)
        read = self._closed if head in (b"[", b"{") else self._string if head == b'"' else self._word
        end = read(start)
        if end >= 0 and head in (b"[", b"{") and self._was_cut(start, end, key):
            end = -1
        inner = path if end >= 0 or key is None else _joined(path, key)
        if end < 0 and len(self.open) >= _MOST_OPEN:
            raise _BrokenError(TOO_DEEP)
        if self.open:
            self.open[-1][2] += 1
        if end >= 0:
            return Unit(before, self._take(end), path, member=key is not None)
        body = self._take(start + 1)
        self.open.append([inner, "]" if head == b"[" else "}", 0])
        return before + body if key is None else Unit(before, body, path, member=True, opens=True)

    def _was_cut(self, start: int, end: int, key: bytes | None) -> bool:
        """Does a value hold a withheld unit, and so fewer values than it was cut for? It is cut again, so that the units of
        an output have the numbers of its input's. One that is nothing but a withheld unit is one either way."""
        found = _WITHHELD.search(self._buffer, self._start + start, self._start + end)
        return found is not None and (key is not None or len(found[0]) + 2 < end - start)

    def _closed(self, start: int) -> int:
        """Where the list or object at ``start`` ends; -1 if it holds more than ``MOST_VALUES``."""
        depth = values = 0
        at = start
        while True:
            for mark in _MARKS.finditer(self._buffer, self._start + at):
                sign = mark[0]
                if sign == b'"':
                    break
                at = mark.end() - self._start
                if sign == b",":
                    values += 1
                elif sign in b"[{":
                    depth += 1
                    values += 1
                elif sign in b"]}":
                    depth -= 1
                    if not depth:
                        return at
                if values > MOST_VALUES:
                    return -1
            self._longer()

    def _string(self, start: int) -> int:
        if self._byte(start) != b'"':
            raise _BrokenError(MALFORMED)
        while not (match := _STRING.match(self._buffer, self._start + start)):
            self._longer()
        return match.end() - self._start

    def _word(self, start: int) -> int:
        while True:
            match = _WORD.match(self._buffer, self._start + start)
            if match is None:
                raise _BrokenError(MALFORMED)
            end = match.end() - self._start
            if match.end() < len(self._buffer) or not self._more():
                return end
            if len(self._buffer) - self._start > self.limit:
                raise _BrokenError(TOO_LONG)

    def _broken(self, problem: str, before: bytes) -> Unit:
        """From here on nothing can be read: the rest is passed over."""
        member = bool(self.open) and self.open[-1][1] == "}"
        closing = "".join(frame[1] for frame in reversed(self.open)).encode()
        before += b", " if self.open and self.open[-1][2] else b""
        self._take(len(self._buffer) - self._start)
        while self._more():
            self._take(len(self._buffer) - self._start)
        self.open.clear()
        return Unit(before, b"", member=member, problem=problem, after=closing, position=self._position)

    def _space(self) -> bytes:
        held = b""
        while True:
            match = _SPACE.match(self._buffer, self._start)
            held += self._take(match.end() - self._start if match else 0)
            if self._start < len(self._buffer) or not self._more():
                return held
            if len(held) > self.limit:
                raise _BrokenError(TOO_LONG)

    @property
    def _done(self) -> bool:
        return self._ended and self._start == len(self._buffer)

    def _byte(self, at: int) -> bytes:
        while self._start + at >= len(self._buffer) and self._more():
            pass
        return self._buffer[self._start + at : self._start + at + 1]

    def _longer(self) -> None:
        """More of what is being read, if there is more and it may be held."""
        if len(self._buffer) - self._start > self.limit:
            raise _BrokenError(TOO_LONG)
        if not self._more():
            raise _BrokenError(MALFORMED)

    def _more(self) -> bool:
        if not self._ended:
            left = len(self._buffer) - self._start
            chunk = reader_of(self.source)(max(CHUNK_BYTES, left // 2))
            self._buffer, self._start = self._buffer[self._start :] + chunk, 0
            self._ended = not chunk
        return not self._ended

    def _take(self, size: int) -> bytes:
        taken = self._buffer[self._start : self._start + size]
        self._start += size
        self.at += size
        return taken


class _BrokenError(Exception):
    """Carries a fixed reason, never text."""


def _joined(path: str, key: bytes) -> str:
    try:
        name = json.loads(key.decode("utf-8", "surrogateescape"))
    except ValueError:
        name = None
    if not isinstance(name, str):
        raise _BrokenError(MALFORMED)
    if DATA.search(name):  # somebody's data is no name: paths stand in the audit
        raise _BrokenError(TOO_COMPLEX)
    return with_key(path, name)
