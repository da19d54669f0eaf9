"""Where the pattern table's rows are run at all: at groups of digits and at literals, found once per text, so that prose costs little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from redactor.detectors.rows import CONTEXT_AFTER, CONTEXT_BEFORE, EXPRESSION

_RUN = re.compile(r"[0-9]+")
#: Digits this near to each other (in characters) count as one group: ``(415) 555-0132``.
_GAP = 4
#: How many letters before a digit are looked at for the beginning of its word (``SW1A``, ``DEUTDEFF500``).
_LETTERS = 40
#: How soon after a literal the digits of a value must begin.
_SOON = 32
#: What may stand between a word and its number.
_MARKS = " \t\r\n:#=-\"'(.,"

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of one text: groups (start, end, count), and the places where a value with them may begin."""

    groups: list[tuple[int, int, int]]
    #: A place, and how many digits the group has that it belongs to.
    begins: list[tuple[int, int]]
    runs: list[int]

    def follow(self, at: int) -> bool:
        """Do digits begin soon after ``at``?"""
        index = bisect_left(self.runs, at)
        return index < len(self.runs) and self.runs[index] - at <= _SOON


def find_digits(text: str) -> Digits:
    """Runs of ASCII digits, joined to a group where they stand near each other.

    >>> find_digits("call 415-555 0132 since 2019").groups
    [(5, 17, 10), (24, 28, 4)]
    >>> [at for at, _ in find_digits("SW1A (415)").begins]
    [0, 2, 5, 6]
    """
    groups: list[tuple[int, int, int]] = []
    begins: list[tuple[int, int]] = []
    runs: list[int] = []
    pending: list[int] = []
    start = end = digits = 0
    for match in _RUN.finditer(text):
        left, right = match.span()
        runs.append(left)
        if digits and left - end > _GAP:
            groups.append((start, end, digits))
            begins.extend([(at, digits) for at in pending])
            pending = []
            digits = 0
        if not digits:
            start = left
        before = text[left - 1 : left]
        if before and before in "(+-":
            pending.append(left - 2 if text[left - 2 : left] == "+(" else left - 1)
        elif before == " " and text[left - 2 : left - 1] == "(":
            pending.append(left - 2)
        elif before.isalpha() and before.isascii():
            pending.append(_word_start(text, left, end))
        pending.append(left)
        end, digits = right, digits + right - left
    if digits:
        groups.append((start, end, digits))
        begins.extend([(at, digits) for at in pending])
    return Digits(groups, begins, runs)


def _word_start(text: str, at: int, end_before: int) -> int:
    """Where the ASCII letters before ``at`` begin."""
    lowest = max(end_before, at - _LETTERS)
    while at > lowest and text[at - 1].isalpha() and text[at - 1].isascii():
        at -= 1
    return at


class Literals:
    """Literals that are looked for in one pass (Aho-Corasick), however many they are."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for number, literal in enumerate(literals):
            self._automaton.add_word(literal, (number, len(literal)))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(number in ``literals``, start, end) of every one, by its end; they may overlap.

        >>> list(Literals(["card", "car"]).find("a card"))
        [(1, 2, 5), (0, 2, 6)]
        """
        if self._automaton:
            for last, (number, size) in self._automaton.iter(text):
                yield number, last + 1 - size, last + 1


class Anchors:
    """All literals and expressions that rows begin with, looked for in one go; ``find`` says which stand where."""

    def __init__(self, written: Sequence[str]) -> None:
        literals = [(number, anchor) for number, anchor in enumerate(written) if not anchor.startswith(EXPRESSION)]
        self._numbers = [number for number, _ in literals]
        self._literals = Literals(literal for _, literal in literals)
        #: By the literal that an expression begins with: its number, and the expression.
        self._expressions: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        for number, anchor in enumerate(written):
            if anchor.startswith(EXPRESSION):
                expression = anchor.removeprefix(EXPRESSION)
                begin = expression.lstrip("\\")[0]
                self._expressions.setdefault(begin, []).append((number, re.compile(expression)))

    def find(self, lower: str) -> dict[int, list[Window]]:
        """Where each anchor, by its number in ``written``, stands in ``lower``."""
        found: defaultdict[int, list[Window]] = defaultdict(list)
        for number, start, end in self._literals.find(lower):
            found[self._numbers[number]].append((start, end))
        for begin, expressions in self._expressions.items():
            first = lower.find(begin)
            if first < 0:
                continue
            for number, expression in expressions:
                for match in expression.finditer(lower, first):
                    found[number].append(match.span())
        return found


