"""Where in HTML or XML a reader stands: what its elements mean, which of them are open, and what the texts in them are called."""

from __future__ import annotations

import re
from typing import Any

from redactor.detectors.field_names import field_names
from redactor.formats.csv_head import is_head_word
from redactor.formats.fields import with_index, with_key
from redactor.formats.markup_naming import FEW_DIGITS, is_plain

#: Elements lie in each other so deep as far as paths go; deeper ones are told as their ancestor's.
_DEEPEST = 100

VOID = frozenset(str.split("area base br col embed hr img input link meta param source track wbr"))
#: What stands in them is no mark-up.
RAW = frozenset(str.split("script style xmp iframe noembed noframes"))
#: Elements through which a text runs.
INLINE = frozenset(
    str.split(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small "
        "span strike strong sub sup time tt u var wbr"
    )
)
INLINE_XML = frozenset(str.split("b i u em strong span tspan sub sup emphasis"))
#: A new one ends the one before it.
_ENDED_BY_NEXT = frozenset(str.split("li p td th tr option dt dd"))
#: Attributes of layout and machinery: they must hold nothing that surely is a value (else the record is withheld).
LAYOUT = frozenset(
    str.split(
        "class style id for rel type lang dir role width height colspan rowspan align valign bgcolor "
        "color border size target method enctype charset media tabindex xmlns crossorigin integrity "
        "async defer http-equiv viewport slot is part loading"
    )
)
is_plain_tag = re.compile(FEW_DIGITS + r"[^\W\d](?:[^\W\d]|[:0-9-])*").fullmatch
_CELLS = frozenset(("td", "th", "dt", "dd"))
#: XML's elements that name the one behind them (Apple's property lists), and what they stand in.
_NAMES_NEXT = {"key": "dict"}


class Places:
    """The elements that are open, and the names of columns and rows that cells have. ``position`` is that of a reader."""

    def __init__(self, position: dict[str, Any], *, xml: bool) -> None:
        self._xml = xml
        #: Open elements: name, path, how often each child's name has come.
        self._open: list[list[Any]] = position.get("open", [["", "", {}]])
        #: Open tables: the names of their columns, the cell at hand.
        self._tables: list[list[Any]] = position.get("tables", [])
        self._label: str = position.get("label", "")

    @property
    def position(self) -> dict[str, Any]:
        return {
            "open": [[*one[:2], dict(one[2])] for one in self._open],
            "tables": [[dict(one[0]), *one[1:]] for one in self._tables],
            "label": self._label,
        }

    @property
    def name(self) -> str:
        """The innermost element; empty outside of any."""
        return str(self._open[-1][0])

    @property
    def closers(self) -> str:
        """The end tags of all that is open."""
        return "".join(f"</{one[0]}>" for one in reversed(self._open) if one[0])

    def begin(self, name: str) -> str:
        """The path of an element that begins here."""
        lower = name.lower()
        if self._xml:
            path, label = self.child(name, element=True), self._label
            self._label = ""
            return with_key(path, label) if label else path
        if lower in _ENDED_BY_NEXT and self.name.lower() == lower:
            self.close(lower)
        return self._cell(lower, self.child(lower, element=True))

    def enter(self, name: str, path: str) -> None:
        """What follows stands in an element."""
        if len(self._open) < _DEEPEST:
            self._open.append([name, path, {}])

    def close(self, name: str) -> None:
        """The innermost element ``name`` ends, and all in it."""
        depth = next((i for i in range(len(self._open) - 1, 0, -1) if self._open[i][0].lower() == name), 0)
        if depth:
            del self._open[depth:]
        if self._xml and name == "dict":
            self._label = ""
        if name == "table" and self._tables:
            self._tables.pop()

    def child(self, name: str, *, element: bool = False) -> str:
        """A path of its own for the next ``name`` in the innermost element; positions count from 1, as in XPath."""
        name = name if is_plain_tag(name) else "odd"
        _, above, counts = self._open[-1]
        counts[name] = number = counts.get(name, 0) + 1
        path = with_key(above, name)
        return path if element and not above and number == 1 else with_index(path, number)

    def text(self) -> str:
        """The path of the next text right inside the innermost element."""
        _, above, counts = self._open[-1]
        number = counts.get("text", 0) + 1
        path = self.child("text") if number > 1 or not above else str(above)
        counts["text"] = number
        return path

    def pass_text(self, text: str) -> None:
        """A text right inside the innermost element is complete: a cell with it may name others."""
        name = self.name.lower()
        if self._xml:
            above = self._open[-2][0].lower() if len(self._open) > 1 else ""
            if name in _NAMES_NEXT and above == _NAMES_NEXT[name] and field_names().is_heading(text):
                self._label = text
            return
        if name not in _CELLS:
            return
        words = text.split()
        head = " ".join(words)
        names = all(map(is_head_word, words)) or field_names().is_made_of_names(head)
        if not (len(words) <= 4 and len(text) <= 60 and names and is_plain(head)):
            head = ""
        self._label = head
        if name == "th" and self._tables:
            self._tables[-1][0][str(self._tables[-1][1])] = head

    def _cell(self, name: str, path: str) -> str:
        """The path of an element, with the name that its column's or row's head gives it."""
        if name == "table":
            self._tables.append([{}, 0])
        elif name in ("tr", "dl"):
            self._label = ""
            if self._tables:
                self._tables[-1][1] = 0
        elif name in _CELLS:
            if self._tables:
                self._tables[-1][1] += 1
            head = self._tables[-1][0].get(str(self._tables[-1][1]), "") if self._tables and name == "td" else ""
            head = head or (self._label if name in ("td", "dd") else "")
            return with_key(path, head) if head else path
        return path
