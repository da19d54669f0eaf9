"""Find everything that has a format: the rows of the table, run only where a cheap look says they could match."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from redactor.detectors.anchors import Anchors, Digits, Nearby, Window, find_digits, just_before, merged
from redactor.detectors.broken_numbers import across_lines
from redactor.detectors.corrections import corrections
from redactor.detectors.field_names import FieldNames
from redactor.detectors.folded import through
from redactor.detectors.messages import find_messages
from redactor.detectors.named_numbers import named_numbers
from redactor.detectors.named_values import NamedValues
from redactor.detectors.next_labels import cut_at_labels
from redactor.detectors.normalise import lowered, plain
from redactor.detectors.prefilter import Prefilter
from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.table import DEFAULT_REGIONS, rows_for
from redactor.detectors.text_tables import DETECTOR as TABLE_CELL
from redactor.spans import Span, in_order

#: What a context word adds to an unproven hit; such a hit stays below what a checksum proves.
CONTEXT_BONUS = 0.2
UNPROVEN_MOST = 0.94

_WORD = re.compile(r"\S+")
#: Between a label and its value: "Passwort:** ".
_LABEL_LINK = re.compile(r"[*_`\s\"']{0,4}(?:[:=]|→|=>|->)[*_`\s\"']{0,6}")

#: The clock is looked at once for so many characters of a text, in each of a policy's own patterns.
_TICK_PLACES = 64

#: Up to so many characters a text is asked first whether any row about digits can match at all.
_SHORT = 32

#: A secret of so many characters may be longer than its row's expression looks: all that goes on with it is part of it.
_LONG_SECRET = 250
_GOES_ON = re.compile(r"[0-9A-Za-z+/=_.~%-]*")

_HAS_DIGIT = re.compile(r"[0-9]")


@dataclass(slots=True)
class _Rule:
    """A row and its compiled expression, made at first use (compiling all takes longer than many a run needs)."""

    row: Pattern
    _compiled: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.row.regex, re.IGNORECASE if self.row.ignore_case else 0)
        return self._compiled


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    score: float
    label: str
    detector: str
    #: How far the context word that made an unproven row speak up stands; None where context was no condition.
    distance: int | None


@dataclass(slots=True)
class _View:
    """One text as the rows see it: odd digits, spaces and dashes made plain; and in lower case."""

    text: str
    lower: str
    near: Nearby
    hits: list[_Hit] = field(default_factory=list)


def _value_range(match: re.Match[str]) -> Window:
    """Where the value stands: the first named group that took part, else the whole match."""
    if match.re.groupindex:
        for name in match.re.groupindex:
            if match.start(name) >= 0:
                return match.span(name)
    return match.span()


_TAIL_GROUP = re.compile(r"[^0-9A-Za-z]+[0-9A-Za-z]*\Z")


def _accepted_end(row: Pattern, value: str) -> int:
    """How much of ``value`` its validator accepts, trailing groups dropped if need be; 0 for nothing."""
    if row.validator is None or row.validator(value):
        return len(value)
    for _ in range(row.shrink):
        tail = _TAIL_GROUP.search(value, max(0, len(value) - 40))
        if tail is None or tail.start() == 0:
            return 0
        value = value[: tail.start()]
        if row.validator(value):
            return len(value)
    return 0


class PatternDetector:
    """Runs the table's rows (and a policy's own) over texts; holds no state of any text, so threads may share it."""

    def __init__(
        self,
        labels: Collection[str] | None = None,
        regions: Sequence[str] = DEFAULT_REGIONS,
        custom: Sequence[Pattern] = (),
        names: FieldNames | None = None,
    ) -> None:
        self._names = names
        self._named = NamedValues(names) if names is not None else None
        rules = [_Rule(row) for row in (*rows_for(labels, regions), *custom)]
        by_need: defaultdict[tuple[int, int, int], list[_Rule]] = defaultdict(list)
        by_anchor: defaultdict[str, list[_Rule]] = defaultdict(list)
        for rule in rules:
            if rule.row.anchors == DIGITS:
                by_need[(rule.row.digits, *rule.row.reach)].append(rule)
            else:
                for anchor in rule.row.anchors:
                    by_anchor[anchor].append(rule)
        self._by_need = tuple((*need, tuple(group)) for need, group in sorted(by_need.items()))
        #: How many digits rows ask for, and what says whether any that asks for so many or fewer can match.
        self._needs = sorted({least for least, *_ in self._by_need})
        self._prefilters = tuple(Prefilter(partial(self._expressions, need)) for need in self._needs)
        self._anchors = Anchors(tuple(by_anchor))
        #: By the number of an anchor: its rows, those that ask for digits apart.
        self._by_anchor = tuple(
            (tuple(rule for rule in group if not rule.row.digits), tuple(rule for rule in group if rule.row.digits))
            for group in by_anchor.values()
        )
        self._everywhere = tuple(rule for rule in rules if not rule.row.anchors)
        self._named_numbers = named_numbers(None if labels is None else frozenset(labels))

    def find(self, text: str, title: str = "", tick: Callable[[], None] | None = None) -> list[Span]:
        """All hits in ``text``, sorted; they may overlap. ``title`` is the name of its field, in lower case.

        Values written otherwise (``%40`` for @) are found too. ``tick`` is called again and again while a policy's own patterns
        are searched for, of which nobody has measured the time; what it raises ends the call.
        """
        return through(text, lambda view: self._find_broken(view, title, tick))

    def without_labels(self, text: str, found: Sequence[Span], rules: Sequence[Span]) -> list[Span]:
        """``found`` (a model's) without what is no value but the name of one, of which ``rules`` found the value: a label
        right in front of it, or the header of its column."""
        names = self._names
        if names is None:
            return list(found)
        found = cut_at_labels(text, list(found), names)
        if not rules:
            return found
        values = sorted(rules, key=lambda span: span.start)
        starts = [span.start for span in values]
        heads = self._headings(text) if any(span.detector == TABLE_CELL for span in rules) else []

        def clear_end(span: Span) -> int:
            """Where the label begins that a span ends in; its own end where there is none."""
            told = [at for at in range(span.start, span.end) if text[at].isalnum()] if heads else []
            if told and all(any(head.start <= at < head.end for head in heads) for at in told):
                return span.start
            at = bisect_left(starts, span.end)
            if at == len(values) or _LABEL_LINK.fullmatch(text, span.end, starts[at]) is None:
                return span.end
            words = (word.start() for word in _WORD.finditer(text, span.start, span.end))
            # "Tan: 555 0132" is somebody.
            return next((low for low in words if names.is_name(text[low : span.end], values[at].label)), span.end)

        cut = ((span, span.start + len(text[span.start : clear_end(span)].rstrip())) for span in found)
        return [span.within(span.start, end) for span, end in cut if end > span.start]

    def _headings(self, text: str) -> list[Span]:
        def find(view: str) -> list[Span]:
            view = plain(view)
            return self._named.headings(view, lowered(view)) if self._named is not None else []

        return through(text, find)

    def _find_broken(self, text: str, title: str, tick: Callable[[], None] | None) -> list[Span]:
        """As ``_find``, numbers that a line end breaks as well."""
        found = self._find(text, title, tick)
        if "\n" in text:
            found += across_lines(plain(text), found, lambda view: self._find(view, title, tick))
            found.sort(key=in_order)
        return found

    def _find(self, text: str, title: str, tick: Callable[[], None] | None) -> list[Span]:
        view_text = plain(text)
        lower = lowered(view_text)
        view = _View(view_text, lower, Nearby(view_text, lower, title))
        digits = None
        if _HAS_DIGIT.search(view_text):
            digits = find_digits(view_text)
            if len(view_text) > _SHORT or self._may_match(view_text, digits):
                self._around_digits(view, digits)
            for hit in self._named_numbers.find(view_text, lower, digits):
                view.hits.append(_Hit(hit.start, hit.end, hit.score, hit.label, hit.detector, None))
        self._around_anchors(view, digits)
        for rule in self._everywhere:
            # A policy's own expression speaks of the text as it is written.
            _search(rule, view, ((0, len(text)),), text, tick)
        spans = _spans(view.hits) if view.hits else []
        named = find_messages(view_text)
        if self._named is not None:
            named += self._named.find(view_text, lower)
        found = sorted((*spans, *named), key=in_order) if named else spans
        again = corrections(view_text, found)
        return sorted((*found, *again), key=in_order) if again else found

    def _expressions(self, digits: int) -> Iterator[re.Pattern[str]]:
        return (rule.regex for least, *_, group in self._by_need if least <= digits for rule in group)

    def _may_match(self, text: str, digits: Digits) -> bool:
        """Can any row about digits match in ``text``?"""
        tier = bisect_right(self._needs, max(count for *_, count in digits.groups))
        return tier > 0 and self._prefilters[tier - 1].may_match(text)

    def _around_digits(self, view: _View, digits: Digits) -> None:
        size = len(view.text)
        for least, before, after, rules in self._by_need:
            if not before:
                places = [at for at, count in digits.begins if count >= least]
                for rule in rules if places else ():
                    _match_at(rule, view, places)
                continue
            windows = [(start - before, end + after) for start, end, count in digits.groups if count >= least]
            if windows:
                windows = list(merged(windows, size))
                for rule in rules:
                    _search(rule, view, windows, view.text)

    def _around_anchors(self, view: _View, digits: Digits | None) -> None:
        size = len(view.lower)
        wanted: dict[int, tuple[_Rule, list[Window]]] = {}
        for number, places in self._anchors.find(view.lower).items():
            rules, before_digits = self._by_anchor[number]
            for rule in rules:
                wanted.setdefault(id(rule), (rule, []))[1].extend(places)
            if before_digits and digits is not None:
                followed = [place for place in places if digits.follow(place[1])]
                for rule in before_digits if followed else ():
                    wanted.setdefault(id(rule), (rule, []))[1].extend(followed)
        for rule, found in wanted.values():
            found.sort()
            before, after = rule.row.reach
            if before:
                _search(rule, view, merged(((start - before, end + after) for start, end in found), size), view.text)
            else:
                _match_at(rule, view, [start for start, _ in found])


def _match_at(rule: _Rule, view: _View, places: Sequence[int]) -> None:
    """Try a rule at each of ``places``."""
    match_at, text, done = rule.regex.match, view.text, 0
    for at in places:
        if at < done:
            continue
        match = match_at(text, at)
        if match is not None:
            hit = _judge(rule.row, view.near, text, match)
            if hit is not None:
                view.hits.append(hit)
                done = hit.end


def _ticking(regex: re.Pattern[str], tick: Callable[[], None]) -> Callable[[str, int, int], re.Match[str] | None]:
    """``regex.search`` that can be ended by ``tick``: called every so many places where a match may begin. (All that
    an accepted expression tries from one place is done in a millisecond.)"""
    match_at = regex.match

    def search(text: str, low: int, high: int) -> re.Match[str] | None:
        for at in range(low, high + 1):
            if at % _TICK_PLACES == 0:
                tick()
            match = match_at(text, at, high)
            if match is not None:
                return match
        return None

    return search


def _search(
    rule: _Rule, view: _View, windows: Iterable[Window], text: str, tick: Callable[[], None] | None = None
) -> None:
    """Search for a rule's expression inside each window."""
    search, done = rule.regex.search if tick is None else _ticking(rule.regex, tick), 0
    for low, high in windows:
        at = max(low, done)
        while (match := search(text, at, high)) is not None:
            # The window's edge may have cut the match short, or stood for the end of the text: read it again without.
            whole = match if high >= len(text) else rule.regex.match(text, match.start())
            hit = whole and _judge(rule.row, view.near, text, whole)
            if hit is None:
                at = match.start() + 1
            else:
                view.hits.append(hit)
                at = done = hit.end


def _judge(row: Pattern, near: Nearby, text: str, match: re.Match[str]) -> _Hit | None:
    """What a match is worth: None when the words around it or its validator rule it out."""
    start, end = _value_range(match)
    if start >= end or (row.refuse and just_before(near.lower, start, row.refuse)):
        return None
    distance = near.distance(start, end, row.context) if row.context else None
    if row.needs_context and distance is None:
        return None
    if row.cut is not None:
        end = start + row.cut(text[start:end])
    end = start + _accepted_end(row, text[start:end])
    if end == start:
        return None
    if end - start >= _LONG_SECRET and row.label == "SECRET" and (more := _GOES_ON.match(text, end)):
        end = more.end()
    if row.checksum:
        return _Hit(start, end, 1.0, row.label, row.detector, None)
    score = row.score if distance is None else max(row.score, min(row.score + CONTEXT_BONUS, UNPROVEN_MOST))
    return _Hit(start, end, score, row.label, row.detector, distance if row.needs_context else None)


def _spans(hits: list[_Hit]) -> list[Span]:
    """Spans of the hits; of unproven rows that named the same characters by context, the nearest word wins."""
    nearest: dict[Window, int] = {}
    for hit in hits:
        if hit.distance is not None:
            nearest[hit.start, hit.end] = min(nearest.get((hit.start, hit.end), hit.distance), hit.distance)
    return sorted(
        (
            Span(hit.start, hit.end, hit.label, hit.score, hit.detector)
            for hit in hits
            if hit.distance is None or hit.distance == nearest[hit.start, hit.end]
        ),
        key=in_order,
    )
