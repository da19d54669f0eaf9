"""What a run need not do: files that did not change, and the part of a file that a killed run has done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from redactor.audit.layout import AUDIT_SUFFIX
from redactor.audit.results import FileResult, Fingerprint, ResumePoint
from redactor.audit.state import State
from redactor.audit.withheld_log import WithheldLog
from redactor.engine.discovery import InputFile
from redactor.engine.output.file_sinks import partial_path
from redactor.engine.output.target import OutputTarget
from redactor.engine.settings import RunSettings
from redactor.storage.streams import FileStamp, file_digest


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file of which a run would make what was made of it before. If that lies in ``quarantine``, it would leak again."""

    known: FileResult
    quarantine: bool


class Changes:
    """Compares input and output with what the state remembers. Used by the reading thread."""

    def __init__(
        self, settings: RunSettings, target: OutputTarget, state: State, withheld: WithheldLog, fingerprint: Fingerprint
    ) -> None:
        self._settings, self._target, self._state, self._withheld = settings, target, state, withheld
        self._fingerprint = fingerprint

    def unchanged(self, file: InputFile, stamp: FileStamp) -> Unchanged | None:
        """What was made of a file, if it need not be made again. May read the file."""
        known = None if self._settings.fresh else self._state.finished(file.name)
        if known is None or known.fingerprint != self._fingerprint or known.status != "redacted":
            return None
        if known.size != stamp.size or not self._withheld.knows(file.name, known.withheld_sha256):
            return None
        away = not self._target.has(known)
        if away and not self._target.quarantined(known):
            return None
        same = stamp.matches(known.size, known.mtime_ns, known.stored.get("input", ""))
        if same and not self._settings.checksum:
            return Unchanged(known, away)
        if file_digest(file.path) != known.input_sha256:
            return None
        if (
            self._settings.checksum
            and not away
            and self._target.digests(known) != (known.output_sha256, known.audit_sha256)
        ):
            return None
        stored = {**known.stored, **({"input": stamp.tag} if stamp.tag else {})}
        known = replace(known, mtime_ns=stamp.mtime_ns, stored=stored)
        self._state.finish(file.name, known)
        return Unchanged(known, away)

    def checkpoint(self, file: InputFile, stamp: FileStamp) -> ResumePoint | None:
        """Where a killed run left a file, if input and partial files are still what they were."""
        if self._settings.fresh:
            return None
        found = self._state.resume(file.name, self._fingerprint)
        if (
            found is None
            or not stamp.matches(found.size, found.mtime_ns, found.tag)
            or found.ctime_ns != stamp.ctime_ns
        ):
            return None  # to begin anew costs time alone, so the least sign of a change is enough
        return found if self._partials_hold(file.name, found) else None

    def _partials_hold(self, name: str, checkpoint: ResumePoint) -> bool:
        wanted = (
            ("out", checkpoint.output_bytes, checkpoint.output_sha256),
            ("audit", checkpoint.audit_bytes, checkpoint.audit_sha256),
            ("withheld", checkpoint.withheld_bytes, checkpoint.withheld_sha256),
        )
        for kind, size, digest in wanted:
            path = partial_path(self._target.layout, kind, name)
            if size and not (path.is_file() and path.stat().st_size >= size and digest == file_digest(path, size)):
                return False
        return True


#: As many outputs may go at once, whatever share of all they are.
_FEW = 10


class Gone:
    """Finished files without an input: the state's names and the input's, both sorted, are walked side by side."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._names = (name for name, _ in state.files())
        self._now = next(self._names, None)
        self._gone: dict[str, None] = {}
        #: Was there any file before this run?
        self.any = self._now is not None
        #: How many there were.
        self.before = state.count()
        self._unseen: set[str] = set()

    def see(self, name: str) -> None:
        """The input has ``name``."""
        while self._now is not None and self._now <= name:
            self._gone[self._now] = None
            self._now = next(self._names, None)
        self._gone.pop(name, None)  # also where a store does not list in order

    def unseen(self, name: str) -> None:
        """What lies below ``name`` could not be looked at: of that, nobody can say that it is gone."""
        self._unseen.add(name)

    def hidden(self, name: str) -> bool:
        """Does ``name`` lie below something that could not be looked at?"""
        return bool(self._unseen) and any(str(folder) in self._unseen for folder in PurePosixPath(name).parents)

    def too_many(self, lost: int, share: float) -> bool:
        """Are ``lost`` files more than may go at once: all, or some of more than this ``share`` of those before?"""
        return lost > share * self.before and (lost == self.before or lost > _FEW)

    def in_the_way(self, name: str, output: str) -> Iterator[str]:
        """Files of earlier runs of which output or audit stand where ``name`` and its ``output`` need a folder, or are in a
        folder where they need a file: a name that was a file's is a folder's now, or the other way round. And those whose
        output has the name that ``output`` has now, or that had another one themselves."""
        if not self.any:
            return
        for file in dict.fromkeys((name, output, str(PurePosixPath(output).with_suffix("")))):
            known = self._state.finished(file)
            if known is not None and (known.output == output) != (file == name):
                yield file
        for folder in list(map(str, PurePosixPath(name).parents))[:-1]:
            for file in dict.fromkeys((folder, folder.removesuffix(AUDIT_SUFFIX))):
                if self._state.finished(file) is not None:
                    yield file
        yield from self._state.below(name)
        yield from self._state.below(name + AUDIT_SUFFIX)
        if output != name:
            yield from self._state.below(output)

    def names(self) -> Iterator[str]:
        """What is left when the whole input was seen."""
        yield from self._gone
        while self._now is not None:
            yield self._now
            self._now = next(self._names, None)
