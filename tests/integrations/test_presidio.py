"""Presidio's engine with our recognizer in it."""

from __future__ import annotations

import pytest

from redactor import Redactor, Span
from redactor.errors import WithheldError

presidio = pytest.importorskip("presidio_analyzer", reason="Presidio is not installed: pip install presidio-analyzer")

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine  # noqa: E402  # after the skip

from redactor.integrations.presidio import RedactorRecognizer  # noqa: E402

TEXT = "Niels wrote to niels@example.com"


class NoNlp(NlpEngine):  # type: ignore[misc]
    """Presidio without a model of spaCy's: ours needs none."""

    def load(self) -> None: ...
    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts, language, **how):  # type: ignore[no-untyped-def]
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return ["en"]


def engine(recognizer: RedactorRecognizer) -> presidio.AnalyzerEngine:
    registry = presidio.RecognizerRegistry([recognizer], supported_languages=["en"])
    return presidio.AnalyzerEngine(registry, NoNlp(), supported_languages=["en"])


@pytest.fixture(scope="module")
def analyzer() -> presidio.AnalyzerEngine:
    return engine(RedactorRecognizer())


def test_what_a_redactor_finds_is_what_presidio_finds(analyzer: presidio.AnalyzerEngine) -> None:
    found = sorted(analyzer.analyze(TEXT, "en"), key=lambda one: one.start)
    assert [(one.entity_type, one.start, one.end) for one in found] == [("PERSON", 0, 5), ("EMAIL_ADDRESS", 15, 32)]
    assert all(0 < one.score <= 1 for one in found)
    (explained,) = analyzer.analyze(TEXT, "en", entities=["EMAIL_ADDRESS"], return_decision_process=True)
    assert explained.analysis_explanation.textual_explanation == "redactor: pattern:email"
    assert {"PERSON", "IBAN_CODE", "US_SSN"} <= set(analyzer.get_supported_entities("en"))


def test_a_policy_says_what_is_found() -> None:
    recognizer = RedactorRecognizer(Redactor(labels=["EMAIL_ADDRESS"]))
    assert recognizer.supported_entities == ["EMAIL_ADDRESS"]
    assert [one.entity_type for one in engine(recognizer).analyze(TEXT, "en")] == ["EMAIL_ADDRESS"]


def test_a_detector_that_does_not_tell_its_labels_is_heard() -> None:
    def tickets(text: str, context: str) -> list[Span]:
        return [Span(0, 5, "TICKET")]

    found = engine(RedactorRecognizer(Redactor(labels=["TICKET"], detectors=[tickets]))).analyze(TEXT, "en")
    assert [one.entity_type for one in found] == ["TICKET"]


def test_what_cannot_be_looked_at_raises() -> None:
    def broken(text: str, context: str) -> list[Span]:
        raise RuntimeError(text)

    with pytest.raises(WithheldError) as caught:
        engine(RedactorRecognizer(Redactor(detectors=[broken]))).analyze(TEXT, "en")
    assert "Niels" not in str(caught.value)
