"""A BERT or MPNet folder → its static int8 graph: smoothed, measured on texts, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from redactor.tagger.checkpoint import Checkpoint, load_checkpoint
from redactor.tagger.shapes import shape_ids
from redactor.tagger.word_pieces import words_of
from redactor.training.int8_graph import ACTIVATIONS, build
from redactor.training.quantise import KEPT, Ranges, all_factors, factors, measure, smooth
from redactor.training.shaped_mpnet import ShapedMPNetConfig


def fits(model: Path) -> bool:
    """Is it an encoder whose graph we know how to write?"""
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(model, local_files_only=True)
    return bool(config.model_type in {"bert", ShapedMPNetConfig.model_type} and config.hidden_act in ACTIVATIONS)


def static_int8(model: Path, int8: Path, texts: Sequence[str], kept: float = KEPT) -> None:
    """Write ``int8``; ``texts`` should look like what the model will meet, none of them a test's."""
    from transformers import AutoModelForTokenClassification

    checkpoint = load_checkpoint(model)
    network = (
        AutoModelForTokenClassification.from_pretrained(model, use_safetensors=True, local_files_only=True)
        .float()
        .eval()
    )
    batches = list(_batches(checkpoint, texts))
    if network.config.model_type == "bert":
        smooth(network, batches)
        ranges = measure(network, batches, kept, factors(network, batches))
    else:  # twice as deep and as wide: fixed ranges leave .93 of its spans as they were, a scale for each token .99
        ranges = Ranges({}, {}, all_factors(network, batches))
    build(network, ranges, int8)


def _batches(checkpoint: Checkpoint, texts: Sequence[str]) -> Iterator[dict[str, torch.Tensor]]:
    """One text a batch: padding must not count in a range."""
    bos, eos, _ = checkpoint.special
    for text in texts:
        encoding = checkpoint.tokenizer.encode(text, add_special_tokens=False)
        limit = checkpoint.window - 2
        ids = [bos, *encoding.ids[:limit], eos]
        types = (
            shape_ids(text, words_of(encoding.offsets, encoding.word_ids), checkpoint.shapes)[:limit].tolist()
            if checkpoint.shapes
            else [0] * (len(ids) - 2)
        )
        yield {
            "input_ids": torch.tensor([ids]),
            "attention_mask": torch.ones((1, len(ids)), dtype=torch.int64),
            "token_type_ids": torch.tensor([[0, *types, 0]]),
        }
