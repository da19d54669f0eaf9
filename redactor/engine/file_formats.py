"""The format of a file: as the run was told, as its name says, or, where that says nothing, as its first bytes do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath

from redactor.engine.choice import Choice
from redactor.errors import RedactorError
from redactor.formats.encodings import LOOK_BYTES
from redactor.formats.magic import kind_of
from redactor.formats.protocol import Format
from redactor.formats.registry import format_for, format_named
from redactor.storage.objects import ObjectFile
from redactor.storage.streams import COMPRESSIONS, Compression, open_source


@dataclass(frozen=True)
class Recognised:
    """What a file is read as. ``guessed``: it has no suffix, so that its first bytes tell."""

    named: Format
    compression: Compression
    guessed: bool = False
    #: Its name says that it is a log; its first line says what kind, and is read when somebody asks for the format.
    log: Path | ObjectFile | None = None

    @cached_property
    def format(self) -> Format:
        """How it is read. May look into the file."""
        if self.log is None:
            return self.named
        from redactor.formats.placed.logs import is_log

        head = _head(self.log, self.compression)
        fields = format_named("log") if head and is_log(head.decode("utf-8", "replace")) else None
        return fields or self.named


def recognised(path: Path | ObjectFile, name: str, choice: Choice) -> Recognised | None:
    """What the file ``name`` is to be read as; None for a file that nobody can read. With ``--on-unknown copy`` there is none
    such: it is passed on."""
    found = format_for(name, choice.format)
    if found is not None:
        log = choice.format is None and ".log" in PurePath(name.lower()).suffixes[-2:]
        return Recognised(*found, log=path if log else None)
    guess = _guessed(path, name)
    if guess is not None or choice.on_unknown != "copy":
        return guess
    copied = format_named("copied")
    assert copied is not None
    return Recognised(copied, None)


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
