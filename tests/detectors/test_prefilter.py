"""The anchors only save time: with and without them the same characters are found under the same labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.detector_set.cases import KINDS, cases
from redactor.detectors.normalise import plain
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.table import TABLE, rows_for

ROWS = rows_for({row.label for row in TABLE} | {"PHONE_NUMBER"})
ANCHORED = PatternDetector((), custom=ROWS)
EVERYWHERE = PatternDetector((), custom=[replace(row, anchors=(), digits=0, reach=(0, 0)) for row in ROWS])

VALUES = [case["text"] for label in KINDS for case in cases(label, 4, 101)]
_JOINS = st.sampled_from(["", " ", "\n", ", ", ",", ". ", ": ", "-", "=", "\t", '"', "0", "a", " of ", " no. "])


def covered(detector: PatternDetector, text: str) -> set[tuple[str, int]]:
    return {(span.label, place) for span in detector.find(text) for place in range(span.start, span.end)}


@pytest.mark.parametrize("label", KINDS)
def test_labelled_cases(label: str) -> None:
    for case in cases(label, 25, 102):
        # Rows without anchors are read as a policy's own: in the text as it is written.
        text = plain(case["text"])
        assert covered(ANCHORED, text) == covered(EVERYWHERE, text), text


@pytest.mark.parametrize("mark", ".,:;!?-_/")
def test_no_match_ends_where_a_window_does(mark: str) -> None:
    """A tail of a link, an address or a key that was left off would stay in clear."""
    for size in range(1, 260):
        for text in (
            f"see https://{'a' * size}{mark}example.com/secret now",
            f"to {'a' * size}{mark}b@example.com and",
            f"at www.{'a' * size}{mark}example.com/x;",
        ):
            assert covered(ANCHORED, text) == covered(EVERYWHERE, text), text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VALUES), _JOINS, st.integers(0, 12)), min_size=1, max_size=3))
def test_pieces_of_cases_in_a_row(parts: list[tuple[str, str, int]]) -> None:
    text = plain("".join(value[cut:] + join for value, join, cut in parts))
    assert covered(ANCHORED, text) == covered(EVERYWHERE, text)
