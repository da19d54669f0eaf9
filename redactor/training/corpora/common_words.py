"""Words of every day that are names elsewhere: real text cut where one begins a sentence or a field, and answers for no name.

In "and ivy covers the old wall" the small letter says that ivy is nobody. Cut there and written as a sentence begins, it is what
a tagger takes for a person, with an answer that is certain.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from redactor.labels import TAGGER_LABELS
from redactor.training.corpora.examples import Example
from redactor.training.corpora.sources import from_spans

#: Behind these a clause or a noun begins, which can stand without what was before.
_OPENS = frozenset(
    str.split(
        "and or but of with in to for on that when if then from by not as at into like let's please about than over"
        " under because while so"
    )
)
_ARTICLES = frozenset(str.split("the a an this its our your every each no any"))
_BEFORE = _OPENS | _ARTICLES
#: What may be a date answers for nothing here.
_TIME = re.compile(
    r"\d|\b(?:sec|min|hour|day|week|month|year|centur|decade|morn|noon|night|even|today|yester|tomor|spring|summer|autumn|winter"
    r"|season|birth|christ|easter|date|moment|o'clock|dawn|dusk|weekend|fortnight|ago|annual|quarter)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^.!?;:()\[\]\"“”|]+")
#: Fields whose values are nobody's name.
_FIELDS = str.split(
    "team mode theme type kind status category color colour label tag group plan tier level size shape style icon"
    " channel product brand model item material unit role queue stage state priority severity layout skin section"
    " service package module engine option value default filter sort topic subject title description note comment"
    " action event result reason source target format profile variant flavor department position occupation job"
)
_FEWEST, _MOST = 3, 16


def common_words(count: int, rng: random.Random, texts: Iterable[str], names: frozenset[str]) -> list[Example]:
    """``count`` fragments of ``texts`` of up to 16 words, every second beginning with one of ``names`` (in lower case) that the text has
    in small letters, the others with another word; a rare word as often as a frequent one."""
    clauses = [clause for text in texts for clause in _clauses(text)]
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(clauses):
        for at in range(1, len(words) - 1):
            if words[at - 1] in _BEFORE and len(words[at]) > 2:
                places[words[at]].append((number, at))
    again = sorted(word for word, found in places.items() if len(found) > 1)
    banks = [bank for bank in ([w for w in again if w in names], [w for w in again if w not in names]) if bank]
    fragments = []
    for turn in range(count if banks else 0):
        word = rng.choice(banks[turn % len(banks)])
        number, at = rng.choice(places[word])
        text = _fragment(clauses[number], at, rng, is_name=word in names)
        fragments.append(from_spans(text, [], frozenset(TAGGER_LABELS)))
    return fragments


def _clauses(text: str) -> Iterator[list[str]]:
    """Its clauses of four words and more without a time, and without a capital but at the beginning."""
    for clause in _CLAUSE.findall(text):
        words = clause.replace(",", " , ").split()
        plain = all(word.islower() or word in {"I", ","} for word in words[1:])
        if len(words) > 3 and plain and not _TIME.search(clause):
            yield words


def _fragment(words: Sequence[str], at: int, rng: random.Random, *, is_name: bool) -> str:
    """The clause from word ``at`` on, with its article, or the word alone under a field's name."""
    tail = list(words[at : at + rng.randint(_FEWEST, _MOST)])
    if "," in tail[2:] and rng.random() < 0.5:
        tail = tail[: tail.index(",", 2)]
    while len(tail) > 1 and (tail[-1] in _BEFORE or tail[-1] == ","):
        tail.pop()
    head, draw = tail[0].capitalize(), rng.random()
    if words[at - 1] in _ARTICLES:
        head = f"{words[at - 1].capitalize()} {head if is_name and draw < 0.6 else tail[0]}"
    elif draw < 0.15:
        return f"{rng.choice(_FIELDS)}{rng.choice((': ', ': ', ' = ', '=', ' | '))}{head}"
    elif draw < 0.22:
        return f"{rng.choice(_FIELDS).capitalize()}: {' '.join([head, *tail[1:3]])}"
    return " ".join([head, *tail[1:]]).replace(" ,", ",") + rng.choice((".", ".", ".", "", "!", "?", ";"))
