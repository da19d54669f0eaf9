"""Texts and how they are spelled in a message: folded lines, encoded words (RFC 2047), percent signs (RFC 2231), blocks that
go. Edits of the text become edits of the spelling, and all else stays as it was read."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from redactor.formats.mail.charsets import codec, decoded, encoded, fitted

#: An encoded word has 75 characters at most.
_LONGEST_WORD = 75
_WORD = r"=\?([^\s?*]+)(?:\*[^\s?]*)?\?([bBqQ])\?([^?\r\n]*)\?="
#: Encoded words with nothing but white space between them are one text; a letter may be cut in two by them.
_WORDS = re.compile(rf"{_WORD}(?:[ \t]*(?:\r?\n[ \t]+)?=\?[^\s?]+\?[bBqQ]\?[^?\r\n]*\?=)*")
_ONE_WORD = re.compile(_WORD)
_SPECIAL = re.compile(r"(?P<fold>\r?\n[ \t]+)|(?P<words>=\?[^\s?]+\?[bBqQ]\?)")


class Run(NamedTuple):
    """``raw[start:end]`` says ``said``. ``kind`` is ``plain`` (itself), ``fold`` (a blank), ``q``, ``b`` or ``percent`` (spelled
    in ``charset``), or ``gone``: it does not stay, and ``said`` stands for it. What lies between two runs says nothing."""

    start: int
    end: int
    decoded: str
    kind: str = "plain"
    charset: str = ""


#: ``text[start:end]`` is to become the third.
Change = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A raw text and what it says."""

    raw: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join([run.decoded for run in self.runs])

    @property
    def outline(self) -> str:
        """``text`` with a letter for each character that is spelled otherwise: no comma in it parts anything."""
        return "".join([run.decoded if run.kind in ("plain", "fold") else "x" * len(run.decoded) for run in self.runs])

    def edited(self, changes: Sequence[Change], eol: str = "\n") -> str:
        """The raw text after ``changes`` (sorted, disjoint) of what it says; a replacement goes into the first run it touches."""
        parts: list[str] = []
        raw_at, at, todo = 0, 0, list(reversed(changes))
        for run in self.runs:
            parts.append(self.raw[raw_at : run.start])
            size, own = len(run.decoded), list[Change]()
            while todo and (todo[-1][0] < at + size or (todo[-1][0] == at + size and run is self.runs[-1])):
                start, end, replacement = todo[-1]
                own.append((max(0, start - at), min(size, end - at), replacement if start >= at else ""))
                if end > at + size:
                    break
                todo.pop()
            parts.append(self._run(run, own, eol) if own or run.kind == "gone" else self.raw[run.start : run.end])
            raw_at, at = run.end, at + size
        parts.append(self.raw[raw_at:])
        return "".join(parts)

    def _run(self, run: Run, changes: Sequence[Change], eol: str) -> str:
        parts, at = list[str](), 0
        for start, end, new in changes:
            parts += (run.decoded[at:start], new)
            at = end
        text = "".join((*parts, run.decoded[at:]))
        if run.kind in ("q", "b"):
            return words(text, run.kind, run.charset, eol)
        if run.kind == "percent":
            return quote_from_bytes(encoded(text, run.charset), safe="")
        return text


def header(raw: str) -> Spelled:
    """A header's value."""
    runs: list[Run] = []
    at = 0
    while (match := _SPECIAL.search(raw, at)) is not None:
        end, found = match.end(), list[Run]()
        if match["words"]:
            all_words = _WORDS.match(raw, match.start())
            found = list(_read_words(all_words)) if all_words else []
            end = all_words.end() if all_words and found else match.end()
        else:
            found = [Run(match.start(), end, " ", "fold")]
        if found and at < match.start():
            runs.append(Run(at, match.start(), raw[at : match.start()]))
        elif not found:
            runs.append(Run(at, end, raw[at:end]))
        runs += found
        at = end
    if at < len(raw):
        runs.append(Run(at, len(raw), raw[at:]))
    return Spelled(raw, tuple(runs))


def _read_words(match: re.Match[str]) -> Iterator[Run]:
    """The runs of encoded words that follow on each other; none if one of them cannot be read: then they are text as they stand."""
    groups: list[tuple[int, int, str, str, bytes]] = []
    for word in _ONE_WORD.finditer(match.string, match.start(), match.end()):
        charset, kind, data = word[1].lower(), word[2].lower(), _bytes(word[2], word[3])
        if data is None or codec(charset) is None:
            return
        if groups and groups[-1][2] == charset:
            start, _, _, kind, before = groups.pop()
            groups.append((start, word.end(), charset, kind, before + data))
        else:
            groups.append((word.start(), word.end(), charset, kind, data))
    texts = [decoded(data, codec(charset) or "utf-8") for _, _, charset, _, data in groups]
    if None not in texts:
        for (start, end, charset, kind, _), text in zip(groups, texts, strict=True):
            yield Run(start, end, text or "", kind, charset)


def _bytes(kind: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "surrogateescape")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    raw = raw.replace(b" ", b"").rstrip(b"=")
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except binascii.Error:
        return None


def words(text: str, kind: str, charset: str, eol: str) -> str:
    """``text`` in encoded words, each short enough; in UTF-8 where ``charset`` lacks a letter.

    >>> words("Jürgen [PERSON]", "q", "utf-8", "\\n")
    '=?utf-8?q?J=C3=BCrgen_=5BPERSON=5D?='
    """
    name = codec(charset) or "utf-8"
    if fitted(text, name) != text:
        charset = name = "utf-8"
    head, most = f"=?{charset}?{kind}?", _LONGEST_WORD - len(charset) - 7
    parts, part, size = [list[str]()], list[str](), 0
    for char in text:
        data = encoded(char, name)
        width = len(data) * 4 // 3 + 1 if kind == "b" else len(_q(data))
        if size + width > most and part:
            parts.append(part := [])
            size = 0
        elif not part:
            parts[-1] = part
        part.append(char)
        size += width
    spelled = [encoded("".join(one), name) for one in parts]
    shown = [base64.b64encode(data).decode() if kind == "b" else _q(data) for data in spelled]
    return f"{eol} ".join(f"{head}{one}?=" for one in shown)


def _q(data: bytes) -> str:
    return "".join(
        chr(byte) if byte < 0x7F and chr(byte).isalnum() else "_" if byte == 0x20 else f"={byte:02X}" for byte in data
    )


def percent(raw: str, start: int, end: int, charset: str) -> Run:
    """A value in percent signs; one that cannot be read is text as it stands."""
    text = decoded(unquote_to_bytes(raw[start:end].encode("utf-8", "surrogateescape")), charset)
    return Run(start, end, raw[start:end]) if text is None else Run(start, end, text, "percent", charset)


def harmless(text: str) -> str:
    """``text`` as it can stand inside quotes, angles and brackets: nothing in it ends them, or the line."""
    return text.translate(_HARMLESS)


_HARMLESS = {ord('"'): "'", ord("\\"): "/", ord("\r"): " ", ord("\n"): " ", ord("<"): "[", ord(">"): "]"}
