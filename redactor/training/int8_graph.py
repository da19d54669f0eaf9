"""A BERT or MPNet token classifier as a small hand-made int8 ONNX graph: one quantisation a matrix input, bias fused, no padding work lost.

The operators of ``com.microsoft`` are ONNX Runtime's own fused ones (docs/ContribOperators.md in its repository).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from redactor.training.encoder_layers import EncoderLayer, encoder_layers
from redactor.training.prune import speaking
from redactor.training.quantise import Ranges

_OWN = "com.microsoft"
#: A BERT's ``hidden_act`` → the operator for it. What is quantised without a sign has been cut off at 0 already.
ACTIVATIONS = {"gelu": "Gelu", "relu": None}
#: Bytes that hosts of code and packages take in one file (GitHub and PyPI: 100 MB), and of a table that stays in it.
LARGEST_FILE, LARGEST_TABLE = 95_000_000, 10_000_000


class _Graph:
    """Nodes and weights in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output


def build(model: Any, ranges: Ranges, path: Path) -> None:
    """Write ``model`` (a BERT's or MPNet's token classifier, fp32, evaluated) with the measured input ``ranges`` to ``path``.

    It takes no mask, so the rows of a call must be equally long, and no row's logits depend on what else is in the call.
    Its input ``rows`` names the tokens (of all batches in one line) whose logits are wanted: words are decided by their
    first pieces, so what follows the last attention is computed for those alone. Inside, tokens come before batches:
    so attention's products can read heads where they lie, without a copy. Heads and channels that are silent (``prune``) are
    left out.
    """
    graph, config = _Graph(), model.config
    hidden = _embeddings(graph, model, config.layer_norm_eps)
    rows, distances = _turned_rows(graph), _distances(graph, model)
    for number, layer in enumerate(encoder_layers(model)):
        last = number == config.num_hidden_layers - 1
        name = f"bert.encoder.layer.{number}"
        hidden = _layer(graph, layer, hidden, name, ranges, config, rows if last else None, distances)
    weight = graph.constant("classifier.weight", _numpy(model.classifier.weight).T)
    bias = graph.constant("classifier.bias", _numpy(model.classifier.bias))
    graph.node("Add", [graph.node("MatMul", [hidden, weight], "classified"), bias], "logits")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "token_type_ids")
    ]
    inputs.append(helper.make_tensor_value_info("rows", TensorProto.INT64, ["rows"]))
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", len(config.id2label)])
    made = helper.make_graph(graph.nodes, "redactor", inputs, [output], graph.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
    saved(helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="redactor"), path)


def saved(model: onnx.ModelProto, path: Path) -> None:
    """Write a graph; the word embeddings of a large model go into a file of their own."""
    large, beside = model.ByteSize() > LARGEST_FILE, f"{path.name}.words"
    onnx.save(model, str(path), save_as_external_data=large, location=beside, size_threshold=LARGEST_TABLE)
    if large:
        path.with_name(beside).chmod(0o644)  # onnx makes it for the owner alone, which a packaged model cannot be


def _numpy(tensor: Any) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().float().cpu().numpy())


