# ruff: noqa: E501 - values stand beside each other
"""Values written otherwise: found through the folded text, masked where they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.detectors.folded import fold, through
from redactor.detectors.lists import DenyList
from redactor.detectors.patterns import PatternDetector
from redactor.spans import Span

PATTERNS = PatternDetector()

#: A text, and what of it must lie in spans.
WRITTEN = (
    ("mail rosa%40example.com now", "rosa%40example.com"),
    ("/u?e=rosa%2540example.com", "rosa%2540example.com"),
    ("<a>rosa&#64;example.com</a>", "rosa&#64;example.com"),
    ("rosa&commat;example&period;com", "rosa&commat;example&period;com"),
    (r'{"mail":"rosa\u0040example.com"}', r"rosa\u0040example.com"),
    ("rosa [at] example [dot] com", "rosa [at] example [dot] com"),
    ("rosa(at)example(punkt)com", "rosa(at)example(punkt)com"),
    ("seen at 198[.]51[.]100[.]7 today", "198[.]51[.]100[.]7"),
    ("see hxxp[://]evil[.]example/login", "evil[.]example/login"),
    ("From: =?utf-8?q?rosa=40example.com?=", "rosa=40example.com"),
    ("From: =?UTF-8?B?cm9zYUBleGFtcGxlLmNvbQ==?=", "cm9zYUBleGFtcGxlLmNvbQ=="),
    ("Name:=20=3D\nMail: rosa=40example.com", "rosa=40example.com"),
    ("phone +４４ ２０ ７９４６ ０９５８", "４４ ２０ ７９４６ ０９５８"),
    ("card ٤١١١١١١١١١١١١١١١", "٤١١١١١١١١١١١١١١١"),
    ("card 4111-1111-\n1111-1111.", "4111-1111-\n1111-1111"),
    (r'body="{\"password\": \"hunter2\"}"', "hunter2"),
    (r"call\n415-555-0132\nnow", "415-555-0132"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), WRITTEN, ids=[value for _, value in WRITTEN])
def test_written_otherwise(text: str, value: str) -> None:
    start = text.index(value)
    covered = {place for span in PATTERNS.find(text) for place in range(span.start, span.end)}
    assert [text[place] for place in range(start, start + len(value)) if place not in covered] == []


HIDDEN = {
    "zero-width space": "\u200b",
    "non-joiner": "\u200c",
    "joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "left-to-right mark": "\u200e",
    "right-to-left embedding": "\u202b",
    "isolate": "\u2068",
    "grapheme joiner": "\u034f",
    "acute": "\u0301",
    "stroke": "\u0336",
    "variation selector": "\ufe0f",
    "tag": "\U000e0041",
}
VALUES = (
    "4111111111111111", "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "rosa.quintero@example.com", "+44 20 7946 0958", "536-90-4399",
    "198.51.100.7", "https://example.com/rosa", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "00:00:5e:00:53:af",
)  # fmt: skip


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("value", VALUES)
def test_hidden_characters(value: str, sign: str) -> None:
    for written in (sign.join(value), value[:6] + sign + value[6:], value[:-1] + sign + value[-1:], value + sign):
        text = f"The ssn, card or phone: {written} as told."
        start = text.index(written)
        covered = {place for span in PATTERNS.find(text) for place in range(span.start, span.end)}
        assert covered.issuperset(range(start, start + len(written.rstrip(sign))))


def test_prose_is_not_folded() -> None:
    assert fold("Plain prose (as it is) - 5% of it, a & b, x=40; [see] {y}.\nWell-known, C:\\new\\table.") is None


@pytest.mark.parametrize(
    "text", ["50% off, %zz", "a &nosuchentity; b", r"\ud800", "=?nosuch?q?a?=", "width=40", "%00%01"]
)
def test_what_means_nothing_stays(text: str) -> None:
    assert fold(text) is None


def test_marks_make_letters() -> None:
    folded = fold("Jose\u0301 Nguye\u0302\u0303n")
    assert folded is not None and folded.text == "José Nguyễn"
    assert folded.original(Span(0, 4, "PERSON")) == Span(0, 5, "PERSON")


def test_lists_see_the_folded_text() -> None:
    deny = DenyList({"PERSON": ["Quintero"]})
    text = "Ask Quin\u00adtero or Quin-\ntero or quin%74ero."
    assert [text[span.start : span.end] for span in through(text, deny.find, words=True)] == [
        "Quin\u00adtero",
        "Quin-\ntero",
        "quin%74ero",
    ]


SIGNS = st.sampled_from(["%", "40", "%40", "&#64;", "\\u0040", "\\U0001F600", "\\X41", "\\", "=?utf-8?q?a=40?=", "[.]", "(at)", " ", "\u00ad", "\u0301", "-\n", "a", "é", "\ud83d", "=\n", "=3D"])  # fmt: skip


@given(st.lists(SIGNS, max_size=30).map("".join))
def test_every_span_has_a_way_back(text: str) -> None:
    for bare in (False, True):
        folded = fold(text, bare)
        if folded is not None:
            places = [folded.original(Span(at, at + 1, "X")) for at in range(len(folded.text))]
            assert all(0 <= span.start < span.end <= len(text) for span in places)
            assert all(
                before.end <= after.start or (before.start, before.end) == (after.start, after.end)
                for before, after in pairwise(places)
            )


def test_what_another_reading_finds_is_kept_where_one_value_was_found_twice() -> None:
    number, name = Span(0, 3, "ID_NUMBER"), Span(4, 5, "PERSON")

    def find(view: str) -> list[Span]:
        return [number, number] if "  " in view else [name]

    assert Span(5, 6, "PERSON") in through("123  a  b", find)