def merged(windows: Iterable[Window], size: int) -> Iterator[Window]:
    """Sorted windows, clipped to ``[0, size)`` and joined where they meet, so that no character is read twice."""
    low = high = -1
    for left, right in windows:
        if left <= high:
            high = max(high, right)
            continue
        if high >= 0:
            yield max(low, 0), min(high, size)
        low, high = left, right
    if high >= 0:
        yield max(low, 0), min(high, size)


def _is_word(text: str, start: int, end: int) -> bool:
    """Does ``[start, end)`` stand as a word of its own, or as one of ``camelCase`` (a plural s may follow, or digits)?"""
    if start and text[start].isalnum() and text[start - 1].isalnum():
        camel = text[start].isupper() and text[start - 1].islower()
        if not camel:
            return False
    if end < len(text) and text[end] in "sS":
        end += 1
    if end >= len(text) or not text[end - 1].isalnum() or not text[end].isalpha():
        return True
    return text[end].isupper() and (text[end - 1].islower() or text[end + 1 : end + 2].islower())


def context_distance(text: str, lower: str, start: int, end: int, words: Sequence[str]) -> int | None:
    """How far the nearest of ``words`` stands from ``[start, end)``; None when none is near enough.

    ``lower`` is ``text`` in lower case. A word after the value counts only on the same line, and as if it stood
    further away.

    >>> context_distance("ssnNumber: 078051120", "ssnnumber: 078051120", 11, 20, ("ssn",))
    8
    """
    nearest = CONTEXT_BEFORE + CONTEXT_AFTER + 1
    for word in words:
        low, high = max(0, start - CONTEXT_BEFORE - len(word)), start
        while (at := lower.rfind(word, low, high)) >= 0:
            if _is_word(text, at, at + len(word)):
                nearest = min(nearest, start - at - len(word))
                break
            high = at + len(word) - 1
    if nearest > CONTEXT_BEFORE:
        line = lower.find("\n", end, end + CONTEXT_AFTER)
        high = end + CONTEXT_AFTER if line < 0 else line
        for word in words:
            at = lower.find(word, end, high)
            if at >= 0 and _is_word(text, at, at + len(word)):
                nearest = min(nearest, CONTEXT_BEFORE + at - end)
    return nearest if nearest <= CONTEXT_BEFORE + CONTEXT_AFTER else None


class Nearby:
    """Context of one text. After some questions about the same words, those that the text lacks are asked no more.

    ``title`` is the name of the field that the text is: each of its words stands right before every value.
    """

    _PATIENCE = 16

    def __init__(self, text: str, lower: str, title: str = "") -> None:
        self.text = text
        self.lower = lower
        self.title = title
        self._asked: dict[int, int] = {}
        self._present: dict[int, tuple[str, ...]] = {}

    def distance(self, start: int, end: int, words: tuple[str, ...]) -> int | None:
        """As ``context_distance``."""
        if self.title and context_distance(self.title, self.title, len(self.title), len(self.title), words) is not None:
            return 1
        key = id(words)  # a row's own tuple: alive as long as its detector, and hashing 40 words would cost more
        present = self._present.get(key)
        if present is None:
            asked = self._asked[key] = self._asked.get(key, 0) + 1
            if asked < self._PATIENCE:
                return context_distance(self.text, self.lower, start, end, words)
            present = self._present[key] = tuple(word for word in words if word in self.lower)
        return context_distance(self.text, self.lower, start, end, present) if present else None


def just_before(lower: str, start: int, words: Sequence[str]) -> bool:
    """Does one of ``words`` end right before ``start``, apart from spaces and a few marks?"""
    head = lower[max(0, start - 28) : start].rstrip(_MARKS)
    for verb in (" is", " was"):
        head = head.removesuffix(verb).rstrip(_MARKS)
    return any(head.endswith(word) and not head[: len(head) - len(word)][-1:].isalnum() for word in words)
