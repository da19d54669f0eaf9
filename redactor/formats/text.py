"""Text documents: one document in pieces cut by content alone, or each line a record (line-buffered)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from redactor.formats.encodings import is_foreign
from redactor.formats.lines import CHUNK_BYTES, WIDE_MARKS, first_bytes, lines, marked_encoding, reader_of, skip_to
from redactor.formats.protocol import Format, FormatSettings, Reader, Writer, check_edits
from redactor.pieces import CONTEXT_CHARS, MAX_CHARS, MIN_CHARS, cut
from redactor.records import WITHHELD_TEXT, Edit, Leaf, Record
from redactor.table_heads import Head, head_behind, headed

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Source:
    """What the writer needs: how to encode, what goes before and after the leaf unread."""

    encoding: str = "utf-8"
    before: str = ""
    after: str = ""


def _encode(text: str, encoding: str) -> bytes:
    return text.encode(encoding, _errors(encoding))


def _errors(encoding: str) -> str:
    # Undecodable UTF-8 bytes stay as escaped bytes; UTF-16/32 can only misplace surrogates.
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"


class TextFormat(Format):
    """Plain text; with ``line_buffered`` each line is a document of its own."""

    name = "text"
    has_fields = False

    def whole_document(self, settings: FormatSettings) -> bool:
        return not settings.line_buffered

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        if settings.line_buffered:
            return _LineReader(source, settings, position)
        return _PieceReader(source, position)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return _TextWriter(sink, None if settings.line_buffered else (position or {"char": 0})["char"])


class _PieceReader(Reader):
    """One document. ``char`` counts characters of the file; a UTF-8 BOM is its character 0."""

    def __init__(self, source: BinaryIO, position: Any) -> None:
        self._source = source
        self._position = position

    def __iter__(self) -> Iterator[Record]:
        read = reader_of(self._source)
        head: _TableHead | None = None
        if self._position is None:
            begun = first_bytes(self._source, 4)
            encoding = marked_encoding(begun)
            byte = char = start = 0
        else:
            encoding, byte, char = (self._position[key] for key in ("encoding", "byte", "char"))
            start = self._position["left"]
            head, begun = _resumed(self._source, self._position)
        decoder = _Decoder(encoding)
        text = decoder.decode(begun)
        before = ""
        if not char and text.startswith(_BOM):
            # The mark is written back unread; as a reader would see it, only UTF-8 counts it as a character.
            before, text = _BOM, text[1:]
            byte = len(_encode(_BOM, encoding))
            char = int(encoding == "utf-8")
        problem = None
        ended = False
        while problem is None:
            while (end := _cut(text, start, final=ended)) is not None and (ended or len(text) >= end + CONTEXT_CHARS):
                core = _encode(text[start:end], encoding)
                if encoding == "utf-8" and is_foreign(core):
                    problem = "unsupported-encoding"
                    break
                byte += len(core)
                char += end - start
                final = ended and end == len(text) and not decoder.broken
                leaf = _leaf(text, start, end, char, head.line if head else None)
                head = _head_behind(text, start, end, encoding, byte - len(core), head)
                yield Record(
                    0,
                    (leaf,),
                    _Source(encoding, before),
                    position=_position(text, end, encoding, byte, char, head),
                    final=final,
                )
                before, start = "", end
            if ended:
                break
            kept = max(0, start - CONTEXT_CHARS)
            chunk = read(CHUNK_BYTES)
            text, start = text[kept:] + decoder.decode(chunk, final=not chunk), start - kept
            head = head and replace(head, line=replace(head.line, start=head.line.start - kept))
            ended = not chunk or decoder.broken
        if problem or decoder.broken:
            # From here on nothing can be read, so nothing may pass; a mark of UTF-8 is a character too.
            yield Record(0, (), _Source(encoding, "" if encoding == "utf-8" else before), problem or "broken-encoding")
        elif before:
            yield Record(0, (), _Source(encoding, before))


@dataclass(frozen=True, slots=True)
class _TableHead:
    """The line that heads the table at hand, and where it stands in the file, in bytes."""

    line: Head
    byte: int
    size: int


def _leaf(text: str, start: int, end: int, char: int, head: Head | None) -> Leaf:
    """The piece ``text[start:end]``, which ends at character ``char`` of the file, in its context; in a table behind its head."""
    before, left = headed(text, start, max(0, start - CONTEXT_CHARS), head)
    seen = before + text[left : end + CONTEXT_CHARS]
    left -= len(before)
    return Leaf("", seen, char - (end - left), start - left, end - left)


def _head_behind(
    text: str, start: int, end: int, encoding: str, byte: int, before: _TableHead | None
) -> _TableHead | None:
    """The head of the table at hand at ``text[end]``; ``text[start]`` is the file's byte ``byte``."""
    line = head_behind(text, start, end, before.line if before else None)
    if line is None or (before and line is before.line):
        return before if line else None
    skipped = len(_encode(text[start : line.start], encoding))
    return _TableHead(line, byte + skipped, len(_encode(line.line, encoding)))


