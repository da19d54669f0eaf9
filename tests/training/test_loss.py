"""The loss for partly labelled data."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import cross_entropy

from redactor.training.loss import correct, partial_label_loss

LOG3 = [0.0, math.log(2.0), math.log(3.0)]  # probabilities 1/6, 2/6, 3/6


@pytest.mark.parametrize(
    ("allowed", "expected", "count"),
    [
        (0b001, -math.log(1 / 6), 1),
        (0b100, -math.log(3 / 6), 1),
        (0b101, -math.log(4 / 6), 1),
        (0b111, 0.0, 1),
        (0, 0.0, 0),
    ],
)
def test_one_piece(allowed: int, expected: float, count: int) -> None:
    loss, labelled = partial_label_loss(torch.tensor([[LOG3]]), torch.tensor([[allowed]]))
    assert loss.item() == pytest.approx(expected, abs=1e-6)
    assert labelled == count


def test_with_one_allowed_class_it_is_cross_entropy() -> None:
    torch.manual_seed(0)
    logits, gold = torch.randn(4, 7, 13), torch.randint(0, 13, (4, 7))
    loss, count = partial_label_loss(logits, 1 << gold)
    assert count == 28
    assert loss.item() == pytest.approx(cross_entropy(logits.flatten(0, 1), gold.flatten()).item(), abs=1e-5)


@pytest.mark.parametrize(
    ("gold", "expected"),
    [(0, -math.log(0.9 * 1 / 6 + 0.1)), (1, -math.log(2 / 6))],  # O is doubted, a label is not
)
def test_what_has_no_label_may_have_been_overlooked(gold: int, expected: float) -> None:
    loss, _ = partial_label_loss(torch.tensor([[LOG3]]), torch.tensor([[1 << gold]]), doubt=0.1)
    assert loss.item() == pytest.approx(expected, abs=1e-6)


def test_ignored_pieces_have_no_gradient() -> None:
    logits = torch.randn(1, 3, 4, requires_grad=True)
    loss, _ = partial_label_loss(logits, torch.tensor([[0, 0b10, 0]]))
    loss.backward()
    assert logits.grad is not None
    assert logits.grad[0, [0, 2]].abs().sum() == 0
    assert logits.grad[0, 1].abs().sum() > 0


def test_a_batch_with_nothing_labelled_still_has_a_gradient() -> None:
    logits = torch.randn(1, 2, 3, requires_grad=True)
    loss, count = partial_label_loss(logits, torch.zeros((1, 2), dtype=torch.int64))
    loss.backward()
    assert count == 0 and logits.grad is not None and logits.grad.abs().sum() == 0


def test_correct_counts_any_allowed_class() -> None:
    logits = torch.tensor([[[0.0, 1.0, 2.0], [5.0, 1.0, 2.0], [0.0, 9.0, 0.0]]])
    assert correct(logits, torch.tensor([[0b110, 0b010, 0]])) == (1, 2)
