"""A network that learns another's answers: the same layers with a cheaper activation, say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from redactor.errors import UsageError

#: A channel that hardly moves must not count for its noise.
_LEAST_VARIANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained classifier over the student's classes, of its depth and width."""

    model: Any

    def check(self, student: Any) -> None:
        """Raises ``UsageError`` where the two cannot be compared layer by layer."""
        for name in ("num_hidden_layers", "hidden_size", "vocab_size"):
            if getattr(self.model.config, name) != getattr(student.config, name):
                raise UsageError(f"--teacher and --base differ in {name}; a student has its teacher's shape")

    @torch.no_grad()
    def __call__(self, inputs: dict[str, torch.Tensor]) -> Any:
        """The teacher's output with the hidden states of all layers."""
        return self.model(**inputs, output_hidden_states=True)


def distil_loss(student: Any, teacher: Any, mask: torch.Tensor, wanted: torch.Tensor, left: float) -> torch.Tensor:
    """How far the student's answers are from the teacher's: the divergence of the classes of ``wanted`` pieces, in nats,
    and ``left`` (1 at the first step, 0 at the last) times how far its layers are.

    ``mask`` and ``wanted`` (batch, pieces) bool: real pieces, and those that decide. Source: Jiao et al., 2020, "TinyBERT";
    there the layers are learnt first and the answers after.
    """
    ours = student.logits[wanted].float().log_softmax(-1)
    theirs = teacher.logits[wanted].float().log_softmax(-1)
    answers = torch.nn.functional.kl_div(ours, theirs, reduction="batchmean", log_target=True)
    return answers + left * _apart(student.hidden_states, teacher.hidden_states, mask)


def _apart(ours: Sequence[torch.Tensor], theirs: Sequence[torch.Tensor], mask: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of all layers, in variances of each of the teacher's channels."""
    parts = []
    for mine, other in zip(ours[1:], theirs[1:], strict=True):
        wanted, given = other[mask].float(), mine[mask].float()
        parts.append(((given - wanted) ** 2 / wanted.var(0).clamp(min=_LEAST_VARIANCE)).mean())
    return torch.stack(parts).mean()