def _embeddings(graph: _Graph, model: Any, epsilon: float) -> str:
    """(tokens, batch, width): word embeddings as int8 rows with a scale each; positions and types (small) stay fp32."""
    part = model.base_model.embeddings
    kinds_of_words = model.shapes if hasattr(model, "shapes") else part.token_type_embeddings
    first = 0 if part.position_embeddings.padding_idx is None else part.position_embeddings.padding_idx + 1
    ids, kinds = (
        graph.node("Transpose", [name], f"{name}.turned", perm=[1, 0]) for name in ("input_ids", "token_type_ids")
    )
    rows = _numpy(part.word_embeddings.weight)
    scales = np.maximum(np.abs(rows).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    table = graph.constant("words", np.round(rows / scales).astype(np.int8))
    picked = graph.node("Cast", [graph.node("Gather", [table, ids], "words.rows")], "words.float", to=TensorProto.FLOAT)
    words = graph.node(
        "Mul",
        [picked, graph.node("Gather", [graph.constant("words.scales", scales), ids], "words.scale")],
        "words.value",
    )
    types = graph.node("Gather", [graph.constant("types", _numpy(kinds_of_words.weight)), kinds], "types.value")
    shape, one = graph.node("Shape", ["input_ids"], "shape"), graph.constant("one", np.array([1]))
    zero = graph.constant("zero", np.array([0]))
    graph.node("Gather", [shape, zero], "batch")
    length = graph.node("Gather", [shape, one], "length")
    places = graph.constant("positions", _numpy(part.position_embeddings.weight[first:]))
    positions = graph.node(
        "Unsqueeze", [graph.node("Slice", [places, zero, length], "positions.some"), one], "positions.value"
    )
    summed = graph.node("Add", [graph.node("Add", [words, types], "embedded.words"), positions], "embedded")
    return _norm(graph, part.LayerNorm, summed, "embeddings", epsilon)


def _turned_rows(graph: _Graph) -> str:
    """``rows`` where tokens come before batches."""
    token = graph.node("Mod", ["rows", "length"], "rows.token")
    row = graph.node("Div", ["rows", "length"], "rows.batch")
    return graph.node("Add", [graph.node("Mul", [token, "batch"], "rows.line"), row], "rows.turned")


def _distances(graph: _Graph, model: Any) -> str | None:
    """(heads, tokens, tokens): what MPNet adds to attention's scores for how far two tokens lie apart; None for a BERT."""
    encoder = model.base_model.encoder
    if not hasattr(encoder, "relative_attention_bias"):
        return None
    longest = model.config.max_position_embeddings
    buckets = encoder.relative_position_bucket(torch.arange(1 - longest, longest))
    table = graph.constant("distances", _numpy(encoder.relative_attention_bias(buckets)))
    start, step = (graph.constant(f"distances.{name}", np.array(n)) for name, n in (("start", 0), ("step", 1)))
    place = graph.node("Range", [start, graph.node("Squeeze", ["length"], "length.scalar"), step], "places")
    apart = graph.node(
        "Sub",
        [graph.node("Unsqueeze", ["places", "zero"], "keys"), graph.node("Unsqueeze", [place, "one"], "queries")],
        "apart",
    )
    rows = graph.node("Add", [apart, graph.constant("distances.middle", np.array(longest - 1))], "apart.rows")
    return graph.node("Transpose", [graph.node("Gather", [table, rows], "apart.value")], "apart.turned", perm=[2, 0, 1])


def _norm(graph: _Graph, part: Any, value: str, name: str, epsilon: float, skip: str | None = None) -> str:
    gamma = graph.constant(f"{name}.gamma", _numpy(part.weight))
    beta = graph.constant(f"{name}.beta", _numpy(part.bias))
    if skip is not None:
        # ONNX Runtime 1.32 takes five times as long over its SkipLayerNormalization, and would fuse an Add into it.
        value = graph.node("Sum", [value, skip], f"{name}.sum")
    return graph.node("LayerNormalization", [value, gamma, beta], f"{name}.normed", epsilon=epsilon, axis=-1)


@dataclass(frozen=True, slots=True)
class _Quantised:
    """A matrix's input as uint8 with its scale and zero point; ``tokens``, if its scale is each token's own, is that scale."""

    value: str
    scale: str
    zero: str
    tokens: str | None = None


def _quantised(graph: _Graph, value: str, name: str, ranges: Ranges) -> _Quantised:
    """``value``, its channels balanced, as uint8: by the measured range, or each token by its own largest channel."""
    if name in ranges.factors:
        factor = graph.constant(f"{name}.factor", _numpy(ranges.factors[name]))
        value = graph.node("Mul", [value, factor], f"{name}.balanced")
    tokens = None
    if name in ranges.low:
        low, high = min(ranges.low[name], 0.0), max(ranges.high[name], 0.0)
        step = max((high - low) / 255, 1e-8)
        middle = round(-low / step)
    else:
        step, middle = 1 / 127, 128
        largest = graph.node("ReduceMax", [graph.node("Abs", [value], f"{name}.sizes")], f"{name}.size", axes=[-1])
        tokens = graph.node(
            "Max", [largest, graph.constant(f"{name}.least", np.array(1e-8, dtype=np.float32))], f"{name}.tokens"
        )
        value = graph.node("Div", [value, tokens], f"{name}.even")
    scale = graph.constant(f"{name}.in.scale", np.array(step, dtype=np.float32))
    zero = graph.constant(f"{name}.in.zero", np.array(np.clip(middle, 0, 255), dtype=np.uint8))
    return _Quantised(graph.node("QuantizeLinear", [value, scale, zero], f"{name}.in"), scale, zero, tokens)


def _linear(graph: _Graph, part: Any, value: _Quantised, name: str, factor: Any = None) -> str:
    """int8 matrix with a scale per output channel; the product comes out as fp32 with its bias added.

    ``factor`` is what the input's channels were multiplied by.
    """
    weight = _numpy(part.weight) / (1 if factor is None else _numpy(factor))
    scales = np.maximum(np.abs(weight).max(1) / 127, 1e-12).astype(np.float32)
    table = graph.constant(f"{name}.weight", np.round(weight / scales[:, None]).astype(np.int8).T)
    scale = graph.constant(f"{name}.scale", scales)
    bias = graph.constant(f"{name}.bias", _numpy(part.bias))
    inputs = [value.value, table, value.scale, scale, value.zero, ""]
    if value.tokens is None:
        return graph.node("MatMulIntegerToFloat", [*inputs, bias], f"{name}.out", _OWN)
    product = graph.node("MatMulIntegerToFloat", inputs[:-1], f"{name}.product", _OWN)
    return graph.node("Add", [graph.node("Mul", [product, value.tokens], f"{name}.scaled"), bias], f"{name}.out")


def _picked(graph: _Graph, value: str, rows: str) -> str:
    """``rows`` of (batch, tokens, width) as (rows, width)."""
    shaped = graph.node("Flatten", [value], f"{value}.lines", axis=2)
    return graph.node("Gather", [shaped, rows], f"{value}.picked")


def _attention(
    graph: _Graph, query: str, key: str, value: str, name: str, heads: int, size: int, distances: str | None
) -> str:
    """Heads mixed over tokens. The products read them where they lie: ONNX Runtime's own attention copies them first."""
    apart = graph.constant(f"{name}.heads", np.array([0, 0, heads, size]))
    joined = graph.constant(f"{name}.whole", np.array([0, 0, heads * size]))
    parts = [graph.node("Reshape", [part, apart], f"{part}.heads") for part in (query, key, value)]
    turned = {"transBatchA": 1, "transBatchB": 1, "transB": 1}
    scores = graph.node("FusedMatMul", parts[:2], f"{name}.scores", _OWN, alpha=size**-0.5, **turned)
    if distances:
        scores = graph.node("Add", [scores, distances], f"{name}.placed")
    weights = graph.node("Softmax", [scores], f"{name}.weights", axis=-1)
    mixed = graph.node("FusedMatMul", [weights, parts[2]], f"{name}.weighted", _OWN, transBatchB=1)
    back = graph.node("Transpose", [mixed], f"{name}.back", perm=[2, 0, 1, 3])
    return graph.node("Reshape", [back, joined], f"{name}.mixed")


def _layer(
    graph: _Graph,
    layer: EncoderLayer,
    hidden: str,
    name: str,
    ranges: Ranges,
    config: Any,
    rows: str | None,
    distances: str | None,
) -> str:
    own = speaking(layer, config.num_attention_heads)
    factors = ranges.factors
    asked = f"{name}.attention.self.query"  # query, key and value read the same tensor
    shared = _quantised(graph, hidden, asked, ranges)
    query, key, value = (
        _linear(graph, part, shared, f"{name}.attention.self.{which}", factors.get(asked))
        for which, part in (("query", own.query), ("key", own.key), ("value", own.value))
    )
    size = config.hidden_size // config.num_attention_heads
    mixed = _attention(graph, query, key, value, name, own.heads, size, distances)
    if rows is not None:
        mixed, hidden = _picked(graph, mixed, rows), _picked(graph, hidden, rows)
    dense = f"{name}.attention.output.dense"
    projected = _linear(graph, own.mixed, _quantised(graph, mixed, dense, ranges), dense, factors.get(dense))
    attended = _norm(graph, layer.attended, projected, f"{name}.attended", config.layer_norm_eps, hidden)
    first, second = f"{name}.intermediate.dense", f"{name}.output.dense"
    widened = _linear(graph, own.first, _quantised(graph, attended, first, ranges), first, factors.get(first))
    operator = ACTIVATIONS[config.hidden_act]
    active = graph.node(operator, [widened], f"{name}.active", _OWN) if operator else widened
    narrowed = _linear(graph, own.second, _quantised(graph, active, second, ranges), second, factors.get(second))
    return _norm(graph, layer.done, narrowed, f"{name}.done", config.layer_norm_eps, attended)
