"""Any text, and labelled values with something wrong about them: no crash, nothing left.

``python -m benchmarks.fuzz`` runs the same for as long as one likes, and looks at the time, too.
"""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import COUNTS, a_policy, a_text, mutated, mutated_policy

SIGNS = "0123456789 -.,:/()+#'\"@AZaz_\n\ud800\u200fé王４🙂"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(SIGNS, max_size=120)))
def test_any_text(text: str) -> None:
    a_text(text)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_labelled_values_with_something_wrong(rng: Random) -> None:
    a_text(next(mutated(rng)))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text("[]{}=\"'#.\n abc01", max_size=120)))
def test_any_text_as_a_policy(text: str) -> None:
    a_policy(text)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_presets_with_something_wrong(rng: Random) -> None:
    a_policy(mutated_policy(rng))


def test_the_cases_are_no_empty_ones() -> None:
    assert COUNTS["spans"] > 100
    assert COUNTS["policies taken"] > 10
    assert COUNTS["policies refused"] > 10
