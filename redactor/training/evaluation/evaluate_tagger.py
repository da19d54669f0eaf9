"""Measure a model on labelled texts through the path that redacts: text → tagger → spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from redactor.errors import ModelError
from redactor.spans import Span
from redactor.tagger.tagging import Failure, Scored, Tagger
from redactor.training.corpora.examples import Example
from redactor.training.evaluation.judging import AnswerTable, Judged, judge
from redactor.training.evaluation.metrics import Share, seqeval_scores

#: Texts handed to the tagger at once.
CHUNK = 128
#: Scheme → how reports name it.
SCHEMES = {
    "strict_word": "strict IOB2 by word (seqeval mode=strict, scheme=IOB2)",
    "default_word": "seqeval default by word",
    "wordpiece": "seqeval default by word piece, each word's tag on all of its pieces (the tutorial's measure)",
}


#: An example, the model's log-probabilities, and the spans that would be masked.
Answer = tuple[Example, Scored, Sequence[Span]]
#: What a policy would mask in each of some texts.
Masked = Callable[[Sequence[str]], Iterable[Sequence[Span]]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was judged, which labels were scored, those of the data that the model has no class for, and the answers
    that were judged, one a text."""

    judged: tuple[Judged, ...]
    labels: frozenset[str]
    unknown: frozenset[str]
    answers: tuple[Answer, ...] = ()

    def __add__(self, other: Evaluation) -> Evaluation:
        return Evaluation(
            self.judged + other.judged,
            self.labels | other.labels,
            self.unknown | other.unknown,
            self.answers + other.answers,
        )


