"""The path of a field, and the names on it: ``a[0]["b.c"].d``."""

from __future__ import annotations

import json
import re

_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[[0-9*]*\]|([^.\[\]]+)')
_INNER = re.compile(r"[./>|\\]|:{1,2}|__")
#: What Salesforce puts behind the names of an organisation's own fields.
_CUSTOM = re.compile(r"__p?c$")


def steps_of(path: str) -> list[str]:
    """The names on the way to a field, outermost first; items of lists have none.

    >>> steps_of('a[0]["b.c"].d')
    ['a', 'b', 'c', 'd']
    """
    steps: list[str] = []
    for quoted, bare in _STEP.findall(path):
        step = bare
        if quoted:
            try:
                step = str(json.loads(f'"{quoted}"'))
            except ValueError:
                step = quoted
        steps += [part for part in _INNER.split(_CUSTOM.sub("", step)) if part]
    return steps
