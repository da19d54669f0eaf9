"""A text cut into units by a scanner, and the scanner's values looked at as leaves; every other byte stays.

A scanner is a pure function: the text, where a unit begins, whether the text ends here, and what the units before left as
state → the unit, or None if it needs to see more. A line that no scanner understands is a text of its own, so nothing
passes that nobody looked at: what lies between a unit's values must be structure, and what of it is more than plain words is
held against the detectors as keys of JSON are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import merge
from typing import Any, BinaryIO, ClassVar, NamedTuple

from redactor.formats.encodings import is_foreign
from redactor.formats.fields import matches, shape, with_index
from redactor.formats.inlaid import TOO_COMPLEX, TOO_LONG, WIDE, Inlaid, InlaidWriter, Inlay, encoded, laid, refused
from redactor.formats.lines import CHUNK_BYTES, first_bytes, marked_encoding, reader_of, skip_to
from redactor.formats.protocol import Format, FormatSettings, Reader, SideText, Writer
from redactor.formats.raw_pieces import MOST_WEIGHT, Piece, Pieces
from redactor.records import WITHHELD_TEXT, Record

#: A unit does not begin a record; may begin one, where the last has enough units; begins one.
NO, MAY, MUST = 0, 1, 2
#: A record has so many units before another may begin, and at most.
_LEAST, _MOST = 400, 4_000
#: So many values of a file may never end before each of its lines is looked at as it stands.
_MOST_BROKEN = 100
_BROKEN = "broken-encoding"
#: So many characters tell how a line that is too long begins, and how it ends.
_GLIMPSE = 200
#: More than plain words.
_ODD = re.compile(r"[0-9@\x80-\U0010ffff]").search
_ENDS = re.compile(r"^\W+|\W+$")

State = Any


class Value(NamedTuple):
    """An inlay and how its field is to be understood. ``joins``: it goes on what the last such value of this field said, as
    lines of one comment do. ``countable`` of a scalar: a number or date, and no flag."""

    inlay: Inlay
    joins: bool = False
    countable: bool = True


class Values:
    """The values of a unit, as they are found. Where they weigh more than ``most`` of one piece, no more are kept: the unit is too
    complex, whatever else it holds."""

    __slots__ = ("_found", "_left")

    def __init__(self, most: int) -> None:
        self._found: list[Value] = []
        self._left = most

    def take(self, values: Iterable[Value]) -> None:
        """These come next."""
        for value in values:
            if self._left < 0:
                return
            self._left -= value.inlay.weight
            self._found.append(value)

    @property
    def kept(self) -> tuple[Value, ...]:
        """All that were kept."""
        return tuple(self._found)


class Unit(NamedTuple):
    """``text[at:end]``, and the values in it, ascending. ``state``: lists, dictionaries, texts and numbers, never changed.
    ``problem``: it cannot be looked at, and ``withheld`` stands in its place. ``broken``: it begins
    a value that never ends. ``alone``: it is a record of its own."""

    end: int
    values: tuple[Value, ...] = ()
    opens: int = NO
    state: State = None
    problem: str | None = None
    withheld: str = ""
    broken: bool = False
    alone: bool = False

    @property
    def weight(self) -> int:
        """How many values of one piece its own are worth."""
        return sum([value.inlay.weight for value in self.values])


class PlacedFormat(Format):
    """A format that is a scanner, and what stands for a part of a text that is withheld (None: itself with ``[WITHHELD]`` for
    its leaves)."""

    fields_vary = True
    separable = True
    #: A unit that stands for a record: one too when it is read again, so that those behind it keep their numbers.
    placeholders: ClassVar[re.Pattern[str]] = re.compile(re.escape(f"# {WITHHELD_TEXT}\n"))

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        """The unit that begins at ``at``; None for one that does not end in the text. ``Values`` says what ``most`` is."""
        raise NotImplementedError

    def withheld(self, raw: str) -> str | None:
        """``raw`` is what stood there; empty where that is not known."""
        return f"# {WITHHELD_TEXT}\n"

    def placeholder(self, raw: str, before: State, after: State) -> str:
        """What stands for a unit that cannot be looked at. ``raw``: of a very long line how it begins and ends; the states are
        those around it."""
        return self.withheld(raw) or self.withheld("") or ""

    def reopened(self, before: State, after: State) -> str:
        """What stands behind a part that is withheld where the text goes on inside of something that the part began."""
        return ""

    def broken(self, raw: str, state: State) -> State:
        """The state behind the line ``raw``, in which a value began that does not end."""
        return state

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return _Reader(source, settings, position, self)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return InlaidWriter(sink)

    def record_side_texts(self, stream: BinaryIO, settings: FormatSettings) -> Iterator[SideText]:
        for record in self.reader(stream, settings):
            source: Inlaid = record.source
            at, beside = 0, []
            for start, end in _places(source.inlays):
                beside.append(source.raw[at:start])
                at = max(at, end)
            yield SideText("its names and numbers", "\n".join((*beside, source.raw[at:])))


def _places(inlays: Iterable[Inlay]) -> Iterable[tuple[int, int]]:
    """Where their pieces stand, ascending."""
    few: list[tuple[int, int]] = []
    many: list[Iterator[tuple[int, int]]] = []
    for inlay in inlays:
        places = ((one.start, one.end) for one in inlay.pieces)
        if isinstance(inlay.pieces, Pieces):
            many.append(places)
        else:
            few += places
    few.sort()
    return merge(few, *many) if many else few


def line_end(text: str, at: int) -> int:
    """Behind the line that begins at ``at``."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def piece(text: str, start: int, end: int) -> Piece:
    return Piece(start, end, text[start:end])


