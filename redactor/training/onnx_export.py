"""Write a token classifier as ONNX, with torch alone (optimum pins an old transformers)."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch

from redactor.tagger.torch import takes_types

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class _Logits(torch.nn.Module):
    """The model as a function of tensors to one tensor, which is what the exporter wants."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.types = takes_types(model)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        # The additive mask is made here, so that the exported graph holds no data-dependent branch.
        mask = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -1e4
        types = {"token_type_ids": token_type_ids} if self.types else {}
        logits: torch.Tensor = self.model(input_ids=input_ids, attention_mask=mask, **types).logits
        return logits


def export_onnx(model: Any, path: Path) -> None:
    """Write ``model`` (fp32, on the CPU, loaded with eager attention) to ``path``; batch and token axes are free."""
    # Small ids, so that a model of any vocabulary can be traced.
    ids, mask = torch.tensor([[1, 2, 3, 0], [1, 2, 2, 3]]), torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
    sample = (ids, mask, torch.zeros_like(ids))
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Logits(model.eval()),
            sample,
            str(path),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes=dict.fromkeys((*INPUTS, "logits"), axes),
            opset_version=17,
            dynamo=False,
        )
