"""An evaluation as text: every measure under its full name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redactor.training.evaluate import SCHEMES


def evaluation_text(title: str, result: Mapping[str, Any]) -> str:
    """The report that ``redactor evaluate`` prints; ``result`` is ``evaluate.as_json``."""
    lines = [f"{title}: {result['sentences']:,} sentences, {result['words']:,} words"]
    if result["labels_unknown_to_model"]:
        lines.append(f"not scored, the model does not know them: {', '.join(result['labels_unknown_to_model'])}")
    lines.append(f"validation loss {number(result['loss'])} nats a word, token accuracy {number(result['accuracy'])}")
    for scheme, name in SCHEMES.items():
        own = result["schemes"][scheme]
        rows = [*own["labels"].items(), ("micro average", own["micro"])]
        lines += ["", name, f"  {'':<15}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>10}"]
        lines += [
            f"  {label:<15}{row['precision']:>10.4f}{row['recall']:>10.4f}{row['f1']:>10.4f}{row['support']:>10,}"
            for label, row in rows
        ]
    lines += ["", "wholly covered entities (every character masked, under whatever label), 95 % Wilson interval"]
    lines += [share_line(label, share) for label, share in result["coverage"].items()]
    lines += ["sentences without a leak, of those with an entity", share_line("", result["sentences_without_leak"])]
    return "\n".join(lines)


def share_line(label: str, share: Mapping[str, Any]) -> str:
    """One share with its interval."""
    return (
        f"  {label:<15}{number(share['share']):>10}   [{share['low']:.4f}, {share['high']:.4f}]{share['support']:>12,}"
    )


def number(value: float | None) -> str:
    """Four decimals, or a dash for nothing to measure."""
    return "–" if value is None else f"{value:.4f}"
