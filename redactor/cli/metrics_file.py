"""``--metrics-file``: numbers of a run written at its end, however it ends."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.audit.layout import HOME
from redactor.cli.options import CONFIG
from redactor.errors import RedactorError
from redactor.storage.places import place_of

if TYPE_CHECKING:
    from redactor.engine.summary import Summary

_KEY = "redactor.summary"


def record_summary(summary: Summary) -> None:
    """Tell the metrics of the running command what it did."""
    click.get_current_context().meta[_KEY] = summary


def exit_code_of(error: BaseException) -> int:
    """The exit code that ``guarded`` will give ``error``."""
    if isinstance(error, RedactorError | click.ClickException | click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return 130
    return 141 if isinstance(error, BrokenPipeError) else 4


def check_written(flag: str, written: Path, flags: Mapping[str, Any], places: Sequence[str | None] = ()) -> None:
    """Raise where the file that ``flag`` names is a key or policy that the run reads, or lies at or in one of ``places``."""
    if written.exists() and not written.is_file():
        return  # a device or a pipe takes no file's place
    at = written.resolve()
    read = [Path(name) for each in ("key_file", "sign_key", "policy") if (name := flags[each]) is not None]
    if at in [path.resolve() for path in (*read, Path(CONFIG))]:
        raise click.UsageError(f"{flag} {written} is a file that the run reads; choose another")
    for place in places:
        folder = place_of(place) if place not in (None, "-") else None
        if isinstance(folder, Path) and any(
            at.is_relative_to(one.resolve()) for one in (folder, folder.with_name(f"{folder.name}.{HOME}"))
        ):
            raise click.UsageError(f"{flag} {written} lies in {place}; choose a place apart from input and output")


def with_metrics(command: Callable[..., int]) -> Callable[..., int]:
    """A command with a ``metrics_file`` flag that calls ``record_summary``; returns its exit code."""

    @functools.wraps(command)
    def wrapped(*args: Any, metrics_file: Path | None, **flags: Any) -> int:
        if metrics_file is None:
            return command(*args, metrics_file=None, **flags)
        from redactor.reporting import prometheus

        check_written("--metrics-file", metrics_file, flags, flags["places"])
        prometheus.check_writable(metrics_file)
        began, cpu = time.monotonic(), time.process_time()
        try:
            code = command(*args, metrics_file=metrics_file, **flags)
        except BaseException as error:
            try:
                _write(metrics_file, exit_code_of(error), began, cpu)
            except RedactorError as second:  # the first error is the one to end with
                click.echo(f"error: {second}", err=True)
            raise
        _write(metrics_file, code, began, cpu)
        return code

    return wrapped


def _write(path: Path, code: int, began: float, cpu: float) -> None:
    from redactor.reporting import prometheus

    summary = click.get_current_context().meta.get(_KEY)
    from redactor.engine.memory import peak_rss

    peak = peak_rss()
    own = {
        "seconds": round(time.monotonic() - began, 3),
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "peak_rss_bytes": peak,
    }
    prometheus.write(path, prometheus.facts_of(summary.as_json() if summary is not None else None, code, own))
