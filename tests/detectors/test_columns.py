from __future__ import annotations

from collections.abc import Callable

import pytest

from redactor.detectors.column_labels import Column, column_of
from redactor.spans import Span

#: Published test numbers of cards, and one with a wrong digit.
CARDS = ["4111111111111111", "4012888888881881", "5555555555554444", "5105105105105100", "4222222222222220"]
LATIN = [
    "Ana Ruiz",
    "Ben Okafor",
    "Cara Lee",
    "Dora Maar",
    "Eli Stone",
    "Finn Berg",
    "Gus Vega",
    "Hana Kim",
    "Ian Holt",
    "Jo March",
]


def found(text: str, label: str, detector: str = "model") -> tuple[str, list[Span]]:
    return text, [Span(0, len(text), label, 0.9, detector)]


def bare(*texts: str) -> list[tuple[str, list[Span]]]:
    return [(text, []) for text in texts]


@pytest.mark.parametrize(
    ("values", "label"),
    [
        # Most are names: the rest are.
        ([found(name, "PERSON") for name in LATIN] + bare("Grant", "White"), "PERSON"),
        ([found(name, "PERSON") for name in LATIN[:5]] + bare(*LATIN[5:]), None),
        # Cards, of which some have a wrong digit; not where the others are written otherwise.
        (
            [found(card, "CREDIT_CARD", "pattern:credit_card") for card in CARDS]
            + bare("4111111111111112", "5555555555554440", "4012888888881880"),
            "CREDIT_CARD",
        ),
        ([found(card, "CREDIT_CARD", "pattern:credit_card") for card in CARDS] + bare("order 7", "a 12-1", "x"), None),
        # Phones as people write them, though none is a number in use; numbers of things are not.
        (
            bare(
                "(555) 010-0123",
                "+1 555 010 0124",
                "555.010.0125",
                "(555) 010-0126",
                "555-010-0127",
                "5550100128",
                "555 010 0129",
                "555-010-0130 x12",
            ),
            "PHONE_NUMBER",
        ),
        (bare(*(f"{number}-00-{number + 7}" for number in range(100, 120))), None),
        # Streets: a name with the number of a house.
        ([(f"Elmgasse {number}", [Span(0, 8, "PERSON", 0.8, "model")]) for number in range(3, 25)], "ADDRESS"),
        # A script that the tagger was not taught.
        (
            bare("أحمد علي", "سارة حسن", "ليلى عمر", "خالد سعيد", "منى فؤاد", "يوسف نور", "هدى سالم", "طارق زيد"),
            "PERSON",
        ),
        # Nothing personal.
        (bare(*(f"{number / 7:.3f}" for number in range(30))), ""),
        (bare(*(["open", "closed", "on hold"] * 20)), ""),
        (bare("a", "b"), None),
    ],
)
def test_what_a_column_holds(values: list[tuple[str, list[Span]]], label: str | None) -> None:
    column = column_of(values)
    assert (column.label if column else None) == label
    if column:
        assert 0 <= column.share <= 1 and column.values == len(values)


def test_numbers_that_all_pass_a_check_are_what_is_checked() -> None:
    from stdnum.es import dni

    numbers = [f"{number}{dni.calc_check_digit(str(number))}" for number in range(54362315, 54362345)]
    column = column_of(bare(*numbers))
    assert column is not None and column.label not in ("", "PERSON")
    wrong = [number[:-1] + "A" for number in numbers]
    assert column_of(bare(*wrong)) is None


def test_words_of_a_column_are_not_shown() -> None:
    column = column_of(bare(*(["open", "closed"] * 30)))
    assert column is not None and column.words == {"open", "closed"} and "open" not in repr(column)
    assert isinstance(column, Column)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        # Somebody's number with the day of birth in it, as many countries have: years are as many as people are old.
        (lambda n: f"{50 + n % 50:02}{1 + n % 12:02}{1 + n % 28:02}-{1000 + n * 37}", "NATIONAL_ID"),
        (lambda n: f"3302{1940 + n}{1 + n % 12:02}{1 + n % 28:02}{100 + n}", "NATIONAL_ID"),
        # Numbers of things made on a day: of a few years.
        (lambda n: f"{2021 + n % 4}{1 + n % 12:02}{1 + n % 28:02}-{1000 + n * 37}", None),
    ],
)
def test_numbers_with_days_of_birth(number: Callable[[int], str], label: str | None) -> None:
    column = column_of(bare(*map(number, range(60))))
    assert (column.label if column else None) == label
