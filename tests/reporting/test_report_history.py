"""Earlier runs and drift."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from reporting_world import summary

from redactor.audit.sealed_summary import seal_summary
from redactor.reporting import history
from redactor.reporting.history import PastRun, drifts, with_run

RUN = PastRun("2026", "p", "m", 10, 1_000, 100, 0, 1.0, 1, {"PERSON": 100})


@pytest.mark.parametrize(
    ("now", "before", "moved"),
    [
        ({"PERSON": 100}, {"PERSON": 100}, []),
        ({"PERSON": 149}, {"PERSON": 100}, []),
        ({"PERSON": 151}, {"PERSON": 100}, ["PERSON"]),
        ({"PERSON": 49}, {"PERSON": 100}, ["PERSON"]),
        ({}, {"PERSON": 100}, ["PERSON"]),
        ({"NRP": 30}, {}, ["NRP"]),
        ({"NRP": 19}, {}, []),  # too few to say
        ({}, {"NRP": 19}, []),
    ],
)
def test_what_counts_as_moved(now: dict[str, int], before: dict[str, int], moved: list[str]) -> None:
    found = drifts(replace(RUN, labels=now), [replace(RUN, labels=before)])
    assert [one.label for one in found if one.beyond(0.5)] == moved


def test_rates_are_means_over_words_of_runs_with_the_same_policy() -> None:
    before = [replace(RUN, words=1_000, labels={"NRP": 10}), replace(RUN, words=3_000, labels={"NRP": 90})]
    other = replace(RUN, policy="q", labels={"NRP": 999})
    (one,) = drifts(replace(RUN, labels={"NRP": 50}), [*before, other])
    assert (one.rate, one.mean, one.change) == (50.0, 25.0, 1.0)
    assert drifts(RUN, [other]) == [] and drifts(RUN, []) == []
    assert drifts(replace(RUN, words=0), before) == []


def test_a_small_history_is_not_believed() -> None:
    """One entity in ten words is no rate that ten thousand words could be held against."""
    (one,) = drifts(replace(RUN, words=10_000, labels={"NRP": 100}), [replace(RUN, words=10, labels={"NRP": 1})])
    assert not one.beyond(0.5)


def test_history_is_bounded_and_empty_runs_leave_it_alone() -> None:
    runs: tuple[PastRun, ...] = ()
    for number in range(history.KEPT + 5):
        runs = with_run(runs, replace(RUN, records=number))
    assert len(runs) == history.KEPT and runs[-1].records == history.KEPT + 4
    assert with_run(runs, replace(RUN, words=0)) == runs


def test_reads_what_was_written_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    assert history.earlier(path) == ()
    body = summary(runs=history.as_json([RUN, RUN]))
    sealed = seal_summary(body, manifest_sha256="0" * 64)
    path.write_bytes(sealed)
    assert history.earlier(path) == (RUN, RUN)
    path.write_bytes(sealed.replace(b'"words": 1000', b'"words": 9000'))
    assert history.earlier(path) == ()  # changed: not believed
    assert history.parsed([{"other": 1}, None, *json.loads(json.dumps(body["runs"]))]) == (RUN, RUN)
