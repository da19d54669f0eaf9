"""Names of files, JSON keys and columns that are personal values themselves. Only proof counts: most names name things."""

from __future__ import annotations

import re
from functools import lru_cache

from redactor.detectors.patterns import PatternDetector
from redactor.detectors.table import TABLE
from redactor.detectors.web_names import is_name
from redactor.spans import Span

#: From this score on a pattern has been confirmed (a checksum, a registry), not only recognised.
VALIDATED_SCORE = 0.95
#: Rows that speak up near a context word: they are no proof by themselves.
BY_CONTEXT = frozenset(row.detector for row in TABLE if row.needs_context)
#: Labels of values that no checksum proves but that nobody would call a field: with the least score. The name must be
#: such a value and nothing else, or say itself what it holds ("Phone 415-555-0132"), and be written as people write one:
#: ten bare digits are as likely the number of a row.
_UNMISTAKABLE = {"PHONE_NUMBER": 0.7, "US_SSN": 0.8, "IP_ADDRESS": 0.8, "MAC_ADDRESS": 0.7}
_SURE = 0.9
#: Digits with points between them that are a version of something rather than an address: 1.2.3.4, 10.0.0.0.
_VERSION = re.compile(r"[0-9](?:\.[0-9])*|[0-9.]*\.0\.0").fullmatch


def surely(name: str, span: Span) -> bool:
    """Is what ``span`` of a pattern marks in ``name`` surely a value?"""
    value = name[span.start : span.end]
    if span.score >= VALIDATED_SCORE:
        return span.label != "URL" or not is_name(value)
    least = _UNMISTAKABLE.get(span.label)
    if least is None:
        return False
    if any(map(str.isalnum, name[: span.start] + name[span.end :])):
        return span.score >= _SURE
    if _VERSION(value) or value.isdigit():
        return False
    return span.score >= least or value.startswith("+")


def masked(name: str) -> str:
    """``name`` with all in it masked that surely is a value."""
    out, at = "", 0
    for span in _patterns().find(name):
        if span.start >= at and span.detector not in BY_CONTEXT and surely(name, span):
            out, at = f"{out}{name[at : span.start]}[{span.label}]", span.end
    return out + name[at:]


@lru_cache(maxsize=1)
def _patterns() -> PatternDetector:
    return PatternDetector(frozenset(row.label for row in TABLE) | {"PHONE_NUMBER"})
