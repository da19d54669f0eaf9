"""One example against one output: everything that scores are later made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redactor.labels import split_tag
from redactor.spans import Span
from redactor.tagger.runtime import Floats
from redactor.tagger.word_pieces import Words
from redactor.training.corpora.examples import IGNORED, Example, spans_of, tags_of
from redactor.training.evaluation.metrics import wholly_covered


@dataclass(frozen=True, slots=True)
class Judged:
    """``gold`` and ``predicted`` hold one tag a corpus word, ``pieces`` its number of word pieces; ``entities`` are
    (label, wholly covered). ``nll`` (nats, summed) and ``right`` are over ``scored`` pre-tokenizer words."""

    gold: tuple[str, ...]
    predicted: tuple[str, ...]
    pieces: tuple[int, ...]
    entities: tuple[tuple[str, bool], ...]
    nll: float
    right: int
    scored: int


class AnswerTable:
    """Which classes of a model are right answers for a tag of the data, given the labels the data covers."""

    def __init__(self, classes: Sequence[str], labels: Sequence[str]) -> None:
        """``labels[c]`` is our name for class ``c``, "" for O."""
        self.tags = [(split_tag(tag)[0], label) for tag, label in zip(classes, labels, strict=True)]
        self.labels = frozenset(label for _, label in self.tags if label)
        self._begins = {label for prefix, label in self.tags if prefix == "B"}
        self._known: dict[tuple[str, frozenset[str]], NDArray[np.bool_] | None] = {}

    def allowed(self, tag: str, covered: frozenset[str]) -> NDArray[np.bool_] | None:
        """(classes,) booleans; None where the model has no class for the tag or the word is ignored."""
        key = (tag, covered)
        if key not in self._known:
            self._known[key] = self._find(tag, covered)
        return self._known[key]

    def _find(self, tag: str, covered: frozenset[str]) -> NDArray[np.bool_] | None:
        if tag == IGNORED:
            return None
        prefix, label = split_tag(tag)
        if prefix == "O":
            return np.asarray([not own or own not in covered for _, own in self.tags])
        # A model without B- classes (IO scheme) answers I- for a first word too.
        wanted = prefix if label in self._begins else "I"
        found = np.asarray([(wanted, label) == own for own in self.tags])
        return found if found.any() else None


def judge(
    example: Example,
    words: Words,
    scores: Floats,
    spans: Sequence[Span],
    table: AnswerTable,
    labels: frozenset[str],
    pieces: Sequence[int],
) -> Judged:
    """Compare. ``words`` and ``scores`` (words, classes; log-probabilities) are the model's, ``spans`` its answer.

    Only ``labels`` are scored: elsewhere the example says nothing, or the model cannot.
    What covers an entity may carry any label.
    """
    gold = restricted(example.tags, labels)
    answered = tags_of(example.words, [span for span in spans if span.label in labels])
    ignored = ignored_words(example)
    entities = spans_of(example.words, gold)
    nll, right, scored = _word_scores(example, gold, words, scores, table, labels)
    return Judged(
        tuple(blanked(gold, ignored)),
        tuple(blanked(answered, ignored)),
        tuple(pieces),
        tuple((entity.label, wholly_covered(example.text, entity, spans)) for entity in entities),
        nll,
        right,
        scored,
    )


def gold_tags(example: Example, labels: frozenset[str]) -> list[str]:
    """The tags of ``example`` that a score over ``labels`` compares with: those that it covers, none at ignored words."""
    tags = restricted(example.tags, labels & example.covered)
    return blanked(tags, ignored_words(example))


def ignored_words(example: Example) -> list[bool]:
    """Which words say nothing."""
    return [tag == IGNORED for tag in example.tags]


def restricted(tags: Sequence[str], labels: frozenset[str]) -> list[str]:
    """``tags`` with ``O`` for every label outside ``labels``."""
    return [tag if tag in ("O", IGNORED) or split_tag(tag)[1] in labels else "O" for tag in tags]


def blanked(tags: Sequence[str], ignored: Sequence[bool]) -> list[str]:
    """``tags`` with ``O`` at ignored words; an entity that loses its head begins at what is left of it."""
    result: list[str] = []
    cut = False
    for tag, ignore in zip(tags, ignored, strict=True):
        prefix, label = split_tag(tag) if not ignore else ("O", "")
        result.append("O" if prefix == "O" else f"B-{label}" if cut and prefix == "I" else tag)
        cut = ignore
    return result


def _word_scores(
    example: Example,
    gold: Sequence[str],
    words: Words,
    scores: Floats,
    table: AnswerTable,
    labels: frozenset[str],
) -> tuple[float, int, int]:
    """(summed NLL, right answers, scored words) over the model's words, gold projected onto them as in training."""
    places = [(word.start, word.end) for word in words]
    projected = tags_of(places, spans_of(example.words, gold))
    skipped = tags_of(
        places, [Span(*place, "X") for place, tag in zip(example.words, gold, strict=True) if tag == IGNORED]
    )
    nll, right, scored = 0.0, 0, 0
    for tag, skip, row in zip(projected, skipped, scores, strict=True):
        allowed = table.allowed(tag, labels) if tag != "O" or skip == "O" else None
        if allowed is None:
            continue
        nll -= float(np.logaddexp.reduce(row[allowed].astype(np.float64)))
        right += bool(allowed[row.argmax()])
        scored += 1
    return nll, right, scored
