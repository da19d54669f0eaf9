"""Words that are names elsewhere, cut out of text in which a small letter says that they are none."""

from __future__ import annotations

import random

import pytest

from redactor.labels import TAGGER_LABELS
from redactor.training.corpora.common_words import common_words

NAMES = frozenset({"ivy", "mark"})
PLAIN = [
    "She saw that ivy covers the old wall. We asked him to mark the page, and the ivy bloomed there.",
    "It has to mark you.",
]


def test_fragments_begin_with_a_name_that_is_a_word_there() -> None:
    found = common_words(400, random.Random(1), PLAIN, NAMES)
    texts = {one.text.rstrip(".!?;") for one in found}
    assert {"Ivy covers the old wall", "Mark the page", "The Ivy bloomed there", "Mark you"} <= texts
    assert any(text.endswith("Ivy") and text[:-3].rstrip(" :=|").islower() for text in texts), "alone under a field"
    assert all(set(one.tags) == {"O"} and one.covered == frozenset(TAGGER_LABELS) for one in found)
    assert found == common_words(400, random.Random(1), PLAIN, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "she told Ann that ivy covers the old wall",  # somebody is named
        "she saw that ivy covers the old wall in winter",  # a time
        "she saw that ivy covers 3 old walls",
        "she saw bright ivy there",  # nothing opens before it
        "Ivy covers old walls",
        "that ivy",
        "",
    ],
)
def test_what_may_name_or_cannot_be_cut_is_left(text: str) -> None:
    assert common_words(20, random.Random(1), [text] * 3, NAMES) == []


def test_a_word_that_stands_once_is_left() -> None:
    assert common_words(20, random.Random(1), ["she saw that ivy covers it"], NAMES) == []
