"""Two exported networks as one graph: both are asked, and their answers are averaged.

Networks that were trained apart err apart, so the mean of their log-probabilities is better than either (Dietterich, 2000, "Ensemble
Methods in Machine Learning"). The folder stays that of the first: its tokenizer, windows and classes; the second reads the
first's word pieces under its own ids.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import compose, helper, numpy_helper

from redactor.errors import UsageError
from redactor.training.base import find_base, pieces_of
from redactor.training.int8_graph import saved
from redactor.training.model_folder import built, read_json

#: How much the second network's answers count, where the first's count the rest (docs/training.md; not tuned).
SHARE = 0.5
_SECOND = "second/"
_INPUTS = ("input_ids", "token_type_ids", "rows")


def committee(folders: Sequence[Path], output: Path, share: float = SHARE) -> int:
    """Write the folder ``output`` of two that ``redactor export`` wrote; returns the bytes of its graph. Raises ``UsageError`` for
    others. ``share``: 0 to 1, of the second."""
    if len(folders) != 2:
        raise UsageError("--committee takes two exported models: give --model twice")
    first, second = folders
    labels, others = (read_json(folder / "config.json").get("id2label", {}) for folder in (first, second))
    if labels != others:
        raise UsageError(f"{second} has other labels than {first}; their answers cannot be averaged")
    graphs = [onnx.load(folder / "model.onnx") for folder in (first, second)]
    if any({one.name for one in graph.graph.input} != set(_INPUTS) for graph in graphs):
        raise UsageError(f"{first} and {second} must both be int8 graphs that redactor export wrote")
    one, other = graphs[0], compose.add_prefix(graphs[1], _SECOND)
    ids = pieces_of(find_base(str(second)), find_base(str(first))).numpy()
    nodes = [
        helper.make_node("Gather", ["second.ids", "input_ids"], [f"{_SECOND}input_ids"]),
        *(helper.make_node("Identity", [name], [_SECOND + name]) for name in _INPUTS[1:]),
        *one.graph.node,
        *other.graph.node,
    ]
    weights = [*one.graph.initializer, *other.graph.initializer, numpy_helper.from_array(ids, "second.ids")]
    parts = []
    for name, part in (("logits", 1 - share), (f"{_SECOND}logits", share)):
        weights.append(numpy_helper.from_array(np.array(part, dtype=np.float32), f"{name}.share"))
        nodes.append(helper.make_node("LogSoftmax", [name], [f"{name}.log"], axis=-1))
        nodes.append(helper.make_node("Mul", [f"{name}.log", f"{name}.share"], [f"{name}.part"]))
        parts.append(f"{name}.part")
    nodes.append(helper.make_node("Sum", parts, ["answers"]))
    answers = helper.make_tensor_value_info("answers", onnx.TensorProto.FLOAT, ["rows", len(labels)])
    made = helper.make_graph(nodes, "redactor", list(one.graph.input), [answers], weights)
    with built(output) as building:
        shutil.copytree(first, building, ignore=shutil.ignore_patterns("model.onnx*", "fp32"), dirs_exist_ok=True)
        saved(
            helper.make_model(made, opset_imports=list(one.opset_import), ir_version=8, producer_name="redactor"),
            building / "model.onnx",
        )
        return sum(file.stat().st_size for file in building.glob("model.onnx*"))
