"""Files of a finished run opened again, input or output, as the run itself read and wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from redactor.audit.chain import links
from redactor.audit.events import Event, Withheld, parse_event
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head
from redactor.audit.withheld import WithheldIndex
from redactor.formats.fields import with_index
from redactor.formats.protocol import Format, FormatSettings, Reader
from redactor.formats.registry import COMPRESSIONS, FORMATS, Compression, format_for
from redactor.storage.safe_read import lines_of, open_regular
from redactor.storage.streams import open_source
from redactor.verification.manifest_check import rows

#: Masks may be longer than what they mask, so an output's records may be longer than its input's.
_GROWTH = 16
_MOST_BYTES = 1 << 32


@dataclass(frozen=True, slots=True)
class Reopened:
    """Where the files of an output lie, and with which settings the run read their records."""

    layout: Layout
    settings: FormatSettings
    override: str | None = None
    input_name: str | None = None
    withheld_at: Callable[[str], Iterator[Withheld]] = lambda _: iter(())

    @classmethod
    def of(cls, output: Path, head: Head | None) -> Reopened:
        """What the manifest's head says, as far as it makes sense: it may have been tampered with."""
        layout = Layout.of(output)
        said: Mapping[str, Any] = head.settings if head is not None else {}
        fields, limit, override = said.get("fields"), said.get("max_record_bytes"), said.get("format")
        settings = FormatSettings(
            tuple(map(str, fields)) if isinstance(fields, list) else (),
            min(limit, _MOST_BYTES) if isinstance(limit, int) and limit > 0 else FormatSettings().max_record_bytes,
            bool(said.get("line_buffered")),
        )
        first = next(rows(layout.manifest), None) if layout.single else None
        index = WithheldIndex(layout.withheld)
        for _ in index.findings(""):
            pass  # the verification tells of them; here it is read to know its places
        name = first.path if first else None
        return cls(layout, settings, override if override in FORMATS else None, name, index.of)

    def open(self, path: Path) -> BinaryIO:
        """The decompressed bytes of an input or output file."""
        return open_source(path, self.compression(path))

    def compression(self, path: Path) -> Compression:
        """As the run took it: from the name's end."""
        return COMPRESSIONS.get(path.suffix.lower())

    def format(self, path: Path, name: str) -> Format:
        """The format of a file whose row in the manifest says that it is ``name``."""
        found = format_for(self.input_name or path.name, self.override)
        return found[0] if found is not None and found[0].name == name else FORMATS[name]()

    def row_name(self, path: Path, source: Path | None = None) -> str:
        """The manifest's name of an input or output file."""
        if self.input_name is not None:
            return self.input_name
        for root in (self.layout.tree, source):
            if root is not None and path.is_relative_to(root) and path != root:
                return path.relative_to(root).as_posix()
        return path.name

    def is_output(self, path: Path) -> bool:
        """Whether a path is that of an output; all others are inputs."""
        single = self.layout.single
        return path == self.layout.tree / single if single else path.is_relative_to(self.layout.tree)

    def reader(
        self, path: Path, stream: BinaryIO, format: str, *, name: str | None = None, every_field: bool = False
    ) -> Reader:
        """A reader of the opened file, which the manifest calls ``name``; ``every_field`` reads all texts, whatever the
        run selected."""
        settings = self.settings
        if self.is_output(path):
            settings = replace(settings, max_record_bytes=_GROWTH * settings.max_record_bytes)
        if format == "csv":
            settings = replace(settings, header_cells=self.masked_headers(name or self.row_name(path)))
        if every_field:
            settings = replace(settings, fields=())
        return self.format(path, format).reader(stream, settings)

    def events(self, file: str) -> Iterator[Event]:
        """The audit of an input file, unchecked."""
        with open_regular(self.layout.home / self.layout.audit(file)) as stream:
            for link in links(lines_of(stream)):
                yield parse_event(link.body)

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

    def rows(self) -> Iterator[FileRow]:
        """The manifest's rows that can be trusted to stay inside their folders."""
        return rows(self.layout.manifest)


def _columns(fields: set[str]) -> int:
    numbers = [int(field[1:-1]) for field in fields if field[1:-1].isdecimal()]
    return 1 + max(numbers, default=-1)
