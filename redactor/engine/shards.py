"""What a run reads: one shard per input file, in an order that does not depend on the file system."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redactor.errors import StorageError, UsageError
from redactor.formats.protocol import Format
from redactor.formats.table import SUFFIXES, Compression, format_for

#: File systems allow 255 bytes, and the audit's name is longer by its suffix.
_LONGEST_NAME = 255 - len(".jsonl")


@dataclass(frozen=True, slots=True)
class Shard:
    """One input file. ``name`` is its path below the input, with ``/``, and its path below the output."""

    path: Path
    name: str
    format: Format
    compression: Compression


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that the run will not read, and why (a fixed word)."""

    name: str
    reason: str


def discover(root: Path, override: str | None, output: Path | None) -> Iterator[Shard | Unread]:
    """Every file below ``root`` (or ``root`` itself), sorted by name; what cannot be read is named, never dropped.

    Directory loops through symlinks are cut: a folder is entered once. ``_redactor`` folders are not input.
    """
    try:
        is_file = stat.S_ISREG(root.stat().st_mode)
    except OSError as error:
        raise StorageError(f"input {root}: {error.strerror}") from None
    if is_file:
        yield _shard(root, root.name, override)
        return
    if not root.is_dir():
        raise UsageError(f"input {root} is neither a file nor a folder; to read a pipe give - or nothing")
    skipped = output.resolve() if output is not None else None
    yield from _walk(root, "", override, skipped, set())


def check_apart(source: Path, output: Path) -> None:
    """Raise ``UsageError`` where reading and writing would meet: the same place, or the output inside the input."""
    inside, outside = source.resolve(), output.resolve()
    if inside == outside or (inside.is_dir() and inside in outside.parents):
        raise UsageError(f"output {output} lies in the input {source}; choose a folder outside of it")
    if outside in inside.parents and inside.is_dir() is False and outside.is_dir() and outside / inside.name == inside:
        raise UsageError(f"output {output} is the folder of the input file; the result would replace it")
    if outside in inside.parents and inside.is_dir():
        raise UsageError(f"the input {source} lies in the output {output}; choose another output folder")


def _walk(
    folder: Path, prefix: str, override: str | None, skipped: Path | None, seen: set[tuple[int, int]]
) -> Iterator[Shard | Unread]:
    try:
        status = folder.stat()
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield Unread(prefix.rstrip("/") or ".", f"unreadable-folder:{type(error).__name__}")
        return
    if (status.st_dev, status.st_ino) in seen:
        yield Unread(prefix.rstrip("/"), "directory-loop")
        return
    seen = seen | {(status.st_dev, status.st_ino)}
    for name in names:
        path = folder / name
        try:
            mode = path.stat().st_mode
        except OSError:
            yield Unread(prefix + name, "unreadable")
            continue
        if stat.S_ISDIR(mode):
            if name != "_redactor" and not name.endswith("._redactor") and path.resolve() != skipped:
                yield from _walk(path, f"{prefix}{name}/", override, skipped, seen)
        elif stat.S_ISREG(mode):
            yield _shard(path, prefix + name, override)
        else:
            yield Unread(prefix + name, "not-a-regular-file")


def _shard(path: Path, name: str, override: str | None) -> Shard | Unread:
    if not _encodable(name):
        return Unread(name.encode("utf-8", "replace").decode(), "undecodable-name")
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        return Unread(name, "name-too-long")
    found = format_for(name, override)
    return Shard(path, name, *found) if found else Unread(name, "unknown-format")


def _encodable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\n" not in name


def known_suffixes() -> str:
    """For messages: the suffixes in the table."""
    return " ".join(sorted(SUFFIXES))
