"""The shared strings of a workbook, which its cells name by number."""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from redactor.errors import FormatError
from redactor.formats.office.cut import cut
from redactor.formats.office.xml_pieces import Change, Piece, spliced
from redactor.formats.office.xml_scan import Element, Handler, Tag, local, scan
from redactor.formats.office.xml_texts import Unit
from redactor.records import Edit

_PLAIN_STRING = re.compile(rb"""<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>""")
#: Strings lie in blocks of so many, or so many bytes.
_BLOCK, _BLOCK_BYTES = 256, 1 << 16


class Strings:
    """The shared strings, by number. Which of them still stand in a cell as they are is told by ``keep``. With ``packed``
    they take little memory; a cell most often names a string near to the last one."""

    def __init__(self, chunks: Iterable[bytes], most: int, *, packed: bool) -> None:
        self._packed, self._blocks, self._firsts, self._sizes = packed, list[bytes](), array("Q"), array("Q")
        self._head, self._tail, block, weight = b"", b"", list[bytes](), 0
        for before, element in cut(chunks, "si", most):
            if before and not self._sizes:
                self._head += before
            else:
                self._tail += before
            if element and self._tail:
                raise FormatError("shared strings that are not understood")
            if element:
                block.append(element)
                self._sizes.append(len(element))
                weight += len(element)
            if len(block) == _BLOCK or weight > _BLOCK_BYTES:
                self._add(block)
                block, weight = [], 0
        self._add(block)
        self._kept = bytearray(len(self._sizes))
        self.text = lru_cache(2_048)(self._text)
        self._block = lru_cache(128)(self._unpacked)

    def _add(self, block: list[bytes]) -> None:
        if block:
            data = b"".join(block)
            self._firsts.append(len(self._sizes) - len(block))
            self._blocks.append(zlib.compress(data, 1) if self._packed else data)

    def _unpacked(self, number: int) -> list[bytes]:
        data = zlib.decompress(self._blocks[number]) if self._packed else self._blocks[number]
        first, at, found = self._firsts[number], 0, []
        last = self._firsts[number + 1] if number + 1 < len(self._firsts) else len(self._sizes)
        for size in self._sizes[first:last]:
            found.append(data[at : at + size])
            at += size
        return found

    @property
    def around(self) -> bytes:
        """The part without its strings."""
        return self._head + self._tail

    def raw(self, number: int) -> bytes:
        """The element of a string. Raises ``FormatError`` for one that is not there."""
        if not 0 <= number < len(self._sizes):
            raise FormatError("a cell names a shared string that is not there")
        block = bisect_right(self._firsts, number) - 1
        return self._block(block)[number - self._firsts[block]].lstrip()

    def _text(self, number: int) -> str:
        raw = self.raw(number)
        plain = _PLAIN_STRING.fullmatch(raw)
        return plain[1].decode("utf-8") if plain else Rich(raw).unit.text

    def keep(self, number: int) -> None:
        """A cell goes out with this string."""
        self._kept[number] = 1

    def written(self) -> Iterator[bytes]:
        """The part, without the strings that no cell has as they are."""
        yield self._head
        number = 0
        for block in range(len(self._blocks)):
            made = []
            for raw in self._unpacked(block):
                made.append(raw if self._kept[number] else _emptied(raw))
                number += 1
            yield b"".join(made)
        yield self._tail


def _emptied(raw: bytes) -> bytes:
    name = raw.lstrip()[1:].split(b">")[0].split()[0].rstrip(b"/")
    prefix = name[: -len(b"si")]
    return raw[: raw.index(b"<")] + b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix)


class Rich(Handler):
    """A string with runs: ``unit`` is its text; what tells how it is spoken goes with a mask."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._spoken = 0
        self._inside = (0, len(raw))
        self._pieces: list[Piece | str] = []
        self._gone: list[Change] = []
        scan(raw, self)

    def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
        self._spoken += name == "rPh"
        if tag.at == 0:
            self._inside = (tag.end, self._inside[1])

    def end(self, name: str, element: Element) -> None:
        if name in ("rPh", "phoneticPr"):
            self._spoken -= name == "rPh"
            self._gone.append(element.gone)
        if element.at == 0:
            self._inside = (self._inside[0], element.closing)

    def text(self, name: str, piece: Piece) -> None:
        if local(name) == "t" and not self._spoken:
            self._pieces.append(piece)

    @property
    def unit(self) -> Unit:
        """Its text, in pieces of the string's own bytes."""
        return Unit("", tuple(self._pieces))

    def edited(self, edits: list[Edit]) -> bytes:
        """What stands inside the element, with edits made."""
        start, end = self._inside
        changes = [*self.unit.changes(edits), *self._gone]
        return spliced(self._raw[:end], [*changes, Change(0, start)])
