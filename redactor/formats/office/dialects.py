"""What elements and attributes of office files mean: rows of names, without their prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """What elements mean. ``runs`` None: whatever characters stand in a paragraph are its text."""

    paragraphs: frozenset[str]
    runs: frozenset[str] | None
    breaks: Mapping[str, str]
    #: A table, its rows, its cells.
    tables: tuple[frozenset[str], frozenset[str], frozenset[str]]
    #: (element, attribute) → what its text is called in the audit. ``*`` is any element.
    read: Mapping[tuple[str, str], str]
    #: Elements that go: they show fonts and settings of printers that were part of the file.
    gone: frozenset[str]
    #: Elements whose text is the program's own: a measure, a moment, a count, its name.
    own: frozenset[str]
    #: Elements that hold a formula: only what stands in quotes is a text.
    formulas: frozenset[str]


#: Ids of accounts, and letters that stand for a name: nothing of them is needed.
EMPTIED = frozenset(("initials", "userId", "userid"))
#: What an element of the program's own may say.
OWN_TEXT = re.compile(
    r"\s*(?:[-+0-9.:TZPDHMS%]*|left|right|center|inside|outside|top|bottom|(?:Microsoft|LibreOffice|OpenOffice|Apache|Collabora|ONLYOFFICE|MSOffice)"
    r"[\w$/. :+-]*)\s*",
    re.ASCII,
)

_OOXML_READ = {
    ("*", "author"): "author_name", ("cmAuthor", "name"): "author_name", ("person", "displayName"): "author_name",
    ("author", "name"): "author_name", ("fileSharing", "userName"): "author_name", ("userInfo", "name"): "author_name",
    ("*", "descr"): "description", ("*", "title"): "title", ("*", "alt"): "description", ("*", "tooltip"): "tooltip",
    ("docPr", "name"): "object", ("cNvPr", "name"): "object", ("docVar", "val"): "variable", ("docVar", "name"): "variable_name",
    ("alias", "val"): "title", ("tag", "val"): "tag", ("property", "name"): "property_name", ("placeholderText", "val"): "title",
    ("fldSimple", "instr"): "code", ("docPartName", "val"): "title", ("default", "val"): "default",
    ("helpText", "val"): "help", ("statusText", "val"): "help", ("listItem", "displayText"): "choice", ("listEntry", "val"): "choice",
    ("listItem", "value"): "choice", ("caption", "val"): "title", ("description", "val"): "description", ("textpath", "string"): "text",
    ("connectString", "val"): "source", ("query", "val"): "source", ("udl", "val"): "source", ("address", "val"): "source",
    ("viewMergedData", "val"): "source", ("mappedName", "val"): "source", ("column", "name"): "source",
    ("dataValidation", "prompt"): "help", ("dataValidation", "error"): "help", ("dataValidation", "promptTitle"): "help",
    ("dataValidation", "errorTitle"): "help", ("hyperlink", "display"): "text", ("hyperlink", "location"): "place",
    ("s", "v"): "value", ("n", "v"): "value", ("d", "v"): "value", ("tableColumn", "name"): "column", ("scenario", "name"): "title",
    ("scenario", "user"): "author_name", ("scenario", "comment"): "description", ("inputCells", "val"): "value",
    ("cacheField", "caption"): "column", ("definedName", "comment"): "description", ("connection", "connection"): "source",
    ("connection", "description"): "description", ("connection", "sourceFile"): "source", ("dbPr", "connection"): "source",
    ("dbPr", "command"): "source", ("textPr", "sourceFile"): "source", ("webPr", "url"): "source", ("sectionLst", "name"): "title",
    ("section", "name"): "title", ("custShow", "name"): "title", ("webExtension", "id"): "source", ("oleObject", "link"): "source",
    ("ddeLink", "ddeTopic"): "source", ("ddeItem", "name"): "source", ("filter", "val"): "value", ("customFilter", "val"): "value",
    ("cacheSource", "sheet"): "source", ("pivotCacheDefinition", "refreshedBy"): "author_name", ("header", "userName"): "author_name",
    ("snd", "name"): "object", ("oddHeader", "text"): "text", ("imagedata", "href"): "source", ("fileVersion", "rupBuild"): "build",
}  # fmt: skip

#: Word, PowerPoint, and the parts beside sheets. (``si`` and ``is`` are strings of a sheet, ``text`` its comments.)
OOXML = Dialect(
    paragraphs=frozenset(("p", "si", "is", "text", "rPh")),
    runs=frozenset(("t", "delText")),
    breaks={"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    tables=(frozenset(("tbl",)), frozenset(("tr",)), frozenset(("tc",))),
    read=_OOXML_READ,
    gone=frozenset(("embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "embeddedFontLst")),
    own=frozenset(
        (
            "posOffset",
            "created",
            "modified",
            "lastPrinted",
            "pctWidth",
            "pctHeight",
            "align",
            "Application",
            "AppVersion",
        )
    ),
    formulas=frozenset(
        ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula", "sqref")
    ),
)
_DRAWN = ("frame", "image", "custom-shape", "rect", "line", "ellipse", "circle", "polygon", "polyline", "path", "g", "connector",
          "caption", "measure", "control", "regular-polygon", "page", "object", "object-ole",
          "plugin", "applet", "layer", "scene")  # fmt: skip
_ODF_READ = {
    **{(name, "name"): "object" for name in _DRAWN},
    ("*", "title"): "title", ("*", "display-name"): "title", ("*", "description"): "description", ("*", "author"): "author_name",
    ("*", "alt"): "description", ("*", "string-value-if-true"): "text", ("*", "string-value-if-false"): "text", ("*", "label"): "title",
    ("*", "current-value"): "value", ("*", "current-string-value"): "value", ("*", "help-text"): "help", ("*", "command"): "source",
    ("*", "datasource"): "source", ("*", "database-name"): "source", ("*", "connection-resource"): "source",
    ("*", "key1"): "text", ("*", "key2"): "text", ("*", "string-value-phonetic"): "text", ("*", "user-name"): "author_name",
    ("*", "annote"): "text", ("*", "address"): "text", ("*", "institution"): "text", ("*", "publisher"): "text", ("*", "school"): "text",
    ("*", "editor"): "author_name", ("*", "booktitle"): "text", ("*", "note"): "text", ("*", "organizations"): "text",
    ("bibliography-mark", "url"): "target", ("*", "custom1"): "text", ("*", "custom2"): "text", ("*", "custom3"): "text",
    ("*", "custom4"): "text", ("*", "custom5"): "text", ("*", "linked-cell"): "place", ("*", "tag"): "tag", ("*", "dde-topic"): "source",
    ("*", "dde-item"): "source", ("filter-condition", "value"): "value", ("filter-set-item", "value"): "value",
    ("scenario", "comment"): "description", ("data-pilot-group", "name"): "value", ("data-pilot-group-member", "name"): "value",
    ("section", "name"): "title", ("table", "name"): "title", ("user-defined", "name"): "property_name", ("placeholder", "text"): "text",
    ("option", "value"): "choice", ("item", "label"): "choice", ("hidden", "value"): "value", ("checkbox", "value"): "value",
    ("text", "value"): "value", ("textarea", "value"): "value", ("password", "value"): "value", ("combobox", "value"): "value",
    ("radio", "value"): "value", ("button", "value"): "value", ("formatted-text", "value"): "value", ("date", "value"): "value",
    ("number", "value"): "value",
    ("property", "string-value"): "value", ("template", "title"): "title", ("user-field-decl", "name"): "property_name",
}  # fmt: skip
#: OpenDocument: texts, sheets, slides and drawings.
ODF = Dialect(
    paragraphs=frozenset(("p", "h")),
    runs=None,
    breaks={"tab": "\t", "line-break": "\n", "s": " "},
    tables=(
        frozenset(("table",)),
        frozenset(("table-row",)),
        frozenset(("table-cell", "covered-table-cell", "change-track-table-cell")),
    ),
    read=_ODF_READ,
    gone=frozenset(("font-face-src", "binary-data", "data-pilot-members", "creator-initials", "sender-initials")),
    own=frozenset(("creation-date", "date", "print-date", "editing-duration", "editing-cycles", "generator")),
    formulas=frozenset(),
)
