"""Windows and batches: every token is decided once, by the window in which it is farthest from an edge."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.tagger.windows import batches, plan


@given(st.integers(0, 5_000), st.integers(1, 600), st.data())
def test_owned_parts_tile_the_text(tokens: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size - 1))
    windows = plan(tokens, size, overlap)
    assert [i for w in windows for i in range(w.own_start, w.own_end)] == list(range(tokens))
    for window in windows:
        assert 0 <= window.start <= window.own_start < window.own_end <= window.end <= tokens
        assert window.end - window.start <= size
    for before, after in pairwise(windows):
        assert before.start < after.start and before.end - after.start >= overlap
        assert abs((before.end - before.own_end) - (after.own_start - after.start)) <= 1
    assert len(windows) <= max(1, -(-tokens // (size - overlap)))


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (4, 4), (4, 5), (4, -1)])
def test_overlaps_that_do_not_fit(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        plan(10, size, overlap)


@given(st.lists(st.integers(1, 300), max_size=80), st.integers(1, 1_500), st.booleans())
def test_batches_hold_each_window_once_within_the_budget(lengths: list[int], budget: int, alike: bool) -> None:
    groups = batches(lengths, budget, alike=alike)
    assert not alike or all(len({lengths[i] for i in group}) == 1 for group in groups)
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(lengths[i] for i in group) <= budget
