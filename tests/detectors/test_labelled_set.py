"""The labelled set: seeded, and the shipped table reaches the bars on it."""

from __future__ import annotations

import pytest

from benchmarks.detector_set.cases import KINDS, Case, cases, detector_report, score
from redactor.detectors.table import TABLE
from redactor.spans import Span


def test_cases_follow_their_seed() -> None:
    first, again, other = (list(cases("IBAN_CODE", 50, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 100


def test_every_label_of_the_table_has_cases() -> None:
    # Names are the tagger's, and its exams'.
    assert set(KINDS) == ({row.label for row in TABLE} | {"PHONE_NUMBER"}) - {"PERSON"}


@pytest.mark.parametrize("label", KINDS)
def test_half_are_positives_that_hold_the_value(label: str) -> None:
    made = list(cases(label, 30, 3))
    assert [len(case["spans"]) for case in made] == [1] * 30 + [0] * 30
    assert all(0 <= start < end <= len(case["text"]) for case in made for start, end, _ in case["spans"])


def test_score_counts_cover_and_touch() -> None:
    case = {"text": "x" * 20, "spans": [(2, 8, "US_SSN")], "family": "US_SSN", "regions": ()}

    def scored(*spans: Span) -> dict[str, dict[str, float]]:
        def found(_: Case) -> list[Span]:
            return list(spans)

        return score(found, [case])

    whole = scored(Span(2, 5, "US_SSN"), Span(5, 8, "US_SSN"))
    assert whole["US_SSN"]["recall"] == whole["US_SSN"]["precision"] == 1
    partly = scored(Span(2, 7, "US_SSN"), Span(10, 12, "URL"))
    assert partly["US_SSN"]["recall"] == 0
    assert partly["US_SSN"]["precision"] == 1
    assert partly["URL"]["precision"] == 0
    assert scored(Span(2, 8, "ID_NUMBER"))["ID_NUMBER"]["precision"] == 1


def test_bars_are_reached() -> None:
    report = detector_report(200, seed=77)
    assert {label: row for label, row in report["labels"].items() if not row["passed"]} == {}
