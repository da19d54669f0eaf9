"""The name of the next value is none of this one: spans of a model that run over it are cut (``Ann⏎last_name: Lee``, ``a=Ann&b=Lee``)."""

from __future__ import annotations

import re

from redactor.detectors.field_names import FieldNames
from redactor.spans import Span

_MARK = re.compile(r"[\n&]|[ ]{2,}|\t")
#: Behind the mark that parts two values, the name of the next.
_NAME = re.compile(r"(?P<name>[^\n&=:]{1,80}?)[ \t]{0,2}(?P<link>[=:])")


def cut_at_labels(text: str, found: list[Span], names: FieldNames) -> list[Span]:
    """``found`` without names of next values, and what stands behind such a name as a span of its own."""
    return [part for span in found for part in _parts(text, span, names)]


def _parts(text: str, span: Span, names: FieldNames) -> list[Span]:
    parts: list[tuple[int, int]] = []
    start = at = span.start
    while (mark := _MARK.search(text, at, span.end)) is not None:
        at = mark.end()
        name = _NAME.match(text, at)
        if name is None or not _is_name(mark[0], name["name"], name["link"], names):
            continue
        parts.append((start, mark.start()))
        start = at = min(name.end(), span.end)
    if not parts:
        return [span]
    return [part for low, high in (*parts, (start, span.end)) for part in _stripped(text, span, low, high)]


def _is_name(mark: str, name: str, link: str, names: FieldNames) -> bool:
    """Does ``name`` behind ``mark`` name a value? "Bob: hello" in a chat is who says it."""
    if mark == "&":
        return link == "=" and name[:1].isalnum() and " " not in name
    return names.is_made_of_names(name.strip(" \t>*-"))


def _stripped(text: str, span: Span, low: int, high: int) -> list[Span]:
    """``span`` over ``[low, high)`` without blanks around it; none where no letter or digit stands there."""
    inside = text[low:high]
    if not any(map(str.isalnum, inside)):
        return []
    low += len(inside) - len(inside.lstrip())
    return [span.within(low, low + len(inside.strip()))]
