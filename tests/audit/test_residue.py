from __future__ import annotations

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from audit_world import KEY
from hypothesis import given
from hypothesis import strategies as st

from redactor.verification.decodings import decodings_of
from redactor.verification.value_search import Hit, Residue, folded

VALUES = [
    ("John Smith", "PERSON"), ("José García-López", "PERSON"), ("jane.doe@mail.com", "EMAIL_ADDRESS"),
    ("Bob", "PERSON"), ("+1 (555) 123-4567", "PHONE_NUMBER"), ("张伟", "PERSON"),
    ("one two three four five six seven eight nine ten", "ADDRESS"),
]  # fmt: skip
RESIDUE = Residue(VALUES, KEY)


@pytest.mark.parametrize(
    ("text", "offset", "label"),
    [
        ("xx john\n SMITH, yy", 3, "PERSON"), ("(John\u00a0Smith)", 1, "PERSON"), ("Ｊｏｈｎ Smith", 0, "PERSON"),
        ("a JANE.DOE@mail.com.", 2, "EMAIL_ADDRESS"), ("call 1 (555) 123-4567", 5, "PHONE_NUMBER"),
        ("x three four five six seven eight nine ten y", 2, "ADDRESS"), ("他是张伟吗", 2, "PERSON"),
        ("Jose\u0301 Garci\u0301a-Lo\u0301pez", 0, "PERSON"),
    ],
)  # fmt: skip
def test_values_are_found_whatever_their_case_and_blanks(text: str, offset: int, label: str) -> None:
    assert RESIDUE.scan(text) == [Hit(offset, label, "plain")]


@pytest.mark.parametrize(
    "text", ["", "John", "Smith John", "Bob", "Johnny Smith", "John Smithers", "jane doe mail com", "four five six"]
)
def test_what_is_not_a_value_is_not_found(text: str) -> None:
    assert RESIDUE.scan(text) == []


def hexed(char: str) -> str:
    return f"&#x{ord(char):X};"


@pytest.mark.parametrize("value", [value for value, _ in VALUES if len(value) > 3])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_values_are_found_in_every_encoding(value: str, before: str) -> None:
    text = f"{before} {value}"
    base = base64.b64encode(text.encode()).decode()
    encoded = {
        "url": [quote(text, safe=""), quote_plus(text), quote(text, safe="").lower(), quote(quote(text))],
        "html": [html.escape(text) + "&amp;", "".join(f"&#{ord(c)};" for c in text), "".join(map(hexed, text))],
        "json": ["".join(f"\\u{ord(c):04x}" for c in text), json.dumps("\n" + text)],
        "base64": [base, base.translate({43: "-", 47: "_"}).rstrip("=")],
    }
    for form, spellings in encoded.items():
        for spelling in spellings:
            hits = RESIDUE.scan(f"see <{spelling}> there")
            assert hits and all(4 <= hit.offset < 5 + len(spelling) for hit in hits), form


def test_a_value_inside_of_longer_base64_is_found_at_every_alignment() -> None:
    for size in range(12):
        data = base64.b64encode(b"." * size + b" John Smith " + b"." * size).decode()
        assert [hit.label for hit in RESIDUE.scan(data)] == ["PERSON"]
        assert [hit.label for hit in RESIDUE.scan("abcdefg"[: size % 8] + "=" + data)] == ["PERSON"]


def test_masks_are_no_leaks() -> None:
    residue = Residue([("Person", "PERSON")])
    assert residue.scan("[PERSON] x") and not residue.scan("[PERSON] x", [(0, 8)])
    assert residue.scan("[PERSON] person", [(0, 8)]) == [Hit(9, "PERSON", "plain")]


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=80), st.text(max_size=20))
def test_any_value_between_blanks_is_found_or_too_short(values: list[str], text: str, value: str) -> None:
    residue = Residue([(other, "X") for other in values] + [(value, "Y")])
    hits = residue.scan(f"{text} {value} {text}")
    assert all(0 <= hit.offset <= 2 * len(text) + len(value) + 2 for hit in hits)
    if value.isalnum() and value.isascii() and len(value) >= 4:
        assert hits


@given(st.text(alphabet='ab%4&#;x\\u0/+="éJ', max_size=60))
def test_views_never_fail_and_point_into_the_text(text: str) -> None:
    for view in decodings_of(text):
        for offset in range(len(view.text)):
            assert 0 <= view.origin(offset) <= len(text)


def test_folding() -> None:
    assert folded("Straße\t\n X") == "strasse x"


@pytest.mark.parametrize(
    "unit", ["john ", "John ", "%4a%20", "&#74;", "\\u004a", "abcdefgh ", "one two three four five six seven ", "é "]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        spent = []
        for _ in range(3):
            start = time.process_time()
            RESIDUE.scan(text)
            spent.append(time.process_time() - start)
        return min(spent)

    assert seconds(16_000) < 3 * 8 * max(seconds(2_000), 0.002)
