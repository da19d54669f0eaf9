# ruff: noqa: E501 - an expression can be copied whole
"""Logs whose lines have fields: of web servers (common and combined), and JSON. Other lines among them are text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactor.formats.fields import EVERYTHING
from redactor.formats.inlaid import Inlay
from redactor.formats.json_scan import Scanned, scan
from redactor.formats.placed.escapes import BACKSLASH, backslash, backslashed, number_or_quoted, read
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MUST, NO, State, Unit, Value, line_end, piece, plain
from redactor.formats.raw_pieces import Piece
from redactor.records import WITHHELD_TEXT
from redactor.scalars import JSON

#: host ident user [time] "request" status size "referrer" "agent" … (Apache's mod_log_config, nginx's default).
_ACCESS = re.compile(
    r"(?:(?P<vhost>\S+)[ ])?(?P<remote_addr>\S*)[ ](?P<ident>\S+)[ ](?P<remote_user>(?:\S.{0,60}?)?)[ ]\[[0-9]{1,2}/\w{3}/[0-9]{4}[:0-9]*(?:[ ][-+0-9]+)?\]"
    r"(?:[ ]\"(?P<request>[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\"[ ][-0-9]+[ ][-0-9]+(?:[ ]\"(?P<referrer>[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\"[ ]\"(?P<agent>[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\")?)?"
)  # fmt: skip
_NUMBER = number_or_quoted('"', backslashed)
_BUDGET = 1 << 24


def is_log(head: str) -> bool:
    """Whether a file that begins so is one: its first line tells.

    >>> is_log('192.0.2.1 - ann [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326'), is_log("Dear Ann")
    (True, False)
    """
    first = next((line for line in head.splitlines() if line.strip()), "").strip("\ufeff ")
    return bool(_ACCESS.match(first)) or (first.startswith("{") and isinstance(_scanned(first), Scanned))


def _scanned(line: str) -> Scanned | str:
    return scan(line, EVERYTHING, _BUDGET, lambda path, countable: True)


class LogFormat(PlacedFormat):
    """Logs with fields, line by line."""

    name = "log"
    placeholders = re.compile(re.escape(f"{WITHHELD_TEXT}\n"))

    def withheld(self, raw: str) -> str | None:
        return f"{WITHHELD_TEXT}\n"

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        end = line_end(text, at)
        if not final and text[end - 1] != "\n":
            return None
        start = end - len(text[at:end].lstrip())
        if text.startswith("{", start, end):
            scanned = _scanned(text[start:end])
            if isinstance(scanned, Scanned):
                return Unit(end, tuple(_fields(text, start, scanned)), MUST)
        access = _ACCESS.match(text, at, end)
        if access is None:
            return Unit(end, plain(text, at, end), NO)
        values = [
            Value(Inlay(name, read(text, *access.span(name), BACKSLASH, backslash), backslashed))
            for name, decoded in access.groupdict().items()
            if decoded not in (None, "", "-")
        ]
        return Unit(end, (*values, *plain(text, access.end(), end, "more")), MUST)


def _fields(text: str, at: int, scanned: Scanned) -> Iterator[Value]:
    for path, decoded, start, end, literal, _ in scanned.found:
        low, high = at + start, at + end
        if literal:
            inlay = Inlay(path, (piece(text, low, high),), whole=_NUMBER, scalar=JSON)
            yield Value(inlay, countable=decoded[0] not in "tf")
        else:
            pieces = (
                (Piece(low, high, decoded),)
                if len(decoded) == end - start
                else read(text, low, high, BACKSLASH, backslash)
            )
            yield Value(Inlay(path, pieces, backslashed))
