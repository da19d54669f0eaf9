"""What the state remembers of a file: numbers and digests, never text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

R = TypeVar("R", "FileResult", "ResumePoint")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """All that decides a file's output besides its bytes. ``options`` is a digest of format and field settings."""

    policy: str
    model: str | None
    key_id: str | None
    program: str
    options: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """A finished file: what it was made from, what was made, and what the manifest will say of it."""

    status: str
    size: int
    mtime_ns: int
    input_sha256: str
    fingerprint: Fingerprint
    format: str
    output: str | None = None
    output_sha256: str | None = None
    audit: str | None = None
    audit_sha256: str | None = None
    chain: str | None = None
    records: int = 0
    entities: int = 0
    withheld: int = 0
    counts: Mapping[str, Any] = field(default_factory=dict)
    #: SHA-256 of its lines in ``withheld.jsonl``; empty where it has none.
    withheld_sha256: str = ""
    #: Tags of objects (``input``, ``output``, ``audit``) as their store gave them.
    stored: Mapping[str, str] = field(default_factory=dict)
    #: First rows of a table that were no data, where that was not one.
    head: int | None = None


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Where to go on inside a file. ``reader`` and ``writer`` are positions as its format gives them (JSON, no text),
    ``document`` is what the document pass counts. The digests are of the partial files up to here: reading those again
    on resume proves that they were not changed. ``size`` to ``tag`` are the input's stamp."""

    fingerprint: Fingerprint
    reader: Any
    writer: Any
    output_bytes: int
    output_sha256: str
    audit_bytes: int
    audit_sha256: str
    chain: str
    withheld_bytes: int = 0
    withheld_sha256: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    tag: str = ""


#: Rows of finished files keep the digest of withheld lines among the counts, as they always did: a state of an older
#: version stays good, and equal runs give equal digests of the state.
_AMONG_COUNTS = "withheld_sha256"


def as_row(remembered: FileResult | ResumePoint) -> dict[str, Any]:
    """What is stored: plain JSON."""
    row = asdict(remembered)
    if isinstance(remembered, FileResult):
        row["counts"] = {**row["counts"], _AMONG_COUNTS: row.pop(_AMONG_COUNTS)}
    return row


def from_row(kind: type[R], row: dict[str, Any] | None) -> R | None:
    """What ``as_row`` stored; None for nothing, or for a row of another program version."""
    if row is None:
        return None
    try:
        if kind is FileResult:
            counts = dict(row["counts"])
            row = row | {_AMONG_COUNTS: counts.pop(_AMONG_COUNTS, ""), "counts": counts}
        return kind(**row | {"fingerprint": Fingerprint(**row["fingerprint"])})
    except (TypeError, KeyError):
        return None
