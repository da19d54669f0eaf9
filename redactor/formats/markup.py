"""HTML and XML: what people read, and what attributes carry, is redacted; every byte outside a mask stays.

A text runs through inline tags (``<b>Ma</b>ria``) until a block begins or ends. Records are cut by counting tags, so that masks
never move a cut.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from redactor.detectors.web_names import is_location, without_names
from redactor.formats.encodings import is_foreign
from redactor.formats.fields import matches, with_index, with_key
from redactor.formats.inlaid import TOO_COMPLEX, TOO_LONG, WIDE, InlaidWriter, Inlay, encoded, laid, refused, same
from redactor.formats.lines import CHUNK_BYTES, WIDE_MARKS, first_bytes, reader_of, skip_to
from redactor.formats.markup_naming import HELD, is_plain, naming
from redactor.formats.markup_places import INLINE, INLINE_XML, LAYOUT, RAW, VOID, Places, is_plain_tag
from redactor.formats.markup_tokens import Attribute, Token, UnclosedError, encoding_of, escaped, pieces, token_at
from redactor.formats.protocol import Format, FormatSettings, Reader, Writer
from redactor.formats.raw_pieces import Piece, Pieces, kept
from redactor.records import WITHHELD_TEXT, Record

UNCLOSED = "malformed-markup"
#: A record ends at the first block after so many tags.
TAGS = 400
_HEAD_BYTES = 4096

#: A declaration without any of its own: names of the format's, which stay.
#: Attributes that say where the schemas of namespaces lie (XML Schema 1.0, 4.3.2).
_LOCATIONS = frozenset(("xsi:schemalocation", "schemalocation", "xsi:nonamespaceschemalocation"))
_DECLARES = re.compile(r"<!DOCTYPE[^\[]*>|<\?xml\s[^\[]*>", re.IGNORECASE).fullmatch
#: What an instruction is for: a name.
_TARGET = re.compile(r"[^\W\d][\w:.-]*(?=[\s?])")
_INDEX = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class MarkupFormat(Format):
    """HTML, or with ``xml`` XML, in which every element and attribute is a field. ``encoding`` is given where something else
    than the file says it."""

    name = "html"
    has_fields = False
    fields_vary = True
    separable = True
    xml: bool = False
    encoding: str = ""

    def reader(self, source: BinaryIO, settings: FormatSettings, position: Any = None) -> Reader:
        return _MarkupReader(source, settings, position, xml=self.xml, encoding=self.encoding)

    def writer(self, sink: BinaryIO, settings: FormatSettings, position: Any = None) -> Writer:
        return InlaidWriter(sink)


class XmlFormat(MarkupFormat):
    """XML."""

    name = "xml"
    has_fields = True


class _MarkupReader(Reader):
    def __init__(self, source: BinaryIO, settings: FormatSettings, position: Any, *, xml: bool, encoding: str) -> None:
        self._source, self._settings, self._xml = source, settings, xml
        self._fields = settings.fields if xml else ()
        place = position or {}
        self.absent_fields = tuple(place.get("absent", self._fields))
        self._byte, self._index = place.get("byte", 0), place.get("record", 0)
        self._encoding: str = place.get("encoding", encoding)
        self._places = Places(place, xml=xml)
        self._text, self._at, self._start, self._ended = "", 0, 0, False

    def __iter__(self) -> Iterator[Record]:
        skip_to(self._source, self._byte)
        head = b""
        if not self._byte:
            head = first_bytes(self._source, _HEAD_BYTES)
            if head.startswith(WIDE_MARKS) or is_foreign(head):
                yield refused(0, WIDE, WITHHELD_TEXT)
                return
            found = self._encoding or encoding_of(head)
            if found is None:
                yield refused(0, WIDE, WITHHELD_TEXT)
                return
            self._encoding = found
        self._decoder = codecs.getincrementaldecoder(self._encoding)("surrogateescape")
        self._escape = partial(escaped, encoding=self._encoding)
        self._text = self._decoder.decode(head)
        self._at = int(self._text.startswith("\ufeff"))
        while True:
            self._inlays: list[Inlay] = []
            self._names: list[str] = []
            self._skeleton: list[str] = []
            self._block, self._left = Pieces(), self._settings.most_leaves
            self._fresh = False
            try:
                complete = self._record()
            except UnclosedError as error:
                yield refused(
                    self._index, str(error) or UNCLOSED, WITHHELD_TEXT + self._places.closers, encoding=self._encoding
                )
                return
            raw = self._text[self._start : self._at]
            if raw:
                self._byte += len(encoded(raw, self._encoding))
                self._start = self._at
                yield self._made(raw)
                self._index += 1
            if not complete:
                return

    def _made(self, raw: str) -> Record:
        position = {
            "byte": self._byte, "record": self._index + 1, "encoding": self._encoding,
            **self._places.position, "absent": self.absent_fields,
        }  # fmt: skip
        return laid(
            self._index, raw, self._inlays, position,
            withheld="".join(self._skeleton), encoding=self._encoding, names=self._names,
        )  # fmt: skip

    def _record(self) -> bool:
        """Read tokens up to the record's end; False at the end of the file."""
        tags = 0
        while (token := self._token()) is not None:
            self._at = token.end
            if token.kind == "text":
                self._block.extend(pieces(self._text, token.start, token.end, self._start, xml=self._xml))
            elif token.kind == "other":
                self._other(token)
            else:
                plain = is_plain_tag(token.name) is not None
                if not plain:
                    self._names.append(token.name)
                else:
                    tags += token.name.lower() != "br"
                if self._tag(token, plain) and tags >= TAGS:
                    return True
        self._flush(closed=False)
        return False

    def _token(self) -> Token | None:
        while True:
            raw = self._places.name.lower()
            if not self._xml and raw in RAW:
                found = self._raw_text(raw)
            elif self._at < len(self._text):
                found = token_at(self._text, self._at, final=self._ended, xml=self._xml)
            else:
                found = None
            if found is not None:
                return found
            if self._ended and self._at >= len(self._text):
                return None
            if len(self._text) - self._start > self._settings.max_record_bytes:
                raise UnclosedError(TOO_LONG)
            self._more()

    def _raw_text(self, name: str) -> Token | None:
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._text, self._at)
        if end is None and not self._ended:
            return None
        stop = end.start() if end else len(self._text)
        if stop == self._at:
            return token_at(self._text, self._at, final=self._ended) if end else None
        return Token("other", self._at, stop, name, (), self._at, stop)

    def _more(self) -> None:
        left = self._text[self._start :]
        self._at, self._start = self._at - self._start, 0
        chunk = reader_of(self._source)(max(CHUNK_BYTES, len(left) // 2))
        self._ended = not chunk
        self._text = left + self._decoder.decode(chunk, final=not chunk)

    def _other(self, token: Token) -> None:
        """Comments, declarations, scripts: their inside is text as it stands."""
        if token.name == "<![CDATA[" and self._xml:
            self._flush(closed=False)
        if token.name in ("<!", "<?") and _DECLARES(self._text, token.start, token.end):
            self._names.append(without_names(self._text[token.inner_start : token.inner_end]))
            if token.name == "<?":
                self._skeleton.append(f'<?xml version="1.0" encoding="{self._encoding}"?>')
            return
        path = self._places.child({"<![CDATA[": "text", "<!--": "comment"}.get(token.name, "code"))
        start = token.inner_start
        if token.name == "<?" and (target := _TARGET.match(self._text, start, token.inner_end)):
            self._names.append(target[0])
            start = target.end()
        inner = self._text[start : token.inner_end]
        self._leaf(path, (Piece(start - self._start, token.inner_end - self._start, inner),), raw=True)

    def _tag(self, token: Token, plain: bool) -> bool:
        """Take in a tag; True if it bounds a block."""
        name = token.name.lower()
        alone = self._text[token.end - 2] == "/" if self._xml else name in VOID
        inline = name in (INLINE_XML if self._xml else INLINE)
        if name == "br" and not self._xml:
            self._block.append(Piece(token.start - self._start, token.end - self._start, "\n"))
        elif not inline:
            self._flush(closed=token.kind == "close" and self._fresh)
        if token.kind == "close":
            self._places.close(name)
        else:
            path = self._places.begin(token.name)
            hint = self._attributes(token, path)
            if hint:
                path = with_key(path, hint)
            if not alone and not inline:
                self._places.enter(token.name, path)
        if plain and name != "br":
            end = "/" if alone and self._xml else ""
            if name == "meta" and self._encoding != "utf-8":
                end = f' charset="{self._encoding}"'
            self._skeleton.append(f"</{token.name}>" if token.kind == "close" else f"<{token.name}{end}>")
        self._fresh = token.kind == "open" and not alone
        return not inline and name != "br"

    def _attributes(self, token: Token, path: str) -> str:
        """Take in the attributes of a tag; what they say that the element holds, or nothing."""
        values = {one.name.lower(): self._text[one.start : one.end] for one in reversed(token.attributes)}
        hint, names = naming(values, token.name, xml=self._xml)
        seen: dict[str, int] = {}
        for one in token.attributes:
            name = one.name.lower()
            if not is_plain_tag(one.name):
                self._names.append(one.name)
            seen[name] = seen.get(name, 0) + 1
            if one.start < one.end:
                named = name in names and self._text[one.start : one.end] == values[name]
                self._attribute(one, name, path, hint, seen[name], named=named)
        return hint

    def _attribute(self, one: Attribute, name: str, path: str, hint: str, number: int, *, named: bool) -> None:
        text = self._text[one.start : one.end]
        layout = not self._xml and name in LAYOUT
        located = name.startswith("xmlns") or (name in _LOCATIONS and is_location(text))
        if layout or located or named:
            if not is_plain(text):
                self._names.append(without_names(text) if located else text)
            return
        field = with_key(path, "@" + (one.name if is_plain_tag(one.name) else "odd"))
        field = field if number == 1 else with_index(field, number)
        found = kept(pieces(self._text, one.start, one.end, self._start, xml=self._xml))
        held = with_key(field, hint) if hint and name in HELD else field
        quoted = self._text[one.start - 1] in "\"'"
        self._leaf(field, found, named=held, quote=not quoted)

    def _flush(self, *, closed: bool) -> None:
        """The block at hand is complete. ``closed``: it is all that its element holds, so blanks alone are a text too."""
        block, self._block = self._block, Pieces()
        text = block.text
        if not text or (text.isspace() and not closed):
            return
        self._leaf(self._places.text(), block.kept())
        self._places.pass_text(text)

    def _leaf(
        self, field: str, found: tuple[Piece, ...] | Pieces, *, named: str = "", raw: bool = False, quote: bool = False
    ) -> None:
        if self._fields:
            bare = _INDEX.sub("", field)
            if bare and not matches(self._fields, bare):
                return
            self.absent_fields = tuple(one for one in self.absent_fields if not matches([one], bare))
        if not any(piece.decoded for piece in found):
            return
        if (not self._skeleton or WITHHELD_TEXT not in self._skeleton) and (self._places.name or not self._xml):
            self._skeleton.append(WITHHELD_TEXT)
        escape = same if raw else self._escape
        self._inlays.append(Inlay(named or field, found, escape, _quoted(self._escape) if quote else None))
        self._left -= self._inlays[-1].weight
        if self._left < 0:
            raise UnclosedError(TOO_COMPLEX)


def _quoted(escape: Any) -> Any:
    """An attribute without quotes gets them."""
    return lambda _, decoded: f'"{escape(decoded)}"'
