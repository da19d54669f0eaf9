"""A table of cases for every operator."""

from __future__ import annotations

import re
from typing import Any

import pytest

from redactor.errors import KeyFileError
from redactor.keys import Key
from redactor.masking.operators.cipher import reveal
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import CLI_OPERATORS, OPERATORS, Context, Operator, ShiftDate, operator_named
from redactor.masking.policy.policy import Policy
from redactor.spans import Span

KEY = Key(b"0123456789abcdef0123456789abcdef")
OTHER = Key(b"another key of enough bytes")


def run(operator: str, value: str, label: str = "PERSON", ctx: Context | None = None, **arguments: Any) -> str:
    made = OPERATORS[operator](**arguments)
    return made.apply(value, Span(0, len(value), label), ctx or Context(KEY))


@pytest.mark.parametrize(
    ("operator", "arguments", "label", "value", "expected"),
    [
        ("tag", {}, "PERSON", "Ann", "[PERSON]"),
        ("tag", {"numbered": True}, "PERSON", "Ann", "[PERSON_1]"),
        ("tag", {}, "odd label]", "Ann", "[odd_label_]"),
        ("numbered_tag", {}, "PERSON", "Ann", "[PERSON_1]"),
        ("mask", {}, "PERSON", "Ann Lee", "*******"),
        ("mask", {"char": "x", "keep_shape": True}, "PERSON", "Ann-Lee", "xxx-xxx"),
        ("mask", {"keep_last": 4, "keep_shape": True}, "CREDIT_CARD", "4111 1111 1111 1234", "**** **** **** 1234"),
        ("mask", {"keep_first": 6, "keep_last": 4}, "CREDIT_CARD", "4111111111111234", "411111******1234"),
        ("mask", {"keep_last": 4}, "US_SSN", "536-22-1234", "*******1234"),
        ("mask", {"keep_last": 4}, "PIN", "1234", "****"),
        ("mask", {"keep_last": 4}, "PIN", "123", "***"),
        ("mask", {"keep_first": 9, "keep_last": 9}, "X", "short", "*****"),
        ("mask", {"keep_shape": True}, "X", "a😀é", "***"),
        ("fixed", {}, "PERSON", "Ann", "[REDACTED]"),
        ("fixed", {"text": "N.N."}, "PERSON", "Ann", "N.N."),
        ("remove", {}, "PERSON", "Ann", ""),
        ("keep", {}, "PERSON", "Ann", "Ann"),
        ("generalise", {}, "DATE_TIME", "2021-03-04", "2021"),
        ("generalise", {}, "DATE_TIME", "March 2020", "2020"),
        ("generalise", {}, "DATE_OF_BIRTH", "4 March 1980", "1980"),
        ("generalise", {}, "DATE_TIME", "4 March", "[DATE_TIME]"),
        ("generalise", {}, "DATE_TIME", "2019 to 2021", "[DATE_TIME]"),
        ("generalise", {}, "DATE_TIME", "yesterday", "[DATE_TIME]"),
        ("generalise", {"earliest_year": 1938}, "DATE_TIME", "4 March 1931", "[DATE_TIME]"),
        ("generalise", {"earliest_year": 1938}, "DATE_TIME", "spring 1938", "1938"),
        ("generalise", {}, "AGE", "34", "30-39"),
        ("generalise", {"band": 5}, "AGE", "34 years", "30-34"),
        ("generalise", {}, "AGE", "88", "80-89"),
        ("generalise", {}, "AGE", "97", "90+"),
        ("generalise", {}, "AGE", "between 20 and 30", "[AGE]"),
        ("generalise", {}, "US_ZIP_CODE", "90210", "902**"),
        ("generalise", {}, "ADDRESS", "90210-1234", "902**"),
        ("generalise", {}, "ADDRESS", "03601", "000**"),
        ("generalise", {}, "ADDRESS", "1 High Street", "[ADDRESS]"),
        ("generalise", {}, "IP_ADDRESS", "10.1.2.3", "10.1.2.0/24"),
        ("generalise", {}, "IP_ADDRESS", "2001:db8:1:2::1", "2001:db8:1::/48"),
        ("generalise", {}, "IP_ADDRESS", "10.1.2", "[IP_ADDRESS]"),
        ("generalise", {}, "PERSON", "Ann", "[PERSON]"),
        ("shift_date", {}, "DATE_TIME", "last week", "[DATE_TIME]"),
        ("shift_date", {}, "DATE_TIME", "2021", "[DATE_TIME]"),
        ("shift_date", {}, "DATE_TIME", "9999-12-31", None),
    ],
)
def test_cases(operator: str, arguments: dict[str, Any], label: str, value: str, expected: str | None) -> None:
    found = run(operator, value, label, **arguments)
    if expected is None:
        assert found != value
    else:
        assert found == expected


def test_every_operator_is_in_the_table_and_the_command_line_offers_some() -> None:
    assert set(CLI_OPERATORS) <= set(OPERATORS)
    assert all(operator_named(name).name == name for name in OPERATORS)
    assert operator_named("generalize").name == "generalise"


def test_numbers_follow_value_and_label() -> None:
    ctx = Context(document=DocumentMemory())
    values = [
        ("John Smith", "PERSON"),
        ("JOHN  SMITH", "PERSON"),
        ("Ann", "PERSON"),
        ("Ann", "NRP"),
        ("john\nsmith", "PERSON"),
    ]
    found = [run("numbered_tag", value, label, ctx) for value, label in values]
    assert found == ["[PERSON_1]", "[PERSON_1]", "[PERSON_2]", "[NRP_1]", "[PERSON_1]"]


