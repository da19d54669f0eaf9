"""A text with escapes, encodings and odd characters undone (``%40`` is ``@``), and the way back to its own characters.

Mail, web pages, JSON, Word and PDF write the same value in many ways: ``rosa%40example.com``, ``rosa&#64;example.com``,
``rosa\\u0040example.com``, ``rosa [at] example [dot] com``, ``198[.]51[.]100[.]7``, a soft hyphen or a zero-width space in
the middle of a name. Detectors look at the folded text; what is masked are the characters that stand for it.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from redactor.detectors.laid_out import LAYOUT, Meaning, Unit
from redactor.spans import Span, in_order

# Nothing to see, and in the middle of a value: soft hyphen, joiners, direction marks, fillers, variation selectors, tags.
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
# Accents that sit on the letter before them. The vowel signs of Indic and Semitic scripts are letters to us.
_MARKS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# The zero of each script that has decimal digits of its own; the nine others follow it.
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20"
    "\u1040\u1090\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0"
    "\ua9f0\uaa50\uabf0\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0"
    "\U00011950\U00011c50\U00011d50\U00011da0\U00016a60\U00016ac0\U00016b50\U0001e140\U0001e2f0\U0001e950\U0001fbf0"
)
# The same letters and digits in another dress: full width, mathematical, digits of other scripts.
_DRESSED = (
    "\uff10-\uff19\uff20-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff"
    + "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS)
)  # fmt: skip
# Every unit begins with one of these, or (an accent) right before one. Prose is searched for them at each run: of the
# rest of Unicode one range, which is cheaper than its pieces.
_ASCII_SIGN = r"-%&\\=\[({"
_FIRST = re.compile(f"[{_ASCII_SIGN}]")
_SIGN = re.compile(
    "["
    + _ASCII_SIGN
    + "ÂÃÄÅÆ"
    + re.sub("[\U00010000-\U0010ffff]-?", "", _HIDDEN + _MARKS + _DRESSED)
    + "\U00010000-\U0010ffff]"
)

_CHARSET = r"(?:utf-?8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]|koi8-[ru]|gb2312|gbk|big5|shift_jis|iso-2022-jp|euc-(?:jp|kr))"
_UNIT = re.compile(
    rf"(?P<hidden>[{_HIDDEN}]+(?:(?<=\xad)\r?\n[ \t]{{0,8}})?)"
    rf"|(?P<marks>[{_MARKS}]+)"
    rf"|(?P<dressed>[{_DRESSED}])"
    # Broken at the end of a line: a word loses its hyphen; what goes on with a capital or a digit keeps it.
    r"|(?P<broken>(?<=[^\W\d_])-\r?\n[ \t>]{0,8}(?-i:(?=[a-zß-öø-ÿ])))"
    r"|(?P<wrapped>(?<=\w)-\r?\n[ \t>]{0,8}(?=\w))"
    r"|(?P<percent>(?:%(?:25){0,3}[0-9A-Fa-f]{2})+)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][0-9A-Za-z]{1,30});)"
    r"|(?P<code>(?-i:\\{1,8}(?:u[dD][89abAB][0-9A-Fa-f]{2}\\{1,8}u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2})))"
    r"|(?P<escape>\\{1,8}[\"'/nrt])"
    rf"|(?P<word>=\?{_CHARSET}\?(?:b\?[0-9A-Za-z+/=]{{1,300}}|q\?[^?\s]{{1,300}})\?=(?:\r?\n?[ \t]+(?==\?))?)"
    r"|(?P<printable>(?:=[0-9A-F]{2})+|=[ \t]{0,4}\r?\n)"
    r"|(?P<at>[\[({][ ]?(?:at|@|ät|arroba|arobase|chez|kukac|zavinac)[ ]?[\])}][ ]?)"
    r"|(?P<dot>[\[({][ ]?(?:dot|\.|punkt|punto|ponto|point|tocka)[ ]?[\])}][ ]?)"
    # UTF-8 that was read as Latin-1 or Windows-1252: "JÃ¼rgen".
    r"|(?P<twice>(?-i:[ÂÃÄÅÆ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]))"
    r"|(?P<mark>\[(?:://?|:|/|-)\])",
    re.IGNORECASE,
)
_BLANK_BEFORE = frozenset(("at", "dot"))
# "width=40" is no quoted-printable text; these are.
_PRINTABLE = re.compile(
    r"=3D|=20\r?\n|=(?:C[2-9A-F]|[DE][0-9A-F])=[89AB][0-9A-F]|quoted-printable|^.{66,75}=\r?$", re.MULTILINE
)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(slots=True)
class Folded:
    """A folded text, and where each of its characters comes from."""

    text: str = ""
    #: More than words broken at the end of a line was folded: values with a format may be written so.
    formats: bool = False
    #: Accents made letters that the alphabet of formats lacks: "bare" would differ.
    accented: bool = False
    # Of each changed piece: where it begins and ends in the folded text, and in the original.
    _at: list[int] = field(default_factory=list)
    _pieces: list[tuple[int, int, int]] = field(default_factory=list)

    def original(self, span: Span) -> Span:
        """The span over the characters that stand for it, with all that is hidden among them."""
        return span.within(self._place(span.start)[0], self._place(span.end - 1)[1])

    def _place(self, index: int) -> tuple[int, int]:
        number = bisect_right(self._at, index) - 1
        if number < 0:
            return index, index + 1
        end, left, right = self._pieces[number]
        if index < end:
            return left, right
        return right + index - end, right + index - end + 1


def fold(text: str, bare: bool = False) -> Folded | None:
    """``text`` folded, or None when it is written plainly. ``bare`` also takes the accents of combining marks away.

    >>> fold("rosa%40example.com").text, fold("Quin\\u00adtero").text, fold("just prose (as it is)")
    ('rosa@example.com', 'Quintero', None)
    >>> fold("to rosa%40example.com").original(Span(3, 19, "EMAIL_ADDRESS"))
    Span(start=3, end=21, label='EMAIL_ADDRESS', score=1.0, detector='model')
    """
    return _folded(text, _units(text, bare))


def _folded(text: str, units: Iterable[Unit]) -> Folded | None:
    folded = Folded()
    parts: list[str] = []
    size = done = 0
    for left, right, meaning, kind in units:
        parts.append(text[done:left])
        size += left - done
        at = left
        for width, char in meaning:
            parts.append(char)
            folded._at.append(size)
            size += len(char)
            folded._pieces.append((size, at, at + width))
            at += width
        if at < right:  # nothing stands for the rest
            folded._at.append(size)
            folded._pieces.append((size, at, right))
        done = right
        folded.formats |= kind != "broken"
        folded.accented |= kind == "marks" and not meaning[0][1].isascii()
    if not parts:
        return None
    parts.append(text[done:])
    folded.text = "".join(parts)
    return folded


def through(text: str, find: Callable[[str], list[Span]], words: bool = False) -> list[Span]:
    """What ``find`` finds in ``text`` as it is written and as it is folded, sorted.

    Both, because what is hidden may part two values as well as stand inside one. Unless it looks for ``words``, one that
    is merely broken at the end of a line is not worth a second look.
    """
    folded = fold(text)
    views = [_folded(text, units(text)) for signs, units in LAYOUT if any(sign in text for sign in signs)]
    if folded is not None and (folded.formats or words):
        views += [folded, fold(text, bare=True) if folded.accented else None]
    found = find(text)
    folds = [view for view in views if view is not None]
    if not folds:
        return found
    return sorted({*found, *(view.original(span) for view in folds for span in find(view.text))}, key=in_order)


def read(text: str) -> str:
    """``text`` as a reader takes it."""
    folded = fold(text)
    return text if folded is None else folded.text


def _units(text: str, bare: bool) -> Iterator[Unit]:
    """Each unit that means something else than it is."""
    quoted = '\\"' in text
    printable = "=" in text and _PRINTABLE.search(text) is not None
    match_at, done = _UNIT.match, 0
    for sign in (_FIRST if text.isascii() else _SIGN).finditer(text):
        left = sign.start()
        unit = match_at(text, left) if left >= done else None
        if unit is None:
            continue
        kind, before = str(unit.lastgroup), done
        done = right = unit.end()  # a unit is read once, also when it means nothing
        if kind == "marks" or (kind in _BLANK_BEFORE and text[left - 1 : left] == " "):
            if left == before:
                continue
            left -= 1
        elif kind == "printable" and not printable:
            continue
        elif kind == "escape" and not quoted and unit[0][-1] in _SIMPLE and text[right : right + 1].islower():
            continue  # C:\new\table
        meaning = _MEANINGS[kind](text[left:right], bare)
        if meaning is not None:
            yield left, right, meaning, kind


def _nothing(unit: str, bare: bool) -> Meaning:
    return []


def _accented(unit: str, bare: bool) -> Meaning:
    letter = unit[0] if bare else unicodedata.normalize("NFC", unit)
    return [(len(unit), letter if len(letter) == 1 else unit[0])]


@lru_cache(maxsize=2048)
def _undressed(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return unicodedata.normalize("NFKC", char) if digit is None else str(digit)


def _plain(unit: str, bare: bool) -> Meaning:
    return [(1, _undressed(unit))]


def _bytes(unit: str, width: int, codes: bytes) -> Meaning | None:
    """Of bytes in UTF-8 or, where they cannot be that, letters of Latin-1."""
    try:
        decoded = codes.decode("utf-8")
    except UnicodeDecodeError:
        decoded = codes.decode("latin-1")
        if not all(char.isalnum() for char in decoded if char > "\x7f"):
            return None
        return [(width, char) for char in decoded]
    if any(char < " " and char not in "\t\r\n" for char in decoded):
        return None
    return [(width * len(char.encode()), "" if fold_away(char) else char) for char in decoded]


def _percent(unit: str, bare: bool) -> Meaning | None:
    codes = re.findall(r"%(?:25){0,3}([0-9A-Fa-f]{2})", unit)
    width = len(unit) // len(codes)
    meaning = _bytes(unit, width, bytes.fromhex("".join(codes)))
    # "%2540%40": of unlike widths; all that it means stands for all of it.
    return (
        meaning if meaning is None or width * len(codes) == len(unit) else [(len(unit), "".join(c for _, c in meaning))]
    )


def _entity(unit: str, bare: bool) -> Meaning | None:
    char = html.unescape(unit)
    return None if char == unit or "\x00" in char else [(len(unit), "" if fold_away(char) else char)]


def _code(unit: str, bare: bool) -> Meaning | None:
    codes = [int(code, 16) for code in re.findall(r"[uUx]\{?([0-9A-Fa-f]+)", unit)]
    if len(codes) == 2:
        codes = [0x10000 + ((codes[0] - 0xD800) << 10) + codes[1] - 0xDC00]
    if codes[0] > 0x10FFFF or 0xD800 <= codes[0] < 0xE000 or not codes[0]:
        return None
    char = chr(codes[0])
    return [(len(unit), "" if fold_away(char) else char)]


def _escape(unit: str, bare: bool) -> Meaning:
    return [(len(unit), _SIMPLE.get(unit[-1], unit[-1]))]


def _printable(unit: str, bare: bool) -> Meaning | None:
    return _bytes(unit, 3, bytes.fromhex(unit.replace("=", ""))) if unit[-1:].isalnum() else []


def _word(unit: str, bare: bool) -> Meaning | None:
    _, charset, way, coded, _ = unit.split("?", 4)
    try:
        if way in "bB":
            codes = base64.b64decode(coded + "=" * (-len(coded) % 4))
        else:
            coded = re.sub("=([0-9A-Fa-f]{2})", lambda code: chr(int(code[1], 16)), coded.replace("_", " "))
            codes = coded.encode("latin-1")
        return [(len(unit), codes.decode(charset))]
    except (ValueError, LookupError):
        return None


def _twice(unit: str, bare: bool) -> Meaning | None:
    try:
        char = (unit[0].encode("latin-1") + unit[1].encode("cp1252" if unit[1] > "\xff" else "latin-1")).decode()
    except UnicodeError:
        return None
    return [(2, char)] if char.isalpha() else None


def fold_away(char: str) -> bool:
    """Is there nothing to see of ``char``?"""
    return _NOTHING.fullmatch(char) is not None


def _means(char: str) -> Callable[[str, bool], Meaning]:
    return lambda unit, bare: [(len(unit), char)]


_NOTHING = re.compile(f"[{_HIDDEN}]")
_MEANINGS: dict[str, Callable[[str, bool], Meaning | None]] = {
    "hidden": _nothing,
    "marks": _accented,
    "dressed": _plain,
    "broken": _nothing,
    "wrapped": lambda unit, bare: [(1, "-")],
    "percent": _percent,
    "entity": _entity,
    "code": _code,
    "escape": _escape,
    "word": _word,
    "printable": _printable,
    "twice": _twice,
    "at": _means("@"),
    "dot": _means("."),
    "mark": lambda unit, bare: [(len(unit), unit[1:-1])],
}
