"""README's and the model card's tables from the JSON files in ``docs/results``: ``python -m benchmarks.tables``.

After a new model: ``python -m benchmarks.tables --measure ../shared/data`` measures it first, with ``--model en-accurate`` the
other one (all but the speed, which wants an idle machine: ``python -m benchmarks --json docs/results/speed.json``), ``--docs``
then writes whatever in the docs shows what the program says: generated pages, the tour, messages, pictures.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redactor.tagger.checkpoint import EMBEDDED

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results"
_ACCURATE = ROOT / "models" / "en-accurate"
#: Model → its folder, where its results lie, and its card.
MODELS = {
    "en": (EMBEDDED, RESULTS, EMBEDDED / "README.md"),
    "en-accurate": (_ACCURATE / "redactor_en_accurate", RESULTS / "en-accurate", _ACCURATE / "README.md"),
}
LABELS = ("PERSON", "LOCATION", "ORGANIZATION", "NRP", "DATE_TIME", "ADDRESS")
#: Set → its file below the data folder.
SETS = {
    "btc.dev": "ner/btc.dev.jsonl.gz",
    "gmb": "gmb/seed_split.test.jsonl.gz",
    "gum.dev": "ner/gum.dev.jsonl.gz",
    "litbank.dev": "ner/litbank.dev.jsonl.gz",
    "tweebank.dev": "ner/tweebank.dev.jsonl.gz",
    "uner_en_ewt.test": "ner/uner_en_ewt.test.jsonl.gz",
    "wnut17.dev": "ner/wnut17.dev.jsonl.gz",
}
#: GUM's labels for nationalities cover two words of 10,631: they would say nothing.
ONLY = {"gum.dev": ("--labels", "PERSON,LOCATION,ORGANIZATION,DATE_TIME")}
#: Synthetic documents from templates and names that training never saw.
DOCUMENTS, SEED = 3_000, 1
SCRIPTS = ("generate", "recipes", "tour", "transcripts", "screenshots")
#: The tutorial's own figures, by its word-piece measure (issue A).
TUTORIAL = {"LOCATION": 0.83, "NRP": 0.89, "ORGANIZATION": 0.63, "PERSON": 0.79, "DATE_TIME": 0.81, "micro": 0.79}


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def accuracy(results: Path) -> str:
    """One row a set: strict F1, and the share of entities of which every character is masked, with 95 % intervals."""
    rows = []
    for path in sorted(results.glob("accuracy-*.json")):
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
    gmb = results / "accuracy-gmb.json"
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


def labels(results: Path) -> str:
    """One row a set: the share of each label's entities of which every character is masked, with 95 % intervals."""
    rows = []
    for path in sorted(results.glob("accuracy-*.json")):
        coverage = json.loads(path.read_text(encoding="utf-8"))["coverage"]
        rows.append([path.stem.removeprefix("accuracy-"), *(_share(coverage.get(label)) for label in LABELS)])
    return table(["wholly masked", *LABELS], rows)


def _share(found: dict[str, Any] | None) -> str:
    if not found or not found.get("support"):
        return "–"
    share = found.get("share", found.get("covered", 0) / found["support"])
    return f"{share:.3f} ({found['low']:.3f}–{found['high']:.3f})"


def fairness(results: Path) -> str:
    """Names wholly masked by origin and gender, and the largest gaps."""
    path = results / "fairness.json"
    if not path.exists():
        return "Not measured yet: `redactor evaluate --probes --json docs/results/fairness.json`."
    found = json.loads(path.read_text(encoding="utf-8"))["fairness"]
    genders = list(found["genders"])
    groups = {(one["origin"], one["gender"]): one for one in found["groups"]}
    rows = [
        [origin, *(_share(groups[origin, gender]) for gender in genders), _share(share)]
        for origin, share in found["origins"].items()
    ]
    rows.append(["all", *(_share(found["genders"][gender]) for gender in genders), _share(found["all"])])
    gaps = "; ".join(
        f"by {name} {gap['gap']:.3f}" + (f" ({gap['best']} against {gap['worst']})" if gap["gap"] else "")
        for name, gap in found["gaps"].items()
    )
    note = (
        f"{found['all']['support']:,} short invented sentences with one name each, from names that training never saw "
        f"(`redactor evaluate --probes`, {found['per_group']} a group). Largest gaps: {gaps}."
    )
    return table(["names wholly masked", *genders, "both"], rows) + "\n\n" + note


