"""The Kaggle/GMB file the way the tutorial reads it: its cleaning, its sentences, its split."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from redactor.errors import UsageError

Item = TypeVar("Item")
COLUMNS = ("Sentence #", "Word", "POS", "Tag")
#: Labels that the tutorial removes, row by row, for having few examples.
REMOVED = frozenset({"art", "eve", "nat"})
#: What pandas reads as "nothing here", to be filled from the row before. In this corpus it hits the word "None".
_MISSING = frozenset({
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """Corpus words and one tag each, with the corpus's own label names."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def decoded(data: bytes) -> str:
    """UTF-8, or what ``unicode_escape`` makes of bytes without backslashes: Latin-1."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_gmb(header: Sequence[str]) -> bool:
    """True for the header row of a file in this form."""
    return {"Sentence #", "Word", "Tag"} <= set(header)


def tutorial_sentences(text: str, name: str) -> list[Sentence]:
    """The sentences of the file in the tutorial's order, cleaned and without duplicates.

    The tutorial removes rows first and fills gaps downwards afterwards, so a sentence whose first row goes
    continues the sentence before it. Its 47,571 sentences come out only if this is kept. ``name`` is for messages.
    """
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for number, word, tag in _rows(text, name):
        words, tags = groups.setdefault(number, ([], []))
        words.append(word)
        tags.append(tag)
    unique: dict[tuple[str, str], Sentence] = {}
    for words, tags in groups.values():
        unique.setdefault((" ".join(words), ",".join(tags)), Sentence(*_split(words, tags)))
    return list(unique.values())


def _rows(text: str, name: str) -> Iterator[tuple[str, str, str]]:
    """(sentence, word, tag) of each kept row, gaps filled."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if not is_gmb(header):
        raise UsageError(f"{name}: row 1 must name the columns {', '.join(COLUMNS)} (POS may be missing)")
    at = [header.index(column) for column in ("Sentence #", "Word", "Tag")]
    last = ["", "", ""]
    try:
        for row in reader:
            if not row:
                continue
            if len(row) <= max(at):
                raise UsageError(f"{name}: row {reader.line_num} has {len(row)} columns, {len(header)} are needed")
            values = [row[i] for i in at]
            if values[2].partition("-")[2] in REMOVED:
                continue
            last = [old if new in _MISSING else new for new, old in zip(values, last, strict=True)]
            yield last[0], last[1], last[2]
    except csv.Error:
        raise UsageError(f"{name}: row {reader.line_num} is not valid CSV") from None


def _split(words: Sequence[str], tags: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words as the tutorial gets them back from its joined sentences: a blank inside a word parts it.

    It pairs words and tags until either ends, so a parted word costs the sentence its last one.
    """
    parts = [(part, tag if not i or tag == "O" else f"I-{tag[2:]}")
             for word, tag in zip(words, tags, strict=True) for i, part in enumerate(word.split())]  # fmt: skip
    parts = parts[: len(tags)]
    return tuple(part for part, _ in parts), tuple(tag for _, tag in parts)


def tutorial_split(items: Sequence[Item], share: float = 0.8, seed: int = 200) -> tuple[list[Item], list[Item]]:
    """``DataFrame.sample(frac=share, random_state=seed)`` in its drawn order, and the rest in order.

    pandas draws with numpy's legacy generator, whose stream is frozen, so this needs no pandas.

    >>> tutorial_split("abcde")
    (['d', 'e', 'a', 'b'], ['c'])
    """
    drawn = np.random.RandomState(seed).choice(len(items), size=round(share * len(items)), replace=False).tolist()
    chosen = set(drawn)
    return [items[i] for i in drawn], [item for i, item in enumerate(items) if i not in chosen]
