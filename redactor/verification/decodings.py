"""The same text as others would read it: percent-decoded, HTML-unescaped, JSON-unescaped, base64-decoded.

Each view knows where its characters come from, so that what is found in it can be told as a place in the
original. Views are made of what is written there, not of what is searched for: a value is found in them however
it was spelled (``%4a``, ``%4A``, ``J``; ``&#74;``, ``&#x4A;``), in one linear pass each.
"""

from __future__ import annotations

import binascii
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# %25 is the percent sign: of what was encoded twice, or more often, all of them stand before the two digits.
_PERCENT = re.compile(r"(?:%(?:25)*[0-9A-Fa-f]{2})+|\+")
_BYTE = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\[\"\\/bfnrt]")
# 6 characters of base64 hold 4 bytes, the shortest value that is searched for.
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}")
_STANDARD = {ord("-"): "+", ord("_"): "/"}
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Decoding:
    """A decoded text. ``_places`` are offsets where its runs begin, ``_origins`` the same in the original."""

    form: str
    text: str
    _places: list[int] = field(default_factory=list)
    _origins: list[int] = field(default_factory=list)

    def origin(self, offset: int) -> int:
        """Where the character at ``offset`` stands in the original, or where the run it was decoded from begins."""
        at = bisect_right(self._places, offset) - 1
        if at < 0:
            return offset
        # Runs alternate: decoded ones are kept at odd indexes and answer with their beginning.
        return self._origins[at] if at % 2 else self._origins[at] + offset - self._places[at]


def decodings_of(text: str) -> Iterator[Decoding]:
    """``text`` itself, then each decoding of it that changes something."""
    yield Decoding("plain", text)
    if "%" in text or "+" in text:
        yield _decoded("url", text, _PERCENT, _percent)
    if "&" in text:
        yield _decoded("html", text, _ENTITY, lambda run: html.unescape(run))
    if "\\" in text:
        yield _decoded("json", text, _ESCAPE, _unescaped)
    yield from _base64_views(text)


def _decoded(form: str, text: str, pattern: re.Pattern[str], decode: Callable[[str], str]) -> Decoding:
    parts: list[str] = []
    places: list[int] = []
    origins: list[int] = []
    length = end = 0
    for match in pattern.finditer(text):
        for part, origin in ((text[end : match.start()], end), (decode(match[0]), match.start())):
            parts.append(part)
            places.append(length)
            origins.append(origin)
            length += len(part)
        end = match.end()
    parts.append(text[end:])
    places.append(length)
    origins.append(end)
    return Decoding(form, "".join(parts), places, origins)


def _percent(run: str) -> str:
    if run == "+":
        return " "
    return bytes.fromhex("".join(_BYTE.findall(run))).decode("utf-8", "replace")


def _unescaped(run: str) -> str:
    if run[1] != "u":
        return _SIMPLE.get(run[1], run[1])
    units = bytes.fromhex(run.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _base64_views(text: str) -> Iterator[Decoding]:
    runs = [(match.start(), match[0].translate(_STANDARD)) for match in _BASE64.finditer(text)]
    # A value inside of longer encoded data, or a run that other letters touch: four places where it may begin.
    for shift in range(4 if runs else 0):
        parts: list[str] = []
        places: list[int] = []
        origins: list[int] = []
        length = 0
        for start, run in runs:
            whole = run[shift : len(run) - ((len(run) - shift) % 4 == 1)]  # one sign alone holds no byte
            data = binascii.a2b_base64(whole + "=" * (-len(whole) % 4)).decode("utf-8", "replace")
            parts += (data, "\n")
            places += (length, length)
            origins += (start + shift, start + shift)
            length += len(data) + 1
        yield Decoding("base64", "".join(parts), places, origins)
