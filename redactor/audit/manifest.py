"""The manifest: one row per file, a Merkle root over the rows, and a signature over root and settings.

It is one JSON document, but laid out in lines (head, a line per file, tail) so that a hundred thousand
files are written and read one at a time. No clock, no machine, no random number: equal runs give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from redactor.audit.canonical import canonical
from redactor.audit.merkle import Merkle
from redactor.audit.signing import Signature, fingerprint, sign
from redactor.keys import Key

VERSION = 1
PURPOSE = "manifest"

_FILES = b',"files":[\n'
_END = b"],"


class ManifestError(ValueError):
    """A manifest whose layout is broken at ``byte``; the message is a fixed phrase."""

    def __init__(self, what: str, byte: int) -> None:
        super().__init__(what)
        self.byte = byte


@dataclass(frozen=True, slots=True)
class Head:
    """What the run was made with. ``settings`` are the options that decide the bytes, as JSON."""

    program: str
    policy: str
    model: str | None
    key_id: str | None
    settings: Mapping[str, Any]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file. ``output`` is relative to the output folder, ``audit`` to ``_redactor``; None where there is none. ``head``
    is the number of first rows of a table that are no data, None where that is one or no question (it is left out then).
    """

    path: str
    format: str
    input_sha256: str
    output: str | None
    output_sha256: str | None
    audit: str | None
    audit_sha256: str | None
    chain: str | None
    records: int
    entities: int
    withheld: int
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """What ends the manifest. ``others`` are hashes of further files in ``_redactor`` that carry no clock
    (``withheld.jsonl``); ``state`` is ``State.digest()``; ``digest`` covers all of this and the signature."""

    count: int
    root: str
    others: Mapping[str, str]
    state: str | None
    digest: str
    signature: Signature


_TEXT, _COUNT, _MAYBE = (str,), (int,), (str, type(None))
_HEAD = {"program": _TEXT, "policy": _TEXT, "model": _MAYBE, "key_id": _MAYBE, "settings": (dict,), "version": _COUNT}
_ROW = dict(
    zip(
        (field.name for field in fields(FileRow) if field.name != "head"),
        (_TEXT, _TEXT, _TEXT, _MAYBE, _MAYBE, _MAYBE, _MAYBE, _MAYBE, _COUNT, _COUNT, _COUNT),
        strict=True,
    )
)
_TAIL = {
    "count": _COUNT, "root": _TEXT, "others": (dict,), "state": _MAYBE,
    "digest": _TEXT, "signature": _MAYBE, "ed25519": _MAYBE, "public_key": _MAYBE,
}  # fmt: skip


def build_manifest(
    head: Head,
    rows: Iterable[FileRow],
    *,
    others: Mapping[str, str] | None = None,
    state: str | None = None,
    key: Key | None = None,
    signer: Ed25519PrivateKey | None = None,
) -> Iterator[bytes]:
    """The manifest's lines. ``rows`` come sorted by path, each path once; raises ``ValueError`` otherwise."""
    yield canonical(asdict(head))[:-1] + _FILES
    tree, before, waiting = Merkle(), None, b""
    for row in rows:
        if before is not None and row.path <= before:
            raise ValueError("manifest rows are not sorted by path")
        before = row.path
        if waiting:
            yield waiting + b",\n"
        waiting = row_line(row)
        tree.add(waiting)
    if waiting:
        yield waiting + b"\n"
    body = {"count": tree.count, "root": tree.root(), "others": dict(others or {}), "state": state}
    signed = statement(head, body)
    signature = sign(PURPOSE, signed, key, signer)
    tail = body | {
        "digest": seal(signed, signature),
        "signature": signature.hmac,
        "ed25519": signature.ed25519,
        "public_key": signature.public_key,
    }
    yield _END + canonical(tail)[1:] + b"\n"


def row_line(row: FileRow) -> bytes:
    """A row as it stands in the manifest and in the tree."""
    return canonical({name: value for name, value in asdict(row).items() if name != "head" or value is not None})


def statement(head: Head, body: Mapping[str, Any]) -> bytes:
    """What is signed: head, count, root and the hashes of other files; the root stands for all rows."""
    names = ("count", "root", "others", "state")
    return canonical(asdict(head) | {name: body[name] for name in names})


def seal(signed: bytes, signature: Signature) -> str:
    """A hash over statement and signature: without any key, a flipped bit is still seen."""
    return fingerprint((fingerprint(signed) + fingerprint(signature)).encode())


def read_manifest(lines: Iterable[bytes]) -> Iterator[Head | tuple[int, FileRow] | Tail]:
    """The head, the rows (each with the byte it starts at), the tail. Raises ``ManifestError`` where a line is
    not spelled exactly as ``build_manifest`` spells it, so that no byte is free to change."""
    byte, stage, comma = 0, "head", False
    for line in lines:
        if stage == "end":
            raise ManifestError("something follows the manifest's end", byte)
        if stage == "head":
            if not line.endswith(_FILES):
                raise ManifestError("the manifest's first line is broken", byte)
            yield Head(**_parsed(line[: -len(_FILES)] + b"}", _HEAD, byte))
            stage = "first"
        elif line.startswith(_END):
            if comma or not line.endswith(b"\n"):
                raise ManifestError("the manifest's last line is broken", byte)
            yield _tail(_parsed(b"{" + line[len(_END) : -1], _TAIL, byte))
            stage = "end"
        else:
            if stage == "rows" and not comma:
                raise ManifestError("a comma is missing between rows", byte)
            comma = line.endswith(b",\n")
            yield byte, FileRow(**_parsed(line[: -2 if comma else -1], _ROW, byte, maybe="head"))
            stage = "rows"
            if not line.endswith(b"\n"):
                raise ManifestError("the manifest is cut off", byte)
        byte += len(line)
    if stage != "end":
        raise ManifestError("the manifest is cut off", byte)


def _tail(found: dict[str, Any]) -> Tail:
    signature = Signature(found.pop("signature"), found.pop("public_key"), found.pop("ed25519"))
    return Tail(**found, signature=signature)


def _parsed(text: bytes, types: Mapping[str, tuple[type, ...]], byte: int, maybe: str = "") -> dict[str, Any]:
    """A line's object: of just these names and types, and a number called ``maybe`` or not."""
    try:
        found = json.loads(text)
        spelled = canonical(found) == text
    except (ValueError, RecursionError):
        raise ManifestError("a line of the manifest is not JSON", byte) from None
    if isinstance(found, dict) and maybe in found:
        types = {**types, maybe: _COUNT}
    if not isinstance(found, dict) or found.keys() != types.keys() or not spelled:
        raise ManifestError("a line of the manifest is not spelled as the program spells it", byte)
    if not all(type(found[name]) in allowed for name, allowed in types.items()):
        raise ManifestError("a value in the manifest has the wrong type", byte)
    return found
