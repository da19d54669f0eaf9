"""Text that nobody has labelled, for a student to learn its teacher's answers on: any word of it may be anything."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from redactor.training.corpora.examples import Example, from_tokens
from redactor.training.corpora.gmb import decoded
from redactor.training.corpora.read import unpacked
from redactor.training.corpora.sources import from_spans


def unlabelled(text: str) -> Example:
    """``text`` as an example that answers nothing."""
    return from_spans(text, [], frozenset())


def read_lines(path: Path) -> list[Example]:
    """Each line of a file, perhaps .gz, that is not blank. Raises ``StorageError`` for what cannot be read."""
    _, data = unpacked(path)
    return [unlabelled(line.strip()) for line in decoded(data).splitlines() if line.strip()]


def exchanged(examples: Sequence[Example], rng: random.Random, *, share: float = 0.2) -> list[Example]:
    """The same sentences without labels, ``share`` of their words exchanged for words that follow the same word elsewhere in them.

    A teacher knows its own training text by heart; what it makes of text near to it tells more. Source: Jiao et al., 2020,
    "TinyBERT" (data augmentation), with bigrams in the place of a language model.
    """
    texts = [[one.text[start:end] for start, end in one.words] for one in examples]
    followers: dict[str, list[str]] = defaultdict(list)
    for tokens in texts:
        for before, token in zip(["", *tokens], tokens, strict=False):
            followers[before].append(token)
    found = []
    for tokens in texts:
        new: list[str] = []
        for before, token in zip(["", *tokens], tokens, strict=False):
            new.append(rng.choice(followers[before]) if rng.random() < share else token)
        found.append(from_tokens(new, ["O"] * len(new), frozenset()))
    return found
