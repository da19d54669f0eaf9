"""A network that learns another's answers: those of the same layers with a dearer activation, or of a larger encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

#: A channel that hardly moves must not count for its noise.
_LEAST_VARIANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Answers:
    """What a teacher says: logits (pieces, classes) of the pieces asked about; (batch, pieces, width) of each layer, if it shows them."""

    logits: torch.Tensor
    hidden_states: Sequence[torch.Tensor] | None = None


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained classifier over the student's classes; ``pieces`` (student's vocabulary) are its ids of the student's word pieces.

    ``layered``: it has the student's depth and width, and its layers are learnt too. ``itself``: it is what the student began as.
    """

    model: Any
    pieces: torch.Tensor
    layered: bool = False
    itself: bool = False

    @torch.no_grad()
    def __call__(self, inputs: dict[str, torch.Tensor], wanted: torch.Tensor) -> Answers:
        """The answers to the pieces (batch, pieces) bool of ``wanted``. It reads the windows that hold any, or all where its
        layers are learnt."""
        read = wanted.any(1) | self.layered
        ids = self.pieces.to(wanted.device)[inputs["input_ids"]]
        inputs = {name: value[read] for name, value in (inputs | {"input_ids": ids}).items()}
        output = self.model(**inputs, output_hidden_states=self.layered)
        return Answers(output.logits[wanted[read]], output.hidden_states)

    def asked(self, allowed: torch.Tensor) -> torch.Tensor:
        """The pieces (batch, pieces) bool that it answers for; ``allowed`` as in ``Encoded``.

        One that the student began as keeps it at what it knows (Li and Hoiem, 2016, "Learning without Forgetting"), but where whole
        labels say that nothing is named, those alone count.
        """
        if self.layered:
            return allowed != 0
        return left_open(allowed) | _named(allowed) if self.itself else left_open(allowed)


def left_open(allowed: torch.Tensor) -> torch.Tensor:
    """The pieces (batch, pieces) bool of windows whose labels leave some class open: there a teacher of another shape says more
    than they do; where a set's labels are whole, its own habits count. ``allowed`` as in ``Encoded``."""
    several = (allowed & (allowed - 1)) != 0
    return several.any(1, keepdim=True) & (allowed != 0)


def _named(allowed: torch.Tensor) -> torch.Tensor:
    """The pieces of windows in which some piece cannot be the first class, O."""
    labelled = allowed != 0
    return (labelled & (allowed & 1 == 0)).any(1, keepdim=True) & labelled


def distil_loss(student: Any, answers: Answers, mask: torch.Tensor, wanted: torch.Tensor, left: float) -> torch.Tensor:
    """How far the student's answers are from the teacher's: the divergence of the classes of ``wanted`` pieces, in nats,
    and ``left`` (1 at the first step, 0 at the last) times how far its layers are, if the teacher shows them.

    ``mask`` and ``wanted`` (batch, pieces) bool: real pieces, and those that decide. Source: Jiao et al., 2020, "TinyBERT";
    there the layers are learnt first and the answers after.
    """
    ours = student.logits[wanted].float().log_softmax(-1)
    theirs = answers.logits.float().log_softmax(-1)
    apart = torch.nn.functional.kl_div(ours, theirs, reduction="sum", log_target=True) / max(1, len(ours))
    if answers.hidden_states is None:
        return apart
    return apart + left * _apart(student.hidden_states, answers.hidden_states, mask)


def _apart(ours: Sequence[torch.Tensor], theirs: Sequence[torch.Tensor], mask: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of all layers, in variances of each of the teacher's channels."""
    parts = []
    for mine, other in zip(ours[1:], theirs[1:], strict=True):
        wanted, given = other[mask].float(), mine[mask].float()
        parts.append(((given - wanted) ** 2 / wanted.var(0).clamp(min=_LEAST_VARIANCE)).mean())
    return torch.stack(parts).mean()
