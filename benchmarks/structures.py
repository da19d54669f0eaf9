"""What stays the same of a document when its texts are masked, as the format's own library sees it: one row a format.

A function takes a file's bytes and gives anything that compares; it raises where its library does not open the file. The
libraries (python-docx, openpyxl, python-pptx, odfpy, html5lib, PyYAML, icalendar, vobject, sqlglot, srt, webvtt-py,
javaproperties, python-dotenv) are no dependencies of redactor; without one its format's files count as not opened.
"""

from __future__ import annotations

import configparser
import csv
import email
import io
import json
import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable
from email.message import Message
from typing import Any
from xml.parsers import expat


def _docx(data: bytes) -> object:
    import docx

    found = docx.Document(io.BytesIO(data))
    return len(found.paragraphs), len(found.tables), len(found.sections), [len(one.runs) for one in found.paragraphs]


def _pptx(data: bytes) -> object:
    import pptx

    return [len(slide.shapes) for slide in pptx.Presentation(io.BytesIO(data)).slides]


def _xlsx(data: bytes) -> object:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [(sheet.title, getattr(sheet, "dimensions", "")) for sheet in book.worksheets]


def _odf(data: bytes) -> object:
    from odf.opendocument import load

    found = load(io.BytesIO(data))
    names = (element.qname[1] for element in _below(found.body))
    return found.mimetype, Counter(name for name in names if not name.endswith("-initials"))


def _below(element: Any) -> Any:
    for child in element.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            yield child
            yield from _below(child)


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else None


def _json(data: bytes) -> object:
    return _shape(json.loads(data))


def _jsonl(data: bytes) -> object:
    return [_shape(json.loads(line)) for line in data.splitlines() if line.strip()]


def _xml(data: bytes) -> object:
    tags: list[object] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: tags.append((name, *attributes))
    parser.EndElementHandler = lambda name: tags.append(name)
    parser.DefaultHandler = lambda said: None  # entities that stand for elements are not expanded
    parser.Parse(data, True)
    return tags


#: Faults of letters, tags and attributes, which a mask may mend; not of their nesting.
_MALFORMED = (
    "invalid-",
    "illegal-",
    "expected-tag-name",
    "expected-closing-tag",
    "eof-in-",
    "unexpected-char",
    "unexpected-=",
)


def _html(data: bytes) -> object:
    import html5lib

    parser = html5lib.HTMLParser()
    tree = parser.parse(data)
    if any(code.startswith(_MALFORMED) for _, code, _ in parser.errors):
        raise ValueError
    # A mask may take a line break along; what is no comment to the writer (``</#if>``) may be one to a browser.
    return [
        (each.tag, sorted(each.attrib))
        for each in tree.iter()
        if isinstance(each.tag, str) and not each.tag.endswith("}br")
    ]


def _csv(data: bytes, delimiter: str = ",") -> object:
    text = data.decode("utf-8", "surrogateescape")
    return [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]


def _yaml(data: bytes) -> object:
    import yaml

    events = list(yaml.parse(data, Loader=yaml.SafeLoader))  # type: ignore[no-untyped-call]
    return [(type(each).__name__, getattr(each, "anchor", None)) for each in events]


def _toml(data: bytes) -> object:
    return _shape(tomllib.loads(data.decode()))


def _settings(data: bytes) -> object:
    text = data.decode("utf-8", "surrogateescape")
    found = configparser.RawConfigParser(strict=False, allow_no_value=True)
    found.read_string(text)
    return {name: list(section) for name, section in found.items()}


def _properties(data: bytes) -> object:
    import javaproperties

    return list(javaproperties.loads(data.decode("latin-1")))


#: Properties whose value goes, and its encoding with it.
_GO = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))


def _env(data: bytes) -> object:
    from dotenv import dotenv_values

    return list(dotenv_values(stream=io.StringIO(data.decode())))


def _vcard(data: bytes) -> object:
    import vobject

    cards = vobject.readComponents(data.decode("utf-8", "replace"))
    return [
        sorted((line.name, *(() if line.name in _GO else sorted(line.params))) for line in card.lines())
        for card in cards
    ]


def _icalendar(data: bytes) -> object:
    from icalendar import Calendar

    parts = [part for one in Calendar.from_ical(data, multiple=True) for part in one.walk()]
    return [(part.name, list(part)) for part in parts]


#: A table that COPY fills, its name, and its rows.
COPIED = re.compile(
    r"^COPY\s+([\w.\"]+)[^;]*FROM\s+stdin[^;]*;\r?\n(.*?)^\\\.\r?$", re.MULTILINE | re.DOTALL | re.IGNORECASE
)


#: What dialects read in different ways: comments of a whole line, texts (bodies of functions) between dollars.
_TEXTS = re.compile(r"^[ \t]*--[^\n]*|\$(\w*)\$.*?\$\1\$", re.MULTILINE | re.DOTALL)


def _sql(data: bytes) -> object:
    """All tokens but literals with their signs, comments and rows of COPY, in the first dialect that can part the text."""
    from sqlglot import TokenType, tokenize
    from sqlglot.errors import SqlglotError

    text = _TEXTS.sub("", COPIED.sub("", data.decode("utf-8", "surrogateescape")))
    said = {TokenType.NUMBER, TokenType.NULL, TokenType.HINT, TokenType.DASH, TokenType.PLUS}
    dialects = ("mysql", "postgres", "tsql", "oracle")
    for dialect in dialects:
        try:
            tokens = tokenize(text, read=dialect)
        except SqlglotError:
            continue
        literal = said | {kind for kind in TokenType if kind.name.endswith("STRING")}
        return [token.text for token in tokens if token.token_type not in literal]
    raise ValueError("no dialect")


def _captions(data: bytes) -> object:
    text = data.decode("utf-8-sig")
    if text.startswith("WEBVTT"):
        import webvtt

        return [(one.start, one.end) for one in webvtt.from_string(text)]
    import srt

    return [(one.index, one.start, one.end) for one in srt.parse(text)]


def _message(message: Message) -> list[str]:
    """The kinds of a message's parts, in order; one that went is text."""
    if not message.is_multipart() or message.get_content_type() == "message/delivery-status":
        return ["part"]
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    return [message.get_content_maintype(), *(kind for part in parts for kind in _message(part))]


def _eml(data: bytes) -> object:
    return _message(email.message_from_bytes(data))


def _mbox(data: bytes) -> object:
    import mailbox

    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return len(mailbox.mbox(file.name, create=False))


def _lines(data: bytes) -> object:
    return data.count(b"\n")


#: Format, or for some suffixes of one the suffix.
STRUCTURE: dict[str, Callable[[bytes], object]] = {
    "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "odt": _odf, "ods": _odf, "odp": _odf, "json": _json, "jsonl": _jsonl,
    "xml": _xml, "html": _html, "csv": _csv, "yaml": _yaml, "toml": _toml, "settings": _settings, "vcard": _vcard,
    "icalendar": _icalendar, "sql": _sql, "captions": _captions, "eml": _eml, "mbox": _mbox, "log": _lines,
    "text": lambda data: None, ".tsv": lambda data: _csv(data, "\t"), ".env": _env, ".properties": _properties, ".conf": _lines,
}  # fmt: skip
