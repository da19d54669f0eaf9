"""The units of a scanner gathered into records, each with its values as leaves, in bounded memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from redactor.formats.encodings import is_foreign
from redactor.formats.fields import matches, shape
from redactor.formats.inlaid import TOO_COMPLEX, TOO_LONG, WIDE, Inlay, encoded, laid, refused
from redactor.formats.lines import CHUNK_BYTES, first_bytes, marked_encoding, reader_of, skip_to
from redactor.formats.placed.record_draft import RecordDraft
from redactor.formats.placed.units import MAY, MUST, NO, Scanner, State, Unit, line_end, plain
from redactor.formats.protocol import FormatSettings, Reader
from redactor.formats.raw_pieces import MOST_WEIGHT
from redactor.records import Record

#: A record has so many units before another may begin, and at most.
_LEAST, _MOST = 400, 4_000
#: So many values of a file may never end before each of its lines is looked at as it stands.
_MOST_BROKEN = 100
_BROKEN = "broken-encoding"
#: So many characters tell how a line that is too long begins, and how it ends.
_GLIMPSE = 200


class UnitReader(Reader):
    """Reads on as far as the scanner needs to see, and begins a new record where units allow it."""

    def __init__(
        self, source: BinaryIO, settings: FormatSettings, position: Mapping[str, Any] | None, scanner: Scanner
    ) -> None:
        self._source, self._settings, self._scanner = source, settings, scanner
        self._most = settings.most_leaves
        place = position or {}
        self.absent_fields = tuple(place.get("absent", settings.fields))
        self._byte, self._index = place.get("byte", 0), place.get("record", 0)
        self._encoding: str = place.get("encoding", "")
        self._state: State = place.get("state")
        self._broken: int = place.get("broken", 0)
        self._text, self._at, self._ended, self._draft = "", 0, False, RecordDraft(0, self._state)

    def __iter__(self) -> Iterator[Record]:
        skip_to(self._source, self._byte)
        try:
            yield from self._records()
        except UnicodeError:
            yield refused(self._index, _BROKEN, self._scanner.placeholder("", None, None))

    def _records(self) -> Iterator[Record]:
        head = b""
        if not self._encoding:
            head = first_bytes(self._source, 4)
            self._encoding = marked_encoding(head)
        errors = "surrogateescape" if self._encoding == "utf-8" else "strict"
        self._decoder = codecs.getincrementaldecoder(self._encoding)(errors)
        self._text = self._decoder.decode(head)
        self._at = int(self._text.startswith("\ufeff"))
        while self._at < len(self._text) or self._more():
            unit = self._unit()
            if unit is not None and unit.weight > self._most:
                placeholder = self._scanner.placeholder(self._text[self._at : unit.end], self._state, unit.state)
                unit = Unit(unit.end, state=unit.state, problem=TOO_COMPLEX, withheld=placeholder)
            if unit is None or unit.problem or (self._draft.units and self._opens(unit)):
                yield from self._made(inside=unit is None or unit.opens == NO)
            if unit is None:
                raw, before = self._skip_line(), self._state
                self._state = self._scanner.broken(raw, before)
                self._draft.state = self._state
                yield self._refused(TOO_LONG, self._scanner.placeholder(raw, before, self._state))
            elif unit.problem:
                self._state = unit.state
                self._pass(unit.end)
                yield self._refused(unit.problem, unit.withheld)
            else:
                self._draft.take(self._text, self._at, unit, self._wanted)
                self._broken += unit.broken
                self._at, self._state = unit.end, unit.state
        yield from self._made(inside=False)

    def _opens(self, unit: Unit) -> bool:
        # Values count as the heaviest: how many pieces one is in changes with its mask, and an output is cut where its input was.
        units, size = self._draft.units, unit.end - self._draft.start
        return (
            unit.opens == MUST
            or self._draft.alone
            or (unit.opens == MAY and units >= _LEAST)
            or units >= _MOST
            or MOST_WEIGHT * (self._draft.values + len(unit.values)) > self._most
            or size > self._settings.max_record_bytes
        )

    def _unit(self) -> Unit | None:
        """The next unit, of a text that is made longer as need be; None where not even its first line can be held."""
        while True:
            at = self._at
            whole = self._broken >= _MOST_BROKEN
            unit = None if whole else self._scanner.scan(self._text, at, self._ended, self._state, self._most)
            if unit is not None and unit.end - at <= self._settings.max_record_bytes:
                if self._scanner.placeholders.fullmatch(self._text, at, unit.end):
                    return unit._replace(opens=MUST, alone=True)
                return unit
            long = len(self._text) - at > self._settings.max_record_bytes
            if whole or long or self._ended:
                # A value that never ends: its first line is looked at as it stands, and the rest is read from there.
                end = line_end(self._text, at)
                if end - at > self._settings.max_record_bytes:
                    return None
                if self._ended or self._text[end - 1] == "\n":
                    state = self._scanner.broken(self._text[at:end], self._state)
                    return Unit(end, plain(self._text, at, end), state=state, broken=not whole)
            self._more()

    def _more(self) -> bool:
        """Read on; False at the end."""
        start = self._draft.start
        left = self._text[start:]
        self._at, self._draft.start = self._at - start, 0
        chunk = reader_of(self._source)(max(CHUNK_BYTES, len(left) // 2))
        self._ended = not chunk
        self._text = left + self._decoder.decode(chunk, final=not chunk)
        return self._at < len(self._text) or (not self._ended and self._more())

    def _skip_line(self) -> str:
        """Pass over the line at hand, and give how it begins and ends."""
        begin, last = self._text[self._at : self._at + _GLIMPSE], ""
        while True:
            end = line_end(self._text, self._at)
            last = (last + self._text[self._at : end])[-_GLIMPSE:]
            whole = end < len(self._text) or self._text[-1:] == "\n"
            self._pass(end)
            if whole or not self._more():
                return begin + last

    def _pass(self, end: int) -> None:
        """Go on at ``end`` without what lies before it."""
        self._byte += len(encoded(self._text[self._at : end], self._encoding))
        self._at = end
        self._draft = RecordDraft(end, self._state)

    def _wanted(self, inlay: Inlay, countable: bool) -> bool:
        fields = self._settings.fields
        if fields:
            if not matches(fields, inlay.field):
                return False
            self.absent_fields = tuple(one for one in self.absent_fields if not matches([one], inlay.field))
        scalars = self._settings.scalars
        return inlay.scalar is None or (scalars is not None and scalars(shape(inlay.field), countable))

    def _made(self, *, inside: bool) -> Iterator[Record]:
        """The record at hand, if there is one. ``inside``: what follows does not begin anything."""
        draft = self._draft
        draft.join()
        raw = self._text[draft.start : self._at]
        self._draft = RecordDraft(self._at, self._state)
        if not raw:
            return
        data = encoded(raw, self._encoding)
        self._byte += len(data)
        withheld, foreign = self._scanner.withheld(raw), self._encoding == "utf-8" and is_foreign(data)
        if withheld is None and (draft.names or foreign):
            withheld = self._scanner.placeholder(raw, draft.state, self._state)
        elif withheld is not None and inside:
            withheld += self._scanner.reopened(draft.state, self._state)
        if foreign:
            yield self._refused(WIDE, withheld or "")
            return
        yield laid(
            self._index,
            raw,
            draft.inlays,
            self._position(),
            withheld=withheld,
            encoding=self._encoding,
            names=draft.names,
        )
        self._index += 1

    def _refused(self, problem: str, withheld: str) -> Record:
        record = refused(self._index, problem, withheld, self._position(), self._encoding)
        self._index += 1
        return record

    def _position(self) -> dict[str, Any]:
        return {
            "byte": self._byte, "record": self._index + 1, "encoding": self._encoding, "state": self._state,
            "broken": self._broken, "absent": self.absent_fields,
        }  # fmt: skip
