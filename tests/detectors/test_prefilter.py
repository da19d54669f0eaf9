"""Short texts are asked first whether any row can match, once a detector has read many: it must find what it found."""

from __future__ import annotations

import re

import pytest

from redactor.detectors.patterns import PatternDetector
from redactor.detectors.prefilter import alternation

DETECTOR = PatternDetector()
MANY = 1_050


@pytest.mark.parametrize(
    "value",
    [
        "+1 415 555 0132",
        "4111 1111 1111 1111",
        "536-90-4399",
        "198.51.100.7",
        "2024-03-01",
        "AB 12 34 56 C",
        "BE68 5390 0754 7034",
        "1131.286",
    ],
)
def test_row_after_row_the_same_is_found(value: str) -> None:
    first = DETECTOR.find(value)
    assert all(DETECTOR.find(value) == first for _ in range(MANY))
    assert bool(first) == (value != "1131.286")
    assert DETECTOR.find(f"x {value} y") == [span.shifted(2) for span in first]


def test_references_of_two_digits_go_to_their_own_group() -> None:
    ten = re.compile("".join(f"({letter})" for letter in "abcdefghij") + r"\10")
    either = alternation([re.compile("(x)-"), ten])
    assert either.search("abcdefghijj") and not either.search("abcdefghija")
