"""Documents with gold spans, and edits that keep the spans right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Triple = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Doc:
    """A text with its gold spans, sorted and disjoint."""

    text: str
    spans: tuple[Triple, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` by ``new``; start == end inserts."""

    start: int
    end: int
    new: str


def edited(doc: Doc, edits: Iterable[Edit]) -> Doc:
    """``doc`` with the edits done, which must be disjoint; what is inserted at a span's edge stays outside of it.

    A replacement that reaches over a span's edge would be ambiguous and is left out.
    """
    edges = {edge for start, end, _ in doc.spans for edge in (start, end)}
    out: list[str] = []
    moves: list[tuple[int, int, int]] = []  # (old start, old end, how much longer)
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at or any(edge in edges for edge in range(edit.start + 1, edit.end)):
            continue
        out += (doc.text[at : edit.start], edit.new)
        moves.append((edit.start, edit.end, len(edit.new) - (edit.end - edit.start)))
        at = edit.end
    out.append(doc.text[at:])

    def moved(edge: int, is_start: bool) -> int:
        by = 0
        for start, end, longer in moves:
            before = end <= edge if start < end or is_start else end < edge
            if not before:
                break
            by += longer
        return edge + by

    text = "".join(out)
    return tidy(Doc(text, tuple((moved(start, True), moved(end, False), label) for start, end, label in doc.spans)))


def tidy(doc: Doc) -> Doc:
    """Spans without outer white space; an empty one is dropped."""
    spans = []
    for start, end, label in doc.spans:
        piece = doc.text[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
        if start < end:
            spans.append((start, end, label))
    return Doc(doc.text, tuple(spans))
