"""Field paths: ``a.b[*].text`` names leaves of nested records. Parsing, rendering, and stepwise matching."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from redactor.detectors.shown_names import shown
from redactor.errors import UsageError

#: Name of a record that is one bare string (a JSONL line ``"text"``).
ROOT = "$"

_BARE = re.compile(r"[\w-](?:[\w -]*[\w-])?")
_TOKEN = re.compile(
    r"""
    \[ \s* (?: (?P<index>[0-9]{1,15}) | (?P<items>\*) | (?P<quoted>"(?:[^"\\]|\\.)*") ) \s* \]
  | \.? (?: (?P<keys>\*) | (?P<name>[^.\[\]"*]+) | \.? (?P<string>"(?:[^"\\]|\\.)*") )
""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class AnyKey:
    """``*``: every key of an object."""


@dataclass(frozen=True, slots=True)
class AnyItem:
    """``[*]``: every item of a list."""


Step = str | int | AnyKey | AnyItem
FieldPath = tuple[Step, ...]


def parse(path: str) -> FieldPath:
    """The steps of a written path; ``$`` alone is the empty path. Raises ``UsageError``.

    >>> parse('a["x.y"][0].text')
    ('a', 'x.y', 0, 'text')
    """
    if path == ROOT:
        return ()
    rest = path[1:] if path.startswith((ROOT + ".", ROOT + "[")) else path
    steps: list[Step] = []
    at = 0
    while at < len(rest):
        match = _TOKEN.match(rest, at)
        # A dot stands between steps: "a..b", "a.", ".a" and "a[0]b" are typing slips, not paths.
        if match is None or (match[0][0] not in ".[" and at > 0) or (match[0][0] == "." and at == 0 and rest is path):
            break
        steps.append(_step(match, path))
        at = match.end()
    if not steps or at < len(rest):
        raise UsageError(f'not a field path: {path!r} (write it like name, a.b, a[0], a[*].text, a["x.y"] or *)')
    return tuple(steps)


def _step(match: re.Match[str], path: str) -> Step:
    if match["index"] is not None:
        return int(match["index"])
    if match["items"]:
        return AnyItem()
    if match["keys"]:
        return AnyKey()
    if match["name"] is not None:
        return match["name"]
    try:
        return str(json.loads(match["quoted"] or match["string"]))
    except ValueError:
        raise UsageError(f"not a field path: {path!r} (a quoted key is written like a JSON string)") from None


def with_key(prefix: str, key: str) -> str:
    """The path of member ``key`` of the object at ``prefix`` (empty at the top).

    >>> with_key("a", "b"), with_key("", "x.y")
    ('a.b', '["x.y"]')
    """
    if _BARE.fullmatch(key):
        return f"{prefix}.{key}" if prefix else key
    return f"{prefix}[{json.dumps(key)}]"


_INDEX = re.compile(r"([\[{])\d+([\]}])")


def with_member(prefix: str, number: int) -> str:
    """The place of an object's member whose key is a value: its number. What it holds lies below ``*``.

    >>> with_member("contacts", 3) + ".*.age"
    'contacts{3}.*.age'
    """
    return f"{prefix}{{{number}}}"


def shape(path: str) -> str:
    """A concrete path with every item of a list as any item.

    >>> shape("a[3].b")
    'a[*].b'
    """
    return _INDEX.sub(r"\1*\2", path) if "[" in path or "{" in path else path


def with_index(prefix: str, index: int) -> str:
    """The path of item ``index`` of the list at ``prefix``."""
    return f"{prefix}[{index}]"


def steps(names: Sequence[str]) -> tuple[str, ...]:
    """How the ``names`` of columns, or of a struct's members, go on with a path: what surely is a value in them is masked; where
    a name is empty or shown like another, it is its number.

    >>> steps(["a", "b.c", "", "bob@example.com"])
    ('.a', '["b.c"]', '[2]', '["[EMAIL_ADDRESS]"]')
    """
    masked = [shown(name) for name in names]
    times = Counter(masked)
    return tuple(
        with_key("_", name)[1:] if name and times[name] == 1 else with_index("", i) for i, name in enumerate(masked)
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """What the chosen paths still want below one place of a record.

    ``everything`` is the default of no chosen paths. A value is of the wrong type when paths lead to
    it (``alive``) and none of them can use it: fail closed, for its text would pass unread.
    """

    remaining: tuple[FieldPath, ...] = ()
    everything: bool = False

    @property
    def alive(self) -> bool:
        return bool(self.remaining)

    @property
    def takes_text(self) -> bool:
        """A string here is a leaf."""
        return self.everything or () in self.remaining

    @property
    def takes_keys(self) -> bool:
        return self.everything or any(path and isinstance(path[0], (str, AnyKey)) for path in self.remaining)

    @property
    def takes_items(self) -> bool:
        return self.everything or any(path and isinstance(path[0], (int, AnyItem)) for path in self.remaining)

    def key(self, name: str) -> Selection:
        """What is wanted below member ``name``."""
        if self.everything or not self.remaining:
            return self
        return _chosen(path[1:] for path in self.remaining if path and (path[0] == name or isinstance(path[0], AnyKey)))

    def item(self, index: int) -> Selection:
        """What is wanted below item ``index``."""
        if self.everything or not self.remaining:
            return self
        return _chosen(
            path[1:] for path in self.remaining if path and (path[0] == index or isinstance(path[0], AnyItem))
        )


EVERYTHING: Final = Selection(everything=True)
NOTHING: Final = Selection()


def _chosen(paths: Iterable[FieldPath]) -> Selection:
    kept = tuple(paths)
    return Selection(kept) if kept else NOTHING


def select(paths: Iterable[str]) -> Selection:
    """The selection of written paths; none means every text leaf. Raises ``UsageError``."""
    parsed = tuple(parse(path) for path in paths)
    return Selection(parsed) if parsed else EVERYTHING


def matches(paths: Iterable[str], concrete: str) -> bool:
    """Whether a leaf's path is chosen.

    >>> matches(["a[*].text"], "a[7].text"), matches(["a.*"], "a[7]")
    (True, False)
    """
    here = select(paths)
    for step in parse(concrete):
        if isinstance(step, int):
            here = here.item(step)
        elif isinstance(step, str):
            here = here.key(step)
        else:
            return False
    return here.takes_text
