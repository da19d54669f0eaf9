"""``withheld.jsonl``: how a run writes it, taking over the lines of files that did not change, and how a check reads it."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redactor.audit.events import AuditLineError, Withheld, parse_withheld, withheld_line
from redactor.audit.findings import Finding
from redactor.storage.atomic import Partial
from redactor.storage.safe_read import MAX_LINE_BYTES, lines_of, open_regular

_CHUNK_BYTES = 1 << 20


@dataclass(slots=True)
class _Block:
    """Lines of one file that stand together: bytes ``[start, end)``."""

    file: str
    start: int
    end: int
    digest: hashlib._Hash


class WithheldLog:
    """Lines of all files, in the order of the run. Lines of an earlier run, also of a killed one, are found by the
    digest that the state remembers with their file, so that stale or torn ones are never taken for good."""

    def __init__(self, final: Path) -> None:
        self._final = final
        growing, self._left = final.with_name(final.name + ".new"), final.with_name(final.name + ".left")
        _append(growing, self._left)
        self._known = {
            (block.file, block.digest.hexdigest()): (path, block)
            for path in (final, self._left)
            for block in _blocks(path)
        }
        self._growing = Partial(growing)

    def knows(self, file: str, digest: str) -> bool:
        """Are these lines of ``file`` at hand?"""
        return not digest or (file, digest) in self._known

    def keep(self, file: str, digest: str) -> None:
        """Take over the lines of a file that did not change."""
        if digest:
            path, block = self._known[file, digest]
            self._copy(path, block.start, block.end)

    def add(self, lines: Path) -> None:
        """Take in the lines of a file that was redacted now, before the state calls it finished."""
        self._copy(lines, 0, lines.stat().st_size)
        self._growing.flush()

    def whole(self, file: str, reason: str) -> None:
        """A file of which nothing was given out."""
        self._growing.write(withheld_line(Withheld(file, None, reason)))

    def publish(self) -> None:
        """Give the whole its final name."""
        self._growing.publish(self._final)
        self._left.unlink(missing_ok=True)

    def _copy(self, path: Path, start: int, end: int) -> None:
        with open_regular(path) as source:
            source.seek(start)
            while start < end and (chunk := source.read(min(_CHUNK_BYTES, end - start))):
                self._growing.write(chunk)
                start += len(chunk)


def _append(source: Path, target: Path) -> None:
    """Save what a killed run collected, so that this run can begin a new file. Else its files are done again."""
    with contextlib.suppress(OSError), open_regular(source) as left:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(target, flags, 0o600), "ab") as saved:
            saved.write(b"\n")  # a torn last line must not spoil the next
            while chunk := left.read(_CHUNK_BYTES):
                saved.write(chunk)
        source.unlink()


def _blocks(path: Path) -> list[_Block]:
    blocks: list[_Block] = []
    try:
        with open_regular(path) as lines:
            at = 0
            broken = True
            for line in lines_of(lines):
                start, at = at, at + len(line)
                try:
                    entry = parse_withheld(line)
                except AuditLineError:
                    broken = True
                    continue
                if entry.record is None:
                    broken = True
                    continue
                if broken or blocks[-1].file != entry.file:
                    blocks.append(_Block(entry.file, start, at, hashlib.sha256()))
                broken = False
                blocks[-1].end = at
                blocks[-1].digest.update(line)
    except OSError:
        pass  # none yet, or no file of ours: then its lines are not at hand
    return blocks


class WithheldIndex:
    """One look through the file; remembers one place for each input file that has withheld records."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, int] = {}

    def findings(self, name: str) -> Iterator[Finding]:
        """Read it all. The lines of one file stand together, in the order of the file."""
        try:
            with open_regular(self._path) as stream:
                byte, before = 0, None
                for number, line in enumerate(lines_of(stream)):
                    try:
                        entry = parse_withheld(line)
                    except AuditLineError as error:
                        yield Finding(name, number, byte, str(error))
                        return
                    place = (entry.file, -1 if entry.record is None else entry.record, entry.start or 0)
                    if before is None or before[0] != entry.file:
                        torn = entry.file in self._places
                        self._places.setdefault(entry.file, byte)
                    else:
                        torn = place < before
                    if torn:
                        yield Finding(name, number, byte, "its lines are not in order")
                        return
                    before = place
                    byte += len(line)
        except FileNotFoundError:
            return  # a run that withheld nothing need not write it; the manifest says whether it did
        except OSError:
            yield Finding(name, None, None, "it cannot be read")

    def of(self, file: str) -> Iterator[Withheld]:
        """The lines of one input file, in their order."""
        place = self._places.get(file)
        if place is None:
            return
        with open_regular(self._path) as stream:
            stream.seek(place)
            while line := stream.readline(MAX_LINE_BYTES):
                entry = parse_withheld(line)
                if entry.file != file:
                    return
                yield entry
