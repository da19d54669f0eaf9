"""One file that is to be redacted: how it is read, where its output grows, where a killed run left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from redactor.audit.results import Fingerprint, ResumePoint
from redactor.engine.discovery import InputFile
from redactor.engine.file_columns import FileColumns
from redactor.engine.groups import CHECKPOINT_CHARS
from redactor.engine.output.file_sinks import FileSink
from redactor.formats.protocol import Format, FormatSettings
from redactor.storage.objects import ObjectFile
from redactor.storage.streams import FileStamp, HashingReader, file_digest, open_hashed, open_source, stamp


class Source(Protocol):
    """Where a file's bytes come from. Opened, read and finished by the reading thread."""

    @property
    def read_bytes(self) -> int:
        """Raw bytes read so far."""
        ...

    def open(self) -> BinaryIO:
        """The decompressed stream."""
        ...

    def finish(self) -> None:
        """All records have been read."""


class PipeSource:
    """Standard input."""

    def __init__(self) -> None:
        # Unbuffered: a thread that waits in a buffered read holds a lock that the interpreter wants at exit.
        self._raw = HashingReader(cast(BinaryIO, open(0, "rb", buffering=0, closefd=False)))  # noqa: SIM115

    @property
    def read_bytes(self) -> int:
        return self._raw.size

    def open(self) -> BinaryIO:
        return cast(BinaryIO, self._raw)

    def finish(self) -> None:
        """Nothing to do."""


class FileSource:
    """A file of this machine or a store."""

    def __init__(self, file: InputFile) -> None:
        self.file = file
        self._hashing: HashingReader | None = None

    @property
    def read_bytes(self) -> int:
        return self._hashing.size if self._hashing else 0

    def open(self) -> BinaryIO:
        if self.file.format.needs_seek:
            return open_source(self.file.path, None)
        stream, self._hashing = open_hashed(self.file.path, self.file.compression)
        return stream

    def finish(self) -> None:
        """Nothing to do."""


class StampedSource(FileSource):
    """A file with what tells whether it is still the one that was listed (``stamp``); ``sha256`` of its raw bytes is known
    when it is finished."""

    def __init__(self, file: InputFile, seen: FileStamp) -> None:
        super().__init__(file)
        self.stamp, self.sha256 = seen, ""

    @property
    def read_bytes(self) -> int:
        return self.stamp.size if self.sha256 else super().read_bytes

    def finish(self) -> None:
        self.sha256 = self._hashing.drain() if self._hashing else file_digest(self.file.path)

    def changed(self, *, unreadable: bool, broken: bool) -> bool:
        """Was it changed while it was read? Of an object one version is read, or none."""
        path = self.file.path
        if isinstance(path, ObjectFile):
            return unreadable and path.moved()
        try:
            return not broken and stamp(path) != self.stamp
        except OSError:
            return True


@dataclass(frozen=True, slots=True)
class Resume:
    """A checkpoint that still holds, and the partial audit that was written up to it."""

    checkpoint: ResumePoint
    audit: Path


@dataclass(frozen=True, slots=True)
class FileTask:
    """What is to be done with one file. Made in the reading thread; ``open_sink`` is called when its turn to be written
    comes. ``save`` remembers a checkpoint and ``fingerprint`` is what it holds for, where there can be any."""

    name: str
    format: Format
    settings: FormatSettings
    source: Source
    open_sink: Callable[[], FileSink]
    resume: Resume | None = None
    save: Callable[[ResumePoint], None] | None = None
    fingerprint: Fingerprint | None = None
    checkpoint_chars: int = CHECKPOINT_CHARS
    #: What its columns hold; None where it has none, or nobody asks.
    columns: FileColumns | None = None


@dataclass(frozen=True, slots=True)
class Deferred:
    """A file that is not read: ``act`` records it, in its place in the order, in the writing thread."""

    act: Callable[[], None]
