"""What a run says at its end, for people or for machines, on standard error."""

from __future__ import annotations

import json

import click

from redactor.engine.summary import Summary

_SHOWN = 20


def say(summary: Summary, form: str) -> None:
    """One line of counts, and each file that was not redacted."""
    if form == "json":
        click.echo(json.dumps({"level": "warning" if summary.exit_code else "info", "event": "finished", **summary.as_json()}), err=True)
        return
    for file, reason in summary.problems[:_SHOWN]:
        click.echo(f"not redacted: {file}: {reason}", err=True)
    if summary.problem_count > _SHOWN:
        click.echo(f"… and {summary.problem_count - _SHOWN} more, see withheld.jsonl", err=True)
    click.echo(summary.line(), err=True)
