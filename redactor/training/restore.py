"""The network back out of an int8 graph that ``redactor export`` wrote: the shipped model is a base to train on from.

Each weight comes back as its int8 step times its channel's scale, so the restored network is the exported one but for the
rounding of its activations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from redactor.errors import ModelError
from redactor.training.shaped_mpnet import ShapedMPNet, ShapedMPNetConfig

_NORMS = {"attended": "attention.output.LayerNorm", "done": "output.LayerNorm"}
#: What has a head's or a wide channel's rows or columns.
_LEFT_OUT = re.compile(
    r"\.attention\.self\.|\.attention\.output\.dense\.weight|\.intermediate\.dense\.|\d\.output\.dense\.weight"
)
#: BERT's name for a part → MPNet's.
_MPNET = {
    "bert.embeddings.token_type_embeddings": "shapes",
    "bert.": "mpnet.",
    ".self.query": ".attn.q",
    ".self.key": ".attn.k",
    ".self.value": ".attn.v",
    ".attention.output.dense": ".attention.attn.o",
    ".attention.output.LayerNorm": ".attention.LayerNorm",
}
_PARTS = {"words": "word_embeddings", "types": "token_type_embeddings", "positions": "position_embeddings"}


def restore(folder: Path) -> Any:
    """A BERT's or MPNet's token classifier with the weights of ``folder/model.onnx``. Raises ``ModelError`` on any other graph."""
    from transformers import AutoConfig, BertForTokenClassification

    config = AutoConfig.from_pretrained(folder)
    mpnet = config.model_type == ShapedMPNetConfig.model_type
    if not mpnet:
        config._attn_implementation = "sdpa"
    model: Any = ShapedMPNet(config) if mpnet else BertForTokenClassification(config)
    try:
        constants = onnx.load(folder / "model.onnx").graph.initializer
        state = _state({one.name: numpy_helper.to_array(one) for one in constants})
        if mpnet:
            state = _as_mpnet(state, model)
        whole = {name: value.shape for name, value in model.state_dict().items()}
        model.load_state_dict(
            {name: torch.from_numpy(_padded(name, value, whole[name])) for name, value in state.items()}, strict=False
        )
        missing = [name for name, _ in model.named_parameters() if name not in state]
    except Exception as error:
        raise _refused(folder, type(error).__name__) from None
    if missing:
        raise _refused(folder, f"{len(missing)} weights missing")
    return model


def _refused(folder: Path, why: str) -> ModelError:
    return ModelError(
        f"{folder / 'model.onnx'} is no int8 graph of redactor export ({why}); give the folder that it was exported from"
    )


def _padded(name: str, value: NDArray[np.float32], shape: Sequence[int]) -> NDArray[np.float32]:
    """With zeros for the silent heads and channels that the graph leaves out."""
    if value.shape != tuple(shape) and not (_LEFT_OUT.search(name) and value.ndim == len(shape)):
        raise ValueError
    whole = np.zeros(shape, dtype=np.float32)
    whole[tuple(slice(0, size) for size in value.shape)] = value
    return whole


def _as_mpnet(state: dict[str, NDArray[np.float32]], model: Any) -> dict[str, NDArray[np.float32]]:
    """The same weights under MPNet's names. Its first positions are never used, and its distances share a row where they are large."""
    places = "bert.embeddings.position_embeddings.weight"
    unused = np.zeros((model.mpnet.embeddings.padding_idx + 1, state[places].shape[1]), np.float32)
    distances, encoder = state["distances"], model.mpnet.encoder
    farthest = len(distances) // 2
    buckets = encoder.relative_position_bucket(torch.arange(-farthest, farthest + 1)).numpy()
    bias = np.zeros(tuple(encoder.relative_attention_bias.weight.shape), np.float32)
    bias[buckets] = distances
    found = state | {
        places: np.concatenate([unused, state[places]]),
        "bert.encoder.relative_attention_bias.weight": bias,
    }
    del found["distances"]
    for old, new in _MPNET.items():
        found = {name.replace(old, new): value for name, value in found.items()}
    return found


def _state(found: dict[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """Parameter name → fp32 weights, from the graph's constants (``int8_graph`` names them)."""
    state: dict[str, NDArray[np.float32]] = {}
    for short, part in _PARTS.items():
        rows = found[short].astype(np.float32)
        state[f"bert.embeddings.{part}.weight"] = rows * found["words.scales"] if short == "words" else rows
    if "distances" in found:
        state["distances"] = found["distances"]
    for name, value in found.items():
        owner, _, kind = name.rpartition(".")
        if kind in {"gamma", "beta"}:
            layer, _, which = owner.rpartition(".")
            norm = f"{layer}.{_NORMS[which]}" if layer else "bert.embeddings.LayerNorm"
            state[f"{norm}.{'weight' if kind == 'gamma' else 'bias'}"] = value
        elif kind == "bias":
            state[name] = value
        elif kind == "weight":
            read = re.sub(r"\.self\.(key|value)$", ".self.query", owner)  # what all three read
            scales, factor = found.get(f"{owner}.scale"), found.get(f"{read}.factor")
            plain = (value.astype(np.float32) * (1 if scales is None else scales)).T
            state[name] = np.ascontiguousarray(plain * (1 if factor is None else factor))
    return state
