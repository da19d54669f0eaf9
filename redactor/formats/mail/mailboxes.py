"""Mail as files: a message a file (``.eml``, Maildir), or many in one (``.mbox``). A message is a record."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from redactor.formats.inner import UnreadableError
from redactor.formats.lines import CHUNK_BYTES, reader_of, skip_to
from redactor.formats.mail.headers import UNKNOWN_SENDER
from redactor.formats.mail.message import Message
from redactor.formats.mail.message_reader import read_message
from redactor.formats.protocol import Format, FormatSettings, Reader, StreamWriter, Unwritable, Writer, check_edits
from redactor.records import WITHHELD_TEXT, Edit, Record

#: A message may be so many times as long as a record: most of a long one is attachments, which are not looked at.
_SHARE = 4
#: A line "From …" behind a blank one begins a message if a header follows; none of this is ever masked away.
_SEPARATOR = re.compile(rb"\n\r?\n(?=From [^\n]{0,1000}\n(?:>From |[!-9;-~]{1,200}[ \t]*:))")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}From [^\n]{0,1000}\n")
_REACH = 2_000
_WHOLE = FormatSettings(max_record_bytes=1 << 32, attachments="keep")


@dataclass(frozen=True, slots=True)
class _Source:
    message: Message | None
    eol: bytes = b"\n"


class MailFormat(Format):
    """A message."""

    name = "eml"
    has_fields = False
    linking = re.compile(r"(?:\A|\.)message-id(?:\[[0-9]+\])?", re.IGNORECASE)

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return _MailReader(source, settings, position, many=self.name == "mbox")

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _MailWriter(sink, many=self.name == "mbox", packed=settings.packed)

    def comparable(self, stream: BinaryIO) -> Iterator[bytes]:
        """The messages with packages in them unpacked."""
        sink = io.BytesIO()
        writer = _MailWriter(sink, many=self.name == "mbox", packed=False)
        for record in self.reader(stream, _WHOLE):
            if record.problem is None:
                writer.write(record, [[] for _ in record.leaves])
            else:
                sink.write(b"unreadable")
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()


class MailboxFormat(MailFormat):
    """A mailbox in one file, messages parted by lines that begin with ``From``."""

    name = "mbox"


class _Found(NamedTuple):
    """A message, None if longer than the limit, and the byte that follows it."""

    data: bytes | None
    eol: bytes
    after: int


class _MailReader(Reader):
    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any, *, many: bool) -> None:
        self._source, self._settings, self._many = source, settings, many
        self._position = position or {"byte": 0, "record": 0}

    def __iter__(self) -> Iterator[Record]:
        byte, index = self._position["byte"], self._position["record"]
        skip_to(self._source, byte)
        for found in _messages(self._source, _SHARE * self._settings.max_record_bytes, byte, many=self._many):
            if self._many and not index and not _FIRST.match(found.data or b"From \n"):
                yield Record(0, (), _Source(None, found.eol), "unknown-mailbox")
                return
            yield self._record(index, found)
            index += 1

    def _record(self, index: int, found: _Found) -> Record:
        position = {"byte": found.after, "record": index + 1} if self._many else None
        limit = self._settings.max_record_bytes
        if found.data is None:
            return Record(index, (), _Source(None, found.eol), "too-long", position)
        try:
            message = read_message(found.data, self._settings, index)
        except UnreadableError as told:
            return Record(index, (), _Source(None, found.eol), str(told), position)
        leaves = tuple(message.leaves)
        problem = "too-long" if sum(len(leaf.text) for leaf in leaves) > limit else None
        problem = problem or ("too-complex" if len(leaves) > self._settings.most_leaves else None)
        if problem is not None:
            return Record(index, (), _Source(None, found.eol), problem, position)
        return Record(
            index,
            leaves,
            _Source(message, found.eol),
            None,
            position,
            names=tuple(sorted(message.names)),
            removed=tuple(message.removed),
            unread=tuple(message.kept),
            weight=message.weight,
        )


def _messages(source: BinaryIO, limit: int, start: int, *, many: bool) -> Iterator[_Found]:
    """The messages of a stream that stands at byte ``start``."""
    read = reader_of(source)
    buffer, after, place, long, ended = b"", start, 0, False, False
    eol = b"\n"
    while True:
        match = _SEPARATOR.search(buffer, place) if many else None
        if match is not None:
            yield _Found(None if long or match.end() > limit else buffer[: match.end()], eol, after + match.end())
            after += match.end()
            buffer, place, long = buffer[match.end() :], 0, False
            continue
        if ended:
            if buffer or long:
                yield _Found(None if long or len(buffer) > limit else buffer, eol, after + len(buffer))
            return
        place = max(0, len(buffer) - _REACH)
        if len(buffer) > limit:  # only what may begin the next message is held
            after, buffer, place, long = after + place, buffer[place:], 0, True
        chunk = read(max(CHUNK_BYTES, len(buffer) // 2))
        buffer, ended = buffer + chunk, not chunk
        if not after + place - start:
            eol = b"\r\n" if b"\r\n" in buffer[:1_000] else b"\n"


class _MailWriter(StreamWriter):
    def __init__(self, sink: BinaryIO, *, many: bool, packed: bool) -> None:
        super().__init__(sink)
        self._many, self._packed = many, packed

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        message: Message = record.source.message
        data = message.written(edits, packed=self._packed)
        if self._many and any(edits) and (inside := _SEPARATOR.search(data)) and inside.end() < len(data):
            raise Unwritable("mask-parts-mailbox")
        self._sink.write(data)

    def withhold(self, record: Record, reason: str) -> None:
        eol = record.source.eol
        lines = [f"Subject: {WITHHELD_TEXT}".encode(), f"X-Redactor-Withheld: {reason}".encode(), b""]
        if self._many:
            lines.insert(0, b"From " + UNKNOWN_SENDER)
        self._sink.write(eol.join((*lines, b"")))
