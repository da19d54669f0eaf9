"""``redactor reveal``: turn back what the operator ``encrypt`` has sealed."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

import click

from redactor.formats.registry import format_names

_PATH = click.Path(path_type=Path, dir_okay=False)

EXAMPLES = """
\b
Examples:
  redactor reveal redacted/letter.txt letter.txt --key-file key
  redactor reveal redacted/tickets.jsonl --key-file key | jq .body
"""


@click.command(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", metavar="[INPUT]", default="-")
@click.argument("target", metavar="[OUTPUT]", required=False)
@click.option("--key-file", type=_PATH, metavar="FILE", help="Run key, mode 0600 (or the variable REDACTOR_KEY).")
@click.option(
    "--format",
    "form",
    type=click.Choice(format_names()),
    help="Read INPUT as this format, whatever its name.",
)
def reveal(source: str, target: str | None, key_file: Path | None, form: str | None) -> int:
    """Write INPUT with its encrypted values in clear to OUTPUT (by default standard output).

    INPUT is a file of any format, also in a store (s3://bucket/file), or - for standard input, read as text. OUTPUT
    is a file of this machine that only its owner may read. Values that were sealed with another key stay as they are.
    """
    from redactor.engine.revealing import reveal_stream
    from redactor.errors import KeyFileError, StorageError, UsageError
    from redactor.formats.protocol import FormatSettings
    from redactor.formats.registry import format_for, piped_format
    from redactor.formats.unknown import unknown_type
    from redactor.keys import load_key
    from redactor.storage.atomic import Partial
    from redactor.storage.objects import ObjectFile, ObjectFolder
    from redactor.storage.objects import object_or_folder_at as found_at
    from redactor.storage.places import Place, place_of
    from redactor.storage.streams import CompressedWriter, open_source

    key = load_key(key_file)
    if key is None:
        raise KeyFileError("revealing needs the run key; give --key-file FILE or set REDACTOR_KEY")
    place = None if source == "-" else place_of(source)
    found = (piped_format(form), None) if place is None else format_for(place.name, form)
    if found is None:
        raise UsageError(f"{source}: {unknown_type(place)}")
    path = None if target in (None, "-") else place_of(str(target))
    if isinstance(path, Place):
        raise UsageError(f"{target}: OUTPUT holds values in clear; it must be a file of this machine")
    if path is not None and isinstance(place, Path) and path.resolve() == place.resolve():
        raise UsageError("OUTPUT is INPUT; choose another file")
    at: Path | ObjectFile | ObjectFolder | None = found_at(place) if isinstance(place, Place) else place
    if at is None and place is not None:
        raise StorageError(f"{source}: not found")
    if isinstance(at, ObjectFolder) or (at is not None and at.is_dir()):
        raise StorageError(f"{source} is a folder; reveal takes one file")
    every_row = FormatSettings(header=0)  # a table's first row may hold sealed values too
    with ExitStack() as stack:
        raw = cast(BinaryIO, sys.stdin.buffer)
        if at is not None:
            raw = stack.enter_context(open_source(at, found[1]))
        if path is None:
            opened = reveal_stream(raw, cast(BinaryIO, sys.stdout.buffer), found[0], key, every_row)
        else:
            partial = Partial(path.with_name(path.name + ".partial"))
            stack.callback(lambda: None if partial.closed else partial.drop())
            sink = CompressedWriter(cast(BinaryIO, partial), found[1])
            opened = reveal_stream(raw, cast(BinaryIO, sink), found[0], key, every_row)
            sink.close()
            partial.publish(path)
    click.echo(f"revealed {opened} values", err=True)
    return 0
