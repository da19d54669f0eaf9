"""Formats that are a scanner: settings, dumps, cards and other texts whose values stand in lines, quotes or brackets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from redactor.formats.inlaid import Inlaid, InlaidWriter
from redactor.formats.placed.record_draft import places
from redactor.formats.placed.unit_reader import UnitReader
from redactor.formats.placed.units import Scanner
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, Writer


class PlacedFormat(Scanner, Format):
    """Says how it scans; reading and writing are alike in all of them."""

    fields_vary = True
    separable = True

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return UnitReader(source, settings, position, self)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return InlaidWriter(sink)

    def record_side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        for record in self.reader(stream, settings):
            source: Inlaid = record.source
            at, beside = 0, []
            for start, end in places(source.inlays):
                beside.append(source.raw[at:start])
                at = max(at, end)
            yield SideText("its names and numbers", "\n".join((*beside, source.raw[at:])))
