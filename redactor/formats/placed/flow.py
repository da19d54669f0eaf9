"""Lists and objects in brackets, as TOML and YAML write them: with bare words, comments and lines between."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from redactor.formats.fields import with_index, with_key
from redactor.formats.placed.units import Value, Values, line_end, plain

_DEEPEST = 100
_SPACE = re.compile(r"\s*")

#: (text, where a string or word begins, its path) → where it ends and what it says, if anything; None: it does not end.
Reads = Callable[[str, int, str], "tuple[int, tuple[Value, ...]] | None"]


@dataclass(frozen=True, slots=True)
class Flow:
    """What differs: ``key`` matches a key up to its value; its first group that matched is the name. ``value`` reads a string
    or bare word."""

    key: re.Pattern[str]
    value: Reads

    def read(self, text: str, at: int, path: str, most: int) -> tuple[int, tuple[Value, ...]] | None:
        """The list or object that begins at ``at``; None if it does not end in the text."""
        values = Values(most)
        #: Open brackets: where a value of them lies, and how many items came (an object counts none).
        stack: list[tuple[str, int]] = []
        here, fresh = path, False
        while True:
            space = _SPACE.match(text, at)
            at = space.end() if space else at
            sign = text[at : at + 1]
            if not sign or len(stack) > _DEEPEST:
                return None
            if sign == "#":
                end = line_end(text, at)
                values.take(plain(text, at + 1, end, "comment"))
                at = end
            elif sign in "[{":
                stack.append((here, 0 if sign == "[" else -1))
                here, fresh, at = with_index(here, 0) if sign == "[" else here, True, at + 1
            elif sign in "]}":
                stack.pop()
                at += 1
                if not stack:
                    return at, values.kept
                fresh = False
            elif sign == ",":
                base, number = stack.pop()
                number += number >= 0
                stack.append((base, number))
                here, fresh, at = with_index(base, number) if number >= 0 else base, True, at + 1
            elif fresh and (key := self.key.match(text, at)):
                here, fresh, at = with_key(here, key[key.lastindex or 0].strip()), False, key.end()
            else:
                found = self.value(text, at, here)
                if found is None:
                    return None
                values.take(found[1])
                at, fresh = found[0], fresh and not found[1]
