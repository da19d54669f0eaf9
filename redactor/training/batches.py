"""Length-sorted batches under a token budget, in an order that a seed decides."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch

from redactor.training.corpora.alignment import Encoded


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors, each (sequences, pieces) int64, special tokens included."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    allowed: torch.Tensor


def chopped(encoded: Iterable[Encoded], limit: int) -> Iterator[Encoded]:
    """Windows of at most ``limit`` pieces that lose none."""
    for one in encoded:
        for at in range(0, len(one.ids), limit):
            cut = slice(at, at + limit)
            yield Encoded(one.ids[cut], one.types[cut], one.allowed[cut])


def plan(lengths: Sequence[int], budget: int, rng: random.Random | None) -> list[list[int]]:
    """Indices grouped so that padded size stays within ``budget`` tokens; batches shuffled by ``rng`` if given."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], rng.random() if rng else i))
    groups: list[list[int]] = []
    for index in order:
        longest = lengths[index] + 2
        if groups and longest * (len(groups[-1]) + 1) <= budget:
            groups[-1].append(index)
        else:
            groups.append([index])
    if rng:
        rng.shuffle(groups)
    return groups


def collate(encoded: Sequence[Encoded], cls: int, sep: int, pad: int) -> Batch:
    """One padded batch with ``[CLS] … [SEP]`` round each window."""
    width = max(len(one.ids) for one in encoded) + 2
    ids = torch.full((len(encoded), width), pad)
    types, mask, allowed = (torch.zeros((len(encoded), width), dtype=torch.int64) for _ in range(3))
    for row, one in enumerate(encoded):
        end = len(one.ids) + 2
        ids[row, :end] = torch.tensor((cls, *one.ids, sep))
        types[row, 1 : end - 1] = torch.tensor(one.types)
        allowed[row, 1 : end - 1] = torch.tensor(one.allowed)
        mask[row, :end] = 1
    return Batch(ids, types, mask, allowed)
