"""Text with its entities marked in place: in colour for a terminal, with plain marks for everything else."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from redactor.spans import Span

if TYPE_CHECKING:
    from rich.text import Text

#: Readable on light and dark terminals alike: black on a light ground.
_GROUNDS = tuple(f"bright_{name}" for name in ("cyan", "green", "yellow", "magenta", "blue", "white", "red"))


#: The same grounds on a page.
_HTML = dict(zip(_GROUNDS, ("#a5f3fc", "#bbf7d0", "#fef08a", "#f5d0fe", "#bfdbfe", "#e5e5e5", "#fecaca"), strict=True))


def mark(span: Span) -> str:
    """``[label|score|detector]``.

    >>> mark(Span(0, 3, "PERSON", 0.981))
    '[PERSON|0.98|model]'
    """
    return f"[{span.label}|{span.score:.2f}|{span.detector}]"


def parts(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, Span | None]]:
    """``text`` in order, cut at the (sorted, disjoint) spans."""
    at = 0
    for span in spans:
        if at < span.start:
            yield text[at : span.start], None
        yield text[span.start : span.end], span
        at = span.end
    if at < len(text):
        yield text[at:], None


def plain(text: str, spans: Sequence[Span]) -> str:
    """Each entity in brackets, with its mark behind.

    >>> plain("Ask Ann.", [Span(4, 7, "PERSON", 0.981)])
    'Ask [Ann][PERSON|0.98|model].'
    """
    return "".join(part if span is None else f"[{part}]{mark(span)}" for part, span in parts(text, spans))


def coloured(text: str, spans: Sequence[Span]) -> Text:
    """For a rich console: entities on a ground that is their label's, their mark small behind."""
    from rich.text import Text

    made = Text()
    for part, span in parts(text, spans):
        if span is None:
            made.append(harmless(part))
        else:
            made.append(harmless(part), style=f"black on {ground(span.label)}")
            made.append(f" {span.label} {span.score:.2f} {span.detector} ", style="dim")
    return made


def as_html(text: str, spans: Sequence[Span]) -> str:
    """For a notebook: the text with each span on its label's ground, label and score in a tooltip.

    >>> as_html("<[PERSON]>", [Span(1, 9, "PERSON", 0.981)]).count("&lt;"), as_html("a", [])
    (1, '<div style="white-space:pre-wrap">a</div>')
    """
    made = (
        escape(part)
        if span is None
        else f'<mark title="{escape(span.label)} {span.score:.2f} {escape(span.detector)}" '
        f'style="color:#000;background:{_HTML[ground(span.label)]}">{escape(part)}</mark>'
        for part, span in parts(text, spans)
    )
    return f'<div style="white-space:pre-wrap">{"".join(made)}</div>'


def ground(label: str) -> str:
    """A colour that a label always has."""
    return _GROUNDS[zlib.crc32(label.encode()) % len(_GROUNDS)]


def harmless(text: str) -> str:
    r"""``text`` without what would steer a terminal: control characters become their pictures, one for one.

    >>> harmless("a\x1b[31mb\n")
    'a␛[31mb\n'
    """
    return text.translate(_PICTURES)


_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
