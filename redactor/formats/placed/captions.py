"""Captions: ``.srt`` and ``.vtt``. What is said is one text through the cues, so that a name may cross two; times stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactor.formats.inlaid import Inlay
from redactor.formats.markup_tokens import escaped, pieces
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MAY, State, Unit, Value, Values, line_end, one_line, plain
from redactor.formats.raw_pieces import Piece, Pieces
from redactor.records import WITHHELD_TEXT

_TIMES = re.compile(r"[ \t]*[0-9:.,]+[ \t]*-->[ \t]*[0-9:.,]+")
#: Who speaks, and tags that captions have, with nothing in them but classes, a language, or how letters look (W3C WebVTT 4.2.2;
#: SubRip's fonts); anything else between such signs is said.
_TAG = re.compile(
    r"<(?:v[^<>\s]*[ \t]++([^<>\n]+)|/?(?:(?:b|i|u|s|c|v|lang|ruby|rt)(?:\.[\w-]+)*|lang[ \t]+[a-z]{2,3}(?:-[a-z0-9]{2,8})*"
    r"|font(?:[ \t]+(?:color|size|face)=(?:\"[#\w ,-]*\"|'[#\w ,-]*'|[#\w-]+))*)[ \t]*/?|[0-9:.]+)>|\{\\[^{}\n]*\}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\ufeff?(?:WEBVTT|NOTE|STYLE|REGION)(?=\s|\Z)[ \t]*(?:-[ \t]*)?")
_NUMBER = re.compile(r"\s*[0-9]*\s*").fullmatch


class CaptionsFormat(PlacedFormat):
    """SubRip and WebVTT."""

    name = "captions"
    placeholders = re.compile(
        rf"(?:[0-9]+\n)?{_TIMES.pattern}\n{re.escape(WITHHELD_TEXT)}\n\n|WEBVTT {re.escape(WITHHELD_TEXT)}\n\n"
    )

    def withheld(self, raw: str) -> str | None:
        return None if raw else f"{WITHHELD_TEXT}\n"

    def placeholder(self, raw: str, before: State, after: State) -> str:
        if raw.startswith("WEBVTT"):
            return f"WEBVTT {WITHHELD_TEXT}\n\n"
        times = _TIMES.search(raw)
        return f"0\n{times[0].strip()}\n{WITHHELD_TEXT}\n\n" if times else f"{WITHHELD_TEXT}\n"

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        values = Values(most)
        times = shown = False
        end = at
        while end < len(text):
            start, end = end, line_end(text, end)
            if not final and text[end - 1] != "\n":
                return None
            if not text[start:end].strip():
                if shown:
                    return Unit(end, values.kept, MAY)
                continue
            shown = True
            if not times and _TIMES.match(text, start, end):
                # A name of the cue stands before, or the file's head.
                head = _WORD.match(text, at, start)
                values = Values(most)
                if not _NUMBER(text[at:start]):
                    values.take(plain(text, head.end() if head else at, start, "cue"))
                times = True
            elif times:
                # The next cue may follow without a blank line, with its number or without.
                following = line_end(text, end) if _NUMBER(text[start:end]) else end
                if not final and text[following - 1] != "\n":
                    return None
                if _TIMES.match(text, end if following > end else start, following):
                    return Unit(start, values.kept, MAY)
                values.take(_said(text, start, start + len(text[start:end].rstrip("\r\n"))))
            else:
                word = _WORD.match(text, start, end)
                values.take(plain(text, word.end() if word else start, end, "comment"))
        return Unit(end, values.kept, MAY) if final else None


def _said(text: str, start: int, end: int) -> Iterator[Value]:
    """A line of what is said, without its tags, and who says it."""
    found = Pieces()
    at = start
    for tag in _TAG.finditer(text, start, end):
        found.extend(pieces(text, at, tag.start(), 0, xml=True))
        if tag[1]:
            speaker = Piece(*tag.span(1), tag[1])
            yield Value(Inlay("speaker.full_name", (speaker,), _in_tag))
        at = tag.end()
    found.extend(pieces(text, at, end, 0, xml=True))
    if any(one.decoded for one in found):
        yield Value(Inlay("text", found.kept(), _escaped, blank="<i></i>"), joins=True)


def _in_tag(decoded: str) -> str:
    return one_line(decoded).replace("<", "(").replace(">", ")")


def _escaped(decoded: str) -> str:
    return escaped(one_line(decoded), "utf-8") if "<" in decoded or "&" in decoded else one_line(decoded)
