"""Leak search: does any value that was masked in a document still stand in what was written of it?

Values are held as keyed digests only. The text is read once, word by word: where a word begins a value,
the windows of as many words as such values have are looked up. So time is linear in the text, whatever the
number of values. Case and blanks do not matter; encodings are undone first (decodings.py).
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from redactor.keys import Key
from redactor.verification.decodings import Decoding, decodings_of

#: A longer value is known by each of its windows of this number of words: a part of it is a leak, too.
MAX_WORDS = 8
MIN_CHARS = 4
MIN_WORDS = 2

_VAGUE = "DATE_TIME"
_DIGEST_BYTES = 12
# Scripts that put no blanks between words are taken sign by sign; combining marks belong to their word.
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_MARKS = r"\u0300-\u036f"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+(?:[{_MARKS}]+[^\W{_SIGNS}]*)*")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A masked value that still stands at ``offset`` of the text; ``form`` is plain, url, html, json or base64.

    ``sure`` is False for one word in lower case that was masked in capitals only ("will" is seldom Mr. Will), and for
    one word of a date: "Thursday" and "before" stand everywhere and name nobody.
    """

    offset: int
    label: str
    form: str
    sure: bool = field(default=True, compare=False)


def folded(text: str) -> str:
    """``text`` without differences of case, width and blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _BLANKS.sub(" ", text.casefold())


class Residue:
    """What to look for in one document: its masked values as (value, label) pairs.

    Values of one word and less than ``MIN_CHARS`` characters are not searched for; they stand everywhere by chance.
    With no ``key``, a random one is made: digests never leave this object.
    """

    def __init__(self, values: Iterable[tuple[str, str]], key: Key | None = None) -> None:
        self._secret = key.raw("residue") if key else os.urandom(32)
        self._labels: dict[bytes, str] = {}
        self._sizes: dict[bytes, set[int]] = {}  # digest of a first word → of how many words such values are
        self._lower: set[bytes] = set()  # values of one word that were masked in lower case
        self._begins: set[tuple[str, int]] = set()  # first letter and length of first words: a fast no for most words
        for value, label in values:
            self.add(value, label)

    def add(self, value: str, label: str) -> None:
        """One more value; where a value has several labels, the first in the alphabet is told."""
        words = [match.span() for match in _WORD.finditer(value)]
        if not words:
            return
        core = value[words[0][0] : words[-1][1]]
        if len(words) < MIN_WORDS and len(folded(core)) < MIN_CHARS:
            return
        size = min(len(words), MAX_WORDS)
        for first in range(len(words) - size + 1):
            start, end = words[first][0], words[first + size - 1][1]
            digest = self._digest(value[start:end])
            self._labels[digest] = min(label, self._labels.get(digest, label))
            word = folded(value[slice(*words[first])])
            if size == 1 and core.islower():
                self._lower.add(digest)
            self._begins.add((word[0], len(word)))
            self._sizes.setdefault(self._digest(word), set()).add(size)

    def __bool__(self) -> bool:
        return bool(self._labels)

    def scan(self, text: str, masks: Sequence[tuple[int, int]] = ()) -> list[Hit]:
        """Where values still stand in ``text``, sorted. What begins within ``masks`` (sorted, disjoint ranges of it)
        was put there by the run and is no leak: ``[PERSON]`` does not leak the value "person"."""
        if not self._labels:
            return []
        hits = {hit for view in decodings_of(text) for hit in self._hits(view)}
        return sorted(hit for hit in hits if not inside(hit.offset, masks))

    def _hits(self, view: Decoding) -> Iterator[Hit]:
        text = view.text
        pattern = _ASCII_WORD if text.isascii() else _WORD
        open_windows: list[tuple[int, int]] = []  # (number of its last word, offset): at most MAX_WORDS squared
        for number, match in enumerate(pattern.finditer(text)):
            open_windows += [(number + size - 1, match.start()) for size in self._sizes_of(match[0])]
            if open_windows:
                for last, start in open_windows:
                    if last == number:
                        digest = self._digest(text[start : match.end()])
                        if digest in self._labels:
                            label = self._labels[digest]
                            sure = start != match.start() or not (
                                (label == _VAGUE and match[0].isalpha())
                                or (digest not in self._lower and common(match[0], text))
                            )
                            yield Hit(view.origin(start), label, view.form, sure)
                open_windows = [window for window in open_windows if window[0] > number]

    def _sizes_of(self, word: str) -> Iterable[int]:
        if word.isascii() and (word[0].lower(), len(word)) not in self._begins:
            return ()
        return self._sizes.get(self._digest(word), ())

    def _digest(self, text: str) -> bytes:
        data = folded(text).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._secret, digest_size=_DIGEST_BYTES).digest()


def common(word: str, text: str) -> bool:
    """True for a word in lower case, in a text that knows capitals."""
    return word.isalpha() and word.islower() and not text.islower()


def inside(offset: int, masks: Sequence[tuple[int, int]]) -> bool:
    """Whether ``offset`` lies in one of ``masks``, which are sorted and disjoint."""
    low, high = 0, len(masks)
    while low < high:
        middle = (low + high) // 2
        if masks[middle][1] <= offset:
            low = middle + 1
        else:
            high = middle
    return low < len(masks) and masks[low][0] <= offset
