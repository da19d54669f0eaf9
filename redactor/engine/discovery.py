"""What a run reads: the files of its input, in the order of their whole names, which is that of an object store."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from redactor.audit.layout import AUDIT_SUFFIX, HOME, is_safe
from redactor.engine.choice import EVERY_FILE, Choice
from redactor.engine.file_formats import Recognised, recognised
from redactor.errors import StorageError, UsageError
from redactor.formats.protocol import Format
from redactor.storage.objects import ObjectFile, ObjectFolder, is_file, is_folder, object_or_folder_at
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.several import Several
from redactor.storage.streams import Compression

#: File systems allow 255 bytes, and the audit's name is longer by its suffix.
_LONGEST_NAME = 255 - len(AUDIT_SUFFIX)
#: Folders in folders: more are no tree that somebody keeps, and libraries that walk one go as deep as it.
_DEEPEST = 200
#: So often one folder may be read through links: links to folders of links would take time without end.
_MOST_VISITS = 16
#: A key file is about as long as the key in it.
_KEY_PADDING = 64
#: Reasons that a folder, or what may be one, can have.
_HIDING = frozenset(
    ("unreadable-folder", "unreadable", "not-a-regular-file", "directory-loop", "nested-too-deep", "linked-too-often")
)
#: The reason of a file that ``--include`` or ``--exclude`` leaves out.
EXCLUDED = "excluded"
#: What every run leaves in its folder, one or the other, however it ended.
_OURS = ("lock", "state.db", "manifest.json", "summary.json")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input file. ``name`` is its path below the input, with ``/``, and its path below the output."""

    path: Path | ObjectFile
    name: str
    read_as: Recognised

    @property
    def format(self) -> Format:
        """How it is read. Asked for the first time, it may look into the file, which one that did not change can spare."""
        return self.read_as.format

    @property
    def compression(self) -> Compression:
        return self.read_as.compression


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file or folder that the run will not read, and why (a fixed word). ``nameless``: no output can have this name,
    which is not the file's own but tells which one is meant. ``asked``: the run was told to pass it over."""

    name: str
    reason: str
    nameless: bool = False
    asked: bool = False

    @property
    def hides(self) -> bool:
        """May there be files below it that nobody could look at?"""
        return self.reason.partition(":")[0] in _HIDING


def discover(
    root: Path | Place | Several,
    choice: Choice = EVERY_FILE,
    output: Path | Place | None = None,
    secrets: frozenset[bytes] = frozenset(),
) -> Iterator[InputFile | SkippedFile]:
    """Every file below ``root`` (or ``root`` itself), sorted by name; what cannot be read is named, never dropped. Of several
    roots each begins its files' names with its own.

    Directory loops through symlinks are cut, and no folder is read through links more than a few times. ``_redactor``
    folders of runs are not input. A file that holds nothing but one of the ``secrets`` (the run's keys) is not read.
    """
    for file in _found(root, choice, output):
        if isinstance(file, InputFile) and _is_secret(file.path, secrets):
            yield SkippedFile(file.name, "key-file")
        else:
            yield file


def _found(
    root: Path | Place | Several, choice: Choice, output: Path | Place | None
) -> Iterator[InputFile | SkippedFile]:
    if isinstance(root, Several):
        for name, one in root.named:
            below = f"{name}/" if is_folder(one) else ""
            for file in _found(one, choice, output):
                yield replace(file, name=f"{below}{file.name}")
        return
    yield from _objects(root, choice) if isinstance(root, Place) else _files(root, choice, output)


def _files(root: Path, choice: Choice, output: Path | Place | None) -> Iterator[InputFile | SkippedFile]:
    try:
        is_file = stat.S_ISREG(root.stat().st_mode)
    except OSError as error:
        raise StorageError(f"input {root}: {error.strerror}") from None
    if is_file:
        if _of_the_kernel(root):
            raise UsageError(f"input {root} is a file of the kernel; to read it give - and redirect it with <")
        yield _input_file(root, root.name, choice)
        return
    if not root.is_dir():
        raise UsageError(f"input {root} is neither a file nor a folder; to read a pipe give - or nothing")
    yield from _walk(root, "", choice, _Walk(_identity(output)), frozenset())


