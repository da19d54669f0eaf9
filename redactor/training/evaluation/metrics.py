"""Scores as pure functions of tag sequences, spans and counts."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from redactor.spans import Span

#: Two-sided 95 % quantile of the normal distribution.
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """``covered`` of ``support`` cases."""

    covered: int
    support: int

    def as_json(self) -> dict[str, float | int | None]:
        """Counts, the share (None of nothing) and its 95 % Wilson interval."""
        low, high = wilson(self.covered, self.support)
        share = self.covered / self.support if self.support else None
        return {"covered": self.covered, "support": self.support, "share": share, "low": low, "high": high}


def wilson(hits: int, total: int, z: float = _Z95) -> tuple[float, float]:
    """The score interval of a proportion (Wilson, 1927); (0, 1) for no cases.

    >>> [round(x, 4) for x in wilson(95, 100)]
    [0.8882, 0.9785]
    """
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    centre = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At 0 and at all hits one bound is exact, and rounding must not push it outside.
    low = 0.0 if hits == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if hits == total else min(1.0, (centre + half) / scale)
    return low, high


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def wholly_covered(text: str, entity: Span, spans: Sequence[Span]) -> bool:
    """True where every non-blank character of ``entity`` lies in one of the sorted, disjoint ``spans``.

    >>> wholly_covered("Ann Lee", Span(0, 7, "PERSON"), [Span(0, 3, "PERSON"), Span(4, 7, "LOCATION")])
    True
    """
    at = entity.start
    for span in (*spans, None):
        start = entity.end if span is None else min(max(span.start, at), entity.end)
        if text[at:start].strip():
            return False
        if span is not None:
            at = max(at, min(span.end, entity.end))
    return True


def seqeval_scores(
    gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]], labels: Iterable[str], *, strict: bool
) -> dict[str, Any]:
    """seqeval's entity scores, ``{"micro": {…}, "labels": {LABEL: {…}}}``: strict IOB2, or its lenient default."""
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    empty = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
    report: dict[str, dict[str, float]] = {}
    if any(tag != "O" for sequences in (gold, predicted) for tags in sequences for tag in tags):
        options = {"mode": "strict", "scheme": IOB2} if strict else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "ill-defined" where a label has no gold or no prediction: shown as 0
            report = classification_report(
                list(map(list, gold)), list(map(list, predicted)), output_dict=True, zero_division=0, **options
            )

    def row(name: str) -> dict[str, float | int]:
        if name not in report:
            return dict(empty)
        own = report[name]
        return {
            "precision": float(own["precision"]),
            "recall": float(own["recall"]),
            "f1": float(own["f1-score"]),
            "support": int(own["support"]),
        }

    return {"micro": row("micro avg"), "labels": {label: row(label) for label in sorted(labels)}}


def span_agreement(one: Sequence[Sequence[Span]], other: Sequence[Sequence[Span]]) -> float:
    """``2·|same| / (|a| + |b|)`` over texts; same means equal start, end and label. 1 where there are none."""
    same = total = 0
    for left, right in zip(one, other, strict=True):
        a, b = ({(span.start, span.end, span.label) for span in spans} for spans in (left, right))
        same += len(a & b)
        total += len(a) + len(b)
    return 2 * same / total if total else 1.0


def calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: the gap of confidence and accuracy, averaged over equal-width bins by their size."""
    return sum(abs(accuracy - mean) * count for mean, accuracy, count in reliability(confidence, right, bins)) / max(
        len(right), 1
    )


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, accuracy, count) of each bin of ``[0, 1]`` that holds anything."""
    sums = [[0.0, 0, 0] for _ in range(bins)]
    for value, hit in zip(confidence, right, strict=True):
        own = sums[min(int(value * bins), bins - 1)]
        own[0] += value
        own[1] += hit
        own[2] += 1
    return [(total / count, hits / count, int(count)) for total, hits, count in sums if count]
