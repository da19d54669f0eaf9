"""What a run reads: the files of its input, in the order of their whole names, which is that of an object store."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redactor.audit.layout import AUDIT_SUFFIX, HOME, is_safe
from redactor.errors import StorageError, UsageError
from redactor.formats.protocol import Format
from redactor.formats.registry import format_for
from redactor.storage.objects import ObjectFile, ObjectFolder, is_file, is_folder, object_or_folder_at
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.streams import Compression

#: File systems allow 255 bytes, and the audit's name is longer by its suffix.
_LONGEST_NAME = 255 - len(AUDIT_SUFFIX)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input file. ``name`` is its path below the input, with ``/``, and its path below the output."""

    path: Path | ObjectFile
    name: str
    format: Format
    compression: Compression


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that the run will not read, and why (a fixed word)."""

    name: str
    reason: str


def discover(
    root: Path | Place, override: str | None, output: Path | Place | None
) -> Iterator[InputFile | SkippedFile]:
    """Every file below ``root`` (or ``root`` itself), sorted by name; what cannot be read is named, never dropped.

    Directory loops through symlinks are cut: a folder is entered once. ``_redactor`` folders are not input.
    """
    if isinstance(root, Place):
        yield from _objects(root, override)
        return
    try:
        is_file = stat.S_ISREG(root.stat().st_mode)
    except OSError as error:
        raise StorageError(f"input {root}: {error.strerror}") from None
    if is_file:
        yield _input_file(root, root.name, override)
        return
    if not root.is_dir():
        raise UsageError(f"input {root} is neither a file nor a folder; to read a pipe give - or nothing")
    skipped = output.resolve() if isinstance(output, Path) else None
    yield from _walk(root, "", override, skipped, set())


def check_apart(source: Path | Place, output: Path | Place) -> None:
    """Raise ``UsageError`` where reading and writing would meet: the same place, or the output inside the input."""
    if isinstance(source, Place) and isinstance(output, Place) and (source.is_below(output) or output.is_below(source)):
        raise UsageError(f"{source} and {output} lie in each other; choose an output apart from the input")
    if isinstance(source, Place) or isinstance(output, Place):
        return
    inside, outside = source.resolve(), output.resolve()
    if inside == outside or (inside.is_dir() and inside in outside.parents):
        raise UsageError(f"output {output} lies in the input {source}; choose a folder outside of it")
    if outside in inside.parents and inside.is_dir() is False and outside.is_dir() and outside / inside.name == inside:
        raise UsageError(f"output {output} is the folder of the input file; the result would replace it")
    if outside in inside.parents and inside.is_dir():
        raise UsageError(f"the input {source} lies in the output {output}; choose another output folder")


def is_one_file(source: Path | Place | None, output: Path | Place | None, written: str) -> bool:
    """Does a run make one file of one file? Not where OUTPUT, ``written`` by the user, ends in a slash or is a folder."""
    if source is None or output is None or written.endswith("/"):
        return False
    return is_file(source) and not is_folder(output)


def _walk(
    folder: Path, prefix: str, override: str | None, skipped: Path | None, seen: set[tuple[int, int]]
) -> Iterator[InputFile | SkippedFile]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            # A folder's files stand where its name and a slash stand: then whole names are sorted.
            names = [name.rstrip("/") for name in sorted(_entry_name(entry) for entry in entries)]
    except OSError as error:
        yield SkippedFile(prefix.rstrip("/") or ".", f"unreadable-folder:{type(error).__name__}")
        return
    if (status.st_dev, status.st_ino) in seen:
        yield SkippedFile(prefix.rstrip("/"), "directory-loop")
        return
    seen = seen | {(status.st_dev, status.st_ino)}
    for name in names:
        path = folder / name
        try:
            mode = path.stat().st_mode
        except OSError:
            yield SkippedFile(prefix + name, "unreadable")
            continue
        if stat.S_ISDIR(mode):
            if _audit_of_a_file(folder, name, override):
                yield SkippedFile(prefix + name, "name-taken")
            elif not _ours(name) and path.resolve() != skipped:
                yield from _walk(path, f"{prefix}{name}/", override, skipped, seen)
        elif stat.S_ISREG(mode) and not (path.is_symlink() and _of_the_kernel(path)):
            yield _input_file(path, prefix + name, override)
        else:
            yield SkippedFile(prefix + name, "not-a-regular-file")


def _audit_of_a_file(folder: Path, name: str, override: str | None) -> bool:
    """Would the audit of a file in ``folder`` have the name of this folder in it? Then audits of its files have no place."""
    file = name.removesuffix(AUDIT_SUFFIX)
    return file != name and format_for(file, override) is not None and (folder / file).is_file()


def _of_the_kernel(path: Path) -> bool:
    """Does a link lead to one of the kernel's own files? They call themselves regular, and some never end."""
    return any(path.resolve().is_relative_to(root) for root in ("/proc", "/sys", "/dev"))


def _entry_name(entry: os.DirEntry[str]) -> str:
    try:
        return f"{entry.name}/" if entry.is_dir() else entry.name
    except OSError:
        return entry.name


def _ours(folder: str) -> bool:
    return folder == HOME or folder.endswith(f".{HOME}")


def _objects(place: Place, override: str | None) -> Iterator[InputFile | SkippedFile]:
    at = object_or_folder_at(place)
    if at is None:
        raise StorageError(f"input {place}: not found")
    if isinstance(at, ObjectFile):
        yield _input_file(at, at.name, override)
        return
    yield from _below(at, override)


def _below(folder: ObjectFolder, override: str | None) -> Iterator[InputFile | SkippedFile]:
    """Objects as files. Keys can be what file names cannot; such a one is named and not read."""
    prefix = folder.place.prefix
    #: Names so far that the next may begin with: a file and a folder of one name cannot both be.
    above: list[str] = []
    for stored in store_at(folder.place).list(prefix):
        name = stored.key[len(prefix) :]
        *folders, last = name.split("/")
        if (not last and not stored.size) or any(map(_ours, folders)):
            continue  # an empty object that stands for a folder
        if not is_safe(name) or _CONTROL.search(name) or any(len(part.encode()) > _LONGEST_NAME for part in folders):
            yield SkippedFile(_CONTROL.sub("?", name), "unsafe-name")
            continue
        while above and not name.startswith(above[-1]):
            above.pop()
        if any(name.startswith(f"{one}/") or _in_audit_of(one, name, override) for one in above):
            yield SkippedFile(name, "name-taken")
            continue
        above.append(name)
        yield _input_file(ObjectFile(Place(folder.place.scheme, folder.place.root, stored.key), stored), name, override)


def _in_audit_of(file: str, name: str, override: str | None) -> bool:
    return name.startswith(f"{file}{AUDIT_SUFFIX}/") and format_for(file, override) is not None


def _input_file(path: Path | ObjectFile, name: str, override: str | None) -> InputFile | SkippedFile:
    if not _encodable(name):
        return SkippedFile(name.encode("utf-8", "replace").decode(), "undecodable-name")
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        return SkippedFile(name, "name-too-long")
    found = format_for(name, override)
    return InputFile(path, name, *found) if found else SkippedFile(name, "unknown-format")


def _encodable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\n" not in name
