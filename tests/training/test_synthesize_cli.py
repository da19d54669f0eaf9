"""``redactor synthesize`` as users call it: the same documents again, halves apart, and spans that train and evaluate take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny

from redactor.training.corpora.read import read_corpus


def test_documents_come_again_and_can_be_read_as_a_corpus(tmp_path: Path) -> None:
    out = tmp_path / "made.jsonl"
    assert tiny.redactor("synthesize", 12, "--seed", 3, "--output", out).returncode == 0
    piped = tiny.redactor("synthesize", 12, "--seed", 3)
    assert piped.stdout == out.read_text(encoding="utf-8") and len(piped.stdout.splitlines()) == 12
    rows = [json.loads(line) for line in piped.stdout.splitlines()]
    assert all(0 <= start < end <= len(row["text"]) for row in rows for start, end, _ in row["spans"])
    assert len(read_corpus(out)) == 12
    assert tiny.redactor("synthesize", 12, "--seed", 4).stdout != piped.stdout


@pytest.mark.parametrize("arguments", [(), (0,), (3, "--half", "both"), (3, "--lexicons", "nowhere")])
def test_wrong_usage_ends_with_2(arguments: tuple[object, ...]) -> None:
    assert tiny.redactor("synthesize", *arguments).returncode == 2
