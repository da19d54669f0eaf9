"""Deny lists: 100,000 entries cost one look-up a word, whatever the number of entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from redactor.detectors.tokens import Word, marks_in, words_of
from redactor.spans import Span, in_order

DETECTOR = "deny_list"
#: Marks at the end of an entry that say nothing about it.
_SENTENCE = ".,;:!?\"')]}”’»"


class _Node:
    """The entries that share their first words; most have neither children nor more than one end."""

    __slots__ = ("ends", "then")

    def __init__(self) -> None:
        self.then: dict[str, _Node] | None = None
        #: Labels of the entries that end here, each with the marks before, between and behind its words.
        self.ends: tuple[tuple[str, str, str, str], ...] = ()


class DenyList:
    """Finds listed values wherever they stand as whole words, in any spacing and, if folded, any case.

    An entry is a sequence of words; white space between them may be any, a line break included, while marks must be
    the same (``O'Brien`` is not ``O Brien``), also around it (``C++``, ``.NET``), but for those that end a sentence. An
    entry without a letter or digit is refused with ``ValueError``.

    >>> DenyList({"PERSON": ["Ann Lee"]}).find("To ANN\\nLEE")
    [Span(start=3, end=10, label='PERSON', score=1.0, detector='deny_list')]
    """

    def __init__(self, entries: Mapping[str, Iterable[str]], casefold: bool = True) -> None:
        self._fold = casefold
        self._first: dict[str, _Node] = {}
        self._size = 0
        for label, values in entries.items():
            for value in values:
                self.add(label, value)

    def __len__(self) -> int:
        return self._size

    def _key(self, word: str) -> str:
        return word.casefold() if self._fold else word

    def add(self, label: str, value: str) -> None:
        """One more entry."""
        words = words_of(value)
        if not words:
            raise ValueError("a deny list entry has neither letter nor digit")
        node = self._first.setdefault(self._key(words[0][2]), _Node())
        for _, _, word in words[1:]:
            if node.then is None:
                node.then = {}
            node = node.then.setdefault(self._key(word), _Node())
        first, last = words[0][0], words[-1][1]
        end = (label, value[:first].strip(), marks_in(value[first:last]), value[last:].strip().rstrip(_SENTENCE))
        if end not in node.ends:
            node.ends = (*node.ends, end)
            self._size += 1

    def find(self, text: str) -> list[Span]:
        """All entries in ``text``, sorted; they may overlap."""
        return sorted(self.hits(text, words_of(text)), key=in_order) if self._first else []

    def hits(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        """All entries in ``text``, of which the caller has the words."""
        first, key = self._first, self._key
        for index, (start, _, word) in enumerate(words):
            node = first.get(key(word))
            at = index
            while node is not None:
                end = words[at][1]
                for label, before, marks, behind in node.ends:
                    left, right = start - len(before), end + len(behind)
                    if left < 0 or text[left:start] != before or text[end:right] != behind:
                        continue
                    if marks_in(text[start:end]) == marks:
                        yield Span(left, right, label, 1.0, DETECTOR)
                at += 1
                node = node.then.get(key(words[at][2])) if node.then is not None and at < len(words) else None
