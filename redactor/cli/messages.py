"""What commands say on standard error, for people or for machines."""

from __future__ import annotations

import functools
import json
import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.terminal_tables import aligned, tell
from redactor.errors import RedactorError

if TYPE_CHECKING:
    from redactor.engine.summary import Summary

_SHOWN = 20
#: Controls (C0 and C1), marks of direction, and ends of lines and paragraphs.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
#: Libraries that speak of their own business.
_CHATTY = ("httpx", "httpx2", "httpcore", "urllib3", "filelock", "huggingface_hub")


def printable(text: str) -> str:
    r"""``text`` for a terminal or a log: what would steer it, or hide in it, as an escape. Line ends stay.

    >>> printable("a\x1b[31m\u202eb\n")
    'a\\x1b[31m\\u202eb\n'
    """
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def as_json(fields: Mapping[str, Any]) -> str:
    """One JSON object for a log, readable, with nothing in it that steers a terminal."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(fields, ensure_ascii=False))


class JsonLines(logging.Formatter):
    """One JSON object a message: time, level, and the message as the event."""

    def format(self, record: logging.LogRecord) -> str:
        """As one line."""
        fields = {"time": round(record.created, 3), "level": record.levelname.lower(), "event": record.getMessage()}
        return as_json(fields)


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
            fields = {"level": "error", "event": "failed", "exit_code": error.exit_code, "message": str(error)}
            click.echo(as_json(fields), err=True)
            raise click.exceptions.Exit(error.exit_code) from None

    return wrapped


def print_summary(summary: Summary, form: str) -> None:
    """One line of counts, and each file that was not redacted."""
    if form == "json":
        fields = {name: value for name, value in summary.as_json().items() if name != "runs"}
        level = "warning" if summary.exit_code else "info"
        click.echo(as_json({"level": level, "event": "finished", **fields}), err=True)
        return
    for file, reason in summary.problems[:_SHOWN]:
        click.echo(printable(f"not redacted: {file}: {reason}"), err=True)
    if summary.problem_count > _SHOWN:
        click.echo(f"… and {summary.problem_count - _SHOWN} more, see withheld.jsonl", err=True)
    if sys.stderr.isatty():
        table(summary)
    click.echo(printable(summary.line()), err=True)


def tell_defaults(path: str, form: str) -> None:
    """Say which file the defaults of this run come from."""
    event = f"defaults from {path}"
    click.echo(as_json({"level": "info", "event": event}) if form == "json" else printable(event), err=True)


def table(summary: Summary) -> None:
    """Entities by label, for a person at a terminal; without any escape under NO_COLOR."""
    counts = summary.counts
    if not counts.labels:
        return
    rows = [("label", "entities", "per 1,000 words")]
    for label, number in counts.labels.most_common():
        rows.append((label, f"{number:,}", f"{1000 * number / counts.words:.1f}" if counts.words else ""))
    rows.append(("all", f"{counts.entities:,}", f"{1000 * counts.entities / max(counts.words, 1):.1f}"))
    for place, line in enumerate(aligned(rows, right=(1, 2))):
        tell(line, err=True, bold=place in (0, len(rows) - 1))
