"""Names changed in corpus sentences: tags stay on their words, titles and letter case stay as they were."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.training.corpora.examples import Example, from_tokens, spans_of
from redactor.training.mentions import hashtagged, renamed, with_edges
from redactor.training.synthesis.fillers.pools import load_pools

COVERED = frozenset({"PERSON", "LOCATION"})
POOLS = load_pools("train")


def example(text: str, tags: str) -> Example:
    """Words of ``text``; P, p, L, D and - stand for B-PERSON, I-PERSON, B-LOCATION, B-DATE_TIME and O."""
    names = {"P": "B-PERSON", "p": "I-PERSON", "L": "B-LOCATION", "D": "B-DATE_TIME", "-": "O"}
    return from_tokens(text.split(), [names[tag] for tag in tags.split()], COVERED)


@settings(deadline=None, max_examples=60)
@given(st.integers())
def test_other_names_on_the_same_tags(seed: int) -> None:
    before = example("President George Bush met ADA Lovelace ; lovelace smiled", "P p p - P p - P -")
    after = renamed(before, POOLS, random.Random(seed), 1.0)
    assert after.tags == before.tags
    words = [after.text[a:b] for a, b in after.words]
    assert words[0] == "President" and words[3] == "met" and words[6] == ";" and words[8] == "smiled"
    assert words[4].isupper() and words[7].islower() and words[5].lower() == words[7]


def test_names_do_change() -> None:
    before = example("Ann Lee met Bob Dunn in Paris", "P p - P p - L")
    assert len({renamed(before, POOLS, random.Random(seed), 1.0).text for seed in range(20)}) > 15


def test_a_share_of_nothing_changes_nothing() -> None:
    before = example("Ann Lee", "P p")
    assert renamed(before, POOLS, random.Random(1), 0.0) is before
    assert hashtagged(before, random.Random(1), 0.0) is before


def test_hashtags_are_one_word_with_the_name_s_tags() -> None:
    after = hashtagged(example("go Alan Pardew go", "- P p -"), random.Random(3), 1.0)
    assert after.text.casefold() == "go #alanpardew go"
    (span,) = spans_of(after.words, after.tags)
    assert after.text[span.start : span.end].casefold() == "#alanpardew"


@pytest.mark.parametrize(
    ("text", "tags", "names"),
    [
        ("Mr. Bates left", "- P -", ["Mr. Bates"]),
        ("Mr . Bates left", "- - P -", ["Mr . Bates"]),
        ("Mrs Ann Lee and Dr Oz", "- P p - - P", ["Mrs Ann Lee", "Dr Oz"]),
        ("saw Bates", "- P", ["Bates"]),
        ("Mr. Bates", "P p", ["Mr. Bates"]),
        ("in the late 1980s", "- - - D", ["the late 1980s"]),
        ("in 508 BC .", "- D - -", ["508 BC"]),
        ("the Paris 1980s", "- L D", ["Paris", "1980s"]),
    ],
)
def test_honorifics_and_articles_join_what_they_belong_to(text: str, tags: str, names: list[str]) -> None:
    after = with_edges(example(text, tags))
    assert [after.text[span.start : span.end] for span in spans_of(after.words, after.tags)] == names
