"""Recompute everything that an output folder claims, and name the first file, record and byte that is off.

Trust comes from the signature alone; every other check is made whether or not a key is at hand. Nothing is
believed for what it says: rows, audits, summary and state are all recomputed. The lock and a state that was set
aside are not looked at: no run believes them either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from redactor.audit import database
from redactor.audit.findings import Finding
from redactor.audit.layout import Layout, is_safe
from redactor.audit.manifest import Head, ManifestError, read_manifest
from redactor.audit.sealed_summary import MAX_BYTES, SummaryError, check_summary
from redactor.audit.signing import load_public_key
from redactor.audit.state import State
from redactor.audit.withheld_log import WithheldIndex
from redactor.keys import Key
from redactor.storage.safe_read import lines_of, open_regular, sha256_file, walk, why
from redactor.verification.compare import judge
from redactor.verification.file_check import HASH, FileCheck
from redactor.verification.manifest_check import check_manifest, rows
from redactor.verification.run_files import RunFiles

#: Nobody reads more findings than this.
MAX_FINDINGS = 1_000


def verify(
    output: Path,
    input: Path | None = None,
    key: Key | None = None,
    public_key: Path | None = None,
    *,
    each: Callable[[str], object] | None = None,
) -> list[Finding]:
    """All that is off in ``output`` (at most ``MAX_FINDINGS``); an empty list says that everything holds.

    ``each`` is told the name of every file before it is looked at. Raises ``KeyFileError`` for a ``public_key`` that
    cannot be read.
    """
    return checked(RunFiles.of(output, read_head(output), input, key), public_key, each=each)


def checked(
    files: RunFiles, public_key: Path | None = None, *, each: Callable[[str], object] | None = None
) -> list[Finding]:
    """As ``verify``, of files whose head has been read."""
    public = load_public_key(public_key) if public_key is not None else None
    return list(islice(Verification(files, public, each).findings(), MAX_FINDINGS))


def read_head(output: Path) -> Head | None:
    """What the manifest in ``output`` says the run was made with, unchecked; None where it cannot be read."""
    try:
        with open_regular(Layout.of(output).manifest) as stream:
            head = next(iter(read_manifest(lines_of(stream))))
    except (OSError, ManifestError):
        return None
    return head if isinstance(head, Head) else None


class Verification:
    """One pass over a manifest and all that it speaks of."""

    def __init__(
        self,
        files: RunFiles,
        public: Ed25519PublicKey | None,
        each: Callable[[str], object] | None = None,
    ) -> None:
        self._each = each
        self._files = files
        self._layout = files.layout
        self._key = files.key
        self._public = public
        # 16 bytes for each covered file, so that a folder of a million files fits in memory.
        self._covered: set[bytes] = set()
        self._state_sha256: str | None = None

    def findings(self) -> Iterator[Finding]:
        """What is off: with the manifest, with file after file, with what else lies there."""
        manifest = self._layout.manifest
        checked = check_manifest(manifest, self._name(manifest), self._key, self._public)
        yield from checked.findings
        # A key that does not fit the signature would make every value_hmac and every row of the state look wrong.
        key = self._key if checked.signed else None
        index = WithheldIndex(self._layout.withheld)
        yield from index.findings(self._name(self._layout.withheld))
        files = FileCheck(self._files, judge(key), index)
        for row in rows(manifest):
            if self._each is not None:
                self._each(row.path)
            if row.output is not None:
                self._cover(self._layout.tree / row.output)
            if row.audit is not None:
                self._cover(self._layout.home / row.audit)
            yield from files.findings(row)
        yield from self._summary(checked.sha256)
        if checked.head is None or checked.tail is None:
            return
        yield from self._others(checked.tail.others)
        sealed = checked.signed and (key is not None or checked.head.key_id is None)
        yield from self._state(key, checked.tail.state, rows=sealed)
        yield from self._strays()

    def _others(self, hashes: Mapping[str, str]) -> Iterator[Finding]:
        for path, expected in sorted(hashes.items()):
            if not is_safe(path):
                yield Finding(self._name(self._layout.manifest), None, None, "it names a file outside of its folder")
                continue
            self._cover(self._layout.home / path)
            yield from hash_findings(self._layout.home / path, expected, self._name(self._layout.home / path))

    def _summary(self, manifest_sha256: str | None) -> Iterator[Finding]:
        path = self._layout.summary
        name = self._name(path)
        try:
            with open_regular(path) as stream:
                data = stream.read(MAX_BYTES)
            found, wrong = check_summary(data, self._key, self._public)
        except SummaryError as error:
            yield Finding(name, None, None, f"the summary was changed: {error}")
            return
        except OSError as error:
            yield Finding(name, None, None, why(error))
            return
        if manifest_sha256 is not None and found["manifest_sha256"] != manifest_sha256:
            wrong.append("the summary speaks of another manifest")
        yield from (Finding(name, None, None, what) for what in wrong)
        covers = dict(found["covers"])
        self._state_sha256 = covers.pop(self._layout.state.name, None)
        yield from self._others(covers)

    def _state(self, key: Key | None, expected: str | None, *, rows: bool) -> Iterator[Finding]:
        """``rows``: whether the seals of its rows can be checked, which name the file that is off."""
        path = self._layout.state
        if not path.exists():
            return  # losing the state costs time, nothing else
        name = self._name(path)
        if any(path.with_name(path.name + ending).exists() for ending in database.COMPANIONS):
            yield Finding(name, None, None, "a run was cut off, or goes on now")
            return
        found = list(self._state_rows(path, name, key, expected)) if rows else []
        yield from found
        if not found and self._state_sha256 is not None:  # pages that hold no row now count as well
            yield from hash_findings(path, self._state_sha256, name)

    def _state_rows(self, path: Path, name: str, key: Key | None, expected: str | None) -> Iterator[Finding]:
        try:
            with State.peek(path, key) as state:
                broken = list(islice(state.broken(), 3))
                digest = state.digest()
        except database.FAULTS:
            yield Finding(name, None, None, "the database is damaged")
            return
        yield from (Finding(row, None, None, "its row in state.db was changed") for row in broken)
        if expected is not None and not broken and digest != expected:
            yield Finding(name, None, None, "its rows are not those that the run left")

    def _strays(self) -> Iterator[Finding]:
        layout = self._layout
        root = layout.home if layout.single else layout.tree
        known = {layout.manifest, layout.summary, layout.lock, layout.state}
        known |= {
            layout.state.with_name(layout.state.name + ending) for ending in (*database.COMPANIONS, database.BAD_SUFFIX)
        }
        for relative, regular in walk(root):
            path = root / relative
            if not regular:
                yield Finding(self._name(path), None, None, "not a regular file")
            elif path.is_relative_to(layout.quarantine):
                yield Finding(self._name(path), None, None, "in quarantine: a leak was found in it")
            elif path not in known and _short(path) not in self._covered:
                yield Finding(self._name(path), None, None, "not in the manifest")

    def _cover(self, path: Path) -> None:
        self._covered.add(_short(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._layout.tree).as_posix()


def hash_findings(path: Path, expected: str | None, name: str) -> Iterator[Finding]:
    """One finding when the file at ``path`` is missing or does not have the hash ``expected``."""
    try:
        if sha256_file(path) != expected:
            yield Finding(name, None, None, HASH)
    except OSError as error:
        yield Finding(name, None, None, why(error))


def _short(path: Path) -> bytes:
    return hashlib.blake2b(str(path).encode("utf-8", "surrogatepass"), digest_size=16).digest()
