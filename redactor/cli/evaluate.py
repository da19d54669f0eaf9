"""``redactor evaluate``: what a model finds in labelled text, and what it lets through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--data",
    "files",
    multiple=True,
    type=_FILE,
    help="Labelled corpus: GMB/Kaggle CSV, CoNLL columns, JSONL, Parquet, also .gz and .zip. Repeatable.",
)
@click.option(
    "--model", "folder", type=click.Path(path_type=Path), help="Model folder. [default: the model in the package]"
)
@click.option("--backend", type=click.Choice(["onnx", "torch"]), help="Runtime. [default: onnx if the folder has it]")
@click.option("--device", help="Device for torch, such as cpu or cuda:0.")
@click.option(
    "--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads of one inference call."
)
@click.option(
    "--labels",
    help="Labels to score, separated by commas. [default: those that occur in the data and that the model knows]",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N sentences of each file.")
@click.option(
    "--operating-point", metavar="NAME", help="Decode at an operating point of the model, such as recall-0.99."
)
@click.option("--json", "json_file", type=_FILE, help="Write the results as JSON.")
@click.option("--confusion", type=_FILE, help="Write the confusion matrix as PNG.")
@click.option("--curve", type=_FILE, help="Write the training curve of the model folder as PNG.")
@click.option(
    "--detectors",
    is_flag=True,
    help="Measure the pattern detectors on generated cases instead of, or beside, the model.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the cases for --detectors.")
@click.option("--progress/--no-progress", default=None, help="Progress bar. [default: on a terminal]")
def evaluate(
    files: tuple[Path, ...],
    folder: Path | None,
    backend: str | None,
    device: str | None,
    threads: int,
    labels: str | None,
    limit: int | None,
    operating_point: str | None,
    json_file: Path | None,
    confusion: Path | None,
    curve: Path | None,
    detectors: bool,
    seed: int,
    progress: bool | None,
) -> None:
    """Measure a model on labelled text.

    Prints validation loss, token accuracy, seqeval's per-label report three ways (strict IOB2 by word, seqeval default
    by word, the tutorial's by word piece), and for a redactor: the share of entities wholly covered and of sentences
    without a leak.
    """
    from redactor.errors import UsageError

    if not files and not detectors and not curve:
        raise UsageError("nothing to do: give --data FILE, --detectors or --curve PNG")
    result: dict[str, Any] = {}
    if files:
        result = _model(files, folder, backend, device, threads, labels, limit, operating_point, confusion, progress)
    if detectors:
        from redactor.training.detector_cases import detector_report

        result["detectors"] = detector_report(seed=seed)
        click.echo(json.dumps(result["detectors"], indent=2))
    if curve:
        from redactor.tagger.checkpoint import EMBEDDED
        from redactor.training.charts import training_chart

        training_chart(folder or EMBEDDED, curve)
    if json_file:
        from redactor.training.model_folder import write_json

        write_json(json_file, result)


def _model(
    files: tuple[Path, ...],
    folder: Path | None,
    backend: str | None,
    device: str | None,
    threads: int,
    labels: str | None,
    limit: int | None,
    operating_point: str | None,
    confusion: Path | None,
    progress: bool | None,
) -> dict[str, Any]:
    from tqdm import tqdm

    from redactor.training import evaluate as core
    from redactor.training.charts import confusion_chart
    from redactor.training.corpora import read_corpus
    from redactor.training.model_folder import open_tagger
    from redactor.training.report_text import evaluation_text

    tagger = open_tagger(folder, backend, device, threads, operating_point)
    wanted = frozenset(label.strip() for label in labels.split(",")) if labels else None
    corpora = {str(path): read_corpus(path)[:limit] for path in files}
    parts: dict[str, core.Evaluation] = {}
    with tqdm(
        total=sum(map(len, corpora.values())), unit="sentence", disable=None if progress is None else not progress
    ) as bar:
        for name, examples in corpora.items():
            parts[name] = core.evaluate(tagger, examples, wanted, progress=bar.update)
    sets = {name: core.as_json(part) for name, part in parts.items()}
    for name, one in sets.items():
        click.echo(evaluation_text(name, one) + "\n")
    first, *rest = parts.values()
    whole = sum(rest, first)
    result = core.as_json(whole) if rest else sets[str(files[0])]
    if rest:
        click.echo(evaluation_text("all of them", result) + "\n")
        result = {**result, "sets": sets}
    if confusion:
        confusion_chart(*core.confusion(whole), confusion)
    return {**result, "model_labels": dict(core.label_names(tagger)), "data": [path.name for path in files]}
