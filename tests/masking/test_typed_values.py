"""Values that are no text: written and read back, and what each operator leaves of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.keys import Key
from redactor.masking.operators.operators import Context, OperatorField, operator_named
from redactor.masking.typed_values import typed
from redactor.scalars import JSON, Scalar
from redactor.spans import Span

KEY = Key(b"a key of the tests, 32 bytes....")
INT32 = Scalar("integer", -(1 << 31), (1 << 31) - 1)
INT64 = Scalar("integer")
DATE = Scalar("date", -(1 << 31), (1 << 31) - 1)
NANOS = Scalar("moment", unit=10**9, zoned=True)
MILLIS = Scalar("moment", unit=1000)
TYPES = [INT32, INT64, DATE, NANOS, MILLIS, Scalar("moment")]


@given(st.sampled_from(TYPES), st.integers(-(1 << 63), (1 << 63) - 1))
def test_what_is_written_is_read_back(scalar: Scalar, number: int) -> None:
    text = scalar.written(number)
    known = scalar.read(text)
    dated = "T" in text or text.count("-") > text.startswith("-")
    expected = scalar.kind == "integer" or dated
    assert known == (number if expected and scalar.least <= number <= scalar.most else None)


@pytest.mark.parametrize(
    ("scalar", "number", "text"),
    [
        (DATE, 0, "1970-01-01"),
        (DATE, -719162, "0001-01-01"),
        (DATE, 2932896, "9999-12-31"),
        (DATE, 2932897, "2932897"),
        (MILLIS, -1, "1969-12-31T23:59:59.999"),
        (NANOS, 1, "1970-01-01T00:00:00.000000001Z"),
        (Scalar("moment", unit=10**6), 253402300799 * 10**6, "9999-12-31T23:59:59"),
    ],
)
def test_dates_and_moments_look_as_people_write_them(scalar: Scalar, number: int, text: str) -> None:
    assert scalar.written(number) == text


@pytest.mark.parametrize("text", ["", "007", "+7", "-0", "1.0", "1e3", "2147483648", "[PHONE_NUMBER]", "٣", " 7"])
def test_what_is_no_integer_of_the_type_is_not_read(text: str) -> None:
    assert INT32.read(text) is None


def made(operator: str | OperatorField, value: str, scalar: Scalar, label: str = "US_SSN") -> str:
    chosen = operator_named(operator) if isinstance(operator, str) else operator
    return typed(chosen, value, Span(0, len(value), label, 1.0, "field"), Context(KEY), scalar)


@pytest.mark.parametrize("operator", ["tag", "numbered_tag", "mask", "fixed", "remove", "encrypt"])
@pytest.mark.parametrize("scalar", [INT64, DATE, NANOS, Scalar("other")])
def test_what_does_not_fit_a_column_leaves_nothing(operator: str, scalar: Scalar) -> None:
    assert made(operator, "536904399", scalar) == ""


@pytest.mark.parametrize(
    ("operator", "value", "result"),
    [("tag", "536904399", "[US_SSN]"), ("mask", "53690", "*****"), ("remove", "5", ""), ("fixed", "1.5", "[REDACTED]")],
)
def test_in_json_any_text_may_stand_for_a_number(operator: str, value: str, result: str) -> None:
    assert made(operator, value, JSON) == result


@settings(deadline=None)  # the first surrogate loads word lists
@given(st.integers(-(1 << 63), (1 << 63) - 1), st.sampled_from(["hash", "surrogate"]))
def test_integers_stay_integers_of_as_many_digits(number: int, operator: str) -> None:
    result = made(operator, str(number), INT64)
    assert (len(result), result.startswith("-")) == (len(str(number)), number < 0)
    assert result != str(number) and INT64.holds(result)
    assert result == made(operator, str(number), INT64)


@settings(deadline=None)
@given(st.integers(1, 10**15), st.sampled_from(["US_SSN", "PHONE_NUMBER", "CREDIT_CARD", "DATE_TIME", "PERSON"]))
def test_in_json_the_surrogate_of_an_integer_is_one(number: int, label: str) -> None:
    result = made("surrogate", str(number), JSON, label)
    assert result.isdigit() and len(result) == len(str(number)) and result[0] != "0" and result != str(number)


@pytest.mark.parametrize(("value", "scalar"), [("1980-05-06", DATE), ("1980-05-06T07:08:09.123", MILLIS)])
def test_dates_move_and_are_generalised_as_dates(value: str, scalar: Scalar) -> None:
    moved = made("shift_date", value, scalar, "DATE_TIME")
    assert moved[10:] == value[10:] and moved != value and scalar.holds(moved)
    assert made("generalise", value, scalar, "DATE_TIME") == "1980-01-01" + ("T00:00:00" if "T" in value else "")


def test_a_moment_that_would_leave_its_type_leaves_nothing() -> None:
    last = NANOS.written((1 << 63) - 1)
    results = {
        made("shift_date", last, NANOS, "DATE_TIME"),
        made("shift_date", NANOS.written(-(1 << 63)), NANOS, "DATE_TIME"),
    }
    assert "" in results
