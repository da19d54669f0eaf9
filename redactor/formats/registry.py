"""Which format a file has: one row a kind. A format's module is imported when a file asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from redactor.errors import UsageError
from redactor.formats.protocol import Format
from redactor.plugins import declared, installed_digest, load, plugins
from redactor.storage.streams import COMPRESSIONS, Compression


@dataclass(frozen=True)
class FormatRow:
    """A kind of file: its format's ``name`` (what ``--format`` says), where the class lies (``module:Class``), the
    suffixes of its files in lower case, and how the class is made. Several rows may share a name. ``paths`` matches the
    whole path, in lower case, of files that have no suffix."""

    name: str
    where: str
    suffixes: tuple[str, ...]
    options: Mapping[str, object] = field(default_factory=dict, hash=False)
    paths: str | None = None


_TEXT = "redactor.formats.text:TextFormat"
_SETTINGS = "redactor.formats.placed.settings_files:SettingsFormat"
#: To add a format, write its module and add its row; a package of its own adds rows as entry points of ``redactor.formats``.
_OWN = (
    FormatRow("text", _TEXT, (".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".org", ".tex", ".bib", ".log")),
    FormatRow("text", _TEXT, (".hl7", ".edi", ".x12", ".ged")),
    FormatRow("jsonl", "redactor.formats.jsonl:JsonlFormat", (".jsonl", ".ndjson")),
    FormatRow(
        "json",
        "redactor.formats.json_text:JsonFormat",
        (".json", ".geojson", ".ipynb", ".har", ".webmanifest", ".tfstate"),
    ),
    FormatRow("html", "redactor.formats.markup:MarkupFormat", (".html", ".htm", ".xhtml")),
    FormatRow(
        "xml",
        "redactor.formats.markup:XmlFormat",
        (".xml", ".svg", ".gpx", ".kml", ".tcx", ".plist", ".rss", ".atom", ".xsd", ".xsl", ".config"),
        {"xml": True},
    ),
    FormatRow("yaml", "redactor.formats.placed.yaml:YamlFormat", (".yaml", ".yml")),
    FormatRow("toml", "redactor.formats.placed.toml:TomlFormat", (".toml",)),
    FormatRow("vcard", "redactor.formats.placed.vcards:CardsFormat", (".vcf", ".vcard")),
    FormatRow("icalendar", "redactor.formats.placed.vcards:CalendarFormat", (".ics", ".ical", ".ifb")),
    FormatRow("captions", "redactor.formats.placed.captions:CaptionsFormat", (".srt", ".vtt")),
    FormatRow("log", "redactor.formats.placed.logs:LogFormat", ()),
    FormatRow("sql", "redactor.formats.placed.sql:SqlFormat", (".sql",)),
    FormatRow("settings", _SETTINGS, (".ini", ".cfg"), {"indented": True}),
    FormatRow("settings", _SETTINGS, (".conf",), {"joined": True}),
    FormatRow("settings", _SETTINGS, (".properties",), {"joined": True, "escaped": True}),
    FormatRow("settings", _SETTINGS, (".env",), {"shell": True}),
    FormatRow("csv", "redactor.formats.csv:CsvFormat", (".csv",)),
    FormatRow("csv", "redactor.formats.csv:CsvFormat", (".tsv",), {"delimiter": "\t"}),
    FormatRow("parquet", "redactor.formats.parquet:ParquetFormat", (".parquet",)),
    FormatRow(
        "eml",
        "redactor.formats.mail.mailboxes:MailFormat",
        (".eml", ".mht", ".mhtml"),
        paths=r"(?:.*/)?(?:cur|new|tmp)/(?:\d{6,12}[._][^/]+|[^/]+:2,[a-z]*)",  # a Maildir
    ),
    FormatRow("mbox", "redactor.formats.mail.mailboxes:MailboxFormat", (".mbox", ".mbx")),
    FormatRow("docx", "redactor.formats.office.ooxml:WordFormat", (".docx", ".docm", ".dotx", ".dotm")),
    FormatRow("xlsx", "redactor.formats.office.sheets:SheetsFormat", (".xlsx", ".xlsm", ".xltx")),
    FormatRow("pptx", "redactor.formats.office.ooxml:SlidesFormat", (".pptx", ".pptm", ".ppsx", ".potx")),
    FormatRow("zip", "redactor.formats.archive.archive_format:ZipFormat", (".zip",)),
    FormatRow("tar", "redactor.formats.archive.archive_format:TarFormat", (".tar",)),
    FormatRow("pdf", "redactor.formats.pdf.pdf_format:PdfFormat", (".pdf",)),
    FormatRow("odt", "redactor.formats.office.odf:OdtFormat", (".odt", ".ott")),
    FormatRow("ods", "redactor.formats.office.ods:OdsFormat", (".ods", ".ots")),
    FormatRow("odp", "redactor.formats.office.odf:OdpFormat", (".odp", ".otp", ".odg")),
)


#: What is passed on unread: a row of its own, for no name and no ``--format`` may ask for it.
_COPIED = FormatRow("copied", "redactor.formats.copied:CopiedFormat", ())

#: What ``--format`` says: the format of every file, or of those with a suffix.
FormatChoice = str | Mapping[str, str] | None
_TGZ = re.compile(r"\.tgz$")


@cache
def rows() -> tuple[FormatRow, ...]:
    """Every kind of file that is known, those of plugins last."""
    return (*_OWN, *plugins("formats"))


def plugin_digests() -> dict[str, str]:
    """The formats of other packages: entry point → digest of its code and release."""
    return {
        point.name: installed_digest(point, type(_made(load(point, "formats"))))
        for point in declared("formats").values()
    }


def format_names() -> list[str]:
    """What ``--format`` may say."""
    return list(dict.fromkeys(row.name for row in rows()))


def known_suffixes() -> str:
    """For messages: every suffix in the table."""
    return " ".join(sorted(suffix for row in rows() for suffix in row.suffixes))


def format_named(name: str) -> Format | None:
    """The format that a manifest or ``--format`` calls ``name``; None for one that nobody knows."""
    return next((_made(row) for row in (*rows(), _COPIED) if row.name == name), None)


def format_for(name: str, chosen: FormatChoice = None) -> tuple[Format, Compression] | None:
    """The format and compression of a file by its name; None for a suffix that is not in the table.

    ``told`` (``--format``) decides the format of any name, or of its suffix; the compression is still the suffix's.

    >>> format_for("notes.abc.gz", {".abc": "text"})[0].name
    'text'
    """
    path = PurePosixPath(_TGZ.sub(".tar.gz", name.lower()))
    whole = path.as_posix()
    compression = COMPRESSIONS.get(path.suffix)
    if compression:
        path = path.with_suffix("")
    suffix = ".env" if f"{path.name}.".startswith(".env.") else path.suffix  # .env, .env.local
    override = chosen if chosen is None or isinstance(chosen, str) else chosen.get(suffix, chosen.get(""))
    if override is not None and override not in format_names():
        raise UsageError(f"unknown format {override!r}: choose from {', '.join(format_names())}")
    by_suffix = next((row for row in rows() if suffix in row.suffixes), None) or next(
        (row for row in rows() if row.paths is not None and re.fullmatch(row.paths, whole)), None
    )
    if override is not None and (by_suffix is None or by_suffix.name != override):
        by_suffix = next(row for row in rows() if row.name == override)
    if by_suffix is None:
        return None
    made = _made(by_suffix)
    return (made, compression) if made.compressible or not compression else None


def piped_format(chosen: FormatChoice) -> Format:
    """The format of a pipe: text unless ``--format`` says another. Raises ``UsageError`` for one that cannot be piped."""
    found = format_for("stdin", chosen or "text") or format_for("stdin", "text")
    assert found is not None
    if found[0].needs_seek:
        raise UsageError(f"{found[0].name} cannot be read from a pipe; give it as a file")
    return found[0]


@cache
def _made(row: FormatRow) -> Format:
    module, _, name = row.where.partition(":")
    made: Format = getattr(import_module(module), name)(**row.options)
    return made
