"""``redactor verify``: prove an output folder, and look for leaks in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.help import Themed
from redactor.cli.messages import printable
from redactor.cli.progress import shown, telling
from redactor.cli.values import MODEL, ModelParam, PlaceParam

if TYPE_CHECKING:
    from redactor.engine.components import Components
    from redactor.engine.pipeline import Observer
    from redactor.engine.settings import RunSettings
    from redactor.engine.summary import Counts
    from redactor.storage.places import Place
    from redactor.verification.verify_output import Report

_PATH = click.Path(path_type=Path)
_PLACE = PlaceParam()
LEAK_EXIT = 3


THEMES = {
    "What is proved": ("sources", "key_file", "public_key"),
    "Reading the output again for leaks": (
        "rescan", "policy", "operator", "labels", "keep", "model", "backend", "device", "workers"
    ),
    "Messages": ("as_json", "progress", "quiet"),
}  # fmt: skip
EXAMPLES = """
\b
Examples:
  redactor verify redacted/
  redactor verify redacted/ --input letters/ --key-file key     proves that nothing but the masks was changed
  redactor verify redacted/ --input letters/ --rescan           also looks for what was missed
"""


@click.command(
    cls=Themed,
    themes=THEMES,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.argument("output", type=_PLACE)
@click.option(
    "--input",
    "sources",
    type=_PLACE,
    multiple=True,
    metavar="INPUT",
    help="What was redacted (repeatable): proves that nothing but the masks was changed.",
)
@click.option(
    "--key-file",
    type=_PATH,
    metavar="FILE",
    help="Run key, mode 0600 (or the variable REDACTOR_KEY): checks the signature.",
)
@click.option(
    "--public-key", type=_PATH, metavar="FILE", help="Ed25519 public key (PEM): checks the signature of --sign-key."
)
@click.option(
    "--rescan",
    is_flag=True,
    help="Read the written files again for leaks; files with one move to _redactor/quarantine.",
)
@click.option("--policy", metavar="FILE|PRESET", help="The run's policy, for --rescan.")
@click.option("--operator", metavar="NAME", help="The run's --operator, for --rescan.")
@click.option("--label", "labels", multiple=True, metavar="L", help="The run's --label, for --rescan (repeatable).")
@click.option("--keep", "keep", multiple=True, metavar="L", help="The run's --keep, for --rescan (repeatable).")
@click.option("--model", type=ModelParam(), metavar=MODEL, help="The run's model, for --rescan.")
@click.option("--backend", type=click.Choice(["onnx", "torch"]), help="How to run the model.")
@click.option("--device", metavar="NAME", help="cpu, cuda, cuda:1 … (torch).")
@click.option("--workers", type=click.IntRange(0), default=0, help="Detecting threads (default: one a core).")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON on standard output.")
@click.option("--progress/--no-progress", default=None, help="Progress bar (default: on a terminal).")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing where everything holds.")
def verify(
    output: Path | Place,
    sources: tuple[Path | Place, ...],
    key_file: Path | None,
    public_key: Path | None,
    rescan: bool,
    as_json: bool,
    progress: bool | None,
    quiet: bool,
    **flags: Any,
) -> int:
    """Recompute all that OUTPUT claims of itself, and name the first file, record and byte that is off.

    \b
    Exit codes: 0 everything holds; 2 wrong usage or key file; 3 tampering or a leak; 4 nothing to verify.
    """
    from redactor.keys import load_key
    from redactor.storage.several import input_of
    from redactor.verification.local_copy import local_copy
    from redactor.verification.rescan import Rescan
    from redactor.verification.verify_output import verify_output

    if not rescan and any(flags.values()):
        raise click.UsageError("policy and model flags are for --rescan")
    key = load_key(key_file)
    notes: tuple[str, ...] = ()
    parts = None
    wanted = not quiet and shown(progress)
    with local_copy(output) as copy:
        if rescan:
            parts, notes = _parts(copy.path, key_file, flags)
        with telling(wanted, "file", _count(copy.path) * (2 if rescan else 1) if wanted else None) as tell:
            again = Rescan(parts, each=tell) if parts is not None else None
            report = verify_output(
                copy.path, input_of(sources), key, public_key, again=again, each=tell, strays=copy.strays, whole=True
            )
        if rescan:
            copy.quarantine(report.quarantined)
    if as_json:
        click.echo(json.dumps(_json(report, notes), indent=2))
    elif report.findings or not quiet:
        _say(report, notes, err=False)
    return LEAK_EXIT if report.findings else 0


def _count(output: Path) -> int:
    """Files that the manifest speaks of, unchecked; for the progress bar."""
    from redactor.audit.layout import Layout
    from redactor.verification.manifest_check import rows

    return sum(1 for _ in rows(Layout.of(output).manifest))


class Written:
    """An observer of a run that notes the names of the files it worked on, and passes on what it is told."""

    def __init__(self, observe: Observer) -> None:
        self._observe = observe
        self.names: set[str] = set()

    def __call__(self, name: str, counts: Counts, read: int) -> None:
        self.names.add(name)
        self._observe(name, counts, read)


def after_run(settings: RunSettings, written: Written, *, quiet: bool, progress: bool | None = None) -> int:
    """``redact-batch --verify``: the same with ``--rescan``, for the files that this run has ``written``."""
    from redactor.engine.components import build
    from redactor.verification.local_copy import local_copy
    from redactor.verification.rescan import Rescan
    from redactor.verification.verify_output import verify_output

    assert settings.output is not None
    with local_copy(settings.output) as copy, telling(False if quiet else progress, "file") as tell:
        again = Rescan(build(settings), frozenset(written.names), tell)
        report = verify_output(copy.path, settings.input, settings.key, again=again, each=tell, strays=copy.strays)
        copy.quarantine(report.quarantined)
    if settings.report:
        from redactor.cli.report import verified

        verified(settings, report)
    if not quiet or report.findings:
        _say(report, (), err=True)
    return LEAK_EXIT if report.findings else 0


def _parts(output: Path, key_file: Path | None, flags: dict[str, Any]) -> tuple[Components, tuple[str, ...]]:
    """Detectors as the run had them. Raises ``UsageError`` where its policy must be named."""
    from redactor.cli.run_settings import settings_of
    from redactor.engine.components import build
    from redactor.errors import UsageError
    from redactor.verification.output_check import read_head

    head = read_head(output)
    recall = head.settings.get("recall") if head is not None else None
    settings = settings_of({**flags, "key_file": key_file, "recall": recall}, None, None, single=False)
    named = any(flags[name] for name in ("policy", "operator", "labels", "keep"))
    notes = []
    if head is not None and settings.policy.digest != head.policy:
        if not named:
            raise UsageError(
                "the run had another policy; give its --policy, --operator, --label and --keep to --rescan"
            )
        notes.append("rescanned with another policy than the run's")
    parts = build(settings)
    if head is not None and parts.model_digest != head.model:
        notes.append("rescanned with another model than the run's")
    return parts, tuple(notes)


def _say(report: Report, notes: tuple[str, ...], *, err: bool) -> None:
    for finding in report.findings:
        click.echo(printable(str(finding)), err=err)
    for output in report.quarantined:
        click.echo(printable(f"moved to _redactor/quarantine: {output}"), err=err)
    if report.suspicions:
        files = Counter(finding.file for finding in report.suspicions)
        shown = ", ".join(f"{file} {count}" for file, count in files.most_common(5))
        click.echo(
            printable(f"possible entities outside of masks (see --json): {shown}{', …' if len(files) > 5 else ''}"),
            err=err,
        )
    for note in (*notes, *report.notes):
        click.echo(f"note: {note}", err=err)
    found = f", {len(report.findings)} findings" if report.findings else ""
    click.echo(f"verified {report.files} files, {report.records} records{found}", err=err)


def _json(report: Report, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "findings": [asdict(finding) for finding in report.findings],
        "suspicions": [asdict(finding) for finding in report.suspicions],
        "quarantined": list(report.quarantined),
        "notes": [*notes, *report.notes],
        "files": report.files,
        "records": report.records,
    }
