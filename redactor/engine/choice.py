"""Which files of an input are read, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Literal

from redactor.formats.registry import FormatChoice

#: What becomes of a file of which nobody knows the format.
OnUnknown = Literal["withhold", "skip", "copy"]


@dataclass(frozen=True, slots=True)
class Choice:
    """``told`` says what ``--format`` does. A glob with a slash is asked for the path below the input (``*`` also stands for
    slashes), one without for the names of the file and of each folder above it. ``exclude`` is stronger."""

    format: FormatChoice = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    on_unknown: OnUnknown = "withhold"

    def leaves_out(self, name: str) -> bool:
        """Is a file, or all of a folder, excluded?"""
        return _any(self.exclude, name)

    def takes(self, name: str) -> bool:
        """Is a file read, as far as its name decides?

        >>> Choice(include=("*.txt",), exclude=("old",)).takes("a/b.txt"), Choice(exclude=("old",)).takes("a/old/b.txt")
        (True, False)
        """
        return (not self.include or _any(self.include, name)) and not self.leaves_out(name)


EVERY_FILE = Choice()


def _any(globs: Sequence[str], name: str) -> bool:
    path = PurePosixPath(name)
    above = [parent.as_posix() for parent in path.parents][:-1]
    return any(
        any(fnmatchcase(one, glob.strip("/")) for one in ((name, *above) if "/" in glob.strip("/") else path.parts))
        for glob in globs
    )
