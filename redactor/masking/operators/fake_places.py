"""Other places, addresses, peoples and dates."""

from __future__ import annotations

import re
from functools import cache

from redactor.masking.operators.date_shifts import MONTHS, WEEKDAYS, shifted
from redactor.masking.operators.keyed_random import Draws, cased, latin
from redactor.masking.operators.name_lists import english
from redactor.masking.operators.word_lists import PEOPLES, PLACE_KINDS, STREET_KINDS

_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_NUMBER = re.compile(r"\d+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)


@cache
def _countries() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    from faker.providers.address.en_US import Provider

    countries = tuple(name for name in Provider.countries if name.isalpha())
    return countries, tuple(Provider.states), tuple(Provider.states_abbr), tuple(Provider.city_suffixes)


def place(value: str, draws: Draws) -> str:
    """Another place: a country for a country, a state for a state, else a town that nobody knows."""
    countries, states, short, _ = _countries()
    folded = value.casefold().strip(" .")
    for names in (countries, states):
        if folded in {name.casefold() for name in names}:
            return cased(draws.one("name", names, {folded}), value)
    if value.strip() in short:
        return draws.one("state", short, {folded})
    return _words(value, draws, PLACE_KINDS, town=True)


def address(value: str, draws: Draws) -> str:
    """Another address in the same lines: what kind of road it is stays, numbers and names change."""
    return _words(value, draws, STREET_KINDS, town=False)


def people(value: str, draws: Draws) -> str:
    """Another nationality, religion or party; in the plural where the word was."""
    folded = value.casefold()
    plural = folded.endswith("s") and not folded.endswith("ss")
    found = draws.one("people", PEOPLES, {folded, folded.removesuffix("s")})
    return cased(found + ("s" if plural and found.endswith("n") else ""), value)


def moment(value: str, draws: Draws, day_first: bool) -> str | None:
    """Another date or time of the same format; None for words that no table knows."""
    days = draws.number("days", 365) + 1
    moved = shifted(value, -days if draws.number("past", 2) else days, day_first)
    if moved is not None:
        return moved
    new = _TOKEN.sub(lambda match: _moment_word(match.group(), draws, match.start()), value)
    return None if new.casefold() == value.casefold() else new


def _moment_word(word: str, draws: Draws, at: int) -> str:
    folded = word.casefold()
    for names in (MONTHS, WEEKDAYS):
        for spelled in (names, tuple(name[:3] for name in names)):
            if folded in spelled:
                other = draws.one(f"name{at}", spelled, {folded})
                return other.upper() if word.isupper() else other.title() if word[0].isupper() else other
    return _NUMBER.sub(lambda match: _moment_number(match.group(), draws, at), word)


def _moment_number(digits: str, draws: Draws, at: int) -> str:
    number = int(digits)
    if len(digits) == 4 and 1000 <= number <= 2999:
        return str(number - 1 - draws.number(f"year{at}", 9))
    reach = 12 if number <= 12 else 24 if number < 24 else 31 if number < 32 else 10 ** len(digits) - 1
    low = 1 if number < 60 else 10 ** (len(digits) - 1)
    other = low + draws.number(f"number{at}", max(reach - low, 1))
    return f"{other + (other >= number):0{len(digits)}d}"


def age(value: str, draws: Draws) -> str | None:
    """Another age in the same words; None where no number is written."""
    new = _NUMBER.sub(lambda match: str(18 + draws.number(f"age{match.start()}", 70)), value)
    return None if new == value else new


def _words(value: str, draws: Draws, kept: frozenset[str], town: bool) -> str:
    matches = list(_TOKEN.finditer(value))
    never = {match.group().casefold() for match in matches}
    last = max((place for place, match in enumerate(matches) if match.group()[0].isalpha()), default=-1)
    text = value
    for place, match in reversed(list(enumerate(matches))):
        if match.group().casefold() not in kept:
            ending = draws.one(f"ending{place}", _countries()[3]) if town and place == last else ""
            new = _word(match.group(), f"word{place}.", ending, draws, never)
            text = text[: match.start()] + new + text[match.end() :]
    return text


def _word(word: str, what: str, ending: str, draws: Draws, never: set[str]) -> str:
    _, states, short, _ = _countries()
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return draws.shape(ordinal.group(1), what) + "th"
    if word in short:
        return draws.one(what, short, never)
    if any(map(str.isdigit, word)) or not latin(word) or (word.isupper() and len(word) <= 4):
        return draws.shape(word, what)
    if word.casefold() in {name.casefold() for name in states}:
        return cased(draws.one(what, [name for name in states if name.isalpha()], never), word)
    return cased(draws.one(what, english().family, never) + ending, word)
