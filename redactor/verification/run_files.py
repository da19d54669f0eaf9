"""Files of a finished run opened again, input or output, as the run itself read and wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from redactor.audit.chain import links
from redactor.audit.events import Event, parse_event
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head
from redactor.engine.choice import Choice
from redactor.engine.discovery import discover
from redactor.engine.file_names import digest_in, digest_of
from redactor.errors import FormatError
from redactor.formats.fields import shape, with_index
from redactor.formats.protocol import Format, FormatSettings, MasksKey, Reader, WantsScalar
from redactor.formats.registry import format_for, format_named, format_names
from redactor.keys import Key
from redactor.storage.objects import ObjectFile, ObjectFolder
from redactor.storage.safe_read import lines_of, open_regular
from redactor.storage.several import Several
from redactor.storage.streams import COMPRESSIONS, Compression, open_source
from redactor.verification.cursors import LeafText
from redactor.verification.manifest_check import rows

#: Masks may be longer than what they mask, so an output's records may be longer than its input's.
_GROWTH = 16
_MOST_BYTES = 1 << 32
_MOST_FIELDS = 65_536


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where the files of an output lie (and those of its input, ``source``), and how the run read their records."""

    layout: Layout
    settings: FormatSettings
    choice: Choice = field(default_factory=Choice)
    input_name: str | None = None
    source: Path | None = None
    key: Key | None = None
    _heads: Mapping[str, int] | None = field(default=None, init=False)
    _renamed: tuple[Mapping[str, str], Mapping[str, str]] | None = field(default=None, init=False)
    #: Of the file that was asked about last, the keys that were masked, and the fields with masks.
    _keys: dict[str, frozenset[int]] = field(default_factory=dict, compare=False)
    _masked: dict[str, frozenset[str] | None] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, output: Path, head: Head | None, source: Path | None = None, key: Key | None = None) -> RunFiles:
        """What the manifest's head says, as far as it makes sense: it may have been tampered with."""
        layout = Layout.of(output)
        recorded: Mapping[str, Any] = head.settings if head is not None else {}
        fields, limit = recorded.get("fields"), recorded.get("max_record_bytes")
        settings = FormatSettings(
            tuple(map(str, fields)) if isinstance(fields, list) else (),
            min(limit, _MOST_BYTES) if isinstance(limit, int) and limit > 0 else FormatSettings().max_record_bytes,
            bool(recorded.get("line_buffered")),
            attachments=str(recorded.get("attachments", "remove")),
            pdf=str(recorded.get("pdf", "boxes")),
            ocr=str(recorded.get("ocr", "")),
        )
        first = next(rows(layout.manifest), None) if layout.single else None
        return cls(layout, settings, _choice(recorded), first.path if first else None, source, key)

    def open(self, path: Path) -> BinaryIO:
        """The decompressed bytes of an input or output file."""
        return open_source(path, self.compression(path))

    def compression(self, path: Path) -> Compression:
        """As the run took it: from the name's end."""
        return COMPRESSIONS.get(path.suffix.lower())

    def format(self, path: Path, name: str) -> Format:
        """The format of a file whose row in the manifest says that it is ``name``. Raises ``FormatError`` for an unknown one."""
        found = format_for(self.input_name or path.name, self.choice.format)
        made = found[0] if found is not None and found[0].name == name else format_named(name)
        if made is None:
            raise FormatError(f"{path}: no such format")
        return made

    def whole_document(self, row: FileRow) -> bool:
        """Was the file of a row read as one text, so that offsets count from its start?"""
        made = format_named(row.format)
        return made is not None and made.whole_document(self.settings)

    def input(self, row: FileRow) -> Path:
        """Where the input file of a row is, or would be: with the key also one whose name was masked."""
        assert self.source is not None
        if not self.source.is_dir():
            return self.source
        return self.source / (self.renamed()[0].get(row.path, row.path) if digest_in(row.path) else row.path)

    def renamed(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Names in the manifest that are masked → those of the input, and the other way round, where the key is at hand."""
        if self._renamed is None:
            found = dict(self._masked_names())
            object.__setattr__(self, "_renamed", (found, {real: chosen for chosen, real in found.items()}))
        return self._renamed or ({}, {})

    def _masked_names(self) -> Iterator[tuple[str, str]]:
        if self.key is None or self.source is None or not self.source.is_dir():
            return
        masked = {digest: row.path for row in self.rows() if (digest := digest_in(row.path)) is not None}
        for file in discover(_places(self.source), self.choice, self.layout.tree) if masked else ():
            digest = digest_of(file.name, self.key)
            if digest in masked:
                yield masked[digest], file.name

    def row_name(self, path: Path) -> str:
        """The manifest's name of an input or output file."""
        if self.input_name is not None:
            return self.input_name
        if path.is_relative_to(self.layout.tree):
            return path.relative_to(self.layout.tree).as_posix()
        source: object = self.source
        if isinstance(source, Several):
            name = source.name_of(path) or path.name
        elif self.source is not None and path.is_relative_to(self.source) and path != self.source:
            name = path.relative_to(self.source).as_posix()
        else:
            return path.name
        return self.renamed()[1].get(name, name)

    def is_output(self, path: Path) -> bool:
        """Whether a path is that of an output; all others are inputs."""
        single = self.layout.single
        return path == self.layout.tree / single if single else path.is_relative_to(self.layout.tree)

    def reader(
        self,
        path: Path,
        stream: BinaryIO,
        format: str,
        *,
        name: str | None = None,
        every_field: bool = False,
        every_scalar: bool = False,
        position: Any = None,
    ) -> Reader:
        """A reader of the opened file, which the manifest calls ``name``, from ``position`` on; ``every_field`` reads all
        texts, whatever the run selected, ``every_scalar`` all of their fields' numbers and the like."""
        file = name or self.row_name(path)
        settings = replace(
            self.output_settings if self.is_output(path) else self.settings,
            header_cells=self.masked_headers(file),
            header=self.heads().get(file, 1),
            scalars=(lambda *_: True) if every_scalar else self._wants_scalar(file),
            keys=self._masks_key(file),
        )
        if every_field:
            settings = replace(settings, fields=())
        return self.format(path, format).reader(stream, settings, position)

    @property
    def output_settings(self) -> FormatSettings:
        """Settings to read an output with: masks may have made its records longer."""
        return replace(self.settings, max_record_bytes=_GROWTH * self.settings.max_record_bytes, written=True)

    def leaves(self, path: Path, format: str) -> Iterator[LeafText]:
        """All selected texts of an input or output file; withheld records of an output included or not."""
        with self.open(path) as stream:
            for record in self.reader(path, stream, format):
                for leaf in record.leaves:
                    yield record.index, leaf.field, leaf.text

    def events(self, file: str) -> Iterator[Event]:
        """The audit of an input file, unchecked."""
        with open_regular(self.layout.home / self.layout.audit(file)) as stream:
            for link in links(lines_of(stream)):
                yield parse_event(link.body)

    def heads(self) -> Mapping[str, int]:
        """Input file → number of first rows that are no data, of those tables that do not begin with one such row."""
        if self._heads is None:
            found = {row.path: row.head for row in self.rows() if row.head is not None}
            object.__setattr__(self, "_heads", found)
        return self._heads or {}

    def masked_headers(self, file: str) -> frozenset[int]:
        """The cells of a CSV's first row that were masked: it had no header, but somebody's data."""
        found = set()
        try:
            for event in self.events(file):
                if event.record != -1:
                    break
                found.add(event.field)
        except (OSError, ValueError):
            return frozenset()
        return frozenset(i for i in range(_columns(found)) if with_index("", i) in found)

    def _wants_scalar(self, file: str) -> WantsScalar:
        """Numbers and the like that are to be read as leaves: those of fields in which anything was masked."""

        def wanted(path: str, _: bool) -> bool:
            if file not in self._masked:
                self._masked.clear()
                self._masked[file] = self._masked_fields(file)
            masked = self._masked[file]
            return masked is None or path in masked

        return wanted

    def _masks_key(self, file: str) -> MasksKey:
        """Keys that are to be read as leaves: those that were masked."""

        def masked(record: int, place: str, _: str) -> bool:
            if file not in self._keys:
                self._keys.clear()
                self._keys[file] = self._masked_keys(file)
            return hash((record, place)) in self._keys[file]

        return masked

    def _masked_keys(self, file: str) -> frozenset[int]:
        """Where keys were masked in a file; digests, since they may be many."""
        try:
            return frozenset(
                hash((event.record, event.field)) for event in self.events(file) if event.field.endswith("}")
            )
        except (OSError, ValueError):
            return frozenset()

    def _masked_fields(self, file: str) -> frozenset[str] | None:
        """The fields of a file's events, items of lists as ``[*]``; None where they are too many to be held."""
        found: set[str] = set()
        try:
            for event in self.events(file):
                found.add(shape(event.field))
                if len(found) > _MOST_FIELDS:
                    return None
        except (OSError, ValueError):
            return None
        return frozenset(found)

    def rows(self) -> Iterator[FileRow]:
        """The manifest's rows that can be trusted to stay inside their folders."""
        return rows(self.layout.manifest)


def _places(source: object) -> Any:
    """An input as ``discover`` takes it."""
    if isinstance(source, Several):
        return Several(tuple((name, _places(one)) for name, one in source.named))
    return source.place if isinstance(source, ObjectFile | ObjectFolder) else source


def _choice(recorded: Mapping[str, Any]) -> Choice:
    """Which files the run read, and as what, as far as it makes sense."""
    chosen, known = recorded.get("format"), format_names()
    if isinstance(chosen, dict):
        chosen = {str(suffix): name for suffix, name in chosen.items() if name in known}
    elif chosen not in known:
        chosen = None
    include, exclude = (
        tuple(map(str, globs)) if isinstance(globs := recorded.get(name), list) else ()
        for name in ("include", "exclude")
    )
    return Choice(chosen, include, exclude)


def _columns(fields: set[str]) -> int:
    numbers = [int(field[1:-1]) for field in fields if field[1:-1].isdecimal()]
    return 1 + max(numbers, default=-1)
