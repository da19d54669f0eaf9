"""Numbers behind their own names: ``CPF 390.533.447-05``, ``Steuer-ID: 36 574 261 809``, of whatever country.

From each group of digits the words before it are read backwards: those that only link (``no.``, ``number``, ``is``) are
passed, and what they end in is looked up in the names of ``national_numbers.csv``. Then one of the number's forms must
begin right behind the name. A long name and a sign (``:``, ``=``, ``#``, ``no.``) let any number through: the form may
be mistyped. A check digit raises the score and silences nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from redactor.detectors.anchors import Digits
from redactor.detectors.national import Number, numbers
from redactor.detectors.validators import identifier

#: How far before its digits a name ends at most, how many words lie between, and how many words a name has.
_BEFORE, _BETWEEN, _WORDS = 96, 5, 8
_LONGEST_VALUE = 64
#: Letters and digits, and the signs that stand on letters.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f])+")
#: Words between a name and its number; with ``SIGNS`` they say that a number follows.
_NUMBER_WORDS = frozenset(
    str.split(
        "no nr num number numbers nbr nummer numero número numéro nro núm nº n n° numer numeris numurs číslo cislo č szám száma broj номер"
        " № numara numarası numarasi code kod kode id card kaart karte carte tarjeta nomor nombor αριθμός αρ رقم"
    )
)
_LINK_WORDS = _NUMBER_WORDS | frozenset(
    str.split("is was are of for the es est ist é e to as s i de del di du da do der und lautet jest är er on")
)
_SIGN = re.compile(r"[(:=#№：＝→]|->|=>|>|\|")
#: What may stand between words of a link.
_MARKS = re.compile(r"[\s:=#№：＝→>|\"'’()\[\]{}<,.*_°º/–-]*")
#: Scripts written without blanks: a name may end anywhere in the run of letters.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0900-\u0dff]")
_PARTICLE = re.compile(r"[は为為是은는이가の]{1,2}|คือ")
_PARTICLE_LAST = re.compile(rf"(?:{_PARTICLE.pattern})\Z")
#: Letters and digits that would carry a number on; those of scripts without blanks would not.
_ON = r"[0-9A-Za-z\u00c0-\u04ff]"
#: A number of any kind: groups of letters and digits, each but the first with a digit in it.
_ANY_NUMBER = re.compile(
    r"(?:(?:[^\W\d_]{1,4}[ ./-]{1,2}){1,2}(?=[0-9]))?(?=[A-Z]{0,12}[0-9])[0-9A-Z]{1,24}"
    r"(?:[ ]?[./-][ ]?(?=[0-9A-Z]{0,3}[0-9]|[A-Z](?![0-9A-Za-z\u00c0-\u04ff]))[0-9A-Z]{1,12}"
    r"|(?<![0-9A-Z]{8})[ ]{1,2}(?=[A-Z]{0,3}[0-9])[0-9A-Z]{1,6}(?![0-9A-Za-z\u00c0-\u04ff])){0,8}"
    r"(?:[ ](?-i:[B-HJ-Z])(?![0-9A-Za-z\u00c0-\u04ff]))?(?![0-9A-Za-z\u00c0-\u04ff])",
    re.IGNORECASE,
)
#: What parts digits into numbers: a letter, or the sign behind a name that ends in digits (AHVN13).
_PARTS = re.compile(r"[^\W\d_]|: |=")
#: In a number letters stand in capitals, or few of them, or among digits: "VAT period 2024" is none.
_PLAIN_WORD = re.compile(r"(?<![^\W_])[a-z]{4,}(?![^\W_])|[^\W_][ ][a-z]{2,}(?![^\W_])")
_SOMETHING = identifier(5)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    """Lower case without accents, marks and blanks."""
    if not word.isascii():
        word = "".join(
            c for c in unicodedata.normalize("NFKD", word) if unicodedata.category(c) != "Mn" or c >= "\u0900"
        )
        word = (
            unicodedata.normalize("NFC", word).replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d")
        )
    return "".join(_WORD.findall(word.lower()))


@dataclass(frozen=True, slots=True)
class _Named:
    """A number under one of its names."""

    number: Number
    name: str
    #: Is the name a word of a language as well (``RUN!``)?
    word: bool

    @property
    def sure(self) -> bool:
        """A name that means nothing else: long, or of several words."""
        letters = sum(map(str.isalpha, self.name))
        return letters > 4 or (letters > 3 and not self.name.isascii())

    @property
    def acronym(self) -> bool:
        """Three or four capitals that are no word."""
        return self.name.isupper() and sum(map(str.isalpha, self.name)) > 2 and not self.word


@dataclass(frozen=True, slots=True)
class NamedHit:
    """A number behind its name."""

    start: int
    end: int
    label: str
    score: float
    detector: str


@lru_cache(maxsize=8)
def named_numbers(labels: frozenset[str] | None = None) -> NamedNumbers:
    """The ``NamedNumbers`` of ``labels``: one for all who ask for the same, for it takes some time to make."""
    return NamedNumbers(labels)


class NamedNumbers:
    """Finds the table's numbers behind their names; ``labels`` None means all. Holds no state of a text."""

    def __init__(self, labels: Collection[str] | None = None) -> None:
        self._labels = labels
        self._forms: dict[int, tuple[re.Pattern[str], re.Pattern[str]]] = {}

    @cached_property
    def _numbers(self) -> tuple[Number, ...]:
        return tuple(number for number in numbers() if self._labels is None or number.label in self._labels)

    @cached_property
    def _names(self) -> Mapping[str, tuple[_Named, ...]]:
        found: defaultdict[str, list[tuple[Number, str]]] = defaultdict(list)
        for number in self._numbers:
            for name in number.names:
                found[_folded(name)].append((number, name))
        return {
            key: tuple(_Named(number, name, any(other.endswith("!") for _, other in rows)) for number, name in rows)
            for key, rows in found.items()
        }

    @cached_property
    def _last_words(self) -> frozenset[str]:
        """The words that names end in, and the names written as one word (``taxCode``)."""
        names = [_WORD.findall(name.lower()) for number in self._numbers for name in number.names]
        return frozenset(_folded(words[-1]) for words in names if words).union(self._names)

    def find(self, text: str, lower: str, digits: Digits) -> Iterator[NamedHit]:
        """The hits in ``text``; ``lower`` is its lower case, ``digits`` its digits."""
        done = end = -1
        if not self._names:
            return
        for start in digits.runs:
            # Digits that follow digits without a letter between belong to the same number.
            if start >= done and (end < 0 or start - end > 8 or _PARTS.search(text, end, start)):
                hit = self._before(text, lower, start, max(done, 0))
                if hit is not None:
                    yield hit
                    done = hit.end
            end = start
            while end < len(text) and text[end].isdecimal():
                end += 1

    def _before(self, text: str, lower: str, start: int, done: int) -> NamedHit | None:
        """The number that holds the digits at ``start``, if a name stands before them, behind ``done``."""
        low = max(done, start - _BEFORE)
        if not self._may_be_named(_WORD.findall(lower, low, start)):
            return None
        words = [match.span() for match in _WORD.finditer(lower, low, start)]
        plain = [_folded(lower[begin:end]) for begin, end in words]
        hits: list[NamedHit | None] = []
        for last in range(len(words) - 1, max(-1, len(words) - 2 - _BETWEEN), -1):
            stop = words[last][1]
            name = ""
            for first in range(last, max(-1, last - _WORDS) if plain[last] in self._last_words else last, -1):
                name = plain[first] + name
                if words[first][0] == low and low and lower[low - 1].isalnum():
                    continue
                named = self._names.get(name) if len(name) < 80 else None
                if named is not None:
                    hits.append(self._value(text, lower, words[first][0], stop, start, named))
            if _UNSPACED.match(lower, stop - 1):
                hits.append(self._unspaced(text, lower, words[last][0], stop, start))
        # "Company register no. FN 122119m": both are names, and the first names all of the second.
        return max(filter(None, hits), key=lambda hit: (hit.end, -hit.start, hit.score), default=None)

    def _may_be_named(self, words: list[str]) -> bool:
        """Does one of the last words end a name? Words that link, and two that may be part of the value, are passed."""
        others = 0
        for word in reversed(words):
            if word in self._last_words or (not word.isascii() and _folded(word) in self._last_words):
                return True
            if not word.isascii() and _UNSPACED.search(word):
                return True
            others += word not in _LINK_WORDS
            if others > 2:
                return False
        return False

    def _unspaced(self, text: str, lower: str, begin: int, stop: int, start: int) -> NamedHit | None:
        """As ``_before``, for a name at the end of letters that no blank parts."""
        run = _PARTICLE_LAST.sub("", lower[begin:stop])
        for size in range(min(len(run), 40), 1, -1):
            named = self._names.get(_folded(run[-size:]))
            if named is not None:
                return self._value(text, lower, begin + len(run) - size, begin + len(run), start, named)
        return None

    def _value(
        self, text: str, lower: str, begin: int, stop: int, start: int, named: tuple[_Named, ...]
    ) -> NamedHit | None:
        """The best of the numbers that ``named`` may be, over the digits at ``start``."""
        written = text[begin:stop]
        if written.isascii() and not (written.isupper() or written.islower() or written.istitle()):
            # "0.1 PiB is": short names in odd capitals are other words.
            named = tuple(one for one in named if one.sure or written in (one.name, one.name.rstrip("!")))
        starts = list(self._starts(text, lower, stop, start))
        hits = [
            hit
            for at, sign in starts
            for one in named
            if (hit := self._fitting(text, at, start, one, sign, written)) is not None
        ]
        general = not all(one.number.forms for one in named)
        if general or not hits:
            label = next((one.number.label for one in named if one.sure or one.acronym), None)
            at, sign = starts[-1] if starts else (stop, False)
            match = _ANY_NUMBER.match(text, at, min(len(text), at + _LONGEST_VALUE)) if label else None
            if match and (sign or general) and at <= start < match.end() and _SOMETHING(match[0]):
                hits.append(NamedHit(at, match.end(), label or "", 0.7, "pattern:named_number"))
        return max(hits, key=lambda hit: (hit.end, -hit.start, hit.score), default=None)

    def _starts(self, text: str, lower: str, stop: int, start: int) -> Iterator[tuple[int, bool]]:
        """Where a value may begin between a name's end and its digits, and whether a sign stands before."""
        sign = False
        at = stop
        if lower[at : at + 2] in ("'s", "’s"):
            at += 2
        elif (particle := _PARTICLE.match(lower, at, start)) is not None:
            at = particle.end()
        while True:
            match = _MARKS.match(lower, at, start)
            marks = match[0] if match else ""
            if "\n\n" in marks or len(marks) > 24:
                return
            sign = sign or "\n" in marks or _SIGN.search(marks) is not None
            at += len(marks)
            word = _WORD.match(lower, at, start)
            # A letter that the digits follow at once is the number's own: "E310850086030".
            linking = word is not None and word[0] in _LINK_WORDS and not (len(word[0]) == 1 and word.end() == start)
            # "MVA NO 995 525 828": a country's letters may be those of a link.
            if not linking or text[at].isupper():
                yield at, sign
            if at >= start or word is None or not linking:
                return
            sign = sign or word[0] in _NUMBER_WORDS or word[0] in ("is", "was")
            at = word.end()

    def _fitting(self, text: str, at: int, start: int, one: _Named, sign: bool, written: str) -> NamedHit | None:
        """The number at ``at`` in one of its forms, if its name is enough of a name."""
        number = one.number
        match = self._matched(number, text, at)
        if match is None or not match.start() <= start < match.end() or match.end() == at:
            return None
        proven = number.validator is not None and number.validator(match[0])
        upper = written == written.upper()
        size = sum(map(str.isalnum, match[0]))
        # Letters among the digits, or long groups of them, are as telling as a sign.
        telling = (size > 5 and any(map(str.isalpha, match[0]))) or size > 9 or (size > 8 and not match[0].isalnum())
        if one.word and not ((sign and proven and size > 8) or (upper and (sign or proven or telling))):
            return None
        if not (one.sure or sign or (size > 5 and (upper or proven or one.acronym)) or (one.acronym and upper)):
            return None
        return NamedHit(at, match.end(), number.label, 0.96 if proven else 0.85, "pattern:named_number")

    def _matched(self, number: Number, text: str, at: int) -> re.Match[str] | None:
        """``number`` at ``at``, as written in capitals if possible: "1010 am" is a postcode and a word."""
        key = id(number)
        if key not in self._forms:
            form = rf"(?:{number.expression(named=True)})(?!{_ON}|[./-][0-9])"
            self._forms[key] = (re.compile(form), re.compile(form, re.IGNORECASE))
        end = min(len(text), at + 2 * _LONGEST_VALUE)
        exact, lenient = self._forms[key]
        match = exact.match(text, at, end) or lenient.match(text, at, end)
        return None if match is None or _PLAIN_WORD.search(match[0]) else match
