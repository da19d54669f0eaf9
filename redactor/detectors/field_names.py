"""What the name of a field, column or form label says of the value beside it: the table in ``field_names.toml``.

>>> names = FieldNames()
>>> names.named("customer.homePhone2").label
'PHONE_NUMBER'
>>> names.named("phone_model"), names.named("product.name")
(None, None)
>>> names.named("patient[0].contact.value").label_of("ann@example.com")
'EMAIL_ADDRESS'
>>> names.is_thing("items[0].unitPrice"), names.is_thing("comment")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from redactor.detectors.field_paths import steps_of
from redactor.detectors.field_table import NUMBERS, Kind, Phrase, Tokens, compared, plain, table, words_of
from redactor.detectors.value_shapes import is_empty

#: What spans carry as ``detector`` whose field's name said so.
DETECTOR = "field_name"
#: A name of several words that is written in one ("cardnumber") has so many letters.
_SHORTEST_GLUED = 7
#: How many paths one table remembers.
_MOST_PATHS = 65_536
_LONGEST_NAME = 120
#: Of a longer path its end counts.
_LONGEST_PATH = 4 * _LONGEST_NAME

_ITEM = re.compile(r"\[[0-9*]*\]")
T = TypeVar("T")
#: Where a table stands in a document says nothing of what its columns hold.
_PLACE = re.compile(r"(?:sheet|table|slide|header|footer|row)[0-9]+")


def _remembered(told: Callable[[str], T]) -> Callable[[str], T]:
    """``told``, asked once for all items of a list, and for all rows of a sheet."""
    remembered = lru_cache(_MOST_PATHS)(told)
    return lambda path: remembered((_ITEM.sub("", path) if "[" in path else path)[-_LONGEST_PATH:])


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says: the kinds its values may be of (the last is the usual one), and the name in plain words."""

    kinds: tuple[Kind, ...]
    words: str
    own: str = ""

    @property
    def label(self) -> str:
        """The label of the usual kind."""
        return self.kinds[-1].label

    def fits(self, value: str) -> bool:
        """Is ``value`` what the name says?"""
        return self.label_of(value) is not None

    def label_of(self, value: str) -> str | None:
        """The label that the whole of ``value`` is masked as; None where it is not what the name says.

        Words for nothing, yes and no, masks and the name itself (a header line that is repeated) are not.
        """
        value = value.strip()
        if not value or is_empty(value) or value.casefold().replace("_", " ") == self.own.replace("_", " "):
            return None
        return next((kind.label for kind in self.kinds if kind.fits(value)), None)

    def masked_as(self, value: str) -> bool:
        """Is ``value`` the tag that stands for one that the name spoke of?

        >>> [FieldNames().named("phone").masked_as(tag) for tag in ("[PHONE_NUMBER_2]", "[PERSON]")]
        [True, False]
        """
        tag = value.strip()
        return tag.endswith("]") and any(tag.startswith(f"[{kind.label}") for kind in self.kinds)


def field_names(words: Mapping[str, Iterable[str]] | None = None, ignore: Collection[str] = ()) -> FieldNames:
    """The ``FieldNames`` of a policy: one for all who ask for the same, for it takes some time to make."""
    return _field_names(tuple(sorted((label, tuple(names)) for label, names in (words or {}).items())), tuple(ignore))


@lru_cache(maxsize=8)
def _field_names(words: tuple[tuple[str, tuple[str, ...]], ...], ignore: tuple[str, ...]) -> FieldNames:
    return FieldNames(dict(words), ignore)


