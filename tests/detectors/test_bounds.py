# ruff: noqa: E501 - one case a line
"""Whatever the text: no crash, offsets in range, linear time, no network and no files."""

from __future__ import annotations

import builtins
import os
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from share import share

from redactor.detectors.lists import DenyList
from redactor.detectors.normalise import lowered, plain
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.propagation import Mentions, find_mentions

DETECTOR = PatternDetector(regions=("US", "GB", "VN", "DE", "ES", "IN"))
DENIED = DenyList({"PERSON": ["Ann Lee", "王芳", "O'Neil"]})

_ODD = "\ud800\udfff\x00\u200f\u202e\u0130ß\u0301😀👩‍👩‍👧王４＠．–\u00a0\ufeff\r\n"
_PIECES = [
    "a@b.com", "@", "://", "http://", "www.", "password=", "key: ", "-----BEGIN PRIVATE KEY-----", "-----END ", "eyJ", "AKIA", "4111 1111 1111 1111",
    "+44 20 7946 0958", "(415) 555-0132", "GB82 WEST 1234", "::", "fe80::", "10.0.0.", "123 Main St", "May 13", "2024-05-13", "MRN ", "no. ", "40.7", "°", " at ", " dot ", "số 1 ",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(_PIECES),
        st.text(max_size=8),
        st.text(alphabet=_ODD, max_size=4),
        st.text("0123456789 -.,:/()+#'\"AZaz_", max_size=12),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for span in [
        *DETECTOR.find(text),
        *DENIED.find(text),
        *find_mentions(text, [Mentions([("Ann Lee", "PERSON"), (text[:20], "PERSON")])]),
    ]:
        assert 0 <= span.start < span.end <= len(text)
        assert 0 <= span.score <= 1


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_views_keep_their_length(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert len(lowered(plain(text))) == len(text)


def test_views_keep_their_length_for_every_character() -> None:
    text = "".join(map(chr, range(0x110000)))
    assert len(plain(text)) == len(lowered(text)) == len(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_same_text_same_spans(text: str, other: str) -> None:
    before = DETECTOR.find(text)
    DETECTOR.find(other)
    assert DETECTOR.find(text) == before


HOSTILE = [
    "a@", "a@b.", "a@b-\n", "@", "a.", ".", "1-", "1.", "1 ", "12 ", "1,", "1:", "::", "f:", "ab:cd:", "ab-cd-", "-", "(", "(1", "+1", "%", " ", "a", "1", "A1",
    "eyJ", "eyJaaaaaaaa.", "AKIA", "ghp_", "sk-", "_", "a_", "xoxb-", "http://", "http://(a", "://", "u://a:b", "u://a:b@", "www.", "a.com/", "/",
    "-----BEGIN PRIVATE KEY-----", "-----END ", "-----END PRIVATE KEY-----", "A" * 40 + "\n", "password=", 'password:"', "key='", "token=a1b2c3d4e5,", "Bearer a",
    " dot ", "a at ", "a at b dot ", "at]", "12 Main ", "1 A B C D ", "A, ", "Ab Ab, CA ", "May 1 ", "1 May ", "MRN ", "policy no. ", "#1", "id: ", "GB82 WEST ", "GB 1 ",
    "SWIFT ABCD ", "lat 1.1 ", "1.11111, ", "1°1'1\"N", "Flat 1, ", "1/1/", "1 đường A ", "1 A, Quận 1, ", "số 1 ", "\ud800", "\u0130", "٤", "４", "–", "4111 1111 1111 ",
    "078051120 SSN ", "+44 20 7946 0958 ", "call 4155550132 ", "\n", "\r\n", "v1.1.1.1 ", "2024-05-13T", "driver license ", "plate A1 ", "0" * 18 + " ",
]  # fmt: skip


def _seconds(text: str) -> float:
    start = time.process_time()
    DETECTOR.find(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", share(HOSTILE, 3), ids=range(len(HOSTILE)))
def test_time_grows_with_the_text_only(piece: str) -> None:
    """Four times the text may take four times as long; sixteen times would be quadratic. Measured again before it is said."""
    count = 4_000 // len(piece) + 1
    _seconds(piece * 200)
    for _ in range(3):
        large = _seconds(piece * count * 4)
        if large < 0.02 or large < 8 * min(_seconds(piece * count), _seconds(piece * count)) + 0.02:
            return
    pytest.fail("too slow")


def test_no_network_and_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a detector called out")

    opened = builtins.open

    def read_only(file: object, mode: str = "r", *args: object, **options: object) -> object:
        assert not set(mode) & set("wax+"), "a detector wrote a file"
        return opened(file, mode, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(os, "makedirs", refuse)
    monkeypatch.setattr(os, "mkdir", refuse)
    monkeypatch.setattr(builtins, "open", read_only)
    text = "ann@example.co.uk, www.example.com, example.org, (415) 555-0132, GB82 WEST 1234 5698 7654 32, DE136695976, password=hunter2"
    assert {"EMAIL_ADDRESS", "URL", "DOMAIN_NAME", "PHONE_NUMBER", "IBAN_CODE", "VAT_NUMBER", "SECRET"} <= {
        span.label for span in PatternDetector().find(text)
    }
