"""What verification reports: where something is off, in places and fixed phrases, never in text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``file`` is relative to the output folder; ``record`` (0-based) and ``byte`` (0-based, of that file after
    decompression) are None where they cannot be told."""

    file: str
    record: int | None
    byte: int | None
    what: str

    def __str__(self) -> str:
        record = "" if self.record is None else f", record {self.record}"
        byte = "" if self.byte is None else f", byte {self.byte}"
        return f"{self.file}{record}{byte}: {self.what}"
