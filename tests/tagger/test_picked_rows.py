"""The shipped graph computes wanted tokens alone: their logits are the same bits, and nobody can use the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.tagger.checkpoint import load_checkpoint
from redactor.tagger.onnx import OnnxRuntime
from redactor.tagger.runtime import Bools, Floats, Ints
from redactor.tagger.tagging import Tagger, load_tagger


@pytest.fixture(scope="module")
def runtime() -> OnnxRuntime:
    checkpoint = load_checkpoint()
    return OnnxRuntime(checkpoint.weights("onnx")[1], len(checkpoint.classes))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 4), st.integers(3, 40), st.randoms(use_true_random=False))
def test_wanted_tokens_get_the_same_bits(runtime: OnnxRuntime, rows: int, width: int, rng: object) -> None:
    assert runtime.picks
    numbers = np.random.default_rng(rng.randrange(1 << 30))  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    ids = numbers.integers(1_000, 20_000, (rows, width))
    mask, types = np.ones_like(ids), np.zeros_like(ids)
    wanted = numbers.random(ids.shape) < 0.3
    wanted[0, 0] = True
    every, some = runtime.logits(ids, mask, types), runtime.logits(ids, mask, types, wanted)
    assert np.array_equal(some[wanted], every[wanted])
    assert np.isnan(some[~wanted]).all() and np.isfinite(every).all()


@pytest.mark.parametrize("width", [3, 13, 17, 32, 61, 117, 128])
def test_no_row_depends_on_the_others_of_its_call(runtime: OnnxRuntime, width: int) -> None:
    numbers = np.random.default_rng(width)
    ids, types = numbers.integers(1_000, 20_000, (5, width)), numbers.integers(0, 8, (5, width))
    together = runtime.logits(ids, np.ones_like(ids), types)
    for row in range(5):
        alone = runtime.logits(ids[row : row + 1], np.ones_like(ids[:1]), types[row : row + 1])
        assert np.array_equal(alone[0], together[row])


def test_a_tagger_that_asks_for_all_answers_alike() -> None:
    text = "Dr. Nguyễn Thị Hương met O'Neil-Smythe of Acme Ltd. in Hà Nội on 3 May 2024. " * 12
    picking = load_tagger()

    class All:
        picks = False
        pads = picking.runtime.pads

        def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
            return picking.runtime.logits(ids, mask, types)

    assert Tagger(picking.checkpoint, All()).tag([text]) == picking.tag([text])
