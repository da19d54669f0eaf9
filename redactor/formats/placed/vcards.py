# ruff: noqa: E501 - an expression can be copied whole
"""Cards and calendars: ``.vcf`` and ``.ics``. Names with parameters and a value, folded over lines; what is a picture goes."""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from redactor.formats.fields import with_key
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import BACKSLASH, backslash, read
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MUST, NO, State, Unit, Value, Values, line_end, one_line, plain
from redactor.formats.raw_pieces import Piece, Pieces, kept
from redactor.records import WITHHELD_TEXT

#: What parts of a value, between semicolons, are called (RFC 6350 6.2 and 6.3).
_COMPONENTS = {
    "N": ("family_name", "given_name", "middle_name", "name_prefix", "name_suffix"),
    "ADR": ("po_box", "address_line_2", "street_address", "city", "region", "postal_code", "country"),
    "ORG": ("organization", "unit"),
    "GENDER": ("sex", "identity"),
}
#: What a value is, where its name does not say it in words.
_NAMED = {
    "FN": "full_name", "SORT-STRING": "family_name", "SORT-AS": "family_name", "BDAY": "birthday", "DEATHDATE": "date_of_death", "TEL": "phone",
    "IMPP": "im_handle", "CN": "full_name", "ORGANIZER": "email", "ATTENDEE": "email", "SENT-BY": "email", "GEO": "coordinates", "LABEL": "street_address",
    "DELEGATED-FROM": "email", "DELEGATED-TO": "email", "MEMBER": "email", "AGENT": "full_name", "MAILER": "software",
}  # fmt: skip
#: Properties and parameters in words of the formats' own; any other is looked at.
_OWN = frozenset(
    str.split(
        "BEGIN END VERSION PRODID METHOD CALSCALE SEQUENCE STATUS TRANSP CLASS ACTION TRIGGER RRULE PRIORITY DTSTAMP CREATED LAST-MODIFIED REV"
    )
    + str.split(
        "TYPE VALUE ENCODING CHARSET ROLE PARTSTAT RSVP CUTYPE LANGUAGE PREF ALTID TZID PID MEDIATYPE FMTTYPE FBTYPE RANGE RELATED RELTYPE INDEX LEVEL"
    )
)
#: Times of events are the format's own as well, where they are written as it says.
_TIMES = frozenset(
    str.split(
        "DTSTART DTEND DUE DURATION COMPLETED RECURRENCE-ID EXDATE RDATE FREEBUSY TZOFFSETFROM TZOFFSETTO ACKNOWLEDGED REFRESH-INTERVAL"
    )
)
_TIME = re.compile(r"[-+0-9TZPWDHMS,/]*").fullmatch
#: And so are small numbers.
_COUNTS = frozenset(("REPEAT", "PERCENT-COMPLETE"))
_COUNT = re.compile(r"[0-9]{1,3}").fullmatch
_PICTURES, _FILES = frozenset(("PHOTO", "LOGO", "IMAGE")), frozenset(("SOUND", "KEY", "ATTACH"))
_BINARY = re.compile(r";ENCODING=(?:B|BASE64)(?=[;:])|;BASE64(?=[;:])|:data:", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE(?=[;:])", re.IGNORECASE)
_SOFT = re.compile(r"=\r?\n?\Z").search
_CHARSET = re.compile(r";CHARSET=([\w-]+)", re.IGNORECASE)
_NAME = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)(?=[;:])")
_PARAMETER = re.compile(
    r";([\w-]+)(?:=((?:\"[^\"]*\"|(?:[^\";:,\\]++|\\.)*+)(?:,(?:\"[^\"]*\"|(?:[^\";:,\\]++|\\.)*+))*+))?"
)
_ITEM = re.compile(r"\"([^\"]*)\"|((?:[^\",\\]++|\\.)++)")
_FOLD = re.compile(r"\r?\n[ \t]")
_SCHEME = re.compile(r"(?:mailto|tel|sips?|xmpp|geo):", re.IGNORECASE)
_PART = re.compile(r"([^;\\]*+(?:\\.[^;\\]*+)*+)(?:;|\Z)", re.DOTALL)
_HEX = re.compile(r"=\r?\n|(?:=[0-9A-Fa-f]{2})++")
_KEPT = re.compile(r"(?:BEGIN|END):[A-Z-]+|VERSION:[0-9.]+", re.IGNORECASE)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def _escaped(decoded: str) -> str:
    return decoded.translate(_ESCAPED)


