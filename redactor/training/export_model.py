"""A trained folder → ONNX fp32 and int8 folders, the int8 one only if it answers as the fp32 one does."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from redactor.errors import ModelError
from redactor.spans import Span
from redactor.tagger.tagging import Tagger, load_tagger
from redactor.training.card import export_section
from redactor.training.corpora.examples import Example, tokens_around
from redactor.training.evaluation.evaluate_tagger import answers, as_json, evaluate
from redactor.training.evaluation.metrics import span_agreement
from redactor.training.model_folder import SETTINGS, built, merge_settings, write_json, write_text

log = logging.getLogger(__name__)

#: (fp32 ONNX model, int8 model to write, texts to calibrate on)
Quantise = Callable[[Path, Path, Sequence[str]], None]
MAX_F1_LOSS = 0.005
MIN_AGREEMENT = 0.99
#: fp32 ONNX must equal torch but for the order of float additions.
MAX_LOGIT_DIFFERENCE = 1e-2
SAMPLE_DOCUMENTS = 400
CALIBRATION_TEXTS = 256
_FILES = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    SETTINGS,
    "training.json",
    "evaluation.json",
    "README.md",
)


@dataclass(frozen=True, slots=True)
class Parity:
    """int8 against fp32 on ``texts`` texts: strict word-level micro F1 of each, and the share of equal spans."""

    texts: int
    fp32_f1: float
    int8_f1: float
    agreement: float
    fp32_bytes: int
    int8_bytes: int

    def refusal(self) -> str | None:
        """Why the int8 model must not be used, or None."""
        if self.fp32_f1 - self.int8_f1 > MAX_F1_LOSS:
            return f"strict F1 falls from {self.fp32_f1:.4f} to {self.int8_f1:.4f}, by more than {MAX_F1_LOSS}"
        if self.agreement < MIN_AGREEMENT:
            return f"only {self.agreement:.4f} of its spans agree with fp32, {MIN_AGREEMENT} are needed"
        return None


def export(
    model: Path,
    output: Path,
    examples: Sequence[Example] | None,
    quantise: Quantise | None = None,
    *,
    int8: bool = True,
    calibration: Sequence[str] | None = None,
    tell: Callable[[str], object] | None = None,
) -> Parity | None:
    """Write ``output`` (int8 ``model.onnx``, with the fp32 one as a folder of its own in ``output/fp32``).

    With ``int8=False`` the fp32 model is ``output/model.onnx`` and nothing is compared. ``examples`` decide whether
    int8 is good enough, ``calibration`` the ranges of its activations; by default synthetic documents.
    A refused one is a ``ModelError`` and leaves no ``output``. ``tell`` hears of each step as it begins.
    """
    examples = examples if examples is not None else sample("test", SAMPLE_DOCUMENTS)
    tell = tell or (lambda _: None)
    with built(output) as building:
        fp32 = building / "fp32" if int8 else building
        tell("fp32: exporting")
        write_fp32(model, fp32, [example.text for example in examples[:8]])
        if not int8:
            return None
        _copy_files(fp32, building)
        tell("int8: ranges and weights")
        texts = calibration or [example.text for example in sample("train", CALIBRATION_TEXTS)]
        (quantise or quantiser(model))(fp32 / "model.onnx", building / "model.onnx", texts)
        tell(f"int8 against fp32 on {len(examples):,} texts")
        found = parity(fp32, building, examples)
        log.info("int8 against fp32: %s", found)
        refusal = found.refusal()
        if refusal:
            raise ModelError(f"int8 refused: {refusal}; keep fp32 (redactor export --fp32) or train longer")
        write_json(building / "export.json", asdict(found))
        card = building / "README.md"
        write_text(card, (card.read_text(encoding="utf-8") if card.exists() else "") + export_section(asdict(found)))
        return found


def write_fp32(model: Path, folder: Path, texts: Sequence[str]) -> None:
    """The fp32 ONNX model folder of a Hugging Face folder, checked against torch on ``texts``."""
    import transformers

    import redactor.training.shaped_mpnet  # noqa: F401 - so that transformers knows such folders
    from redactor.training.onnx_export import export_onnx

    torch_tagger = load_tagger(model, "torch", "cpu")
    folder.mkdir(parents=True, exist_ok=True)
    _copy_files(model, folder)
    tokenizer = torch_tagger.checkpoint.tokenizer
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    # The exporter cannot trace the fused attention kernels.
    network = transformers.AutoModelForTokenClassification.from_pretrained(
        model, attn_implementation="eager", use_safetensors=True, local_files_only=True
    )
    export_onnx(network.float(), folder / "model.onnx")
    checkpoint = torch_tagger.checkpoint
    merge_settings(
        folder,
        label_map=checkpoint.label_map,
        window=checkpoint.window,
        overlap=checkpoint.overlap,
        pieces=checkpoint.pieces,
        shapes=bool(checkpoint.shapes),
    )
    difference = logit_difference(torch_tagger, load_tagger(folder, "onnx"), texts)
    if difference > MAX_LOGIT_DIFFERENCE:
        raise ModelError(
            f"the exported model differs from {model} by {difference:.4f} in a log-probability; "
            "this encoder cannot be exported"
        )


def quantiser(model: Path) -> Quantise:
    """A graph of our own for a BERT or MPNet (its logits do not depend on the batch, and it is faster), dynamic int8 for the rest."""
    from redactor.training.static_int8 import fits, static_int8

    if fits(model):
        return lambda _, int8, texts: static_int8(model, int8, texts)
    return dynamic_int8


def dynamic_int8(fp32: Path, int8: Path, texts: Sequence[str]) -> None:
    """ONNX Runtime's dynamic quantisation, per channel, embeddings too; it needs no ``texts``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Its advice to pre-process goes to the root logger; shape inference changes nothing for this graph.
    root, level = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.ERROR)
    try:
        quantize_dynamic(
            fp32, int8, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"]
        )
    finally:
        root.setLevel(level)


