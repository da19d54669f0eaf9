"""An evaluation as text: every measure under its full name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from redactor.training.evaluation.evaluate_tagger import SCHEMES


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


def comparison_text(first: str, second: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> str:
    """What differs between two evaluations of the same data, second minus first."""
    lines = [f"A: {first}", f"B: {second}", "", f"  {'':<15}{'wholly masked':>26}{'strict F1':>31}"]
    lines.append(f"  {'':<15}{'A':>10}{'B':>10}{'B - A':>10}{'A':>11}{'B':>10}{'B - A':>10}")
    for label in [*a["labels"], "ALL"]:
        shares = [one["coverage"][label]["share"] for one in (a, b)]
        scores = [_own(one["schemes"]["strict_word"], label)["f1"] for one in (a, b)]
        lines.append(f"  {label:<15}{_pair(shares)} {_pair(scores)}")
    return "\n".join(lines)


def _own(scheme: Mapping[str, Any], label: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = scheme["micro"] if label == "ALL" else scheme["labels"][label]
    return found


def _pair(values: Sequence[float | None]) -> str:
    one, other = values
    apart = "–" if one is None or other is None else f"{other - one:+.4f}"
    return f"{number(one):>10}{number(other):>10}{apart:>10}"


def fairness_text(found: Mapping[str, Any]) -> str:
    """The fairness table: wholly masked names by origin and gender."""
    genders = list(found["genders"])
    by_group = {(one["origin"], one["gender"]): one for one in found["groups"]}
    lines = [
        f"names wholly masked, by origin and gender ({found['all']['support']:,} names that training never saw)",
        f"  {'':<15}" + "".join(f"{gender:>10}" for gender in genders) + f"{'both':>10}   95 % interval",
    ]
    for origin, share in found["origins"].items():
        cells = "".join(f"{number(by_group[origin, gender]['share']):>10}" for gender in genders)
        lines.append(f"  {origin:<15}{cells}{number(share['share']):>10}   [{share['low']:.4f}, {share['high']:.4f}]")
    cells = "".join(f"{number(found['genders'][gender]['share']):>10}" for gender in genders)
    whole = found["all"]
    lines.append(f"  {'all':<15}{cells}{number(whole['share']):>10}   [{whole['low']:.4f}, {whole['high']:.4f}]")
    for name, gap in found["gaps"].items():
        between = f" ({gap['best']} – {gap['worst']})" if gap["gap"] else ""
        lines.append(f"largest gap by {name}: {gap['gap']:.4f}{between}")
    return "\n".join(lines)


def reliability_text(found: Mapping[str, Any]) -> str:
    """One line on how far scores can be believed."""
    whose = "fitted on this data" if found["fitted"] else "the model's"
    return (
        f"expected calibration error {found['ece_before']:.4f} over {found['words']:,} words, "
        f"{found['ece_after']:.4f} after temperature {found['temperature']:.2f} ({whose})"
    )


def share_line(label: str, share: Mapping[str, Any]) -> str:
    """One share with its interval."""
    return (
        f"  {label:<15}{number(share['share']):>10}   [{share['low']:.4f}, {share['high']:.4f}]{share['support']:>12,}"
    )


def number(value: float | None) -> str:
    """Four decimals, or a dash for nothing to measure."""
    return "–" if value is None else f"{value:.4f}"