class FieldNames:
    """The table, with what a policy adds (label → names) and takes away (names). Pure; threads may share it.

    A name that the policy adds stands for any value that fits the label's usual kind, or any at all where the table has none.
    """

    def __init__(self, words: Mapping[str, Iterable[str]] | None = None, ignore: Collection[str] = ()) -> None:
        rows = table()
        phrases = dict(rows.phrases)
        for label, names in (words or {}).items():
            kind = rows.usual.get(label, Kind(label, "anything"))
            for name in names:
                phrases |= dict.fromkeys(compared(name), Phrase((kind,), None))
        ignored = {"".join(tokens) for name in ignore for tokens in compared(name)}
        phrases = {tokens: phrase for tokens, phrase in phrases.items() if "".join(tokens) not in ignored}
        self._table, self._phrases, self._ignored = rows, phrases, ignored
        self._longest = max(map(len, phrases), default=0)
        self._glued = {"".join(tokens): tokens for tokens in phrases if len(tokens) > 1}
        self._known = {word for tokens in (*phrases, *rows.things) for word in tokens} | rows.neutral | rows.persons
        self.named = _remembered(self._named)
        self.is_thing = _remembered(self._is_thing)
        self.said = lru_cache(_MOST_PATHS)(self._said)
        self.title = _remembered(self._title)

    def last_words(self, shapes: Collection[str]) -> frozenset[str]:
        """Words (in lower case) that names of values of these ``shapes`` end in, but for "number" and the like and mere grammar.

        Where one is written with accents, both spellings; of names of several words also all of it in one.
        """
        rows = self._table
        common = rows.neutral | rows.persons | rows.questions
        found = set()
        for tokens, phrase in (*self._phrases.items(), *rows.spoken.items()):
            if not any(kind.shape in shapes for kind in phrase.kinds):
                continue
            if len(tokens) > 1 and len("".join(tokens)) >= _SHORTEST_GLUED:
                found.add("".join(tokens))
            end = len(tokens)
            while end > 1 and tokens[end - 1] in _NUMBER_WORDS:
                end -= 1
            word = tokens[end - 1]
            telling = end < len(tokens) or word not in common or any(kind.shape == "login" for kind in phrase.kinds)
            if word not in _GRAMMAR and (end == 1 or len(word) > 2) and telling:
                found.add(word)
            elif end > 1 and word in _LEADING:  # "created by", "assigned_to"
                found.update(f"{tokens[end - 2]}{between}{word}" for between in " _-")
        return frozenset(word for end in found for word in (end, *rows.written.get(end, ())))

    def is_name(self, text: str, label: str | None = None) -> bool:
        """Is all of ``text`` what values (of this label) are called?"""
        phrase = self._phrases.get(self._tokens(text)) if len(text) <= _LONGEST_NAME else None
        return phrase is not None and (label is None or any(kind.label == label for kind in phrase.kinds))

    def is_made_of_names(self, text: str) -> bool:
        """Does ``text`` name a value, with no word in it that no field is called by?

        >>> [FieldNames().is_made_of_names(text) for text in ("Nombre del padre", "Maria Phone")]
        [True, False]
        """
        named = self.named(text) is not None if len(text) <= _LONGEST_NAME else False
        return named and self._known.issuperset(word for step in steps_of(text) for word in self._tokens(step))

    def is_heading(self, text: str) -> bool:
        """As ``is_made_of_names``, and nobody's name: "Nick" may be somebody."""
        return (len(text) > 4 or not text.istitle()) and self.is_made_of_names(text)

    def is_label(self, text: str, named: Named | None, value: str) -> bool:
        """Is all of ``text`` the name of a field that holds ``value``? ``named`` is what such a field's name says.

        One word may be somebody ("Price", "Sid", "Nick"), who says the "value": it is a label beside what it names, or in small
        letters beside nothing that it does not name.
        """
        tokens = self._tokens(text) if len(text) <= _LONGEST_NAME else ()
        if tokens not in self._phrases and tokens not in self._table.things:
            return False
        if len(words_of(text)) > 1 and tokens in self._phrases:
            return True
        if named is None:
            return not text.istitle()
        if named.fits(value) or named.masked_as(value):
            return not (text.istitle() and named.kinds[-1].shape in _ANY_WORD)
        return not text.istitle() and (not value.strip() or is_empty(value.strip()))

    def _named(self, path: str) -> Named | None:
        """What the name of a field says of its values; None for a name that says nothing of a person."""
        steps = steps_of(path)
        steps = [step for step in steps[:-1] if not _PLACE.fullmatch(step)] + steps[-1:]
        groups = [tokens for step in steps if len(step) <= _LONGEST_NAME and (tokens := self._tokens(step))]
        if not groups:
            return None
        *above, tail = groups
        while above and all(token in self._table.neutral for token in tail):
            tail = (*above.pop(), *tail)
        if tail[0] in self._table.questions and len(tail) > 1:
            return None
        kinds = self._kinds(tail, above)
        joined = self._phrases.get((*above[-1], *tail)) if above and tail not in self._table.things else None
        somebody = all(word in self._table.persons for word in tail)
        if joined and (
            kinds or somebody or joined.kinds[-1].label != "PERSON"
        ):  # dob.year, card.holder; not account.name
            kinds = (*joined.kinds, *kinds)
        return Named(kinds, " ".join(tail), steps[-1].strip().casefold()) if kinds else None

    def _said(self, phrase: str) -> Named | None:
        """As ``named``, for a few words of running text that end where a value begins."""
        tail = self._tokens(phrase)
        kinds = self._kinds(tail, None)
        return Named(kinds, " ".join(tail)) if kinds else None

    def _is_thing(self, path: str) -> bool:
        """Is the field named as something that is nobody's, a price, a colour, a count?"""
        steps = steps_of(path)
        tail = self._tokens(steps[-1]) if steps else ()
        if len(tail) == 1 and len(steps) > 1:  # product.name
            tail = (*self._tokens(steps[-2]), *tail)
        return any(tail[start:] in self._table.things for start in range(len(tail)))

    def _title(self, path: str) -> str:
        """The last two names of a path in plain words, for detectors that ask for a word near by."""
        return " ".join(word for step in steps_of(path)[-2:] for word in self._parted(step))

    def _kinds(self, tail: Tokens, above: list[Tokens] | None) -> tuple[Kind, ...]:
        """What the phrase means that ``tail`` ends in, but for neutral words and persons; the longest of those that end last.

        ``above`` are the names further out; None for running text, where a mere "name:" says nothing.
        """
        passing = self._table.neutral | self._table.persons
        for end in range(len(tail), 0, -1):
            for start in range(max(0, end - self._longest), end):
                spoken = self._table.spoken.get(tail[start:end]) if above is None else None
                phrase = spoken or self._phrases.get(tail[start:end])
                if phrase is None:
                    continue
                if any(tail[low:end] in self._table.things for low in range(start)):
                    return ()  # "user agent" is no agent
                if phrase.beside is None:
                    return self._of_whom(phrase.kinds, tail, start, end)
                if kinds := self._beside(phrase, tail[:start], tail[end:], above):
                    return kinds
            if tail[end - 1] not in passing:
                break
        if above and (phrase := self._table.under.get(tail)) and "".join(tail) not in self._ignored:
            return () if above[-1] in self._table.things else phrase.kinds
        return self._ending(tail) if above is not None else ()

    def _ending(self, tail: Tokens) -> tuple[Kind, ...]:
        """What the last word says of a field by any name: of "acme_key", not of "key" alone nor of "sort_key"."""
        phrase = self._table.endings.get(tail[-1:]) if len(tail) > 1 else None
        if phrase is None or "".join(tail) in self._ignored:
            return ()
        return () if any(tail[low:] in self._table.things for low in range(len(tail))) else phrase.kinds

    def _of_whom(self, kinds: tuple[Kind, ...], tail: Tokens, start: int, end: int) -> tuple[Kind, ...]:
        """``kinds``, and before them what else is named where the words for them say whose it is: ``email_usuario``."""
        if not start or not self._table.persons.issuperset(tail[start:end]):
            return kinds
        named = self._kinds(tail[:start], [])
        if not named and tail[start - 1] not in self._table.neutral | self._table.persons:
            return ()  # foto_usuario
        firm = tuple(kind for kind in named if kind.shape not in _ANY_WORD)
        return (*firm, *kinds, *(kind for kind in named if kind not in firm))

    def _beside(self, phrase: Phrase, before: Tokens, after: Tokens, above: list[Tokens] | None) -> tuple[Kind, ...]:
        """What a name that may mean anything means among these words; nothing where they do not say that it is somebody's."""
        neutral, beside = self._table.neutral, phrase.beside or frozenset()
        persons = self._table.persons if phrase.of_a_person else frozenset[str]()
        if phrase.of_a_person and self._is_somebody(before):
            return phrase.kinds  # next of kin name
        if not all(word in neutral or word in persons or word in beside for word in before):
            return ()
        if any(word in persons or word in beside for word in (*before, *after)):
            return phrase.kinds
        if above is None:
            return phrase.kinds if phrase.alone and phrase.kinds[-1].shape not in ("name", "handle") else ()
        for tokens in reversed(above):
            if tokens in self._table.things:
                return ()  # user_agent.name
            if phrase.of_a_person and self._is_somebody(tokens):
                return phrase.kinds  # createdBy.name
            telling = [word for word in tokens if word not in neutral or word in beside]
            if telling:
                return phrase.kinds if telling[-1] in persons or telling[-1] in beside else ()
        return phrase.alone

    def _is_somebody(self, tokens: Tokens) -> bool:
        """Is a field of this name a person, whatever stands around it?"""
        phrase = self._phrases.get(tokens)
        return phrase is not None and phrase.beside is None and phrase.kinds[-1].label == "PERSON"

    def _tokens(self, step: str) -> Tokens:
        return plain(self._parted(_NUMBERED_ADDRESS.sub(r"\1 line", step)))

    def _parted(self, step: str) -> Tokens:
        """The words of a name, those apart that are written as one."""
        words = words_of(step)
        whole = "".join(words)
        if (whole,) in self._phrases:
            return (whole,)
        if whole in self._glued or whole in self._known:  # sAMAccountName, FName: capitals part more than the words
            return self._glued.get(whole, (whole,))
        return tuple(part for word in words for part in self._parts(word))

    def _parts(self, word: str) -> Iterable[str]:
        """A word of the table, a plural of one, words written as one, or whatever it is."""
        if word in self._known:
            return (word,)
        for ending, single in (("ies", "y"), ("es", ""), ("s", ""), ("en", ""), ("n", ""), ("nr", "nummer")):
            if word.endswith(ending) and len(word) >= len(ending) + 2 and word[: -len(ending)] + single in self._known:
                return (word[: -len(ending)] + single,)
        if word in self._glued:
            return self._glued[word]
        return self._split(word) if 5 <= len(word) <= 40 else (word,)

    def _split(self, word: str) -> Iterable[str]:
        """``customername`` → customer, name: the fewest known words that make up the whole; else the word itself."""
        best: list[Tokens | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                before = best[start]
                part = word[start:end]
                if before is None or (len(part) < 3 and part not in _SHORT) or part not in self._known:
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or ()):
                    best[end] = (*before, part)
        if best[-1] is None and (told := next(filter(word.endswith, _TELLING_ENDS), "")):
            return word.removesuffix(told), told  # PGPASSWORD
        parts = best[-1] or (word,)
        return (word,) if self._table.neutral.issuperset(parts) else parts  # "nodes" is no "no des"


