"""``redactor verify``: every check of a finished output, and with ``--rescan`` a search for leaks, in one report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from redactor.audit.events import AuditLineError, parse_withheld
from redactor.audit.findings import Finding
from redactor.audit.layout import HOME, Layout
from redactor.audit.manifest import ManifestError, Tail, read_manifest
from redactor.engine.discovery import SkippedFile, discover
from redactor.engine.file_names import digest_in, digest_of
from redactor.errors import StorageError
from redactor.keys import Key
from redactor.storage.objects import object_or_folder_at as found_at
from redactor.storage.places import Place
from redactor.storage.safe_read import lines_of, open_regular
from redactor.storage.several import Several
from redactor.verification.output_check import checked, read_head
from redactor.verification.rescan import Rescan, Rescanned, rescan
from redactor.verification.run_files import RunFiles

NOT_SIGNED = "the run had no key: its manifest is hashed, not signed"
NO_PUBLIC_KEY = "the manifest is signed; give --public-key to check by whom"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and in how much. ``suspicions`` are no proof of a leak; ``notes`` say what was not looked at."""

    findings: tuple[Finding, ...]
    files: int
    records: int
    suspicions: tuple[Finding, ...] = ()
    quarantined: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def verify_output(
    output: Path,
    input: Path | Place | Several | None = None,
    key: Key | None = None,
    public_key: Path | None = None,
    *,
    again: Rescan | None = None,
    each: Callable[[str], object] | None = None,
    strays: Sequence[str] = (),
    whole: bool = False,
) -> Report:
    """Recompute all that ``output`` claims and, with ``again``, read its files for leaks. ``each`` is told the name of every
    file before it is verified. ``whole``: every file of ``input`` must be known to the run, redacted or withheld. ``strays``
    are names of objects of a store that lie in the output and cannot lie in a folder.

    Raises ``StorageError`` where there is no output of a run, or no such input, ``KeyFileError`` for a public key
    that cannot be read.
    """
    # By name alone: a link in the output's place is not to be followed.
    output = Path(os.path.abspath(output))  # noqa: PTH100
    layout = Layout.of(output)
    if not layout.home.is_dir():
        raise StorageError(f"{output}: not an output of redact-batch (there is no {HOME} folder)")
    source = _source(input)
    head = read_head(output)
    files = RunFiles.of(output, head, source, key)
    findings = checked(files, public_key, each=each)
    findings += [Finding(name, None, None, "not in the manifest") for name in strays]
    notes = [] if key or public_key else ["no key at hand: signatures were not checked"]
    if head is not None and head.key_id is None:
        signed = any(isinstance(part, Tail) and part.signature.ed25519 for part in _manifest(layout))
        notes = [NO_PUBLIC_KEY] if signed and not public_key else [] if signed else [NOT_SIGNED]
    rescanned = Rescanned()
    if again is not None:
        rescanned = rescan(files, again)
        # What an earlier rescan moved away has been redacted and looked at anew.
        older = {(layout.quarantine / name).relative_to(layout.tree).as_posix() for name in rescanned.looked_at}
        findings = [finding for finding in findings if finding.file not in older]
    count = records = 0
    for row in files.rows():
        count, records = count + 1, records + row.records
    if whole and input is not None:
        findings += _unknown(input, files)
    found = (*findings, *rescanned.leaks)
    return Report(
        found, count, records, tuple(rescanned.suspicions), tuple(rescanned.quarantined), (*notes, *rescanned.notes)
    )


def _manifest(layout: Layout) -> Iterator[object]:
    """The manifest's parts, as far as they can be read; ``verify`` has said what is wrong with it."""
    with suppress(ManifestError, OSError), open_regular(layout.manifest) as stream:
        yield from read_manifest(lines_of(stream))


def _unknown(input: Path | Place | Several, files: RunFiles) -> list[Finding]:
    """Inputs of which the run says nothing. Those that it withheld for their name stand under another one."""
    if isinstance(input, Path) and not input.is_dir():
        return []
    known: set[bytes] = set()
    masked: set[str] = set()
    renamed = 0
    for name, reason in _told(files):
        known.add(_short(name))
        digest = digest_in(name)
        if digest is not None:
            masked.add(digest)
        renamed += reason == "name" or (digest is not None and files.key is None)
    found = [
        Finding(file.name, None, None, "an input that the run did not know: it is newer, or the output is older")
        for file in discover(input, files.choice, files.layout.tree)
        if _short(file.name) not in known
        and not (isinstance(file, SkippedFile) and file.asked)
        and not (masked and files.key is not None and digest_of(file.name, files.key) in masked)
    ]
    return found if len(found) > renamed else []


def _told(files: RunFiles) -> Iterator[tuple[str, str]]:
    """Every file that the run tells of by name, and why it was withheld as a whole, if so."""
    for row in files.rows():
        yield row.path, ""
    with suppress(AuditLineError, OSError), open_regular(files.layout.withheld) as stream:
        for entry in map(parse_withheld, lines_of(stream)):
            yield entry.file, entry.reason if entry.record is None else ""


def _short(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _source(input: Path | Place | Several | None) -> Path | None:
    """The input as the checks take it. Raises ``StorageError`` where there is none."""
    if isinstance(input, Several):
        return cast(Path, Several(tuple((name, _source(place)) for name, place in input.named)))  # as below
    if isinstance(input, Place):
        at = found_at(input)
        if at is not None:
            return cast(
                Path, at
            )  # it answers what the checks ask of a path; nothing of it comes on this machine's disk
    elif input is None or input.exists():
        return Path(os.path.abspath(input)) if input is not None else None  # noqa: PTH100
    raise StorageError(f"input {input}: not found")
