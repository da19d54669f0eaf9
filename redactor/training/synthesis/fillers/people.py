"""People and the ways their names are written."""

from __future__ import annotations

import random
from dataclasses import dataclass

from redactor.training.synthesis.fillers.pools import Names, Pools, plain

#: Origin → share of the people drawn.
ORIGINS = {
    "English": 35,
    "European": 12,
    "Hispanic": 11,
    "Indian": 9,
    "Arabic": 7,
    "Vietnamese": 10,
    "Chinese": 6,
    "African": 5,
    "Slavic": 4,
    "Korean or Japanese": 2,
    "Pakistani": 2,
    "Indonesian": 1,
}
_ORIGIN_NAMES, _ORIGIN_WEIGHTS = tuple(ORIGINS), tuple(ORIGINS.values())
#: Origins whose surname stands first, at least at home.
EASTERN = frozenset({"Vietnamese", "Chinese", "Korean or Japanese"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person; ``eastern`` puts the surname first."""

    given: str
    middle: str
    surname: str
    origin: str
    gender: str
    eastern: bool = False


def new_person(rng: random.Random, pools: Pools, origin: str = "", gender: str = "") -> Person:
    """Draw a person; with origin and gender given, from exactly that pool."""
    exact = bool(origin)
    origin = origin or rng.choices(_ORIGIN_NAMES, _ORIGIN_WEIGHTS)[0]
    gender = gender or rng.choice(("male", "female"))
    names = pools.names[origin]
    first = names.male if gender == "male" else names.female
    given, middle = rng.choice(first), rng.choice(first)
    surname = _surname(rng, names, origin)
    if not exact:
        given, surname = _unusual(rng, pools, origin, given, surname)
    return Person(given, middle, surname, origin, gender, origin in EASTERN and rng.random() < 0.6)


def _surname(rng: random.Random, names: Names, origin: str) -> str:
    if origin == "Vietnamese" and "Nguyễn" in names.surnames and rng.random() < 0.3:
        return "Nguyễn"
    surname = rng.choice(names.surnames)
    if origin == "Hispanic" and rng.random() < 0.25:
        return f"{surname}{rng.choice((' ', ' ', '-', ' y '))}{rng.choice(names.surnames)}"
    if origin == "English" and rng.random() < 0.03:
        return f"{surname}-{rng.choice(names.surnames)}"
    return surname


def _unusual(rng: random.Random, pools: Pools, origin: str, given: str, surname: str) -> tuple[str, str]:
    """Sometimes a name that is a common word, an odd spelling, or a rare given name."""
    roll = rng.random()
    if origin == "English":
        if roll < 0.10:
            given = rng.choice(pools.words["word_given"])
        elif roll < 0.25:
            given = rng.choice(pools.rare_given)
        elif roll < 0.30:
            given = rng.choice(pools.words["nickname"])
        if rng.random() < 0.10:
            surname = rng.choice(pools.words["word_surname"])
    elif roll < 0.10:
        english = pools.names["English"]
        given = rng.choice(english.male + english.female)
    if rng.random() < 0.03:
        given = rng.choice(pools.words["odd_given"])
    if rng.random() < 0.04:
        surname = rng.choice(pools.words["odd_surname"])
    return given, surname


def _initial(name: str, dot: str = ".") -> str:
    return "-".join(f"{part[0].upper()}{dot}" for part in name.replace(" ", "-").split("-")[:2] if part)


def full(rng: random.Random, person: Person) -> str:
    """The whole name in one of its usual spellings."""
    if person.eastern:
        return f"{person.surname} {person.given}"
    roll = rng.random()
    given, surname = person.given, person.surname
    if roll < 0.76:
        return f"{given} {surname}"
    if roll < 0.86:
        return f"{given} {_initial(person.middle[:1], rng.choice(('.', '.', '')))} {surname}"
    if roll < 0.92:
        return f"{given} {person.middle} {surname}"
    if roll < 0.95:
        return f"{given} {surname}{rng.choice((' ', ', '))}{rng.choice(('Jr.', 'Sr.', 'Jr', 'III', 'II'))}"
    if roll < 0.965:
        quote = rng.choice(('"', "'", "“”"))
        return f"{given} {quote[0]}{person.middle}{quote[-1]} {surname}"
    return initials(rng, person)


def initials(rng: random.Random, person: Person) -> str:
    """``J. R. Smith``, ``J.R. Smith``, ``JR Smith``, ``J Smith``, ``Smith J.R.``."""
    first, second = _initial(person.given[:1]), _initial(person.middle[:1])
    forms = (
        f"{first} {second} {person.surname}",
        f"{first}{second} {person.surname}",
        f"{first} {person.surname}",
        f"{first} {person.surname}",
        f"{first[0]} {person.surname}",
        f"{person.given} {person.surname[0]}.",
        f"{first[0]}{second[0]} {person.surname}",
    )
    return rng.choice(forms)


def surname_first(rng: random.Random, person: Person) -> str:
    """``Smith, John``, ``SMITH, John A.``, ``Smith John``."""
    surname = person.surname.upper() if rng.random() < 0.3 else person.surname
    given = person.given if rng.random() < 0.7 else f"{person.given} {_initial(person.middle[:1])}"
    if rng.random() < 0.15:
        given = given.upper()
        surname = surname.upper()
    return f"{surname}{rng.choice((', ', ', ', ', ', ',', ' '))}{given}"


def hashtag(rng: random.Random, person: Person) -> str:
    """``#BillClinton``, ``#Clinton``, ``#billclinton``."""
    parts = ["".join(filter(str.isalpha, name.title())) for name in (person.given, person.surname)]
    name = rng.choice(("".join(parts), "".join(parts), parts[1]))
    return f"#{name.lower() if rng.random() < 0.2 else name}"


def handle(rng: random.Random, person: Person) -> str:
    """A login or handle made of the name; left unlabelled."""
    first = "".join(char for char in plain(person.given) if char.isalnum()) or "user"
    last = "".join(char for char in plain(person.surname) if char.isalnum()) or "x"
    number = rng.randint(1, 99)
    return rng.choice(
        (
            f"{first}.{last}",
            f"{first[0]}{last}",
            f"{first}_{last}{number}",
            f"{last}{first[0]}",
            f"{first}{number}",
            f"{first}{last}",
        )
    )
