"""Text without labels: lines of files, and a corpus's sentences with some of their words exchanged."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from redactor.errors import StorageError
from redactor.training.corpora.examples import from_tokens
from redactor.training.corpora.unlabelled import exchanged, read_lines


@pytest.mark.parametrize("name", ["lines.txt", "lines.txt.gz"])
def test_each_line_is_a_text_of_which_nothing_is_said(tmp_path: Path, name: str) -> None:
    data = "Ann met Bob.\n\n  Zoë was there. \r\n".encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = read_lines(tmp_path / name)
    assert [one.text for one in found] == ["Ann met Bob.", "Zoë was there."]
    assert all(set(one.tags) == {"O"} and not one.covered for one in found)
    assert [found[1].text[start:end] for start, end in found[1].words] == ["Zoë", "was", "there."]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        read_lines(tmp_path / "none.txt")
    (tmp_path / "broken.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(StorageError, match="broken"):
        read_lines(tmp_path / "broken.txt.gz")


def test_words_are_exchanged_for_words_that_follow_the_same_one() -> None:
    person = frozenset({"PERSON"})
    rows = [from_tokens(["Ann", "saw", name], ["B-PERSON", "O", "B-PERSON"], person) for name in ("Bob", "Eve", "Zoë")]
    rows.append(from_tokens(["They", "ran"], ["O", "O"], person))
    found = exchanged(rows * 20, random.Random(3), share=0.5)
    texts = {one.text for one in found}
    assert len(found) == 80 and all(set(one.tags) == {"O"} and not one.covered for one in found)
    pairs = {tuple(text.split()) for text in texts}
    assert all(words[0] in {"Ann", "They"} and words[1] in {"saw", "ran"} for words in pairs)
    assert {words[2] for words in pairs if len(words) == 3} == {"Bob", "Eve", "Zoë"}
    assert pairs - {tuple(one.text.split()) for one in rows}, "no word was exchanged"
    assert [one.text for one in exchanged(rows, random.Random(3), share=0.0)] == [one.text for one in rows]
