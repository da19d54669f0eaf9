"""``redactor train``: fine-tune a tagger on labelled text."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from redactor.cli.help import Themed
from redactor.cli.messages import configure_logging, json_errors

_FILE = click.Path(path_type=Path, dir_okay=False)

THEMES = {
    "Data": ("data", "dev", "recipe", "shared", "unlabelled", "eval_limit"),
    "Model": (
        "bases",
        "teacher",
        "activation",
        "heads",
        "channels",
        "frozen",
        "doubt",
        "shapes",
        "every_piece",
        "output",
        "repo",
    ),
    "Training": (
        "epochs",
        "max_steps",
        "learning_rate",
        "batch_tokens",
        "seed",
        "bf16",
        "checkpoint_steps",
        "resume",
        "even_if_worse",
    ),
    "Messages": ("progress", "quiet", "log_format"),
}
EXAMPLES = """
\b
Examples:
  redactor train --data ner_dataset.csv --output my-model               the tutorial: three epochs, a fifth held out
  redactor train --data train.conll --dev dev.conll --base my-encoder --output my-model
  redactor train --data train.conll --dev dev.conll --output my-model --resume
"""


@click.command(cls=Themed, themes=THEMES, extra="train", epilog=EXAMPLES)
@click.option(
    "--data",
    "data",
    multiple=True,
    type=_FILE,
    help="Labelled corpus: GMB/Kaggle CSV, CoNLL, JSONL, Parquet, also .gz and .zip. Repeatable, then with --dev.",
)
@click.option(
    "--dev", type=_FILE, help="Corpus to evaluate on. [default: the 20 % of --data that the tutorial holds out]"
)
@click.option("--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the model.")
@click.option(
    "--base",
    "bases",
    multiple=True,
    metavar="DIR|HUB_ID",
    help='Encoder to start from, or a tagger, which keeps what it knows; "en" is the shipped one. Several folders: the mean of their '
    "weights. "
    '[default: the one in the extra "redact-batch[train]"]',
)
@click.option(
    "--teacher",
    metavar="DIR|HUB_ID",
    help="Learn what this model answers: layer by layer and instead of the labels if it has the shape of --base, else beside them.",
)
@click.option(
    "--activation",
    type=click.Choice(["gelu", "relu"]),
    help="Between the wide matrices of a BERT. relu costs nothing in int8; take the model before as --teacher. [default: that of --base]",
)
@click.option(
    "--heads",
    type=click.IntRange(min=1),
    help="Keep N attention heads of all layers together, those that matter most; the rest is silenced and not exported.",
)
@click.option(
    "--channels",
    type=click.IntRange(min=1),
    help="The same for the channels between the wide matrices; needs --activation relu.",
)
@click.option(
    "--frozen",
    type=click.IntRange(min=1),
    help="The embeddings and the lowest N layers keep their weights: a step costs less.",
)
@click.option(
    "--doubt",
    type=click.FloatRange(min=0, max=1, max_open=True),
    help="The share of words without a label that annotators overlooked: what the model knows better is not untaught.",
)
@click.option(
    "--epochs",
    type=click.IntRange(min=1),
    help="Passes over the data. [default: 3; recipe en: 4; from a tagger: at most 8]",
)
@click.option(
    "--max-steps",
    type=click.IntRange(min=1),
    help="End after N batches, wherever in an epoch. [default: all epochs; recipe en: 3500]",
)
@click.option(
    "--learning-rate",
    type=click.FloatRange(min=0, min_open=True),
    help="Peak rate, after warm-up. [default: 2e-4; recipe en: 2.5e-4; from a tagger: 5e-5]",
)
@click.option(
    "--batch-tokens", type=click.IntRange(min=8), help="Padded tokens a batch. [default: 1024; recipe en: 2048]"
)
@click.option("--checkpoint-steps", type=click.IntRange(min=1), help="Save for --resume every N steps. [default: 500]")
@click.option("--seed", type=int, help="The same seed gives the same weights on the same machine. [default: 200]")
@click.option(
    "--every-piece",
    is_flag=True,
    help="Teach a word's label on each of its word pieces (the tutorial's way), not on the first.",
)
@click.option(
    "--shapes/--no-shapes",
    default=None,
    help="Show letter case to an uncased BERT as token types. [default: where it is one]",
)
@click.option("--bf16/--no-bf16", default=None, help="Compute in bfloat16. [default: where the hardware does]")
@click.option("--resume", is_flag=True, help="Go on with a run that was killed.")
@click.option(
    "--even-if-worse",
    is_flag=True,
    help="Hand over a model trained on from a tagger even if it is no better on the held-out rows, or forgot too much.",
)
@click.option(
    "--recipe",
    type=click.Choice(["en", "en-next", "en-teacher", "en-accurate", "en-student", "en-everyday"]),
    help="Train the shipped English model from its public sources; en-next goes on from one (with --base), mostly on synthetic text; "
    "en-teacher is for a large encoder and en-accurate for its last steps, en-student for what learns from it (--teacher), en-everyday for "
    "its last steps (it is its own teacher).",
)
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the recipe's data (gmb/, ner/, lexicons/); with --data from a tagger, some of its rows are repeated.",
)
@click.option(
    "--unlabelled",
    multiple=True,
    type=_FILE,
    help="Text without labels, a passage a line (UTF-8, also .gz), on which a recipe's --teacher is asked. Repeatable.",
)
@click.option("--eval-limit", type=click.IntRange(min=1), help="Evaluate on at most N of the held-out texts.")
@click.option(
    "--push-to-hub",
    "repo",
    metavar="REPO",
    help="Push the result to this (private) Hub repository; the token is HF_TOKEN's or the stored login's.",
)
@click.option("--progress/--no-progress", default=None, help="Progress bar. [default: on a terminal]")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what goes wrong.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="Messages on standard error.")
@json_errors
def train(
    data: tuple[Path, ...],
    dev: Path | None,
    output: Path,
    bases: tuple[str, ...],
    teacher: str | None,
    activation: str | None,
    heads: int | None,
    channels: int | None,
    frozen: int | None,
    doubt: float | None,
    epochs: int | None,
    max_steps: int | None,
    learning_rate: float | None,
    batch_tokens: int | None,
    checkpoint_steps: int | None,
    seed: int | None,
    every_piece: bool,
    shapes: bool | None,
    bf16: bool | None,
    resume: bool,
    even_if_worse: bool,
    unlabelled: tuple[Path, ...],
    recipe: str | None,
    shared: Path | None,
    eval_limit: int | None,
    repo: str | None,
    progress: bool | None,
    quiet: bool,
    log_format: str,
) -> None:
    """Fine-tune a BERT-like encoder as a tagger.

    With one --data file the held-out fifth is the tutorial's own. The folder holds weights, tokenizer, training.json,
    evaluation.json and a model card, and works with --model and with transformers.
    """
    from tqdm.contrib.logging import logging_redirect_tqdm

    from redactor.cli.progress import shown
    from redactor.training import hub
    from redactor.training import training_run as core
    from redactor.training.base import bf16_helps, find_base, uncased
    from redactor.training.continued import CAREFUL
    from redactor.training.evaluation.report_text import evaluation_text
    from redactor.training.finetune import TrainSettings
    from redactor.training.mean_weights import mean_weights

    configure_logging(log_format, quiet=quiet)
    if repo:
        hub.check_token()
    base = next(iter(bases), None)
    if len(bases) > 1:
        base = str(click.get_current_context().with_resource(mean_weights([Path(one) for one in bases])))
    settings = TrainSettings()
    if recipe:
        from redactor.training.recipe import EN_SETTINGS as settings
    if not recipe:
        start = find_base(base)
        shapes = start.can_shape and uncased(start) if shapes is None else shapes
        settings = replace(settings, **CAREFUL) if start.tags and not teacher else settings
    given: dict[str, Any] = {
        "epochs": epochs,
        "max_steps": max_steps,
        "learning_rate": learning_rate,
        "batch_tokens": batch_tokens,
        "checkpoint_steps": checkpoint_steps,
        "seed": seed,
        "shapes": shapes,
        "every_piece": every_piece or None,
        "activation": activation,
        "heads": heads,
        "channels": channels,
        "frozen": frozen,
        "doubt": doubt,
        "bf16": bf16_helps() if bf16 is None else bf16,
    }
    settings = replace(settings, **{name: value for name, value in given.items() if value is not None})
    drawn = not quiet and log_format == "text" and shown(progress)
    with logging_redirect_tqdm() if drawn else nullcontext():
        result = core.train(
            core.Job(
                data,
                dev,
                output,
                base,
                settings,
                resume,
                recipe,
                shared,
                eval_limit,
                drawn,
                teacher,
                even_if_worse,
                unlabelled,
            )
        )
    if result and not quiet:
        click.echo(evaluation_text("held out", result))
    if repo:
        click.echo(f"pushed to {hub.push(output, repo)}")
