"""``redactor policy``: check a policy file, show what a policy or preset comes to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from redactor.cli.help import Suggesting, Themed
from redactor.cli.options import reading_options
from redactor.cli.values import MODEL, ModelParam
from redactor.masking.policy.dump import as_json, as_toml
from redactor.masking.policy.load import PRESETS
from redactor.masking.policy.policy import Policy, required_key

EXAMPLES = """
\b
Examples:
  redactor policy show gdpr > mine.toml          a file to begin with
  redactor policy check mine.toml                what is wrong in it, line by line
  redactor policy diff default mine.toml --on samples/
  redactor policy suggest customers.csv > mine.toml
"""
SUGGEST = """
\b
Examples:
  redactor policy suggest customers.csv > mine.toml
  redactor policy suggest exports/ --records 500 --policy gdpr
"""
SUGGEST_THEMES = {
    "What is read": ("format", "include", "exclude", "fields", "header", "records", "max_memory"),
    "What is looked for": ("name", "model"),
}
CHECK = """
\b
Examples:
  redactor policy check mine.toml
  redactor policy check gdpr                     a preset: its digest, and if it needs a key
"""
SHOW = """
\b
Examples:
  redactor policy show                           what is masked if no policy is named
  redactor policy show mine.toml --format json | jq .labels
"""
DIFF = """
\b
Examples:
  redactor policy diff default mine.toml --on tickets/
  redactor policy diff old.toml new.toml --on tickets.jsonl --field body --key-file key