#: "address2" is the second line of one.
_NUMBERED_ADDRESS = re.compile(r"(addr(?:ess)?)[ _-]?[1-4](?![^\W_])", re.IGNORECASE)
#: Ends of a word that say what it is, whatever stands before.
_TELLING_ENDS = ("password", "passwd", "passphrase", "passwort", "pwd", "pw")
#: Words that a name of the table may end in, and that half of all sentences have.
_GRAMMAR = frozenset(
    str.split(
        "o e c b d f m n p r s u he in an on at to so do am may ten time long day house son first last age place point"
        " word run years year stop death line given four picture state by for ur ca co sin tin ad cp rfc cf handle ipp"
        " cap sim tan dd ort via net portable morada grad com"
        " pseudo a from back door free path hang inn sort ins ide dat nat pol cde pf mask source area hasta cabinet gov library"
        " parent travail"
    )
)
#: Words that lead from what was done to who did it.
_LEADING = frozenset(("by", "to"))
#: Shapes that most words have, so that one that fits proves nothing.
_ANY_WORD = frozenset(("name", "plain_name", "handle", "place", "address_line"))
#: Words behind a name that change nothing.
_NUMBER_WORDS = NUMBERS | {"number", "value", "id", "so"}
#: Parts of two letters that may stand in words written as one.
_SHORT = frozenset(("no", "nr", "id", "of", "ip", "cc"))
