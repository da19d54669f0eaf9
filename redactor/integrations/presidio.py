"""Our tagger, patterns and lists as a recognizer of presidio-analyzer (https://microsoft.github.io/presidio/)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from redactor.api import Redactor
from redactor.spans import Span


class RedactorRecognizer(EntityRecognizer):  # type: ignore[misc]  # Presidio has no types here
    """What a ``Redactor`` would mask, as results of Presidio; labels are Presidio's own names where it has one.

    ``redactor`` brings policy, model and detectors. Add it with ``analyzer.registry.add_recognizer(RedactorRecognizer())``.
    Where a text cannot be looked at ``analyze`` raises ``WithheldError``, and so does Presidio's engine: it never
    answers with less than was asked for.
    """

    def __init__(
        self, redactor: Redactor | None = None, supported_language: str = "en", name: str = "RedactorRecognizer"
    ) -> None:
        self._redactor = redactor or Redactor()
        super().__init__(self._redactor.labels(), name=name, supported_language=supported_language)

    def load(self) -> None:
        """Nothing: the model was loaded with the ``Redactor``."""

    def analyze(self, text: str, entities: Sequence[str] | None, nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """The spans of ``text`` whose label is one of ``entities``; all of them where all, or none, are named."""
        wanted = set(entities or ())
        every = wanted >= set(self.supported_entities) or not wanted
        return [self._result(span) for span in self._redactor.detect(text) if every or span.label in wanted]

    def _result(self, span: Span) -> RecognizerResult:
        why = AnalysisExplanation(self.name, span.score, textual_explanation=f"redactor: {span.detector}")
        return RecognizerResult(span.label, span.start, span.end, span.score, why)