"""
READING = ("format", "include", "exclude", "header", "ocr", "ocr_languages", "line_buffered", "max_memory")
DIFF_THEMES = {
    "What is read": ("source", "fields", *READING),
    "The model and the key": ("model", "key_file"),
    "What is shown": ("limit", "as_json_lines"),
}


@click.group(cls=Suggesting, epilog=EXAMPLES)
def policy() -> None:
    """Check and show policies: what is masked, and how."""


@policy.command(epilog=CHECK, short_help="Say what is wrong with a policy, and what it needs.")
@click.argument("name", metavar="FILE|NAME")
def check(name: str) -> None:
    """Read a policy file (or a preset) and say what is wrong with it, line by line (exit 2), or what it needs."""
    from redactor.detectors.added import added
    from redactor.engine.idle_keys import idle_keys
    from redactor.engine.known_labels import check_regions, unheard_of
    from redactor.tagger.checkpoint import load_checkpoint

    loaded, checkpoint = Policy.load(name), load_checkpoint(None)
    detectors, needed = added(loaded.detectors, ()), required_key(loaded)
    check_regions(loaded)
    click.echo(f"{name}: ok, digest {loaded.digest}")
    for label, hint in unheard_of(loaded, checkpoint, detectors).items():
        click.echo(f"note: {label} is a label that nothing gives{hint}")
    for key in idle_keys(loaded, checkpoint, detectors):
        click.echo(f"note: {key} can do nothing under this policy")
    if needed:
        click.echo(f"needs a key (--key-file or REDACTOR_KEY) for: {', '.join(needed)}")


@policy.command(epilog=SHOW, short_help="Print a policy with all that its preset brings.")
@click.argument("name", metavar="[NAME|FILE]", default="default")
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["toml", "json"]),
    default="toml",
    show_default=True,
    help="How to write it.",
)
def show(name: str, as_format: str) -> None:
    """Print the effective policy of a preset or file, with everything that its preset brings."""
    loaded = Policy.load(name)
    click.echo(as_json(loaded) if as_format == "json" else as_toml(loaded), nl=as_format == "json")


@policy.command()
def presets() -> None:
    """List the presets that come with the package."""
    click.echo("\n".join(PRESETS))


@policy.command(
    "diff", cls=Themed, themes=DIFF_THEMES, epilog=DIFF, short_help="Say what two policies mask differently."
)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "--on",
    "source",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="INPUT",
    help="File or folder to try both on.",
)
@reading_options(*READING)
@click.option("--field", "fields", multiple=True, metavar="PATH", help="Only this field (repeatable).")
@click.option("--model", type=ModelParam(), metavar=MODEL, help="The model. [default: en, in the package]")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Run key (or REDACTOR_KEY): equal values show the same digest.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    default=100,
    show_default=True,
    help="Show this number of differences; all are counted.",
)
@click.option("--json", "as_json_lines", is_flag=True, help="Differences as JSON lines, then the counts.")
def diff(
    a: str,
    b: str,
    source: Path,
    fields: tuple[str, ...],
    model: Path | None,
    key_file: Path | None,
    limit: int,
    as_json_lines: bool,
    **reading: Any,
) -> int:
    """Say what policies A and B (presets or files) would mask differently in INPUT. Nothing is written.

    A line a difference: which policy masks it, file, record, field, characters, label, operator, and the value's keyed
    digest. No text is shown. Ends with 0, whether or not they differ, and with 1 where something could not be read.
    """
    from redactor.engine.policy_diff import Change, Tally, compare, sides
    from redactor.engine.settings import RunSettings
    from redactor.formats.pdf.ocr import check as check_ocr
    from redactor.keys import load_key

    if reading["ocr"]:
        check_ocr(reading["ocr_languages"])
    settings = RunSettings(source, None, key=load_key(key_file), fields=fields, model=model, dry_run=True, **reading)
    tally, shown = Tally(), Counter[str]()

    def changed(change: Change) -> None:
        shown["lines"] += 1
        if shown["lines"] > limit:
            return
        if as_json_lines:
            click.echo(json.dumps(asdict(change), ensure_ascii=False))
            return
        place = f"{change.file}, record {change.record}" + (f", {change.field}" if change.field else "")
        digest = change.value_hmac[:16] if change.value_hmac else "-"
        click.echo(f"{change.side:2} {place} [{change.start}, {change.end}) {change.label} {change.operator} {digest}")

    compare(sides(Policy.load(a), Policy.load(b), settings), settings, tally, changed)
    if as_json_lines:
        click.echo(json.dumps(tally.as_json(), ensure_ascii=False))
    else:
        if shown["lines"] > limit:
            click.echo(f"… and {shown['lines'] - limit} more (--limit)")
        click.echo(f"{'label':24} {'A':>7} {'B':>7} {'only A':>7} {'only B':>7} {'operator':>8}")
        columns = (tally.a, tally.b, tally.only_a, tally.only_b)
        for label in sorted({*tally.a, *tally.b}):
            click.echo(
                f"{label:24} " + " ".join(f"{column[label]:7}" for column in columns) + f" {tally.operator[label]:8}"
            )
        click.echo(f"{tally.records} records, {tally.withheld} withheld, {len(tally.unread)} files not read")
    return 1 if tally.withheld or tally.unread else 0


@policy.command(
    "suggest",
    cls=Themed,
    themes=SUGGEST_THEMES,
    epilog=SUGGEST,
    short_help="Write a policy that says what the data holds.",
)
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path, exists=True))
@reading_options("format", "include", "exclude", "header", "max_memory")
@click.option("--field", "fields", multiple=True, metavar="PATH", help="Only this field (repeatable).")
@click.option(
    "--records",
    type=click.IntRange(1),
    metavar="N",
    default=2_000,
    show_default=True,
    help="Look at this number of records of each file.",
)
@click.option("--policy", "name", metavar="FILE|PRESET", help="What is looked for. [default: the preset default]")
@click.option("--model", type=ModelParam(), metavar=MODEL, help="The model. [default: en, in the package]")
def suggest(
    source: Path, fields: tuple[str, ...], records: int, name: str | None, model: Path | None, **reading: Any
) -> int:
    """Write a policy that says what the fields of INPUT (a table, JSON lines, or a folder of them) hold.

    A rule for each field that holds one thing, with how many values said so and by which evidence; comments for the others.
    No value is shown. Read it before you use it. Ends with 1 where a file could not be read.
    """
    from redactor.engine.components import build
    from redactor.engine.field_survey import suggested_policy, survey
    from redactor.engine.settings import RunSettings

    chosen = Policy.load(name).with_overrides("tag", (), ())  # nothing is written, so no operator needs its key
    settings = RunSettings(source, None, chosen, fields=fields, model=model, dry_run=True, **reading)
    told = survey(settings, build(settings), records)
    for line in suggested_policy(told):
        click.echo(line)
    for missed in told.unread:
        click.echo(f"not read: {missed}", err=True)
    return 1 if told.unread or told.withheld else 0
