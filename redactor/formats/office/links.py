"""Links between the parts of a package: addresses outside of it are texts, and what points to a part that goes, goes too."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from redactor.formats.inner import path_names
from redactor.formats.office.parts import PartTexts
from redactor.formats.office.xml_scan import Element, Tag


class LinkTexts(PartTexts):
    """The targets of a ``.rels`` part, and the parts that content types name. What points to one of ``gone`` goes."""

    def __init__(self, name: str, path: str, gone: frozenset[str]) -> None:
        super().__init__(name)
        self._gone, self._folder = gone, posixpath.dirname(posixpath.dirname(path))
        self._to_go = False

    def attributes(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        target = attributes.get("Target") or attributes.get("PartName") or attributes.get("manifest:full-path") or ""
        if attributes.get("TargetMode") == "External":
            self.take(self._numbered("target"), tag.attribute("Target", "uri"), target)
            return
        self.names.update(path_names(unquote(target)))
        self._to_go = posixpath.normpath(posixpath.join("/", self._folder, unquote(target))).casefold() in self._gone

    def end(self, name: str, element: Element) -> None:
        super().end(name, element)
        if self._to_go and name in ("Relationship", "Override", "file-entry"):
            self.changes.append(element.gone)
        self._to_go = False
