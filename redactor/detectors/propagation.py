"""Once a value was found with confidence, its other mentions in the document count too: "Mr. Okafor", a number that was named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from redactor.detectors.lists import DenyList
from redactor.detectors.plain_words import is_plain
from redactor.detectors.tokens import Word, words_of
from redactor.spans import Span, in_order

DETECTOR = "propagation"
SCORE = 0.8
#: Names of which other mentions are looked for; of persons, each part of the name as well.
NAMES = frozenset({"PERSON", "ORGANIZATION", "ADDRESS", "EMAIL_ADDRESS"})
#: Numbers, codes and logins: a label or a field names them once, and no form tells them where they stand again.
NUMBERS = frozenset(
    str.split(
        "CREDIT_CARD CRYPTO IBAN_CODE ID_NUMBER IMEI LICENSE_PLATE MEDICAL_LICENSE MEDICAL_RECORD_NUMBER NATIONAL_ID PASSPORT"
        " PHONE_NUMBER SECRET UK_NHS UK_NINO USERNAME US_BANK_NUMBER US_DRIVER_LICENSE US_ITIN US_NPI US_PASSPORT US_SSN VAT_NUMBER"
        " VIN VN_CCCD VN_TAX_CODE"
    )
)
#: An initial before a surname, as no English word begins: "kbrand", "jsmith".
_INITIAL = re.compile(
    r"(?!b[lr]|c[hlr]|d[rw]|f[lr]|g[hlnr]|k[hnr]|p[fhlnrst]|qu|rh|s[chklmnpqtvw]|t[hrsw]|v[lr]|w[hr]|ll|mc|mn|cz|xs|ht|nt|ng)"
    r"[b-df-hj-np-tv-xz]{2}[^\W\d_]{3,}"
)
#: A login of parts or with a number behind it, and a code that begins with a word: "k.brand", "jdoe84"; "log4j", "sha256" and
#: "postgres14" are things of programs, and stand everywhere.
_PARTED = re.compile(r"[^\W\d_]+(?:[._][^\W\d_]+)+[0-9]{0,4}")
_NUMBERED = re.compile(r"([^\W\d_]{2,})[0-9][0-9.]{0,7}")
_TECHNICAL = frozenset(
    str.split(
        "sha utf utf8 md iso http https log node python java php ruby perl mysql mariadb postgres mongo redis ubuntu debian centos windows"
        " app db web api covid firstname lastname name user users test admin js ts py md io net com org sh bin json yaml example"
    )
)
#: Digits of a round number that is rather an amount.
_LONGEST_ROUND = 8
_AMOUNT_BEFORE = re.compile(r"(?:[0-9][.,]|[$€£¥])\Z")
_AMOUNT_BEHIND = re.compile(r"[.,][0-9]|[ ]?[%€£]|[ ](?:ms|kB|KB|MB|GB|km|kg|rows|bytes|units|files)\b")
_SHORTEST_PART = 3
#: The part of an e-mail address before the at sign that names somebody by itself: "rosa.quintero", "jdoe84", not "sales".
_LOCAL = re.compile(r"(?=[^@]{5,64}@)([^\W\d_][^\W_]*(?:[._-][^\W_]+)+|[^\W\d_]{2,}\d{1,6})@")

#: Titles and particles: inside a name, never a mention on their own.
_NEVER_ALONE = frozenset(
    str.split(
        "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister brother judge"
        " justice captain capt col colonel general gen major maj sgt sergeant lieutenant president senator"
        " governor king queen prince princess saint the and von van der den del dos das della los las bin ibn"
        " abu san santa mac junior senior esq phd mba ông anh chị thị văn"
    )
)

#: Parts that are plain English more often than somebody: they count only in the very case the name has.
_PLAIN = frozenset(
    str.split(
        "may will mark art grace hope faith joy rose rich bill jack frank grant chase drew dean guy miles pat"
        " rob sue tab trey young long short small little big white black brown green gray grey gold silver"
        " stone wood woods rivers brooks field fields hill hills lake park parks street rhodes banks bank"
        " church cross bishop pope knight page pages price prince baker cook fisher hunter carpenter butler"
        " porter potter miller mason taylor turner walker weaver shepherd gardener best better good love day"
        " days week months summer winter autumn spring early late noon april june august sunday monday north"
        " south east west london paris china india jordan israel georgia virginia carolina dakota austin"
        " dallas houston bush rice bacon bean berry cherry ginger olive pepper sage basil fox wolf bear lamb"
        " bird crane swan finch robin drake power powers bond bonds cash rush nice wise sharp sweet swift"
        " strong savage noble new old last first case chance major minor moody moss pace peace penny piece"
        " post pride pound read reed root sands shore singer snow star stark storm sun sunny tate temple trial"
        " tripp true trump vance wall walls ward ware waters webb wells west wild wing winters worth you can"
        " man men son sons see say set sit not now one two she her his him has had was are our out all any ask"
        " but buy for"
    )
)


def _case(word: str) -> str:
    if word.islower():
        return "lower"
    return "upper" if word.isupper() and len(word) > 1 else "title"


def counts(value: str, label: str) -> bool:
    """Do other mentions of the value count? Of a number or login only if hardly anything else is written so.

    >>> [counts(value, "ID_NUMBER") for value in ("KX-55-2291", "447198", "2024", "gold")]
    [True, True, False, False]
    >>> [counts(value, "USERNAME") for value in ("kbrand", "k.brand", "jdoe84", "log4j", "brand")]
    [True, True, True, False, False]
    """
    if label not in NUMBERS:
        return label in NAMES
    signs = sum(map(str.isalnum, value))
    digits = sum(map(str.isdigit, value))
    numbered = _NUMBERED.fullmatch(value)
    if numbered and (numbered[1].lower() in _TECHNICAL or (label != "SECRET" and is_plain(numbered[1]))):
        return False
    if label == "USERNAME":
        parted = _PARTED.fullmatch(value) and not _TECHNICAL.intersection(re.split(r"[._]", value.lower()))
        return signs >= 5 and bool(numbered or parted or _INITIAL.fullmatch(value))
    if value.isdigit():
        return digits >= 6 and (digits > _LONGEST_ROUND or (len(set(value)) > 2 and not value.endswith("000")))
    return digits >= 6 or (signs >= 5 and 2 <= digits < signs)


def _in_amount(text: str, span: Span) -> bool:
    """Is a number part of a longer one, or an amount: "0.482913", "$482913", "482913%"?"""
    return _AMOUNT_BEFORE.search(text, max(0, span.start - 2), span.start) is not None or (
        _AMOUNT_BEHIND.match(text, span.end) is not None
    )


class Mentions:
    """Values that were found, in order, and an index of their mentions: a name more costs its own length alone.

    Whole values match as words in any case, single words only when they are capitalised or nothing in the text is. A
    part of a person's name counts alone when it has three letters or more and is written like a name; a possessive
    stays outside.
    """

    def __init__(self, names: Iterable[tuple[str, str]] = ()) -> None:
        self._names: dict[tuple[str, str], None] = {}
        self._forget()
        for value, label in names:
            self.add(value, label)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: tuple[str, str]) -> bool:
        return name in self._names

    def add(self, value: str, label: str) -> None:
        """One more name; of a label whose mentions do not count, or without a letter, it finds nothing."""
        if (value, label) not in self._names:
            self._names[value, label] = None
            self._index(value, label)

    def keep(self, count: int) -> None:
        """Forget all names but the first ``count``."""
        if count < len(self._names):
            names = list(self._names)[:count]
            self._names = dict.fromkeys(names)
            self._forget()
            for value, label in names:
                self._index(value, label)

    def hits(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        """Mentions in ``text``, of which the caller has the words; they may overlap. One pass over the words."""
        any_case = text.islower()
        for span in self._wholes.hits(text, words):
            if span.label in NUMBERS:
                known = not (text[span.start : span.end].isdigit() and _in_amount(text, span))
            else:
                known = any_case or _written(text[span.start : span.end])
            if known:
                yield Span(span.start, span.end, span.label, SCORE, DETECTOR)
        for start, end, word in words if self._parts else ():
            cases = self._parts.get(word.casefold())
            if cases and _named(word, cases, any_case):
                yield Span(start, end, "PERSON", SCORE, DETECTOR)

    def _forget(self) -> None:
        self._wholes = DenyList({})
        #: A part of a person's name, folded → the cases that it was found in.
        self._parts: defaultdict[str, set[str]] = defaultdict(set)

    def _index(self, value: str, label: str) -> None:
        words = words_of(value) if counts(value, label) else []
        if words:
            self._wholes.add(label, value)
        if label == "EMAIL_ADDRESS" and (local := _LOCAL.match(value)):
            self._wholes.add("USERNAME", local[1])
        for _, _, word in words if label == "PERSON" else ():
            folded = word.casefold()
            if len(word) >= _SHORTEST_PART and not any(map(str.isdigit, word)) and folded not in _NEVER_ALONE:
                self._parts[folded].add(_case(word))


def find_mentions(text: str, names: Iterable[Mentions]) -> list[Span]:
    """Mentions in ``text`` of each of ``names``, sorted; they may overlap.

    >>> [(span.start, span.end) for span in find_mentions("Lovelace's notes, love", [Mentions([("Ada Lovelace", "PERSON")])])]
    [(0, 8)]
    """
    words = words_of(text)
    return sorted({span for some in names for span in some.hits(text, words)}, key=in_order)


def _written(value: str) -> bool:
    """Is a whole value written like a name: of several words, with marks in it, or not in lower case?"""
    return any(char.isspace() or not char.isalnum() for char in value) or _case(value) != "lower"


def _named(word: str, known: Collection[str], any_case: bool) -> bool:
    """Is the part written like a name: as it was found, in capitals, or in a text that has none at all?"""
    case = _case(word)
    if word.casefold() in _PLAIN:
        return case in known and case != "lower"
    return any_case or case != "lower"
