"""The labelled set: seeded, and the shipped table reaches the bars on it."""

from __future__ import annotations

from redactor.spans import Span
from redactor.training.detector_cases import FAMILIES, KINDS, cases, detector_report, score


def test_cases_follow_their_seed() -> None:
    first, again, other = (list(cases("finance", 50, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 100


def test_spans_hold_the_value() -> None:
    for family in KINDS:
        for case in cases(family, 30, 3):
            for start, end, label in case["spans"]:
                assert 0 <= start < end <= len(case["text"])
                assert label in FAMILIES[family]


def test_score_counts_cover_and_touch() -> None:
    case = {"text": "x" * 20, "spans": [(2, 8, "US_SSN")], "family": "identity"}
    whole = score(lambda _: [Span(2, 5, "US_SSN"), Span(5, 8, "US_SSN")], [case])
    assert whole["US_SSN"]["recall"] == whole["US_SSN"]["precision"] == 1
    partly = score(lambda _: [Span(2, 7, "US_SSN"), Span(10, 12, "URL")], [case])
    assert partly["US_SSN"]["recall"] == 0
    assert partly["US_SSN"]["precision"] == 1
    assert partly["URL"]["precision"] == 0
    assert score(lambda _: [Span(2, 8, "ID_NUMBER")], [case])["ID_NUMBER"]["precision"] == 1


def test_bars_are_reached() -> None:
    report = detector_report(400, seed=77)
    low = {
        label: row
        for label, row in report["labels"].items()
        if not row["passed"] and row["positives"] + row["predicted"] > 100
    }
    assert low == {}
