"""The worst errors in their context. They quote the text: it is labelled data that the user brought."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from redactor.reporting.evaluation import Mistake, Piece
from redactor.spans import Span, overlaps
from redactor.tagger.decoding import Decoder
from redactor.tagger.tagging import Scored
from redactor.training.corpora.examples import IGNORED, Example, spans_of, tags_of
from redactor.training.evaluation.evaluate_tagger import Answer, Evaluation
from redactor.training.evaluation.judging import gold_tags
from redactor.training.evaluation.metrics import wholly_covered

#: So many of a kind are shown.
SHOWN = 25
#: Characters of context to each side.
AROUND = 70
LEAK, FALSE, WRONG = "leaked", "masked in vain", "masked under another label or with other edges"


def worst(evaluation: Evaluation, decoder: Decoder, shown: int = SHOWN) -> tuple[dict[str, int], list[Mistake]]:
    """How many there are of each kind, and the ``shown`` worst of each, the surest error first."""
    kinds: dict[str, list[Mistake]] = {LEAK: [], FALSE: [], WRONG: []}
    for number, answer in enumerate(evaluation.answers):
        for one in _mistakes(number, answer, evaluation.labels, decoder):
            kinds[one.kind].append(one)
    shown_ones = [one for found in kinds.values() for one in heapq.nsmallest(shown, found, key=lambda one: -one.sure)]
    return {kind: len(found) for kind, found in kinds.items()}, shown_ones


def apart(one: Evaluation, other: Evaluation, shown: int = SHOWN) -> tuple[int, list[Mistake]]:
    """How many entities ``one`` covers wholly and ``other`` does not (same texts, same labels), and the first of them;
    what is shown as masked is ``other``'s."""
    count = 0
    found: list[Mistake] = []
    for number, (mine, theirs) in enumerate(zip(one.answers, other.answers, strict=True)):
        example = mine[0]
        for entity in gold_of(example, one.labels & other.labels):
            if wholly_covered(example.text, entity, mine[2]) and not wholly_covered(example.text, entity, theirs[2]):
                count += 1
                if len(found) < shown:
                    found.append(_shown(LEAK, number, example.text, entity, [entity], theirs[2], 0.0))
    return count, found


def gold_of(example: Example, labels: frozenset[str]) -> list[Span]:
    """The entities that are scored."""
    return spans_of(example.words, gold_tags(example, labels))


def _mistakes(number: int, answer: Answer, labels: frozenset[str], decoder: Decoder) -> Iterator[Mistake]:
    example, scored, spans = answer
    text, gold = example.text, gold_of(example, labels)
    anything = spans_of(example.words, ["B-X" if tag == IGNORED else tag for tag in example.tags])
    scored_spans = [span for span in spans if span.label in labels & example.covered]
    strict = {(one.start, one.end, one.label) for one in spans_of(example.words, tags_of(example.words, scored_spans))}
    for entity in gold:
        over = [span for span in spans if overlaps(span, entity)]
        if not wholly_covered(text, entity, spans):
            yield _shown(LEAK, number, text, entity, gold, spans, 1 - _probability(scored, entity, decoder))
        elif (entity.start, entity.end, entity.label) not in strict:
            yield _shown(WRONG, number, text, entity, gold, spans, max(span.score for span in over))
    for span in scored_spans:  # of labels that the data does not annotate nobody can say that they are wrong
        if not any(overlaps(span, other) for other in anything):
            yield _shown(FALSE, number, text, span, gold, spans, span.score)


def _probability(scored: Scored, entity: Span, decoder: Decoder) -> float:
    """Mean probability of the entity's label over its words."""
    mine = np.asarray([label == entity.label for label in decoder.labels])
    rows = [
        row for word, row in zip(scored.words, scored.scores, strict=True)
        if word.start < entity.end and entity.start < word.end
    ]  # fmt: skip
    return float(np.exp(np.stack(rows)[:, mine]).sum(-1).mean()) if rows and mine.any() else 0.0


def _shown(
    kind: str, number: int, text: str, about: Span, gold: Sequence[Span], predicted: Sequence[Span], sure: float
) -> Mistake:
    start, end = max(0, about.start - AROUND), min(len(text), about.end + AROUND)
    over = [span for span in predicted if overlaps(span, about)]
    return Mistake(
        kind,
        number + 1,
        ", ".join(dict.fromkeys(span.label for span in gold if overlaps(span, about))),
        ", ".join(dict.fromkeys(f"{span.label} {span.score:.2f}" for span in over)),
        sure,
        tuple(_pieces(text, start, end, gold, predicted, about)),
        start > 0,
        end < len(text),
    )


def _pieces(
    text: str, start: int, end: int, gold: Iterable[Span], predicted: Iterable[Span], about: Span
) -> Iterator[Piece]:
    """``text[start:end]`` cut at every edge."""
    gold, predicted = list(gold), list(predicted)
    cuts = {
        start,
        end,
        *(edge for span in (*gold, *predicted, about) for edge in (span.start, span.end) if start < edge < end),
    }
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        yield Piece(
            text[left:right],
            any(span.start <= left < span.end for span in gold),
            any(span.start <= left < span.end for span in predicted),
            about.start <= left < about.end,
        )
