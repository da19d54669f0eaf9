"""What most values of a column are, the rest are too: the label of a field, from what was found in its first values.

Pure: texts and spans in, a ``Column`` out. ``RULES`` are asked in order; each says what share of the values it explains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from redactor.detectors.rows import Pattern
from redactor.detectors.table import TABLE
from redactor.spans import Span

#: What spans carry as ``detector`` whose column said so.
DETECTOR = "column"
#: A column with fewer values than this tells nothing.
LEAST_VALUES = 8
#: So many values are held against the rows of the pattern table.
_SAMPLE = 40
#: Labels of the tagger that short texts of one sort are taken for by turns.
_NAMES = frozenset(("PERSON", "LOCATION", "ADDRESS", "ORGANIZATION", "NRP"))

_PHONE = re.compile(
    r"[+(]{0,2}[0-9](?:[ \u00a0()./+-]{0,3}[0-9]){5,18}\)?(?:\s?(?:x|ext\.?|#)\s?[0-9]{1,6})?", re.IGNORECASE
)
#: Marks that people write phones with, and numbers of things are not.
_DIALLED = re.compile(r"\+|\(|00|.*(?:x|ext\.?|#)\s?[0-9]{1,6}$", re.IGNORECASE)
_MOBILE_CN = re.compile(r"1[3-9][0-9]{9}")
_HOUSE = re.compile(r"(?:^|[\s,#])[0-9]{1,5}[a-zA-Z]?(?:[\s,/.-]|$)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

Value = tuple[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Column:
    """What a field's values are: ``label`` (empty: nothing personal), the share of the ``values`` looked at that said so
    (0..1), and ``evidence``, the detector or rule that spoke for most of them."""

    label: str
    share: float
    values: int
    evidence: str
    #: Of a column of a few words that come again and again, those words. They stay in memory.
    words: frozenset[str] = field(default=frozenset(), repr=False)


class Facts:
    """What the rules ask of a column's values, each counted once. ``values`` are (text, spans), none blank."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.texts = [text.strip() for text, _ in values]
        self.n = len(values)
        self.distinct = len(set(self.texts))
        self.found = [_found(text, spans) for text, spans in values]

    def share(self, hits: Sequence[object]) -> float:
        """How many of the values, of all."""
        return sum(map(bool, hits)) / self.n

    @cached_property
    def labels(self) -> Counter[str]:
        """Label → values that are wholly so."""
        return Counter(label for label, whole, _, _ in self.found if whole)

    def most(self, among: Callable[[str], bool]) -> str:
        """The label that most values have a span of."""
        counts = Counter(label for label, _, _, _ in self.found if label and among(label))
        return counts.most_common(1)[0][0] if counts else ""

    def evidence(self, label: str) -> str:
        """The detector that spoke most often for a label."""
        counts = Counter(detector for one, _, _, detector in self.found if one == label)
        return counts.most_common(1)[0][0] if counts else "shape"


def _found(text: str, spans: Sequence[Span]) -> tuple[str, bool, bool, str]:
    """(label of the longest span, does it cover the text, does it but for digits, its detector)."""
    if not spans:
        return "", False, False, ""
    clear, at = "", 0
    for span in sorted(spans, key=lambda span: span.start):
        clear, at = clear + text[at : span.start], max(at, span.end)
    clear += text[at:]
    longest = max(spans, key=lambda span: (len(span), span.score))
    return (
        longest.label, not any(map(str.isalnum, clear)), not any(map(str.isalpha, clear)), longest.detector,
    )  # fmt: skip


def column_of(values: Sequence[Value]) -> Column | None:
    """What a column holds, from its first values (those without anything in them left out); None: the values differ."""
    if len(values) < LEAST_VALUES:
        return None
    facts = Facts(values)
    for rule in RULES:
        found = rule(facts)
        if found is not None:
            return found
    return None


