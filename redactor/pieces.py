"""Cut a long text into pieces at places that depend on the text alone, never on read buffers."""

from __future__ import annotations

import re

#: A piece ends at the first paragraph break after MIN_CHARS, and never holds more than MAX_CHARS.
MIN_CHARS = 2_048
MAX_CHARS = 8_192
#: Context that detectors see around a piece's core, in characters.
CONTEXT_CHARS = 1_024

_PARAGRAPH = re.compile(r"\n[ \t\r>]*\n")
_CUTS = (
    re.compile(r"[.!?:;]['\")\]]*[ \t]*\r?\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?]['\")\]]*\s"),
    re.compile(r"\s"),
)


def cut(text: str, start: int = 0, *, final: bool) -> int | None:
    """Where the piece that begins at ``start`` ends, or None when more text is needed to know.

    The answer is a function of ``text[start:start + MAX_CHARS]`` alone: a paragraph break if there is
    one, else the last line end after a sentence, line end, sentence end or white space in the second
    half of the reach, else the reach itself. ``final`` says that no text follows.

    >>> cut("short", final=True)
    5
    """
    reach = start + MAX_CHARS
    paragraph = _PARAGRAPH.search(text, min(start + MIN_CHARS, len(text)), min(reach, len(text)))
    if paragraph:
        return paragraph.end()
    if len(text) < reach:
        return len(text) if final and len(text) > start else None
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(text, start + MAX_CHARS // 2, reach)]
        if ends:
            return ends[-1]
    return reach
