"""JSON lines: leaves are redacted decoded, and every byte outside an edit stays as it was read."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from redactor.formats.fields import matches, select
from redactor.formats.json_heads import head_of, under_head, wanted_under
from redactor.formats.json_scan import MALFORMED, Found, Scanned, raw_offsets, scan
from redactor.formats.json_units import placeholder
from redactor.formats.lines import UTF8_MARK, WIDE_MARKS, lines, skip_to
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, StreamWriter, Writer, check_edits
from redactor.records import Edit, Leaf, Record
from redactor.scalars import JSON, KEY

#: The leaves of a record may take eight times ``max_record_bytes`` of memory, and always a megabyte.
_LEAF_SHARE = 8
_LEAF_FLOOR = 1 << 20
#: Paths that are remembered to have been held against the chosen fields.
_MOST_JUDGED = 10_000
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?").fullmatch


@dataclass(frozen=True, slots=True)
class _Source:
    """The line as it was read; ``found`` says where in ``text`` the leaves lie."""

    before: bytes
    body: bytes
    end: bytes
    text: str = ""
    found: tuple[Found, ...] = ()


class JsonlFormat(Format):
    """JSON lines."""

    name = "jsonl"
    fields_vary = True
    separable = True
    by_line = True

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return JsonlReader(source, settings, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _JsonlWriter(sink)

    def record_side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        for number, (body, _, _) in enumerate(lines(stream, settings.max_record_bytes)):
            yield SideText(
                "its keys and numbers", keys_and_numbers(body.removeprefix(UTF8_MARK) if body and not number else body)
            )


def keys_and_numbers(body: bytes | None) -> str:
    """Keys and numbers of a JSON line, a line each; nothing for what is not JSON."""
    if not body:
        return ""
    found: list[str] = []

    def keys(pairs: list[tuple[str, Any]]) -> None:
        found.extend(key for key, _ in pairs)

    try:
        json.loads(
            body.decode("utf-8", "surrogateescape"),
            object_pairs_hook=keys,
            parse_int=found.append,
            parse_float=found.append,
        )
    except (ValueError, RecursionError):
        return ""
    return "\n".join(found)


class JsonlReader(Reader):
    """Lines are records from 0. ``absent_fields`` are the chosen fields that no line so far has had, not even as null."""

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._source = source
        self._limit = settings.max_record_bytes
        self._selection = select(settings.fields)
        self._scalars, self._keys = settings.scalars, settings.keys
        self._position = position or {"byte": 0, "line": 0}
        self.absent_fields = tuple(self._position.get("absent", settings.fields))
        self._head: tuple[str, ...] = tuple(self._position.get("head", ()))
        self._judged: set[str] = set()

    def _see(self, paths: Iterable[str]) -> None:
        """Fields of a line are not absent any more."""
        for path in paths:
            if path in self._judged:
                continue
            if len(self._judged) >= _MOST_JUDGED:
                self._judged.clear()
            self._judged.add(path)
            self.absent_fields = tuple(field for field in self.absent_fields if not matches([field], path))

    def _headed(self, first: Scanned) -> Scanned:
        """The ``first`` value, of which nothing is a leaf where it names the columns of all others."""
        self._head = head_of(first.found)
        return Scanned((), (*first.keys, *self._head), first.blanks) if self._head else first

    @property
    def _said(self) -> dict[str, Any]:
        return {"head": self._head} if self._head else {}

    def _leaves(self, found: Iterable[Found]) -> tuple[Leaf, ...]:
        if self._head:
            found = [each._replace(path=under_head(each.path, self._head)) for each in found]
        return tuple([leaf_of(each) for each in found])

    def __iter__(self) -> Iterator[Record]:
        byte, index = self._position["byte"], self._position["line"]
        budget = max(_LEAF_FLOOR, _LEAF_SHARE * self._limit)
        skip_to(self._source, byte)
        for body, end, after in lines(self._source, self._limit, byte):
            before = b""
            if not index and body is not None:
                if body.startswith(WIDE_MARKS):
                    yield Record(0, (), _Source(b"", b"", b"\n"), "unsupported-encoding")
                    return
                if body.startswith(UTF8_MARK):
                    before, body = UTF8_MARK, body[3:]
            text = "" if body is None else body.decode("utf-8", "surrogateescape")
            keys = None if self._keys is None else partial(self._keys, index)
            if body is None:
                scanned: Scanned | str = "too-long"
            elif before and not body.strip():
                scanned = MALFORMED  # a mark that marks nothing
            else:
                scanned = scan(text, self._selection, budget, wanted_under(self._head, self._scalars), keys)
            if self.absent_fields and not isinstance(scanned, str):
                self._see(itertools.chain((each.path for each in scanned.found if not each.key), scanned.blanks))
            if not index and not isinstance(scanned, str):
                scanned = self._headed(scanned)
            position = {"byte": after, "line": index + 1, "absent": self.absent_fields, **self._said}
            if body is None or isinstance(scanned, str):
                yield Record(index, (), _Source(before, b"", end), str(scanned), position)
            else:
                leaves = self._leaves(scanned.found)
                source = _Source(before, body, end, text, scanned.found)
                yield Record(index, leaves, source, None, position, names=scanned.keys)
            index += 1


def leaf_of(found: Found) -> Leaf:
    return Leaf(found.path, found.text, scalar=JSON if found.literal else KEY if found.key else None)


class _JsonlWriter(StreamWriter):
    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        source: _Source = record.source
        body = spliced(source.text, source.found, edits) if any(edits) else source.body
        self._sink.write(b"".join((source.before, body, source.end)))

    def withhold(self, record: Record, reason: str) -> None:
        source: _Source = record.source
        self._sink.write(b"".join((source.before, placeholder(reason), source.end)))


def spliced(text: str, found: Sequence[Found], edits: Sequence[Sequence[Edit]]) -> bytes:
    """The line ``text`` with the edits of each leaf made inside its literal.

    Where a number stood, a number may stand, else a string; where a string stood, a string, unless the edit is ``bare``.
    """
    parts: list[str] = []
    at = 0
    for each, wanted in zip(found, edits, strict=True):
        if each.literal and wanted:
            by = wanted[0].replacement
            parts += (text[at : each.start], by if _NUMBER(by) else f'"{_escaped(by)}"')
            at = each.end
            continue
        if wanted and wanted[0].bare and (wanted[0].start, wanted[0].end) == (0, len(each.text)):
            parts += (text[at : each.start - 1], wanted[0].replacement)
            at = each.end + 1
            continue
        bounds = raw_offsets(text, each, [place for edit in wanted for place in (edit.start, edit.end)])
        for edit, (start, end) in zip(wanted, zip(bounds[::2], bounds[1::2], strict=True), strict=True):
            parts += (text[at:start], _escaped(edit.replacement))
            at = end
    parts.append(text[at:])
    return "".join(parts).encode("utf-8", "surrogateescape")


def _escaped(replacement: str) -> str:
    try:
        replacement.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate can stand in JSON as an escape only.
        return json.dumps(replacement)[1:-1]
    return json.dumps(replacement, ensure_ascii=False)[1:-1]
