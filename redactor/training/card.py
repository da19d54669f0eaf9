"""The model card (README.md) of a trained or exported folder, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_CARD = """\
---
pipeline_tag: token-classification
library_name: transformers
tags: [ner, pii, redaction]
---

# PII tagger

A token classifier for `redactor`, fine-tuned from `{base}`. Classes: {labels} in IOB2.

```sh
redact-batch --model <this folder> INPUT OUTPUT
```

With `redactor_shapes: true` in config.json a word's letter case goes in as token type, which `redactor` does itself.

## Data

{data}
- {train_texts:,} texts to train on, {held_out_texts:,} held out ({split})

## Settings

{settings}

## Training

{training}

## Results

{results}

## Limits

It knows what its data knows. Measure it on your own text (`redactor evaluate`) before you rely on it; nothing finds
everything.
"""
_SCHEMES = {
    "strict_word": "F1, strict IOB2 by word",
    "default_word": "F1, seqeval default by word",
    "wordpiece": "F1, by word piece (the tutorial's)",
}


def model_card(run: Mapping[str, Any], epochs: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None) -> str:
    """``run`` is training.json's ``run``; ``result`` the held-out evaluation (``evaluate.as_json``) or None."""
    columns = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    return _CARD.format(
        base=run["base"],
        labels=", ".join(run["labels"]),
        data="\n".join(f"- {name} (SHA-256 `{digest[:16]}…`)" for name, digest in run["data"].items()),
        train_texts=run["train_texts"],
        held_out_texts=run["held_out_texts"],
        split=run["split"],
        settings=table(("setting", "value"), run["settings"].items()),
        training=table(
            ("epoch", "loss", "accuracy", "held-out loss", "held-out accuracy", "seconds"),
            ((row["epoch"], *(_number(row.get(name)) for name in columns), f"{row['seconds']:.0f}") for row in epochs),
        ),
        results=_results(result) if result else "Not measured: nothing was held out.",
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _results(result: Mapping[str, Any]) -> str:
    schemes, coverage, leak = result["schemes"], result["coverage"], result["sentences_without_leak"]
    rows = []
    for label in [*result["labels"], "ALL"]:
        own = [schemes[name]["micro"] if label == "ALL" else schemes[name]["labels"][label] for name in _SCHEMES]
        share = coverage[label]
        rows.append((label, *(_number(one["f1"]) for one in own), _interval(share), f"{share['support']:,}"))
    return "\n\n".join((
        f"Held out: {result['sentences']:,} sentences. Loss {_number(result['loss'])}, "
        f"token accuracy {_number(result['accuracy'])}.",
        table(("label", *_SCHEMES.values(), "wholly covered (95 % interval)", "support"), rows),
        f"Sentences without a leak, of those with an entity: {_interval(leak)}.",
        *_believed(result.get("reliability")),
    ))  # fmt: skip


def _believed(found: Mapping[str, Any] | None) -> Iterator[str]:
    """How far scores can be believed: the error and the bins of ``training.reliability``."""
    if found is None:
        return
    yield (
        f"Expected calibration error of the scores of {found['words']:,} words: {found['ece_before']:.4f} "
        f"({found['ece_after']:.4f} with log-probabilities divided by {found['temperature']:.2f}, fitted there)."
    )
    rows = ((f"{mean:.3f}", f"{right:.3f}", f"{count:,}") for mean, right, count in found["before"])
    yield table(("mean score", "share that was right", "words"), rows)


def export_section(parity: Mapping[str, Any]) -> str:
    """What int8 changed."""
    return (
        f"\n## Quantised\n\n`model.onnx` is int8 ({parity['int8_bytes'] / 1e6:.1f} MB; fp32 "
        f"{parity['fp32_bytes'] / 1e6:.1f} MB). On {parity['texts']:,} texts: strict F1 {parity['fp32_f1']:.4f} → "
        f"{parity['int8_f1']:.4f}, span agreement {parity['agreement']:.4f}.\n"
    )


def _interval(share: Mapping[str, Any]) -> str:
    return f"{_number(share['share'])} ({share['low']:.3f} to {share['high']:.3f})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
