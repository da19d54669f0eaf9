"""Overlapping spans → sorted, disjoint ones, by one rule; what any span covered stays covered."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from redactor.detectors.proven import VALIDATED_SCORE
from redactor.labels import TAGGER_LABELS
from redactor.spans import Span, in_order

_CERTAIN = frozenset({"field", "field_name", "deny_list", "column"})
_ORDER = {label: place for place, label in enumerate(TAGGER_LABELS)}
_LONGEST_GAP = 8


@dataclass(frozen=True, slots=True)
class Join:
    """``first`` followed by ``second`` is one thing called ``into`` when only characters of ``across`` lie between."""

    first: str
    second: str
    into: str
    across: str = " "

    def fits(self, before: Span, after: Span, text: str) -> bool:
        """True where ``after`` follows ``before`` as this rule says."""
        if (before.label, after.label) != (self.first, self.second) or after.start - before.end > _LONGEST_GAP:
            return False
        return all(char in self.across for char in text[before.end : after.start])


_BLANKS = " \t\u00a0"
_BLOCK = " \t\u00a0\r\n,"
DEFAULT_JOINS = (
    Join("PERSON", "PERSON", "PERSON", _BLANKS),
    Join("ADDRESS", "ADDRESS", "ADDRESS", _BLOCK),
    Join("ADDRESS", "LOCATION", "ADDRESS", _BLOCK),
)


def validated(span: Span) -> bool:
    """True for a confirmed pattern, a field that a policy or its name settles, and a word of the deny list."""
    return span.detector in _CERTAIN or (span.detector.startswith("pattern") and span.score >= VALIDATED_SCORE)


def rank(span: Span) -> tuple[bool, int, float, int, str, int, int, str]:
    """Smaller wins: validated, then longer, then score, then label order; the rest only makes the order total."""
    place = _ORDER.get(span.label, len(_ORDER))
    return (not validated(span), -len(span), -span.score, place, span.label, span.start, span.end, span.detector)


def merge(spans: Iterable[Span], text: str, join: Sequence[Join] = DEFAULT_JOINS) -> tuple[Span, ...]:
    """Sorted, disjoint spans that cover at least what ``spans`` cover, whatever order they come in.

    Spans of one label that overlap are one. Of different labels the better ``rank`` takes the shared
    characters and the loser keeps what sticks out, or leaves it to the winner when no letter or digit is in it.
    """
    pieces: list[Span] = []
    for run in _touching(spans):
        if len(run) > 1:
            run = _united(run)
            if len({span.label for span in run}) > 1:
                run = _absorbed(_owned(run), text)
        pieces += run
    return _joined(pieces, text, join)


def whole(text: str, spans: Sequence[Span]) -> Span:
    """All of ``text`` as what the best of ``spans`` says: a value that is no text is masked whole.

    >>> whole("4155550132", [Span(0, 3, "AGE", 0.5), Span(0, 10, "PHONE_NUMBER", 0.9)]).label
    'PHONE_NUMBER'
    """
    best = min(spans, key=rank)
    return Span(0, len(text), best.label, best.score, best.detector)


def settled(spans: Iterable[Span], merged: Sequence[Span]) -> bool:
    """Does every one of ``spans`` lie inside a better one of ``merged``? Then merging them would change nothing.

    >>> settled([Span(0, 3, "PERSON")], [Span(0, 8, "PERSON")]), settled([Span(0, 9, "PERSON")], [Span(0, 8, "PERSON")])
    (True, False)
    """
    starts = [span.start for span in merged]
    for span in spans:
        place = bisect_right(starts, span.start) - 1
        if place < 0 or merged[place].end < span.end or rank(merged[place]) >= rank(span):
            return False
    return True


def uncovered(spans: Iterable[Span], merged: Sequence[Span]) -> list[Span]:
    """Those of ``spans`` that lie inside none of ``merged`` (sorted, disjoint).

    >>> uncovered([Span(1, 3, "ID_NUMBER"), Span(7, 9, "ID_NUMBER")], [Span(0, 8, "PERSON")])
    [Span(start=7, end=9, label='ID_NUMBER', score=1.0, detector='model')]
    """
    starts = [span.start for span in merged]
    found = []
    for span in spans:
        place = bisect_right(starts, span.start) - 1
        if place < 0 or merged[place].end < span.end:
            found.append(span)
    return found


def _touching(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The spans, sorted, in runs that nothing parts: most stand alone, and what overlaps concerns nobody else."""
    run: list[Span] = []
    end = 0
    for span in sorted(spans, key=in_order):
        if run and span.start > end:
            yield run
            run = []
        run.append(span)
        end = max(end, span.end) if len(run) > 1 else span.end
    if run:
        yield run


def _united(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans of the same label as one span, with the score and detector of the best of them."""
    united: list[Span] = []
    for _, same in groupby(sorted(spans, key=lambda s: (s.label, s.start, s.end)), key=lambda s: s.label):
        run: list[Span] = []
        end = 0
        for span in same:
            if run and span.start >= end:
                united.append(_one(run))
                run = []
            run.append(span)
            end = max(end, span.end) if len(run) > 1 else span.end
        united.append(_one(run))
    return united


def _one(run: Sequence[Span]) -> Span:
    best = min(run, key=rank)
    return best.within(run[0].start, max(span.end for span in run))


def _owned(spans: Sequence[Span]) -> list[tuple[Span, bool]]:
    """Every covered character given to the best-ranked span over it: (piece, whether it was cut), sorted.

    A sweep with a heap: n log n, also for a text where everything overlaps.
    """
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    waiting = sorted(spans, key=lambda span: span.start, reverse=True)
    active: list[tuple[tuple[object, ...], Span]] = []
    runs: list[tuple[Span, int, int]] = []
    for left, right in pairwise(edges):
        while waiting and waiting[-1].start <= left:
            span = waiting.pop()
            heapq.heappush(active, (rank(span), span))
        while active and active[0][1].end <= left:
            heapq.heappop(active)
        if not active:
            continue
        owner = active[0][1]
        if runs and runs[-1][0] is owner and runs[-1][2] == left:
            runs[-1] = (owner, runs[-1][1], right)
        else:
            runs.append((owner, left, right))
    return [(owner.within(left, right), (left, right) != (owner.start, owner.end)) for owner, left, right in runs]


def _absorbed(pieces: Sequence[tuple[Span, bool]], text: str) -> list[Span]:
    """Cut-off pieces without a letter or digit go to the piece that they touch (the left one first)."""
    kept: list[Span] = []
    carried: int | None = None
    for place, (piece, cut) in enumerate(pieces):
        if cut and not any(map(str.isalnum, text[piece.start : piece.end])):
            if kept and kept[-1].end == piece.start and carried is None:
                kept[-1] = kept[-1].within(kept[-1].start, piece.end)
                continue
            if place + 1 < len(pieces) and pieces[place + 1][0].start == piece.end:
                carried = piece.start if carried is None else carried
                continue
        kept.append(piece if carried is None else piece.within(carried, piece.end))
        carried = None
    return kept


def _joined(pieces: Sequence[Span], text: str, join: Sequence[Join]) -> tuple[Span, ...]:
    """Neighbours that the policy calls one thing, as one span with the higher score of the two."""
    joined: list[Span] = []
    for piece in pieces:
        rule = next((rule for rule in join if joined and rule.fits(joined[-1], piece, text)), None)
        if rule is None:
            joined.append(piece)
            continue
        best = min(joined[-1], piece, key=rank)
        score = max(joined[-1].score, piece.score)
        joined[-1] = Span(joined[-1].start, piece.end, rule.into, score, best.detector)
    return tuple(joined)
