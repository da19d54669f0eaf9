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

_NORMS = {"attended": "attention.output.LayerNorm", "done": "output.LayerNorm"}
#: What has a head's or a wide channel's rows or columns.
_LEFT_OUT = re.compile(
    r"\.attention\.self\.|\.attention\.output\.dense\.weight|\.intermediate\.dense\.|\d\.output\.dense\.weight"
)
_PARTS = {"words": "word_embeddings", "types": "token_type_embeddings", "positions": "position_embeddings"}


def restore(folder: Path) -> Any:
    """A BertForTokenClassification with the weights of ``folder/model.onnx``. Raises ``ModelError`` on any other graph."""
    from transformers import BertConfig, BertForTokenClassification

    config = BertConfig.from_pretrained(folder, attn_implementation="sdpa")
    model = BertForTokenClassification(config)
    try:
        state = _state(
            {one.name: numpy_helper.to_array(one) for one in onnx.load(folder / "model.onnx").graph.initializer}
        )
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


def _state(found: dict[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """Parameter name → fp32 weights, from the graph's constants (``int8_graph`` names them)."""
    state: dict[str, NDArray[np.float32]] = {}
    for short, part in _PARTS.items():
        rows = found[short].astype(np.float32)
        state[f"bert.embeddings.{part}.weight"] = rows * found["words.scales"] if short == "words" else rows
    for name, value in found.items():
        owner, _, kind = name.rpartition(".")
        if kind in {"gamma", "beta"}:
            layer, _, which = owner.rpartition(".")
            norm = f"{layer}.{_NORMS[which]}" if layer else "bert.embeddings.LayerNorm"
            state[f"{norm}.{'weight' if kind == 'gamma' else 'bias'}"] = value
        elif kind == "bias":
            state[name] = value
        elif kind == "weight":
            scales, factor = found.get(f"{owner}.scale"), found.get(f"{owner}.factor")
            plain = (value.astype(np.float32) * (1 if scales is None else scales)).T
            state[name] = np.ascontiguousarray(plain * (1 if factor is None else factor))
    return state
