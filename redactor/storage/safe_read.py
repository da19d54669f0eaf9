"""Reading an output folder that may have been tampered with: no link is followed, no name leads outside."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 18
#: A line longer than this is not one of ours; it is cut, and the cut line fails every check.
MAX_LINE_BYTES = 1 << 24


def open_regular(path: Path) -> BinaryIO:
    """A regular file for reading. Raises ``OSError`` for anything else, symbolic links included."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return os.fdopen(descriptor, "rb")


def why(error: OSError) -> str:
    """A phrase for a file that could not be read."""
    if isinstance(error, FileNotFoundError):
        return "missing"
    return error.strerror or "not a regular file"


def sha256_file(path: Path, *, follow: bool = False) -> str:
    """The SHA-256 of a file's bytes, as hex; ``follow`` allows a symbolic link."""
    total = hashlib.sha256()
    with path.open("rb") if follow else open_regular(path) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            total.update(chunk)
    return total.hexdigest()


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stream's lines with their ends, none longer than ``MAX_LINE_BYTES``."""
    while line := stream.readline(MAX_LINE_BYTES):
        yield line


def walk(root: Path) -> Iterator[tuple[str, bool]]:
    """Every entry below ``root`` but folders, as (relative path, is a regular file); links are not followed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                relative = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(relative)
                else:
                    yield relative, entry.is_file(follow_symlinks=False)
