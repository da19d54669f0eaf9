"""Plants found in bytes, however deep: in archives and packages, transfer encodings, entities, escapes, percent signs, UTF-16."""

from __future__ import annotations

import base64
import gzip
import html
import io
import quopri
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.header import decode_header, make_header
from urllib.parse import unquote

#: Each of them alone tells of a plant, in whatever case.
_PLANT = re.compile(r"marisol|vega@|\bvega\b|4111[ -]?1111[ -]?1111[ -]?1111", re.IGNORECASE)
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}[\r\n]{0,2}){6,}[A-Za-z0-9+/]{0,4}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){12,}")
_ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[bq]\?[^?]*\?=", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DEEPEST = 6


def left(data: bytes, plant: re.Pattern[str] = _PLANT, depth: int = 0) -> set[str]:
    """What of the plants stands in ``data``."""
    found = {one for inner in _inside(data) for one in left(inner, plant, depth + 1)} if depth < _DEEPEST else set()
    return found.union(*({match[0] for match in plant.finditer(view)} for view in _views(data)))


def _inside(data: bytes) -> Iterator[bytes]:
    """What is packed in ``data``."""
    source = io.BytesIO(data)
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as package:
            yield package.comment
            for info in package.infolist():
                yield from (info.filename.encode("utf-8", "replace"), info.comment, info.extra, package.read(info))
    elif data.startswith(b"\x1f\x8b\x08"):
        try:
            yield gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=source) as archive:
            for member in archive:
                if (stream := archive.extractfile(member)) is not None:
                    yield stream.read()
    else:
        yield from _decoded(data)


def _decoded(data: bytes) -> Iterator[bytes]:
    for match in _BASE64.finditer(data):
        packed = re.sub(rb"\s", b"", match[0]).rstrip(b"=")
        for start in range(1 if b"\n" in match[0] else 4):  # a word of letters may stand right before
            some = packed[start:]
            some = some[: len(some) - (len(some) % 4 == 1)]
            yield base64.b64decode(some + b"=" * (-len(some) % 4))
    for match in _HEX.finditer(data):
        yield bytes.fromhex(match[0].decode("ascii"))
    for match in _ENCODED_WORD.finditer(data):
        try:
            yield str(make_header(decode_header(match[0].decode("latin-1")))).encode("utf-8", "replace")
        except (LookupError, ValueError):
            continue


def _views(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    yield from (text, text.replace("\\/", "/"), _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    yield from (data[at:].decode("utf-16-le", "replace") for at in (0, 1))
    for view in dict.fromkeys((text, quopri.decodestring(data).decode("utf-8", "replace"))):
        bare = re.sub(r"<[^>]*>", "", view)
        yield from (
            view,
            bare,
            html.unescape(view),
            html.unescape(bare),
            unquote(view),
            re.sub(r"\r?\n[ \t]?", "", view),
        )
