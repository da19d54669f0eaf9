"""How far a score can be believed: confidence against accuracy, before and after a temperature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from redactor.labels import split_tag
from redactor.tagger.decoding import Decoder
from redactor.tagger.runtime import Floats
from redactor.tagger.tagging import Scored
from redactor.training.corpora.examples import IGNORED, Example, spans_of, tags_of
from redactor.training.evaluation.metrics import calibration_error, reliability

Bin = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Expected calibration error and bins (mean confidence, accuracy, count) of words that the model gives a label:
    as they come, and with log-probabilities divided by ``temperature``. ``fitted`` says that the temperature was fitted
    on these very words, since the model folder names none: then "after" is the best that could be, not a measurement."""

    words: int
    temperature: float
    fitted: bool
    ece_before: float
    ece_after: float
    before: tuple[Bin, ...]
    after: tuple[Bin, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)


def measure_reliability(
    scored: Iterable[tuple[Example, Scored]], decoder: Decoder, temperature: float | None
) -> Reliability:
    """Both series; ``temperature`` None fits one."""
    rows, right = word_answers(scored, decoder)
    used = fit_temperature(rows, right) if temperature is None else temperature
    before, hits = word_confidence(rows, right, decoder, 1.0)
    after, _ = word_confidence(rows, right, decoder, used)
    return Reliability(
        len(hits),
        round(used, 4),
        temperature is None,
        calibration_error(before, hits),
        calibration_error(after, hits),
        tuple(reliability(before, hits)),
        tuple(reliability(after, hits)),
    )


def word_answers(scored: Iterable[tuple[Example, Scored]], decoder: Decoder) -> tuple[Floats, Floats]:
    """Log-probabilities and right classes (0 or 1), both (words, classes), ignored words left out."""
    rows: list[Floats] = []
    right: list[Floats] = []
    for example, one in scored:
        places = [(word.start, word.end) for word in one.words]
        gold = tags_of(places, spans_of(example.words, example.tags))
        skipped = tags_of(places, spans_of(example.words, ["B-X" if tag == IGNORED else "O" for tag in example.tags]))
        for tag, skip, row in zip(gold, skipped, one.scores, strict=True):
            label = split_tag(tag)[1]
            allowed = [own == label if label else not own or own not in example.covered for own in decoder.labels]
            if (label or skip == "O") and any(allowed):
                rows.append(row)
                right.append(np.asarray(allowed, dtype=np.float32))
    empty = np.empty((0, len(decoder.labels)), dtype=np.float32)
    return (np.stack(rows), np.stack(right)) if rows else (empty, empty)


def fit_temperature(rows: Floats, right: Floats) -> float:
    """The divisor of log-probabilities with the least NLL; golden-section search on its logarithm."""

    def loss(power: float) -> float:
        scaled = rows / np.exp(power)
        answer = np.where(right > 0, scaled, -np.inf)
        return float((np.logaddexp.reduce(scaled, -1) - np.logaddexp.reduce(answer, -1)).mean()) if len(rows) else 0.0

    low, high, golden = -1.4, 1.4, (5**0.5 - 1) / 2
    for _ in range(30):
        left, right_end = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, right_end) if loss(left) <= loss(right_end) else (left, high)
    return float(np.exp((low + high) / 2)) if len(rows) else 1.0


def word_confidence(
    rows: Floats, right: Floats, decoder: Decoder, temperature: float
) -> tuple[list[float], Sequence[bool]]:
    """For words whose best class is a label: its probability (what a span's score is made of), and if it is right."""
    scaled = rows / temperature
    probability = (
        np.exp(scaled - np.logaddexp.reduce(scaled, -1)[:, None]) @ decoder.same_label.T if len(rows) else rows
    )
    best = rows.argmax(-1)
    kept = np.flatnonzero(best != decoder.outside)
    return probability[kept, best[kept]].clip(0, 1).tolist(), (right[kept, best[kept]] > 0).tolist()
