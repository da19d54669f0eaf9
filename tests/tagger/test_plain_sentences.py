"""Plain sentences that the shipped model must read to the character: what corpora's scores do not show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from redactor.spans import Span
from redactor.tagger.tagging import Tagger, load_tagger

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z_]+)\]")
CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "plain.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    return load_tagger()


@pytest.mark.parametrize("case", CASES)
def test_plain_sentences(shipped: Tagger, case: str) -> None:
    text = _MARK.sub(lambda found: found[1], case)
    (spans,) = shipped.tag([text])
    assert isinstance(spans, list)
    assert marked(text, spans) == case


def marked(text: str, spans: list[Span]) -> str:
    """``text`` with each span as ``[text|LABEL]``."""
    for span in reversed(spans):
        text = f"{text[: span.start]}[{text[span.start : span.end]}|{span.label}]{text[span.end :]}"
    return text
