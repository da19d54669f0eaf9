"""Reads a message: its headers, and the bodies of its parts by what they are.

Where a message may be read in two ways, it is not read at all.
"""

from __future__ import annotations

import re

from redactor.formats.fields import with_index, with_key
from redactor.formats.inner import UnreadableError
from redactor.formats.lines import UTF8_MARK, WIDE_MARKS
from redactor.formats.mail.bodies import PLACEHOLDER, file_body, placeholder, text_body
from redactor.formats.mail.headers import AmbiguousError, Headers
from redactor.formats.mail.media_types import NESTED, format_of, is_plain, kind_of
from redactor.formats.mail.message import Message, NestedBody, Unit
from redactor.formats.mail.transfer import undone
from redactor.formats.protocol import FormatSettings

MALFORMED = "malformed-mail"
#: Parts lie in each other so deep, and a message has so many headers and parts, in messages that somebody wrote.
_DEEPEST, _MOST = 20, 10_000
#: What may part a header into texts.
_MARKS = (b",", b";", b":", b"<", b"(", b'"', b"%", b"=?", b"\n")
_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENVELOPE = re.compile(rb">?From ")


def read_message(data: bytes, settings: FormatSettings, index: int, prefix: str = "", depth: int = 0) -> Message:
    """The message that ``data`` is. Raises ``UnreadableError``."""
    if data.startswith(WIDE_MARKS):
        raise UnreadableError("unsupported-encoding")
    reader = _Reader(data, settings, index)
    start = len(UTF8_MARK) if data.startswith(UTF8_MARK) else 0
    try:
        reader.part(start, len(data), prefix, depth, "text/plain")
    except AmbiguousError:
        raise UnreadableError(MALFORMED) from None
    reader.keep(len(data))
    return reader.message


