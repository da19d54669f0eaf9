"""Names of places in a record that are values themselves: ``{"bob@example.com": 3}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from redactor.detectors.table import TABLE
from redactor.masking.merge import validated
from redactor.records import detectable
from redactor.spans import Span

#: Rows that speak up near a context word: they are no proof by themselves.
BY_CONTEXT = frozenset(row.detector for row in TABLE if row.needs_context)
#: Labels of values that no checksum proves but that nobody would call a field: with the least score. The name must be
#: such a value and nothing else, or say itself what it holds ("Phone 415-555-0132"), and be written as people write one:
#: ten bare digits are as likely the number of a row.
_UNMISTAKABLE = {"PHONE_NUMBER": 0.7, "US_SSN": 0.8, "IP_ADDRESS": 0.8, "MAC_ADDRESS": 0.7}
_SURE = 0.9
#: Digits with points between them that are a version of something rather than an address: 1.2.3.4, 10.0.0.0.
_VERSION = re.compile(r"[0-9](?:\.[0-9])*|[0-9.]*\.0\.0").fullmatch
#: Names that are remembered to have been looked at.
_MOST_NAMES = 65_536


def key_values(find: Callable[[str], Iterable[Span]]) -> Callable[[str], bool]:
    """A function that tells, and remembers, whether a name (a JSON key) surely is a value.

    ``find`` gives what detectors find in a text and the policy masks.
    """

    def is_value(name: str) -> bool:
        return any(surely(name, span) for span in find(detectable(name)) if span.detector not in BY_CONTEXT)

    return lru_cache(_MOST_NAMES)(is_value)


def surely(name: str, span: Span) -> bool:
    """Is what ``span`` marks in ``name`` surely a value?"""
    if validated(span):
        return True
    least, value = _UNMISTAKABLE.get(span.label), name[span.start : span.end]
    if least is None:
        return False
    if any(map(str.isalnum, name[: span.start] + name[span.end :])):
        return span.score >= _SURE
    if _VERSION(value) or value.isdigit():
        return False
    return span.score >= least or value.startswith("+")
