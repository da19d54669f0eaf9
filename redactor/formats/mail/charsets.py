"""The charsets of mail: labels as people's programs write them, and texts that stay what they are on the way through them."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

from redactor.formats.encodings import is_foreign

#: Labels that mean more than they say, or that Python does not know.
_ALIASES = {
    "iso8859-1": "cp1252", "ascii": "", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6", "unicode-1-1-utf-7": "utf-7", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "x-sjis": "cp932", "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc_kr": "cp949", "windows-874": "cp874",
    "windows-31j": "cp932", "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-windows-949": "cp949",
    "utf-16": "utf-16", "utf-8-sig": "utf-8",
}  # fmt: skip
#: What a letter is depends on what came before it.
_STATEFUL = re.compile(r"iso2022|utf-7|utf_7|hz|utf-16$|utf_16$|utf-32$").match
_TEXT = re.compile(r"[A-Za-z0-9_.:+-]{1,40}").fullmatch


@lru_cache(512)
def codec(label: str) -> str | None:
    """Python's name of a charset; "" for plain ASCII, None for one that nobody knows.

    >>> codec("ISO-8859-1"), codec("us-ascii"), codec("nope")
    ('cp1252', '', None)
    """
    label = label.strip().strip("\"'").lower()
    if not _TEXT(label):
        return None
    try:
        name = _ALIASES.get(label) or codecs.lookup(label).name
        name = _ALIASES.get(name, name)
        if name:
            "".encode(name)  # hex, zip and their like are no charsets
    except (LookupError, TypeError, ValueError):
        return None
    return name


def charset_of(label: str, data: bytes) -> str | None:
    """The charset in which ``data`` is read, whatever its label says; None for what is no text in it.

    One that is ASCII's, unknown or not given is UTF-8 if the bytes are, else Windows-1252.
    """
    name = codec(label)
    if not name:
        name = "utf-8"
        try:
            data.decode(name)
        except UnicodeDecodeError:
            name = "cp1252"
    if name in ("utf-16", "utf-32") and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name += "-be"  # RFC 2781
    if _is_wide(name):
        return name if decoded(data, name) is not None else None
    return None if is_foreign(data) and not _STATEFUL(name) else name


def _is_wide(name: str) -> bool:
    return name.startswith(("utf-16", "utf-32"))


def decoded(data: bytes, name: str) -> str | None:
    """``data`` as text from which it can be made again; None where that is not so."""
    errors = "surrogatepass" if _is_wide(name) else "surrogateescape"
    try:
        text = data.decode(name, errors)
        again = text.encode(name, errors)
        return text if again == data or again.decode(name, errors) == text else None
    except (UnicodeError, ValueError):
        return None


def encoded(text: str, name: str) -> bytes:
    """``text`` in a charset; a letter that it lacks is told by one that is like it."""
    return fitted(text, name).encode(name, "surrogatepass" if _is_wide(name) else "surrogateescape")


def fitted(text: str, name: str) -> str:
    """``text`` with as many characters, each of which the charset has.

    >>> fitted("Łukasz Müller 中", "cp1252")
    '?ukasz Müller ?'
    """
    try:
        text.encode(name, "surrogatepass" if _is_wide(name) else "surrogateescape")
    except UnicodeEncodeError:
        return "".join(_fitting(char, name) for char in text)
    return text


def _fitting(char: str, name: str) -> str:
    for near in (char, unicodedata.normalize("NFKD", char)[:1], "?"):
        try:
            near.encode(name, "surrogateescape")
        except UnicodeEncodeError:
            continue
        return near
    return "?"
