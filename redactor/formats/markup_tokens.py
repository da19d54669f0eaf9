"""HTML and XML in tokens that keep their places. Nothing is refused that a browser would read; what is no tag is text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from redactor.formats.inlaid import TOO_COMPLEX
from redactor.formats.raw_pieces import Piece

_TAG = re.compile(r"<(/?)([A-Za-z_:][\w:.-]*)(?=[\s/>]|$)")
#: XML's names may begin with any letter.
_XML_TAG = re.compile(r"<(/?)([A-Za-z_:\xc0-\U000effff][\w:.\xb7-\U000effff-]*)(?=[\s/>]|$)")
_BETWEEN = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"""([^\s>/=]?[^\s>/=]*)(\s*=\s*(?:"([^"]*)("|$)|'([^']*)('|$)|([^\s>"'][^\s>]*|(?=>))))?""")
_TEXT = re.compile(r"[^<]+|<(?![A-Za-z_:/!?])")
_XML_TEXT = re.compile(r"[^<]+|<(?![A-Za-z_:/!?\xc0-\U000effff])")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));?")
_XML_NAMES = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
#: Encodings of one byte a letter in which the first 128 are ASCII's: cut and mended at any place.
_SINGLE = re.compile(r"iso8859-\d+|cp125\d|koi8-[ru]|mac-\w+|cp874|tis-620|kz1048").fullmatch
#: Where a comment ends, as browsers read HTML: one that is empty, and others.
_EMPTY_END, _COMMENT_END = re.compile(r"-?>"), re.compile(r"--!?>")
#: (how it begins, how it ends): looked at as text. A declaration may hold others in square brackets.
_WHOLE = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", ">"))


#: A tag that somebody wrote has so many at most.
_MOST_ATTRIBUTES = 10_000


class Attribute(NamedTuple):
    name: str
    start: int
    end: int


class Token(NamedTuple):
    """``kind`` is ``text``, ``open``, ``close``, or ``other``, of which ``[inner_start, inner_end)`` is looked at as text."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    inner_start: int = 0
    inner_end: int = 0


class UnclosedError(Exception):
    """A tag, comment or declaration does not end in the text that there is, or for the reason it carries what follows is not read."""


def token_at(text: str, at: int, *, final: bool, xml: bool = False) -> Token | None:
    """The token at ``at``; None if what follows may change it. Raises ``UnclosedError`` for one that cannot end any more."""
    if match := (_XML_TEXT if xml else _TEXT).match(text, at):
        return None if match.end() == len(text) and not final else Token("text", at, match.end())
    if len(text) - at < len("<![CDATA[") and not final:
        return None
    for begins, ends in _WHOLE:
        if text.startswith(begins, at):
            inner = at + len(begins)
            if begins == "<!--" and not xml:
                close = _EMPTY_END.match(text, inner) or _COMMENT_END.search(text, inner)
                end = close.start() if close else -1
            else:
                end = text.find("?>" if xml and begins == "<?" else ends, inner)
            if end < 0:
                return _unclosed(final)
            return Token("other", at, text.index(">", end) + 1, begins, (), inner, end)
    if text.startswith("<!", at):
        declared = _declaration(text, at)
        return Token("other", at, declared, "<!", (), at + 2, declared - 1) if declared else _unclosed(final)
    tag = (_XML_TAG if xml else _TAG).match(text, at)
    if tag is None or (tag.end() == len(text) and not final):
        # "<" before something that is no name of a tag, and its end is in sight: text.
        if tag is None and (final or re.compile(r"[^\s/>]{0,1000}[\s/>]|.{1000}", re.DOTALL).match(text, at + 2)):
            return Token("text", at, at + 1)
        return None if not final else Token("text", at, at + 1)
    found: list[Attribute] = []
    place = tag.end()
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if place >= len(text):
            return _unclosed(final)
        if text[place] == ">":
            return Token("close" if tag[1] else "open", at, place + 1, tag[2], tuple(found))
        attribute = _ATTRIBUTE.match(text, place)
        if attribute is None or attribute.end() == len(text):
            return _unclosed(final)
        if attribute.end() == place:  # a lone "=" or quote
            place += 1
            continue
        group = next((number for number in (3, 5, 7) if attribute[number] is not None), None)
        span = attribute.span(group) if group else (attribute.end(1), attribute.end(1))
        found.append(Attribute(attribute[1], *span))
        if len(found) > _MOST_ATTRIBUTES:
            raise UnclosedError(TOO_COMPLEX)
        place = attribute.end()


def _unclosed(final: bool) -> Token | None:
    if final:
        raise UnclosedError
    return None


_BRACKETS = re.compile(r"""[\[\]>]|"[^"]*"|'[^']*'|<!--.*?-->""", re.DOTALL)


def _declaration(text: str, at: int) -> int:
    """Where ``<!DOCTYPE … [ … ]>`` ends, 0 if not in sight. Quotes and comments count inside the brackets alone."""
    first = re.compile(r"[\[>]").search(text, at)
    if first is None or first[0] == ">":
        return first.end() if first else 0
    for mark in _BRACKETS.finditer(text, first.end()):
        if mark[0] == "]":
            end = text.find(">", mark.end())
            return end + 1
    return 0


def pieces(text: str, start: int, end: int, shift: int, *, xml: bool) -> Iterator[Piece]:
    """``text[start:end]`` with its entities read; places are told from ``shift`` on."""
    at = start
    if text.find("&", start, end) >= 0:
        for match in _ENTITY.finditer(text, start, end):
            decoded, size = _said(match, xml=xml)
            if not size:
                continue
            if at < match.start():
                yield Piece(at - shift, match.start() - shift, text[at : match.start()])
            at = match.start() + size
            yield Piece(match.start() - shift, at - shift, decoded)
    if at < end:
        yield Piece(at - shift, end - shift, text[at:end])


def _said(match: re.Match[str], *, xml: bool) -> tuple[str, int]:
    """The character that an entity stands for, and how long that is written; 0 for none. The old names of HTML need no ``;``,
    so a word may follow at once: the longest name counts."""
    whole = match[0]
    decimal, hexadecimal, name = match.groups()
    if name:
        names, shortest = (_XML_NAMES, len(whole)) if xml else (html5, 3)
        for size in range(len(whole), shortest - 1, -1):
            if decoded := names.get(whole[1:size]):
                return (decoded, size) if len(decoded) == 1 else ("", 0)
        return "", 0
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return "", 0
    return chr(number), len(whole)


def escaped(text: str, encoding: str) -> str:
    """``text`` as it may stand in any text or attribute; what the encoding lacks as a number."""
    text = (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding) if encoding != "utf-8" else text


def encoding_of(head: bytes) -> str | None:
    """The encoding that the first bytes of a file declare, UTF-8 if none; None for one that cannot be read here."""
    declared = _DECLARED.search(head[:2048])
    if declared is None or head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return "utf-8"
    if name in ("utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be"):  # in letters of one byte, whatever it says
        return "utf-8"
    return ("cp1252" if name == "iso8859-1" else name) if _SINGLE(name) else None