def parity(fp32: Path, int8: Path, examples: Sequence[Example]) -> Parity:
    """Both models on the same examples, through the production path."""
    scores: list[float] = []
    spans: list[list[Sequence[Span]]] = []
    for folder in (fp32, int8):
        tagger = load_tagger(folder, "onnx")
        scores.append(as_json(evaluate(tagger, examples))["schemes"]["strict_word"]["micro"]["f1"])
        spans.append([found for _, _, found in answers(tagger, examples)])
    sizes = [sum(file.stat().st_size for file in folder.glob("model.onnx*")) for folder in (fp32, int8)]
    return Parity(len(examples), scores[0], scores[1], span_agreement(spans[0], spans[1]), sizes[0], sizes[1])


def logit_difference(one: Tagger, other: Tagger, texts: Sequence[str]) -> float:
    """The largest difference of any two likely log-probabilities (those above -10 nats)."""
    worst = 0.0
    for a, b in zip(one.scores(texts), other.scores(texts), strict=True):
        left, right = getattr(a, "scores", None), getattr(b, "scores", None)
        if left is None or right is None:
            raise ModelError("a model failed on a sample text; it cannot be exported")
        likely = left > -10
        worst = max(worst, float(np.abs(left - right)[likely].max(initial=0.0)))
    return worst


def sample(half: Any, count: int) -> list[Example]:
    """Synthetic documents with every label covered."""
    from redactor.labels import TAGGER_LABELS
    from redactor.training.synthesis.documents import synthesize

    covered = frozenset(TAGGER_LABELS)
    found = []
    for row in synthesize(count, 0, half=half):
        words, tags = tokens_around(row["text"], row["spans"])
        found.append(Example(row["text"], tuple(words), tuple(tags), covered))
    return found


def _copy_files(source: Path, target: Path) -> None:
    for name in _FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
