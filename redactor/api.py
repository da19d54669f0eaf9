"""The Python API: a Redactor detects and redacts texts as the command does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from redactor.engine.components import Components, build
from redactor.engine.folding import Fold
from redactor.engine.groups import GROUP_CHARS
from redactor.engine.settings import RunSettings
from redactor.errors import RedactorError
from redactor.keys import Key
from redactor.masking.mask import apply
from redactor.masking.policy import Policy
from redactor.records import Leaf, Record
from redactor.spans import Span


class WithheldError(RedactorError):
    """A text could not be looked at; the message says why, never what it held."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Redaction:
    """A masked text, and the spans of the input that were masked."""

    text: str
    spans: list[Span]


class Redactor:
    """Finds and masks personal information. Thread-safe; can be pickled (the model is loaded again on the other side).

    ``model`` is a model folder (the embedded one by default), ``policy`` a Policy, a preset's name or a file.

    >>> Redactor().redact("Write to niels@example.com").text
    'Write to [EMAIL_ADDRESS]'
    """

    def __init__(self, model: str | Path | None = None, policy: Policy | str | Path | None = None, *, key: bytes | None = None) -> None:
        chosen = policy if isinstance(policy, Policy) else Policy.load(policy)
        self._settings = RunSettings(None, None, chosen, Key(key) if key else None, model=Path(model) if model else None)
        self._parts: Components = build(self._settings)

    def __reduce__(self) -> tuple[object, tuple[RunSettings]]:
        return _remade, (self._settings,)

    def detect(self, text: str) -> list[Span]:
        """The spans that the policy would mask, sorted and disjoint. Raises ``WithheldError``."""
        return self.redact(text).spans

    def detect_many(self, texts: Iterable[str]) -> Iterator[list[Span]]:
        """Spans of each text, in order, detected in batches. Raises ``WithheldError`` at the text concerned."""
        return (redaction.spans for redaction in self.redact_many(texts))

    def redact(self, text: str) -> Redaction:
        """``text`` masked. Raises ``WithheldError`` where a part of it could not be looked at."""
        return next(self.redact_many([text]))

    def redact_many(self, texts: Iterable[str]) -> Iterator[Redaction]:
        """Each text masked, in order; each is a document of its own."""
        left = iter(texts)
        index = 0
        while batch := _batch(left):
            records = [Record(index + i, (Leaf("", text),) if text else ()) for i, text in enumerate(batch)]
            fold = Fold(self._parts.masker, "", pieces=False, propagate=self._parts.masker.policy.propagation)
            for record, text, detected in zip(records, batch, self._parts.detection.detect(records), strict=True):
                folded = fold.fold(record, detected)
                if folded.withheld is not None:
                    raise WithheldError(f"text {record.index} could not be looked at: {folded.withheld.reason}")
                spans = [Span(event.start, event.end, event.label, event.score, event.detector) for event in folded.events]
                yield Redaction(apply(text, folded.edits[0]) if text else "", spans)
            index += len(batch)

    def redact_file(self, source: str | Path, target: str | Path) -> dict[str, object]:
        """Redact a file or folder as ``redact-batch`` does; the run's summary. Withheld records stand in it."""
        from dataclasses import replace

        from redactor.engine.run import run

        source, target = Path(source), Path(target)
        single = source.is_file() and not target.is_dir()
        return run(replace(self._settings, input=source, output=target, single=single), components=self._parts).as_json()


def _remade(settings: RunSettings) -> Redactor:
    made = Redactor.__new__(Redactor)
    made._settings, made._parts = settings, build(settings)
    return made


def _batch(texts: Iterator[str]) -> list[str]:
    batch: list[str] = []
    chars = 0
    for text in islice(texts, 512):
        batch.append(text)
        chars += len(text)
        if chars >= GROUP_CHARS:
            break
    return batch
