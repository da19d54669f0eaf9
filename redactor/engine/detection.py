"""Detection of one group of records: model, patterns and lists together. Stateless, so groups may run side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Protocol

from redactor.detectors.added import Added
from redactor.detectors.argument_lists import option_pairs
from redactor.detectors.field_names import DETECTOR as FIELD_NAME
from redactor.detectors.field_names import FieldNames, field_names
from redactor.detectors.field_paths import steps_of
from redactor.detectors.folded import through
from redactor.detectors.lists import DenyList
from redactor.detectors.matrices import cells_beside, matrix_pairs
from redactor.detectors.names_beside import pairs
from redactor.detectors.normalise import as_digits
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.rows import Pattern
from redactor.detectors.table import TABLE
from redactor.detectors.turns import ANSWERED, SPEAKER, turns
from redactor.engine.key_values import key_values
from redactor.engine.model_answers import MOST_SHORT, SHORT, ModelAnswers
from redactor.engine.record_limits import TIMEOUT, Bounds, OvertimeError, Spent
from redactor.engine.views import View, model_range, views
from redactor.masking.masker import Masker
from redactor.masking.merge import whole
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record, detectable
from redactor.scalars import KEY
from redactor.spans import Span
from redactor.tagger.tagging import Failure, Tagger

#: Reason of a record in which a name, which is never changed, is a value to be masked.
NAMED = "key"

#: Spans of each leaf (in characters of ``leaf.text``), or why the record cannot be written.
Detected = list[list[Span]] | Failure


@dataclass(frozen=True, slots=True)
class _Job:
    """A view, and the leaf ``place`` of the record (of a group) that it is of."""

    record: int
    place: int
    view: View
    #: The name of its field.
    title: str = ""
    #: The model is to see it: it has letters, and the name is not one of a thing, where a guess of the model counts for nothing.
    words: bool = True
    #: Letters in it may be digits.
    misread: bool = False
    #: What was said before it, to which it may be the answer.
    asked: str = ""


#: What stands around a label.
_LABEL_MARKS = " \t\r\n:*"
_UNTITLED = re.compile("column[0-9]+").fullmatch


@lru_cache(maxsize=65_536)
def _last_step(field: str) -> str:
    """The innermost name of a field."""
    return next(reversed(steps_of(field)), "")


def _headings(leaves: Sequence[Leaf], names: FieldNames) -> set[int]:
    """Places of texts that are names of fields, and so nobody's: what another leaf's field is called, as a table's header is,
    and the cells of a row that names a sheet's columns, and so has no names itself."""
    steps = [_last_step(leaf.field) for leaf in leaves]
    texts = [leaf.text.strip(_LABEL_MARKS) for leaf in leaves]
    heads = set(steps)
    found = {place for place, text in enumerate(texts) if text in heads and names.is_heading(text)}
    untitled = [place for place, step in enumerate(steps) if _UNTITLED(step)]
    cells = [place for place in untitled if names.is_heading(texts[place])]
    return found.union(cells if len(cells) > 1 and 2 * len(cells) >= len(untitled) else ())


def pattern_labels(policy: Policy) -> frozenset[str]:
    """Labels of the pattern rows to run: those on by default, and those off by default that the policy asks for by name."""
    asked = {label for label, part in policy.labels.items() if part.enabled}.union(
        policy.only, *(rule.labels or () for rule in policy.fields.values())
    )
    return frozenset(row.label for row in TABLE if row.default or row.label in asked) | {"PHONE_NUMBER"}


def patterns_of(policy: Policy, names: FieldNames | None) -> PatternDetector:
    """The pattern rows that a policy wants, and its own. They hold nothing of a text: runs with the same rows share them."""
    custom = (
        Pattern(own.label, f"policy_{number}", own.regex, context=own.context, score=own.score)
        for number, own in enumerate(policy.patterns)
    )
    return _patterns(pattern_labels(policy), tuple(policy.regions), tuple(custom), names)


@lru_cache(maxsize=8)
def _patterns(
    labels: frozenset[str], regions: tuple[str, ...], custom: tuple[Pattern, ...], names: FieldNames | None
) -> PatternDetector:
    return PatternDetector(labels, regions, custom, names)


