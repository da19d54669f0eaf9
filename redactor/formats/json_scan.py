"""Where the strings of a JSON text are: an iterative scanner that keeps raw offsets and checks all syntax.

The standard parser tells values but not where they stood; a redactor must put edits back into the very
bytes it read. One regular expression takes a whole plain member at a time, so that ordinary lines cost
little more than ``json.loads``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from redactor.formats.fields import NOTHING, ROOT, Selection, shape, with_index, with_key, with_member
from redactor.formats.protocol import WantsScalar

MALFORMED = "malformed-json"
TOO_DEEP = "too-deep"
TOO_COMPLEX = "too-complex"
WRONG_TYPE = "wrong-type"

#: Deeper nesting is withheld. (``json.loads`` gives up at about 1,000.)
MAX_DEPTH = 512
#: What a leaf costs in memory besides its text and path, in bytes, about.
_LEAF_BYTES = 400
#: The path to an object or list is paid for where it is longer: long keys in each other make a path for each depth.
_SHORT_PATH = 4096

_WS = r"[ \t\n\r]*"
_PLAIN = r'"([^"\\\x00-\x1f]*)"'
_SCALAR = r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)"
_space = re.compile(_WS)
_plain = re.compile(_PLAIN)
_scalar = re.compile(_SCALAR)
#: A member (or item) whose key and value need no decoding, with the comma or bracket behind it.
_member = re.compile(rf"{_WS}{_PLAIN}{_WS}:{_WS}(?:{_PLAIN}|{_SCALAR}){_WS}([,}}])")
_item = re.compile(rf"{_WS}(?:{_PLAIN}|{_SCALAR}){_WS}([,\]])")
_colon = re.compile(rf"{_WS}:{_WS}")
_escape = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
#: A key of plain words: nothing that has a format of its own can stand in it.
_named = re.compile(r"[A-Za-z_ -]*").fullmatch
_decode_string = json.JSONDecoder().raw_decode


#: Paths repeat from line to line.
_path, _shape = lru_cache(4_096)(with_key), lru_cache(4_096)(shape)


class Found(NamedTuple):
    """A string: its path, its decoded text, and where it stands (without the quotes). Or another ``literal`` as it is, or a
    ``key``."""

    path: str
    text: str
    start: int
    end: int
    literal: bool = False
    key: bool = False


class Scanned(NamedTuple):
    """What stands in a line: its selected texts; of its keys those that may hold more than a name for a field, each
    once; and the paths of selected places without text (null or ``""``)."""

    found: tuple[Found, ...] = ()
    keys: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


class _Refused(Exception):
    """Carries a fixed reason, never text."""


@dataclass(slots=True)
class _Frame:
    """An open object (``index`` -1) or list."""

    prefix: str
    wanted: Selection
    index: int = -1
    numbers: bool | None = None
    members: int = 0


def scan(
    text: str,
    selection: Selection,
    budget: int,
    scalars: WantsScalar | None = None,
    masks_key: Callable[[str, str], bool] | None = None,
) -> Scanned | str:
    """The selected, non-empty string values in order, of other literals those that ``scalars`` wants, and of keys those
    that ``masks_key`` (place, key) wants; or the reason why this record must be withheld.

    ``budget`` bounds what the leaves may take in memory, in bytes, about.
    """
    try:
        return _Scanner(text, selection, budget, scalars, masks_key).run()
    except _Refused as refused:
        return str(refused)


class _Scanner:
    def __init__(
        self,
        text: str,
        selection: Selection,
        budget: int,
        scalars: WantsScalar | None,
        masks_key: Callable[[str, str], bool] | None,
    ) -> None:
        self.text = text
        self.masks_key = masks_key
        self.scalars = scalars
        self.selection = selection
        self.budget = budget
        self.found: list[Found] = []
        self.keys: dict[str, None] = {}
        self.blanks: list[str] = []
        self.stack: list[_Frame] = []
        self.wrong_type = False

    def run(self) -> Scanned:
        at = self.space(0)
        if at == len(self.text):
            return Scanned()
        at = self.value(at, "", self.selection)
        while self.stack:
            frame = self.stack[-1]
            at = self.members(at, frame) if frame.index < 0 else self.items(at, frame)
        if self.space(at) != len(self.text):
            raise _Refused(MALFORMED)
        if self.wrong_type:
            raise _Refused(WRONG_TYPE)
        return Scanned(tuple(self.found), tuple(self.keys), tuple(self.blanks))

    def members(self, at: int, frame: _Frame) -> int:
        """Go on in an object, at a member, until it closes or something opens inside it."""
        text, prefix, wanted, scalars = self.text, frame.prefix, frame.wanted, self.scalars
        plain = self.masks_key is None
        while True:
            if match := _member.match(text, at):
                key, string, scalar, stop = match.groups()
                at = match.end()
                if wanted is not NOTHING:
                    here = wanted.key(key)
                    if plain:
                        path = _path(prefix, key)
                        if not _named(key):
                            self.odd(key)
                    else:
                        path = self.member(frame, key, match.start(1), match.end(1))
                    if scalar is not None:
                        if here.alive or scalars is not None:
                            self.scalar(scalar, here, path, match.start(3))
                    elif string and here.takes_text:
                        self.leaf(path, string, match.start(2), match.end(2))
                    elif here.alive:
                        self.empty(here, path)
                if stop == ",":
                    continue
                self.stack.pop()
                return self.after_close(at)
            begin = self.space(at) + 1
            key, end, at = self.key(begin - 1)
            depth = len(self.stack)
            path = self.member(frame, key, begin, end - 1) if wanted is not NOTHING else ""
            at = self.value(at, path, wanted.key(key))
            if len(self.stack) > depth:
                return at
            at = self.after_value(at)
            if len(self.stack) < depth:
                return at

    def items(self, at: int, frame: _Frame) -> int:
        """Go on in a list, at an item, until it closes or something opens inside it."""
        text, prefix, wanted = self.text, frame.prefix, frame.wanted
        while True:
            here = wanted.item(frame.index)
            if match := _item.match(text, at):
                string, scalar, stop = match.groups()
                at = match.end()
                if scalar is not None:
                    if here.alive or (self.scalars is not None and self.numbers(frame)):
                        self.scalar(scalar, here, with_index(prefix, frame.index), match.start(2))
                elif string and here.takes_text:
                    self.leaf(with_index(prefix, frame.index), string, match.start(1), match.end(1))
                elif here.alive:
                    self.empty(here, with_index(prefix, frame.index))
                frame.index += 1
                if stop == ",":
                    continue
                self.stack.pop()
                return self.after_close(at)
            depth = len(self.stack)
            at = self.value(self.space(at), with_index(prefix, frame.index), here)
            frame.index += 1
            if len(self.stack) > depth:
                return at
            at = self.after_value(at)
            if len(self.stack) < depth:
                return at

    def value(self, at: int, path: str, wanted: Selection) -> int:
        """Read the value that begins at ``at``; an object or list with content is opened, not read."""
        head = self.text[at : at + 1]
        if head == '"':
            string, end = self.string(at)
            if string and wanted.takes_text:
                self.leaf(path or ROOT, string, at + 1, end - 1)
            elif wanted.alive:
                self.empty(wanted, path)
            return end
        if head in ("{", "["):
            if wanted.alive and not (wanted.takes_keys if head == "{" else wanted.takes_items):
                self.wrong_type = True
            if len(self.stack) >= MAX_DEPTH:
                raise _Refused(TOO_DEEP)
            inside = self.space(at + 1)
            if self.text[inside : inside + 1] == ("}" if head == "{" else "]"):
                return inside + 1
            self.spend(max(0, len(path) - _SHORT_PATH))
            self.stack.append(_Frame(path, wanted, -1 if head == "{" else 0))
            return inside
        match = _scalar.match(self.text, at)
        if match is None:
            raise _Refused(MALFORMED)
        self.scalar(match[0], wanted, path, at)
        return match.end()

    def after_value(self, at: int) -> int:
        """The place of the next member or item after a value, closing what ends here."""
        at = self.space(at)
        if self.stack and self.text[at : at + 1] == ",":
            return at + 1
        return self.close(at)

    def after_close(self, at: int) -> int:
        """The same after an object or list has just been closed."""
        return self.after_value(at) if self.stack else at

    def close(self, at: int) -> int:
        while self.stack:
            head = self.text[at : at + 1]
            if head == ",":
                return at + 1
            if head != ("}" if self.stack[-1].index < 0 else "]"):
                raise _Refused(MALFORMED)
            self.stack.pop()
            at = self.space(at + 1)
        return at

    def key(self, at: int) -> tuple[str, int, int]:
        """The key at ``at``, where its literal ends, and where its value begins."""
        if self.text[at : at + 1] != '"':
            raise _Refused(MALFORMED)
        key, end = self.string(at)
        colon = _colon.match(self.text, end)
        if colon is None:
            raise _Refused(MALFORMED)
        return key, end, colon.end()

    def string(self, at: int) -> tuple[str, int]:
        if match := _plain.match(self.text, at):
            return match[1], match.end()
        try:
            string, end = _decode_string(self.text, at)
        except ValueError:
            string = None
        if not isinstance(string, str):
            # Raised out here, so that the parser's error, which holds the text, is no one's context.
            raise _Refused(MALFORMED)
        return string, end

    def scalar(self, scalar: str, wanted: Selection, path: str, at: int) -> None:
        """A literal that is no string: null, a leaf, or the wrong type where it was chosen."""
        if scalar == "null":
            if wanted.alive:
                self.blanks.append(path or ROOT)
        elif (
            self.scalars is not None and wanted.takes_text and self.scalars(_shape(path or ROOT), scalar[0] not in "tf")
        ):
            self.leaf(path or ROOT, scalar, at, at + len(scalar), literal=True)
        elif wanted.alive:
            self.wrong_type = True

    def numbers(self, frame: _Frame) -> bool:
        """Whether literals of a list may be leaves; asked once, for lists of numbers are long."""
        if frame.numbers is None:
            assert self.scalars is not None
            frame.numbers = any(self.scalars(_shape(frame.prefix) + "[*]", number) for number in (True, False))
        return frame.numbers

    def empty(self, wanted: Selection, path: str) -> None:
        """A string that is no leaf stands where something was chosen."""
        if wanted.takes_text:
            self.blanks.append(path or ROOT)
        else:
            self.wrong_type = True

    def member(self, frame: _Frame, key: str, start: int, end: int) -> str:
        """The path of a member; a key that is to be masked becomes a leaf, and its path does not tell it."""
        number = frame.members
        frame.members += 1
        if not _named(key):
            if self.masks_key is not None and self.masks_key(place := with_member(frame.prefix, number), key):
                self.leaf(place, key, start, end, key=True)
                return f"{place}.*"
            self.odd(key)
        return _path(frame.prefix, key)

    def odd(self, key: str) -> None:
        """A key that is no plain name."""
        if key not in self.keys:
            self.spend(_LEAF_BYTES + len(key))
            self.keys[key] = None

    def leaf(self, path: str, string: str, start: int, end: int, *, literal: bool = False, key: bool = False) -> None:
        self.spend(_LEAF_BYTES + len(path) + len(string))
        self.found.append(Found(path, string, start, end, literal, key))

    def spend(self, size: int) -> None:
        self.budget -= size
        if self.budget < 0:
            raise _Refused(TOO_COMPLEX)

    def space(self, at: int) -> int:
        match = _space.match(self.text, at)
        assert match is not None
        return match.end()


def raw_offsets(text: str, found: Found, places: Sequence[int]) -> list[int]:
    """Where in ``text`` the characters ``places`` (ascending) of a decoded string begin."""
    if len(found.text) == found.end - found.start:
        return [found.start + place for place in places]
    offsets = []
    escapes = _escape.finditer(text, found.start, found.end)
    escape = next(escapes, None)
    raw, decoded = found.start, 0
    for place in places:
        while escape is not None and decoded + (escape.start() - raw) < place:
            decoded += escape.start() - raw + 1
            raw = escape.end()
            escape = next(escapes, None)
        offsets.append(raw + place - decoded)
    return offsets