def _position(text: str, end: int, encoding: str, byte: int, char: int, head: _TableHead | None) -> dict[str, Any]:
    """Where the next piece begins, ``left`` characters before it, its context, and where the head of its table stands."""
    context = text[max(0, end - CONTEXT_CHARS) : end]
    left_byte = byte - len(_encode(context, encoding))
    told = {"head": [head.byte, head.size, head.line.kind]} if head else {}
    return {"encoding": encoding, "byte": byte, "char": char, "left": len(context), "left_byte": left_byte, **told}


def _resumed(source: BinaryIO, position: dict[str, Any]) -> tuple[_TableHead | None, bytes]:
    """The head of the table that a piece to resume at stands in, and what was read of its context to find it."""
    left = position["left_byte"]
    if "head" not in position:
        skip_to(source, left)
        return None, b""
    byte, size, kind = position["head"]
    begin = min(byte, left)
    skip_to(source, begin)
    if byte + size <= left:
        line, context = first_bytes(source, size), b""
        skip_to(source, left if source.seekable() else left - byte - size)
    else:
        read = first_bytes(source, byte + size - begin)
        line, context = read[byte - begin :], read[left - begin :]
    text = line.decode(position["encoding"], _errors(position["encoding"]))
    # Characters from the context's first one: only whether it stands before the context matters.
    start = -1 if byte < left else len(context[: byte - left].decode(position["encoding"], "replace"))
    return _TableHead(Head(start, text, kind), byte, size), context


def _cut(text: str, start: int, *, final: bool) -> int | None:
    size = len(text) - start
    # Too short to cut, or just as long as the reach: a paragraph break that ends right there is known one later.
    if not final and (size < MIN_CHARS or size == MAX_CHARS):
        return None
    return cut(text, start, final=final)


class _Decoder:
    """An incremental decoder that keeps what comes before a broken unit, and says that it broke."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(_errors(encoding))
        self._encoding = encoding
        self.broken = False

    def decode(self, data: bytes, *, final: bool = False) -> str:
        try:
            return self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            self.broken = True
            good: bytes = error.object[: error.start]
        return good.decode(self._encoding, _errors(self._encoding))


class _LineReader(Reader):
    """Each line a record of its own, given out as soon as it has ended."""

    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any) -> None:
        self._source = source
        self._limit = settings.max_record_bytes
        self._position = position or {"byte": 0, "line": 0}

    def __iter__(self) -> Iterator[Record]:
        byte, index = self._position["byte"], self._position["line"]
        skip_to(self._source, byte)
        for body, end, after in lines(self._source, self._limit, byte):
            wide = body is not None and is_foreign(body)
            if not index and body is not None and (wide or body.startswith(WIDE_MARKS)):
                # Its line ends are not bytes of their own; nothing of it may pass unread.
                yield Record(0, (), _Source(after="\n"), "unsupported-encoding")
                return
            problem = "too-long" if body is None else "unsupported-encoding" if wide else None
            text = "" if body is None or wide else body.decode("utf-8", "surrogateescape")
            before = _BOM if not index and text.startswith(_BOM) else ""
            text = text[len(before) :]
            yield Record(
                index,
                (Leaf("", text),) if text else (),
                _Source("utf-8", before, end.decode("ascii")),
                problem,
                {"byte": after, "line": index + 1},
            )
            index += 1


class _TextWriter:
    """Writes cores with their edits. ``done`` is how far the document is written, in characters of the file.

    An edit may reach over its core's end into the context; the next piece then begins behind it.
    """

    def __init__(self, sink: BinaryIO, done: int | None) -> None:
        self._sink = sink
        self._done = done

    @property
    def position(self) -> Any:
        return None if self._done is None else {"char": self._done}

    def write(self, record: Record, edits: Sequence[Sequence[Edit]]) -> None:
        check_edits(record, edits)
        if any(
            edit.start >= leaf.core_end for leaf, wanted in zip(record.leaves, edits, strict=True) for edit in wanted
        ):
            raise ValueError("an edit begins in what another piece decides")
        parts: list[str] = []
        for leaf, wanted in zip(record.leaves, edits, strict=True):
            at = self._start(leaf)
            for edit in wanted:
                if edit.end <= at:
                    continue
                parts += (leaf.text[at : max(at, edit.start)], edit.replacement)
                at = edit.end
            if at < leaf.core_end:
                parts.append(leaf.text[at : leaf.core_end])
                at = leaf.core_end
            self._advance(leaf, at)
        self._put(record, "".join(parts))

    def withhold(self, record: Record, reason: str) -> None:
        text = "" if record.leaves else WITHHELD_TEXT
        for leaf in record.leaves:
            if self._start(leaf) < leaf.core_end:
                text = WITHHELD_TEXT
                self._advance(leaf, leaf.core_end)
        self._put(record, text)

    def flush(self) -> None:
        self._sink.flush()

    def close(self) -> None:
        self.flush()

    def _start(self, leaf: Leaf) -> int:
        return leaf.core_start if self._done is None else max(leaf.core_start, self._done - leaf.offset)

    def _advance(self, leaf: Leaf, at: int) -> None:
        if self._done is not None:
            self._done = max(self._done, leaf.offset + at)

    def _put(self, record: Record, text: str) -> None:
        source: _Source = record.source
        self._sink.write(_encode(source.before + text + source.after, source.encoding))
