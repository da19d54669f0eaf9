"""A labelled set for the pattern detectors, made by a seed: positives and hard negatives per label, and the score.

>>> case = next(iter(cases("PHONE_NUMBER", 1, seed=1)))
>>> sorted(case)
['family', 'regions', 'spans', 'text']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.detector_set.kinds import KINDS, Kind
from redactor.spans import Span

if TYPE_CHECKING:
    from redactor.detectors.patterns import PatternDetector

Case = dict[str, Any]

#: Where precision and recall must be; phones and addresses are read with less to hold on to.
BAR = 0.99
LOWER_BARS: Mapping[str, float] = {"PHONE_NUMBER": 0.97, "ADDRESS": 0.97}

#: Labels that may stand for each other on the same characters: masking is right under any of them.
FAMILIES: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"EMAIL_ADDRESS", "URL", "DOMAIN_NAME"}),
    "phone": frozenset({"PHONE_NUMBER"}),
    "finance": frozenset(
        str.split(
            "CREDIT_CARD IBAN_CODE SWIFT_CODE US_BANK_NUMBER VAT_NUMBER VN_TAX_CODE CRYPTO ID_NUMBER NATIONAL_ID"
        )
    ),
    "identity": frozenset(
        str.split(
            "US_SSN US_ITIN US_PASSPORT PASSPORT US_DRIVER_LICENSE UK_NHS UK_NINO VN_CCCD US_NPI MEDICAL_LICENSE"
            " MEDICAL_RECORD_NUMBER ID_NUMBER NATIONAL_ID US_BANK_NUMBER VN_TAX_CODE"
        )
    ),
    "network": frozenset({"IP_ADDRESS", "MAC_ADDRESS", "URL", "DOMAIN_NAME"}),
    "things": frozenset({"IMEI", "VIN", "LICENSE_PLATE", "GPS_COORDINATES", "ID_NUMBER"}),
    "users": frozenset({"USERNAME", "EMAIL_ADDRESS", "DOMAIN_NAME"}),
    "dates": frozenset({"DATE_TIME", "AGE"}),
    "secrets": frozenset({"SECRET", "URL", "EMAIL_ADDRESS", "DOMAIN_NAME"}),
    "addresses": frozenset({"ADDRESS"}),
}  # fmt: skip


def cases(label: str, positives: int, seed: int) -> Iterator[Case]:
    """``positives`` labelled texts of a label, and as many hard negatives; the same for a seed."""
    rng = Random(f"{label}:{seed}")
    kinds = KINDS[label]
    for chosen, real in ((kinds.real, True), (kinds.false, False)):
        for kind in rng.choices(chosen, weights=[kind.weight for kind in chosen], k=positives):
            yield _case(label, kind, real, rng)


def _case(label: str, kind: Kind, real: bool, rng: Random) -> Case:
    head, _, tail = rng.choice(kind.sentences).partition("{}")
    value = kind.make(rng)
    spans = [(len(head), len(head) + len(value), label)] if real else []
    return {"text": head + value + tail, "spans": spans, "family": label, "regions": kind.regions}


@dataclass(slots=True)
class Tally:
    """Counts of one label, and what follows from them."""

    found: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0

    def as_dict(self, label: str) -> dict[str, Any]:
        """Precision, recall and whether both reach the bar."""
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.found / (self.found + self.missed) if self.found + self.missed else 1.0
        bar = LOWER_BARS.get(label, BAR)
        return {
            "precision": precision,
            "recall": recall,
            "positives": self.found + self.missed,
            "predicted": self.right + self.wrong,
            "bar": bar,
            "passed": precision >= bar and recall >= bar,
        }


def _same_family(first: str, second: str) -> bool:
    return first == second or any(first in labels and second in labels for labels in FAMILIES.values())


def _covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Is every character of ``[start, end)`` inside one of the sorted ``spans``?"""
    for span in spans:
        if span.start <= start < span.end:
            start = span.end
    return start >= end


def score(detect: Callable[[Case], Sequence[Span]], examples: Iterable[Case]) -> dict[str, dict[str, Any]]:
    """Precision and recall per label: a positive counts when its characters are wholly covered by its label's spans,
    a prediction is wrong when it touches no labelled span of a family that its label belongs to."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in examples:
        predicted = sorted(detect(case))
        for start, end, label in case["spans"]:
            hit = _covered(start, end, (span for span in predicted if span.label == label))
            tallies[label].found += hit
            tallies[label].missed += not hit
        for span in predicted:
            touched = any(
                span.start < end and start < span.end and _same_family(span.label, label)
                for start, end, label in case["spans"]
            )
            tallies[span.label].right += touched
            tallies[span.label].wrong += not touched
    return {label: tallies[label].as_dict(label) for label in sorted(tallies)}


def shipped(case: Case) -> Sequence[Span]:
    """What the shipped table finds: every label under the default regions, a national id under its own country's."""
    return _detector(case["regions"]).find(case["text"])


@cache
def _detector(regions: tuple[str, ...]) -> PatternDetector:
    from redactor.detectors.patterns import PatternDetector

    if regions:
        return PatternDetector({"NATIONAL_ID"}, regions)
    return PatternDetector({label for label in KINDS if label != "NATIONAL_ID"})


def detector_report(n: int = 2_000, seed: int = 20_240_513) -> dict[str, Any]:
    """The score of the shipped table on ``n`` positives and as many hard negatives of each label."""
    labels = score(shipped, (case for label in KINDS for case in cases(label, n, seed)))
    families = {
        name: {label: labels[label] for label in sorted(known) if label in labels} for name, known in FAMILIES.items()
    }
    return {
        "n": n,
        "seed": seed,
        "labels": labels,
        "families": families,
        "passed": all(row["passed"] for row in labels.values()),
    }
