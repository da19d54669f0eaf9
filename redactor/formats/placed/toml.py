"""TOML: tables, dotted keys, four kinds of strings, lists over many lines."""

from __future__ import annotations

import re
from typing import Any

from redactor.formats.fields import with_index, with_key
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import (
    BACKSLASH,
    backslash,
    backslashed,
    number_or_quoted,
    read,
    scalar_of,
    without_quote,
)
from redactor.formats.placed.flow import Flow
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MAY, State, Unit, Value, behind, line_end, piece, plain
from redactor.records import WITHHELD_TEXT

_PART = r"(?:[A-Za-z0-9_-]+|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"|'[^'\n]*')"
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_KEY = re.compile(rf"[ \t]*({_NAME})[ \t]*=[ \t]*")
_TABLE = re.compile(rf"[ \t]*\[(\[?)[ \t]*({_NAME})[ \t]*\]\]?")
_HEADER = re.compile(f"^{_TABLE.pattern}", re.MULTILINE)
_STEP = re.compile(_PART)
_STRINGS = (
    ('"""', re.compile(r'"""(?:\r?\n)?([^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"{0,2})"""', re.DOTALL)),
    ("'''", re.compile(r"'''(?:\r?\n)?([^']*+(?:'(?!'')[^']*+)*+'{0,2})'''")),
    ('"', re.compile(r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"')),
    ("'", re.compile(r"'([^'\n]*)'")),
)
_BARE = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\[\]{}#=]+|[^\s,\[\]{}#=]+|.")
_NUMBER = number_or_quoted('"', backslashed)


def _value(text: str, at: int, path: str) -> tuple[int, tuple[Value, ...]] | None:
    for quote, string in _STRINGS:
        if text.startswith(quote, at):
            found = string.match(text, at)
            if found is None:
                return None
            start, end = found.span(1)
            if quote[0] == "'":
                inlay = Inlay(path, (piece(text, start, end),), without_quote)
            else:
                inlay = Inlay(path, read(text, start, end, BACKSLASH, backslash), backslashed)
            return found.end(), (Value(inlay),)
    word = _BARE.match(text, at)
    end = word.end() if word else at + 1
    scalar, countable, _ = scalar_of(text[at:end])
    return end, (Value(Inlay(path, (piece(text, at, end),), whole=_NUMBER, scalar=scalar), countable=countable),)


_FLOW = Flow(re.compile(rf"({_NAME})[ \t]*=[ \t]*"), _value)


def _steps(name: str) -> list[str]:
    return [step.strip("\"'") for step in _STEP.findall(name)]


class TomlFormat(PlacedFormat):
    """TOML. The state is the table at hand, and how often each list of tables has gone on."""

    name = "toml"
    placeholders = re.compile(f"# {re.escape(WITHHELD_TEXT)}\n|{re.escape(f'[{WITHHELD_TEXT}]')}\n")

    def withheld(self, raw: str) -> str | None:
        # What follows belongs to a table that is withheld, not to the one before: there may be any number of this.
        return f"[{WITHHELD_TEXT}]\n" if _HEADER.search(raw) else super().withheld(raw)

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        end = line_end(text, at)
        if not final and text[end - 1] != "\n":
            return None
        state = state or {"table": "", "lists": {}}
        if not (line := text[at:end].strip()):
            return Unit(end, state=state)
        if line[0] == "#":
            return Unit(end, behind(text, at, end), MAY, state)
        if table := _TABLE.match(text, at, end):
            return Unit(end, behind(text, table.end(), end), MAY, _entered(state, _steps(table[2]), bool(table[1])))
        key = _KEY.match(text, at, end)
        if key is None or key.end() == end:
            return Unit(end, plain(text, at, end), state=state)
        path = state["table"]
        for step in _steps(key[1]):
            path = with_key(path, step)
        flow = text[key.end()] in "[{"
        found = _FLOW.read(text, key.end(), path, most) if flow else _value(text, key.end(), path)
        if found is None:
            return None
        end = line_end(text, found[0])
        if not final and text[end - 1] != "\n":
            return None
        return Unit(end, (*found[1], *behind(text, found[0], end)), state=state)


def _entered(state: Any, steps: list[str], item: bool) -> Any:
    """The state inside a table; ``item``: it is the next of its list."""
    lists, path = state["lists"], ""
    for number, step in enumerate(steps):
        path = with_key(path, step)
        if item and number == len(steps) - 1:
            lists = {**lists, path: lists.get(path, 0) + 1}
        if path in lists:
            path = with_index(path, lists[path] - 1)
    return {"table": path, "lists": lists}
