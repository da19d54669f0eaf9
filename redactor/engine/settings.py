"""One frozen object says all of a run; everything below the command line takes it or a part of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from redactor.detectors.added import Added, Detector
from redactor.engine.choice import Choice, OnUnknown
from redactor.engine.groups import CHECKPOINT_CHARS
from redactor.engine.masked_keys import masked_keys
from redactor.engine.record_limits import Bounds
from redactor.engine.typed_fields import wanted_scalars
from redactor.formats.protocol import FormatSettings
from redactor.formats.registry import FormatChoice
from redactor.keys import Key
from redactor.masking.policy.policy import Policy
from redactor.storage.places import Place
from redactor.storage.several import Several

#: A record may use 1/64 of ``--max-memory``: as text, words and spans it takes about 64 times its bytes.
RECORD_SHARE = 64
#: A record may have one span for every 64 of its bytes: more of them would weigh more than the record itself.
SPAN_SHARE = 64


@dataclass(frozen=True, slots=True)
class RunSettings:
    """A run of ``redact-batch``. ``output`` None means standard output, ``input`` None standard input.

    ``max_memory`` is in bytes; where the process is the run's alone (``own_process``), all that it and its children hold
    is kept below. ``workers`` are detecting threads, with the engine ``ray`` its actors; 0 means one a core,
    or what the cluster gives. ``ray_address`` None means the running cluster, else one of this machine alone.
    ``record_timeout`` are seconds of detection for one record, 0 for no bound: with a bound the output depends on the
    machine's speed. ``unread`` is ``withhold`` for a file with columns of bytes not to pass unread.
    ``header`` says whether tables begin with one (``yes``, ``no``), or that it is seen (``auto``).
    ``checkpoint_chars`` is the distance of checkpoints; a compressed output's frames end there.
    """

    input: Path | Place | Several | None
    output: Path | Place | None
    policy: Policy = field(default_factory=Policy.load)
    key: Key | None = None
    #: What ``--format`` says: of every file, or of those with a suffix.
    format: FormatChoice = None
    fields: tuple[str, ...] = ()
    model: Path | None = None
    backend: str | None = None
    device: str | None = None
    workers: int = 0
    max_memory: int = 1 << 30
    on_error: str = "withhold"
    fresh: bool = False
    #: Globs of the files that are read, and of those that are not; what becomes of a file whose format nobody knows.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    on_unknown: OnUnknown = "withhold"
    #: Write into an output that no run has made.
    force: bool = False
    checksum: bool = False
    delete: bool = False
    #: ``delete`` removes nothing where more than this share of the earlier files has gone.
    max_delete: float = 0.5
    dry_run: bool = False
    audit: Path | None = None
    line_buffered: bool = False
    sign_key: Path | None = None
    key_file: Path | None = None
    single: bool = False
    report: bool = False
    fail_on_drift: float | None = None
    checkpoint_chars: int = CHECKPOINT_CHARS
    #: Where files for an output in a store grow; None is a folder in the user's cache.
    work_dir: Path | None = None
    engine: str = "local"
    ray_address: str | None = None
    record_timeout: float = 0.0
    own_process: bool = False
    unread: str = "pass"
    header: str = "auto"
    #: What a PDF becomes: pages as pictures (``boxes``), or their ``text``.
    pdf: str = "boxes"
    #: Pages of a PDF that are pictures are read by Tesseract, in these languages.
    ocr: bool = False
    ocr_languages: str = "eng"
    #: Files whose name a detector proves to be a value are withheld; ``mask``: they get another name, and so do all others
    #: in whose names anything is found; ``pass``: names are not looked at.
    names: str = "withhold"
    #: Keys of the policy that can do nothing here; the summary names them.
    idle: tuple[str, ...] = ()
    #: Detectors beside ours and those that the policy names; pickled where workers are elsewhere.
    detectors: tuple[Detector | Added, ...] = ()

    @property
    def secrets(self) -> frozenset[bytes]:
        """What the run's keys are made of: a file that holds one of them and nothing else is never input."""
        found = {self.key.secret} if self.key else set()
        with suppress(OSError):
            if self.sign_key is not None:
                found.add(self.sign_key.read_bytes().strip())
        return frozenset(found)

    @property
    def choice(self) -> Choice:
        """Which files of the input are read, and as what."""
        return Choice(self.format, self.include, self.exclude, self.on_unknown)

    @property
    def for_formats(self) -> FormatSettings:
        """What formats need of it."""
        return FormatSettings(
            self.fields,
            self.max_record_bytes,
            self.line_buffered,
            header={"yes": 1, "no": 0}.get(self.header),
            pass_unread=self.unread == "pass",
            scalars=wanted_scalars(self.policy),
            keys=masked_keys(self.policy),
            attachments=self.policy.mail.attachments,
            pdf=self.pdf,
            ocr=self.ocr_languages if self.ocr else "",
        )

    @property
    def max_record_bytes(self) -> int:
        """The longest record that is looked at; a longer one is withheld."""
        return max(64 * 1024, self.max_memory // RECORD_SHARE)

    @property
    def bounds(self) -> Bounds:
        """What one record may take."""
        most_spans = max(1_000, self.max_record_bytes // SPAN_SHARE)
        return Bounds(self.record_timeout, most_spans, self.memory_limit)

    @property
    def memory_limit(self) -> int:
        """Bytes that this process and its children may hold; 0 where they are not counted. Ray's own are not: what its
        workers may take is the cluster's to say."""
        return self.max_memory if self.own_process and self.engine == "local" else 0
