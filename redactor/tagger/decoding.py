"""From logits of pieces to spans: whole words, legal IOB2 by Viterbi, characters of the original text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from redactor.labels import mapped, split_tag
from redactor.spans import Span
from redactor.tagger.runtime import Floats
from redactor.tagger.widening import edges, widened
from redactor.tagger.windows import batches
from redactor.tagger.word_pieces import PARAGRAPH, Words

_IMPOSSIBLE = np.float32(-1e9)
#: Words, the shorter texts filled up to the longest, whose paths are walked at once: some two megabytes.
_SIDE_BY_SIDE = 16_384
#: What no name and no date ends with; a full stop may be part of one.
_NO_END = ",;:"
_LINE = re.compile(r"[^\r\n]+")


def log_softmax(logits: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), dtype=np.float32)


def combine(logits: Floats, words: Words, pieces: str) -> Floats:
    """Log-probabilities (words, classes) from logits (pieces, classes): each word's ``first``, ``mean`` or ``max`` piece.

    ``max`` takes, class by class, the best piece and normalises again.
    """
    if pieces == "first":
        return log_softmax(logits[words.first])
    if not len(words):
        return np.empty((0, logits.shape[-1]), np.float32)
    scores = log_softmax(logits)
    if pieces == "mean":
        counts = (words.last - words.first)[:, None].astype(np.float32)
        return np.asarray(np.add.reduceat(scores, words.first, axis=0) / counts, dtype=np.float32)
    return log_softmax(np.maximum.reduceat(scores, words.first, axis=0))


class Decoder:
    """Tables of one tag set: legal transitions, label of each class, and per-class bias in nats.

    ``temperature`` changes scores, never which spans are found.
    """

    def __init__(
        self,
        classes: Sequence[str],
        label_map: Mapping[str, str],
        bias: Mapping[str, float] | None = None,
        temperature: float = 1.0,
    ) -> None:
        self.temperature = np.float32(temperature)
        parts = [split_tag(tag) for tag in classes]
        self.labels = tuple(mapped(label, label_map) if label else "" for _, label in parts)
        self.inside = tuple(prefix == "I" for prefix, _ in parts)
        self.outside = self.labels.index("")
        self.bias = np.asarray(
            [(bias or {}).get(label, 0.0) if label else 0.0 for label in self.labels], dtype=np.float32
        )
        # I-X may follow B-X and I-X only. A checkpoint without B- tags (IO scheme) may begin with I-X.
        begins = {label for prefix, label in parts if prefix == "B"}
        bound = [prefix == "I" and label in begins for prefix, label in parts]
        legal = np.asarray(
            [
                [not is_bound or own == before for is_bound, (_, own) in zip(bound, parts, strict=True)]
                for _, before in parts
            ]
        )
        self.transitions = np.where(legal, np.float32(0), _IMPOSSIBLE)
        #: Of each class: may it stand only behind one of its own label?
        self.bound = np.asarray(bound, dtype=np.bool_)
        # Column sums over classes of one label turn class probabilities into label probabilities.
        self.same_label = np.asarray([[a == b for b in self.labels] for a in self.labels], dtype=np.float32)

    def decode(self, scores: Sequence[Floats]) -> list[NDArray[np.int64]]:
        """The best legal class sequence for each (words, classes) array of log-probabilities.

        Viterbi, but only around words whose best classes make no legal step: what stands elsewhere is best already.
        """
        biased = [score + self.bias for score in scores]
        paths = [np.asarray(score.argmax(-1)) for score in biased]
        parts = [(number, start, end) for number, path in enumerate(paths) for start, end in self._illegal(path)]
        while parts:
            again: set[int] = set()
            for number, start, path in self._walked(biased, parts):
                if start and self.bound[path[0]]:  # it depends on what stands before: walk the whole text
                    again.add(number)
                else:
                    paths[number][start : start + len(path)] = path
            parts = [(number, 0, len(paths[number])) for number in sorted(again)]
        return paths

    def _illegal(self, path: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """Parts of a path, (start, end), that hold all its illegal steps. Each but a text's first begins at a word whose class,
        as that of the next, may stand behind any other. If the best legal path of the part begins so too, it is what the
        best of the whole text has there: no path is worth more in this part, and it suits any before it.
        """
        bound = self.bound[path]
        wrong = np.flatnonzero(self.transitions[path[:-1], path[1:]] < 0) + 1
        if len(path) and bound[0]:
            wrong = np.concatenate(([0], wrong))
        edges = [0, *np.flatnonzero(~(bound[:-1] | bound[1:])).tolist(), len(path)]
        done = 0
        for word in wrong.tolist():
            if word >= done:
                place = bisect_right(edges, word)
                done = edges[place]
                yield edges[place - 1], done

    def _walked(
        self, scores: Sequence[Floats], parts: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """Each part (text, start, end) as (text, start, its best legal path)."""
        for group in batches([end - start for _, start, end in parts], _SIDE_BY_SIDE):
            chosen = [parts[place] for place in group]
            walked = self._viterbi(
                [scores[number][start:end] for number, start, end in chosen], [start == 0 for _, start, _ in chosen]
            )
            yield from ((number, start, path) for (number, start, _), path in zip(chosen, walked, strict=True))

    def _viterbi(self, scores: Sequence[Floats], begins: Sequence[bool]) -> list[NDArray[np.int64]]:
        """The best legal path of each array (words, classes), all walked side by side: numpy's calls cost more than its sums.

        One that ``begins`` a text may not begin inside an entity.
        """
        lengths = np.asarray([len(score) for score in scores])
        padded = np.zeros((lengths.max(), len(scores), len(self.bound)), dtype=np.float32)
        for place, score in enumerate(scores):
            padded[: len(score), place] = score
        back = np.empty(padded.shape, dtype=np.int64)
        best = np.where(np.asarray(begins)[:, None] & self.bound, _IMPOSSIBLE, padded[0])
        for word in range(1, len(padded)):
            total = best[:, :, None] + self.transitions
            back[word] = total.argmax(1)
            going_on = (lengths > word)[:, None]
            best = np.where(going_on, total.max(1) + padded[word], best)
        paths = []
        for place, (length, last) in enumerate(zip(lengths.tolist(), best.argmax(1).tolist(), strict=True)):
            path = np.empty(length, dtype=np.int64)
            path[-1] = last
            for word in range(length - 1, 0, -1):
                path[word - 1] = back[word, place, path[word]]
            paths.append(path)
        return paths

    def spans(self, text: str, words: Words, score: Floats, path: NDArray[np.int64]) -> list[Span]:
        """Spans of one decoded text; a span's score is the mean probability of its label over its words."""
        hits = np.flatnonzero(path != self.outside)
        if not len(hits):
            return []
        chosen = path[hits]
        probability = (np.exp(log_softmax(score[hits] / self.temperature)) * self.same_label[chosen]).sum(-1)
        found: list[Span] = []
        start = end = count = 0
        total = 0.0
        label = ""
        previous = -2
        columns = (hits, words.start[hits], words.end[hits], chosen, probability)
        for word, left, right, tag, value in zip(*(column.tolist() for column in columns), strict=True):
            begun = label and word == previous + 1 and self.inside[tag] and self.labels[tag] == label
            if begun and not PARAGRAPH.search(text, end, left):
                end, total, count = right, total + value, count + 1
            else:
                _add(found, text, start, end, label, total, count)
                label, start, end, total, count = self.labels[tag], left, right, value, 1
            previous = word
        _add(found, text, start, end, label, total, count)
        return found


