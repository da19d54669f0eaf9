# ruff: noqa: E501 - an expression can be copied whole
"""YAML: what is read by its indentation, in quotes, brackets and blocks. Scalars without quotes get them where something is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from redactor.formats.csv_head import is_head
from redactor.formats.fields import ROOT, with_index, with_key
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import (
    BACKSLASH_FOLDED,
    backslash,
    backslashed,
    fold,
    number_or_quoted,
    read,
    scalar_of,
)
from redactor.formats.placed.flow import Flow
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MAY, MUST, NO, State, Unit, Value, behind, line_end, one_line, piece, plain
from redactor.formats.raw_pieces import Piece, Pieces, kept
from redactor.records import WITHHELD_TEXT

#: Lists and mappings lie in each other so deep as far as paths go.
_DEEPEST = 100
_SPACE, _BLANKS = re.compile(r"\s*"), re.compile(r"[ \t]*")
_DOCUMENT = re.compile(r"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)[ \t]*")
_FIRST_ITEM = re.compile(r"(?:---)?(?:[ \t]*\r?\n)*([ ]*)-[ ]")
_INDICATOR = re.compile(r"([-?:])(?=[ \t\r\n]|\Z)[ \t]*")
_PROPERTY = r"(?:!<[^>\s]*>|[&!][^\s,\[\]{}]*)"
_PROPERTIES = rf"(?:{_PROPERTY}[ \t]+)*"
_KEY = re.compile(rf"""{_PROPERTIES}(?:"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"|'((?:[^'\n]++|'')*+)'|\*[^\s,\[\]{{}}]+|(?=:)|((?:[^\s#&*!|>'"%@`\[\]{{}},?:-]|[?:-](?=\S))(?:[^:#\n]|:(?=\S)|(?<=\S)\#){{0,1000}}?))[ \t]*:(?=[ \t\r\n]|\Z)[ \t]*""")  # fmt: skip
_FLOW_KEY = re.compile(r"""(?:"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t]*:|'((?:[^']++|'')*+)'[ \t]*:|([^\s#&*!|>'"%@`\[\]{},:][^#:\n,\[\]{}"']{0,1000}?)[ \t]*:(?=[\s,\[\]{}]))[ \t]*""")  # fmt: skip
_SKIPPED = re.compile(rf"(?:(?:{_PROPERTY}|\*[^\s,\[\]{{}}]*)[ \t]*)*")
#: Words and no more: no value behind a colon, no comment.
_WORDS = re.compile(r"[^\W\d_][\w .-]*").fullmatch
#: Behind a key that is a list or mapping, or on its own line.
_COLON = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)[ \t]*")
_BLOCK = re.compile(r"[|>](?:[-+]?([1-9])?[-+]?)[ \t]*(?:#([^\n]*))?\r?(?:\n|\Z)")
_DOUBLE = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_SINGLE = re.compile(r"'([^']*+(?:''[^']*+)*+)'")
_APOSTROPHE = re.compile(r"'(')|[ \t]*\r?\n[ \t\r\n]*")
#: The rest of a word without quotes on its line.
_PLAIN = re.compile(r"(?:[^\s#]++|(?<=\S)#)*+(?:[ \t]++(?:[^\s#]++|(?<=\S)#)++)*+")
_FLOW_WORD = r"(?:[^\s,\[\]{}#:]++|:(?![\s,\[\]{}])|(?<=\S)#)++"
_FLOW_PLAIN = re.compile(rf"{_FLOW_WORD}(?:[ \t]++{_FLOW_WORD})*+|.")
_FOLDED = re.compile(rf"[ \t]*\r?\n\s*(?={_FLOW_WORD})")
#: Signs of a list or mapping: ``:`` behind a key that was no word, ``?`` before a key.
_FLOW_SIGN = re.compile(r":(?=[\s,\[\]{}]|(?<=[\"'\]}]:))|\?(?=\s)")


def _apostrophes(decoded: str) -> str:
    return one_line(decoded).replace("'", "''")


_NUMBER = number_or_quoted("'", _apostrophes)


def _quoted(text: str, at: int, path: str) -> tuple[int, tuple[Value, ...]] | None:
    found = (_DOUBLE if text[at] == '"' else _SINGLE).match(text, at)
    if found is None:
        return None
    start, end = found.span(1)
    if text[at] == '"':
        inlay = Inlay(path or ROOT, read(text, start, end, BACKSLASH_FOLDED, backslash), backslashed)
    else:
        pieces = read(text, start, end, _APOSTROPHE, lambda match: match[1] or fold(match))
        inlay = Inlay(path or ROOT, pieces, _apostrophes)
    return found.end(), (Value(inlay),)