def reliability(results: Path) -> str:
    """Expected calibration error a set, and the bins of the largest of them."""
    found = {
        path.stem.removeprefix("accuracy-"): json.loads(path.read_text(encoding="utf-8")).get("reliability")
        for path in sorted(results.glob("accuracy-*.json"))
    }
    measured: dict[str, Mapping[str, Any]] = {name: one for name, one in found.items() if one}
    if not measured:
        return "Not measured yet: `python -m benchmarks.tables --measure ../shared/data`."
    rows = [
        [
            name,
            f"{one['words']:,}",
            f"{one['ece_before']:.3f}",
            f"{one['temperature']:.2f}{' (fitted there)' if one['fitted'] else ''}",
            f"{one['ece_after']:.3f}",
        ]
        for name, one in measured.items()
    ]
    head = ["set", "words given a label", "ECE as it comes", "temperature", "ECE after it"]
    largest = max(measured, key=lambda name: int(measured[name]["words"]))
    bins = [[f"{mean:.3f}", f"{right:.3f}", f"{count:,}"] for mean, right, count in measured[largest]["before"]]
    return (
        table(head, rows)
        + f"\n\nOn {largest}, as it comes:\n\n"
        + table(["mean score", "share that was right", "words"], bins)
    )


def draw_reliability(path: Path) -> None:
    """How often words were right against the score they were given, on the two largest sets, before temperature."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="#a0aec0", linestyle="--", label="as honest as can be")
    for name in ("gmb", "synthetic"):
        found = json.loads((RESULTS / f"accuracy-{name}.json").read_text(encoding="utf-8"))["reliability"]
        for kind, style in (("before", "o:"), ("after", "o-")):
            means, right, _ = zip(*found[kind], strict=True)
            axes.plot(means, right, style, label=f"{name}, {kind} temperature")
    axes.set_xlabel("mean score")
    axes.set_ylabel("share that was right")
    axes.legend(fontsize="small")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def speed(results: Path) -> str:
    """One row a peer, from one interleaved run."""
    path = results / "speed.json"
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


def measure(data: Path, model: Path, results: Path) -> None:
    """Evaluate a model on every set, on synthetic documents and on the fairness probes."""
    from redactor.training.synthesis.documents import synthesize

    results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        synthetic = Path(folder) / "synthetic-test.jsonl"
        made = synthesize(DOCUMENTS, SEED, half="test", lexicons=data / "lexicons")
        synthetic.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8")
        for name, file in {**{name: data / path for name, path in SETS.items()}, "synthetic": synthetic}.items():
            _redactor(model, "--data", file, *ONLY.get(name, ()), "--json", results / f"accuracy-{name}.json")
    _redactor(model, "--probes", "--lexicons", data / "lexicons", "--json", results / "fairness.json")


def shapes(results: Path) -> str:
    """One row a shape of input."""
    path = results / "shapes.json"
    if not path.exists():
        return "Not measured yet: `python -m benchmarks.shapes --json docs/results/shapes.json`."
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        [name, f"{each['words_per_second']:,.0f}", f"{each['seconds']:.1f}", f"{each['peak_mib']:.0f}"]
        for name, each in found.items()
    ]
    return table(["", "words/s", "seconds", "peak MiB"], rows)


def _redactor(model: Path, *arguments: object) -> None:
    program = Path(sys.executable).parent / "redactor"
    subprocess.run([program, "evaluate", "--quiet", "--model", str(model), *map(str, arguments)], check=True)


TABLES = {
    "accuracy": accuracy,
    "labels": labels,
    "speed": speed,
    "shapes": shapes,
    "fairness": fairness,
    "reliability": reliability,
}


def filled(text: str, results: Path) -> str:
    """``text`` with each table between its markers."""
    for name, write in TABLES.items():
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, write=write: f"{match[1]}\n{write(results)}\n\n{match[2]}",  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
    return text


def main() -> None:
    """Measure if asked, then put the tables between their markers in README.md, docs/speed.md and the models' cards."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument(
        "--measure", type=Path, metavar="DIR", help="data folder (gmb/, ner/, lexicons/): measure first"
    )
    parser.add_argument("--model", choices=MODELS, default="en", help="the model to measure")
    parser.add_argument("--docs", action="store_true", help=f"then run docs/{{{','.join(SCRIPTS)}}}.py")
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure, *MODELS[asked.model][:2])
    pages = {ROOT / "README.md": RESULTS, ROOT / "docs" / "speed.md": RESULTS}
    for page, results in (pages | {card: results for _, results, card in MODELS.values()}).items():
        page.write_text(filled(page.read_text(encoding="utf-8"), results), encoding="utf-8")
    draw_reliability(ROOT / "docs" / "plots" / "reliability.png")
    for script in SCRIPTS if asked.docs else ():
        subprocess.run([sys.executable, ROOT / "docs" / f"{script}.py"], check=True)


if __name__ == "__main__":
    main()
