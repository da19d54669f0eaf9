"""``redactor export``: a trained tagger as ONNX, small and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from redactor.cli.help import Themed
from redactor.cli.progress import telling
from redactor.errors import UsageError

if TYPE_CHECKING:
    from redactor.training.corpora.examples import Example

THEMES = {
    "Folders": ("models", "output"),
    "Data": ("data", "calibrate", "limit"),
    "What is written": ("committee", "share", "fp32"),
    "Messages": ("progress", "quiet"),
}
EXAMPLES = """
\b
Examples:
  redactor export --model my-model --output my-model-int8 --data dev.conll
  redactor export --model my-model --output my-model-onnx --fp32
  redactor export --model one --model other --output mean-int8
  redactor export --committee --model small-int8 --model large-int8 --output both
"""


@click.command(cls=Themed, themes=THEMES, extra="train", epilog=EXAMPLES)
@click.option(
    "--model",
    "models",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Model folder as redactor train or save_pretrained writes it. Several of one shape: the mean of their weights.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="New folder for the exported model.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Labelled corpus that decides whether int8 is good enough. [default: synthetic documents]",
)
@click.option(
    "--calibrate",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Corpus of the kind the model was trained on, for the ranges of int8. [default: synthetic documents]",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N sentences of the data.")
@click.option(
    "--committee",
    is_flag=True,
    help="The two models are exported ones: OUTPUT asks both and averages their answers.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="How much the second of a committee counts, where the first counts the rest. [default: 0.6]",
)
@click.option("--fp32", is_flag=True, help="Write the fp32 model only.")
@click.option("--progress/--no-progress", default=None, help="Say which step is at hand. [default: on a terminal]")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
def export(
    models: tuple[Path, ...],
    output: Path,
    data: Path | None,
    calibrate: tuple[Path, ...],
    limit: int | None,
    committee: bool,
    share: float | None,
    fp32: bool,
    progress: bool | None,
    quiet: bool,
) -> None:
    """Write a model as ONNX: int8 in OUTPUT, fp32 in OUTPUT/fp32.

    int8 is refused (exit 2, no OUTPUT) if strict F1 falls by more than 0.005 or fewer than 0.99 of the spans agree with
    fp32.
    """
    if committee:
        if data or calibrate or limit or fp32:
            raise UsageError("--committee joins graphs as they are: leave --data, --calibrate, --limit and --fp32 away")
        from redactor.training.committee import SHARE
        from redactor.training.committee import committee as write_committee

        size = write_committee(models, output, share or SHARE)
        if not quiet:
            click.echo(f"{output}: int8 ONNX of both, {size / 1e6:.1f} MB")
        return
    if share:
        raise UsageError("--share is for --committee")
    from redactor.training import export_model as core
    from redactor.training.corpora.read import read_corpus
    from redactor.training.mean_weights import mean_weights

    examples = read_corpus(data)[:limit] if data else core.sample("test", core.SAMPLE_DOCUMENTS)[:limit]
    texts = [example.text for path in calibrate for example in every(read_corpus(path), core.CALIBRATION_TEXTS)]
    with mean_weights(models) as model, telling(False if quiet else progress) as tell:
        parity = core.export(model, output, examples, int8=not fp32, calibration=texts or None, tell=tell)
    if quiet:
        return
    if parity is None:
        click.echo(f"{output}: fp32 ONNX")
        return
    click.echo(
        f"{output}: int8 ONNX, {parity.int8_bytes / 1e6:.1f} MB (fp32 {parity.fp32_bytes / 1e6:.1f} MB); "
        f"on {parity.texts:,} texts strict F1 "
        f"{parity.fp32_f1:.4f} → {parity.int8_f1:.4f}, span agreement {parity.agreement:.4f}"
    )


def every(examples: list[Example], count: int) -> list[Example]:
    """About ``count`` of ``examples``, evenly spread."""
    return examples[:: max(1, len(examples) // count)]