def _is_secret(path: Path | ObjectFile, secrets: frozenset[bytes]) -> bool:
    """Does a file hold a key and nothing else: the key's file, a link to it, or a copy?"""
    if not secrets:
        return False
    try:
        size = path.stored.size if isinstance(path, ObjectFile) else path.stat().st_size
        if not min(map(len, secrets)) <= size <= max(map(len, secrets)) + _KEY_PADDING:
            return False
        with path.open("rb") as file:
            return file.read().strip() in secrets
    except OSError:
        return False  # whoever reads it will say so


def check_apart(source: Path | Place | Several, output: Path | Place) -> None:
    """Raise ``UsageError`` where reading and writing would meet: the same place, or the output inside the input."""
    if isinstance(source, Several):
        for one in source:
            check_apart(one, output)
        return
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


def is_one_file(source: Path | Place | Several | None, output: Path | Place | None, written: str) -> bool:
    """Does a run make one file of one file? Not where OUTPUT, ``written`` by the user, ends in a slash or is a folder."""
    if source is None or isinstance(source, Several) or output is None or written.endswith("/"):
        return False
    return is_file(source) and not is_folder(output)


class _Walk:
    """What a walk through folders remembers: the ``output``, which is no input, and how often it met folders through links."""

    def __init__(self, output: tuple[int, int] | None) -> None:
        self.output = output
        self._visits: Counter[tuple[int, int]] = Counter()

    def may_enter(self, folder: tuple[int, int], through_link: bool) -> bool:
        """Count a visit. Folders that are met without a link are met once."""
        self._visits[folder] += through_link
        return self._visits[folder] <= _MOST_VISITS if through_link else True


def _walk(
    folder: Path,
    prefix: str,
    choice: Choice,
    walk: _Walk,
    above: frozenset[tuple[int, int]],
    through_link: bool = False,
) -> Iterator[InputFile | SkippedFile]:
    shown, nameless = spoken(prefix.rstrip("/")) or ".", not _encodable(prefix)
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            # A folder's files stand where its name and a slash stand: then whole names are sorted.
            names = [name.rstrip("/") for name in sorted(_entry_name(entry) for entry in entries)]
    except OSError as error:
        yield SkippedFile(shown, f"unreadable-folder:{type(error).__name__}", nameless)
        return
    here = status.st_dev, status.st_ino
    if here in above:
        yield SkippedFile(shown, "directory-loop", nameless)
        return
    if prefix.count("/") > _DEEPEST:
        yield SkippedFile(shown, "nested-too-deep", nameless)
        return
    if not walk.may_enter(here, through_link):
        yield SkippedFile(shown, "linked-too-often", nameless)
        return
    above |= {here}
    for name in names:
        path = folder / name
        if choice.leaves_out(prefix + name):
            yield SkippedFile(spoken(prefix + name), EXCLUDED, asked=True)
            continue
        try:
            status = path.stat()
        except OSError:
            yield SkippedFile(spoken(prefix + name), "unreadable", not _encodable(prefix + name))
            continue
        link = through_link or path.is_symlink()
        if stat.S_ISDIR(status.st_mode):
            if _audit_of_a_file(folder, name) or (prefix + name == HOME and not _ours(path)):
                yield SkippedFile(prefix + name, "name-taken")
            elif not _ours(path) and (status.st_dev, status.st_ino) != walk.output:
                yield from _walk(path, f"{prefix}{name}/", choice, walk, above, link)
        elif stat.S_ISREG(status.st_mode) and not (link and _of_the_kernel(path)):
            yield _input_file(path, prefix + name, choice)
        else:
            yield SkippedFile(spoken(prefix + name), "not-a-regular-file", not _encodable(prefix + name))


def _audit_of_a_file(folder: Path, name: str) -> bool:
    """Would the audit of a file in ``folder`` have the name of this folder in it? Then audits of its files have no place."""
    file = name.removesuffix(AUDIT_SUFFIX)
    return file != name and (folder / file).is_file()


