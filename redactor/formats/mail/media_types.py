"""What a part of a message is, by its media type and the name of its file: which format reads it, and what is told of it if it goes."""

from __future__ import annotations

import re

from redactor.formats.protocol import Format
from redactor.formats.registry import format_for

#: Kinds of media → how a file of that kind would be called; other texts are plain.
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".xhtml", "text/csv": ".csv", "text/tab-separated-values": ".tsv",
    "application/json": ".json", "application/geo+json": ".geojson", "application/x-ndjson": ".jsonl", "text/json": ".json",
    "text/xml": ".xml", "application/xml": ".xml", "image/svg+xml": ".svg", "text/calendar": ".ics",
    "application/ics": ".ics", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/directory": ".vcf",
    "application/yaml": ".yaml", "text/yaml": ".yaml", "application/x-yaml": ".yaml", "application/sql": ".sql",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}  # fmt: skip
#: Messages inside of messages.
NESTED = frozenset(("message/rfc822", "message/global", "message/news"))
#: Texts that are no text to read: commands and pictures in code.
_RICH = frozenset(("text/rtf", "text/richtext-ms"))
#: Kinds of media → what is told of a part that goes.
_KINDS = {"image": "picture", "audio": "sound", "video": "film"}
_SIGNATURES = re.compile(r"application/(?:x-)?(?:pkcs7-signature|pgp-signature)").fullmatch
_ENCRYPTED = re.compile(r"application/(?:x-)?(?:pkcs7-mime|pgp-encrypted)").fullmatch
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,10})?\.[A-Za-z][A-Za-z0-9]{0,9}$")


def ending(name: str) -> str:
    """How a file's name ends: ``.csv``, ``.csv.gz``, or nothing that tells a format."""
    match = _ENDING.search(name)
    for end in (match[0], "." + match[0].rpartition(".")[2]) if match else ():
        if format_for("x" + end) is not None:
            return end
    return ""


def format_of(media: str, name: str) -> Format | None:
    """The format of a part: by its file's name, else by its media type; None for one that no format reads."""
    end = ending(name)
    found = format_for("x" + end) if end else None
    if (found is None or found[0].name == "text") and media in _SUFFIXES:
        found = format_for("x" + _SUFFIXES[media])
    return found[0] if found is not None and found[1] is None else None


def is_plain(media: str) -> bool:
    """Is a part a text to read, where no format reads it?"""
    return media.startswith(("text/", "message/")) and media not in _RICH


def kind_of(media: str) -> str:
    """What a part that cannot be looked at is."""
    if _SIGNATURES(media):
        return "signature"
    return "encrypted" if _ENCRYPTED(media) else _KINDS.get(media.partition("/")[0], "attachment")