def plain(text: str, start: int, end: int, name: str = "text") -> tuple[Value, ...]:
    """A line or another part that is looked at as it stands."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end = start + len(body.strip())
    return (Value(Inlay(name, (piece(text, start, end),), one_line), joins=True),) if start < end else ()


def one_line(text: str) -> str:
    """The escape of what must stay on its line."""
    return " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text


_MARK = re.compile(r"[ \t]*[#;,]*[ \t]*")


def behind(text: str, start: int, end: int) -> tuple[Value, ...]:
    """What follows a value on its line: a comment."""
    mark = _MARK.match(text, start, end)
    return plain(text, mark.end() if mark else start, end, "comment")


@dataclass(slots=True)
class _Part:
    """The record at hand: where it begins, the state there, its leaves, what stands beside them, and how often each field has come."""

    start: int
    state: State = None
    units: int = 0
    values: int = 0
    alone: bool = False
    inlays: list[Inlay] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    #: The field of the last value, if others may join it.
    joining: str = ""
    #: The pieces of those that have joined it.
    joined: Pieces | None = None

    def join(self) -> None:
        """The last value is complete."""
        if self.joined is not None:
            last = self.inlays.pop()
            self.inlays.append(replace(last, pieces=self.joined.kept()))
            self.joined = None


class _Reader(Reader):
    def __init__(
        self,
        source: BinaryIO,
        settings: FormatSettings,
        position: Mapping[str, Any] | None,
        format: PlacedFormat,
    ) -> None:
        self._source, self._settings, self._format = source, settings, format
        self._most = settings.most_leaves
        place = position or {}
        self.absent_fields = tuple(place.get("absent", settings.fields))
        self._byte, self._index = place.get("byte", 0), place.get("record", 0)
        self._encoding: str = place.get("encoding", "")
        self._state: State = place.get("state")
        self._broken: int = place.get("broken", 0)
        self._text, self._at, self._ended, self._part = "", 0, False, _Part(0, self._state)

    def __iter__(self) -> Iterator[Record]:
        skip_to(self._source, self._byte)
        try:
            yield from self._records()
        except UnicodeError:
            yield refused(self._index, _BROKEN, self._format.placeholder("", None, None))

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
            part = self._part
            if unit is not None and unit.weight > self._most:
                placeholder = self._format.placeholder(self._text[self._at : unit.end], self._state, unit.state)
                unit = Unit(unit.end, state=unit.state, problem=TOO_COMPLEX, withheld=placeholder)
            if unit is None or unit.problem or (part.units and self._opens(unit)):
                yield from self._made(inside=unit is None or unit.opens == NO)
            if unit is None:
                raw, before = self._skip_line(), self._state
                self._state = self._format.broken(raw, before)
                self._part.state = self._state
                yield self._refused(TOO_LONG, self._format.placeholder(raw, before, self._state))
            elif unit.problem:
                self._state = unit.state
                self._pass(unit.end)
                yield self._refused(unit.problem, unit.withheld)
            else:
                self._take(unit)
                self._broken += unit.broken
                self._at, self._state = unit.end, unit.state
        yield from self._made(inside=False)

    def _opens(self, unit: Unit) -> bool:
        # Values count as the heaviest: how many pieces one is in changes with its mask, and an output is cut where its input was.
        units, size = self._part.units, unit.end - self._part.start
        return (
            unit.opens == MUST
            or self._part.alone
            or (unit.opens == MAY and units >= _LEAST)
            or units >= _MOST
            or MOST_WEIGHT * (self._part.values + len(unit.values)) > self._most
            or size > self._settings.max_record_bytes
        )

    def _unit(self) -> Unit | None:
        """The next unit, of a text that is made longer as need be; None where not even its first line can be held."""
        while True:
            at = self._at
            whole = self._broken >= _MOST_BROKEN
            unit = None if whole else self._format.scan(self._text, at, self._ended, self._state, self._most)
            if unit is not None and unit.end - at <= self._settings.max_record_bytes:
                if self._format.placeholders.fullmatch(self._text, at, unit.end):
                    return unit._replace(opens=MUST, alone=True)
                return unit
            long = len(self._text) - at > self._settings.max_record_bytes
            if whole or long or self._ended:
                # A value that never ends: its first line is looked at as it stands, and the rest is read from there.
                end = line_end(self._text, at)
                if end - at > self._settings.max_record_bytes:
                    return None
                if self._ended or self._text[end - 1] == "\n":
                    state = self._format.broken(self._text[at:end], self._state)
                    return Unit(end, plain(self._text, at, end), state=state, broken=not whole)
            self._more()

    def _more(self) -> bool:
        """Read on; False at the end."""
        start = self._part.start
        left = self._text[start:]
        self._at, self._part.start = self._at - start, 0
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
        self._part = _Part(end, self._state)

    def _take(self, unit: Unit) -> None:
        """Take in a unit's values as far as they are wanted, and what stands beside them."""
        part, at = self._part, self._at
        part.units += 1
        part.alone = unit.alone
        part.values += len(unit.values)
        for start, end in _places(value.inlay for value in unit.values):
            self._beside(at, start)
            at = max(at, end)
        for value in unit.values:
            inlay = value.inlay
            if value.joins and part.joining == inlay.field:
                joined = part.joined = part.joined or Pieces(part.inlays[-1].pieces)
                joined.append(Piece(joined.end, joined.end, "\n"))
                joined.extend(inlay.moved(-part.start, inlay.field).pieces)
                continue
            # Those that are not wanted count: a check, which may want other numbers, calls the texts the same.
            part.counts[inlay.field] = number = part.counts.get(inlay.field, 0) + 1
            part.joining = ""
            if self._wanted(inlay, value.countable):
                part.join()
                name = with_index(inlay.field, number) if number > 1 else inlay.field
                part.inlays.append(inlay.moved(-part.start, name))
                part.joining = inlay.field if value.joins else ""
        self._beside(at, unit.end)

    def _beside(self, start: int, end: int) -> None:
        if start < end and _ODD(self._text, start, end):
            self._part.names += _names(self._text[start:end])

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
        part = self._part
        part.join()
        raw = self._text[part.start : self._at]
        self._part = _Part(self._at, self._state)
        if not raw:
            return
        data = encoded(raw, self._encoding)
        self._byte += len(data)
        withheld, foreign = self._format.withheld(raw), self._encoding == "utf-8" and is_foreign(data)
        if withheld is None and (part.names or foreign):
            withheld = self._format.placeholder(raw, part.state, self._state)
        elif withheld is not None and inside:
            withheld += self._format.reopened(part.state, self._state)
        if foreign:
            yield self._refused(WIDE, withheld or "")
            return
        yield laid(
            self._index,
            raw,
            part.inlays,
            self._position(),
            withheld=withheld,
            encoding=self._encoding,
            names=part.names,
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


def _names(gap: str) -> Iterator[str]:
    """What is more than plain words in a part of a text that is structure."""
    for line in gap.splitlines():
        if _ODD(line):
            yield _ENDS.sub("", line)
