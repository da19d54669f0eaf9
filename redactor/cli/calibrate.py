"""``redactor calibrate``: where a tagger decides, chosen on labelled data and written beside its weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from redactor.cli.help import Themed
from redactor.cli.terminal_tables import aligned
from redactor.cli.values import BiasParam

if TYPE_CHECKING:
    from redactor.training.calibrate import Calibration

THEMES = {
    "Model and data": ("folder", "files", "limit"),
    "Operating point": ("default",),
    "Messages": ("quiet",),
}
EXAMPLES = """
\b
Examples:
  redactor calibrate --model my-model-int8 --data dev.jsonl
  redactor calibrate --model my-model-int8 --data dev.jsonl --default PERSON=0.8,LOCATION=0.4
"""


@click.command(cls=Themed, themes=THEMES, epilog=EXAMPLES)
@click.option(
    "--model",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Model folder; its redactor.json is written.",
)
@click.option(
    "--data",
    "files",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Labelled corpus that the model was not trained on. Repeatable.",
)
@click.option("--limit", type=click.IntRange(min=2), metavar="N", help="Only the first N sentences of each file.")
@click.option(
    "--default",
    metavar="LABEL=NATS,…",
    type=BiasParam(),
    help="Raise of each label's log-probability where no other point is asked for. [default: that with the best F1]",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
def calibrate(
    folder: Path, files: tuple[Path, ...], limit: int | None, default: dict[str, float] | None, quiet: bool
) -> None:
    """Choose a model's operating points and the temperature of its scores.

    Every second sentence chooses, the others tell what was chosen: the points that --recall and --operating-point name, and
    how far scores can be believed.
    """
    from redactor.training import calibrate as core
    from redactor.training.corpora.read import read_corpus
    from redactor.training.model_folder import open_tagger

    examples = [example for path in files for example in read_corpus(path)[:limit]]
    found = core.calibrate(open_tagger(folder), examples, default)
    core.save(folder, found)
    if not quiet:
        _tell(found)


def _tell(found: Calibration) -> None:
    labels = list(found.bias)
    rows = [("point", "precision", "recall", "F1", *(f"{label} wholly masked" for label in labels))]
    for name, measured in found.measured.items():
        shares = (measured.coverage.get(label) for label in labels)
        numbers = (measured.precision, measured.recall, measured.f1, *shares)
        rows.append((name, *("–" if number is None else f"{number:.3f}" for number in numbers)))
    for line in aligned(rows, right=range(1, len(rows[0]))):
        click.echo(line)
    scores = found.reliability
    click.echo(
        f"temperature {scores.temperature:.2f}: expected calibration error {scores.ece_before:.3f} → {scores.ece_after:.3f}"
    )
