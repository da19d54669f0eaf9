"""Phone numbers as people write them, with the region set or with a country's code; and what only looks like one."""

from __future__ import annotations

import pytest

from redactor.detectors.patterns import PatternDetector


def found(text: str, *regions: str) -> list[str]:
    spans = PatternDetector({"PHONE_NUMBER"}, regions).find(text)
    return sorted({text[span.start : span.end] for span in spans}, key=len)[-1:]


@pytest.mark.parametrize(
    ("region", "number"),
    [
        ("SG", "6123 4567"),
        ("HK", "5123 4567"),
        ("EE", "5123 4567"),
        ("CR", "2212 3456"),
        ("TR", "0 532 123 45 67"),
        ("TR", "(0532) 123 45 67"),
        ("FR", "06.12.34.56.78"),
        ("FR", "06 39 98 12 34"),
        ("DE", "089 / 1234567"),
        ("DE", "0221 / 16 79 34 - 0"),
        ("BE", "0471/12.34.56"),
        ("BR", "(11) 91234-5678"),
        ("IT", "338 1234567"),
        ("IN", "98765-43210"),
        ("HU", "(06 1) 234 5678"),
        ("LT", "(0-312) 34567"),
        ("CK", "21 234"),
        ("BO", "71234567"),
        ("GB", "01632 960123"),
        ("GB", "(0)7700 900123"),
        ("GB", "0117 496 0123 ext. 12"),
        ("US", "( 415 ) 555-0132"),
        ("US", "415  555  0132"),
        ("US", "415)555-0132"),
        ("US", "011 44 20 7946 0123"),
        ("US", "202-456-1111 x0446"),
    ],
)
def test_bare_with_its_region_set(region: str, number: str) -> None:
    assert found(f"We noted {number} and went on.", region) == [number]


@pytest.mark.parametrize(
    "number",
    ["+44 (0)20 7946 0123", "+500 31234 567", "00 49 30 23125 123", "+1-202-456-1111 x0446", "011 81 3 3224 5000"],
)
def test_with_a_countrys_code_anywhere(number: str) -> None:
    assert found(f"We noted {number} and went on.") == [number]


@pytest.mark.parametrize(
    ("regions", "text"),
    [
        (("FR", "US", "GB"), "on 06.12.2034 at noon"),
        (("NC",), "on 20.12.34"),
        (("HK",), "the years 2019 2020 and 2019-2020"),
        (("DK", "NO"), "in all 20123456 units"),
        (("GB", "VN"), "07 03 2026 1 250 00 EUR"),
        (("GB", "US", "VN"), "ISBN-10 0-306-40615-2"),
        (("GB", "US", "VN"), "part number 415-555-0132"),
        (("US",), "SKU 415-555-0132-B"),
        (("US", "GB", "VN"), "12345678 23456789 34567890 45678901"),
    ],
)
def test_no_phone(regions: tuple[str, ...], text: str) -> None:
    assert found(text, *regions) == []


def test_a_number_of_another_plan_is_not_masked_in_part() -> None:
    # Guadeloupe's; its first eight digits would be valid in Vietnam.
    assert found("Phone: 0690 00 12 34", "VN") == ["0690 00 12 34"]


def test_two_numbers_in_a_row_are_both_found() -> None:
    spans = PatternDetector({"PHONE_NUMBER"}, ("GB",)).find("0117 496 0123 0117 496 0124")
    assert [(span.start, span.end) for span in spans] == [(0, 13), (14, 27)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call me on 054 871 4841", "054 871 4841"),
        ("You can reach her at +(370) 93824219.", "+(370) 93824219"),
        ("He will ring 93 28 71 16 later", "93 28 71 16"),
        ("erreichbar unter 0664 1234567", "0664 1234567"),
        ("gọi số 59 38 24", "59 38 24"),
    ],
)
def test_what_one_is_called_on(text: str, number: str) -> None:
    assert found(text, "US", "GB", "VN") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "I called him on 12 03 2024 at noon",
        "called at 10:30 on 20240311",
        "reach 100000 users",
        "locally 1234567",
        "contact us at 10.20.30.40",
        "Call 12345 people",
    ],
)
def test_no_call(text: str) -> None:
    assert found(text, "US", "GB", "VN") == []