def _parameter(decoded: str) -> str:
    return one_line(decoded).replace('"', "'")


def _in_quotes(_: str, decoded: str) -> str:
    return f'"{_parameter(decoded)}"'


class _Line:
    """A line without its folds, and where in the text its characters stand."""

    def __init__(self, text: str, start: int, end: int) -> None:
        #: Where its parts begin: in the line, and in the text.
        self._sizes, self._places = array("q", (0,)), array("q", (start,))
        for fold in _FOLD.finditer(text, start, end):
            self._sizes.append(self._sizes[-1] + fold.start() - self._places[-1])
            self._places.append(fold.end())
        line = text[start:end]
        self.text = (_FOLD.sub("", line) if len(self._places) > 1 else line).rstrip("\r\n")

    def _place(self, at: int) -> int:
        number = bisect_right(self._sizes, at) - 1
        return self._places[number] + at - self._sizes[number]

    def pieces(self, pieces: Iterable[Piece]) -> tuple[Piece, ...] | Pieces:
        """Pieces of the line as pieces of the text."""
        return kept(self._placed(pieces))

    def _placed(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for start, end, decoded in pieces:
            if end - start != len(decoded):
                yield Piece(self._place(start), self._place(end - 1) + 1, decoded)
                continue
            inside = range(bisect_right(self._sizes, start), bisect_left(self._sizes, end))
            for low, high in pairwise(chain((start,), map(self._sizes.__getitem__, inside), (end,))):
                if low < high:
                    yield Piece(self._place(low), self._place(high - 1) + 1, decoded[low - start : high - start])


class CardsFormat(PlacedFormat):
    """vCards. The state is the components that are open, and whether a record of its own has ended."""

    name = "vcard"
    placeholders = re.compile(rf"X-WITHHELD:{re.escape(WITHHELD_TEXT)}\r\n")

    def withheld(self, raw: str) -> str | None:
        kept = [line for line in raw.splitlines() if _KEPT.fullmatch(line)]
        note = [f"FN:{WITHHELD_TEXT}" if "BEGIN:VCARD" in map(str.upper, kept) else f"COMMENT:{WITHHELD_TEXT}"]
        at = next((number for number, line in enumerate(kept) if line[:3].upper() == "END"), len(kept))
        return "".join(f"{line}\r\n" for line in (*kept[:at], *note, *kept[at:]))

    def placeholder(self, raw: str, before: State, after: State) -> str:
        return f"X-WITHHELD:{WITHHELD_TEXT}\r\n"

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        inside, ended = state or [[], False]
        end = at
        while True:
            end = line_end(text, end)
            if not final and (text[end - 1] != "\n" or end == len(text)):
                return None
            if text[end : end + 1] not in (" ", "\t") or end == len(text):
                break
        line = _Line(text, at, end)
        name = _NAME.match(line.text)
        opens = MUST if ended else NO
        if name is None:
            return Unit(end, plain(text, at, end), opens, [inside, False])
        called, upper = name[1], name[1].upper()
        if upper == "BEGIN":
            opens = MUST if len(inside) <= 1 else NO
            return Unit(end, (), opens, [[*inside, line.text[name.end() + 1 :].strip()[:100]], False])
        if upper == "END":
            opens = MUST if len(inside) == 1 and inside[0].upper() != "VCARD" else opens
            return Unit(end, (), opens, [inside[:-1], len(inside) == 2])
        prefix = ""
        for one in inside:
            if one.upper() not in ("VCARD", "VCALENDAR"):
                prefix = with_key(prefix, one)
        path = with_key(prefix, called)
        values = Values(most)
        place = name.end()
        while parameter := _PARAMETER.match(line.text, place):
            place = parameter.end()
            if parameter[2] and parameter[1].upper() not in _OWN:
                values.take(_parameters(line, parameter, path))
        head = line.text[: place + 1]
        if place < len(line.text) and line.text[place] != ":":
            return Unit(end, plain(text, at, end), opens, [inside, False])
        # A record of its own, also when it is read again.
        alone = upper in _PICTURES or (upper in _FILES and line.text.endswith(head + WITHHELD_TEXT))
        opens = MUST if alone else opens
        if _BINARY.search(line.text[: place + 6]):
            reason = "picture" if upper in _PICTURES else "embedded-file"
            return Unit(end, (), MUST, [inside, True], reason, f"{called}:{WITHHELD_TEXT}\r\n")
        if _QUOTED_PRINTABLE.search(head):
            while (soft := _SOFT(text, max(at, end - 3), end)) and end < len(text):
                end = line_end(text, end)
            if not final and (text[end - 1] != "\n" or soft):
                return None
            charset = _CHARSET.search(head)
            values.take(_printable(text, at + place + 1, end, upper, path, charset[1] if charset else "utf-8"))
        elif upper not in _OWN and not _is_own(upper, line.text[place + 1 :]):
            for number, part in enumerate(_parts(line.text, place + 1, upper)):
                if part[0] < part[1]:
                    pieces = line.pieces(read(line.text, *part, BACKSLASH, backslash))
                    values.take((Value(Inlay(_field(path, upper, number), pieces, _escaped)),))
        return Unit(end, values.kept, opens, [inside, alone])


def _is_own(upper: str, value: str) -> bool:
    return bool((upper in _TIMES and _TIME(value)) or (upper in _COUNTS and _COUNT(value)))


def _parameters(line: _Line, parameter: re.Match[str], path: str) -> Iterator[Value]:
    name = parameter[1]
    path = _field(with_key(path, name), name.upper(), 0)
    for item in _ITEM.finditer(line.text, *parameter.span(2)):
        group = 1 if item[1] is not None else 2
        start, end = item.span(group)
        scheme = _SCHEME.match(line.text, start, end)
        start = scheme.end() if scheme else start
        if start < end:
            pieces = line.pieces((Piece(start, end, line.text[start:end]),))
            yield Value(Inlay(path, pieces, _parameter, None if group == 1 else _in_quotes))


def _parts(text: str, start: int, upper: str) -> Iterator[tuple[int, int]]:
    """The parts of a value that stand between semicolons, where it has any."""
    if upper not in _COMPONENTS:
        scheme = _SCHEME.match(text, start)
        yield (scheme.end() if scheme else start), len(text)
        return
    while start <= len(text) and (part := _PART.match(text, start)):
        yield part.span(1)
        start = part.end() + (part.end() == len(text))


def _field(path: str, upper: str, number: int) -> str:
    names = _COMPONENTS.get(upper, ())
    name = names[number] if number < len(names) else _NAMED.get(upper, "")
    return f"{path}.{name}" if name else path


def _printable(text: str, start: int, end: int, upper: str, path: str, charset: str) -> Iterator[Value]:
    """The parts of a value in which bytes stand as ``=C3`` (vCard 2.1)."""
    try:
        codecs.lookup(charset)
    except LookupError:
        charset = "latin-1"

    def escape(decoded: str) -> str:
        data = decoded.encode(charset, "replace")
        return "".join(chr(one) if 32 <= one < 127 and one not in b"=;" else f"={one:02X}" for one in data)

    end = start + len(text[start:end].rstrip("\r\n"))
    for number, (low, high) in enumerate(_parts(text[:end], start, upper)):
        if pieces := kept(_spelled(text, low, high, charset)):
            yield Value(Inlay(_field(path, upper, number), pieces, escape))


def _spelled(text: str, at: int, end: int, charset: str) -> Iterator[Piece]:
    for found in chain(_HEX.finditer(text, at, end), (None,)):
        stop = found.start() if found else end
        if at < stop:
            yield Piece(at, stop, text[at:stop])
        at = found.end() if found else end
        if found and found[0].endswith("\n"):
            yield Piece(stop, at, "")  # a soft line break goes with what is masked around it
        elif found:
            decoder, begin = codecs.getincrementaldecoder(charset)("replace"), stop
            for place in range(stop, at, 3):
                decoded = decoder.decode(bytes([int(text[place + 1 : place + 3], 16)]), place + 3 == at)
                if decoded:
                    yield Piece(begin, place + 3, decoded[:1])
                    begin = place + 3


class CalendarFormat(CardsFormat):
    """iCalendar."""

    name = "icalendar"
