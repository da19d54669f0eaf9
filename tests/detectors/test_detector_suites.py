"""The suites of ``redactor evaluate --detectors``: seeded, well formed, and counted right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from redactor.spans import Span
from redactor.training.detector_suites.measure import measured, suite_names, suites_named, table_text
from redactor.training.detector_suites.suite import Case, Suite, case


# Faker's makes a hundred locales, thrice.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name == "fakers")) for name in suite_names()]
)
def test_a_suite_is_well_formed_and_follows_its_seed(name: str) -> None:
    (suite,) = suites_named([name])
    cases = list(suite.cases(1))
    assert cases == list(suite.cases(1))
    assert suite.name == name
    assert set(suite.bars) | set(suite.noise) <= {case.group for case in cases}
    for one in cases:
        assert 0 <= one.start <= one.end <= len(one.text)
        assert one.negative == (one.group in suite.noise)


def _toy(seed: int) -> Iterator[Case]:
    yield case("named", "a", "call {} now", "555 0100")
    yield case("named", "b", "call {} later", "555 0199")
    yield Case("plain", "c", "nothing to see in five words or ten")


def test_found_total_and_bars() -> None:
    def mask(text: str, regions: object) -> list[Span]:
        # The first whole but for its blank, the second in part, and one word too many in the plain text.
        return {"now": [Span(5, 8, "X"), Span(9, 13, "X")], "later": [Span(5, 8, "X")]}.get(
            text.split()[-1], [Span(0, 7, "X")]
        )

    result = measured([Suite("toy", "nobody", _toy, {"named": 0.9}, {"plain": 200.0})], mask, 0)
    named, plain = result["groups"]
    assert (named["found"], named["total"], named["met"], named["kinds"]) == (1, 2, False, {"b": 1})
    assert (plain["found"], plain["total"], plain["value"], plain["met"]) == (1, 8, 125.0, True)
    assert plain["examples"] == ["nothing"]
    assert not result["passed"]
    assert "not every bar is met" in table_text(result)


#: Bars that are met: they stay so. Phones make a detector for every region of the world, which is long.
MET = ["cards", "ibans", pytest.param("phones", marks=pytest.mark.slow)]


@pytest.mark.parametrize("name", MET)
def test_bars_once_met_are_met(name: str) -> None:
    from redactor.cli.evaluated import masked_by_patterns

    rows = measured(suites_named([name]), masked_by_patterns(None), 5)["groups"]
    assert {row["group"]: row["kinds"] for row in rows if row["met"] is False} == {}