def test_hash_links_equal_values_under_one_key_and_label() -> None:
    first = run("hash", "John Smith")
    assert re.fullmatch(r"PERSON_[0-9a-f]{16}", first)
    assert run("hash", "JOHN SMITH") == first
    assert run("hash", "John Smith", "NRP").split("_")[1] != first.split("_")[1]
    assert run("hash", "John Smith", ctx=Context(OTHER)) != first
    assert len(run("hash", "x", length=8)) == len("PERSON_") + 8


@pytest.mark.parametrize("name", [name for name, kind in OPERATORS.items() if kind.needs_key])
def test_key_is_required(name: str) -> None:
    with pytest.raises(KeyFileError):
        run(name, "2021-01-01", "DATE_TIME", Context(None))


@pytest.mark.parametrize("value", ["Ann", "Zoë\n", "a" * 500, "\ud800x", "]:["])
def test_encrypted_values_come_back(value: str) -> None:
    token = run("encrypt", value)
    assert value not in token
    assert run("encrypt", value) == token
    assert reveal(f"a {token} b", KEY) == f"a {value} b"


def test_reveal_leaves_what_is_not_its_own_and_refuses_a_wrong_key() -> None:
    token = run("encrypt", "Ann")
    forged = token.replace("PERSON", "NRP")
    assert reveal(f"{token} {forged} [PERSON] [X:aaaaaaaaaaaaaaaaaaaaaaaa]", KEY).startswith(f"Ann {forged} [PERSON]")
    assert reveal("nothing here", OTHER) == "nothing here"
    with pytest.raises(KeyFileError):
        reveal(token, OTHER)


def shift(value: str, operator: Operator, ctx: Context) -> str:
    return operator.apply(value, Span(0, len(value), "DATE_TIME"), ctx)


def test_shift_keeps_intervals_and_is_one_for_a_document() -> None:
    from datetime import date

    operator = ShiftDate()
    moved: dict[str, set[int]] = {}
    for name in ("a.txt", "b.txt", "c.txt"):
        ctx = Context(KEY, DocumentMemory(name))
        for day in ("2020-02-28", "2020-03-01", "2021-12-31"):
            gap = (date.fromisoformat(shift(day, operator, ctx)) - date.fromisoformat(day)).days
            moved.setdefault(name, set()).add(gap)
    assert all(len(gaps) == 1 and 1 <= abs(next(iter(gaps))) <= 365 for gaps in moved.values())
    assert len({gap for gaps in moved.values() for gap in gaps}) > 1


def test_shift_by_subject_and_by_whole_weeks() -> None:
    operator = ShiftDate(per="subject", weekdays=True, days=30)
    offsets = {operator.offset(Context(KEY, DocumentMemory(name, subject="P1"))) for name in "abc"}
    assert len(offsets) == 1
    assert all(offset and offset % 7 == 0 and abs(offset) <= 28 for offset in offsets)
    spread = {ShiftDate(days=7).offset(Context(KEY, DocumentMemory(str(name)))) for name in range(200)}
    assert spread == {*range(-7, 0), *range(1, 8)}


@pytest.mark.parametrize(
    ("value", "days", "expected"),
    [
        ("2021-03-03", 40, "2021-04-12"),
        ("2021/12/31", 1, "2022/01/01"),
        ("20210303", 40, "20210412"),
        ("03/04/2021", 40, "04/13/2021"),
        ("3/4/2021", 40, "4/13/2021"),
        ("25/12/2021", 7, "01/01/2022"),
        ("12/25/21", 40, "02/03/22"),
        ("12/25/69", 1, "12/26/69"),
        ("3 March 2021", 40, "12 April 2021"),
        ("3rd of March 2021", 40, "12th of April 2021"),
        ("Mar 3rd, 2021", 30, "Apr 2nd, 2021"),
        ("Monday, March 1, 2021", 1, "Tuesday, March 2, 2021"),
        ("MARCH 1, 2021", 1, "MARCH 2, 2021"),
        ("Sept. 30, 2020", 1, "Oct. 1, 2020"),
        ("03-MAR-2021", 40, "12-APR-2021"),
        ("03MAR21", 30, "02APR21"),
        ("2021-03-03T10:20:30Z", 1, "2021-03-04T10:20:30Z"),
        ("1/2/2021 10:30 pm", 1, "1/3/2021 10:30 pm"),
        ("March 3", 1, "March 4"),
        ("ngày 3 tháng 4 năm 2021", 1, "ngày 4 tháng 4 năm 2021"),
        ("Feb 30, 2021", 1, None),
        ("13/13/2021", 1, None),
        ("March 2021", 1, None),
        ("10:30", 1, None),
    ],
)
def test_dates_keep_their_format(value: str, days: int, expected: str | None) -> None:
    from redactor.masking.operators.date_shifts import shifted

    assert shifted(value, days) == expected
    assert shifted(f" {value}\n", days) == (expected and f" {expected}\n")


def test_day_first_by_region() -> None:
    from redactor.masking.operators.date_shifts import day_first, shifted

    assert shifted("03/04/2021", 1, day_first(("GB", "US"))) == "04/04/2021"
    assert shifted("03/04/2021", 1, day_first(("US", "GB"))) == "03/05/2021"
    assert Policy.load().regions[0] == "US"