def _bare(path: str, lines: Pieces) -> tuple[Value, ...]:
    """A scalar without quotes, on one line or more."""
    pieces = lines.kept()
    scalar, countable, nothing = scalar_of(lines.text) if len(pieces) == 1 else (None, True, False)
    if nothing:
        return ()
    if scalar is not None:
        return (Value(Inlay(path or ROOT, pieces, whole=_NUMBER, scalar=scalar), countable=countable),)
    return (Value(Inlay(path or ROOT, pieces, _apostrophes, quote="'")),)


def _in_flow(text: str, at: int, path: str) -> tuple[int, tuple[Value, ...]] | None:
    if text[at] in "\"'":
        return _quoted(text, at, path)
    skipped = _FLOW_SIGN.match(text, at) or _SKIPPED.match(text, at)
    if skipped and skipped.end() > at:
        return skipped.end(), ()
    lines = Pieces((piece(text, at, max(at + 1, _after(_FLOW_PLAIN, text, at))),))
    while fold := _FOLDED.match(text, lines.end):
        start = fold.end()
        lines.append(Piece(lines.end, start, " "), piece(text, start, _after(_FLOW_PLAIN, text, start)))
    return lines.end, _bare(path, lines)


_FLOW = Flow(_FLOW_KEY, _in_flow)


class YamlFormat(PlacedFormat):
    """YAML. The state is what is open: for each mapping and list its column, kind, path, number of items, and the path of the
    value that comes next."""

    name = "yaml"
    placeholders = re.compile(rf'(?<!---\n)(?:# {re.escape(WITHHELD_TEXT)}| *- "{re.escape(WITHHELD_TEXT)}":?)\n')

    def withheld(self, raw: str) -> str | None:
        start = "---\n" if raw.startswith("---") else ""
        item = _FIRST_ITEM.match(raw)
        return start + (f'{item[1]}- "{WITHHELD_TEXT}"\n' if item else f"# {WITHHELD_TEXT}\n")

    def placeholder(self, raw: str, before: State, after: State) -> str:
        item = _FIRST_ITEM.match(raw)
        if item and _KEY.match(raw, item.end()):  # others of the same item may follow
            return f'{item[0]}"{WITHHELD_TEXT}":\n'
        return str(self.withheld(raw))

    def reopened(self, before: State, after: State) -> str:
        before, after = before or [], after or []
        same = next(
            (number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before)
        )
        lines = (" " * column + ("-" if kind == "item" else f'"{WITHHELD_TEXT}":') for column, kind, *_ in after[same:])
        return "".join(f"{line}\n" for line in lines)

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        end = line_end(text, at)
        if not final and text[end - 1] != "\n":
            return None
        stack: list[Any] = state or []
        start = _after(_BLANKS, text, at)
        if start >= end or text[start] in "\r\n":
            return Unit(end, state=stack)
        opens = MAY if start == at else NO
        if text[start] == "#":
            return Unit(end, behind(text, start, end), opens, stack)
        if document := _DOCUMENT.match(text, at, end):
            stack, start, opens = [], document.end(), MUST if text[at] == "-" else NO
        elif text[at] == "%":
            return Unit(end, state=stack)
        while (found := _INDICATOR.match(text, start, end)) and len(stack) < _DEEPEST:
            if found[1] == "-":
                stack = _item(stack, start - at)
                opens = MUST if len(stack) == 1 and opens else opens
            elif found[1] == "?":
                # Such a key is looked at as a text, unless it is a word of headers, which calls the value behind the colon.
                word = text[found.end() : end].strip()
                called = _WORDS(word) is not None and is_head(word)
                stack = _member(stack, start - at, word if called else "?")
                if called:
                    return Unit(end, (), opens, stack)
            start = found.end()
        if key := _KEY.match(text, start, end):
            name = next((one for one in key.groups() if one is not None), "")
            stack = _member(stack, start - at, name)
            start = key.end()
        start = _after(_SKIPPED, text, start)
        path, depth = (stack[-1][4], stack[-1][0]) if stack else ("", -1)
        found_value = self._value(text, start, end, path, depth, final, most)
        if found_value is None:
            return None
        end, values = found_value
        return Unit(end, values, opens, stack)

    def _value(
        self, text: str, at: int, end: int, path: str, depth: int, final: bool, most: int
    ) -> tuple[int, tuple[Value, ...]] | None:
        """What stands at ``at``, and the end of the line in which it ends; what it holds stands further right than ``depth``."""
        sign = text[at : at + 1]
        if at >= end or sign in "\r\n#":
            return end, behind(text, at, end)
        if block := _BLOCK.match(text, at, end):
            return _block(text, end, path, depth, block, final)
        if sign in "\"'[{":
            found = _FLOW.read(text, at, path, most) if sign in "[{" else _quoted(text, at, path)
            if found is None:
                return None
            stop = line_end(text, found[0])
            if not final and text[stop - 1] != "\n":
                return None
            if colon := _COLON.match(text, found[0]):  # it was a key
                value = self._value(text, colon.end(), stop, path, depth, final, most)
                return value and (value[0], (*found[1], *value[1]))
            return stop, (*found[1], *behind(text, found[0], stop))
        lines = Pieces((piece(text, at, _after(_PLAIN, text, at)),))
        while not text[lines.end : end].strip():
            following = _after(_SPACE, text, end)
            if following == len(text):
                if not final:
                    return None
                break
            stop = line_end(text, following)
            if not final and text[stop - 1] != "\n":
                return None
            begin = text.rfind("\n", 0, following) + 1
            if following - begin <= depth or text[following] == "#" or _KEY.match(text, following):
                break
            if following == begin and _DOCUMENT.match(text, begin):
                break
            end = stop
            lines.append(Piece(lines.end, following, " "), piece(text, following, _after(_PLAIN, text, following)))
        return end, (*_bare(path, lines), *behind(text, lines.end, end))


