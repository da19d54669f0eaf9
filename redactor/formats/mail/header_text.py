"""A header's value with the texts in it: where they stand, and how masks are put in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redactor.formats.mail.charsets import encoded
from redactor.formats.mail.spelled import Change, Run, Spelled, harmless, header, words
from redactor.records import Edit, Leaf


class Place(NamedTuple):
    """A text: where it stands in what the header says (in order of reading), how many of its characters are to be decided
    (-1: all), and what would end it there: ``name`` and ``address`` get quotes where they must, in a ``word`` blanks do."""

    field: str
    spans: tuple[tuple[int, int], ...]
    core: int = -1
    how: str = ""


@dataclass(slots=True)
class HeaderText:
    """A header's value, bytes ``raw`` of the message, and the texts in it. ``fixed`` is changed whatever detectors find."""

    raw: bytes
    spelled: Spelled
    charset: str
    eol: str
    places: list[Place] = field(default_factory=list)
    fixed: list[Change] = field(default_factory=list)

    @property
    def leaves(self) -> list[Leaf]:
        """The texts."""
        text = self.spelled.text
        found = []
        for place in self.places:
            shown = "".join(text[start:end] for start, end in place.spans)
            found.append(Leaf(place.field, shown, core_end=place.core if place.core >= 0 else len(shown)))
        return found

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The value with ``edits`` made in each of the texts."""
        changes = [*self.fixed]
        text = self.spelled.text
        for place, wanted in zip(self.places, edits, strict=True):
            if wanted:
                quoted = place.how in _QUOTED_FOR and self._is_plain(place)
                changes += _changes(place, text, wanted, _QUOTED_FOR[place.how] if quoted else None)
        if not changes:
            return self.raw
        changes.sort()
        new = self.spelled.edited(changes, self.eol)
        if any(run.kind in ("q", "b") for run in self.spelled.runs):
            wanted_text = Spelled(text, (Run(0, len(text), text),)).edited(changes)
            if header(new).text.strip() != wanted_text.strip() and not any(
                run.kind == "percent" for run in self.spelled.runs
            ):
                # A blank between two encoded words says nothing: all is one such word.
                new = " " + words(wanted_text.strip(), "q", "utf-8", self.eol)
        return encoded(new, self.charset)

    def _is_plain(self, place: Place) -> bool:
        (start, end), at = place.spans[0], 0
        for run in self.spelled.runs:
            if at < end and start < at + len(run.decoded) and run.kind not in ("plain", "fold"):
                return False
            at += len(run.decoded)
        return True


#: How a text stands → what in it calls for quotes: all but the letters of an atom, or what ends an address.
_QUOTED_FOR = {"name": re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~ \t.-]"), "address": re.compile(r"[,;:()]")}


def _changes(place: Place, text: str, edits: Sequence[Edit], quotes: re.Pattern[str] | None) -> Iterator[Change]:
    """Edits of a text as changes of the header's; where ``quotes`` matches, all of it gets quotes."""
    edits = [Edit(one.start, one.end, harmless(one.replacement)) for one in edits]
    if quotes is None:
        ends = {"": ";", "word": " ;"}.get(place.how, "()")
        edits = [Edit(one.start, one.end, re.sub(f"[{ends}]", "_", one.replacement)) for one in edits]
    else:
        start, end = place.spans[0]
        parts, at = list[str](), 0
        for one in edits:
            parts += (text[start + at : start + one.start], one.replacement)
            at = one.end
        whole = "".join((*parts, text[start + at : end]))
        loose = whole != whole.strip() or any(quotes.search(one.replacement) for one in edits)
        if loose and '"' not in whole and "\\" not in whole:
            yield start, end, f'"{whole}"'
            return
    at = 0
    waiting = list(reversed(edits))
    for start, end in place.spans:
        size = end - start
        while waiting and waiting[-1].start < at + size:
            one = waiting[-1]
            low, high = max(one.start, at), min(one.end, at + size)
            if low < high:
                yield start + low - at, start + high - at, one.replacement if one.start >= at else ""
            if one.end > at + size:
                break
            waiting.pop()
        at += size
