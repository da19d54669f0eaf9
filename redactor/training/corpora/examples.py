"""Labelled examples: text, corpus words with IOB2 tags, and which labels the corpus covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from redactor.labels import split_tag
from redactor.spans import Span

#: A word under this tag counts neither in the loss nor in a score.
IGNORED = "?"


@dataclass(frozen=True, slots=True)
class Example:
    """One text with words as half-open character ranges and one IOB2 tag (or IGNORED) a word.

    ``covered`` are the labels that its corpus annotates everywhere: an ``O`` says nothing about others.
    """

    text: str
    words: tuple[tuple[int, int], ...]
    tags: tuple[str, ...]
    covered: frozenset[str]

    def __post_init__(self) -> None:
        if len(self.words) != len(self.tags):
            raise ValueError(f"{len(self.words)} words but {len(self.tags)} tags")


def spans_of(words: Sequence[tuple[int, int]], tags: Sequence[str]) -> list[Span]:
    """Entities of an IOB2 sequence as character spans; a stray ``I-`` opens an entity (seqeval's default)."""
    found: list[Span] = []
    open_label = ""
    for (start, end), tag in zip(words, tags, strict=True):
        prefix, label = split_tag(tag) if tag != IGNORED else ("O", "")
        if prefix == "O":
            open_label = ""
        elif prefix == "I" and label == open_label:
            found[-1] = Span(found[-1].start, end, label)
        else:
            found.append(Span(start, end, label))
            open_label = label
    return found


def tags_of(words: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[str]:
    """IOB2 tags of ``words`` under disjoint sorted ``spans``; a word belongs to the first span it touches.

    >>> tags_of([(0, 2), (3, 6)], [Span(3, 5, "PERSON")])
    ['O', 'B-PERSON']
    """
    tags, at, begun = [], 0, -1
    for start, end in words:
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if at < len(spans) and spans[at].start < end:
            tags.append(("I-" if begun == at else "B-") + spans[at].label)
            begun = at
        else:
            tags.append("O")
    return tags


def from_tokens(
    tokens: Sequence[str], tags: Sequence[str], covered: frozenset[str], text: str | None = None
) -> Example:
    """An example from corpus tokens; ``text`` is used where the tokens can be found in it, else they are joined by blanks."""
    words = _find(tokens, text) if text is not None else None
    if words is None or text is None:
        words, at = [], 0
        for token in tokens:
            words.append((at, at + len(token)))
            at += len(token) + 1
        text = " ".join(tokens)
    kept = [i for i, (start, end) in enumerate(words) if start < end]
    return Example(text, tuple(words[i] for i in kept), tuple(tags[i] for i in kept), covered)


def _find(tokens: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    words, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            return None
        at = start + len(token)
        words.append((start, at))
    return words


def tokens_around(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[list[tuple[int, int]], list[str]]:
    """Blank-separated words of ``text``, cut at the edges of ``spans``, and their IOB2 tags; of spans that overlap the earlier wins.

    >>> tokens_around("Call Ann Lee.", [(5, 12, "PERSON")])
    ([(0, 4), (5, 8), (9, 12), (12, 13)], ['O', 'B-PERSON', 'I-PERSON', 'O'])
    """
    words: list[tuple[int, int]] = []
    tags: list[str] = []
    at = 0
    for start, end, label in [*sorted(spans), (len(text), len(text), "")]:
        outside = list(runs(text, at, start))
        inside = list(runs(text, max(at, start), end))
        words += outside + inside
        tags += ["O"] * len(outside) + [("I-" if i else "B-") + label for i in range(len(inside))]
        at = max(at, end)
    return words, tags


def runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``text[start:end]`` that hold no blank."""
    at = start
    while at < end:
        while at < end and text[at].isspace():
            at += 1
        begin = at
        while at < end and not text[at].isspace():
            at += 1
        if begin < at:
            yield begin, at


def relabelled(
    tags: Sequence[str], label_map: Mapping[str, str], ignored: frozenset[str], dropped: frozenset[str]
) -> list[str]:
    """``tags`` with mapped labels; those in ``ignored`` (corpus names) become IGNORED, in ``dropped`` ``O``."""
    result = []
    for tag in tags:
        prefix, label = split_tag(tag)
        if prefix == "O" or label in dropped:
            result.append("O")
        elif label in ignored:
            result.append(IGNORED)
        else:
            result.append(f"{prefix}-{label_map.get(label.casefold(), label)}")
    return result
