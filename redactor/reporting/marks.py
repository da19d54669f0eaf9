"""Text with its entities marked in place: in colour for a terminal, with plain marks for everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from redactor.spans import Span

#: A ground, as a terminal (ECMA-48, SGR) and a page have it → labels. Readable on light and dark alike: black on a light ground.
_GROUNDS = {
    ("106", "#a5f3fc"): ("PERSON", "NRP", "USERNAME", "AGE"),
    ("102", "#bbf7d0"): ("LOCATION", "ADDRESS", "ORGANIZATION", "GPS_COORDINATES"),
    ("104", "#bfdbfe"): ("EMAIL_ADDRESS", "PHONE_NUMBER", "URL", "DOMAIN_NAME", "IP_ADDRESS", "MAC_ADDRESS"),
    ("105", "#f5d0fe"): ("SECRET", "CRYPTO"),
    ("47", "#e5e5e5"): ("DATE_TIME",),
}
#: Numbers and all other labels.
_OTHERS = ("103", "#fef08a")
_GROUND_OF = {label: ground for ground, labels in _GROUNDS.items() for label in labels}


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


def coloured(text: str, spans: Sequence[Span]) -> str:
    """For a terminal: entities on a ground of their kind, their mark dim behind; every character stands as it does."""
    made = (
        harmless(part)
        if span is None
        else f"\x1b[30;{ground(span.label)[0]}m{harmless(part)}\x1b[0m\x1b[2m{mark(span)}\x1b[0m"
        for part, span in parts(text, spans)
    )
    return "".join(made)


def as_html(text: str, spans: Sequence[Span]) -> str:
    """For a notebook: the text with each span on its label's ground, label and score in a tooltip.

    >>> as_html("<[PERSON]>", [Span(1, 9, "PERSON", 0.981)]).count("&lt;"), as_html("a", [])
    (1, '<div style="white-space:pre-wrap">a</div>')
    """
    made = (
        escape(part)
        if span is None
        else f'<mark title="{escape(span.label)} {span.score:.2f} {escape(span.detector)}" '
        f'style="color:#000;background:{ground(span.label)[1]}">{escape(part)}</mark>'
        for part, span in parts(text, spans)
    )
    return f'<div style="white-space:pre-wrap">{"".join(made)}</div>'


def ground(label: str) -> tuple[str, str]:
    """The colour of a label's kind, on a terminal and on a page."""
    return _GROUND_OF.get(label, _OTHERS)


def harmless(text: str) -> str:
    r"""``text`` without what would steer a terminal: control characters become their pictures, one for one.

    >>> harmless("a\x1b[31mb\n")
    'a␛[31mb\n'
    """
    return text.translate(_PICTURES)


_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
