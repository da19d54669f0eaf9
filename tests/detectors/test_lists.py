"""Deny lists, and the propagation of names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.detectors.lists import DenyList
from redactor.detectors.propagation import Mentions, find_mentions


def _values(text: str, names: list[tuple[str, str]]) -> list[str]:
    return [text[span.start : span.end] for span in find_mentions(text, [Mentions(names)])]


def _denied(text: str, *entries: str, casefold: bool = True) -> list[str]:
    return [text[span.start : span.end] for span in DenyList({"X": entries}, casefold).find(text)]


@pytest.mark.parametrize(
    ("entries", "text", "found"),
    [
        (["Ann Lee"], "ANN\n  lee's", ["ANN\n  lee"]),
        (["Ann Lee"], "Annlee, Joann Lee", []),
        (["Ann", "Ann Lee"], "Ann Lee", ["Ann", "Ann Lee"]),
        (["O'Brien"], "O'Brien O Brien", ["O'Brien"]),
        (["Acme, Inc."], "ACME, Inc. Acme Inc", ["ACME, Inc"]),
        (["Straße"], "STRASSE", ["STRASSE"]),
        (["王芳"], "我是王芳。", ["王芳"]),
        (["Nguyễn Ánh"], "bà NGUYỄN ÁNH.", ["NGUYỄN ÁNH"]),
        (["007"], "agent 007, 0070", ["007"]),
        (["john"], "john_smith", ["john"]),
        (["C++", ".NET"], "C, C++ and .NET; the net", ["C++", ".NET"]),
    ],
)
def test_deny_list(entries: list[str], text: str, found: list[str]) -> None:
    assert _denied(text, *entries) == found


def test_deny_list_keeps_case_when_asked() -> None:
    assert _denied("Ann ann", "Ann", casefold=False) == ["Ann"]


def test_deny_list_refuses_marks_alone() -> None:
    with pytest.raises(ValueError, match="neither letter nor digit"):
        DenyList({"X": ["--"]})


def test_deny_list_labels_and_size() -> None:
    deny = DenyList({"PERSON": ["Ann", "Ann"], "ORGANIZATION": ["Ann"]})
    assert len(deny) == 2
    assert [span.label for span in deny.find("Ann")] == ["ORGANIZATION", "PERSON"]


def test_a_hundred_thousand_names_cost_what_ten_do() -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 2_000
    few = DenyList({"PERSON": [f"Given{n} Family{n}" for n in range(10)]})
    many = DenyList({"PERSON": [f"Given{n} Family{n}" for n in range(100_000)]})
    assert [len(many.find(f"Given{n} Family{n}")) for n in (0, 50_000, 99_999)] == [1, 1, 1]

    def seconds(deny: DenyList) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            deny.find(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(many) < 3 * seconds(few) + 0.02


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Okafor's plan; OKAFOR said", [("Ada Okafor", "PERSON")], ["Okafor", "OKAFOR"]),
        ("an okafor and Mr. Okafor", [("Ada Okafor", "PERSON")], ["Okafor"]),
        ("mail okafor today", [("Ada Okafor", "PERSON")], ["okafor"]),
        ("Li went. Bo stayed.", [("Bo Li", "PERSON")], []),
        ("the bank; the Bank; Banks", [("Tom Banks", "PERSON")], ["Banks"]),
        ("THE BANKS CLOSED and more", [("Tom Banks", "PERSON")], []),
        ("Dr. Dr Mr", [("Dr. Who Strange", "PERSON")], []),
        ("Okaforland", [("Ada Okafor", "PERSON")], []),
        ("ACME CORP and Acme Corp., Acme", [("Acme Corp", "ORGANIZATION")], ["ACME CORP", "Acme Corp"]),
        ("an apple from Apple", [("Apple", "ORGANIZATION")], ["Apple"]),
        ("Ann@X.com again", [("ann@x.com", "EMAIL_ADDRESS")], ["Ann@X.com"]),
        ("12 Main St and 12 Main", [("12 Main St", "ADDRESS")], ["12 Main St"]),
        ("Nguyễn đến. Ông Ánh về.", [("Nguyễn Ánh", "PERSON")], ["Nguyễn", "Ánh"]),
        ("2024-05-13", [("2024-05-13", "DATE_TIME")], []),
        ("", [("Ada Okafor", "PERSON")], []),
    ],
)
def test_propagation(text: str, names: list[tuple[str, str]], found: list[str]) -> None:
    assert _values(text, names) == found


@given(
    st.lists(st.sampled_from(["Ada Okafor", "May Lee", "may lee", "MAY", "Acme & Co", "12 Main St", "--"]), max_size=8),
    st.data(),
)
def test_an_index_that_grew_or_was_cut_finds_what_a_new_one_does(values: list[str], data: st.DataObject) -> None:
    names = [(value, data.draw(st.sampled_from(["PERSON", "ORGANIZATION", "DATE_TIME"]))) for value in values]
    text = "May Lee met Ada, OKAFOR's friend, at acme & co. may may lee? 12 main st, 12 Main St"
    grown, kept = Mentions(), data.draw(st.integers(0, len(values)))
    for value, label in names:
        grown.add(value, label)
    assert find_mentions(text, [grown]) == find_mentions(text, [Mentions(names)]) and len(grown) == len(set(names))
    grown.keep(kept)
    first = list(dict.fromkeys(names))[:kept]
    assert find_mentions(text, [grown]) == find_mentions(text, [Mentions(first)])
    apart = {*find_mentions(text, [Mentions(first)]), *find_mentions(text, [Mentions(names[kept:])])}
    assert apart == set(find_mentions(text, [Mentions([*first, *names[kept:]])]))


@pytest.mark.parametrize(
    ("value", "label", "text", "found"),
    [
        ("88231907", "US_BANK_NUMBER", "as to 88231907, 188231907", ["88231907"]),
        ("KX-55-2291", "ID_NUMBER", "quote kx-55-2291; KX 55 2291", ["kx-55-2291"]),
        ("Tr0ub4dor", "SECRET", "I typed Tr0ub4dor.", ["Tr0ub4dor"]),
        ("Summer2022", "SECRET", "I typed Summer2022.", ["Summer2022"]),
        ("jdoe84", "USERNAME", "quota of jdoe84 in /srv/jdoe84", ["jdoe84", "jdoe84"]),
        ("ann.lee", "USERNAME", "ann.lee left, Ann Lee stayed", ["ann.lee"]),
        # What other things are written like.
        ("2024", "ID_NUMBER", "in 2024", []),
        ("12345", "ID_NUMBER", "12345 rows", []),
        ("editor", "USERNAME", "the editor", []),
        ("kbrand", "USERNAME", "kbrand uploaded it", ["kbrand"]),
        ("branded", "USERNAME", "a branded cup", []),
        ("hunter", "SECRET", "a hunter", []),
        ("482913", "ID_NUMBER", "0.482913, $482913, 482913.00, 482913 ms, 482913%; ring 482913.", ["482913"]),
        ("100000", "ID_NUMBER", "100000 units", []),
        ("log4j", "USERNAME", "log4j", []),
        ("my-app", "USERNAME", "image: my-app", []),
        ("postgres14", "SECRET", "image: postgres14", []),
        ("1984-03-12", "DATE_TIME", "1984-03-12", []),
    ],
)
def test_other_mentions_of_a_number_or_login(value: str, label: str, text: str, found: list[str]) -> None:
    assert _values(text, [(value, label)]) == found


def test_propagation_is_linear_in_names_and_text() -> None:
    names = [(f"Common Surname{chr(97 + n % 26)}{n}", "PERSON") for n in range(5_000)]

    def seconds(size: int) -> float:
        start = time.process_time()
        find_mentions("Common thing. " * size, [Mentions(names)])
        return time.process_time() - start

    seconds(10)
    base = seconds(10)
    assert seconds(20_000) < 30 * (base + 0.02)


def test_an_address_with_a_long_name_takes_no_time() -> None:
    """Its expression once tried every way to part sixty letters, and there are 2^59."""
    names = [("a" * 60 + "@example.com", "EMAIL_ADDRESS"), ("jo_anne.b-5@example.com", "EMAIL_ADDRESS")]
    assert [(one.label, one.start) for one in find_mentions("see jo_anne.b-5", [Mentions(names)])] == [("USERNAME", 4)]
