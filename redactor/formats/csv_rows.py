"""CSV taken apart exactly: rows out of a byte stream, cells out of a row, and edited cells back in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from redactor.formats.lines import CHUNK_BYTES, UTF8_MARK, reader_of

#: In order of preference where the first line holds as many of each.
DELIMITERS = (",", ";", "\t", "|")
#: How much of the first line may be looked at to find the delimiter.
_SNIFF_BYTES = 64 * 1024

_STOP = re.compile(rb'[\r\n"]')
_NEEDS_QUOTES = re.compile(r'[\r\n"]')


class CsvRow(NamedTuple):
    """``body`` without its line end, None when longer than the limit; ``closed`` is False at an open quote."""

    body: bytes | None
    end: bytes
    after: int
    closed: bool


class RowStream:
    """Rows of a byte stream, as they arrive, in bounded memory.

    A quote opens a quoted cell only right behind a delimiter or at the row's start; line ends within
    are text. Rows end at ``\\n``, ``\\r\\n`` or ``\\r``.
    """

    def __init__(self, source: BinaryIO, limit: int) -> None:
        self._read = reader_of(source)
        self._limit = limit
        self._buffer = b""
        self._begin = 0
        self._ended = False
        while len(self._buffer) < 4 and self._more():
            pass
        self.head = self._buffer[:4]
        self.mark = UTF8_MARK if self.head.startswith(UTF8_MARK) else b""
        self.after = self._begin = len(self.mark)

    def _more(self) -> bool:
        """Read on, and forget what lies before the row; that then begins at 0 of the buffer."""
        chunk = b"" if self._ended else self._read(CHUNK_BYTES)
        self._buffer = self._buffer[self._begin :] + chunk
        self._begin = 0
        self._ended = not chunk
        return bool(chunk)

    def sniff(self, *, first_line: bool = False) -> str:
        """The delimiter that stands most often in the first line outside quotes. Where that is words
        with none, as a title is, the one that lines below have alike (unless the ``first_line`` alone may be waited for); else a comma."""
        while True:
            line = _unquoted(self._buffer[self._begin : self._begin + _SNIFF_BYTES])
            long_enough = len(self._buffer) - self._begin >= _SNIFF_BYTES
            if b"\n" in line or b"\r" in line or long_enough or not self._more():
                break
        first = re.split(rb"[\r\n]", line, maxsplit=1)[0]
        title = not any(map(first.count, map(str.encode, DELIMITERS))) and b" " in (first.strip() or b" ")
        if first_line or not title:
            return max(DELIMITERS, key=lambda delimiter: first.count(delimiter.encode("ascii")))
        lines = [part for part in re.split(rb"[\r\n]+", _unquoted(self.beginning(_SNIFF_BYTES))) if part][1:]
        return max(DELIMITERS, key=lambda delimiter: _alike([part.count(delimiter.encode("ascii")) for part in lines]))

    def beginning(self, limit: int, *, first_line: bool = False) -> bytes:
        """The next ``limit`` bytes, or up to the end, without the row that they break off; nothing is consumed."""
        while not first_line and len(self._buffer) - self._begin < limit and self._more():
            pass
        sample = self._buffer[self._begin : self._begin + limit]
        if self._ended and len(self._buffer) - self._begin <= limit:
            return sample
        return sample[: max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1]

    def jump(self, byte: int) -> None:
        """Go on at ``byte``, which must lie ahead and be the start of a row."""
        while (there := self._begin + byte - self.after) > len(self._buffer):
            self.after += len(self._buffer) - self._begin
            self._begin = len(self._buffer)
            if not self._more():
                return
        self._begin, self.after = there, byte

    def row(self, delimiter: str) -> CsvRow | None:
        """The next row, None at the end."""
        mark = ord(delimiter)
        at = self._begin
        dropped = 0
        quoted = False
        while True:
            at, quoted, end = self._scan(at, quoted, mark, starting=not dropped)
            if end or self._ended:
                body = self._buffer[self._begin : at if end else len(self._buffer)]
                self._begin += len(body) + len(end)
                self.after += len(body) + len(end)
                if not end and not body and not dropped:
                    return None
                return CsvRow(body if dropped + len(body) <= self._limit else None, end, self.after, not quoted)
            if dropped + len(self._buffer) - self._begin > self._limit + 1 and at - self._begin > 1:
                # Too long already. The byte before the next one to look at says whether a quote opens a cell.
                gone = at - 1 - self._begin
                dropped, self.after, self._begin = dropped + gone, self.after + gone, at - 1
            at -= self._begin
            self._more()

    def _scan(self, at: int, quoted: bool, mark: int, *, starting: bool) -> tuple[int, bool, bytes]:
        """Go on at ``at``: to a line end (given), or to where more bytes are needed."""
        buffer, ended = self._buffer, self._ended
        while True:
            if quoted:
                at = buffer.find(b'"', at)
                if at < 0 or (at + 1 == len(buffer) and not ended):
                    return (len(buffer) if at < 0 else at), True, b""
                doubled = buffer[at + 1 : at + 2] == b'"'
                at, quoted = at + 1 + doubled, doubled
                continue
            stop = _STOP.search(buffer, at)
            if stop is None:
                return len(buffer), False, b""
            at = stop.start()
            if stop[0] == b'"':
                quoted = buffer[at - 1] == mark if at > self._begin else starting
                at += 1
            elif stop[0] == b"\n":
                return at, False, b"\n"
            elif at + 1 == len(buffer) and not ended:
                return at, False, b""
            else:
                return at, False, b"\r\n" if buffer[at + 1 : at + 2] == b"\n" else b"\r"


def _alike(counts: list[int]) -> float:
    """The share of lines that have a delimiter as often as most of those that have it; 0 for less than most lines."""
    count = Counter(count for count in counts if count)
    share = max(count.values(), default=0) / max(1, len(counts))
    return share if share > 0.6 else 0.0


def _unquoted(data: bytes) -> bytes:
    return re.sub(rb'"[^"]*(?:"|\Z)', b"", data)


class Cell(NamedTuple):
    """Where a cell stands in its row's text, and what it says."""

    start: int
    end: int
    text: str


