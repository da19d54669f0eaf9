"""What commands say on standard error, for people or for machines."""

from __future__ import annotations

import functools
import json
import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import click

from redactor.errors import RedactorError

if TYPE_CHECKING:
    from redactor.engine.summary import Summary

_SHOWN = 20
#: Libraries that speak of their own business.
_CHATTY = ("httpx", "httpx2", "httpcore", "urllib3", "filelock", "huggingface_hub")


class JsonLines(logging.Formatter):
    """One JSON object a message: time, level, and the message as the event."""

    def format(self, record: logging.LogRecord) -> str:
        """As one line."""
        told = {"time": round(record.created, 3), "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(told, ensure_ascii=False)


def configure_logging(form: str, *, quiet: bool = False) -> None:
    """Let the messages of long work through to standard error: what goes wrong alone if ``quiet``."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(asctime)s %(message)s"))
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, handlers=[handler])
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def json_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with a ``log_format`` flag whose errors, too, are JSON lines where that is wanted."""

    @functools.wraps(command)
    def wrapped(*args: Any, log_format: str, **flags: Any) -> Any:
        try:
            return command(*args, log_format=log_format, **flags)
        except RedactorError as error:
            if log_format != "json":
                raise
            told = {"level": "error", "event": "failed", "exit_code": error.exit_code, "message": str(error)}
            click.echo(json.dumps(told, ensure_ascii=False), err=True)
            raise click.exceptions.Exit(error.exit_code) from None

    return wrapped


def print_summary(summary: Summary, form: str) -> None:
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
