"""Loss for partly labelled corpora: any class that the annotation leaves open may be the right one."""

from __future__ import annotations

import torch


def partial_label_loss(logits: torch.Tensor, allowed: torch.Tensor, doubt: float = 0.0) -> tuple[torch.Tensor, int]:
    """Mean of ``-log sum_{c allowed} P(c)`` over pieces that have an allowed class, and how many there are.

    ``doubt``, 0 to 1: the share of words without a label (first class, O) that an annotator overlooked, so that any class may be the
    right one. A word that the model is sure to be a name then costs ``-log(doubt)`` at most, and teaches little. Source: Reed et
    al., 2015, "Training Deep Neural Networks on Noisy Labels with Bootstrapping", with a rate in place of the model's own answer.

    ``logits`` (batch, pieces, classes) float; ``allowed`` (batch, pieces) int64 bit sets, 0 = ignored.
    With one allowed class it is cross entropy. Source: marginal likelihood over partial labels
    (Tsuboi et al., 2008, "Training conditional random fields using incomplete annotations").
    """
    kept = allowed != 0
    count = int(kept.sum())
    if count == 0:
        return logits.sum() * 0.0, 0
    scores = logits[kept].float()
    bits = (allowed[kept].unsqueeze(-1) >> torch.arange(logits.shape[-1], device=allowed.device)) & 1
    inside = scores.masked_fill(bits == 0, float("-inf"))
    loss = scores.logsumexp(-1) - inside.logsumexp(-1)
    if doubt:
        doubted = -((1 - doubt) * torch.exp(-loss) + doubt).log()
        loss = torch.where((allowed[kept] & 1) == 1, doubted, loss)
    return loss.mean(), count


def correct(logits: torch.Tensor, allowed: torch.Tensor) -> tuple[int, int]:
    """How many labelled pieces have their best class among the allowed ones, and how many are labelled."""
    kept = allowed != 0
    best = logits[kept].argmax(-1)
    return int(((allowed[kept] >> best) & 1).sum()), int(kept.sum())
