"""Augmented examples keep their words, tags and coverage."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.training.augment import detokenised, epoch, joined, recased
from redactor.training.corpora.examples import Example, from_tokens

WORDS = st.sampled_from(
    ['"', "``", "''", "(", ")", "$", "5", ".", ",", "'s", "n't", "do", "Ann", "Lee", "U.S.", "-", "/", "é", "ß", "İ"]
)
TAGGED = st.lists(st.tuples(WORDS, st.sampled_from(["O", "B-PERSON", "I-PERSON"])), min_size=1, max_size=12)


def made(pairs: list[tuple[str, str]]) -> Example:
    return from_tokens([word for word, _ in pairs], [tag for _, tag in pairs], frozenset({"PERSON"}))


def words(example: Example) -> list[str]:
    return [example.text[start:end] for start, end in example.words]


@given(TAGGED)
def test_detokenised_keeps_words_tags_and_nothing_else(pairs: list[tuple[str, str]]) -> None:
    before = made(pairs)
    after = detokenised(before)
    assert (words(after), after.tags, after.covered) == (words(before), before.tags, before.covered)
    assert after.text.replace(" ", "") == "".join(words(before))


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ('He said " yes " .', 'He said "yes".'),
        ("Ann 's dog did n't bark", "Ann's dog didn't bark"),
        ("( see below ) : $ 5", "(see below): $5"),
        ("one , two ; three", "one, two; three"),
    ],
)
def test_detokenised_reads_like_text(tokens: str, text: str) -> None:
    assert detokenised(made([(token, "O") for token in tokens.split()])).text == text


@given(st.lists(TAGGED, min_size=1, max_size=4))
def test_joined_is_the_examples_in_a_row(groups: list[list[tuple[str, str]]]) -> None:
    examples = [made(pairs) for pairs in groups]
    whole = joined(examples, ["\n\n"] * (len(examples) - 1))
    assert words(whole) == [word for one in examples for word in words(one)]
    assert whole.tags == tuple(tag for one in examples for tag in one.tags)
    assert whole.text == "\n\n".join(one.text for one in examples)


@given(TAGGED, st.sampled_from(["lower", "upper", "title"]))
def test_recased_never_moves_a_word(pairs: list[tuple[str, str]], case: str) -> None:
    before = made(pairs)
    after = recased(before, case)
    assert (after.words, after.tags) == (before.words, before.tags)
    assert len(after.text) == len(before.text)
    assert after.text == before.text or after.text == {"lower": str.lower, "upper": str.upper, "title": str.title}[
        case
    ](before.text)


@given(st.lists(TAGGED, max_size=12), st.integers())
def test_an_epoch_sees_every_example_once(groups: list[list[tuple[str, str]]], seed: int) -> None:
    examples = [made(pairs) for pairs in groups]
    view = epoch(examples, random.Random(seed))
    assert Counter(tag for one in view for tag in one.tags) == Counter(tag for one in examples for tag in one.tags)
    seen = Counter(word.casefold() for one in view for word in words(one))
    assert (
        seen == Counter(word.casefold() for one in examples for word in words(one))
        or "ß" in "".join(one.text for one in examples)
        or "İ" in "".join(one.text for one in examples)
    )
    assert view == epoch(examples, random.Random(seed))
