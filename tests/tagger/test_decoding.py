"""From pieces to spans: tables, and Viterbi against trying every sequence."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.labels import bio_tags
from redactor.spans import Span
from redactor.tagger.decoding import Decoder, combine, log_softmax
from redactor.tagger.shapes import shape_ids
from redactor.tagger.widening import addressed, dated, widened
from redactor.tagger.word_pieces import Word, words_of

TAGS = bio_tags(("PERSON", "LOCATION"))

WORDS = [
    ("nothing", [], [], []),
    ("one piece a word", [(0, 2), (3, 5)], [0, 1], [Word(0, 2, 0, 1), Word(3, 5, 1, 2)]),
    ("ni ##els", [(0, 2), (2, 5), (6, 9)], [0, 0, 1], [Word(0, 5, 0, 2), Word(6, 9, 2, 3)]),
    (
        "special tokens stand alone",
        [(0, 0), (0, 1), (0, 0)],
        [None, 0, None],
        [Word(0, 0, 0, 1), Word(0, 1, 1, 2), Word(0, 0, 2, 3)],
    ),
    ("two without a word", [(0, 1), (1, 2)], [None, None], [Word(0, 1, 0, 1), Word(1, 2, 1, 2)]),
]


@pytest.mark.parametrize(("offsets", "ids", "want"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words_of(offsets: list[tuple[int, int]], ids: list[int | None], want: list[Word]) -> None:
    assert list(words_of(offsets, ids)) == want


LOGITS = np.log(np.asarray([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6], [0.1, 0.8, 0.1]], np.float32))
PIECES = [
    ("first", [[0.6, 0.3, 0.1], [0.1, 0.8, 0.1]]),
    ("mean", [[(0.6 * 0.2) ** 0.5, (0.3 * 0.2) ** 0.5, (0.1 * 0.6) ** 0.5], [0.1, 0.8, 0.1]]),
    ("max", [[0.6 / 1.5, 0.3 / 1.5, 0.6 / 1.5], [0.1, 0.8, 0.1]]),
]


@pytest.mark.parametrize(("how", "want"), PIECES, ids=[row[0] for row in PIECES])
def test_pieces_of_a_word_are_combined(how: str, want: list[list[float]]) -> None:
    found = combine(LOGITS, words_of([(0, 2), (2, 5), (6, 8)], [0, 0, 1]), how)
    np.testing.assert_allclose(np.exp(found), want, rtol=1e-5)


def legal(path: tuple[int, ...], tags: tuple[str, ...]) -> bool:
    named = ["O", *(tags[i] for i in path)]
    return all(not tag.startswith("I-") or before[1:] == tag[1:] for before, tag in pairwise(named))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), max_size=6), st.integers(0, 2**32 - 1))
def test_texts_decoded_together_are_decoded_as_if_alone(lengths: list[int], seed: int) -> None:
    numbers = np.random.default_rng(seed)
    scores = [log_softmax(numbers.normal(0, 3, (words, len(TAGS))).astype(np.float32)) for words in lengths]
    decoder = Decoder(TAGS, {})
    alone = [decoder.decode([score])[0].tolist() for score in scores]
    assert [path.tolist() for path in decoder.decode(scores)] == alone
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("redactor.tagger.decoding._SIDE_BY_SIDE", 6)
        assert [path.tolist() for path in decoder.decode(scores)] == alone


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1), st.booleans())
def test_the_path_is_the_best_of_all_legal_ones(words: int, seed: int, biased: bool) -> None:
    bias = {"PERSON": 1.5} if biased else {}
    scores = log_softmax(np.random.default_rng(seed).normal(0, 3, (words, len(TAGS))).astype(np.float32))
    decoder = Decoder(TAGS, {}, bias)
    [path] = decoder.decode([scores])
    total = scores + decoder.bias

    def value(candidate: tuple[int, ...]) -> float:
        return float(sum(total[i, tag] for i, tag in enumerate(candidate)))

    best = max(value(candidate) for candidate in product(range(len(TAGS)), repeat=words) if legal(candidate, TAGS))
    assert legal(tuple(path.tolist()), TAGS) and value(tuple(path.tolist())) == pytest.approx(best, abs=1e-4)


def best_value(scores: np.ndarray) -> float:
    """What the best legal path through log-probabilities (words, classes) is worth, word by word over all of them."""
    best = [value if legal((tag,), TAGS) else -np.inf for tag, value in enumerate(scores[0].tolist())]
    for row in scores[1:].tolist():
        best = [
            value
            + max(
                before
                for old, before in enumerate(best)
                if not TAGS[tag].startswith("I-") or TAGS[old][1:] == TAGS[tag][1:]
            )
            for tag, value in enumerate(row)
        ]
    return max(best)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**32 - 1), st.sampled_from([0, 3, 6]))
def test_a_long_path_of_which_parts_are_walked_is_the_best(words: int, seed: int, outside: int) -> None:
    logits = np.random.default_rng(seed).normal(0, 3, (words, len(TAGS)))
    logits[:, 0] += outside  # most words are no entity's, as in prose
    scores = log_softmax(logits.astype(np.float32))
    [path] = Decoder(TAGS, {}).decode([scores])
    assert legal(tuple(path.tolist()), TAGS)
    assert float(scores[np.arange(words), path].sum()) == pytest.approx(best_value(scores), abs=1e-3)


def spans(text: str, tags: str, classes: tuple[str, ...] = TAGS) -> list[tuple[str, str]]:
    """What a text gives whose blank-separated words are tagged so, with certainty."""
    places, at = [], 0
    for word in text.split(" "):
        places.append((at, at + len(word)))
        at += len(word) + 1
    words = words_of(places, range(len(places)))
    logits = np.full((len(words), len(classes)), -9, np.float32)
    for i, tag in enumerate(tags.split()):
        logits[i, classes.index(tag)] = 9
    decoder = Decoder(classes, {"PER": "PERSON", "per": "PERSON"})
    scores = log_softmax(logits)
    [path] = decoder.decode([scores])
    return [(text[s.start : s.end], s.label) for s in decoder.spans(text, words, scores, path)]


IO = ("O", "PER", "LOCATION")
SPANS = [
    ("ask Niels Bohr now", "O B-PERSON I-PERSON O", TAGS, [("Niels Bohr", "PERSON")]),
    ("Niels Bohr", "B-PERSON B-PERSON", TAGS, [("Niels", "PERSON"), ("Bohr", "PERSON")]),
    ("Niels Rome", "B-PERSON B-LOCATION", TAGS, [("Niels", "PERSON"), ("Rome", "LOCATION")]),
    ("Niels . Rome", "B-PERSON O B-LOCATION", TAGS, [("Niels", "PERSON"), ("Rome", "LOCATION")]),
    ("ask Niels Bohr now", "O PER PER O", IO, [("Niels Bohr", "PERSON")]),
    ("-- !", "B-PERSON I-PERSON", TAGS, []),
    ("none at all", "O O O", TAGS, []),
]


@pytest.mark.parametrize(("text", "tags", "classes", "want"), SPANS)
def test_spans(text: str, tags: str, classes: tuple[str, ...], want: list[tuple[str, str]]) -> None:
    assert spans(text, tags, classes) == want


def test_the_score_of_a_span_is_the_mean_probability_of_its_label() -> None:
    probabilities = np.asarray([[0.1, 0.7, 0.2, 0.0001, 0.0001], [0.2, 0.1, 0.7, 0.0001, 0.0001]], np.float32)
    scores = log_softmax(np.log(probabilities))
    decoder = Decoder(TAGS, {})
    [path] = decoder.decode([scores])
    [span] = decoder.spans("Niels Bohr", words_of([(0, 5), (6, 10)], [0, 1]), scores, path)
    assert (span.start, span.end, span.label) == (0, 10, "PERSON") and span.score == pytest.approx(
        (0.9 + 0.8) / 2, abs=1e-3
    )


WIDENED = [
    ("al-Assad", "Assad", "al-Assad"),
    ("al-Assad", "al", "al-Assad"),
    ("O'Neil went", "Neil", "O'Neil"),
    ("Assad's car", "Assad", "Assad"),
    ("Assad’s car", "Assad", "Assad"),
    ("U.S. visit", "S", "U.S."),
    ("in the U.S", "U", "U.S"),
    ("J. Smith Jr. left", "Jr", "Jr."),
    ("the end. New", "end", "end"),
    ("AT&T's", "AT", "AT&T"),
    ("Niels, Bohr", "Niels", "Niels"),
    ("Niels-", "Niels", "Niels"),
    ("Smithson", "Smith", "Smithson"),
    ("x-ray-machine.", "ray", "x-ray-machine"),
    ("(Niels)", "Niels", "Niels"),
]


@pytest.mark.parametrize(("text", "part", "want"), WIDENED)
def test_widened(text: str, part: str, want: str) -> None:
    start = text.index(part)
    found = widened(text, start, start + len(part))
    assert text[slice(*found)] == want


@given(st.text(alphabet="aA1-.:'’ sS&,é\u0301", min_size=1, max_size=30), st.data())
def test_widened_covers_what_it_was_given(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = widened(text, start, end)
    assert 0 <= left <= start < end <= right <= len(text)
    assert widened(text, left, right) == (left, right)


def test_shapes_of_whole_words() -> None:
    text = "Niels McDONALD EU will"
    offsets = [(0, 2), (2, 5), (6, 14), (15, 17), (18, 22), (0, 0)]
    assert shape_ids(text, words_of(offsets, [0, 0, 1, 2, 3, None])).tolist() == [1, 1, 3, 2, 0, 0]


def test_accents_are_shapes_that_older_models_do_not_see() -> None:
    text = "Tô tô TÔ to … 阮"
    offsets = [(0, 2), (3, 5), (6, 8), (9, 11), (12, 13), (14, 15)]
    words = words_of(offsets, [0, 1, 2, 3, 4, 5])
    assert shape_ids(text, words).tolist() == [5, 4, 6, 0, 0, 4]
    assert shape_ids(text, words, 4).tolist() == [1, 0, 2, 0, 0, 0]


def test_a_span_is_a_span() -> None:
    assert Decoder(TAGS, {"person": "NAME"}).labels == ("", "NAME", "NAME", "LOCATION", "LOCATION")
    assert Span(0, 1, "X").shifted(3) == Span(3, 4, "X")


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("Dear Mr. Bates,", "Bates", "Mr. Bates"),
        ("dear mrs Gildea", "Gildea", "mrs Gildea"),
        ("( Dr . Archie )", "Archie", "Dr . Archie"),
        ("DR. ARCHIE", "ARCHIE", "DR. ARCHIE"),
        ("Mr.\n Bates", "Bates", "Mr.\n Bates"),
        ("Mr.\n\nBates", "Bates", "Bates"),
        ("a film by msr Bates", "Bates", "Bates"),
        ("x@mr Bates", "Bates", "Bates"),
        ("Bates", "Bates", "Bates"),
        ("the elmr          Bates", "Bates", "Bates"),
    ],
)
def test_honorifics_belong_to_the_name(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    begin, end = addressed(text, start, start + len(name))
    assert text[begin:end] == whole


@pytest.mark.parametrize(
    ("text", "date", "whole"),
    [
        ("by the 1980s", "1980s", "the 1980s"),
        ("by the late 1980s", "1980s", "the late 1980s"),
        ("by the mid-1980s", "mid-1980s", "the mid-1980s"),
        ("in early 1990s", "1990s", "early 1990s"),
        ("The 20th century was", "20th century", "The 20th century"),
        ("the twenty-first century", "twenty-first century", "the twenty-first century"),
        ("during the Middle Ages.", "Middle Ages", "the Middle Ages"),
        ("in the past decade", "past decade", "the past decade"),
        ("(508 BC)", "508", "508 BC"),
        ("394 AD.", "394", "394 AD"),
        ("in 508 BCG", "508", "508"),
        ("bathe 1980s", "1980s", "1980s"),
        ("on the 5th", "5th", "5th"),
        ("the 2010 report", "2010", "2010"),
        ("the\n1980s", "1980s", "1980s"),
    ],
)
def test_an_age_has_its_article_and_a_year_its_era(text: str, date: str, whole: str) -> None:
    start = text.index(date)
    begin, end = dated(text, start, start + len(date))
    assert text[begin:end] == whole


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("go #AlanPardew!", "AlanPardew", "#AlanPardew"),
        ("C#Lee", "Lee", "Lee"),
        ("# Lee", "Lee", "Lee"),
        ("#Lee", "Lee", "#Lee"),
    ],
)
def test_a_hashtag_is_masked_with_its_sign(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    begin, end = widened(text, start, start + len(name))
    assert text[begin:end] == whole
