"""A tiny random BERT and a tiny invented corpus, so that the real commands run in seconds."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from warm import Warm

PEOPLE = ("Ann Lee", "Bo Park", "Nguyen Van An", "Maria Silva", "Tom O'Hara")
PLACES = ("Oslo", "New York", "Hanoi", "Lima")
FRAMES = ("{p} lives in {g} .", "Yesterday {p} met {q} near {g} .", "The train to {g} was late", "call {p} , please")
WORDS = [
    "lives",
    "in",
    ".",
    "yesterday",
    "met",
    "near",
    "the",
    "train",
    "to",
    "was",
    "late",
    "call",
    ",",
    "please",
    "o",
    "'",
    "hara",
]


def rows(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """GMB-like rows: ``tokens`` and ``tags``."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        tokens: list[str] = []
        tags: list[str] = []
        for part in rng.choice(FRAMES).split():
            values, label = (PLACES, "geo") if part == "{g}" else (PEOPLE, "per")
            words = rng.choice(values).split() if part[0] == "{" else [part]
            tokens += words
            tags += [f"{'I' if i else 'B'}-{label}" for i in range(len(words))] if part[0] == "{" else ["O"]
        made.append({"tokens": tokens, "tags": tags})
    return made


def write_rows(path: Path, made: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return path


def make_base(folder: Path) -> Path:
    """A 2-layer BERT of 32 dimensions with random weights and a word-piece vocabulary of letters and a few words."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.implementations import BertWordPieceTokenizer
    from transformers import BertConfig, BertForMaskedLM, PreTrainedTokenizerFast

    letters = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    vocab += sorted(set(WORDS) - set(vocab))
    fast: Tokenizer = BertWordPieceTokenizer({word: i for i, word in enumerate(vocab)}, lowercase=True)._tokenizer
    # As many published checkpoints are: saved with truncation and padding on.
    fast.enable_truncation(16)
    fast.enable_padding(length=16)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=fast,
        cls_token="[CLS]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        unk_token="[UNK]",
        mask_token="[MASK]",
    )
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocab),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertForMaskedLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


COMMAND = [sys.executable, "-c", "from redactor.cli.main import main; main()"]
#: No network, and one thread: the models are tiny.
CALM = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
CALM.pop("HF_TOKEN", None)
MODULES = (
    "torch", "transformers.models.bert.modeling_bert", "transformers.models.auto.modeling_auto",
    "transformers.models.auto.tokenization_auto", "onnx", "redactor.cli.evaluate",
    "redactor.cli.export", "redactor.cli.synthesize", "redactor.cli.train", "redactor.tagger.torch",
    "redactor.training.export_model", "redactor.training.finetune", "first_text",
)  # fmt: skip
WARM = Warm(*MODULES, environment=CALM)


def redactor(*args: object, warm: Warm = WARM, env: Mapping[str, str] = CALM) -> CompletedProcess[str]:
    """The real command line in a process of its own."""
    done = warm.run([*COMMAND, *map(str, args)], env=env, timeout=300)
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
