"""The table in ``field_names.toml``: which words name which kind of value, and how a name is parted into words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from redactor.detectors.value_shapes import SHAPES

Tokens = tuple[str, ...]

_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))")
#: "Manager's Name"
_OWNED = re.compile(r"(?<=\w)['’]s\b")
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
#: Signs on letters, but for those of the Indic scripts and beyond, which are letters to their readers.
_ACCENTS = dict.fromkeys(code for code in range(0x300, 0x900) if unicodedata.category(chr(code)) == "Mn")
#: Spellings without the marks: "ü" is "u" or "ue".
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def folded(word: str) -> str:
    """Lower case without accents.

    >>> folded("Số điện thoại"), folded("Straße")
    ('so dien thoai', 'strasse')
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", parts.translate(_ACCENTS))


#: Words for a number: names say the same with each of them.
NUMBERS = frozenset(str.split("no nr num nbr nmbr nro nummer numer numero nomor nombor"))
#: What columns leave out of a name: ``lieu_naissance``, ``numero_securite_sociale``.
_SMALL = frozenset(str.split("de d du di da do des del dell della dei la le van"))


def plain(words: Tokens) -> Tokens:
    """Words as names are compared: without small ones, and with one word for a number.

    >>> plain(("lieu", "de", "naissance")), plain(("acct", "nbr")), plain(("de",))
    (('lieu', 'naissance'), ('acct', 'number'), ('de',))
    """
    telling = tuple("number" if word in NUMBERS else word for word in words if word not in _SMALL)
    return telling if len(telling) > 1 else words


def words_of(name: str) -> Tokens:
    """The words of one name, folded; digits and marks part words and do not count.

    >>> words_of("homePhone_2"), words_of("IPAddress"), words_of("E-Mail")
    (('home', 'phone'), ('ip', 'address'), ('e', 'mail'))
    """
    return tuple(folded(part) for word in _WORD.findall(_OWNED.sub("", name)) for part in _CAMEL.split(word))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: its label, and the least it looks like (a name in ``value_shapes``)."""

    label: str
    shape: str

    def fits(self, value: str) -> bool:
        """Does ``value`` (without blanks around it) look like one?"""
        return SHAPES[self.shape](value)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase of the table means; ``beside`` are words of which one must be near, None where it needs none.

    ``of_a_person``: words for somebody count like those. ``alone``: what it means with no such word, and no other, near.
    """

    kinds: tuple[Kind, ...]
    beside: frozenset[str] | None
    of_a_person: bool = True
    alone: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    #: By its words, as they are written and as they are compared (``plain``).
    phrases: Mapping[Tokens, Phrase]
    #: What says in running text that a value follows, and is no name of a field.
    spoken: Mapping[Tokens, Phrase]
    usual: Mapping[str, Kind]
    neutral: frozenset[str]
    persons: frozenset[str]
    questions: frozenset[str]
    #: What a name of several words means that ends in one of these: "acme_key".
    endings: Mapping[Tokens, Phrase]
    #: What a whole name means under a name that says nothing: "x.login".
    under: Mapping[Tokens, Phrase]
    things: frozenset[Tokens]
    #: A word without accents → how it is written with them.
    written: Mapping[str, frozenset[str]]


def _listed(text: str) -> Iterator[str]:
    return (name for part in text.split(",") if (name := " ".join(part.split())))


def spellings(name: str) -> set[Tokens]:
    """A name as words: without marks, and with two letters for one that has a mark."""
    if name.isascii():  # most are, and start-up waits for all of them
        return {tokens} if (tokens := tuple(_WORD.findall(name.lower()))) else set()
    return {tokens for text in (name, name.casefold().translate(_SPELLED)) if (tokens := words_of(text.lower()))}


def compared(name: str) -> set[Tokens]:
    """A name as ``spellings`` has it, and as it is compared."""
    return {form for tokens in spellings(name) for form in (tokens, plain(tokens))}


def _words(section: Mapping[str, str]) -> frozenset[str]:
    """The single words of a section's list."""
    return frozenset(tokens[0] for name in _listed(section["words"]) for tokens in spellings(name) if len(tokens) == 1)


@lru_cache(maxsize=1)
def table() -> Table:
    source = resources.files("redactor.detectors") / "field_names.toml"
    content: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    rows: Mapping[str, Mapping[str, str]] = content["kind"]
    own = {kind: Kind(row["label"], row["value"]) for kind, row in rows.items()}
    phrases: dict[Tokens, Phrase] = {}
    spoken: dict[Tokens, Phrase] = {}
    for kind, row in rows.items():
        kinds = (*(own[other] for other in _listed(row.get("also", ""))), own[kind])
        beside = frozenset(word for name in _listed(row.get("beside", "")) for word in words_of(name))
        alone = ((own[row["alone"]],) if row["alone"] else ()) if "alone" in row else kinds
        for key, phrase in (
            ("words", Phrase(kinds, None)),
            ("of_a_person", Phrase(kinds, beside, alone=alone)),
            ("only_beside", Phrase(kinds, beside, of_a_person=False)),
        ):
            for name in _listed(row.get(key, "")):
                for tokens in compared(name):
                    phrases.setdefault(tokens, phrase)
        for name in _listed(row.get("said", "")):
            spoken |= dict.fromkeys(compared(name), Phrase(kinds, None))

    def of_its_own(key: str) -> dict[Tokens, Phrase]:
        return {
            tokens: Phrase((*(own[other] for other in _listed(row.get("also", ""))), own[kind]), None)
            for kind, row in rows.items()
            for name in _listed(row.get(key, ""))
            for tokens in compared(name)
        }

    things = frozenset(tokens for name in _listed(content["things"]["words"]) for tokens in compared(name))
    usual: dict[str, Kind] = {}
    for one in own.values():
        usual.setdefault(one.label, one)
    return Table(
        phrases,
        spoken,
        usual,
        neutral=_words(content["neutral"]),
        persons=_words(content["persons"]),
        questions=_words(content["questions"]),
        endings=of_its_own("behind_a_word"),
        under=of_its_own("under_anything"),
        things=things,
        written=_written(rows.values()),
    )


def _written(rows: Iterable[Mapping[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for word in _WORD.findall((row.get("words", "") + "," + row.get("of_a_person", "")).lower()):
            if not word.isascii():
                found.setdefault(folded(word), set()).add(word)
    return {word: frozenset(spellings) for word, spellings in found.items()}


def strange_names(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that the table does not have, so that nobody need ignore them."""
    known = {"".join(tokens) for tokens in table().phrases}
    return [name for name in names if not any("".join(tokens) in known for tokens in compared(name))]


def labels() -> frozenset[str]:
    """Every label that the table gives."""
    return frozenset(table().usual)
