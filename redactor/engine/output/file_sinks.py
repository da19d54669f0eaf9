"""Where the bytes of one file go: a folder with audit and checkpoints, standard output, or nowhere (a dry run)."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from redactor.audit.chain import Chain, genesis
from redactor.audit.events import Event, Withheld, event_body, withheld_line
from redactor.audit.layout import Layout
from redactor.audit.results import ResumePoint
from redactor.storage.atomic import Partial, make_folder
from redactor.storage.safe_read import open_regular
from redactor.storage.streams import CompressedWriter, Compression

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class FileSink(Protocol):
    """Takes the output, the audit and the withheld lines of one file."""

    output: BinaryIO

    def event(self, event: Event) -> None: ...

    def withheld(self, withheld: Withheld) -> None: ...

    def flush(self) -> None: ...


class NullSink(io.RawIOBase):
    """A dry run: everything is thrown away."""

    def __init__(self) -> None:
        self.output = cast(BinaryIO, self)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        return memoryview(data).nbytes

    def event(self, event: Event) -> None:
        pass

    def withheld(self, withheld: Withheld) -> None:
        pass

    def flush(self) -> None:
        pass


class StdoutSink:
    """Standard output; audit lines go to an open file if there is one."""

    def __init__(self, output: BinaryIO, audit: BinaryIO | None, name: str) -> None:
        self.output = output
        self._audit = audit
        self._chain = Chain(genesis(name))

    def event(self, event: Event) -> None:
        if self._audit is not None:
            self._audit.write(self._chain.seal(event_body(event)))

    def withheld(self, withheld: Withheld) -> None:
        pass

    def flush(self) -> None:
        self.output.flush()
        if self._audit is not None:
            self._audit.flush()


@dataclass(frozen=True, slots=True)
class CommitPoint:
    """Sizes and digests of the parts at a checkpoint, and the chain's head."""

    output_bytes: int
    output_sha256: str
    audit_bytes: int
    audit_sha256: str
    withheld_bytes: int
    withheld_sha256: str
    chain: str


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file's parts, all bytes in them: output and audit wait for their final names, withheld lines for the run. The
    spool of which the output was made is to go when the output has its name."""

    output: Partial
    audit: Partial
    chain: str
    withheld: Path | None
    withheld_sha256: str
    spool: Path | None = None


def partial_path(layout: Layout, kind: str, name: str) -> Path:
    """Where a part (``out``, ``audit``, ``withheld``, ``made``) of an unfinished file lies. Kinds have folders of their own: no
    input can have a name that makes two parts meet."""
    return layout.home / "partial" / kind / name


def _part(layout: Layout, kind: str, name: str, size: int = 0) -> Partial:
    """A part that grows. What a killed run left in its way goes: that of a file whose name a folder has now, or the other
    way round."""
    path = partial_path(layout, kind, name)
    for above in path.parents[: name.count("/")]:
        if above.is_file():
            above.unlink()
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    make_folder(path.parent, layout.home)
    return Partial(path, size)


class PartialFiles:
    """Partial files in ``_redactor/partial`` until the whole file is published."""

    def __init__(self, layout: Layout, name: str, compression: Compression, checkpoint: ResumePoint | None) -> None:
        self._layout, self._name = layout, name
        withheld = checkpoint.withheld_bytes if checkpoint else 0
        self._raw = _part(layout, "out", name, checkpoint.output_bytes if checkpoint else 0)
        self._audit = _part(layout, "audit", name, checkpoint.audit_bytes if checkpoint else 0)
        self._withheld = _part(layout, "withheld", name, withheld) if withheld else None
        self._chain = Chain(checkpoint.chain if checkpoint else genesis(name))
        self._sink = CompressedWriter(cast(BinaryIO, self._raw), compression, continued=checkpoint is not None)
        self.output = cast(BinaryIO, self._sink)
        self._spool: Partial | None = None

    def event(self, event: Event) -> None:
        self._audit.write(self._chain.seal(event_body(event)))

    def withheld(self, withheld: Withheld) -> None:
        if self._withheld is None:
            self._withheld = _part(self._layout, "withheld", self._name)
        self._withheld.write(withheld_line(withheld))

    def flush(self) -> None:
        """Nothing to do: nobody reads a partial file."""

    def commit(self) -> CommitPoint:
        """All bytes so far are whole and on disk."""
        self._sink.end_frame()
        for part in (self._raw, self._audit, self._withheld):
            if part is not None:
                part.sync()
        return CommitPoint(
            output_bytes=self._raw.size,
            output_sha256=self._raw.sha256,
            audit_bytes=self._audit.size,
            audit_sha256=self._audit.sha256,
            withheld_bytes=self._withheld.size if self._withheld else 0,
            withheld_sha256=self._withheld.sha256 if self._withheld else "",
            chain=self._chain.head,
        )

    def assemble(self, make: Callable[[BinaryIO, BinaryIO], None]) -> None:
        """All that was written is a spool: the output is what ``make(spool, output)`` makes of it."""
        self._sink.close()
        self._raw.close()
        self._spool, self._raw = self._raw, _part(self._layout, "made", self._name)
        with open_regular(self._spool.path) as spool:
            make(spool, cast(BinaryIO, self._raw))

    def finished(self) -> FinishedFile:
        """End the parts."""
        self._sink.close()
        if self._withheld is not None:
            self._withheld.sync()
            self._withheld.close()
        path, digest = (self._withheld.path, self._withheld.sha256) if self._withheld else (None, "")
        spool = self._spool.path if self._spool else None
        return FinishedFile(self._raw, self._audit, self._chain.head, path, digest, spool)

    def drop(self) -> None:
        """Throw the partial files away: the file is withheld."""
        for part in (self._raw, self._audit, self._withheld, self._spool):
            if part is not None:
                part.drop()

    def close(self) -> None:
        """Leave the partial files for the next run."""
        for part in (self._raw, self._audit, self._withheld):
            if part is not None:
                part.close()
