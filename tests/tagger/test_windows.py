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


@given(st.integers(0, 2_000), st.integers(4, 300), st.data())
def test_windows_part_at_paragraphs_and_share_nothing_there(tokens: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size // 2))
    breaks = sorted(data.draw(st.sets(st.integers(1, max(1, tokens - 1)), max_size=30)))
    windows = plan(tokens, size, overlap, breaks)
    assert [i for w in windows for i in range(w.own_start, w.own_end)] == list(range(tokens))
    assert all(w.start <= w.own_start < w.own_end <= w.end <= w.start + size for w in windows)
    for before, after in pairwise(windows):
        apart = before.end == after.start
        assert (apart and after.start in breaks) or before.end - after.start >= overlap
        assert before.start < after.start
    if tokens > size // 4:
        assert all(w.end - w.start >= size // 4 for w in windows)


@pytest.mark.parametrize(
    ("tokens", "breaks", "want"),
    [
        (100, [10, 50], [(0, 100)]),  # one window holds it
        (150, [70], [(0, 70), (70, 150)]),
        (150, [60, 80, 120], [(0, 80), (80, 150)]),  # nearest to the middle
        (150, [10, 140], [(0, 83), (67, 150)]),  # both would leave a part that says little
        (400, [150], [(0, 83), (67, 150), (150, 244), (228, 322), (306, 400)]),  # paragraphs longer than a window
    ],
)
def test_where_windows_part(tokens: int, breaks: list[int], want: list[tuple[int, int]]) -> None:
    assert [(w.start, w.end) for w in plan(tokens, 100, 16, breaks)] == want


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
