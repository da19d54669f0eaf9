"""Write README's accuracy and speed tables from the JSON files that the commands left in ``docs/results``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results"
LABELS = ("PERSON", "LOCATION", "ORGANIZATION", "NRP", "DATE_TIME", "ADDRESS")
#: The tutorial's own figures, by its word-piece measure (issue A).
TUTORIAL = {"LOCATION": 0.83, "NRP": 0.89, "ORGANIZATION": 0.63, "PERSON": 0.79, "DATE_TIME": 0.81, "micro": 0.79}


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def accuracy() -> str:
    """One row a set: strict F1, and the share of entities of which every character is masked, with 95 % intervals."""
    rows = []
    for path in sorted(RESULTS.glob("accuracy-*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        strict, coverage, clean = (
            result["schemes"]["strict_word"]["micro"],
            result["coverage"],
            result["sentences_without_leak"],
        )
        rows.append(
            [
                path.stem.removeprefix("accuracy-"),
                f"{strict['precision']:.3f}",
                f"{strict['recall']:.3f}",
                f"{strict['f1']:.3f}",
                _share(coverage.get("PERSON")),
                _share(coverage.get("ALL")),
                _share(clean),
            ]
        )
    text = table(
        [
            "set",
            "precision",
            "recall",
            "strict F1",
            "PERSON wholly masked",
            "all wholly masked",
            "sentences without a leak",
        ],
        rows,
    )
    gmb = RESULTS / "accuracy-gmb.json"
    if not gmb.exists():
        return text
    schemes = json.loads(gmb.read_text(encoding="utf-8"))["schemes"]
    head = ["F1 on the tutorial's test split", "micro", *(label for label in LABELS if label in TUTORIAL)]
    ours = [
        [
            name,
            f"{schemes[key]['micro']['f1']:.3f}",
            *(f"{schemes[key]['labels'][label]['f1']:.3f}" for label in head[2:]),
        ]
        for name, key in (
            ("ours, strict IOB2 by word", "strict_word"),
            ("ours, seqeval default by word", "default_word"),
            ("ours, by word piece (the tutorial's measure)", "wordpiece"),
        )
    ]
    theirs = ["the tutorial, by word piece", *(f"{TUTORIAL[name]:.2f}" for name in head[1:])]
    return text + "\n\n" + table(head, [*ours, theirs])


def _share(found: dict[str, Any] | None) -> str:
    if not found or not found.get("support"):
        return "–"
    share = found.get("share", found.get("covered", 0) / found["support"])
    return f"{share:.3f} ({found['low']:.3f}–{found['high']:.3f})"


def speed() -> str:
    """One row a peer, from one interleaved run."""
    path = RESULTS / "speed.json"
    if not path.exists():
        return "Not measured yet: `python -m benchmarks --json docs/results/speed.json`."
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        [name, f"{row['median']:,.0f}", f"{row['min']:,.0f}–{row['max']:,.0f}", f"{row['ratio']:.2f}×"]
        for name, row in found["rates"].items()
    ]
    note = (
        f"{found['words']:,} words, {found['cores']} cores, one run of `python -m benchmarks`; the engine took "
        f"{found['engine_cpu_seconds_per_million_words']:.0f} CPU seconds per million words and at most "
        f"{found['engine_peak_rss_bytes'] / 2**20:.0f} MiB."
    )
    return table(["", "words/s (median)", "min–max", "redact-batch is"], rows) + "\n\n" + note


def main() -> None:
    """Put both tables between their markers in README.md and in the model card."""
    for page in (ROOT / "README.md", ROOT / "redactor" / "models" / "en" / "README.md"):
        text = page.read_text(encoding="utf-8")
        for name, made in (("accuracy", accuracy()), ("speed", speed())):
            text = re.sub(
                rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
                lambda match, made=made: f"{match[1]}\n{made}\n\n{match[2]}",
                text,
                flags=re.DOTALL,
            )
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
