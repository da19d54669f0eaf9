"""``redactor evaluate``: what a model finds in labelled text, and what it lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.help import Themed
from redactor.cli.values import MODEL, ModelParam

if TYPE_CHECKING:
    from redactor.cli.evaluated import EvaluatedModel

_FILE = click.Path(path_type=Path, dir_okay=False)
_DIR = click.Path(path_type=Path, file_okay=False)
THEMES = {
    "Data": ("files", "labels", "limit"),
    "Model and policy": ("folder", "policy", "operating_point", "backend", "device", "threads"),
    "Side by side": ("against", "against_policy"),
    "Other measures": ("probe", "lexicons", "detectors", "suites", "seed"),
    "Results": ("json_file", "html", "confusion", "curve", "progress", "quiet"),
}
EXAMPLES = """
\b
Examples:
  redactor evaluate --data test.conll
  redactor evaluate --data test.jsonl --html page.html
  redactor evaluate --data test.jsonl --against my-model --html both.html
  redactor evaluate --data test.jsonl --policy pci --against-policy mine.toml
  redactor evaluate --probes --json fairness.json
  redactor evaluate --detectors --suite phones --json misses.json
"""


@click.command(cls=Themed, themes=THEMES, epilog=EXAMPLES)
@click.option(
    "--data",
    "files",
    multiple=True,
    type=_FILE,
    help="Labelled corpus: GMB/Kaggle CSV, CoNLL columns, JSONL, Parquet, also .gz and .zip. Repeatable.",
)
@click.option(
    "--model",
    "folder",
    type=ModelParam(),
    metavar=MODEL,
    help="The model. [default: en, in the package]",
)
@click.option(
    "--policy",
    metavar="FILE|PRESET",
    help="Measure what this policy would mask, patterns and lists included. [default: the model by itself]",
)
@click.option("--against", type=ModelParam(), metavar=MODEL, help="Another model, on the same data.")
@click.option("--against-policy", metavar="FILE|PRESET", help="Another policy, on the same data.")
@click.option("--backend", type=click.Choice(["onnx", "torch"]), help="Runtime. [default: onnx if the folder has it]")
@click.option("--device", metavar="NAME", help="Device for torch, such as cpu or cuda:0.")
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Threads of one inference call.",
)
@click.option(
    "--labels",
    metavar="L,L",
    help="Labels to score, separated by commas. [default: those that occur in the data and that the model knows]",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N sentences of each file.")
@click.option(
    "--operating-point", metavar="NAME", help="Decode at an operating point of the model, such as recall-0.99."
)
@click.option("--html", type=_FILE, metavar="FILE", help="Write a page to look at. It quotes the worst errors.")
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the results as JSON.")
@click.option("--confusion", type=_FILE, metavar="FILE", help="Write the confusion matrix as PNG.")
@click.option("--curve", type=_FILE, metavar="FILE", help="Write the training curve of the model folder as PNG.")
@click.option(
    "--probes",
    "probe",
    is_flag=True,
    help="Measure fairness on invented sentences: names wholly masked, by origin and gender.",
)
@click.option(
    "--lexicons", type=_DIR, metavar="DIR", help="Name lists for --probes. [default: Faker's and the package's own]"
)
@click.option(
    "--detectors",
    is_flag=True,
    help="Measure the pattern detectors, without a model, on suites of facts that others wrote; exit 1 if a bar is missed.",
)
@click.option("--suite", "suites", multiple=True, metavar="NAME", help="Only this suite of --detectors. Repeatable.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the cases for --detectors and --probes.")
@click.option("--progress/--no-progress", default=None, help="Progress bar. [default: on a terminal]")
@click.option("--quiet", "-q", is_flag=True, help="Print no results; write the files that are asked for.")
def evaluate(
    files: tuple[Path, ...],
    folder: Path | None,
    policy: str | None,
    against: Path | None,
    against_policy: str | None,
    backend: str | None,
    device: str | None,
    threads: int,
    operating_point: str | None,
    confusion: Path | None,
    curve: Path | None,
    probe: bool,
    lexicons: Path | None,
    detectors: bool,
    suites: tuple[str, ...],
    seed: int,
    html: Path | None,
    json_file: Path | None,
    quiet: bool,
    **how: Any,
) -> None:
    """Measure a model on labelled text.

    Prints validation loss, token accuracy, seqeval's per-label report three ways (strict IOB2 by word, seqeval default
    by word, the tutorial's by word piece), and for a redactor: the share of entities wholly covered and of sentences
    without a leak. With --against or --against-policy the same data goes through a second model or policy.
    """
    from redactor.cli.evaluated import Runtime, open_evaluated
    from redactor.errors import UsageError

    if not (files or detectors or curve or probe):
        raise UsageError("nothing to do: give --data FILE, --probes, --detectors or --curve PNG")
    if not files and (html or against or against_policy or confusion):
        raise UsageError("--html, --confusion, --against and --against-policy need --data FILE")
    for path in (html, json_file):
        _check_writable(path)
    runtime = Runtime(backend, device, threads, operating_point)
    say = (lambda text: None) if quiet else click.echo
    result: dict[str, Any] = {}
    sides: list[EvaluatedModel] = []
    if files or probe:
        # With a policy on one side, the other runs under one too: the model by itself is not what redacts.
        sides = [open_evaluated(folder, policy or ("default" if against_policy else None), runtime)]
    if against or against_policy:
        sides.append(open_evaluated(against or folder, against_policy or policy, runtime))
    if files:
        result = _measured(sides, files, say, html=html, confusion=confusion, quiet=quiet, **how)
    if probe:
        from redactor.training.evaluation.fairness import fairness
        from redactor.training.evaluation.report_text import fairness_text

        result["fairness"] = fairness(sides[0].mask, seed, lexicons)
        say(fairness_text(result["fairness"]))
    if detectors:
        from redactor.cli.evaluated import masked_by_patterns
        from redactor.training.detector_suites.measure import measured, suite_names, suites_named, table_text

        for name in set(suites).difference(suite_names()):
            raise UsageError(f"--suite: there is no {name!r}; known: {', '.join(suite_names())}")
        result["detectors"] = measured(suites_named(suites), masked_by_patterns(policy), seed)
        say(table_text(result["detectors"]))
    if curve:
        from redactor.tagger.checkpoint import EMBEDDED
        from redactor.training.evaluation.curve_charts import training_chart

        training_chart(folder or EMBEDDED, curve)
    if json_file:
        from redactor.training.model_folder import write_json

        write_json(json_file, result)
    if detectors and not result["detectors"]["passed"]:
        raise click.exceptions.Exit(1)


def _measured(
    sides: Sequence[EvaluatedModel],
    files: Sequence[Path],
    say: Any,
    *,
    html: Path | None,
    confusion: Path | None,
    labels: str | None,
    limit: int | None,
    progress: bool | None,
    quiet: bool,
) -> dict[str, Any]:
    from functools import reduce
    from operator import add

    from redactor.cli.evaluated import measured, reliability_of
    from redactor.cli.progress import counting
    from redactor.training.corpora.read import read_corpus
    from redactor.training.evaluation import evaluate_tagger as core
    from redactor.training.evaluation.curve_charts import confusion_chart
    from redactor.training.evaluation.report_text import comparison_text, evaluation_text, reliability_text

    corpora = {str(path): read_corpus(path)[:limit] for path in files}
    wanted = _wanted(labels, corpora, sides)
    among = frozenset.intersection(*(side.labels for side in sides)) if len(sides) > 1 else None
    wholes: list[core.Evaluation] = []
    results: list[dict[str, Any]] = []
    texts = sum(map(len, corpora.values())) * len(sides)
    with counting(False if quiet else progress, texts, "text") as step:
        evaluated = [measured(side, corpora, wanted, among, step) for side in sides]
    for side, parts in zip(sides, evaluated, strict=True):
        sets = {name: core.as_json(part) for name, part in parts.items()}
        heading = f"{side.name}, " if len(sides) > 1 else ""
        for name, one in sets.items():
            say(evaluation_text(heading + name, one) + "\n")
        whole = reduce(add, parts.values())
        result = core.as_json(whole) if len(sets) > 1 else next(iter(sets.values()))
        if len(sets) > 1:
            say(evaluation_text(f"{heading}all of them", result) + "\n")
            result = {**result, "sets": sets}
        result |= {"reliability": reliability_of(side, whole), "model_labels": dict(core.label_names(side.tagger))}
        say(reliability_text(result["reliability"]) + "\n")
        wholes.append(whole)
        results.append(result)
    if len(sides) > 1:
        say(comparison_text(sides[0].name, sides[1].name, *results))
    if confusion:
        confusion_chart(*core.confusion(wholes[0]), confusion)
    if html:
        _page(html, sides, wholes, results, files)
    data = {"data": [path.name for path in files]}
    second = {"against": {"name": sides[1].name, **results[1]}} if len(sides) > 1 else {}
    return {**results[0], **data, **second}


def _page(
    path: Path,
    sides: Sequence[EvaluatedModel],
    wholes: Sequence[Any],
    results: Sequence[Mapping[str, Any]],
    files: Sequence[Path],
) -> None:
    from redactor.cli.evaluated import side_of
    from redactor.reporting.evaluation import Apart, render
    from redactor.storage.atomic import write_whole
    from redactor.training.evaluation.mistakes import apart

    keys = ("A", "B") if len(sides) > 1 else ("",)
    shown = [side_of(*each) for each in zip(keys, sides, wholes, results, strict=True)]
    differences = []
    for better, worse in ((0, 1), (1, 0)) if len(sides) > 1 else ():
        differences.append(Apart(keys[better], keys[worse], *apart(wholes[better], wholes[worse])))
    # For the owner alone: it quotes what may be personal.
    write_whole(path, render(", ".join(file.name for file in files), shown, differences))


def _wanted(
    labels: str | None, corpora: Mapping[str, Sequence[Any]], sides: Sequence[EvaluatedModel]
) -> frozenset[str] | None:
    """The labels to score. Raises ``UsageError`` for one that neither data nor model has."""
    from redactor.cli.help import nearest
    from redactor.errors import UsageError

    if labels is None:
        return None
    wanted = frozenset(label.strip() for label in labels.split(",") if label.strip())
    known = frozenset().union(
        *(example.covered for examples in corpora.values() for example in examples), *(side.labels for side in sides)
    )
    for label in sorted(wanted - known):
        raise UsageError(f"--labels: neither data nor model has {label!r}{nearest(label, known)}")
    return wanted


def _check_writable(path: Path | None) -> None:
    """Say before a long run that its result could not be written."""
    from redactor.errors import StorageError

    if path is not None and not path.parent.is_dir():
        raise StorageError(f"{path}: there is no folder {path.parent}")
