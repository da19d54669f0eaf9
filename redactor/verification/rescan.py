"""Leak proof: the written files are read again, as a stranger would.

A leak (exit 3; its file goes to ``_redactor/quarantine``) is a masked value that still stands in its document, and
whatever a validated detector (a checksum, a registry, a list, a field that is masked whole) finds outside of every
mask. What only the model or an unproven pattern sees there, or one that asks for a context word, is a suspicion:
shown, but no proof, for they read the text among masks now and may see other things than they saw before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from redactor.audit.findings import Finding
from redactor.audit.manifest import FileRow
from redactor.detectors.proven import BY_CONTEXT
from redactor.engine.components import Components
from redactor.engine.detection import Detected, Detects
from redactor.engine.groups import Group, grouped
from redactor.engine.thread_pool import ordered
from redactor.errors import RedactorError, StorageError
from redactor.formats.registry import format_named
from redactor.masking.masker import Masker
from redactor.masking.merge import validated
from redactor.records import Leaf
from redactor.spans import Span
from redactor.storage.atomic import make_folder, sync_folder
from redactor.storage.lock import OutputLock
from redactor.storage.safe_read import sha256_file
from redactor.tagger.tagging import Failure
from redactor.verification.leak_search import Leak, ResidueCheck
from redactor.verification.mask_walk import MaskWalk, Ranges
from redactor.verification.run_files import RunFiles

#: So many findings of one file, and of all.
MOST_A_FILE = 100
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Rescan:
    """With what to look again, and (None: everywhere) at the outputs of which inputs; ``each`` is told their names."""

    parts: Components
    only: frozenset[str] | None = None
    each: Callable[[str], object] | None = None


@dataclass(slots=True)
class Rescanned:
    """What was seen. ``quarantined`` are outputs that were moved away, out of all that were ``looked_at``."""

    leaks: list[Finding] = field(default_factory=list)
    suspicions: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)


def rescan(files: RunFiles, again: Rescan) -> Rescanned:
    """Read every output again; move those with a leak away. Raises ``StorageError``, ``LockedError``."""
    result = Rescanned()
    if files.source is None and files.key is None:
        result.notes.append("neither input nor key at hand: masked values were not looked for")
    copied = 0
    for row in files.rows():
        if row.output is None or (again.only is not None and row.path not in again.only):
            continue
        form = format_named(row.format)
        if form is not None and form.unread:
            copied += 1
            continue
        result.looked_at.add(row.output)
        if again.each is not None:
            again.each(f"rescan: {row.path}")
        leaks, suspicions = _file(files, row, again)
        if leaks:
            result.quarantined.append(row.output)
        else:
            with suppress(OSError):
                (files.layout.quarantine / row.output).unlink()
        result.leaks += leaks[: MOST - len(result.leaks)]
        result.suspicions += suspicions[: MOST - len(result.suspicions)]
    if copied:
        result.notes.append(f"not looked at, since they were copied unread: {copied} files")
    if result.quarantined:
        _quarantine(files, result.quarantined)
    return result


def _file(files: RunFiles, row: FileRow, again: Rescan) -> tuple[list[Finding], list[Finding]]:
    assert row.output is not None
    path = files.layout.tree / row.output
    if path.is_symlink() or not path.is_file():
        return [], []  # the verification says so
    leaks: list[Finding] = []
    suspicions: list[Finding] = []
    checks = (
        ResidueCheck(files, row, _unchanged(files, row), files.key).leaks(),
        _detected(files, row, path, again.parts),
    )
    for check in checks:
        try:
            for leak in check:
                listed = leaks if leak.sure else suspicions
                if len(listed) < MOST_A_FILE:
                    listed.append(leak.finding)
        except (RedactorError, OSError, ValueError):  # two rounds; a message may quote the file
            leaks.append(Finding(row.output, None, None, f"it cannot be read again as {row.format}"))
    return leaks, suspicions


def _unchanged(files: RunFiles, row: FileRow) -> Path | None:
    """The input of a row, if it is still the one that was redacted."""
    if files.source is None:
        return None
    with suppress(OSError):
        path = files.input(row)
        if sha256_file(path, follow=True) == row.input_sha256:
            return path
    return None


def _detected(files: RunFiles, row: FileRow, path: Path, parts: Components) -> Iterator[Leak]:
    """What the run's detectors find outside of every mask."""
    text = files.whole_document(row)
    walk = MaskWalk(files.events(row.path), whole=text)
    with files.open(path) as stream:
        groups = grouped(files.reader(path, stream, row.format))

        def work(group: Group, detection: Detects = parts.detection) -> list[Detected]:
            return detection.detect(group.records)

        for group, detected in ordered(groups, work, parts.workers):
            for record, found in zip(group.records, detected, strict=True):
                number = None if text else record.index
                masks = walk.at(record)
                if isinstance(found, Failure):
                    yield Leak(
                        Finding(str(row.output), number, None, f"it could not be looked at again: {found.reason}")
                    )
                    continue
                for leaf, spans, ranges in zip(record.leaves, found, masks, strict=True):
                    for span, sure in _outside(leaf, spans, ranges, parts.masker):
                        where = f"character {leaf.offset + span.start}" + (f" of {leaf.field}" if leaf.field else "")
                        what = f"{span.detector} sees a {span.label} in clear at {where}"
                        yield Leak(Finding(str(row.output), number, None, what), sure)


def _outside(leaf: Leaf, spans: Sequence[Span], masks: Ranges, masker: Masker) -> Iterator[tuple[Span, bool]]:
    """Spans of a leaf that the policy would mask and that are not masks, and whether each is proof of a leak."""
    whole = masker.whole_field(leaf.text, leaf.field)
    for span in masker.wanted(leaf.text, spans, leaf.field) if whole is None else whole:
        if not leaf.core_start <= span.start < leaf.core_end:
            continue
        touched = [mask for mask in masks if mask[0] < span.end and span.start < mask[1]]
        clear, at = "", span.start
        for start, end in touched:
            clear, at = clear + leaf.text[at : max(at, start)], max(at, end)
        clear += leaf.text[at : span.end]
        if any(map(str.isalnum, clear)):
            yield span, validated(span) and span.detector not in BY_CONTEXT and (whole is not None or not touched)


def _quarantine(files: RunFiles, outputs: Sequence[str]) -> None:
    layout = files.layout
    with OutputLock(layout.home):
        for output in outputs:
            place = layout.quarantine / output
            make_folder(place.parent, layout.home)
            try:
                (layout.tree / output).replace(place)
                sync_folder(place.parent)
                sync_folder((layout.tree / output).parent)
            except OSError as error:
                raise StorageError(f"cannot move {output} to quarantine: {error.strerror}") from None
