"""Make corpus sentences look like text that people have: spacing, several sentences a window, letter case."""

from __future__ import annotations

import random
from collections.abc import Sequence

from redactor.training.corpora.examples import Example

_NO_BLANK_BEFORE = frozenset(
    [*".,;:!?)]}%'", "n't", "n’t", *(mark + end for mark in "'’" for end in ("s", "m", "re", "ve", "ll", "d"))]
)
_NO_BLANK_AFTER = frozenset(["(", "[", "{", "$", "£", "€", "#", "@"])


def detokenised(example: Example) -> Example:
    """The same words with the blanks that a writer would leave out removed.

    >>> detokenised(Example("Syria 's army .", ((0, 5), (6, 8), (9, 13), (14, 15)), ("O",) * 4, frozenset())).text
    "Syria's army."
    """
    parts: list[str] = []
    words: list[tuple[int, int]] = []
    at, opened = 0, False
    glue = True
    for i, (start, end) in enumerate(example.words):
        word = example.text[start:end]
        quote = word in {'"', "``", "''"}
        blank = not glue and word not in _NO_BLANK_BEFORE and not (quote and opened)
        if blank:
            parts.append(" ")
            at += 1
        parts.append(word)
        words.append((at, at + len(word)))
        at += len(word)
        glue = (
            word in _NO_BLANK_AFTER
            or (quote and not opened)
            or (word in {"-", "/"} and 0 < i < len(example.words) - 1 and len(example.words) > 3 and word == "/")
        )
        if quote:
            opened = not opened
    return Example("".join(parts), tuple(words), example.tags, example.covered)


def joined(examples: Sequence[Example], separators: Sequence[str]) -> Example:
    """Several examples of one source as one text; ``separators[i]`` stands between i and i + 1."""
    parts: list[str] = []
    words: list[tuple[int, int]] = []
    tags: list[str] = []
    at = 0
    for i, example in enumerate(examples):
        if i:
            parts.append(separators[i - 1])
            at += len(separators[i - 1])
        parts.append(example.text)
        words.extend((start + at, end + at) for start, end in example.words)
        tags.extend(example.tags)
        at += len(example.text)
    return Example("".join(parts), tuple(words), tuple(tags), examples[0].covered)


def recased(example: Example, case: str) -> Example:
    """The example in ``lower``, ``upper`` or ``title`` case; a text whose length would change stays as it is."""
    text = {"lower": str.lower, "upper": str.upper, "title": str.title}[case](example.text)
    return Example(
        text if len(text) == len(example.text) else example.text, example.words, example.tags, example.covered
    )


def epoch(
    examples: Sequence[Example], rng: random.Random, *, lower: float = 0.15, upper: float = 0.04
) -> list[Example]:
    """One epoch's view of a source: shuffled, half alone, the others joined 2 to 10, half detokenised, some recased."""
    order = list(examples)
    rng.shuffle(order)
    result = []
    at = 0
    while at < len(order):
        count = rng.choices((1, rng.randint(2, 4), rng.randint(5, 10)), (0.5, 0.33, 0.17))[0]
        group = order[at : at + count]
        at += count
        if rng.random() < 0.5 and all(" ".join(e.text[a:b] for a, b in e.words) == e.text for e in group):
            group = [detokenised(e) for e in group]
        one = group[0] if len(group) == 1 else joined(group, [rng.choice((" ", " ", "\n", "\n\n")) for _ in group[1:]])
        draw = rng.random()
        if draw < lower:
            one = recased(one, "lower")
        elif draw < lower + upper:
            one = recased(one, "upper")
        elif draw < lower + upper + 0.01:
            one = recased(one, "title")
        result.append(one)
    return result