def cells(row: str, delimiter: str) -> Iterator[Cell]:
    """The cells of a row. What follows a closing quote up to the delimiter belongs to the cell's text."""
    at = 0
    if '"' not in row:
        for text in row.split(delimiter):
            yield Cell(at, at + len(text), text)
            at += len(text) + 1
        return
    while True:
        start = at
        text = ""
        if row.startswith('"', at):
            text, at = _quoted(row, at)
        end = row.find(delimiter, at)
        end = len(row) if end < 0 else end
        yield Cell(start, end, text + row[at:end])
        if end == len(row):
            return
        at = end + 1


def _quoted(row: str, at: int) -> tuple[str, int]:
    close = row.find('"', at + 1)
    while row.startswith('"', close + 1):
        close = row.find('"', close + 2)
    return row[at + 1 : close].replace('""', '"'), close + 1


def rewritten(raw: str, old: str, new: str, delimiter: str) -> str:
    """The cell ``raw``, which said ``old``, saying ``new``: quoted if it was, or if it has to be now.

    >>> rewritten('"a"', "a", "b", ","), rewritten("a", "a", "b,c", ","), rewritten("5'", "5'", "6'", ",")
    ('"b"', '"b,c"', "6'")
    """
    if raw == old and not new.startswith('"') and not _grew_special(old, new, delimiter):
        return new
    return '"' + new.replace('"', '""') + '"'


def _grew_special(old: str, new: str, delimiter: str) -> bool:
    # An unquoted cell may hold quotes (5" pipe); only a delimiter or line end must not stand there bare.
    return delimiter in new or any(match[0] not in old for match in _NEEDS_QUOTES.finditer(new))
