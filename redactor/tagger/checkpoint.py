"""A model folder: its tokenizer, classes, label map and settings, checked before anything is read with it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer

from redactor.errors import ModelError
from redactor.labels import label_map_for, split_tag
from redactor.near import meant
from redactor.plugins import declared
from redactor.tagger.word_pieces import parted

#: The model that ships in the package, by its name and folder.
SHIPPED = "en"
EMBEDDED = Path(__file__).parent.parent / "models" / SHIPPED
WEIGHTS = ("model.onnx", "model.safetensors")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the tagger needs to know of a model folder. ``bias`` is added to each class's log-probability (nats);
    ``shapes`` is how many word shapes its token types tell apart (0: none); ``temperature`` divides log-probabilities
    where a span's score is made, so that scores are honest (Guo et al. 2017)."""

    folder: Path
    tokenizer: Tokenizer
    classes: tuple[str, ...]
    label_map: dict[str, str]
    special: tuple[int, int, int]
    window: int
    overlap: int
    shapes: int
    pieces: str
    bias: dict[str, float]
    operating_points: dict[str, dict[str, float]]
    temperature: float = 1.0

    def weights(self, backend: str | None) -> tuple[str, Path]:
        """(``onnx`` | ``torch``, file) for the wanted backend, or the better one that is there."""
        onnx, torch = (self.folder / name for name in WEIGHTS)
        if backend in (None, "onnx") and onnx.exists():
            return "onnx", onnx
        if backend in (None, "torch") and torch.exists():
            return "torch", torch
        wanted = {"onnx": "model.onnx (make it with: redactor export)", "torch": "model.safetensors"}.get(
            backend or "", " or ".join(WEIGHTS)
        )
        raise ModelError(f"model folder {self.folder} has no {wanted}")

    def digest(self, backend: str | None = None) -> str:
        """SHA-256 over the files that decide its answers, as hex."""
        total = hashlib.sha256()
        _, weights = self.weights(backend)
        beside = ("config.json", "tokenizer.json", "vocab.txt", "redactor.json")
        # An ONNX graph may keep large tensors in files beside it, which are called as it is and more.
        for path in sorted({*weights.parent.glob(f"{weights.name}*"), *(self.folder / name for name in beside)}):
            if path.exists():
                total.update(path.name.encode() + b"\0")
                with path.open("rb") as file:
                    total.update(
                        hashlib.file_digest(file, "sha256").digest()
                        if hasattr(hashlib, "file_digest")
                        else hashlib.sha256(file.read()).digest()
                    )
        return total.hexdigest()


def load_checkpoint(folder: Path | None = None) -> Checkpoint:
    """Read and check a model folder (the embedded one by default). Raises ``ModelError`` that says what is missing."""
    folder = folder or EMBEDDED
    if not folder.is_dir():
        names = (SHIPPED, *declared("models"))
        hint = meant(str(folder), names)
        raise ModelError(f"model folder {folder} does not exist{hint}; installed models: {', '.join(names)}")
    config = _json(folder / "config.json", "it does not look like a model folder")
    own = _json(folder / "redactor.json", "") if (folder / "redactor.json").exists() else {}
    tokenizer = _tokenizer(folder)
    classes = _classes(folder, config)
    labels = [split_tag(tag)[1] for tag in classes]
    label_map = own.get("label_map") or dict(label_map_for(labels))
    positions = int(config.get("max_position_embeddings") or 512)
    # RoBERTa-like models number positions from padding_idx + 1 and so hold two tokens less than they say.
    positions -= 2 if config.get("model_type") in {"roberta", "xlm-roberta", "camembert", "phobert"} else 0
    window = min(int(own.get("window", 256)), positions)
    return Checkpoint(
        folder,
        tokenizer,
        classes,
        label_map,
        _special(folder, tokenizer),
        window,
        min(int(own.get("overlap", 32)), window // 4),
        int(config.get("type_vocab_size", 0)) if config.get("redactor_shapes") else 0,
        str(own.get("pieces", "first")),
        dict(own.get("bias", {})),
        dict(own.get("operating_points", {})),
        float(own.get("temperature", 1.0)),
    )


def _json(path: Path, hint: str) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path} is missing; {hint}") from None
    except (OSError, ValueError):
        raise ModelError(f"{path} cannot be read as JSON") from None
    if not isinstance(value, dict):
        raise ModelError(f"{path} is not a JSON object")
    return value


def _tokenizer(folder: Path) -> Tokenizer:
    path = next((folder / name for name in ("tokenizer.json", "vocab.txt") if (folder / name).exists()), None)
    if path is None:
        raise ModelError(
            f"model folder {folder} has no tokenizer (tokenizer.json or vocab.txt); save it with tokenizer.save_pretrained(folder)"
        )
    config = folder / "tokenizer_config.json"
    own = _json(config, "") if path.name == "vocab.txt" and config.exists() else {}
    try:
        return _read(path, path.stat().st_mtime_ns, lowercase=bool(own.get("do_lower_case", True)))
    except Exception as error:
        raise ModelError(f"the tokenizer in {folder} cannot be loaded ({type(error).__name__})") from None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, *, lowercase: bool) -> Tokenizer:
    """A tokenizer's file as it was when it was ``changed``; a run asks for it twice."""
    if path.name == "tokenizer.json":
        tokenizer = Tokenizer.from_file(str(path))
    else:
        tokenizer = BertWordPieceTokenizer(str(path), lowercase=lowercase)._tokenizer
    # A tokenizer that was saved with truncation on would silently drop the rest of a text.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return parted(tokenizer)


def _classes(folder: Path, config: dict[str, Any]) -> tuple[str, ...]:
    names = config.get("id2label")
    if not isinstance(names, dict) or not names:
        raise ModelError(f"{folder / 'config.json'} has no id2label; is it a token classifier?")
    try:
        by_id = {int(key): str(value) for key, value in names.items()}
    except ValueError:
        raise ModelError(f"{folder / 'config.json'}: id2label has a key that is no number") from None
    if sorted(by_id) != list(range(len(by_id))) or int(config.get("num_labels", len(by_id))) != len(by_id):
        raise ModelError(f"{folder / 'config.json'}: the number of labels does not match its id2label")
    if "O" not in by_id.values():
        raise ModelError(
            f"{folder / 'config.json'}: id2label has no class 'O'; a token classifier with IOB2 labels is needed"
        )
    return tuple(by_id[i] for i in range(len(by_id)))


def _special(folder: Path, tokenizer: Tokenizer) -> tuple[int, int, int]:
    """The ids of what begins a row, ends it and fills it up: as the tokenizer's own settings call them, else as BERT or RoBERTa do.

    (MPNet has both: BERT's stand unused in its vocabulary.)
    """
    path = folder / "tokenizer_config.json"
    own = _json(path, "") if path.exists() else {}
    ids = []
    for role, choices in (("cls", ("[CLS]", "<s>")), ("sep", ("[SEP]", "</s>")), ("pad", ("[PAD]", "<pad>"))):
        told = own.get(f"{role}_token")
        name = told.get("content") if isinstance(told, dict) else told
        asked = (name, *choices) if isinstance(name, str) else choices
        found = [token for token in (tokenizer.token_to_id(choice) for choice in asked) if token is not None]
        if not found:
            raise ModelError(f"the tokenizer in {folder} has no {choices[0]} token")
        ids.append(found[0])
    return ids[0], ids[1], ids[2]
