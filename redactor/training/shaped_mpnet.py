"""MPNet that sees word shapes: it has no token types, so it gets an embedding for them beside that of its word pieces.

MPNet (Song et al., 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding") has BERT's vocabulary of word
pieces, so that it can teach a BERT; it is too slow to ship.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, MPNetConfig, MPNetForTokenClassification

from redactor.tagger.shapes import SHAPES


class ShapedMPNetConfig(MPNetConfig):  # type: ignore[no-untyped-call]  # transformers types it not
    """An MPNet's, with as many token types as there are shapes."""

    model_type = "shaped-mpnet"
    type_vocab_size = len(SHAPES)
    redactor_shapes = True


class ShapedMPNet(MPNetForTokenClassification):  # type: ignore[no-untyped-call]  # the same
    """A token classifier whose ``token_type_ids`` are word shapes (``redactor.tagger.shapes``)."""

    config_class = ShapedMPNetConfig

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.shapes = torch.nn.Embedding(len(SHAPES), config.hidden_size)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        token_type_ids: torch.Tensor | None = None,
        **options: Any,
    ) -> Any:
        """As every token classifier's; all (batch, pieces)."""
        types = torch.zeros_like(input_ids) if token_type_ids is None else token_type_ids
        seen = self.mpnet.embeddings.word_embeddings(input_ids) + self.shapes(types)
        return super().forward(inputs_embeds=seen, attention_mask=attention_mask, **options)


def shaped_mpnet(folder: str, **names: Any) -> ShapedMPNet:
    """The encoder in ``folder``; the shapes of one that has none begin at nothing, so that no pre-trained answer changes."""
    bare = AutoConfig.from_pretrained(folder).model_type != ShapedMPNetConfig.model_type
    model: ShapedMPNet = ShapedMPNet.from_pretrained(folder, **names)
    # Of the instance, so that they are saved: whoever reads the folder must show it the shapes.
    model.config.type_vocab_size, model.config.redactor_shapes = len(SHAPES), True
    if bare:
        torch.nn.init.zeros_(model.shapes.weight)
    return model


AutoConfig.register(ShapedMPNetConfig.model_type, ShapedMPNetConfig)
AutoModelForTokenClassification.register(ShapedMPNetConfig, ShapedMPNet)
