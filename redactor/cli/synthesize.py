"""``redactor synthesize``: invented documents with gold spans, to train on or to try things with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import click

from redactor.cli.help import Themed

THEMES = {
    "What is made": ("seed", "half", "lexicons"),
    "Where to": ("output",),
}
EXAMPLES = """
\b
Examples:
  redactor synthesize 1000 > invented.jsonl                      mail, forms, chat, logs, tables …
  redactor synthesize 20000 --half train --output train.jsonl    templates and names of one half,
  redactor synthesize 3000 --half test --output test.jsonl       so that no test is trained on
  redactor evaluate --data test.jsonl
"""


@click.command(cls=Themed, themes=THEMES, epilog=EXAMPLES)
@click.argument("count", type=click.IntRange(min=1))
@click.option(
    "--seed", type=int, metavar="N", default=0, show_default=True, help="The same seed gives the same documents."
)
@click.option(
    "--half",
    type=click.Choice(["all", "train", "test"]),
    default="all",
    show_default=True,
    help="Templates and names to draw from. The shipped model was trained on train.",
)
@click.option(
    "--lexicons",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Folder of name and place lists. [default: Faker's and the package's own]",
)
@click.option(
    "--output",
    type=click.File("w", encoding="utf-8", atomic=True),
    default="-",
    help="File. [default: standard output]",
)
def synthesize(count: int, seed: int, half: str, lexicons: Path | None, output: TextIO) -> None:
    """Write COUNT invented documents as JSON lines.

    Each has text, spans ([start, end, label], in characters) and the kind of document. train and evaluate read them. The
    people, places and numbers are made up; letter case, typos, line wraps and quoting are those of real text.
    """
    from redactor.training.synthesis.documents import synthesize as documents

    for row in documents(count, seed, half=half, lexicons=lexicons):  # type: ignore[arg-type]  # click has checked the choice
        output.write(json.dumps(row, ensure_ascii=False) + "\n")
