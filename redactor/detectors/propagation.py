"""Once a name was found with confidence, its other mentions in the document count too: "Mr. Okafor", "OKAFOR's"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from redactor.detectors.lists import DenyList
from redactor.detectors.words import words_of
from redactor.spans import Span

DETECTOR = "propagation"
SCORE = 0.8
#: Labels of which other mentions are looked for; of persons, each part of the name as well.
LABELS = frozenset({"PERSON", "ORGANIZATION", "ADDRESS", "EMAIL_ADDRESS"})
_SHORTEST_PART = 3

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


def find_mentions(text: str, names: Collection[tuple[str, str]]) -> list[Span]:
    """Mentions in ``text`` of ``names``, pairs of a value and its label; sorted, and they may overlap.

    Whole values match as words in any case, single words only when they are capitalised or nothing in the text is. A
    part of a person's name counts alone when it has three letters or more and is written like a name; a possessive
    stays outside. One pass over the words of ``text``.

    >>> [(span.start, span.end) for span in find_mentions("Lovelace's notes, love", [("Ada Lovelace", "PERSON")])]
    [(0, 8)]
    """
    wanted = [(value, label) for value, label in names if label in LABELS and words_of(value)]
    if not wanted:
        return []
    any_case = text.islower()
    found = set(_wholes(text, wanted, any_case))
    found.update(_parts(text, wanted, any_case))
    return sorted(found)


def _wholes(text: str, names: Collection[tuple[str, str]], any_case: bool) -> Iterator[Span]:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for value, label in names:
        values[label].add(value)
    for span in DenyList(values).find(text):
        word = text[span.start : span.end]
        if any(char.isspace() or not char.isalnum() for char in word) or any_case or _case(word) != "lower":
            yield Span(span.start, span.end, span.label, SCORE, DETECTOR)


def _parts(text: str, names: Collection[tuple[str, str]], any_case: bool) -> Iterator[Span]:
    cases: defaultdict[str, set[str]] = defaultdict(set)
    for value, label in names:
        if label == "PERSON":
            for _, _, word in words_of(value):
                folded = word.casefold()
                if len(word) >= _SHORTEST_PART and not any(map(str.isdigit, word)) and folded not in _NEVER_ALONE:
                    cases[folded].add(_case(word))
    if not cases:
        return
    for start, end, word in words_of(text):
        known = cases.get(word.casefold())
        if known and _named(word, known, any_case):
            yield Span(start, end, "PERSON", SCORE, DETECTOR)


def _named(word: str, known: Collection[str], any_case: bool) -> bool:
    """Is the part written like a name: as it was found, in capitals, or in a text that has none at all?"""
    case = _case(word)
    if word.casefold() in _PLAIN:
        return case in known and case != "lower"
    return any_case or case != "lower"