class Detects(Protocol):
    """What finds spans in groups of records: a ``Detection``, or one that asks workers elsewhere."""

    @property
    def tagger(self) -> Tagger | None:
        """The model's tagger, where it runs in this process."""

    def detect(self, records: Sequence[Record]) -> list[Detected]:
        """See ``Detection.detect``."""
        ...


class Detection:
    """All detectors of a run. Thread-safe; ``tagger`` None runs without a model (no label of a model is wanted).

    A record that goes past ``bounds`` is given up; what is found in the others does not depend on it.
    """

    def __init__(
        self,
        policy: Policy,
        masker: Masker,
        tagger: Tagger | None,
        bounds: Bounds = Bounds(),  # noqa: B008  # frozen
        added: Sequence[Added] = (),
    ) -> None:
        self._masker = masker
        self._tagger = tagger
        self._added = added
        self._bounds = bounds
        rule = policy.field_names
        self._names = field_names(rule.words, rule.ignore) if rule.enabled else None
        self._patterns = patterns_of(policy, self._names)
        words = policy.deny_words()
        self._deny = DenyList(words) if words else None
        self._is_value = key_values(lambda name: masker.wanted(name, self._patterns.find(name), ""))
        self._pass_numbers = policy.numbers.named == "pass"
        self._short = lru_cache(MOST_SHORT)(self._by_rules)
        self._model = ModelAnswers(tagger) if tagger is not None else None

    @property
    def tagger(self) -> Tagger | None:
        """The model's tagger, for those who explain what it did."""
        return self._tagger

    def detect(self, records: Sequence[Record]) -> list[Detected]:
        """What was found in each record; never raises for what a record holds. A function of ``records`` alone."""
        jobs: list[_Job] = []
        answers: list[Detected] = []
        for number, record in enumerate(records):
            problem = record.problem or (NAMED if any(map(self._is_value, record.names)) else None)
            if problem is not None:
                answers.append(Failure(problem))
                continue
            settled: list[list[Span]] = [[] for _ in record.leaves]
            answers.append(settled)
            paths, labels = self._beside(record)
            questions = turns(record.leaves) if self._names else {}
            for place, leaf in enumerate(record.leaves):
                path = paths.get(place, leaf.field)
                if self._masker.whole_field(leaf.text, leaf.field) is not None or leaf.text.isspace():
                    continue
                if leaf.scalar is not None:
                    try:
                        settled[place] = self._typed(leaf, path)
                    except Exception as error:
                        answers[number] = Failure(f"detector-error:{type(error).__name__}")
                        break
                    continue
                named = self._named(leaf, path) if record.index >= 0 and place not in labels else None
                if named is not None:
                    settled[place].append(named)
                    continue
                title = self._title(path)
                thing = self._names is not None and len(leaf.text) <= SHORT and self._names.is_thing(path)
                # One word under the name of a thing is that thing; several may be a sentence about somebody.
                thing = place in labels or (thing and len(leaf.text.split()) == 1)
                words = not leaf.field or (not thing and any(map(str.isalpha, leaf.text)))
                asked = questions.get(place, "")
                jobs += [_Job(number, place, view, title, words, leaf.misread, asked) for view in views(leaf)]
        spent = Spent(self._bounds)
        for job, found in zip(jobs, self._tagged(jobs, spent), strict=True):
            known, view = answers[job.record], job.view
            if isinstance(known, Failure):
                continue
            if not isinstance(found, Failure):
                with spent.shared({job.record: len(view.text)}):
                    found = self._read(job, found, spent.clock(job.record))
            found = spent.stopped(job.record, found)
            if isinstance(found, Failure):
                answers[job.record] = found
            else:
                known[job.place] += [
                    span.shifted(view.offset) for span in found if span.start < view.end and span.end > view.start
                ]
        return answers

    def _tagged(self, jobs: Sequence[_Job], spent: Spent) -> list[list[Span] | Failure]:
        if self._model is None:
            return [[] for _ in jobs]
        asked: list[tuple[int, str]] = []
        lefts: list[int] = []
        for job in jobs:
            left, right = model_range(job.view)
            lefts.append(left)
            asked.append((job.record, job.view.text[left:right] if job.words else ""))
        return [
            found if isinstance(found, Failure) else [span.shifted(left) for span in found]
            for left, found in zip(lefts, self._model.find(asked, spent), strict=True)
        ]

    def _beside(self, record: Record) -> tuple[dict[int, str], set[int]]:
        """(place of a leaf → the path under which the record names it in another field, the places of those names)."""
        paths: dict[int, str] = {}
        if self._names is None or len(record.leaves) < 2:
            return paths, set()
        labels, sure = _headings(record.leaves, self._names), set()
        told = (
            pairs(record.leaves),
            matrix_pairs(record.leaves, self._names),
            cells_beside(record.leaves, self._names),
            option_pairs(record.leaves, self._names),
        )
        for pair in chain.from_iterable(told):
            if pair.value in sure:
                continue
            name, value = record.leaves[pair.name].text, record.leaves[pair.value].text
            named = self._names.named(pair.path)
            label = self._names.is_label(name, named, value) and not (pair.owned and name.istitle())
            if label:
                labels.add(pair.name)
            if named and named.fits(value):
                sure.add(pair.value)
                paths[pair.value] = pair.path
            elif label or named:
                paths.setdefault(pair.value, pair.path)
        return paths, labels

    def _title(self, path: str) -> str:
        """What the name of a field says in plain words, for detectors to read beside the value."""
        return self._names.title(path) if self._names and path else ""

    def _named(self, leaf: Leaf, path: str) -> Span | None:
        """The whole value of a field that its name, or one beside it, tells all about, if the policy masks that label."""
        for name in dict.fromkeys((path, leaf.field)):
            named = self._names.named(name) if self._names and name else None
            label = named.label_of(leaf.text) if named else None
            if label is None:
                continue
            start = len(leaf.text) - len(leaf.text.lstrip())
            span = Span(start, len(leaf.text.rstrip()), label, 1.0, FIELD_NAME)
            if wanted := self._masker.wanted(leaf.text, (span,), leaf.field):
                return wanted[0]
        return None

    def _typed(self, leaf: Leaf, path: str) -> list[Span]:
        """What a value that is no text is as a whole: no model is asked, and a part of a number is nothing."""
        if leaf.scalar == KEY:
            found = self._masker.wanted(leaf.text, self._patterns.find(detectable(leaf.text)), "")
            return [whole(leaf.text, found)] if found else []
        if self._pass_numbers and self._masker.policy.field(leaf.field) is None:
            return []
        found = list(self._short(leaf.text, self._title(path)))
        if named := self._named(leaf, path):
            found.append(named)
        return [span for span in found if len(span) == len(leaf.text)]

    def _read(self, job: _Job, found: list[Span], tick: Callable[[], None] | None) -> list[Span] | Failure:
        """``found``, and what the rules find in a view: as it is, with letters read as digits, behind what was asked before it."""
        text = job.view.text
        readings = [self._ruled(text, found, job.title, tick)]
        if job.misread and (digits := as_digits(text)) != text:
            readings.append(self._ruled(digits, [], job.title, tick))
        if job.asked and not job.view.offset:
            readings.append(self._answer(job.asked, text, tick))
        spans: list[Span] = []
        for reading in readings:
            if isinstance(reading, Failure):
                return reading
            spans += reading
        return spans

    def _ruled(self, text: str, found: list[Span], title: str, tick: Callable[[], None] | None) -> list[Span] | Failure:
        try:
            rules = self._short(text, title) if len(text) <= SHORT else self._by_rules(text, title, tick)
            return [*(self._patterns.without_labels(text, found, rules) if found else ()), *rules]
        except OvertimeError:
            return TIMEOUT
        except Exception as error:
            return Failure(f"detector-error:{type(error).__name__}")

    def _answer(self, asked: str, text: str, tick: Callable[[], None] | None) -> list[Span] | Failure:
        """What is found at the beginning of ``text`` when it is read behind what was ``asked``."""
        before, begin = asked + SPEAKER, text[:ANSWERED]
        found = self._ruled(before + begin, [], "", tick)
        if isinstance(found, Failure):
            return found
        spans = [span.shifted(-len(before)) for span in found if span.start >= len(before)]
        return [span for span in spans if span.end < len(begin) or len(begin) == len(text)]

    def _by_rules(self, text: str, title: str, tick: Callable[[], None] | None = None) -> tuple[Span, ...]:
        """What patterns, lists and added detectors find."""
        text = detectable(text)
        return (
            *self._patterns.find(text, title, tick),
            *(through(text, self._deny.find, words=True) if self._deny else ()),
            *(span for one in self._added for span in one.spans(text, title)),
        )
