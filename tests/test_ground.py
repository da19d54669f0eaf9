"""The pure ground floor: spans, keys, labels, pieces, records, errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import errors
from redactor.errors import KeyFileError
from redactor.keys import Key, load_key
from redactor.labels import COARSE_MAP, LABEL_MAP, bio_tags, label_map_for, mapped, split_tag
from redactor.pieces import MAX_CHARS, MIN_CHARS, cut
from redactor.records import Edit, Leaf, Record, detectable
from redactor.spans import Span, check_disjoint, overlaps

SPAN = Span(3, 8, "PERSON", 0.5, "model")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end, "X")


@pytest.mark.parametrize(
    ("other", "meet"),
    [((0, 3), False), ((0, 4), True), ((4, 5), True), ((7, 9), True), ((8, 9), False), ((3, 8), True)],
)
def test_overlaps(other: tuple[int, int], meet: bool) -> None:
    assert overlaps(SPAN, Span(*other, "X")) is meet is overlaps(Span(*other, "X"), SPAN)


def test_within_keeps_what_is_not_a_place() -> None:
    moved = Span(3, 8, "PERSON", 0.5, "x").within(1, 2)
    assert moved == Span(1, 2, "PERSON", 0.5, "x") and SPAN.within(SPAN.start, SPAN.end) is SPAN


def test_disjoint() -> None:
    check_disjoint([Span(0, 1, "X"), Span(1, 2, "X")])
    for bad in ([Span(0, 2, "X"), Span(1, 3, "X")], [Span(4, 5, "X"), Span(0, 1, "X")]):
        with pytest.raises(ValueError, match="overlap"):
            check_disjoint(bad)


TAGS = [
    ("O", ("O", "")),
    ("B-PER", ("B", "PER")),
    ("I-a-b", ("I", "a-b")),
    ("S-X", ("B", "X")),
    ("U-X", ("B", "X")),
    ("E-X", ("I", "X")),
    ("L-X", ("I", "X")),
    ("PERSON", ("I", "PERSON")),
    ("X-RAY", ("I", "X-RAY")),
]


@pytest.mark.parametrize(("tag", "want"), TAGS)
def test_split_tag(tag: str, want: tuple[str, str]) -> None:
    assert split_tag(tag) == want


def test_labels() -> None:
    assert bio_tags(("A", "B")) == ("O", "B-A", "I-A", "B-B", "I-B")
    assert label_map_for(["geo", "per"]) is LABEL_MAP and label_map_for(["PERSON", "GPE"]) is COARSE_MAP
    assert [mapped(x, LABEL_MAP) for x in ("GPE", "gpe", "Geo", "art")] == ["NRP", "NRP", "LOCATION", "art"]
    assert mapped("GPE", COARSE_MAP) == "LOCATION"


# --- keys -----------------------------------------------------------------------------------------


def test_a_key_tells_nothing_of_itself() -> None:
    key = Key(b"sixteen bytes or more")
    assert "sixteen" not in repr(key) and len(key.id) == 16 and key.id == Key(b"sixteen bytes or more").id
    assert key.digest("a", "x") != key.digest("b", "x") and key.digest("a", "\ud800") != key.digest("a", "\ud801")
    assert len(key.raw("p")) == 32 and key.raw("p") != key.raw("q")


@pytest.mark.parametrize("secret", [b"", b"fifteen bytes.."])
def test_short_keys_are_refused(secret: bytes) -> None:
    with pytest.raises(KeyFileError, match="shorter"):
        Key(secret)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_file_is_for_its_owner_alone(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.write_text("a key of the tests, 32 bytes....\n")
    path.chmod(0o600)
    assert load_key(path) == Key(b"a key of the tests, 32 bytes....")
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_key(path)


def test_where_keys_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDACTOR_KEY", raising=False)
    assert load_key(None) is None
    monkeypatch.setenv("REDACTOR_KEY", " a key of the tests \n")
    assert load_key(None) == Key(b"a key of the tests")
    with pytest.raises(KeyFileError, match="No such file"):
        load_key(tmp_path / "none")


# --- pieces ---------------------------------------------------------------------------------------

BLOCKS = st.lists(
    st.one_of(
        st.sampled_from(["\n\n", "\n \t\r\n", "\n>\n", ".\n", ". ", "!\r\n", " ", "\n", "\r", "…", "\u2028"]),
        st.integers(1, 4_000).map("x".__mul__),
        st.integers(1, 900).map("word ".__mul__),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_pieces_tile_any_text_and_are_bounded(text: str) -> None:
    at = 0
    while (end := cut(text, at, final=True)) is not None:
        assert at < end <= min(len(text), at + MAX_CHARS)
        assert end == len(text) or end - at >= MIN_CHARS
        at = end
    assert at == len(text)


@settings(max_examples=150, deadline=None)
@given(BLOCKS, BLOCKS, st.integers(0, 9_000))
def test_a_cut_is_a_function_of_its_reach(text: str, more: str, start: int) -> None:
    """More text behind the reach changes nothing; before that, the answer is the final one or a wait for more."""
    start = min(start, len(text))
    whole = text + more
    final = cut(whole, start, final=True)
    assert cut(whole[: start + MAX_CHARS] if len(whole) > start + MAX_CHARS else whole, start, final=True) == final
    early = cut(text, start, final=False)
    assert early in (None, final)
    if len(text) - start >= MAX_CHARS:
        assert early is not None


CUTS = [
    ("", None),
    ("x" * 100, 100),
    ("x" * MIN_CHARS + "\n\nrest", MIN_CHARS + 2),
    ("x" * (MIN_CHARS - 1) + "\n\nrest\n>\nz", MIN_CHARS + 8),
    ("x" * (MAX_CHARS - 2) + "\n\n" + "y" * 9, MAX_CHARS),
    ("x" * (MAX_CHARS - 1) + "\n\n" + "y" * 9, MAX_CHARS),
    ("x" * 5_000 + ".\n" + "y" * 1_000 + "\n" + "z" * 9_000, 5_002),
    ("x" * 5_000 + "\n" + "y" * 1_000 + ". " + "z" * 9_000, 5_001),
    ("x" * 5_000 + ". " + "y" * 1_000 + " " + "z" * 9_000, 5_002),
    ("x" * 5_000 + " " + "z" * 9_000, 5_001),
    ("x" * 9_000, MAX_CHARS),
]


@pytest.mark.parametrize(("text", "want"), CUTS, ids=range(len(CUTS)))
def test_where_a_piece_ends(text: str, want: int | None) -> None:
    assert cut(text, final=True) == want


# --- records, errors ------------------------------------------------------------------------------


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\ud800\udcff\U0001f388"))))
def test_detectable_keeps_offsets_and_can_be_encoded(text: str) -> None:
    found = detectable(text)
    found.encode("utf-8")
    assert len(found) == len(text) and all(a == b or b == "\ufffd" for a, b in zip(text, found, strict=True))


def test_a_leaf_decides_all_of_its_text_unless_told() -> None:
    assert (Leaf("f", "abc").core_start, Leaf("f", "abc").core_end) == (0, 3)
    assert Leaf("f", "abc", 5, 1, 2).core_end == 2 and Record(0, ()).final and Edit(0, 1, "") < Edit(0, 2, "")


CODES = {
    "UsageError": 2,
    "PolicyError": 2,
    "ModelError": 2,
    "KeyFileError": 2,
    "TamperError": 3,
    "StorageError": 4,
    "LockedError": 75,
    "FormatError": 1,
    "StoppedError": 1,
}


@pytest.mark.parametrize("name", CODES)
def test_exit_codes(name: str) -> None:
    assert getattr(errors, name)("x").exit_code == CODES[name]
