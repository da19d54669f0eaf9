"""Silence what a classifier can do without: heads of its attention, channels between its wide matrices.

What is silenced has zeros for weights on both its sides, so the checkpoint stays a plain BERT for whoever loads it. Its gradients are
zero as well, so training leaves it out (``compact``), and so does the int8 graph (``int8_graph``).
Source of the measure: Michel et al., 2019, "Are Sixteen Heads Really Better than One?"; here damage is the divergence of the
answers, in nats a word, from those of the whole network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from redactor.errors import UsageError
from redactor.training.encoder_layers import EncoderLayer, encoder_layer
from redactor.training.quantise import watched

#: Channels come and go by this part of a layer's (128 of 1,536): a matrix of an odd width gains nothing from what it lacks.
PART = 12

Inputs = Sequence[tuple[dict[str, torch.Tensor], torch.Tensor]]


@torch.inference_mode()
def prune(model: Any, inputs: Inputs, heads: int | None = None, channels: int | None = None) -> None:
    """Leave ``heads`` and ``channels`` in all layers together, those that matter most for the answers to ``inputs``:
    (arguments of the model, the pieces of each that decide). None leaves all. Raises ``UsageError`` for more than there are,
    or for an activation that does not stay silent."""
    config, layers = model.config, model.bert.encoder.layer
    if channels is not None and config.hidden_act != "relu":
        raise UsageError("silenced channels stay silent behind a ReLU alone; take --activation relu with it")
    for wanted, most, name in (
        (heads, config.num_attention_heads * len(layers), "heads"),
        (channels, config.intermediate_size * len(layers), "channels"),
    ):
        if wanted is not None and not 0 < wanted <= most:
            raise UsageError(f"the model has {most} {name}; keep 1 to {most}")
    if heads is not None:
        _prune_heads(layers, config.num_attention_heads, heads, _measure(model, inputs))
    if channels is not None:
        _prune_channels(model, inputs, channels)


def silent_channels(layer: EncoderLayer) -> torch.Tensor:
    """(channels,) bool: those between the wide matrices that can say nothing."""
    first, second = layer.first, layer.second
    return (second.weight == 0).all(0) & (first.weight == 0).all(1) & (first.bias == 0)


def silent_heads(layer: EncoderLayer, heads: int) -> torch.Tensor:
    """(heads,) bool: those that can say nothing."""
    value = layer.value
    channels = (layer.mixed.weight == 0).all(0) & (value.weight == 0).all(1) & (value.bias == 0)
    return channels.reshape(heads, -1).all(1)


@dataclass(frozen=True, slots=True)
class Speaking:
    """A layer's matrices without what is silent. At least one head and one channel are left, even if they say nothing."""

    query: torch.nn.Linear
    key: torch.nn.Linear
    value: torch.nn.Linear
    mixed: torch.nn.Linear
    first: torch.nn.Linear
    second: torch.nn.Linear
    heads: int


def speaking(layer: EncoderLayer, heads: int) -> Speaking:
    """What speaks of a ``layer`` with ``heads`` heads. It answers as the layer does."""
    kept = _kept(silent_heads(layer, heads))
    places = torch.arange(layer.query.out_features).reshape(heads, -1)[kept].flatten()
    channels = _kept(silent_channels(layer))
    return Speaking(
        _rows(layer.query, places),
        _rows(layer.key, places),
        _rows(layer.value, places),
        _columns(layer.mixed, places),
        _rows(layer.first, channels),
        _columns(layer.second, channels),
        len(kept),
    )


def compact(model: Any) -> Callable[[], None]:
    """Leave what is silent out of ``model`` while it trains, which then costs as much less as in use.

    Returns what puts the zeros back, in place.
    """
    heads, undo = model.config.num_attention_heads, list[Callable[[], None]]()
    for layer in model.bert.encoder.layer:
        parts = encoder_layer(layer)
        head, channel = silent_heads(parts, heads), silent_channels(parts)
        if head.any() or channel.any():
            undo.append(_compacted(layer, heads, _kept(head), _kept(channel)))

    def expand() -> None:
        for each in undo:
            each()

    return expand


def _compacted(layer: Any, heads: int, head: torch.Tensor, channel: torch.Tensor) -> Callable[[], None]:
    own, out = layer.attention.self, layer.attention.output
    width = own.query.out_features // heads
    places = torch.arange(own.query.out_features).reshape(heads, -1)[head].flatten()
    #: (owner, name, what is kept of its rows or columns, is it rows)
    parts = [
        (own, "query", places, True),
        (own, "key", places, True),
        (own, "value", places, True),
        (out, "dense", places, False),
        (layer.intermediate, "dense", channel, True),
        (layer.output, "dense", channel, False),
    ]
    whole = [getattr(owner, name) for owner, name, _, _ in parts]
    for owner, name, kept, rows in parts:
        setattr(owner, name, (_rows if rows else _columns)(getattr(owner, name), kept))
    own.num_attention_heads, own.all_head_size = len(head), len(head) * width

    @torch.no_grad()
    def expand() -> None:
        for (owner, name, kept, rows), old in zip(parts, whole, strict=True):
            new = getattr(owner, name)
            if rows:
                old.weight[kept], old.bias[kept] = new.weight.cpu(), new.bias.cpu()
            else:
                old.weight[:, kept], old.bias[:] = new.weight.cpu(), new.bias.cpu()
            setattr(owner, name, old)
        own.num_attention_heads, own.all_head_size = heads, heads * width

    return expand


