"""Operators, their parsers, allow lists and reveal take time in proportion to what they are given."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.masking.operators.cipher import reveal
from redactor.masking.operators.operators import OPERATORS, Context, operator_named
from redactor.masking.policy.policy import Policy
from redactor.spans import Span

KEY = Key(b"0123456789abcdef0123456789abcdef")
PIECES = (
    "1", "1/",
    "1-", "1.", "1 ", "(1", "a", "a@", "A ", "Smith, ", "March ", "1 March ", "Monday, ", "2021-", "10:30 ", "[::]:", "a.", " dot ",
    "http://", "/a", " ", "é", "王", "\n", "'", "1.1.1.1 ", "12 High Street, ", "+44 ", "Dr. ", "ngày 1 tháng ",
)  # fmt: skip
LABELS = (
    "PERSON",
    "DATE_TIME",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "IP_ADDRESS",
    "ADDRESS",
    "URL",
    "IBAN_CODE",
    "CREDIT_CARD",
    "AGE",
    "OTHER",
)


def seconds(work: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        work(text)
        best = min(best, time.process_time() - began)
    return best


def grows_too_fast(work: Callable[[str], object], piece: str, size: int = 600) -> bool:
    """Four times the text, more than eight times the time: measured again before it is said."""
    text = (piece * size)[:size]
    # Caches must not answer the second round.
    marks = iter("abcdefghijkl")
    return all(
        seconds(lambda one: work(one + next(marks, "z")), piece * 4 * (size // len(piece)))
        > 8 * seconds(lambda one: work(one + next(marks, "z")), text) + 0.02
        for _ in range(3)
    )


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", [name for name in OPERATORS if name not in {"keep", "tag", "fixed", "remove"}])
def test_operator(name: str, label: str) -> None:
    operator, context = operator_named(name), Context(KEY)

    def work(value: str) -> str:
        return operator.apply(value, Span(0, len(value), label), context)

    work("warm 1")
    assert [piece for piece in PIECES if grows_too_fast(work, piece)] == []


@pytest.mark.parametrize(
    "pattern", [r"T-[0-9]+", r"(?:ab?,)*", r"\b[A-Z]+-\d{4}\b", r"[^ ]+", r"(?:\d{1,3}\.){3}\d{1,3}", r"(?i)emp-?\d+"]
)
def test_allow_list(pattern: str) -> None:
    masker = Masker(Policy.model_validate({"allow": {"casefold": ["Acme Corp"], "exact": ["x"], "regex": [pattern]}}))

    def work(value: str) -> object:
        return masker.wanted(value, [Span(0, len(value), "PERSON")], "")

    assert [piece for piece in (*PIECES, "ab,", "T-1", "emp-1") if grows_too_fast(work, piece, 20_000)] == []


def test_reveal() -> None:
    token = operator_named("encrypt").apply("Ann", Span(0, 3, "PERSON"), Context(KEY))
    pieces = (
        *PIECES,
        "[",
        "[X:",
        "[PERSON:aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "]",
        ":",
        token,
        token[:-1],
        "[A:" + "a" * 40 + "]",
    )

    def work(text: str) -> str:
        return reveal(token + text, KEY)

    assert [piece for piece in pieces if grows_too_fast(work, piece, 4_000)] == []
