"""``redact-batch``: the main job."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from redactor.cli.exit import OWN_PROCESS, run_command
from redactor.cli.help import Themed
from redactor.cli.messages import json_errors, print_summary, tell_defaults
from redactor.cli.metrics_file import check_written, record_summary, with_metrics
from redactor.cli.options import CONFIG, THEMES, configured, run_options
from redactor.cli.run_settings import settings_of
from redactor.engine.discovery import is_one_file
from redactor.extras import install
from redactor.storage.objects import is_file, is_folder
from redactor.storage.places import Place, place_of
from redactor.storage.several import Several
from redactor.version import __version__

EXAMPLES = """
\b
Examples:
  redact-batch letters/ redacted/                a folder, mirrored
  redact-batch letters/ notes.txt redacted/      several, each under its own name
  redact-batch tickets.jsonl clean.jsonl --field body
  cat notes.txt | redact-batch > clean.txt       a pipe
  tail -f app.log | redact-batch --line-buffered
  redact-batch in/ out/ --policy hipaa-safe-harbor --key-file key
  redact-batch s3://bucket/in s3://bucket/out

\b
Shell completion (the same for redactor with _REDACTOR_COMPLETE):
  eval "$(_REDACT_BATCH_COMPLETE=bash_source redact-batch)"       in .bashrc; .zshrc: zsh_source
  _REDACT_BATCH_COMPLETE=fish_source redact-batch | source        in config.fish

\b
Exit codes: 0 finished, nothing was withheld; 1 finished, but look at it; 2 wrong usage, policy, model or key;
  3 a check found a leak; 4 input or output failed; 75 another run holds the output folder.
"""


@click.command(
    "batch",
    cls=Themed,
    themes=THEMES,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.argument("places", metavar="[INPUT]... [OUTPUT]", nargs=-1)
@run_options
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=configured,
    help="Defaults for these options (default: ./redactor.toml).",
)
@click.version_option(__version__, prog_name="redact-batch")
@json_errors
@with_metrics
def batch(places: tuple[str, ...], **flags: Any) -> int:
    """Mask personal information in INPUT and write it to OUTPUT.

    INPUT is a file, a folder or - (standard input, also when a pipe is given and no INPUT). OUTPUT is a folder,
    for a file also a file, or - (standard output, the default for a file or a pipe). Both can be URLs of a
    store: s3://bucket/folder, gs://, abfs://, hdfs://host/folder. Of several INPUTs each gets its own name in the
    folder OUTPUT.
    """
    sources, target = (places[:-1], places[-1]) if len(places) > 1 else (places, None)
    source = sources[0] if sources else None
    if flags["engine"] == "ray" and find_spec("ray") is None:
        raise click.UsageError(f"--engine ray needs Ray, which is not installed: {install('ray')}")
    if flags["ray_address"] is not None and flags["engine"] != "ray":
        raise click.UsageError("--ray-address goes with --engine ray")
    if source is None and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("no INPUT and no pipe; try: redact-batch --help")
    output = None if target in (None, "-") else place_of(str(target))
    path: Path | Place | Several | None = None if source in (None, "-") else place_of(str(source))
    if len(sources) > 1:
        path = _several(sources, output)
    if path is None and output is not None:
        raise click.UsageError("a pipe goes to standard output; redirect it with > or give INPUT as a file")
    if output is None and isinstance(path, Path | Place) and not flags["dry_run"] and is_folder(path):
        raise click.UsageError(f"{source} is a folder: give an OUTPUT folder too, as in redact-batch {source} redacted")
    if flags["audit"] is not None and output is not None:
        raise click.UsageError("--audit is for standard output; a folder's audit lies in OUTPUT/_redactor/audit")
    if output is None and (flags["report"] or flags["fail_on_drift"] is not None):
        raise click.UsageError("--report and --fail-on-drift need an OUTPUT folder or file")
    if flags["verify"] and (output is None or flags["dry_run"]):
        raise click.UsageError("--verify needs an OUTPUT folder or file")
    if flags["work_dir"] is not None and not isinstance(output, Place):
        raise click.UsageError("--work-dir goes with an OUTPUT in an object store")
    single = is_one_file(path, output, str(target))
    if flags["audit"] is not None:
        check_written("--audit", flags["audit"], flags)
    _check_config(path)
    own_process = click.get_current_context().obj is OWN_PROCESS
    settings = replace(settings_of(flags, path, output, single=single), own_process=own_process)

    if (used := click.get_current_context().meta.get(CONFIG)) and not flags["quiet"]:
        tell_defaults(used, flags["log_format"])

    from redactor.cli.progress import bar, listing_of
    from redactor.cli.verify import Written, after_run
    from redactor.engine.run import run

    here = output if isinstance(output, Path) else None
    listing = listing_of(path, settings.choice, here) if isinstance(path, Path | Several) else None
    unseen = flags["quiet"] or (output is None and not settings.dry_run)
    with bar(False if unseen else flags["progress"], listing) as observe:
        written = Written(observe)
        summary = run(settings, written)
    record_summary(summary)
    if not flags["quiet"] and (output is not None or settings.dry_run or summary.exit_code):
        with suppress(OSError, ValueError):  # all is done, also where nobody can be told
            print_summary(summary, flags["log_format"])
    if flags["verify"]:
        return after_run(settings, written, quiet=flags["quiet"], progress=flags["progress"]) or summary.exit_code
    return summary.exit_code


def _several(sources: Sequence[str], output: Path | Place | None) -> Several:
    """Several inputs. Raises ``UsageError`` where they cannot go into the output."""
    if "-" in sources:
        raise click.UsageError("standard input (-) goes alone, not beside other inputs")
    if output is None or is_file(output):
        raise click.UsageError("several INPUTs need a folder as OUTPUT, the last argument")
    return Several.of([place_of(source) for source in sources])


def _check_config(source: Path | Place | Several | None) -> None:
    """Who wrote the input must not decide how it is redacted: a ``redactor.toml`` is taken from inside of it by name alone."""
    context = click.get_current_context()
    if context.default_map and context.get_parameter_source("config") is ParameterSource.DEFAULT:
        found = Path(CONFIG).resolve()
        folders = [
            one.resolve() for one in (source if isinstance(source, Several) else [source]) if isinstance(one, Path)
        ]
        if any(folder.is_dir() and found.is_relative_to(folder) for folder in folders):
            raise click.UsageError(f"{CONFIG} lies in the input; if it is yours, name it: --config {CONFIG}")


def main() -> None:
    """Entry point of ``redact-batch``."""
    run_command(batch)


if __name__ == "__main__":
    main()
