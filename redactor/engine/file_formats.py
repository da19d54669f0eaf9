"""The format of a file: as the run was told, as its name says, or, where that says nothing, as its first bytes do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from redactor.engine.choice import Choice
from redactor.errors import RedactorError
from redactor.formats.encodings import LOOK_BYTES
from redactor.formats.magic import kind_of
from redactor.formats.protocol import Format
from redactor.formats.registry import Told, format_for, format_named
from redactor.storage.objects import ObjectFile
from redactor.storage.streams import COMPRESSIONS, Compression, open_source


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is read as. ``guessed``: it has no suffix, so that its first bytes tell."""

    format: Format
    compression: Compression
    guessed: bool = False


def recognised(path: Path | ObjectFile, name: str, choice: Choice) -> Recognised | None:
    """What the file ``name`` is to be read as; None for a file that nobody can read. With ``--on-unknown copy`` there is none
    such: it is passed on."""
    found = _named(path, name, choice.told)
    if found is not None:
        return Recognised(*found)
    guess = _guessed(path, name)
    if guess is not None or choice.on_unknown != "copy":
        return guess
    copied = format_named("copied")
    assert copied is not None
    return Recognised(copied, None)


def _named(path: Path | ObjectFile, name: str, told: Told) -> tuple[Format, Compression] | None:
    """As ``format_for``, and a log whose lines have fields is told from any other by its first one."""
    found = format_for(name, told)
    if found is None or told is not None or ".log" not in PurePath(name.lower()).suffixes[-2:]:
        return found
    from redactor.formats.placed.logs import is_log

    head, log = _head(path, found[1]), format_named("log")
    return (log, found[1]) if head and log is not None and is_log(head.decode("utf-8", "replace")) else found


def _guessed(path: Path | ObjectFile, name: str) -> Recognised | None:
    inner = PurePosixPath(name)
    if inner.suffix.lower() not in ("", *COMPRESSIONS):
        return None
    compression = COMPRESSIONS.get(inner.suffix.lower())
    if compression and inner.with_suffix("").suffix:
        return None
    head = _head(path, compression)
    kind = None if head is None else kind_of(head)
    form = format_named(kind) if kind else None
    if form is None or (compression and not form.compressible):
        return None
    return Recognised(form, compression, guessed=True)


def _head(path: Path | ObjectFile, compression: Compression) -> bytes | None:
    """The first bytes of a file; None where it cannot be read: whoever is to read it will say so."""
    try:
        with open_source(path, compression) as stream:
            return stream.read(LOOK_BYTES)
    except (RedactorError, OSError):
        return None
