"""ZIP and tar as entries in order, read within bounds and written back: names, order, times and modes stay."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Protocol, Self, cast

from redactor.errors import FormatError
from redactor.formats.office.package import MOST_PARTS, Forward, Package, PackageWriter

#: Names and the like that stand in an entry of their own: longer ones are an attack.
_LONGEST_HEADER = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: its ``path``, ``size``, whether it is a ``folder`` or a ``file`` (neither: a link or device), and what its
    archive says of it. ``read`` gives its bytes, and must be called before the next entry is asked for."""

    path: str
    size: int
    folder: bool
    file: bool
    like: Any
    read: Callable[[], bytes]


class Entries(Protocol):
    """An archive that grows."""

    def add(self, like: Any, data: bytes) -> None: ...

    def close(self) -> None: ...


def zip_entries(source: BinaryIO) -> Iterator[Entry]:
    """The members of a ZIP. Raises ``FormatError`` for what is none, is encrypted, or is made to harm."""
    package = Package(source)
    for name, info in package.infos.items():
        unix = info.external_attr >> 16 if info.create_system == 3 else 0
        file = not info.is_dir() and (unix >> 12) in (0, 0o10)
        yield Entry(name, info.file_size, info.is_dir(), file, info, partial(package.read, name))


class ZipWriter:
    """A ZIP."""

    def __init__(self, sink: BinaryIO, *, packed: bool) -> None:
        self._writer = PackageWriter(sink, packed=packed)

    def add(self, like: zipfile.ZipInfo, data: bytes) -> None:
        """An entry like the one read."""
        self._writer.add(like, iter((data,)))

    def close(self) -> None:
        """Write the directory."""
        self._writer.close()


class _Info(tarfile.TarInfo):
    """A header, which is taken for the end of the archive nowhere but where it ends."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ in ("EOFHeaderError", "EmptyHeaderError"):
                raise
        raise tarfile.ReadError("broken header")

    def _proc_member(self, archive: tarfile.TarFile) -> Any:  # the place that its makers name for own checks
        if self.size > _LONGEST_HEADER and not self.isreg():
            raise tarfile.ReadError("too long a name")
        return super()._proc_member(archive)  # type: ignore[misc]  # not in its stubs


def tar_entries(source: BinaryIO) -> Iterator[Entry]:
    """The members of a tar, in one pass. Raises ``FormatError`` for what is none, or is made to harm."""
    problem = False
    try:
        with tarfile.open(fileobj=source, mode="r|", tarinfo=_Info) as archive:
            for number, info in enumerate(archive):
                if number >= MOST_PARTS:
                    problem = True
                    break
                yield Entry(info.name, info.size, info.isdir(), info.isreg(), info, partial(_content, archive, info))
    except (tarfile.TarError, EOFError, ValueError, OverflowError, UnicodeError):
        problem = True
    if problem:
        raise FormatError("not a readable tar archive, or one with too many members")


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    with suppress(tarfile.TarError, EOFError, OSError), archive.extractfile(info) or io.BytesIO() as stream:
        data = stream.read()
        if len(data) == info.size:
            return data
    raise FormatError("a tar archive that breaks off")


class TarWriter:
    """A tar. Who owned the files is not written: those are names of people."""

    def __init__(self, sink: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=cast(BinaryIO, Forward(sink)), mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def add(self, like: tarfile.TarInfo, data: bytes) -> None:
        """An entry like the one read; a link or device becomes an empty file."""
        info = tarfile.TarInfo(like.name)
        info.mode, info.mtime, info.size = like.mode, int(like.mtime), len(data)
        info.type = tarfile.DIRTYPE if like.isdir() else tarfile.REGTYPE
        self._tar.addfile(info, io.BytesIO(data))

    def close(self) -> None:
        """Write what ends it."""
        self._tar.close()


def is_unsafe(path: str) -> bool:
    """Would a program that unpacks it write outside of its folder?

    >>> [is_unsafe(path) for path in ("a/b.txt", "../b.txt", "/b.txt", "a\\\\..\\\\b", "C:/b")]
    [False, True, True, True, True]
    """
    return path.startswith("/") or "\\" in path or ":" in path[:2] or ".." in PurePosixPath(path).parts or "\0" in path
