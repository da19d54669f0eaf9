"""Other names for people and organisations, word for word in the shape of the given one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from redactor.masking.operators.keyed_random import Draws, cased, latin
from redactor.masking.operators.name_lists import Lists, english, plain, unaccented, vietnamese
from redactor.masking.operators.word_lists import COMPANY_KINDS, FEMALE_TITLES, MALE_TITLES, PARTICLES, SUFFIXES, TITLES

WORD = re.compile(r"(?<!['’])[^\W\d_]+(?:['’][^\W\d_]{2,})*\.?")
_NOT_NAMES = TITLES | SUFFIXES


def core(value: str) -> tuple[list[re.Match[str]], list[int]]:
    """The words of a person's name that name them, and their order as "given … family".

    "Smith, John" puts the first word last; titles and suffixes (Dr., Jr.) are not part of it.
    """
    words = [match for match in WORD.finditer(value) if _bare(match) not in _NOT_NAMES]
    comma = value.find(",")
    before = [place for place, match in enumerate(words) if match.start() < comma]
    after = [place for place, match in enumerate(words) if match.start() > comma]
    return words, after + before if comma > 0 and before and after else list(range(len(words)))


def person_key(value: str) -> str:
    """One spelling for 'John Smith', 'JOHN SMITH' and 'Smith, John'."""
    words, order = core(value)
    return " ".join(_bare(words[place]) for place in order)


def person(value: str, draws: Draws) -> str:
    """Another person's name: same words, order, case, initials, and gender where the given name tells it."""
    words, order = core(value)
    if not words:
        return draws.shape(value)
    never = {_bare(match) for match in words}
    bare = [_bare(words[place]) for place in order]
    if _vietnamese_name(bare):
        new = _vietnamese(bare, draws, never)
        new = new if any(char > "\x7f" for char in value) else [unaccented(name) for name in new]
    else:
        new = _english(bare, value, draws, never)
    fresh = dict(zip(order, new, strict=True))
    return _put(value, words, [fresh[place] for place in range(len(words))], draws)


def organisation(value: str, draws: Draws) -> str:
    """Another organisation: what kind it is (Bank, Ltd, of) stays, names change, short capitals are drawn anew."""
    words = [match for match in WORD.finditer(value) if _bare(match) not in COMPANY_KINDS]
    if not words:
        return draws.shape(value)
    never = {_bare(match) for match in words}
    new = [
        draws.shape(match.group(), f"acronym{place}")
        if match.group().isupper() and len(match.group()) <= 5 and len(words) == 1
        else draws.one(f"word{place}", english().family, never)
        for place, match in enumerate(words)
    ]
    return _put(value, words, new, draws)


def _english(bare: Sequence[str], value: str, draws: Draws, never: Collection[str]) -> list[str]:
    lists = english()
    first_is_given = len(bare) > 1 or plain(bare[0]) in lists.known
    given = _given(bare, value, lists)
    new = []
    for place, word in enumerate(bare):
        if word in PARTICLES and place:
            new.append(draws.one(f"particle{place}", PARTICLES, never))
        elif place == len(bare) - 1 and not (place == 0 and first_is_given):
            new.append(draws.one("family", lists.family, never))
        else:
            new.append(draws.one(f"given{place}", given, never))
    return new


def _given(bare: Sequence[str], value: str, lists: Lists) -> tuple[str, ...]:
    """The given names of the gender that the first name, else the title, tells; both lists when neither does."""
    first = plain(bare[0])
    male, female = first in lists.plain_male, first in lists.plain_female
    if male == female:
        titles = {_bare(match) for match in WORD.finditer(value)}
        male, female = bool(titles & MALE_TITLES), bool(titles & FEMALE_TITLES)
    if male == female:
        return lists.male + lists.female
    return lists.only_male if male else lists.only_female


def _vietnamese_name(bare: Sequence[str]) -> bool:
    lists = vietnamese()
    if len(bare) < 2 or plain(bare[0]) not in lists.plain_family:
        return False
    return any(char > "\x7f" for word in bare for char in word) or any(plain(word) in lists.known for word in bare[1:])


def _vietnamese(bare: Sequence[str], draws: Draws, never: Collection[str]) -> list[str]:
    lists = vietnamese()
    folded = [plain(word) for word in bare]
    # "Lan" and "Lân" look the same without accents, so a name is ruled out in all its spellings.
    every = (*lists.family, *lists.middle, *lists.male, *lists.female)
    never = {*never, *(name.casefold() for name in every if plain(name) in folded)}
    female = "thi" in folded[1:-1] or folded[-1] in lists.plain_female - lists.plain_male
    given = lists.female if female else lists.male
    middle = [draws.one(f"middle{place}", lists.middle + given, never) for place in range(1, len(bare) - 1)]
    return [draws.one("family", lists.family, never), *middle, draws.one("given", given, never)]


def _put(value: str, words: Sequence[re.Match[str]], new: Sequence[str], draws: Draws) -> str:
    """``new`` in the places of ``words``, each in the case and shape (initial, full) of what stood there.

    Digits between them are drawn anew: a tagger may have taken a number for part of a name.
    """
    parts = []
    at = 0
    for place, match in enumerate(words):
        parts.append(_fresh_digits(value[at : match.start()], draws, at))
        parts.append(_shaped(new[place], match.group(), draws, place))
        at = match.end()
    return "".join((*parts, _fresh_digits(value[at:], draws, at)))


def _fresh_digits(text: str, draws: Draws, at: int) -> str:
    return "".join(
        draws.sign(f"digit{at + place}", char) if char.isdigit() else char for place, char in enumerate(text)
    )


def _shaped(word: str, old: str, draws: Draws, place: int) -> str:
    letters = old.removesuffix(".")
    dot = old[len(letters) :]
    if not latin(letters):
        return draws.shape(letters, f"letters{place}") + dot
    if len(letters) > 1:
        return cased(word, letters) + dot
    initial = word[0]
    if initial.casefold() == letters.casefold():
        others = [char for char in "ABCDEFGHJKLMNPRSTW" if char.casefold() != letters.casefold()]
        initial = draws.one(f"initial{place}", others)
    return (initial.upper() if letters.isupper() else initial.lower()) + dot


def _bare(match: re.Match[str]) -> str:
    return match.group().removesuffix(".").casefold()