def scored_labels(
    examples: Sequence[Example], tagger: Tagger, wanted: Iterable[str] | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """(labels to score, labels of the data unknown to the model). ``wanted`` ones are scored even if unknown."""
    covered = frozenset[str]().union(*(example.covered for example in examples))
    known = frozenset(tagger.decoder.labels) - {""}
    return (covered & known if wanted is None else frozenset(wanted)), covered - known


def evaluate(
    tagger: Tagger,
    examples: Sequence[Example],
    wanted: Iterable[str] | None = None,
    *,
    among: frozenset[str] | None = None,
    masked: Masked | None = None,
    progress: Callable[[int], object] | None = None,
) -> Evaluation:
    """Judge every example: the model's own spans, or those that a policy would mask (``masked``). ``among`` leaves out
    labels that another model does not know. Raises ``ModelError`` where the model failed on a text: a score over the
    rest would lie."""
    labels, unknown = scored_labels(examples, tagger, wanted)
    if wanted is not None:
        examples = [replace(example, covered=labels) for example in examples]
    if among is not None:
        labels &= among
    table = AnswerTable(tagger.checkpoint.classes, tagger.decoder.labels)
    counts = piece_counts(tagger.checkpoint.tokenizer, examples)
    judged, kept = [], []
    for example, scored, spans in answers(tagger, examples, masked):
        pieces = [counts[example.text[start:end]] for start, end in example.words]
        judged.append(judge(example, scored.words, scored.scores, spans, table, labels & example.covered, pieces))
        kept.append((example, scored, spans))
        if progress:
            progress(1)
    return Evaluation(tuple(judged), labels, unknown, tuple(kept))


def answers(tagger: Tagger, examples: Sequence[Example], masked: Masked | None = None) -> Iterator[Answer]:
    """Each example with the model's log-probabilities and its spans: those that ``Tagger.tag`` gives, or ``masked``."""
    for at in range(0, len(examples), CHUNK):
        group = examples[at : at + CHUNK]
        scored = tagger.scores([example.text for example in group])
        good = [one for one in scored if isinstance(one, Scored)]
        if len(good) < len(scored):
            reasons = sorted({one.reason for one in scored if isinstance(one, Failure)})
            raise ModelError(
                f"the model failed on {len(scored) - len(good)} texts near example {at + 1} ({', '.join(reasons)})"
            )
        if masked is not None:
            found = masked([example.text for example in group])
        else:
            paths = tagger.decoder.decode([one.scores for one in good])
            found = (
                tagger.decoder.spans(one.text, one.words, one.scores, path)
                for one, path in zip(good, paths, strict=True)
            )
        yield from zip(group, good, found, strict=True)


def piece_counts(tokenizer: Any, examples: Sequence[Example]) -> dict[str, int]:
    """Number of word pieces of each distinct word, tokenised on its own as the tutorial does."""
    words = sorted({example.text[start:end] for example in examples for start, end in example.words})
    encoded = tokenizer.encode_batch(
        [word.encode("utf-8", "replace").decode() for word in words], add_special_tokens=False
    )
    return {word: len(one.ids) for word, one in zip(words, encoded, strict=True)}


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The contract of ``evaluate --json`` and a few keys more."""
    judged = [one for one in evaluation.judged if one.gold]
    gold, predicted = [one.gold for one in judged], [one.predicted for one in judged]
    gold_pieces, predicted_pieces = (
        [repeated(one.gold, one.pieces) for one in judged],
        [repeated(one.predicted, one.pieces) for one in judged],
    )
    scored = sum(one.scored for one in judged)
    return {
        "schemes": {
            "strict_word": seqeval_scores(gold, predicted, evaluation.labels, strict=True),
            "default_word": seqeval_scores(gold, predicted, evaluation.labels, strict=False),
            "wordpiece": seqeval_scores(gold_pieces, predicted_pieces, evaluation.labels, strict=False),
        },
        "coverage": {name: share.as_json() for name, share in coverage(judged, evaluation.labels).items()},
        "sentences_without_leak": without_leak(judged).as_json(),
        "loss": sum(one.nll for one in judged) / scored if scored else None,
        "accuracy": sum(one.right for one in judged) / scored if scored else None,
        "sentences": len(evaluation.judged),
        "words": sum(len(one.gold) for one in judged),
        "labels": sorted(evaluation.labels),
        "labels_unknown_to_model": sorted(evaluation.unknown),
    }


def repeated(tags: Sequence[str], pieces: Sequence[int]) -> list[str]:
    """Each word's tag once for each of its pieces.

    >>> repeated(("B-PERSON", "O"), (2, 1))
    ['B-PERSON', 'B-PERSON', 'O']
    """
    return [tag for tag, count in zip(tags, pieces, strict=True) for _ in range(count)]


def coverage(judged: Iterable[Judged], labels: Iterable[str]) -> dict[str, Share]:
    """Share of wholly covered entities by label, and of ALL."""
    entities = [entity for one in judged for entity in one.entities]
    support, hits = Counter(label for label, _ in entities), Counter(label for label, hit in entities if hit)
    shares = {label: Share(hits[label], support[label]) for label in sorted(labels)}
    return {**shares, "ALL": Share(hits.total(), support.total())}


def without_leak(judged: Iterable[Judged]) -> Share:
    """Sentences whose entities are all wholly covered, among those that have any (the rest could not leak)."""
    verdicts = [all(hit for _, hit in one.entities) for one in judged if one.entities]
    return Share(sum(verdicts), len(verdicts))


def confusion(evaluation: Evaluation) -> tuple[list[str], list[list[int]]]:
    """Labels (``O`` last) and word counts: row gold, column predicted."""
    names = [*sorted(evaluation.labels), "O"]
    index = {name: i for i, name in enumerate(names)}
    table = [[0] * len(names) for _ in names]
    for one in evaluation.judged:
        for gold, predicted in zip(one.gold, one.predicted, strict=True):
            table[index[gold[2:] or "O"]][index[predicted[2:] or "O"]] += 1
    return names, table


def label_names(tagger: Tagger) -> Mapping[str, str]:
    """The model's own labels → ours."""
    raw = (tag.partition("-")[2] or tag for tag in tagger.checkpoint.classes if tag != "O")
    own = (label for tag, label in zip(tagger.checkpoint.classes, tagger.decoder.labels, strict=True) if tag != "O")
    return dict(zip(raw, own, strict=True))
