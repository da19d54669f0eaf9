"""What the model finds in the texts of a group: each text is shown to it once, what is short is remembered over the run.

Not where an answer depends on what is asked beside it: what is remembered is another thing in each worker, and after each kill.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from redactor.detectors.folded import fold
from redactor.engine.groups import GROUP_CHARS
from redactor.engine.record_limits import Spent
from redactor.records import detectable
from redactor.spans import Span
from redactor.tagger.tagging import Failure, Tagger

#: A very long field goes to the model in parts of this number of characters: word pieces and logits weigh far more than text.
TAG_CHARS = 4 * GROUP_CHARS
#: Cells repeat, so the findings of short texts (up to 64 characters) are cached, 16,384 of them.
SHORT, MOST_SHORT = 64, 16_384


class ModelAnswers:
    """Asks ``tagger``. Thread-safe: what two threads ask at once is asked twice, with one answer."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        # Two halves: when one is full, the older is forgotten.
        self._new: dict[str, tuple[Span, ...]] = {}
        self._old: dict[str, tuple[Span, ...]] = {}

    def find(self, asked: Sequence[tuple[int, str]], spent: Spent) -> list[Sequence[Span] | Failure]:
        """The spans of each text of ``asked``, (its record's number in the group, text), or why there are none.

        The time that a text takes is charged to its records; one that has gone past its bounds is asked no more.
        """
        askers: defaultdict[str, list[int]] = defaultdict(list)
        known: dict[str, Sequence[Span] | Failure] = {"": ()}
        for record, text in asked:
            if text in known:
                continue
            found = self._remembered(text)
            if found is None:
                askers[text].append(record)
            else:
                known[text] = found
        for part in _parts(list(askers), TAG_CHARS):
            chars = Counter[int]()
            for text in part:
                chars.update(dict.fromkeys(askers[text], len(text)))
            stopped = spent.all_stopped(chars)
            if stopped:
                known |= dict.fromkeys(part, stopped)
                continue
            with spent.shared(chars):
                answers = _answers(self._tagger, part)
            known |= zip(part, answers, strict=True)
            self._remember(part, answers)
        return [known[text] for _, text in asked]

    def _remembered(self, text: str) -> tuple[Span, ...] | None:
        found = self._new.get(text)
        return self._old.get(text) if found is None else found

    def _remember(self, texts: Sequence[str], answers: Iterable[Sequence[Span] | Failure]) -> None:
        if not self._tagger.steady:
            return
        for text, spans in zip(texts, answers, strict=True):
            if len(text) > SHORT or isinstance(spans, Failure):
                continue
            if len(self._new) >= MOST_SHORT:
                self._old, self._new = self._new, {}
            self._new[text] = tuple(spans)


def _parts(texts: Sequence[str], chars: int) -> Iterator[list[str]]:
    """``texts`` in order, in lists of which each but its last text holds fewer than ``chars`` characters."""
    part: list[str] = []
    size = 0
    for text in texts:
        part.append(text)
        size += len(text)
        if size >= chars:
            yield part
            part, size = [], 0
    if part:
        yield part


def _answers(tagger: Tagger, texts: Sequence[str]) -> list[list[Span] | Failure]:
    """What the model finds in each text. It is shown the folded text; the spans are those of the text as written."""
    try:
        folded = [fold(detectable(text)) for text in texts]
        shown = [text if view is None else view.text for text, view in zip(texts, folded, strict=True)]
        answers = tagger.tag(shown)
        if len(answers) != len(texts):
            raise ArithmeticError
        return [
            answer if view is None or isinstance(answer, Failure) else [view.original(span) for span in answer]
            for answer, view in zip(answers, folded, strict=True)
        ]
    except Exception as error:  # a bug in front of the model must not let text through
        return [Failure(f"tagger-error:{type(error).__name__}") for _ in texts]
