"""Cards of every brand in their groupings, and IBANs as they stand in statements; UPI ids."""

from __future__ import annotations

import pytest

from redactor.detectors.card_brands import is_issued
from redactor.detectors.patterns import PatternDetector

DETECTOR = PatternDetector({"CREDIT_CARD", "IBAN_CODE", "EMAIL_ADDRESS"})


def masked(text: str) -> list[str]:
    places = dict.fromkeys((span.start, span.end) for span in DETECTOR.find(text))
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("digits", "issued"),
    [
        ("4111111111111111", True),
        ("2720990000000007", True),
        ("2721000000000004", False),
        ("180000000000002", True),
        ("213100000000001", True),
        ("36227206271667", True),
        ("9860000000000000", True),
        ("8600000000000000", True),
        ("9792000000000000", True),
        ("1000000000000000", False),
        ("100000000000000", True),
    ],
)
def test_brands_and_lengths(digits: str, issued: bool) -> None:
    assert is_issued(digits) == issued


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "card{}",
        "Paid by +{}",
        "id_{}",
        "n°{}",
        "%B{}^DOE/JANE^",
        ";{}=",
        "{}-09/28",
        "{}/417",
        "{}:0928:417",
        "{}x today",
        "*{}*",
        "<b>{}</b>",
        "pan={}&exp=0928&cvv=417",
    ],
)
def test_marks_around_a_card(text: str) -> None:
    number = "4242424242424242"
    assert masked(text.format(number))[0] == number


@pytest.mark.parametrize(
    "number",
    [
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4242/4242/4242/4242",
        "4242_4242_4242_4242",
        "4242  4242  4242  4242",
        "4242\n4242\n4242\n4242",
        "4242 4242\n4242 4242",
        "42424242 42424242",
        "3782 822463 10005",
        "3622 720627 1667",
        "6205 5000 0000 0000 004",
        "620550 0000000000004",
    ],
)
def test_groupings_of_a_card(number: str) -> None:
    assert number in masked(f"It was {number} before.")


@pytest.mark.parametrize("number", ["4242,4242,4242,4242", "4242\t4242\t4242\t4242", "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2"])
def test_odd_groupings_beside_a_word(number: str) -> None:
    assert masked(f"Paid by {number} today.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "EAN 4006381333931",  # an article number, with a good Luhn digit or not
        "ts_ms=1755302400123 ts_us=1755302400123456 ts_ns=1755302400123456789",
        "f2db26ef-b66c-4259-933b-501812345678",
        "4242424242424242-1",
        "a4242424242424242b",
    ],
)
def test_no_card(text: str) -> None:
    assert masked(text) == []


def test_the_data_of_a_track_is_masked_too() -> None:
    text = "%B4242424242424242^DOE/JANE^30121010000000000? ;4242424242424242=30121010000000000?"
    assert masked(text) == ["4242424242424242", "30121010000000000"] * 2


BELGIAN = "BE68 5390 0754 7034"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"{BELGIAN} 07 03 2026 1 250 00 EUR", BELGIAN),
        ("BE68539007547034 07 03 2026 1 250 00 EUR", "BE68539007547034"),
        ("BE68539007547034-a-b-c-d-e-f-g", "BE68539007547034"),
        (f"{BELGIAN} is my own bank id", BELGIAN),
        ("GB29 NWBK 6016 1331 9268 19 as it is of us to do", "GB29 NWBK 6016 1331 9268 19"),
        ("> DE89 3704 0044\n> 0532 0130 00", "DE89 3704 0044\n> 0532 0130 00"),
        ("DE89\t3704\t0044\t0532\t0130\t00", "DE89\t3704\t0044\t0532\t0130\t00"),
        ("DE89  3704  0044  0532  0130  00", "DE89  3704  0044  0532  0130  00"),
        ("de89 3704 0044 0532 0130 00", "de89 3704 0044 0532 0130 00"),
        ("IBANDE89370400440532013000", "DE89370400440532013000"),
        ("MA64 0115 1900 0001 2050 0053 4921", "MA64 0115 1900 0001 2050 0053 4921"),
        ("IBAN: DE89370400440532013001", "DE89370400440532013001"),
        ("IBAN: DE8937040044053201300", "DE8937040044053201300"),
        ("IBAN DE89 37O4 0044 0532 0130 00", "DE89 37O4 0044 0532 0130 00"),
        ("My IBAN is QA13 ACGW H84C UBUZ IR0J JZT6 DKII 4.", "QA13 ACGW H84C UBUZ IR0J JZT6 DKII 4"),
    ],
)
def test_ibans(text: str, number: str) -> None:
    assert set(masked(text)) == {number}


@pytest.mark.parametrize(
    "text", ["DE89370400440532013001", "the IBAN of a bank in 2024", "BE68539007547035 07 03 2026", "IBAN DE89 only"]
)
def test_no_iban(text: str) -> None:
    assert masked(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pay asha.rao@okhdfcbank today", ["asha.rao@okhdfcbank"]),
        ("9876543210@ybl", ["9876543210@ybl"]),
        ("run build@paytmlabs again", []),
        ("git@sbi-host", []),
    ],
)
def test_upi_ids(text: str, found: list[str]) -> None:
    assert masked(text) == found
