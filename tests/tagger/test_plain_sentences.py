"""Plain sentences that the shipped model must read to the character: what corpora's scores do not show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from redactor.spans import Span
from redactor.tagger.tagging import Tagger, load_tagger

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z_]+)\]")


def _cases(name: str) -> list[str]:
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    return load_tagger()


def test_plain_sentences(shipped: Tagger) -> None:
    cases = _cases("plain.txt")
    assert len(cases) >= 500
    assert _read(shipped, cases) == cases


def test_the_exam_of_the_next_model_is_not_passed_yet(shipped: Tagger) -> None:
    """What today's model gets right belongs into plain.txt, so that no later one may lose it."""
    cases = _cases("not_yet_plain.txt")
    assert [case for case, read in zip(cases, _read(shipped, cases), strict=True) if read == case] == []


def _read(tagger: Tagger, cases: list[str]) -> list[str]:
    texts = [_MARK.sub(lambda found: found[1], case) for case in cases]
    return [
        marked(text, spans) for text, spans in zip(texts, tagger.tag(texts), strict=True) if isinstance(spans, list)
    ]


def marked(text: str, spans: list[Span]) -> str:
    """``text`` with each span as ``[text|LABEL]``."""
    for span in reversed(spans):
        text = f"{text[: span.start]}[{text[span.start : span.end]}|{span.label}]{text[span.end :]}"
    return text
