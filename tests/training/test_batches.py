"""Batches: nothing lost, nothing twice, within the budget, the same for the same seed."""

from __future__ import annotations

import random

import torch
from hypothesis import given
from hypothesis import strategies as st

from redactor.training.batches import chopped, collate, plan
from redactor.training.corpora.alignment import Encoded

lengths = st.lists(st.integers(1, 60), max_size=40)


@given(lengths, st.integers(1, 200), st.one_of(st.none(), st.integers()))
def test_every_window_is_in_one_batch_within_the_budget(sizes: list[int], budget: int, seed: int | None) -> None:
    groups = plan(sizes, budget, None if seed is None else random.Random(seed))
    assert sorted(i for group in groups for i in group) == list(range(len(sizes)))
    for group in groups:
        assert len(group) == 1 or (max(sizes[i] for i in group) + 2) * len(group) <= budget


def test_the_seed_decides_the_order() -> None:
    sizes = [random.Random(1).randint(1, 50) for _ in range(200)]
    one, same, other = (plan(sizes, 128, random.Random(seed)) for seed in (5, 5, 6))
    assert one == same != other


@given(st.lists(st.integers(0, 30), max_size=6), st.integers(1, 12))
def test_chopping_counts_every_piece_once(sizes: list[int], limit: int) -> None:
    whole = [Encoded(tuple(range(n)), (0,) * n, tuple(range(n))) for n in sizes]
    parts = list(chopped(whole, limit))
    assert all(0 < len(part.ids) <= limit for part in parts)
    assert [i for part in parts for i in part.ids] == [i for one in whole for i in one.ids]
    assert [i for part in parts for i in part.allowed] == [i for one in whole for i in one.allowed]


def test_collate_puts_specials_round_each_window_and_ignores_padding() -> None:
    batch = collate([Encoded((7, 8, 9), (1, 2, 3), (4, 0, 4)), Encoded((5,), (1,), (2,))], 101, 102, 99)
    assert batch.ids.tolist() == [[101, 7, 8, 9, 102], [101, 5, 102, 99, 99]]
    assert batch.mask.tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]
    assert batch.types.tolist() == [[0, 1, 2, 3, 0], [0, 1, 0, 0, 0]]
    assert batch.allowed.tolist() == [[0, 4, 0, 4, 0], [0, 2, 0, 0, 0]]
    assert {tensor.dtype for tensor in (batch.ids, batch.types, batch.mask, batch.allowed)} == {torch.int64}
