"""The manifest by itself: layout, order, Merkle root, digest, signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from redactor.audit.findings import Finding
from redactor.audit.layout import is_safe
from redactor.audit.manifest import (
    PURPOSE,
    FileRow,
    Head,
    ManifestError,
    Tail,
    read_manifest,
    row_line,
    seal,
    statement,
)
from redactor.audit.merkle import Merkle
from redactor.audit.signing import faults
from redactor.keys import Key
from redactor.storage.safe_read import lines_of, open_regular, sha256_file, why


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found; ``signed`` is False when digest or signature are off, so that no key may be trusted to fit."""

    head: Head | None
    tail: Tail | None
    sha256: str | None
    findings: tuple[Finding, ...]
    signed: bool


def check_manifest(path: Path, name: str, key: Key | None, public: Ed25519PublicKey | None) -> Checked:
    """Read the manifest through once."""
    head: Head | None = None
    tail: Tail | None = None
    found: list[Finding] = []
    tree, before = Merkle(), ""
    try:
        sha256 = sha256_file(path)
        with open_regular(path) as stream:
            for part in read_manifest(lines_of(stream)):
                if isinstance(part, Head):
                    head = part
                elif isinstance(part, Tail):
                    tail = part
                else:
                    byte, row = part
                    what = _row_fault(before, row)
                    if what is not None and not found:
                        found.append(Finding(name, None, byte, what))
                    before = row.path
                    tree.add(row_line(row))
    except ManifestError as error:
        found.append(Finding(name, None, error.byte, str(error)))
        return Checked(head, None, sha256, tuple(found), False)
    except OSError as error:
        return Checked(None, None, None, (Finding(name, None, None, why(error)),), False)
    assert head is not None and tail is not None, "read_manifest raises for a manifest without them"
    wrong = list(_tail_faults(head, tail, tree, key, public))
    found += [Finding(name, None, None, what) for what in wrong]
    return Checked(head, tail, sha256, tuple(found), not wrong)


def rows(path: Path) -> Iterator[FileRow]:
    """The rows that can be trusted to stay inside their folders; ends where the layout is broken."""
    try:
        with open_regular(path) as stream:
            for part in read_manifest(lines_of(stream)):
                if isinstance(part, tuple) and _names_are_safe(part[1]):
                    yield part[1]
    except (ManifestError, OSError):
        return  # check_manifest has said so


def _row_fault(before: str, row: FileRow) -> str | None:
    if row.path <= before:
        return "the rows are not sorted by path"
    return None if _names_are_safe(row) else "a row names a file outside of its folder"


def _names_are_safe(row: FileRow) -> bool:
    return all(is_safe(name) for name in (row.path, row.output, row.audit) if name is not None)


def _tail_faults(
    head: Head, tail: Tail, tree: Merkle, key: Key | None, public: Ed25519PublicKey | None
) -> Iterator[str]:
    if tail.count != tree.count or tail.root != tree.root():
        yield "the rows do not have the Merkle root that was signed"
    signed = statement(head, {"count": tail.count, "root": tail.root, "others": tail.others, "state": tail.state})
    if tail.digest != seal(signed, tail.signature):
        yield "the manifest does not match its own digest"
    yield from faults(PURPOSE, signed, tail.signature, key, public)
