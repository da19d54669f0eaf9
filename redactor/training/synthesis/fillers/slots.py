"""The slot table: a name in braces → labelled pieces of text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from redactor.training.synthesis.fillers import geography, people, times
from redactor.training.synthesis.fillers.forms import form, word
from redactor.training.synthesis.fillers.people import Person
from redactor.training.synthesis.fillers.pools import Pools

#: (text, label); the empty label marks plain text.
Piece = tuple[str, str]


@dataclass(slots=True)
class Scene:
    """One document's random source and cast: ``{person1}`` and ``{given1}`` are the same human being."""

    rng: random.Random
    pools: Pools
    cast: dict[str, Person] = field(default_factory=dict)
    used: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    def person(self, key: str) -> Person:
        """The cast member ``key``; the empty key is somebody new each time."""
        if key and key in self.cast:
            return self.cast[key]
        person = people.new_person(self.rng, self.pools)
        if key:
            self.cast[key] = person
        return person


Filler = Callable[[Scene, str], tuple[Piece, ...]]
Draw = Callable[[random.Random, Pools], str]


def _named(write: Callable[[random.Random, Person], str], label: str = "PERSON") -> Filler:
    return lambda scene, key: ((write(scene.rng, scene.person(key)), label),)


def _titled(write: Callable[[random.Random, Person], str]) -> Filler:
    def fill(scene: Scene, key: str) -> tuple[Piece, ...]:
        title = scene.rng.choice(scene.pools.words["honorific"])
        return ((f"{title} ", ""), (write(scene.rng, scene.person(key)), "PERSON"))

    return fill


def _drawn(draw: Draw, label: str = "") -> Filler:
    return lambda scene, key: ((draw(scene.rng, scene.pools), label),)


def _form(name: str, label: str = "") -> Filler:
    return lambda scene, key: ((word(name, scene.rng, scene.pools), label),)


def _timed(write: Callable[[random.Random], str]) -> Filler:
    return lambda scene, key: ((write(scene.rng), "DATE_TIME"),)


def _listed(*names: str, label: str = "") -> Filler:
    def fill(scene: Scene, key: str) -> tuple[Piece, ...]:
        words = scene.pools.words[scene.rng.choice(names)] or scene.pools.words[names[0]]
        text = scene.rng.choice(words)
        lead = "the " if label and text.startswith("the ") else ""
        return ((lead, ""), (text[len(lead) :], label)) if lead else ((text, label),)

    return fill


def _email(scene: Scene, key: str) -> tuple[Piece, ...]:
    return ((f"{people.handle(scene.rng, scene.person(key))}@{form('domain', scene.rng, scene.pools)}", ""),)


def _given(rng: random.Random, person: Person) -> str:
    if person.origin == "Vietnamese" and rng.random() < 0.6:
        return person.given.split()[-1]
    return person.given


def _apart(rng: random.Random, person: Person) -> str:
    return people.full(rng, person) if rng.random() < 0.85 else people.initials(rng, person)


SLOTS: dict[str, Filler] = {
    "person": _named(people.full),
    "fullname": _named(lambda rng, who: f"{who.surname} {who.given}" if who.eastern else f"{who.given} {who.surname}"),
    "given": _named(_given),
    "middle": _named(lambda rng, who: who.middle),
    "surname": _named(lambda rng, who: who.surname),
    "surnames": _named(lambda rng, who: f"{who.surname}s"),
    "surname_given": _named(people.surname_first),
    "initials": _named(people.initials),
    "someone": _named(_apart),
    "hsurname": _titled(lambda rng, who: who.surname),
    "hperson": _titled(people.full),
    "handle": _named(people.handle, ""),
    "email": _email,
    "city": _form("city", "LOCATION"),
    "state": _listed("state", label="LOCATION"),
    "state_code": _listed("state_code", label="LOCATION"),
    "country": _listed("country_common", "country_common", "country", label="LOCATION"),
    "region": _listed("region", label="LOCATION"),
    "county": _listed("county", label="LOCATION"),
    "landmark": _listed("landmark", label="LOCATION"),
    "place": _drawn(geography.place, "LOCATION"),
    "street": _form("street", "LOCATION"),
    "address": _drawn(geography.address, "ADDRESS"),
    "address_lines": _drawn(lambda rng, pools: geography.address(rng, pools, "\n"), "ADDRESS"),
    "street_address": _drawn(geography.street_address, "ADDRESS"),
    "zip": _form("zip", "ADDRESS"),
    "nrp": _drawn(geography.group, "NRP"),
    "language": _listed("language", label="NRP"),
    "nrps": _listed("nrp_plural", label="NRP"),
    "org": _drawn(geography.organisation, "ORGANIZATION"),
    "company": _form("company", "ORGANIZATION"),
    "hospital": _form("hospital", "ORGANIZATION"),
    "school": _form("school", "ORGANIZATION"),
    "agency": _listed("agency", label="ORGANIZATION"),
    "team": _listed("team", label="ORGANIZATION"),
    "newspaper": _listed("newspaper", label="ORGANIZATION"),
    "date": _timed(times.date),
    "month": _timed(times.month),
    "dob": _timed(times.birth_date),
    "stamp": _timed(times.stamp),
    "time": _timed(times.clock),
    "weekday": _timed(times.weekday),
    "when": _timed(times.relative),
    "year": _timed(times.year),
    "num": _drawn(lambda rng, pools: str(rng.randint(2, 99))),
    "big": _drawn(lambda rng, pools: str(rng.randint(100, 99_999))),
    **{name: _form(name) for name in ("phone", "id", "money", "version", "url", "ip", "measure", "code")},
    **{
        name: _listed(name)
        for name in (
            *("product", "drug", "condition", "job", "item", "topic", "relation", "honorific"),
            *("tool", "tool_word", "med", "eponym", "rank"),
        )
    },
    "hashtag": _named(people.hashtag),
    "given_initials": _named(lambda rng, who: f"{who.given[0]}{who.surname[0]}".upper()),
    "word_given": _listed("word_given", label="PERSON"),
    "word_surname": _listed("word_surname", label="PERSON"),
    "word_name": _listed("word_given", "word_given", "word_surname", label="PERSON"),
}
