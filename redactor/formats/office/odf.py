"""OpenDocument texts, presentations and drawings: as Word and PowerPoint files, in another package of other elements."""

from __future__ import annotations

import posixpath
from typing import Any, BinaryIO

from redactor.formats.office.links import LinkTexts
from redactor.formats.office.odf_texts import MimeType, OdfTexts
from redactor.formats.office.office_format import OfficeFormat, PackageReader
from redactor.formats.office.part_names import part_name
from redactor.formats.office.parts import PartTexts
from redactor.formats.protocol import FormatSettings, Reader

_MANIFEST = "META-INF/manifest.xml"


class OdfReader(PackageReader):
    """As any package; one with a password is told by its list of parts."""

    def __init__(self, source: BinaryIO, settings: FormatSettings) -> None:
        super().__init__(source, settings)
        if self.problem is None and _MANIFEST in self._xml and b"encryption-data" in self._package.read(_MANIFEST):
            self.problem = "encrypted-or-old-office-file"

    def looked_at(self, name: str) -> str | None:
        return None if name == "mimetype" else super().looked_at(name)

    def texts(self, number: int, path: str, gone: frozenset[str]) -> PartTexts:
        if path == "mimetype":
            return MimeType("mimetype")
        if path == _MANIFEST:
            return LinkTexts(part_name(path, number), path, gone)
        name, folder = part_name(path, number), posixpath.dirname(path)
        return OdfTexts(f"object{number}" if folder else name, frozenset(self._package.infos), folder)

    def gone(self) -> frozenset[str]:
        """The list of parts names folders too: one of which nothing stays goes."""
        gone = super().gone()
        folders: dict[str, bool] = {}
        for name in self._package.infos:
            folder = posixpath.dirname(name)
            while folder:
                stays = not name.endswith("/") and f"/{name}".casefold() not in gone
                folders[folder] = folders.get(folder, False) or stays
                folder = posixpath.dirname(folder)
        return gone | {f"/{folder}".casefold() for folder, stays in folders.items() if not stays}


class OdfFormat(OfficeFormat):
    """A package of OpenDocument of which all texts are one record."""

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return OdfReader(source, settings)


class OdtFormat(OdfFormat):
    """Texts and their templates."""

    name = "odt"


class OdpFormat(OdfFormat):
    """Presentations, drawings, and their templates."""

    name = "odp"
