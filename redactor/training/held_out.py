"""How well a model that is being trained does on windows of texts that are held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from redactor.training.base import Base
from redactor.training.batches import Batch, chopped, collate, plan
from redactor.training.corpora.alignment import Encoded
from redactor.training.corpora.examples import spans_of
from redactor.training.finetune import TrainSettings, inputs_of
from redactor.training.loss import correct, partial_label_loss


@torch.inference_mode()
def loss_and_accuracy(
    model: Any, windows: Sequence[Encoded], base: Base, settings: TrainSettings
) -> tuple[float, float]:
    """(loss in nats a labelled piece, accuracy)."""
    nll, right, total = 0.0, 0, 0
    for batch, logits in _answers(model, windows, base, settings):
        allowed = batch.allowed.to(logits.device)
        loss, count = partial_label_loss(logits, allowed)
        nll, right, total = nll + float(loss) * count, right + correct(logits, allowed)[0], total + count
    return nll / max(total, 1), right / max(total, 1)


@torch.inference_mode()
def strict_f1(
    model: Any,
    windows: Sequence[Encoded],
    base: Base,
    settings: TrainSettings,
    classes: tuple[str, ...],
    bias: torch.Tensor,
) -> float:
    """Strict F1 of the entities: each word's best class, where a class that the labels leave open counts as O."""
    right = gold = predicted = 0
    for batch, logits in _answers(model, windows, base, settings):
        best = (logits.float().cpu() + bias).argmax(-1)
        for row, allowed in zip(best.tolist(), batch.allowed.tolist(), strict=True):
            words = [(at, bits) for at, bits in enumerate(allowed) if bits]
            places = [(at, at + 1) for at, _ in words]
            found = ["O" if bits & 1 and bits >> row[at] & 1 else classes[row[at]] for at, bits in words]
            wanted = [classes[bits.bit_length() - 1] if not bits & 1 else "O" for _, bits in words]
            ours, theirs = set(spans_of(places, found)), set(spans_of(places, wanted))
            right, gold, predicted = right + len(ours & theirs), gold + len(theirs), predicted + len(ours)
    return 2 * right / max(gold + predicted, 1)


def _answers(
    model: Any, windows: Sequence[Encoded], base: Base, settings: TrainSettings
) -> Iterator[tuple[Batch, torch.Tensor]]:
    """Batches, and the model's logits for each."""
    pieces = list(chopped(windows, settings.max_tokens))
    device = str(next(model.parameters()).device)
    for group in plan([len(one.ids) for one in pieces], settings.batch_tokens, None):
        batch = collate([pieces[i] for i in group], *base.special)
        yield batch, model(**inputs_of(model, batch, device)).logits
