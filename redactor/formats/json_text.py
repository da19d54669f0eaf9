"""JSON files: one value or many, on one line or on a million; items of a list are records, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from redactor.formats.encodings import is_foreign
from redactor.formats.fields import NOTHING, ROOT, AnyItem, Selection, parse, shape
from redactor.formats.json_heads import wanted_under
from redactor.formats.json_scan import MALFORMED, Found, Scanned, scan
from redactor.formats.json_units import Unit, Units, placeholder
from redactor.formats.jsonl import JsonlReader, keys_and_numbers, spliced
from redactor.formats.lines import UTF8_MARK, WIDE_MARKS, skip_to
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, StreamWriter, Writer, check_edits
from redactor.records import Edit, Record

_LEAF_SHARE, _LEAF_FLOOR = 8, 1 << 20
_HEAD_BYTES = 4096
_WIDE = "unsupported-encoding"


@dataclass(frozen=True, slots=True)
class _Source:
    unit: Unit
    text: str = ""
    found: tuple[Found, ...] = ()


class JsonFormat(Format):
    """JSON."""

    name = "json"
    fields_vary = True
    separable = True

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return _JsonReader(source, settings, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _JsonWriter(sink)

    def record_side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        for unit in Units(stream, settings.max_record_bytes):
            yield SideText("its keys and numbers", keys_and_numbers(_wrapped(unit).encode("utf-8", "surrogateescape")))


def _wrapped(unit: Unit) -> str:
    """A unit as a JSON text of its own: a member stands in braces, and of a cut value only the brackets are there."""
    body = unit.body.decode("utf-8", "surrogateescape")
    if unit.opens:
        body += "]" if body.endswith("[") else "}"
    return "{" + body + "}" if unit.member else body


class _JsonReader(JsonlReader):
    """Items of a list that is all of a text are records, else each value is one; of a very large one each item or member.
    ``absent_fields`` are the chosen fields that no record so far has had, not even as null."""

    def __iter__(self) -> Iterator[Record]:
        place = self._position
        index, budget = place["line"], max(_LEAF_FLOOR, _LEAF_SHARE * self._limit)
        skip_to(self._source, place["byte"])
        units = Units(self._source, self._limit, place["byte"], [list(one) for one in place.get("open", ())])
        for unit in units:
            wide = is_foreign(unit.body[:_HEAD_BYTES])
            whole = not index and (wide or (unit.before + unit.body).startswith(WIDE_MARKS))
            if whole:
                unit = Unit(b"", b"", problem=_WIDE)
            elif wide:  # a later one alone
                unit = unit._replace(problem=unit.problem or _WIDE)
            text = "" if unit.problem else _wrapped(unit)
            keys = None if self._keys is None else partial(self._keys, index)
            if unit.problem:
                scanned: Scanned | str = unit.problem
            elif not unit.body and unit.before.strip() == UTF8_MARK:
                scanned = MALFORMED  # a mark that marks nothing
            else:
                scanned = scan(text, _below(self._selection, unit.path), budget, self._scalars_at(unit.path), keys)
            position = {**(unit.position or {}), "line": index + 1, **self._said}
            if isinstance(scanned, str):
                broken = unit._replace(problem=unit.problem or scanned)
                yield Record(index, (), _Source(broken), scanned, position | {"absent": self.absent_fields})
                if whole:
                    return
            else:
                found = [each._replace(path=_under(unit.path, each.path)) for each in scanned.found]
                if self.absent_fields:
                    self._see(each.path for each in found if not each.key)
                    self._see(_under(unit.path, blank) for blank in scanned.blanks)
                if not index and not unit.member:
                    scanned = self._headed(scanned)
                    found = found if scanned.found else []
                leaves = self._leaves(found)
                position |= {"absent": self.absent_fields, **self._said}
                yield Record(index, leaves, _Source(unit, text, scanned.found), None, position, names=scanned.keys)
            index += 1

    def _scalars_at(self, path: str) -> Any:
        wanted = wanted_under(self._head, self._scalars)
        if not path or wanted is None:
            return wanted
        return lambda inner, countable: wanted(shape(_under(path, inner)), countable)


def _under(outer: str, inner: str) -> str:
    if not outer:
        return inner
    if inner == ROOT:
        return outer
    return outer + inner if inner[:1] in "[{" else f"{outer}.{inner}"


def _below(selection: Selection, path: str) -> Selection:
    """What of the chosen fields is still wanted below ``path``."""
    if selection.everything or not path:
        return selection
    for step in parse(path):
        if isinstance(step, str):
            selection = selection.key(step)
        elif isinstance(step, int):
            selection = selection.item(step)
        elif isinstance(step, AnyItem):
            selection = NOTHING
    return selection


class _JsonWriter(StreamWriter):
    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        source: _Source = record.source
        body = source.unit.body
        if any(edits):
            body = spliced(source.text, source.found, edits)
            body = body[1:-1] if source.unit.member else body
            body = body[:-1] if source.unit.opens else body
        self._sink.write(source.unit.before + body + source.unit.after)

    def withhold(self, record: Record, reason: str) -> None:
        unit: Unit = record.source.unit
        if not unit.body and unit.problem is None:  # nothing but structure
            self._sink.write(unit.before)
            return
        body = placeholder(reason)
        if unit.opens:
            body = b'"_redactor": ' + unit.body[-1:]
        elif unit.member:
            body = body[1:-1]
        self._sink.write(unit.before + body + unit.after)
