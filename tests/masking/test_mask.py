"""Edits: output minus masks is input minus spans, and every mask is where the helper says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import KeyFileError
from redactor.keys import Key
from redactor.masking.masker import Masker, apply, placed
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import OPERATORS
from redactor.masking.policy.policy import Policy
from redactor.records import Edit
from redactor.spans import Span

KEY = Key(b"0123456789abcdef0123456789abcdef")


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=60))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True)))
    edits = [Edit(start, end, draw(st.text(max_size=8))) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return text, edits


@given(texts_and_edits())
def test_output_minus_masks_is_input_minus_spans(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    output = apply(text, edits)
    places, shift = placed(edits)
    assert [output[place.out_start : place.out_end] for place in places] == [edit.replacement for edit in edits]
    assert len(output) == len(text) + shift
    out_rest = apply(output, [Edit(place.out_start, place.out_end, "") for place in places])
    assert out_rest == apply(text, [Edit(edit.start, edit.end, "") for edit in edits])


@pytest.mark.parametrize(
    "edits", [[Edit(3, 5, ""), Edit(0, 2, "")], [Edit(0, 3, ""), Edit(2, 4, "")], [Edit(0, 99, "")]]
)
def test_bad_edits_are_refused_without_the_text(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edits overlap") as caught:
        apply("secret", edits)
    assert "secret" not in str(caught.value)


def test_shift_runs_on_over_pieces() -> None:
    _, shift = placed([Edit(0, 4, "[PERSON]")])
    places, _ = placed([Edit(10, 12, "x")], shift)
    assert (places[0].out_start, places[0].out_end) == (14, 15)


@given(
    st.text(alphabet="Ab1 ,.-\n’é中\U0001f600\ud800", min_size=1, max_size=30),
    st.sampled_from(
        ["PERSON", "PHONE_NUMBER", "DATE_TIME", "EMAIL_ADDRESS", "IBAN_CODE", "ADDRESS", "LOCATION", "IP_ADDRESS"]
    ),
    st.sampled_from([name for name in OPERATORS if name != "keep"]),
)
def test_every_operator_takes_any_text_and_leaves_nothing(text: str, label: str, operator: str) -> None:
    masker = Masker(Policy.load().with_overrides(operator), KEY)
    span = Span(0, len(text), label)
    (edit,) = masker.edits(text, [span])
    if any(map(str.isalnum, text)) or operator != "mask":
        assert edit.replacement != text
    assert masker.edits(text, [span]) == [edit], "the same memory, the same edits"


def test_labels_off_below_threshold_or_allowed_are_left(tmp_path: object) -> None:
    policy = Policy.model_validate(
        {
            "labels": {"NRP": {"enabled": False}, "PERSON": {"threshold": 0.5}, "DATE_TIME": {"operator": "keep"}},
            "allow": {"exact": ["Paris"], "casefold": ["acme inc"], "regex": ["T-[0-9]+"]},
        }
    )
    masker = Masker(policy)
    text = "Paris ACME  Inc T-1 Ann Bob 2020"
    spans = [
        Span(0, 5, "LOCATION"),
        Span(6, 15, "ORGANIZATION"),
        Span(16, 19, "TICKET"),
        Span(20, 23, "PERSON", 0.4),
        Span(24, 27, "PERSON", 0.6),
        Span(24, 32, "DATE_TIME"),
        Span(0, 15, "NRP"),
    ]
    assert [(s.start, s.end, s.label) for s in masker.select(text, spans, "")] == [(24, 27, "PERSON")]
    deny = [Span(0, 5, "LOCATION", 1.0, "deny_list")]
    assert masker.select(text, deny, "") == tuple(deny), "the deny list is stronger than the allow list"


def test_a_join_into_a_label_in_clear_is_still_masked() -> None:
    policy = Policy.model_validate(
        {
            "labels": {"CITY": {"operator": "keep"}},
            "merge": {"join": [{"first": "A", "second": "A", "into": "CITY"}]},
        }
    )
    masker = Masker(policy)
    chosen = masker.select("x y", [Span(0, 1, "A"), Span(2, 3, "A")], "")
    assert chosen[0].label == "CITY"
    assert masker.select("x y", [], "", settled=chosen) == chosen
    assert apply("x y", masker.edits("x y", chosen)) == "[CITY]"


def test_fields() -> None:
    policy = Policy.model_validate(
        {
            "labels": {"PERSON": {"operator": "mask"}},
            "fields": {
                "customer.name": {"operator": "tag", "label": "PERSON"},
                "items[*].note": {"labels": ["PERSON"]},
                "id": {"skip": True},
                "sign": {"operator": "remove"},
            },
        }
    )
    masker = Masker(policy)
    person, place = Span(0, 3, "PERSON"), Span(4, 9, "LOCATION")
    text = "Ann Paris"
    assert masker.whole_field(text, "customer.name") == (Span(0, 9, "PERSON", 1.0, "field"),)
    assert apply(text, masker.edits(text, masker.select(text, [], "customer.name"), "customer.name")) == "[PERSON]"
    assert masker.select("  ", [], "customer.name") == ()
    assert masker.select(text, [person, place], "items[3].note") == (person,)
    assert masker.select(text, [person, place], "id") == ()
    assert apply(text, masker.edits(text, masker.select(text, [person, place], "sign"), "sign")) == " "
    assert masker.select(text, [person, place], "other") == (person, place)


def test_a_missing_key_stops_before_the_work() -> None:
    with pytest.raises(KeyFileError, match="surrogate"):
        Masker(Policy.load().with_overrides("surrogate"))
    assert KeyFileError.exit_code == 2


def test_memory_can_be_replayed() -> None:
    values = [("PERSON", "Ann"), ("PERSON", "Bob"), ("LOCATION", "Rome"), ("PERSON", " ANN\n"), ("PERSON", "Eve")]
    first, second = DocumentMemory(), DocumentMemory()
    assert [first.number(*value) for value in values] == [1, 2, 1, 1, 3]
    second.replay(values[:3])
    assert [second.number(*value) for value in values[3:]] == [1, 3]
