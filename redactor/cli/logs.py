"""What a run says at its end, for people or for machines, on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import Literal

import click

from redactor.engine.summary import Summary

_SHOWN = 20


def say(summary: Summary, form: str) -> None:
    """One line of counts, and each file that was not redacted."""
    if form == "json":
        told = {name: value for name, value in summary.as_json().items() if name != "runs"}
        level = "warning" if summary.exit_code else "info"
        click.echo(json.dumps({"level": level, "event": "finished", **told}), err=True)
        return
    for file, reason in summary.problems[:_SHOWN]:
        click.echo(f"not redacted: {file}: {reason}", err=True)
    if summary.problem_count > _SHOWN:
        click.echo(f"… and {summary.problem_count - _SHOWN} more, see withheld.jsonl", err=True)
    if sys.stderr.isatty():
        table(summary)
    click.echo(summary.line(), err=True)


def table(summary: Summary) -> None:
    """Entities by label, for a person at a terminal; without any escape under NO_COLOR."""
    counts = summary.counts
    if not counts.labels:
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    shown.add_column("label")
    shown.add_column("entities", justify="right")
    shown.add_column("per 1,000 words", justify="right")
    for label, number in counts.labels.most_common():
        shown.add_row(label, f"{number:,}", f"{1000 * number / counts.words:.1f}" if counts.words else "")
    shown.add_row("all", f"{counts.entities:,}", f"{1000 * counts.entities / max(counts.words, 1):.1f}", style="bold")
    system: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    Console(stderr=True, highlight=False, markup=False, color_system=system).print(shown)