class _Reader:
    def __init__(self, data: bytes, settings: FormatSettings, index: int) -> None:
        self._data, self._settings, self._index = data, settings, index
        self._eol = "\r\n" if b"\r\n" in data[:10_000] else "\n"
        self._at = self._count = 0
        self.message = Message()

    def keep(self, end: int) -> None:
        """All up to ``end`` stays as it is."""
        if self._at < end:
            self.message.pieces.append(self._data[self._at : end])
        self._at = end

    def _put(self, start: int, end: int, unit: bytes | Unit) -> None:
        """``unit`` stands for ``[start, end)``."""
        self.keep(start)
        self.message.pieces.append(unit)
        self._at = end

    def part(self, start: int, end: int, path: str, depth: int, usual: str, inside: str = "") -> None:
        """Read headers and body of ``[start, end)``. ``inside`` is the kind of the multipart around it."""
        if depth > _DEEPEST:
            raise UnreadableError("too-deep")
        headers = Headers(path, self._eol, self.message.names)
        body = self._headers(start, end, headers)
        value = headers.says.get("content-type")
        media = {"": usual, "text": "text/plain"}.get(value.word, value.word) if value else usual
        transfer = (
            headers.says["content-transfer-encoding"].word if "content-transfer-encoding" in headers.says else "7bit"
        )
        if media.startswith("multipart/"):
            self._multipart(body, end, path, depth, media, value.parameters.get("boundary", "") if value else "")
        elif media in NESTED and transfer not in ("base64", "quoted-printable"):
            self.part(body, end, with_key(path, "message"), depth + 1, "text/plain")
        else:
            self._body(
                body,
                end,
                path,
                depth,
                "application/pgp-encrypted" if inside == "multipart/encrypted" else media,
                transfer,
                headers,
            )

    def _headers(self, start: int, end: int, headers: Headers) -> int:
        """Take in the headers; where the body begins."""
        at, data = start, self._data
        if _ENVELOPE.match(data, at):
            line = self._line(at, end)
            begin = data.index(b" ", at) + 1
            self._put(begin, self._stripped(begin, line), headers.envelope(data[begin : self._stripped(begin, line)]))
            at = line
        while at < end:
            line = self._line(at, end)
            if not data[at:line].strip(b"\r\n"):
                return line
            match = _HEADER.match(data, at, line)
            if match is None:
                return at  # what is no header begins the body
            while line < end and data[line : line + 1] in (b" ", b"\t"):
                line = self._line(line, end)
            stop = self._stripped(match.end(), line)
            self._counted()
            self._has(sum([data.count(mark, at, stop) for mark in _MARKS]))
            self._put(match.end(), stop, headers.read(match[1].decode("ascii"), data[match.end() : stop]))
            at = line
        return end

    def _counted(self) -> None:
        self._count += 1
        if self._count > _MOST:
            raise UnreadableError("too-complex")

    def _has(self, texts: int) -> None:
        """There come so many more texts."""
        self.message.texts += texts
        if self.message.texts > self._settings.most_leaves:
            raise UnreadableError("too-complex")

    def _line(self, at: int, end: int) -> int:
        found = self._data.find(b"\n", at, end)
        return found + 1 if found >= 0 else end

    def _stripped(self, start: int, end: int) -> int:
        """The end of a line without what ends it."""
        while end > start and self._data[end - 1] in b"\r\n":
            end -= 1
        return end

    def _multipart(self, start: int, end: int, path: str, depth: int, media: str, boundary: str) -> None:
        if not boundary:
            raise UnreadableError(MALFORMED)
        name = re.escape(boundary.rstrip().encode("utf-8", "surrogateescape"))
        mark = re.compile(rb"(?:\r?\n|\A)--" + name + rb"(--)?[ \t]*(?=\r?\n|\Z)")
        marks = list(mark.finditer(self._data, max(0, start - 2), end))
        if not marks:
            if self._data[start:end].strip():
                raise UnreadableError(MALFORMED)
            return
        self._text(start, max(start, marks[0].start()), with_key(path, "preamble"))
        usual = "message/rfc822" if media == "multipart/digest" else "text/plain"
        for number, one in enumerate(marks):
            stop = marks[number + 1].start() if number + 1 < len(marks) else end
            begin = self._line(one.end(), end)
            self._counted()
            if one[1]:
                self._text(begin, end, with_key(path, "epilogue"))
                return
            self.part(begin, max(begin, stop), with_index(with_key(path, "part"), number + 1), depth + 1, usual, media)

    def _text(self, start: int, end: int, path: str) -> None:
        """What stands around the parts is text."""
        raw = self._data[start:end]
        if not raw:
            return
        body = text_body(path, raw, raw, "", "7bit")
        if body is None:
            raise UnreadableError("unsupported-encoding")
        self._gone(path, body.removed)
        self._put(start, end, body)

    def _gone(self, path: str, removed: list[str]) -> None:
        """Parts inside of a body that nobody could look at are not in it any more."""
        if removed and self._settings.attachments == "withhold":
            raise UnreadableError(removed[0])
        self.message.removed += [(path, what) for what in removed]

    def _body(self, start: int, end: int, path: str, depth: int, media: str, transfer: str, headers: Headers) -> None:
        raw = self._data[start:end]
        if not raw:
            return
        field = with_key(path, "body")
        if PLACEHOLDER(raw):
            self._text(start, end, field)
            return
        name = _name(headers)
        form, plain = format_of(media, name), is_plain(media)
        nested = media in NESTED or (form is not None and form.name in ("eml", "mbox"))
        data = undone(raw, transfer) if nested or plain or form is not None else None
        label = headers.says["content-type"].parameters.get("charset", "") if "content-type" in headers.says else ""
        body: Unit | None = None
        removed: list[str] = []
        if data is not None and nested:
            body = self._nested(field, raw, data, transfer, depth)
        elif data is not None and form is not None and form.name != "text":
            file = file_body(field, raw, data, transfer, label, form, self._settings, self._index)
            if file is not None:
                body, removed = file, file.removed
                self._has(max(len(file.records), len(file.leaves)))
                self.message.names |= file.names
        elif data is not None and (plain or form is not None):
            body = text = text_body(field, raw, data, label, transfer)
            removed = text.removed if text is not None else []
        if body is None and plain and form is None and not nested:
            raise UnreadableError("broken-encoding" if data is None else "unsupported-encoding")
        if body is None and raw.strip():
            value = headers.says.get("content-disposition")
            own = media.startswith("text/") and not name and (value is None or value.word != "attachment")
            self._unread(start, end, path, "text" if own else kind_of(media), headers)
            return
        if body is None:
            return
        self._gone(field, removed)
        self._put(start, end, body)

    def _nested(self, path: str, raw: bytes, data: bytes, transfer: str, depth: int) -> Unit:
        """A message that is packed in a transfer encoding."""
        inner = read_message(data, self._settings, self._index, path, depth + 1)
        self._has(inner.texts)
        self.message.names |= inner.names
        self.message.removed += inner.removed
        self.message.kept += inner.kept
        return NestedBody(raw, data, transfer, inner)

    def _unread(self, start: int, end: int, path: str, what: str, headers: Headers) -> None:
        """A part that nobody can look at. A text of the message's own is no attachment, and never kept."""
        policy = self._settings.attachments
        if what == "signature" or policy == "remove":
            for name, instead in (("content-type", "text/plain"), ("content-transfer-encoding", "7bit")):
                value = headers.says.get(name)
                if value is not None:
                    value.header.fixed = [(*value.place, instead)]
            tail = self._data[self._stripped(start, end) : end]
            self._put(start, end, placeholder(with_key(path, "body"), what, tail))
            if what != "signature":
                self.message.removed.append((with_key(path, "body"), what))
        elif policy == "withhold" or what == "text":
            raise UnreadableError("damaged-text" if what == "text" else what)
        else:
            self.message.kept.append(what)


def _name(headers: Headers) -> str:
    """What the file in a part is called."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        if header in headers.says and (name := headers.says[header].parameters.get(key)):
            return name
    return ""
