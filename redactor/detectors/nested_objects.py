"""Objects and lists inside a text, as JSON, Python, PHP and JavaScript write them: what stands in them has a path, as in a file of its own.

>>> [(leaf.field, leaf.text) for leaf, _ in nested_objects('saved {"phones": {"home": ["5550132"]}}')[0]]
[('phones.home[0]', '5550132')]
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from redactor.detectors.cells import Cell
from redactor.records import Leaf

#: A string, its quotes escaped if it stands inside of another.
_QUOTED = r"(?P<q>\\{0,3}[\"'])(?P<v>(?:(?!(?P=q))(?:\\.|[^\\\n])){0,2000}+)(?P=q)"
#: A colon that begins a symbol of Ruby (``:role => "editor"``) belongs to the key.
_LINK = r"(?:=>|:(?![^\W\d]\w{0,60}\s{0,4}=>)|=(?![=>]))"
#: A key whose value is an object or a list ends here; the first key of an object begins here. A list that code gives a name to counts
#: where it holds numbers: the words in ``names = ["height", "width"]`` are nobody's.
_BEGINS = re.compile(
    rf"(?P<link>=(?=[ ]?(?:\{{|[\[(]\s{{0,40}}[\"'][^\"'\n]{{0,40}}[0-9]))|(?!=[^>]){_LINK}(?=\s{{0,8}}(?:array[ ]?)?[\[{{(]))\s{{0,8}}"
    rf"|\{{(?=\s{{0,40}}\\{{0,3}}[\"'][^\"'\n\\]{{1,60}}\\{{0,3}}[\"']\s{{0,8}}{_LINK})"
)
_KEY = re.compile(
    r"(?:(?P<q>\\{0,3}[\"'])(?P<k>[\w .$@#/-]{1,60})(?P=q)|(?<![\w.])(?P<bare>[A-Za-z_]\w{1,40}))\s{0,8}\Z"
)
_LONGEST_KEY = 76
_TOKEN = re.compile(
    rf"\s{{0,200}}(?:{_QUOTED}|(?P<open>array[ ]?\(|[\[{{(])|(?P<close>[\]}})])|(?P<link>{_LINK})|(?P<next>,)"
    r"|(?P<word>:?[\w.+$-]{1,60}))"
)
_BARE = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.]*")
#: So deep things lie in each other, in what people write.
_DEEPEST = 64

Member = tuple[Leaf, Cell]


@dataclass(slots=True)
class _Open:
    """An object or list that has begun: its path, the key or item at hand, and whether that key's value comes next."""

    path: str
    keyed: bool
    key: str = ""
    linked: bool = False
    item: int = 0

    def below(self) -> str:
        """The path of what stands here."""
        if not self.keyed:
            return f"{self.path}[{self.item}]"
        bare = f"{self.path}.{self.key}" if self.path else self.key
        return bare if _BARE.fullmatch(self.key) else f"{self.path}[{json.dumps(self.key)}]"


def has_objects(lower: str) -> bool:
    """May a text (in lower case) hold any?"""
    return _BEGINS.search(lower) is not None


def nested_objects(text: str) -> list[list[Member]]:
    """Of each object its texts and numbers, with their ranges. What is no object after all ends where that shows."""
    found: list[list[Member]] = []
    at = 0
    while begins := _BEGINS.search(text, at):
        members, at = _members(text, begins)
        if members:
            found.append(members)
    return found


def _members(text: str, begins: re.Match[str]) -> tuple[list[Member], int]:
    around = [_Open("", False), _Open("", True)]
    if begins["link"]:
        key = _KEY.search(text, max(0, begins.start() - _LONGEST_KEY), begins.start())
        if key is None:
            return [], begins.end()
        around = [_Open("", True, key["k"] or key["bare"], True)]
    found: list[Member] = []
    at = begins.end()
    while token := _TOKEN.match(text, at):
        at, here = token.end(), around[-1]
        if token["open"]:
            if len(around) > _DEEPEST or (here.keyed and not here.linked):
                break
            around.append(_Open(here.below(), token["open"] == "{"))
        elif token["close"]:
            around.pop()
            if len(around) == 1:
                break
        elif token["link"]:
            if not here.keyed and found and here.key == found[-1][0].text:
                found.pop()  # PHP's lists have keys, too
            here.keyed = here.linked = True
        elif token["next"]:
            here.key, here.linked, here.item = "", False, here.item + 1
        elif here.keyed and not here.linked:
            here.key = token["v"] or (token["word"] or "").lstrip(":")
        else:
            part = "v" if token["v"] is not None else "word"
            if part == "v" or _NUMBER.fullmatch(token["word"]):
                found.append((Leaf(here.below(), token[part]), token.span(part)))
            if not here.keyed:
                here.key = token[part]
    return found, max(at, begins.end())
