"""Labels on word pieces: which classes are right for each piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from redactor.labels import bio_tags
from redactor.tagger.checkpoint import EMBEDDED
from redactor.training.corpora.alignment import encode
from redactor.training.corpora.examples import IGNORED, Example, from_tokens, spans_of, tags_of

CLASSES = bio_tags(("PERSON", "LOCATION"))  # O, B-PERSON, I-PERSON, B-LOCATION, I-LOCATION
O, BP, IP, BL, IL = (1 << i for i in range(5))  # noqa: E741
ALL = frozenset({"PERSON", "LOCATION"})


@pytest.fixture(scope="module")
def letters(tiny_base: Path) -> Tokenizer:
    """Every word but those of tiny.WORDS falls into letters."""
    tokenizer = Tokenizer.from_file(str(tiny_base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def example(tagged: str, covered: frozenset[str] = ALL) -> Example:
    """From ``word/TAG`` pairs."""
    pairs = [pair.rsplit("/", 1) for pair in tagged.split()]
    return from_tokens([word for word, _ in pairs], [tag for _, tag in pairs], covered)


@pytest.mark.parametrize(
    ("tagged", "covered", "every_piece", "bits"),
    [
        ("Bo/B-PERSON in/O", ALL, False, [BP, 0, O]),
        ("Bo/B-PERSON in/O", ALL, True, [BP, BP, O]),
        ("Bo/B-PERSON Xi/I-PERSON", ALL, False, [BP, 0, IP, 0]),
        ("Bo/B-PERSON Xi/B-PERSON", ALL, False, [BP, 0, BP, 0]),
        ("Bo/B-PERSON Xi/I-PERSON", ALL, True, [BP, BP, IP, IP]),
        ("in/O", frozenset({"PERSON"}), False, [O | BL | IL]),
        ("in/O", frozenset(), False, [O | BP | IP | BL | IL]),
        (f"in/{IGNORED} to/O", ALL, False, [0, O]),
        ("in/B-MISC to/O", ALL, False, [0, O]),  # a label the model has no class for teaches nothing
        ("o'in/B-PERSON", ALL, False, [BP, IP, IP]),  # the tokenizer's words, not the corpus's: o ' in
        ("in/I-LOCATION", ALL, False, [BL]),  # a stray I- opens an entity
    ],
)
def test_bits(letters: Tokenizer, tagged: str, covered: frozenset[str], every_piece: bool, bits: list[int]) -> None:
    assert list(encode(example(tagged, covered), letters, CLASSES, every_piece=every_piece).allowed) == bits


def test_shapes_are_the_whole_words(letters: Tokenizer) -> None:
    assert encode(example("Bo/O in/O USA/O"), letters, CLASSES).types == (1, 1, 0, 2, 2, 2)
    assert set(encode(example("Bo/O"), letters, CLASSES, shapes=False).types) == {0}


@pytest.mark.skipif(not (EMBEDDED / "tokenizer.json").exists(), reason="the embedded model is not in this checkout")
@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=6), st.sampled_from(["O", IGNORED, *CLASSES[1:]])), max_size=8),
    st.booleans(),
)
def test_every_piece_has_one_answer_set_and_types(pairs: list[tuple[str, str]], every_piece: bool) -> None:
    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    one = from_tokens([word.encode("utf-8", "replace").decode() for word, _ in pairs], [tag for _, tag in pairs], ALL)
    encoded = encode(one, tokenizer, CLASSES, every_piece=every_piece)
    assert len(encoded.ids) == len(encoded.types) == len(encoded.allowed)
    assert all(bits < 1 << len(CLASSES) for bits in encoded.allowed)


@given(st.lists(st.sampled_from(["O", "B-X", "I-X", "B-Y", "I-Y"]), max_size=12))
def test_tags_and_spans_are_one_another(tags: list[str]) -> None:
    words = [(3 * i, 3 * i + 2) for i in range(len(tags))]
    spans = spans_of(words, tags)
    assert spans_of(words, tags_of(words, spans)) == spans
