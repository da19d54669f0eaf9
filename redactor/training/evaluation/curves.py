"""Precision and recall over what a user can turn: a label's bias in decoding, and the least score that is masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

import numpy as np

from redactor.reporting.evaluation import Curve
from redactor.reporting.plots import Point
from redactor.spans import Span
from redactor.tagger.decoding import Decoder
from redactor.training.corpora.examples import spans_of, tags_of
from redactor.training.evaluation.evaluate_tagger import Answer
from redactor.training.evaluation.judging import blanked, gold_tags, ignored_words
from redactor.training.evaluation.metrics import wholly_covered

#: Biases that are tried, in nats.
BIASES = tuple(step / 2 for step in range(-6, 13))
SCORES = tuple(step / 20 for step in range(21))
#: Curves are drawn from this number of texts, evenly spread: their points lie close enough.
TEXTS = 3_000
#: By label: (strictly right, predicted, gold, wholly covered).
_Counts = dict[str, tuple[int, int, int, int]]


def bias_curves(answers: Sequence[Answer], decoder: Decoder, labels: Iterable[str]) -> list[Curve]:
    """One curve a label over its own bias, the others at the operating point; from cached log-probabilities."""
    answers = answers[:: max(1, len(answers) // TEXTS)]
    wanted = sorted(labels)
    known: dict[tuple[int, bytes], _Counts] = {}
    scores = [scored.scores for _, scored, _ in answers]
    found = []
    for label in wanted:
        chosen = next((float(b) for own, b in zip(decoder.labels, decoder.bias, strict=True) if own == label), 0.0)
        points = []
        for bias in sorted({*BIASES, round(chosen, 4)}):
            other = rebiased(decoder, label, bias)
            total = np.zeros(4, dtype=np.int64)
            for number, (answer, path) in enumerate(zip(answers, other.decode(scores), strict=True)):
                key = (number, path.tobytes())
                if key not in known:  # most texts are decoded alike at most biases
                    _, scored, _ = answer
                    spans = other.spans(scored.text, scored.words, scored.scores, path)
                    known[key] = _counted(answer, spans, frozenset(wanted))
                total += known[key].get(label, (0, 0, 0, 0))
            points.append(_point(bias, *total.tolist()))
        found.append(Curve(label, tuple(points), round(chosen, 4)))
    return found


def score_curves(answers: Iterable[Answer], labels: Iterable[str], chosen: Mapping[str, float]) -> list[Curve]:
    """One curve a label over the least score that is masked; ``chosen`` are the thresholds in force, if any."""
    wanted = frozenset(labels)
    predicted: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    golds: dict[str, list[float]] = defaultdict(list)
    for example, _, spans in answers:
        entities = spans_of(example.words, gold_tags(example, wanted))
        right = {(entity.start, entity.end, entity.label) for entity in entities}
        ignored = ignored_words(example)
        for span in spans:
            if span.label in wanted & example.covered:
                for one in spans_of(example.words, blanked(tags_of(example.words, [span]), ignored)):
                    predicted[span.label].append((span.score, (one.start, one.end, one.label) in right))
        for entity in entities:
            golds[entity.label].append(covered_until(example.text, entity, spans))
    return [_score_curve(label, predicted[label], golds[label], chosen.get(label)) for label in sorted(wanted)]


def covered_until(text: str, entity: Span, spans: Sequence[Span]) -> float:
    """The highest least score at which ``entity`` is wholly covered; -1 where it never is.

    >>> covered_until("Ann Lee", Span(0, 7, "PERSON"), [Span(0, 3, "PERSON", 0.9), Span(4, 7, "PERSON", 0.6)])
    0.6
    """
    over = [span for span in spans if span.start < entity.end and entity.start < span.end]
    for least in sorted({span.score for span in over}, reverse=True):
        if wholly_covered(text, entity, [span for span in over if span.score >= least]):
            return least
    return -1.0


def _score_curve(
    label: str, predicted: Sequence[tuple[float, bool]], golds: Sequence[float], chosen: float | None
) -> Curve:
    points = []
    for least in SCORES:
        kept = [right for score, right in predicted if score >= least]
        points.append(_point(least, sum(kept), len(kept), len(golds), sum(until >= least for until in golds)))
    return Curve(label, tuple(points), chosen)


def rebiased(decoder: Decoder, label: str, bias: float) -> Decoder:
    """The decoder with another bias for one label."""
    other = copy(decoder)
    mine = np.asarray([own == label for own in decoder.labels])
    other.bias = np.where(mine, np.float32(bias), decoder.bias)
    return other


def _counted(answer: Answer, spans: Sequence[Span], labels: frozenset[str]) -> _Counts:
    example, _, _ = answer
    gold, ignored = gold_tags(example, labels), ignored_words(example)
    predicted = blanked(
        tags_of(example.words, [span for span in spans if span.label in example.covered & labels]), ignored
    )
    entities, answered = spans_of(example.words, gold), spans_of(example.words, predicted)
    same = {(one.start, one.end, one.label) for one in entities}
    counts: _Counts = {}
    for label in {one.label for one in (*entities, *answered)}:
        own = [one for one in entities if one.label == label]
        mine = [one for one in answered if one.label == label]
        counts[label] = (
            sum((one.start, one.end, one.label) in same for one in mine),
            len(mine),
            len(own),
            sum(wholly_covered(example.text, one, spans) for one in own),
        )
    return counts


def _point(at: float, right: int, predicted: int, gold: int, covered: int) -> Point:
    """Precision of nothing predicted is 1: nothing was masked in vain."""
    return Point(
        at, right / predicted if predicted else 1.0, right / gold if gold else 0.0, covered / gold if gold else 0.0
    )