def _matched(facts: Facts) -> Column | None:
    """Values that patterns know, where the others are written alike: a card number with a wrong digit is one too."""
    label, count = next(
        iter(Counter({k: v for k, v in facts.labels.items() if k not in _NAMES}).most_common(1)), ("", 0)
    )
    if not label:
        return None
    share = count / facts.n
    least = 0.4 if label not in ("PHONE_NUMBER", "DATE_TIME") else 0.8
    if share < least:
        return None
    if share < 0.8:
        known = Counter(
            map(written, (t for t, found in zip(facts.texts, facts.found, strict=True) if found[0] == label))
        )
        rest = [text for text, found in zip(facts.texts, facts.found, strict=True) if found[0] != label]
        if sum(written(text) in known for text in rest) < 0.9 * len(rest):
            return None
    return Column(label, share, facts.n, facts.evidence(label))


def written(text: str) -> str:
    """How a text is written: runs of digits as 9, of letters as a, everything else as it is.

    >>> written("4111-1111"), written("AB 12")
    ('9-9', 'a 9')
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"[0-9]+", "9", text))


def _phones(facts: Facts) -> Column | None:
    """Digits as people write phones: with a plus, brackets, extensions; or bare, and phones for a part."""
    shaped = facts.share([_PHONE.fullmatch(text) for text in facts.texts])
    if shaped < 0.9:
        return None
    found = facts.labels["PHONE_NUMBER"] / facts.n
    dialled = facts.share([_DIALLED.match(text) for text in facts.texts])
    trunk = facts.share([text.lstrip("(").startswith("0") for text in facts.texts])
    mobile = facts.share([_MOBILE_CN.fullmatch(text) for text in facts.texts])
    if mobile >= 0.95 or dialled >= 0.15 or (found >= 0.12 and trunk >= 0.5) or (found >= 0.3 and dialled + trunk > 0):
        return Column("PHONE_NUMBER", shaped, facts.n, "shape")
    return None


def _rows(facts: Facts) -> Column | None:
    """Numbers that pass the check of a row as no others of their shape do: the chance is a tenth of a tenth of a tenth …"""
    texts = list(dict.fromkeys(facts.texts))[:_SAMPLE]
    if len(texts) < LEAST_VALUES or facts.share([any(map(str.isdigit, text)) for text in facts.texts]) < 0.9:
        return None
    others = [_other(text, number) for number, text in enumerate(texts)]
    best = max(_explaining(texts, others), key=lambda one: one[0], default=None)
    return Column(best[1].label, best[0], facts.n, best[1].detector) if best else None


def _explaining(texts: Sequence[str], others: Sequence[str]) -> Iterator[tuple[float, Pattern]]:
    for row in TABLE:
        regex = _regex(row)
        if row.validator is None or not regex.fullmatch(texts[0]) or row.label in _NAMES or row.label == "DATE_TIME":
            continue
        share = sum(_is(row, text) for text in texts) / len(texts)
        if share >= 0.9 and sum(_is(row, text) for text in others) <= 0.3 * len(others):
            yield share, row


@cache
def _regex(row: Pattern) -> re.Pattern[str]:
    return re.compile(row.regex, re.IGNORECASE if row.ignore_case else 0)


def _is(row: Pattern, text: str) -> bool:
    match = _regex(row).fullmatch(text)
    if match is None or row.validator is None:
        return False
    try:
        return row.validator(next((part for part in match.groups() if part is not None), text))
    except Exception:  # a check of a library that stumbles over a text says no
        return False


def _other(text: str, number: int) -> str:
    """A text of the same shape, with other digits and letters in it; always the same one."""
    state, chars = number + 1, []
    for char in text:
        state = (state * 1103515245 + 12345) % (1 << 31)
        if "0" <= char <= "9":
            char = str((int(char) + 1 + (state >> 16) % 9) % 10)
        elif char.isascii() and char.isalpha():
            first = ord("a" if char.islower() else "A")
            char = chr(first + (ord(char) - first + 1 + (state >> 16) % 25) % 26)
        chars.append(char)
    return "".join(chars)


def _births(facts: Facts) -> Column | None:
    """Numbers with a date in one and the same place, of as many years as people are old: national numbers of persons."""
    digits = ["".join(filter(str.isdecimal, text)) for text in facts.texts]
    size = max(map(len, digits))
    if not 9 <= size <= 20 or sum(len(text) - len(one) > 3 for text, one in zip(facts.texts, digits, strict=True)):
        return None
    for at in range(min(8, size - 5)):
        for order in ("Ymd", "ymd", "dmy")[: 3 if at == 0 else 2]:
            years = [year for one in digits if (year := _year(one[at:], order)) is not None]
            if len(years) >= 0.97 * facts.n and len(set(years)) >= min(25.0, 0.5 * facts.n):
                return Column("NATIONAL_ID", len(years) / facts.n, facts.n, "dates of birth")
    return None


def _year(digits: str, order: str) -> int | None:
    """The year of the date that ``digits`` begin with, in this order; None where they begin with none."""
    width = 4 if order[0] == "Y" else 2
    first, second, third = digits[:width], digits[width : width + 2], digits[width + 2 : width + 4]
    year, day = (third, first) if order == "dmy" else (first, third)
    if not (first and second and third and 1 <= int(second) <= 12 and 1 <= int(day) <= 31):
        return None
    return int(year) if width == 2 or 1900 <= int(year) <= 2030 else None


def _streets(facts: Facts) -> Column | None:
    """Names with a number of a house."""
    houses = facts.share([_HOUSE.search(text) and _WORDS.search(text) and " " in text for text in facts.texts])
    if houses < 0.55 or facts.distinct < 0.5 * facts.n:
        return None
    share = facts.share([label in _NAMES for label, _, _, _ in facts.found])
    if max(share, _unread(facts)) >= (0.6 if houses >= 0.75 else 0.9):
        return Column(
            "ADDRESS", houses, facts.n, "shape" if share < 0.6 else facts.evidence(facts.most(_NAMES.__contains__))
        )
    return None


def _names(facts: Facts) -> Column | None:
    """Names, each a little otherwise: persons, places, firms. A few words that come again and again are no names."""
    share = sum(facts.labels[label] for label in _NAMES) / facts.n
    if share < 0.75 or (share < 0.95 and facts.distinct < min(30.0, 0.5 * facts.n)):
        return None
    label = facts.most(_NAMES.__contains__)
    return Column(label, share, facts.n, facts.evidence(label))


def _other_script(facts: Facts) -> Column | None:
    """Short texts, nearly all different, in letters that the tagger was not taught: who cannot read them must hide them."""
    short = facts.share([len(text) <= 40 and not any(map(str.isdigit, text)) for text in facts.texts])
    if _unread(facts) < 0.9 or short < 0.95 or facts.distinct < 0.6 * facts.n:
        return None
    return Column(facts.most(_NAMES.__contains__) or "PERSON", short, facts.n, "shape")


def _unread(facts: Facts) -> float:
    return facts.share([any(map(str.isalpha, text)) and not _LATIN.search(text) for text in facts.texts])


def _nothing(facts: Facts) -> Column | None:
    """Plain numbers, and a few words that come again and again, of which at most the odd one looks like something."""
    if all(_MEASURE.fullmatch(text) for text in facts.texts):
        hits = facts.share([label and label != "DATE_TIME" for label, _, _, _ in facts.found])
        return Column("", 1 - hits, facts.n, "numbers") if hits <= 0.02 else None
    hits = len({text for text, found in zip(facts.texts, facts.found, strict=True) if found[0]}) / facts.distinct
    if facts.n >= 40 and facts.distinct <= min(20, facts.n / 5) and hits <= 0.25:
        return Column("", 1 - hits, facts.n, "enumeration", frozenset(facts.texts))
    return None


_MEASURE = re.compile(r"[-+]?[0-9]{0,9}(?:[.,][0-9]{1,12})?(?:[eE][-+]?[0-9]{1,3})?\s?[%$€£]?")
RULES: tuple[Callable[[Facts], Column | None], ...] = (
    _matched, _phones, _rows, _births, _streets, _names, _other_script, _nothing,
)  # fmt: skip