def _kept(silent: torch.Tensor) -> torch.Tensor:
    return (~silent).nonzero().flatten() if not silent.all() else torch.tensor([0])


def _rows(part: torch.nn.Linear, kept: torch.Tensor) -> torch.nn.Linear:
    return _linear(part.weight[kept], part.bias[kept])


def _columns(part: torch.nn.Linear, kept: torch.Tensor) -> torch.nn.Linear:
    return _linear(part.weight[:, kept], part.bias)


def _linear(weight: torch.Tensor, bias: torch.Tensor) -> torch.nn.Linear:
    made = torch.nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight.detach().clone(), bias.detach().clone()
    return made


def _measure(model: Any, inputs: Inputs) -> Callable[[], float]:
    """How far the answers are, at each call, from what they were at this one."""

    def answers() -> torch.Tensor:
        parts = []
        for arguments, wanted in inputs:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**arguments).logits
            parts.append(logits[wanted].float().log_softmax(-1))
        return torch.cat(parts)

    whole = answers()
    return lambda: float(torch.nn.functional.kl_div(answers(), whole, reduction="batchmean", log_target=True))


def _prune_heads(layers: Any, count: int, kept: int, damage: Callable[[], float]) -> None:
    width = layers[0].attention.output.dense.in_features // count
    places = [slice(head * width, (head + 1) * width) for head in range(count)]
    found: list[tuple[float, int, int]] = []
    for number, layer in enumerate(layers):
        weight = layer.attention.output.dense.weight
        for head, place in enumerate(places):
            before = weight[:, place].clone()
            weight[:, place] = 0
            found.append((damage(), number, head))
            weight[:, place] = before
    for _, number, head in sorted(found)[: len(found) - kept]:
        own, place = layers[number].attention, places[head]
        own.output.dense.weight[:, place] = 0
        for part in (own.self.query, own.self.key, own.self.value):
            part.weight[place], part.bias[place] = 0, 0


def _prune_channels(model: Any, inputs: Inputs, kept: int) -> None:
    layers, ranks = model.bert.encoder.layer, _ranks(model, inputs)
    step = max(1, model.config.intermediate_size // PART)
    damage = _measure(model, inputs)
    curves = []
    for layer, rank in zip(layers, ranks, strict=True):
        weight, curve = layer.output.dense.weight, [0.0]
        before = weight.clone()
        for at in range(0, len(rank) - step, step):
            weight[:, rank[at : at + step]] = 0
            curve.append(damage())
        weight.copy_(before)
        curves.append(curve)
    steps = -(-(sum(map(len, ranks)) - kept) // step)
    for layer, rank, gone in zip(layers, ranks, _shares(curves, steps), strict=True):
        silent = rank[: gone * step]
        layer.output.dense.weight[:, silent] = 0
        layer.intermediate.dense.weight[silent], layer.intermediate.dense.bias[silent] = 0, 0


def _ranks(model: Any, inputs: Inputs) -> list[torch.Tensor]:
    """Each layer's channels, those that say least first: mean activation times the size of the weights that read it."""
    parts = [layer.output.dense for layer in model.bert.encoder.layer]
    sums: dict[Any, Any] = dict.fromkeys(parts, 0.0)

    def watch(part: torch.nn.Linear, given: tuple[torch.Tensor, ...]) -> None:
        if part in sums:
            sums[part] = sums[part] + given[0].float().abs().flatten(0, -2).mean(0)

    watched(model, (arguments for arguments, _ in inputs), watch)
    return [(sums[part] * part.weight.norm(dim=0)).argsort() for part in parts]


def _shares(curves: Sequence[Sequence[float]], gone: int) -> list[int]:
    """How many steps each layer loses so that ``gone`` go in all, always the one that adds least damage; ``curves`` are each
    layer's damage after 0, 1, … steps. Fewer go where the layers have no more to give.

    >>> _shares([[0.0, 1.0, 5.0], [0.0, 0.1, 0.5, 9.0]], 3)
    [1, 2]
    """
    taken = [0] * len(curves)
    for _ in range(gone):
        steps = [
            (curve[at + 1] - curve[at], n)
            for n, (curve, at) in enumerate(zip(curves, taken, strict=True))
            if at + 1 < len(curve)
        ]
        if not steps:
            break
        taken[min(steps)[1]] += 1
    return taken
