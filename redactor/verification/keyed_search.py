"""Leak search without the input: windows of the text, digested under the run key, against the audit's digests.

The audit tells how long each masked value was; so only windows of such lengths that begin and end where words
do are digested, as they are written and in three other cases. Blanks count: without the value nobody can say how
else it might be broken into lines. With the input at hand ``residue.py`` is faster and finds more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from redactor.keys import Key
from redactor.verification.decodings import Decoding, decodings_of
from redactor.verification.value_search import MIN_CHARS, Hit, common, inside

#: A longer value is not looked for: its parts cannot be known from its digest.
MAX_CHARS = 256

_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[^\w\s]")


class KeyedResidue:
    """What to look for in one document: (value_hmac, characters, label) of its events."""

    def __init__(self, digests: Iterable[tuple[str, int, str]], key: Key) -> None:
        self._key = key
        self._labels: dict[str, str] = {}
        sizes = set()
        for digest, size, label in digests:
            if MIN_CHARS <= size <= MAX_CHARS:
                self._labels[digest] = min(label, self._labels.get(digest, label))
                sizes.add(size)
        self._sizes = sorted(sizes)

    def __bool__(self) -> bool:
        return bool(self._labels)

    def scan(self, text: str, masks: Sequence[tuple[int, int]] = ()) -> list[Hit]:
        """Where values still stand in ``text``, sorted, apart from what begins within ``masks``."""
        if not self._labels:
            return []
        hits = {hit for view in decodings_of(text) for hit in self._hits(view)}
        return sorted(hit for hit in hits if not inside(hit.offset, masks))

    def _hits(self, view: Decoding) -> Iterator[Hit]:
        text = view.text
        starts, ends = set(), set()
        for match in _WORD.finditer(text):
            starts.add(match.start())
            ends.add(match.end())
        for match in _MARK.finditer(text):  # a value may begin with "+" or "(" and end with "."
            starts.add(match.start())
            ends.add(match.end())
        for start in sorted(starts):
            for size in self._sizes:
                if start + size in ends:
                    window = text[start : start + size]
                    for spelling in dict.fromkeys((window, window.title(), window.upper(), window.lower())):
                        label = self._labels.get(self._key.digest("value", spelling))
                        if label is not None:
                            vague = label == "DATE_TIME" and window.isalpha()
                            sure = not vague and (spelling == window or not common(window, text))
                            yield Hit(view.origin(start), label, view.form, sure)
                            break