def _add(found: list[Span], text: str, start: int, end: int, label: str, total: float, count: int) -> None:
    """Append a span, widened over the run it is glued to; one that a wider neighbour swallowed is joined to it."""
    if not label:
        return
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _NO_END):
        end -= 1
    if not any(map(str.isalnum, text[start:end])):
        return
    lines = _listed(text, start, end, label)
    if lines:
        for line_start, line_end in lines:
            _add(found, text, line_start, line_end, label, total, count)
        return
    start, end = edges(text, *widened(text, start, end), label)
    score = min(1.0, total / count)
    if found and found[-1].end > start:
        last = found[-1]
        if last.label == label or last.end >= end:
            found[-1] = Span(last.start, max(last.end, end), last.label, max(last.score, score))
            return
        start = last.end
    found.append(Span(start, end, label, score))


def _listed(text: str, start: int, end: int, label: str) -> list[tuple[int, int]]:
    """The lines of a span if each is whole by itself: names of two words or more, moments with four digits or more.

    >>> _listed("Ada Byron\\nAlan Turing", 0, 21, "PERSON"), _listed("Ada\\nByron", 0, 9, "PERSON")
    ([(0, 9), (10, 21)], [])
    >>> _listed("06:58:01\\n06:58:02", 0, 17, "DATE_TIME"), _listed("12 May\\n1985", 0, 11, "DATE_TIME")
    ([(0, 8), (9, 17)], [])
    """
    whole = _WHOLE.get(label)
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text, start, end)] if whole else []
    return lines if whole and len(lines) > 1 and all(whole(text[a:b]) for a, b in lines) else []


_WHOLE: Mapping[str, Callable[[str], bool]] = {
    "PERSON": lambda line: len(line.split()) > 1,
    "DATE_TIME": lambda line: sum(map(str.isdigit, line)) > 3,
}
