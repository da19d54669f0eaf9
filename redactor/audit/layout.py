"""Where things lie in an output: the redacted files outside, everything else in ``_redactor``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HOME = "_redactor"
#: What an audit's name adds to that of its file.
AUDIT_SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Layout:
    """``tree`` is the folder that redacted files are relative to, ``home`` holds the run's own material.

    For a folder OUTPUT these are OUTPUT and ``OUTPUT/_redactor``; for a file OUTPUT, its parent and
    ``OUTPUT._redactor``, and ``single`` is the file's name.
    """

    tree: Path
    home: Path
    single: str | None = None

    @classmethod
    def of(cls, output: Path, *, single: bool | None = None) -> Layout:
        """The layout of ``output``; ``single`` says whether it is one file, else what lies there decides."""
        beside = output.with_name(f"{output.name}.{HOME}")
        if single is None:
            single = not output.is_dir() and (output.is_file() or beside.is_dir())
        return cls(output.parent, beside, output.name) if single else cls(output, output / HOME)

    @property
    def lock(self) -> Path:
        """Who writes here now."""
        return self.home / "lock"

    @property
    def state(self) -> Path:
        """What was done so far."""
        return self.home / "state.db"

    @property
    def manifest(self) -> Path:
        """Hashes of everything, signed."""
        return self.home / "manifest.json"

    @property
    def summary(self) -> Path:
        """Counts, and alone of all: when, how long, on which machine."""
        return self.home / "summary.json"

    @property
    def withheld(self) -> Path:
        """Which records were withheld and why."""
        return self.home / "withheld.jsonl"

    @property
    def report(self) -> Path:
        """The page for people; it tells of one run, so the summary covers it."""
        return self.home / "report.html"

    @property
    def quarantine(self) -> Path:
        """Outputs in which a rescan has found a leak."""
        return self.home / "quarantine"

    @staticmethod
    def audit(path: str) -> str:
        """The audit file of the input ``path``, relative to ``home``."""
        return f"audit/{path}{AUDIT_SUFFIX}"


def is_safe(path: str) -> bool:
    """True for a relative path that stays inside its folder: no ``..``, no root, no empty part, no NUL.

    >>> is_safe("a/b.txt"), is_safe("../a"), is_safe("/a"), is_safe("a//b"), is_safe("")
    (True, False, False, False, False)
    """
    parts = path.split("/")
    return all(part not in ("", ".", "..") for part in parts) and "\0" not in path
