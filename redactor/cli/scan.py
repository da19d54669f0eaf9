"""``redactor scan``: what would be masked, shown in place."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from redactor.cli.help import Themed
from redactor.cli.options import reading_options
from redactor.cli.terminal_tables import aligned, tell
from redactor.cli.values import MODEL, ModelParam, RegionsParam
from redactor.errors import StorageError, UsageError

if TYPE_CHECKING:
    from redactor.engine.choice import Choice
    from redactor.engine.scanning import Explained, Scanned
    from redactor.engine.settings import RunSettings

EXAMPLES = """
\b
Examples:
  redactor scan letter.txt                      in colour on a terminal
  redactor scan tickets.jsonl --explain         with what each detector had to say
  redactor scan customers.csv --fields          what each column holds, without its values
  cat notes.txt | redactor scan --json | jq .label
  redactor scan --json --fail-on-findings docs/*.md     a check before a commit: places and labels, no text
"""


READING = ("header", "ocr", "ocr_languages", "line_buffered", "unread", "max_memory", "record_timeout")
THEMES = {
    "What is read": ("format", "fields", *READING),
    "What is looked for": ("policy", "labels", "recall", "min_score", "regions", "model"),
    "What is shown": ("explain", "as_table", "as_json", "show_text", "fail_on_findings"),
}


@click.command(cls=Themed, themes=THEMES, epilog=EXAMPLES)
@click.argument("files", metavar="[FILE|-]...", nargs=-1)
@click.option("--policy", metavar="FILE|PRESET", help="Policy file or preset.")
@click.option("--label", "labels", multiple=True, metavar="L", help="Look for this label only (repeatable).")
@click.option(
    "--recall",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Use the model's calibrated thresholds for this recall.",
)
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="SCORE", help="Pass over what has a lower score.")
@click.option("--regions", type=RegionsParam(), metavar="DE,FR", help="Countries to look for, instead of the policy's.")
@click.option("--model", type=ModelParam(), metavar=MODEL, help="The model. [default: en, in the package]")
@reading_options("format", *READING)
@click.option("--field", "fields", multiple=True, metavar="PATH", help="Look at this field only (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a span, without its text.")
@click.option("--show-text", is_flag=True, help="With --json: also the text of each span.")
@click.option("--fields", "as_table", is_flag=True, help="A table of the fields and what they hold, without any value.")
@click.option("--fail-on-findings", is_flag=True, help="End with 3 if anything is found, as a check before a commit.")
@click.option("--explain", is_flag=True, help="Also say what decided, and what was found and not masked.")
def scan(
    files: tuple[str, ...], policy: str | None, model: Path | None, fields: tuple[str, ...],
    as_json: bool, show_text: bool, as_table: bool, explain: bool, fail_on_findings: bool, **how: Any,
) -> int:  # fmt: skip
    """Show what redact-batch would mask in FILE or standard input, in place, with label, score and detector.

    The text itself is shown, in clear. Off a terminal, or with NO_COLOR set, an entity stands as
    [text][label|score|detector].
    """
    if not files and sys.stdin.isatty():
        raise click.UsageError("no FILE and no pipe; try: redactor scan --help")
    if show_text and not as_json:
        raise click.UsageError("--show-text goes with --json; without it the text is shown anyway")
    if as_table and (as_json or explain):
        raise click.UsageError("--fields shows no spans; it goes without --json and --explain")
    from redactor.engine.components import build
    from redactor.engine.scanning import scan as scanned

    settings = _settings(policy, model, fields, how)
    inputs = [_input(file, settings.choice) for file in files or (None,)]
    parts = build(settings)
    codes, findings = [0], 0
    for file, (name, open_it, found) in zip(files or ("-",), inputs, strict=True):
        many = file if len(inputs) > 1 or (fail_on_findings and files) else ""  # a check says which file
        say = _json_printer(show_text, many) if as_json else _printer()
        if many and not as_json:
            click.echo(f"{file}:")
        with closing(open_it()) as source:
            seen = _Seen(scanned(name, source, found, settings.for_formats, parts, explain=explain))
            codes.append(_table(seen) if as_table else _shown(seen, say, prose=not found.has_fields))
            findings += seen.findings
    return 3 if fail_on_findings and findings else max(codes)


class _Seen:
    """Results as they come, and how much was found in them; what would be withheld is told on the way."""

    def __init__(self, results: Iterable[Scanned]) -> None:
        self._results, self.findings = results, 0

    def __iter__(self) -> Iterator[Scanned]:
        from redactor.engine.scanning import WHOLE

        for result in self._results:
            self.findings += len(result.spans)
            if result.withheld is not None:
                what = "" if result.record == WHOLE else f"record {result.record} would be withheld: "
                click.echo(what + result.withheld, err=True)
            yield result


def _table(results: Iterable[Scanned]) -> int:
    from redactor.engine.field_survey import Survey, holds
    from redactor.reporting.marks import harmless

    told = Survey()
    told.see(results)
    fields = told.fields.items()
    rows = [("field", "values", "taken for", "found")]
    rows += [(harmless(path), str(one.values), one.label, holds(one)) for path, one in fields]
    head, *lines = aligned(rows, right=(1,))
    tell(head, bold=True)
    for line, (_, one) in zip(lines, fields, strict=True):
        tell(line, bold=bool(one.label), dim=one.clear == one.values)
    return 1 if told.withheld or told.unread else 0


def _shown(results: Iterable[Scanned], say: Callable[[Scanned, bool], None], *, prose: bool) -> int:
    code = 0
    for result in results:
        if result.withheld is not None:
            code = 1
        elif result.record >= 0:
            say(result, prose)
    return code


def _input(file: str | None, choice: Choice) -> tuple[str, Callable[[], BinaryIO], Any]:
    from redactor.engine.discovery import SkippedFile, discover
    from redactor.formats.registry import piped_format
    from redactor.formats.unknown import unknown_type
    from redactor.storage.streams import open_source

    if file in (None, "-"):
        return "stdin", lambda: cast(BinaryIO, sys.stdin.buffer), piped_format(choice.format)
    path = Path(str(file))
    if not path.is_file():
        raise StorageError(
            f"{path}: {'a folder; scan takes files, redact-batch --dry-run folders' if path.is_dir() else 'no such file'}"
        )
    found = next(discover(path, choice))
    if isinstance(found, SkippedFile):
        raise UsageError(f"{path}: {unknown_type(path) if found.reason == 'unknown-format' else found.reason}")
    return path.name, lambda: open_source(path, found.compression), found.format


def _settings(policy: str | None, model: Path | None, fields: tuple[str, ...], how: Mapping[str, Any]) -> RunSettings:
    from redactor.cli.run_settings import chosen_policy
    from redactor.engine.settings import RunSettings
    from redactor.formats.pdf.ocr import check as check_ocr

    # Nothing is written, so no operator needs its key.
    chosen = chosen_policy(policy, model, {**how, "operator": "tag"})
    if how["ocr"]:
        check_ocr(how["ocr_languages"])
    return RunSettings(
        None, None, chosen, model=model, fields=fields, **{name: how[name] for name in ("format", *READING)}
    )


def _printer() -> Callable[[Scanned, bool], None]:
    """Colour on a terminal unless NO_COLOR is set (https://no-color.org); else plain marks."""
    from redactor.reporting import marks

    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        clean = marks.harmless if sys.stdout.isatty() else _encodable

        def say(result: Scanned, prose: bool) -> None:
            shown = clean(marks.plain(result.text, [span.shifted(-result.offset) for span in result.spans]))
            heading = "" if prose else f"{_place(result)}: "
            click.echo(heading + shown, nl=_ends(result, prose))
            for line in map(_line, result.explained):
                click.echo(line)

        return say

    def colour(result: Scanned, prose: bool) -> None:
        if not prose:
            tell(f"{_place(result)}: ", bold=True, nl=False)
        click.echo(
            marks.coloured(result.text, [span.shifted(-result.offset) for span in result.spans]),
            nl=_ends(result, prose),
        )
        for one in result.explained:
            tell(_line(one), dim=one.fate.fate != "masked")

    return colour


def _ends(result: Scanned, prose: bool) -> bool:
    """Does a line end go behind a field? Pieces of a text follow one another, unless something is told in between."""
    return not prose or bool(result.explained and not result.text.endswith("\n"))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _place(result: Scanned) -> str:
    from redactor.reporting.marks import harmless

    return harmless(f"record {result.record}" + (f", {result.field}" if result.field else ""))


def _line(one: Explained) -> str:
    fate = one.fate
    span = fate.span
    told = "; ".join(part for part in (fate.why, one.evidence) if part)
    head = f"  [{span.start}, {span.end}) {span.label} {span.score:.2f} {span.detector}: {fate.fate}"
    return f"{head} ({told})" if told else head


def _json_printer(show_text: bool, file: str) -> Callable[[Scanned, bool], None]:
    def text_of(result: Scanned, start: int, end: int) -> dict[str, str]:
        if not show_text or start < result.offset or end > result.offset + len(result.text):
            return {}
        return {"text": result.text[start - result.offset : end - result.offset]}

    def say(result: Scanned, _prose: bool) -> None:
        where: dict[str, Any] = {"file": file} if file else {}
        where |= {"record": result.record, "field": result.field}
        if result.explained:
            from redactor.reporting.explain import as_json

            for one in result.explained:
                span = one.fate.span
                click.echo(json.dumps(as_json(one.fate, one.evidence, where) | text_of(result, span.start, span.end)))
            return
        for span in result.spans:
            told = {"start": span.start, "end": span.end, "label": span.label, "score": round(span.score, 4)}
            click.echo(json.dumps({**where, **told, "detector": span.detector} | text_of(result, span.start, span.end)))

    return say