def _block(
    text: str, at: int, path: str, depth: int, head: re.Match[str], final: bool
) -> tuple[int, tuple[Value, ...]] | None:
    """A scalar of whole lines (from ``at`` on) that stand further right than ``depth``."""
    comment = plain(text, head.start(2), head.end(2), "comment") if head[2] else ()
    first = _after(_SPACE, text, at)
    if first == len(text) and not final:
        return None
    column = first - (text.rfind("\n", 0, first) + 1)
    column = max(depth, 0) + int(head[1]) if head[1] else column
    begin, last = at, at
    while column > depth and at < len(text):
        end = line_end(text, at)
        start = _after(_BLANKS, text, at)
        if start == len(text) and not final:
            return None
        blank = text[start : start + 1] in ("\r", "\n", "")
        if not blank and (start - at < column or (not column and _DOCUMENT.match(text, at))):
            break
        if not final and text[end - 1] != "\n":
            return None
        last = last if blank else end
        at = end
    if at == len(text) and not final:
        return None
    pieces = kept(_lines(text, begin, last, column))
    return at, (*comment, *((Value(Inlay(path or ROOT, pieces, one_line)),) if pieces else ()))


def _lines(text: str, at: int, last: int, column: int) -> Iterator[Piece]:
    """The lines of a block, without blank ones before the first and behind the last, which ends at ``last``."""
    some = False
    while at < last:
        end = line_end(text, at)
        close = at + len(text[at:end].rstrip("\r\n"))
        start = _after(_BLANKS, text, at)
        if text[start : start + 1] not in ("\r", "\n", ""):
            some = True
            yield Piece(at + column, close, text[at + column : close])
        if some and close < end < last:
            yield Piece(close, end, "\n")
        at = end


def _item(stack: list[Any], column: int) -> list[Any]:
    """What is open at an item of a list. Items of a list that is all of a document are named as lines of JSON are."""
    kept = [one for one in stack if one[0] <= column]
    if kept and kept[-1][:2] == [column, "item"]:
        _, _, path, number, _ = kept.pop()
        number += 1
    else:
        path, number = (kept[-1][4], 0) if kept else ("", 0)
    return [*kept[:_DEEPEST], [column, "item", path, number, with_index(path, number) if kept else ""]]


def _member(stack: list[Any], column: int, name: str) -> list[Any]:
    """What is open at a key of a mapping. A list may stand in the column of the key that it belongs to."""
    kept = [one for one in stack if one[0] <= column]
    if len(kept) > 1 and kept[-1][:2] == [column, "item"]:
        kept.pop()
    same = bool(kept) and kept[-1][:2] == [column, "key"]
    path = kept.pop()[2] if same else kept[-1][4] if kept else ""
    return [*kept[:_DEEPEST], [column, "key", path, 0, with_key(path, name)]]


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
