"""Other names in the places of a corpus's own: the model learns the sentence around a name, not a list of the famous."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import replace

from redactor.tagger.widening import HONORIFICS, edges
from redactor.training.corpora.examples import Example, spans_of
from redactor.training.synthesis.fillers.people import new_person
from redactor.training.synthesis.fillers.pools import Pools

#: Words inside PERSON spans that are no names, besides the honorifics.
_TITLES = """
president vice prime foreign defense interior minister secretary chancellor premier ambassador governor mayor senator
congressman general colonel captain major lieutenant sergeant king queen prince princess sir lady lord duke earl count
sheikh ayatollah imam pope bishop cardinal father mother brother sister uncle aunt judge justice former chief saint
the of and de la van von bin al el ben abu du da di der den i ii iii iv jr sr
"""
_NO_NAMES = HONORIFICS | set(_TITLES.split())


def renamed(example: Example, pools: Pools, rng: random.Random, share: float) -> Example:
    """With probability ``share``, the example with other people's names and other towns; the same word gets the same name.

    Words change, tags stay. Titles, initials, numbers and handles are kept, and so is each word's letter case.
    """
    if rng.random() >= share:
        return example
    new: dict[str, str] = {}
    wanted: dict[tuple[int, int], str] = {}
    person = new_person(rng, pools)
    for span in spans_of(example.words, example.tags):
        inside = [(a, b) for a, b in example.words if span.start <= a and b <= span.end]
        for place, (start, end) in enumerate(inside):
            word = example.text[start:end]
            if span.label == "LOCATION" and len(inside) == 1 and _is_name(word) and rng.random() < 0.1:
                name = new.setdefault(word.casefold(), rng.choice(pools.words["city_world"]))
            elif span.label == "PERSON" and _is_name(word):
                last = place == len(inside) - 1 and (place > 0 or rng.random() < 0.4)
                name = new.setdefault(word.casefold(), person.surname if last else person.given)
                person = new_person(rng, pools)
            else:
                continue
            if " " not in name:
                wanted[start, end] = _cased(name, word)
    return _with_words(example, wanted) if wanted else example


def _is_name(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.casefold() not in _NO_NAMES


def _cased(name: str, like: str) -> str:
    return name.lower() if like.islower() else name.upper() if like.isupper() else name


def _with_words(
    example: Example, wanted: Mapping[tuple[int, int], str], glued: Collection[tuple[int, int]] = ()
) -> Example:
    parts: list[str] = []
    words: list[tuple[int, int]] = []
    at = size = 0
    for start, end in example.words:
        gap = "" if (start, end) in glued else example.text[at:start]
        word = wanted.get((start, end), example.text[start:end])
        parts += [gap, word]
        size += len(gap)
        words.append((size, size + len(word)))
        size += len(word)
        at = end
    return replace(example, text="".join([*parts, example.text[at:]]), words=tuple(words))


def hashtagged(example: Example, rng: random.Random, share: float) -> Example:
    """With probability ``share`` for each PERSON of one or two words, the name written as in "#AlanTuring"."""
    wanted: dict[tuple[int, int], str] = {}
    glued: set[tuple[int, int]] = set()
    for span in spans_of(example.words, example.tags):
        inside = [(a, b) for a, b in example.words if span.start <= a and b <= span.end]
        if span.label != "PERSON" or len(inside) > 2 or rng.random() >= share:
            continue
        names = [example.text[a:b] for a, b in inside]
        if all(map(_is_name, names)):
            lower = rng.random() < 0.25
            written = [name.lower() if lower else name[0].upper() + name[1:] for name in names]
            wanted |= zip(inside, ["#" + written[0], *written[1:]], strict=True)
            glued |= set(inside[1:])
    return _with_words(example, wanted, glued) if wanted else example


def with_edges(example: Example) -> Example:
    """The example with "Mr." before a PERSON and "the" before a decade made part of it, as decoding does (``edges``)."""
    tags = list(example.tags)
    for span in spans_of(example.words, example.tags):
        start, end = edges(example.text, span.start, span.end, span.label)
        before = [place for place, (a, b) in enumerate(example.words) if start <= a and b <= span.start]
        behind = [place for place, (a, b) in enumerate(example.words) if span.end <= a and b <= end]
        if before and all(tags[place] == "O" for place in before):
            tags[before[0] : before[-1] + 2] = [f"B-{span.label}", *[f"I-{span.label}"] * len(before)]
        for place in behind:
            if tags[place] == "O":
                tags[place] = f"I-{span.label}"
    return replace(example, tags=tuple(tags))
