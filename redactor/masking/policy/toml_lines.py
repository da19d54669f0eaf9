"""On which line of a TOML text each key stands: tomllib does not say, and an error message must."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"[ \t]*(?:\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*")
_STRING = re.compile(r"\"\"\"(?:[^\\]|\\.)*?\"{3,5}|'''.*?'{3,5}|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'", re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]+")


def key_lines(source: str) -> Mapping[Path, int]:
    """Path of every table, key and array element → its line, from 1. ``source`` must have parsed as TOML.

    >>> key_lines("a = 1\\n[b]\\nc = [\\n 2]")[("b", "c", 0)]
    4
    """
    return _Scanner(source).scan()


class _Scanner:
    """One pass from left to right; it skips values without understanding them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._counted = (0, 1)

    def scan(self) -> dict[Path, int]:
        base: Path = ()
        counts: dict[Path, int] = {}
        self._blank()
        while self.at < len(self.source):
            start = self.at
            if self.source.startswith("[[", start):
                self.at += 2
                path = self._arrays(self._key(), counts)
                base = (*path, counts.get(path, -1) + 1)
                counts[path] = base[-1] if isinstance(base[-1], int) else 0
                self.at = self.source.index("]]", self.at) + 2
                self._note_all(base, 0, start)
            elif self.source[start] == "[":
                self.at += 1
                base = self._arrays(self._key(), counts)
                self.at = self.source.index("]", self.at) + 1
                self._note_all(base, 0, start)
            else:
                self._pair(base)
            self._blank()
        return self.lines

    def _arrays(self, path: Path, counts: Mapping[Path, int]) -> Path:
        """``[a.b]`` below ``[[a]]`` belongs to the last element of ``a``."""
        found: Path = ()
        for part in path[:-1]:
            found = (*found, part)
            if found in counts:
                found = (*found, counts[found])
        return (*found, path[-1])

    def _pair(self, base: Path) -> None:
        start = self.at
        key = self._key()
        self._note_all((*base, *key), len(base), start)
        self.at = self.source.index("=", self.at) + 1
        self._blank()
        self._value((*base, *key))

    def _value(self, path: Path) -> None:
        opening = self.source[self.at]
        string = _STRING.match(self.source, self.at)
        if string:
            self.at = string.end()
        elif opening in "[{":
            self.at += 1
            place = 0
            self._blank()
            while self.source[self.at] not in "]}":
                if opening == "{":
                    self._pair(path)
                else:
                    self._note((*path, place), self.at)
                    self._value((*path, place))
                    place += 1
                self._blank()
                if self.source[self.at] == ",":
                    self.at += 1
                    self._blank()
            self.at += 1
        else:
            bare = _BARE.match(self.source, self.at)
            self.at = bare.end() if bare else self.at + 1

    def _key(self) -> Path:
        parts: list[str] = []
        while True:
            match = _KEY_PART.match(self.source, self.at)
            if match is None:
                return tuple(parts) or ("",)
            parts.append(next(group for group in match.groups() if group is not None))
            self.at = match.end()
            if self.source[self.at : self.at + 1] != ".":
                return tuple(parts)
            self.at += 1

    def _blank(self) -> None:
        match = _BLANK.match(self.source, self.at)
        self.at = match.end() if match else self.at

    def _note_all(self, path: Path, known: int, position: int) -> None:
        """A header or dotted key also makes the tables on its way."""
        for end in range(known + 1, len(path) + 1):
            self._note(path[:end], position)

    def _note(self, path: Path, position: int) -> None:
        before, line = self._counted
        line += self.source.count("\n", before, position)
        self._counted = (position, line)
        self.lines.setdefault(path, line)
