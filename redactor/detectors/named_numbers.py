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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from redactor.detectors.national import Number, numbers
from redactor.detectors.validators import identifier

#: How far before its digits a name ends at most, how many words lie between, and how many words a name has.
_BEFORE, _BETWEEN, _WORDS = 96, 5, 8
_LONGEST_VALUE = 64
_WORD = re.compile(r"[^\W_]+")
#: Words between a name and its number; with ``SIGNS`` they say that a number follows.
_NUMBER_WORDS = frozenset(
    """no nr num number numbers nbr nummer numero número numéro nro núm nº n n° numer numeris numurs číslo cislo č szám száma broj номер № numara
    numarası numarasi code kod kode id card kaart karte carte tarjeta número nomor nombor αριθμός αρ رقم""".split()
)  # fmt: skip
_LINK_WORDS = _NUMBER_WORDS | frozenset("is was are of for the es est ist é e to as s i are de del di du da do der und lautet jest är er on und".split())
_SIGN = re.compile(r"[(:=#№：＝→]|->|=>|>|\|")
#: What may stand between words of a link.
_MARKS = re.compile(r"[\s:=#№：＝→>|\"'’()\[\]{}<,.*_°º/–-]*")
#: Scripts written without blanks: a name may end anywhere in the run of letters.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0900-\u0dff]")
_PARTICLE = re.compile(r"[は为為是은는이가の]+\Z|คือ\Z")
#: A number of any kind: groups of letters and digits, each but the first with a digit in it.
_ANY_NUMBER = re.compile(
    r"(?:(?:[^\W\d_]{1,4}[ ./-]{1,2}){1,2}(?=[0-9]))?(?=[A-Z]{0,12}[0-9])[0-9A-Z]{1,24}"
    r"(?:[ ]?[./-][ ]?(?=[0-9A-Z]{0,3}[0-9]|[A-Z](?![^\W_]))[0-9A-Z]{1,12}|(?<![0-9A-Z]{8})[ ]{1,2}(?=[A-Z]{0,3}[0-9])[0-9A-Z]{1,6}(?![^\W_])){0,8}(?:[ ](?-i:[B-HJ-Z])(?![^\W_]))?(?![^\W_])",
    re.IGNORECASE,
)
_SOMETHING = identifier(5)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    """Lower case without accents, marks and blanks."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if unicodedata.category(c) != "Mn" or c >= "\u0900")
        word = unicodedata.normalize("NFC", word).replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d")
    return "".join(_WORD.findall(word.lower()))


@dataclass(frozen=True, slots=True)
class _Named:
    """A number under one of its names."""

    number: Number
    name: str

    @property
    def sure(self) -> bool:
        """A name that means nothing else: long, or of several words."""
        letters = sum(map(str.isalpha, self.name))
        return letters > 4 or (letters > 3 and not self.name.isascii())

    @property
    def acronym(self) -> bool:
        """Three or four capitals that are no word."""
        return self.name.isupper() and sum(map(str.isalpha, self.name)) > 2 and not self.word

    @property
    def word(self) -> bool:
        """Is the name a word of a language as well (``RUN!``)?"""
        return self.name.endswith("!")


@dataclass(frozen=True, slots=True)
class NamedHit:
    """A number behind its name."""

    start: int
    end: int
    label: str
    score: float
    detector: str


class NamedNumbers:
    """Finds the table's numbers behind their names; ``labels`` None means all. Holds no state of a text."""

    def __init__(self, labels: Collection[str] | None = None) -> None:
        self._labels = labels
        self._forms: dict[int, tuple[re.Pattern[str], re.Pattern[str]]] = {}

    @cached_property
    def _names(self) -> Mapping[str, tuple[_Named, ...]]:
        found: defaultdict[str, list[_Named]] = defaultdict(list)
        for number in numbers():
            if self._labels is None or number.label in self._labels:
                for name in number.names:
                    found[_folded(name)].append(_Named(number, name))
        return {name: tuple(rows) for name, rows in found.items()}

    def find(self, text: str, lower: str, groups: Sequence[tuple[int, int, int]]) -> Iterator[NamedHit]:
        """The hits in ``text``; ``lower`` is its lower case, ``groups`` its digits as ``find_digits`` groups them."""
        done = 0
        for start, end, count in groups:
            if count < 2 or end <= done:
                continue
            hit = self._before(text, lower, max(start, done), end)
            if hit is not None:
                yield hit
                done = hit.end

    def _before(self, text: str, lower: str, start: int, end: int) -> NamedHit | None:
        """The number that holds the digits at ``start``, if a name stands before them."""
        low = max(0, start - _BEFORE)
        words = [match.span() for match in _WORD.finditer(lower, low, start)]
        hits: list[NamedHit | None] = []
        for last in range(len(words) - 1, max(-1, len(words) - 2 - _BETWEEN), -1):
            stop = words[last][1]
            for first in range(max(0, last - _WORDS + 1), last + 1):
                if words[first][0] == low and low and lower[low - 1].isalnum():
                    continue
                name = _folded(lower[words[first][0] : stop])
                named = self._names.get(name) if len(name) < 80 else None
                if named is not None:
                    hits.append(self._value(text, lower, words[first][0], stop, start, named))
            if _UNSPACED.match(lower, stop - 1):
                hits.append(self._unspaced(text, lower, words[last][0], stop, start))
        # "Company register no. FN 122119m": both are names, and the first names all of the second.
        return max(filter(None, hits), key=lambda hit: (hit.end, -hit.start, hit.score), default=None)

    def _unspaced(self, text: str, lower: str, begin: int, stop: int, start: int) -> NamedHit | None:
        """As ``_before``, for a name at the end of letters that no blank parts."""
        run = _PARTICLE.sub("", lower[begin:stop])
        for size in range(min(len(run), 24), 1, -1):
            named = self._names.get(_folded(run[-size:]))
            if named is not None:
                return self._value(text, lower, begin + len(run) - size, begin + len(run), start, named)
        return None

    def _value(self, text: str, lower: str, begin: int, stop: int, start: int, named: tuple[_Named, ...]) -> NamedHit | None:
        """The best of the numbers that ``named`` may be, over the digits at ``start``."""
        written = text[begin:stop]
        starts = list(self._starts(lower, stop, start))
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

    def _starts(self, lower: str, stop: int, start: int) -> Iterator[tuple[int, bool]]:
        """Where a value may begin between a name's end and its digits, and whether a sign stands before."""
        sign = False
        at = stop
        if lower[at : at + 2] in ("'s", "’s"):
            at += 2
        while True:
            match = _MARKS.match(lower, at, start)
            marks = match[0] if match else ""
            if "\n\n" in marks or len(marks) > 24:
                return
            sign = sign or "\n" in marks or _SIGN.search(marks) is not None
            at += len(marks)
            yield at, sign
            word = _WORD.match(lower, at, start)
            if at >= start or word is None or word[0] not in _LINK_WORDS:
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
        if one.word and not (sign or (upper and proven)):
            return None
        if not (one.sure or sign or upper or proven or (one.acronym and sum(map(str.isalnum, match[0])) > 5)):
            return None
        return NamedHit(at, match.end(), number.label, 0.96 if proven else 0.85, "pattern:named_number")

    def _matched(self, number: Number, text: str, at: int) -> re.Match[str] | None:
        """``number`` at ``at``, as written in capitals if possible: "1010 am" is a postcode and a word."""
        key = id(number)
        if key not in self._forms:
            form = rf"(?:{number.expression(named=True)})(?![^\W_]|[./-][0-9])"
            self._forms[key] = (re.compile(form), re.compile(form, re.IGNORECASE))
        end = min(len(text), at + 2 * _LONGEST_VALUE)
        exact, lenient = self._forms[key]
        return exact.match(text, at, end) or lenient.match(text, at, end)
