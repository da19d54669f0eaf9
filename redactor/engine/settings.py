"""One frozen object says all of a run; everything below the command line takes it or a part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from redactor.engine.groups import CHECKPOINT_CHARS
from redactor.keys import Key
from redactor.masking.policy import Policy

#: What one record may take of the memory a run is allowed: its bytes, as text, words and spans, weigh about this often.
RECORD_SHARE = 64


@dataclass(frozen=True, slots=True)
class RunSettings:
    """A run of ``redact-batch``. ``output`` None means standard output, ``input`` None standard input.

    ``max_memory`` is in bytes. ``workers`` are detecting threads; 0 means one a core.
    ``checkpoint_chars`` is the distance of checkpoints; a compressed output's frames end there.
    """

    input: Path | None
    output: Path | None
    policy: Policy = field(default_factory=Policy.load)
    key: Key | None = None
    format: str | None = None
    fields: tuple[str, ...] = ()
    model: Path | None = None
    backend: str | None = None
    device: str | None = None
    workers: int = 0
    max_memory: int = 1 << 30
    on_error: str = "withhold"
    fresh: bool = False
    checksum: bool = False
    delete: bool = False
    dry_run: bool = False
    audit: Path | None = None
    line_buffered: bool = False
    sign_key: Path | None = None
    single: bool = False
    report: bool = False
    fail_on_drift: float | None = None
    checkpoint_chars: int = CHECKPOINT_CHARS

    @property
    def max_record_bytes(self) -> int:
        """The longest record that is looked at; a longer one is withheld."""
        return max(64 * 1024, self.max_memory // RECORD_SHARE)
