"""The flags of ``redact-batch``, and their defaults in ``redactor.toml``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from redactor.cli.help import nearest
from redactor.cli.values import MODEL, FormatParam, ModelParam, RegionsParam, Size
from redactor.formats.registry import FormatChoice, format_names

F = TypeVar("F", bound=Callable[..., Any])

CONFIG = "redactor.toml"


def _one_format(ctx: click.Context, param: click.Parameter, value: tuple[tuple[str, str], ...]) -> FormatChoice:
    """All of ``--format``: one for every file, or those of suffixes."""
    chosen = dict(value)
    if len(chosen) < len(value):
        raise click.BadParameter("give one format for all files, or one for each suffix", ctx, param)
    return chosen[""] if list(chosen) == [""] else chosen or None


_PATH = click.Path(path_type=Path)
#: How files are read: what other commands that read them as a run does take as well.
_READING = {
    "format": click.option(
        "--format",
        "format",
        type=FormatParam(),
        multiple=True,
        callback=_one_format,
        metavar="NAME|.SUFFIX=NAME",
        help=f"Read input as this format, or files with this suffix (repeatable): {', '.join(format_names())}.",
    ),
    "include": click.option(
        "--include", multiple=True, metavar="GLOB", help="Read files with such names alone (repeatable)."
    ),
    "exclude": click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave out such files and folders (repeatable)."
    ),
    "header": click.option(
        "--header",
        type=click.Choice(["auto", "yes", "no"]),
        default="auto",
        show_default=True,
        help="Whether a CSV or TSV begins with a header (auto: as its first rows look; titles may stand above it).",
    ),
    "ocr": click.option(
        "--ocr", is_flag=True, help="Read pages of a PDF that are pictures (scans) with Tesseract, if installed."
    ),
    "ocr_languages": click.option(
        "--ocr-languages",
        metavar="deu+eng",
        default="eng",
        show_default=True,
        help="The languages of scans, as Tesseract calls them.",
    ),
    "line_buffered": click.option(
        "--line-buffered", is_flag=True, help="Each line is a record of its own and is written at once."
    ),
    "unread": click.option(
        "--unread",
        type=click.Choice(["pass", "withhold"]),
        default="pass",
        show_default=True,
        help="A Parquet file with columns of bytes, which are not read: let them pass and name them, or withhold the file.",
    ),
    "max_memory": click.option(
        "--max-memory",
        type=Size(),
        default="1G",
        show_default=True,
        help="What the run may hold, program and model included; a record that does not fit is withheld.",
    ),
    "record_timeout": click.option(
        "--record-timeout",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        default=0,
        help="Withhold a record (of a text file, a piece) whose detection takes longer (default: 0, no bound).",
    ),
}
_OPTIONS = (
    *_READING.values(),
    click.option(
        "--on-unknown",
        type=click.Choice(["withhold", "skip", "copy"]),
        default="withhold",
        show_default=True,
        help="A file of unknown format: withhold it (the run ends with 1), skip it, or copy it unread.",
    ),
    click.option(
        "--field",
        "fields",
        multiple=True,
        metavar="PATH",
        help="Redact only this field, e.g. user.name or items[*].note (repeatable; default: every text).",
    ),
    click.option(
        "--pdf",
        type=click.Choice(["boxes", "text"]),
        default="boxes",
        show_default=True,
        help="What a PDF becomes: a PDF of pictures with boxes over what is masked, or its redacted text (NAME.pdf.txt).",
    ),
    click.option(
        "--policy", metavar="FILE|PRESET", help="Policy file, or default, hipaa-safe-harbor, gdpr, pci, secrets."
    ),
    click.option("--operator", metavar="NAME", help="What becomes of an entity: tag, mask, hash, surrogate, remove."),
    click.option("--label", "labels", multiple=True, metavar="L", help="Redact only this label (repeatable)."),
    click.option("--keep", "keep", multiple=True, metavar="L", help="Leave this label in clear (repeatable)."),
    click.option(
        "--recall",
        type=click.FloatRange(0, 1),
        metavar="SHARE",
        help="Use the model's calibrated thresholds for this recall, e.g. 0.99.",
    ),
    click.option(
        "--min-score",
        type=click.FloatRange(0, 1),
        metavar="SCORE",
        help="Leave in clear what was found with a lower score, where the policy sets no threshold (0 to 1; raise it with care).",
    ),
    click.option(
        "--regions",
        type=RegionsParam(),
        metavar="DE,FR",
        help="Countries whose phones, ids and addresses are looked for, instead of the policy's.",
    ),
    click.option("--model", type=ModelParam(), metavar=MODEL, help="The model (default: en, in the package)."),
    click.option(
        "--backend",
        type=click.Choice(["onnx", "torch"]),
        help="How to run the model (default: onnx where the folder has it).",
    ),
    click.option("--device", metavar="NAME", help="cpu, cuda, cuda:1 … (torch)."),
    click.option(
        "--workers", type=click.IntRange(0), metavar="N", default=0, help="Detecting threads (default: one a core)."
    ),
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        show_default=True,
        help="Detect in threads of this process, or in actors of a Ray cluster (as many as --workers says).",
    ),
    click.option(
        "--ray-address",
        metavar="auto|local|ADDRESS",
        help="The cluster: one that runs (auto), one of this machine alone (local), ray://host:port or host:port "
        "(default: RAY_ADDRESS, else auto, else local).",
    ),
    click.option(
        "--names",
        type=click.Choice(["pass", "mask", "withhold"]),
        default="withhold",
        show_default=True,
        help="A file whose name, or a folder's above it, is proven to hold a value that the policy masks: withhold it; mask "
        "all that is found in names, proven or not (needs a key); or let names pass.",
    ),
    click.option(
        "--on-error",
        type=click.Choice(["withhold", "stop"]),
        default="withhold",
        show_default=True,
        help="Withhold a record that fails, or stop the run.",
    ),
    click.option("--fresh", is_flag=True, help="Start over: forget earlier and unfinished runs."),
    click.option("--force", is_flag=True, help="Write into an OUTPUT that is there and that no run has made."),
    click.option("--checksum", is_flag=True, help="Compare contents, not size and time, to find what changed."),
    click.option("--delete", is_flag=True, help="Remove outputs whose input is gone."),
    click.option(
        "--max-delete",
        type=click.FloatRange(0, 1),
        metavar="SHARE",
        default=0.5,
        show_default=True,
        help="Where more than this share of the earlier inputs has gone (a disk that is not there?), remove nothing.",
    ),
    click.option(
        "--work-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Where files grow for an OUTPUT in an object store (default: ~/.cache/redactor).",
    ),
    click.option("--dry-run", is_flag=True, help="Count what would be masked; write nothing."),
    click.option("--audit", type=_PATH, metavar="FILE", help="Audit log of a run to standard output."),
    click.option("--key-file", type=_PATH, metavar="FILE", help="Run key, mode 0600 (or the variable REDACTOR_KEY)."),
    click.option("--sign-key", type=_PATH, metavar="FILE", help="Ed25519 private key (PEM) that signs the manifest."),
    click.option("--metrics-file", type=_PATH, metavar="FILE", help="Write Prometheus metrics here at the end."),
    click.option(
        "--verify",
        is_flag=True,
        help="Read what was written again and look for leaks (exit 3; see redactor verify --rescan).",
    ),
    click.option("--report", is_flag=True, help="Write report.html into OUTPUT/_redactor."),
    click.option(
        "--fail-on-drift",
        type=click.FloatRange(min=0, min_open=True),
        metavar="RATIO",
        help="End with 1 if a label's rate moved by more than this share of its mean over earlier runs, e.g. 0.5.",
    ),
    click.option("--progress/--no-progress", default=None, help="Progress bar (default: on a terminal)."),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors."),
    click.option(
        "--log-format", type=click.Choice(["text", "json"]), default="text", help="Messages on standard error."
    ),
    click.option(
        "--seed", type=int, default=0, hidden=True, help="No result depends on it: nothing in a run is random."
    ),
)

#: The help's headings.
THEMES = {
    "What is read": (
        "format",
        "include",
        "exclude",
        "on_unknown",
        "fields",
        "header",
        "pdf",
        "ocr",
        "ocr_languages",
        "line_buffered",
        "unread",
        "names",
        "max_memory",
        "record_timeout",
    ),
    "What is masked, and how": ("policy", "operator", "labels", "keep", "recall", "min_score", "regions", "key_file"),
    "The model": ("model", "backend", "device", "workers", "engine", "ray_address"),
    "How the run goes": (
        "on_error",
        "fresh",
        "force",
        "checksum",
        "delete",
        "max_delete",
        "dry_run",
        "work_dir",
        "config",
    ),
    "Proof and reports": ("audit", "sign_key", "verify", "report", "fail_on_drift", "metrics_file"),
    "Messages": ("progress", "quiet", "log_format"),
}


def run_options(command: F) -> F:
    """Add the flags of a run to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reading_options(*names: str) -> Callable[[F], F]:
    """Add these flags, which say how files are read, to another command."""

    def add(command: F) -> F:
        for name in reversed(names):
            command = _READING[name](command)
        return command

    return add


def configured(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    """Take defaults from ``redactor.toml`` (in the working folder, or ``--config``); an unknown key is an error."""
    path = value or Path(CONFIG)
    if value is None and not path.is_file():
        return None
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise click.UsageError(f"{path} is not TOML: {error}") from None
    names = {
        (param.opts[0].lstrip("-")): str(param.name) for param in ctx.command.params if isinstance(param, click.Option)
    }
    for key in found:
        if key.replace("_", "-") not in names:
            raise click.UsageError(f"{path}: unknown key {key!r}{nearest(key.replace('_', '-'), names)}")
    ctx.meta[CONFIG] = str(path.resolve())
    lists = {str(param.name) for param in ctx.command.params if isinstance(param, click.Option) and param.multiple}
    chosen = {names[key.replace("_", "-")]: value for key, value in found.items()}
    chosen = {name: [value] if name in lists and isinstance(value, str) else value for name, value in chosen.items()}
    ctx.default_map = chosen | dict(ctx.default_map or {})
    return value
