"""The matrices and norms of a BERT's or an MPNet's layers, by BERT's names: both have the same parts and call them otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch.nn import LayerNorm, Linear


@dataclass(frozen=True, slots=True)
class EncoderLayer:
    """One layer: attention (``query`` to ``mixed``) and its norm, then the wide matrices (``first``, ``second``) and theirs."""

    query: Linear
    key: Linear
    value: Linear
    mixed: Linear
    attended: LayerNorm
    first: Linear
    second: Linear
    done: LayerNorm


def encoder_layers(model: Any) -> list[EncoderLayer]:
    """The layers of a token classifier on a BERT or an MPNet, the lowest first."""
    return [encoder_layer(layer) for layer in model.base_model.encoder.layer]


def encoder_layer(layer: Any) -> EncoderLayer:
    """The parts of one."""
    attention = layer.attention
    if hasattr(attention, "attn"):  # MPNet
        query, key, value, mixed = attention.attn.q, attention.attn.k, attention.attn.v, attention.attn.o
        attended = attention.LayerNorm
    else:
        query, key, value = attention.self.query, attention.self.key, attention.self.value
        mixed, attended = attention.output.dense, attention.output.LayerNorm
    wide = layer.intermediate.dense
    return EncoderLayer(query, key, value, mixed, attended, wide, layer.output.dense, layer.output.LayerNorm)


#: Where BERT keeps the matrices of a layer, which is what an int8 graph's constants are called.
_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "first": "intermediate.dense",
    "second": "output.dense",
}


def linear_layers(model: Any) -> dict[str, Linear]:
    """The matrices of the layers by BERT's name for them; the classifier is none."""
    return {
        f"bert.encoder.layer.{number}.{name}": getattr(layer, part)
        for number, layer in enumerate(encoder_layers(model))
        for part, name in _NAMES.items()
    }