def _of_the_kernel(path: Path) -> bool:
    """Does a link lead to one of the kernel's own files? They call themselves regular, and some never end."""
    return any(path.resolve().is_relative_to(root) for root in ("/proc", "/sys", "/dev"))


def _entry_name(entry: os.DirEntry[str]) -> str:
    try:
        return f"{entry.name}/" if entry.is_dir() else entry.name
    except OSError:
        return entry.name


def _named_as_ours(folder: str) -> bool:
    return folder == HOME or folder.endswith(f".{HOME}")


def _ours(folder: Path) -> bool:
    """Is it what a run has left beside its outputs? Of the name alone that is not said."""
    return _named_as_ours(folder.name) and any((folder / name).exists() for name in _OURS)


def _identity(output: Path | Place | None) -> tuple[int, int] | None:
    try:
        status = output.stat() if isinstance(output, Path) else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _objects(place: Place, choice: Choice) -> Iterator[InputFile | SkippedFile]:
    at = object_or_folder_at(place)
    if at is None:
        raise StorageError(f"input {place}: not found")
    if isinstance(at, ObjectFile):
        yield _input_file(at, at.name, choice)
        return
    yield from _below(at, choice)


def _below(folder: ObjectFolder, choice: Choice) -> Iterator[InputFile | SkippedFile]:
    """Objects as files. Keys can be what file names cannot; such a one is named and not read."""
    prefix = folder.place.prefix
    store = store_at(folder.place)

    @lru_cache(maxsize=1024)
    def ours(folders: tuple[str, ...]) -> bool:
        """As ``_ours``, of one of the folders."""
        return any(
            _named_as_ours(one)
            and any(store.head(f"{prefix}{'/'.join(folders[: at + 1])}/{name}") is not None for name in _OURS)
            for at, one in enumerate(folders)
        )

    #: Names so far that the next may begin with: a file and a folder of one name cannot both be.
    above: list[str] = []
    for stored in store.list(prefix):
        name = stored.key[len(prefix) :]
        *folders, last = name.split("/")
        if (not last and not stored.size) or ours(tuple(folders)):
            continue  # an empty object that stands for a folder
        if not is_safe(name) or _CONTROL.search(name) or any(len(part.encode()) > _LONGEST_NAME for part in folders):
            yield SkippedFile(spoken(name), "unsafe-name", nameless=True)
            continue
        if len(folders) > _DEEPEST:
            yield SkippedFile(name, "nested-too-deep")
            continue
        while above and not name.startswith(above[-1]):
            above.pop()
        if any(name.startswith(f"{one}/") or name.startswith(f"{one}{AUDIT_SUFFIX}/") for one in above):
            yield SkippedFile(name, "name-taken")
            continue
        above.append(name)
        yield _input_file(ObjectFile(Place(folder.place.scheme, folder.place.root, stored.key), stored), name, choice)


def _input_file(path: Path | ObjectFile, name: str, choice: Choice) -> InputFile | SkippedFile:
    if not choice.takes(name):
        return SkippedFile(spoken(name), EXCLUDED, asked=True)
    if not _encodable(name):
        return SkippedFile(spoken(name), "undecodable-name", nameless=True)
    if name == HOME or name.startswith(f"{HOME}/"):
        return SkippedFile(name, "name-taken")
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        return SkippedFile(name, "name-too-long")
    found = recognised(path, name, choice)
    if found is None:
        return SkippedFile(name, "unknown-format", asked=choice.on_unknown == "skip")
    return InputFile(path, name, found)


def spoken(name: str) -> str:
    r"""``name`` as it can be told and stored. What is no UTF-8, or ends a line, stands as ``\xff``; then a backslash is two.

    >>> spoken("a.txt"), spoken("a\udcff.txt"), spoken("a\n.txt")
    ('a.txt', 'a\\xff.txt', 'a\\x0a.txt')
    """
    if _encodable(name) and not _CONTROL.search(name):
        return name
    raw = name.replace("\\", "\\\\").encode("utf-8", "surrogateescape")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", raw.decode("utf-8", "backslashreplace"))


def _encodable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\n" not in name
