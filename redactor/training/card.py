"""The model card (README.md) of a trained or exported folder, from what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def model_card(run: Mapping[str, Any], epochs: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None) -> str:
    """``run`` is training.json's ``run``; ``result`` the held-out evaluation (``evaluate.as_json``) or None."""
    lines = [
        "---", "pipeline_tag: token-classification", "library_name: transformers", "tags: [ner, pii, redaction]", "---", "",
        "# PII tagger", "",
        f"A token classifier for `redactor`, fine-tuned from `{run['base']}`. Classes: {', '.join(run['labels'])} in IOB2.", "",
        "```sh", "redact-batch --model <this folder> INPUT OUTPUT", "```", "",
        "Scores are by word; with `redactor_shapes: true` in config.json a word's letter case goes in as token type, which `redactor` does itself.",
        "", "## Data", "",
        *(f"- {name} (SHA-256 `{digest[:16]}…`)" for name, digest in run["data"].items()),
        f"- {run['train_texts']:,} texts to train on, {run['held_out_texts']:,} held out ({run['split']})", "",
        "## Settings", "", "| setting | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in run["settings"].items()), "",
        "## Training", "", "| epoch | loss | accuracy | held-out loss | held-out accuracy | seconds |", "|---|---|---|---|---|---|",
        *(f"| {row['epoch']} | {_number(row['loss'])} | {_number(row['accuracy'])} | {_number(row.get('validation_loss'))} | "
          f"{_number(row.get('validation_accuracy'))} | {row['seconds']:.0f} |" for row in epochs),
        "", "## Results", "", *(_results(result) if result else ["Not measured: nothing was held out."]), "",
        "## Limits", "",
        "It knows what its data knows. Measure it on your own text (`redactor evaluate`) before you rely on it; nothing finds everything.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _results(result: Mapping[str, Any]) -> list[str]:
    schemes, coverage = result["schemes"], result["coverage"]
    names = {"strict_word": "strict IOB2 by word", "default_word": "seqeval default by word", "wordpiece": "by word piece (the tutorial's)"}
    head = [f"Held out: {result['sentences']:,} sentences. Loss {_number(result['loss'])}, token accuracy {_number(result['accuracy'])}.", ""]
    head += ["| label | " + " | ".join(f"F1, {name}" for name in names.values()) + " | wholly covered (95 % interval) | support |", "|---|---|---|---|---|---|"]
    rows = []
    for label in [*result["labels"], "ALL"]:
        own = [schemes[scheme]["micro"] if label == "ALL" else schemes[scheme]["labels"][label] for scheme in names]
        share = coverage[label]
        rows.append(
            f"| {label} | {' | '.join(_number(one['f1']) for one in own)} | {_number(share['share'])} "
            f"({share['low']:.3f} to {share['high']:.3f}) | {share['support']:,} |"
        )
    leak = result["sentences_without_leak"]
    return [*head, *rows, "", f"Sentences without a leak, of those with an entity: {_number(leak['share'])} ({leak['low']:.3f} to {leak['high']:.3f})."]


def export_section(parity: Mapping[str, Any]) -> str:
    """What int8 changed."""
    return (
        "\n## Quantised\n\n"
        f"`model.onnx` is int8 ({parity['int8_bytes'] / 1e6:.1f} MB; fp32 {parity['fp32_bytes'] / 1e6:.1f} MB). On {parity['texts']:,} texts: strict F1 "
        f"{parity['fp32_f1']:.4f} → {parity['int8_f1']:.4f}, span agreement {parity['agreement']:.4f}.\n"
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
