"""The second labelled set, written before its author had read the table (``python -m benchmarks.blind`` prints it whole)."""

from __future__ import annotations

import pytest

from benchmarks.blind import nations
from benchmarks.blind.__main__ import measured
from benchmarks.blind.cases import Family, cases, families
from redactor.detectors.table import TABLE

NATIONS = dict(nations.families())


def test_every_label_of_the_table_has_a_family() -> None:
    # National ids have families of their own; names are the tagger's, and its exams'.
    known = {row.label for row in TABLE} | {"PHONE_NUMBER"}
    assert {family.label for family in families()} == known - {"NATIONAL_ID", "PERSON"}


@pytest.mark.parametrize("family", families(), ids=lambda family: family.label)
def test_family(family: Family) -> None:
    result = measured(family, 400, 815)
    assert result.precision >= family.bar, result.wrong_lines
    assert result.recall >= family.bar, result.missed_lines


@pytest.mark.parametrize("module", NATIONS)
def test_national_id(module: str) -> None:
    result = measured(NATIONS[module], 40, 815)
    assert (result.missed_lines, result.wrong_lines) == ({}, {})


def test_cases_follow_their_seed_and_hold_their_values() -> None:
    family = families()[0]
    first, again, other = (list(cases(family, 20, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert all(0 <= start < end <= len(case.text) for case in first for start, end in case.spans)
    assert [bool(case.spans) for case in first] == [True] * 20 + [False] * 20
