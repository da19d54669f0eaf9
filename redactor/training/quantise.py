"""Static int8 for a BERT or an MPNet: smooth the activations' outliers into the weights, and measure each matrix's input range.

A static scale makes a token's logits independent of its neighbours in the batch (docs/adr/0007-static-int8-graph.md).
Smoothing follows SmoothQuant (Xiao et al., 2022): channel j before a matrix is divided by
``s_j = max|x_j|^a / max|w_j|^(1-a)`` and the weights behind it are multiplied, which changes nothing in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import torch

from redactor.training.encoder_layers import encoder_layers, linear_layers

#: How much of an outlier moves into the weights; 0.5 is the paper's choice.
ALPHA = 0.5
#: The same for the wide feed-forward matrix, whose input is a LayerNorm's with few very large channels. Wrong labels on 500
#: sentences of GMB, of those that fp32 gives: 1.04 % without, 0.86 at 0.3, 0.56 at 0.5, 0.48 at 0.7.
ALPHA_WIDE = 0.7
#: Share of values that a range must hold; the rest saturates. Measured by ``python -m benchmarks.quantisation``.
KEPT = 0.99999


@dataclass(frozen=True, slots=True)
class Ranges:
    """Smallest and largest input of each linear layer, by its name in the model; one that is not there is scaled token by token.

    ``factors`` are what an input's channels are multiplied by first, and the layer's weights divided by.
    """

    low: dict[str, float]
    high: dict[str, float]
    factors: dict[str, torch.Tensor] = field(default_factory=dict)


@torch.inference_mode()
def smooth(model: Any, batches: Iterable[dict[str, torch.Tensor]]) -> None:
    """Fold outlier channels of the values in attention, and of what a ReLU lets through, into the matrix behind them, in place."""
    peaks = _channel_peaks(model, batches)
    for layer in encoder_layers(model):
        # A LayerNorm's output also goes round the block (the residual), so only channels that a matrix alone reads
        # can be rescaled for free: values on their way to the attention's output.
        _fold_pair(layer.value, layer.mixed, peaks[layer.mixed])
        if model.config.hidden_act == "relu":  # max(0, x / s) is max(0, x) / s
            _fold_pair(layer.first, layer.second, peaks[layer.second])


def _fold_pair(first: torch.nn.Linear, second: torch.nn.Linear, peak: torch.Tensor) -> None:
    """Rescale the channels between two matrices with nothing but a weighted mean over tokens, or a ReLU, between them."""
    weight = second.weight.abs().amax(0).clamp(min=1e-5)
    scale = (peak.clamp(min=1e-5) ** ALPHA / weight ** (1 - ALPHA)).clamp(min=1e-3)
    first.weight.div_(scale[:, None])
    first.bias.div_(scale)
    second.weight.mul_(scale)


def _channel_peaks(model: Any, batches: Iterable[dict[str, torch.Tensor]]) -> dict[torch.nn.Linear, torch.Tensor]:
    peaks: dict[torch.nn.Linear, torch.Tensor] = {}

    def watch(part: torch.nn.Linear, inputs: tuple[torch.Tensor, ...]) -> None:
        peak = inputs[0].abs().flatten(0, -2).amax(0)
        peaks[part] = torch.maximum(peaks[part], peak) if part in peaks else peak

    watched(model, batches, watch)
    return peaks


@torch.inference_mode()
def factors(model: Any, batches: Iterable[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """What to multiply the channels of each wide feed-forward matrix's input by, so that no few of them take its range."""
    peaks = _channel_peaks(model, batches)
    return {
        name: _factor(peaks[part], part.weight.abs().amax(0), ALPHA_WIDE)
        for name, part in linear_layers(model).items()
        if name.endswith("intermediate.dense")
    }


@torch.inference_mode()
def all_factors(model: Any, batches: Iterable[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The same for all inputs of matrices; that of query, key and value goes by the query's name."""
    peaks, found, layers = _channel_peaks(model, batches), {}, linear_layers(model)
    for name, part in layers.items():
        if not name.endswith((".key", ".value")):
            readers = [part, *(layers[name.replace("query", other)] for other in ("key", "value") if "query" in name)]
            weight = torch.stack([reader.weight.abs().amax(0) for reader in readers]).amax(0)
            found[name] = _factor(peaks[part], weight, ALPHA)
    return found


def _factor(peak: torch.Tensor, weight: torch.Tensor, alpha: float) -> torch.Tensor:
    scale = peak.clamp(min=1e-5) ** alpha / weight.clamp(min=1e-5) ** (1 - alpha)
    return scale.median() / scale


@torch.inference_mode()
def measure(
    model: Any,
    batches: Iterable[dict[str, torch.Tensor]],
    kept: float = KEPT,
    multiplied: dict[str, torch.Tensor] | None = None,
) -> Ranges:
    """The range of each matrix's input: per batch the ``kept`` quantiles, over batches the mean of the widest half."""
    multiplied = multiplied or {}
    names = {part: name for name, part in linear_layers(model).items()}
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in names.values()}

    def watch(part: torch.nn.Linear, inputs: tuple[torch.Tensor, ...]) -> None:
        values = (inputs[0] * multiplied.get(names[part], 1)).flatten().float()
        count = max(1, round(values.numel() * (1 - kept)))
        seen[names[part]].append((-float((-values).topk(count).values[-1]), float(values.topk(count).values[-1])))

    watched(model, batches, watch)
    low = {name: _wide([pair[0] for pair in pairs], -1) for name, pairs in seen.items()}
    high = {name: _wide([pair[1] for pair in pairs], 1) for name, pairs in seen.items()}
    return Ranges(low, high, multiplied)


def _wide(values: list[float], sign: int) -> float:
    ordered = sorted(values, key=lambda value: sign * value, reverse=True)
    half = ordered[: max(1, len(ordered) // 2)]
    return sum(half) / len(half)


def watched(model: Any, batches: Iterable[dict[str, torch.Tensor]], watch: Any) -> None:
    """Run ``batches``; ``watch(matrix, inputs)`` is told of each input of the encoder's matrices."""
    handles = [part.register_forward_pre_hook(watch) for part in linear_layers(model).values()]
    try:
        for batch in batches:
            model(**batch)
    finally:
        for handle in handles:
            handle.remove()
