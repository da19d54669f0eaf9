"""Overlaps: one rule, whatever the order, and nothing that was found is left in clear."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.masking.merge import DEFAULT_JOINS, Join, merge, settled
from redactor.spans import Span, check_disjoint

LABELS = ("PERSON", "LOCATION", "ADDRESS", "EMAIL_ADDRESS", "X")
DETECTORS = ("model", "pattern:iban", "deny_list", "field", "propagation")


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(alphabet="ab1 ,.-\n’é中😀", min_size=1, max_size=40))
    spans = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        score = draw(st.sampled_from([0.3, 0.5, 0.94, 0.95, 1.0]))
        spans.append(Span(start, end, draw(st.sampled_from(LABELS)), score, draw(st.sampled_from(DETECTORS))))
    return text, spans


def covered(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


@given(texts_and_spans(), st.randoms(use_true_random=False))
def test_merge_is_disjoint_complete_and_order_independent(case: tuple[str, list[Span]], rng: random.Random) -> None:
    text, spans = case
    merged = merge(spans, text)
    check_disjoint(merged)
    assert covered(merged) >= covered(spans)
    more = covered(merged) - covered(spans)
    assert all(text[place] in " ,\n" for place in more), "only what a join may bridge is added"
    shuffled = [*spans, *spans]
    rng.shuffle(shuffled)
    assert merge(shuffled, text) == merged


@given(texts_and_spans())
def test_merging_again_changes_nothing(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    once = merge(spans, text)
    assert covered(merge(once, text)) == covered(once)


@given(texts_and_spans(), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(LABELS))))
def test_what_is_settled_changes_nothing(case: tuple[str, list[Span]], more: list[tuple[int, int, str]]) -> None:
    text, spans = case
    once = merge(merge(spans, text), text)
    others = [Span(at, at + size, label, 0.8, "propagation") for at, size, label in more if at + size <= len(text)]
    inside = [span for span in others if settled([span], once)]
    assert settled(inside, once)
    assert merge([*inside, *once], text) == merge(once, text)


def spelled(spans: tuple[Span, ...], text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.label) for span in spans]


TEXT = "Mr John Smith, 12 High Street, Paris 75001 a@b.com"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(
            [Span(3, 7, "PERSON", 0.9), Span(8, 13, "PERSON", 0.8)], [("John Smith", "PERSON")], id="given and surname"
        ),
        pytest.param(
            [Span(15, 29, "ADDRESS"), Span(31, 36, "LOCATION"), Span(37, 42, "ADDRESS", 0.6, "pattern:zip")],
            [("12 High Street, Paris 75001", "ADDRESS")],
            id="street, city and zip",
        ),
        pytest.param(
            [Span(43, 50, "EMAIL_ADDRESS", 0.95, "pattern:email"), Span(37, 50, "PERSON", 0.99)],
            [("75001 ", "PERSON"), ("a@b.com", "EMAIL_ADDRESS")],
            id="validated beats longer; what sticks out keeps its label",
        ),
        pytest.param(
            [Span(3, 7, "LOCATION", 0.99), Span(3, 13, "PERSON", 0.5)],
            [("John Smith", "PERSON")],
            id="longer beats score",
        ),
        pytest.param(
            [Span(31, 36, "LOCATION", 0.5), Span(31, 36, "NRP", 0.6)],
            [("Paris", "NRP")],
            id="score decides equal lengths",
        ),
        pytest.param(
            [Span(31, 36, "ORGANIZATION", 0.5), Span(31, 36, "LOCATION", 0.5)],
            [("Paris", "LOCATION")],
            id="label order last",
        ),
        pytest.param(
            [Span(3, 8, "LOCATION"), Span(3, 7, "PERSON", 1.0, "deny_list")],
            [("John ", "PERSON")],
            id="a remainder without letters goes to the winner",
        ),
        pytest.param(
            [Span(0, 7, "PERSON", 0.4), Span(3, 13, "PERSON", 0.9)],
            [("Mr John Smith", "PERSON")],
            id="one label, one mask",
        ),
        pytest.param(
            [Span(0, 13, "PERSON"), Span(3, 7, "LOCATION", 1.0, "deny_list")],
            [("Mr ", "PERSON"), ("John", "LOCATION"), (" Smith", "PERSON")],
            id="a winner inside leaves both ends masked",
        ),
    ],
)
def test_rule(spans: list[Span], expected: list[tuple[str, str]]) -> None:
    assert spelled(merge(spans, TEXT), TEXT) == expected


def test_names_on_two_lines_stay_two() -> None:
    text = "John Smith\nMary Jones"
    assert len(merge([Span(0, 10, "PERSON"), Span(11, 21, "PERSON")], text)) == 2


def test_joins_come_from_the_policy() -> None:
    spans = [Span(0, 4, "PERSON"), Span(5, 10, "PERSON")]
    assert len(merge(spans, "John Smith", ())) == 2
    assert merge(spans, "John-Smith", [Join("PERSON", "PERSON", "NAME", "-")])[0].label == "NAME"


def test_an_overlap_of_everything_takes_no_square_time() -> None:
    count = 20_000
    spans = [Span(place, place + 50, LABELS[place % 5], 0.5 + place % 7 / 20) for place in range(count)]
    started = time.perf_counter()
    merged = merge(spans, "a" * (count + 50), DEFAULT_JOINS)
    assert time.perf_counter() - started < 5
    assert covered(merged) == set(range(count + 49))
