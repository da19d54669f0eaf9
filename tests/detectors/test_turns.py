"""A turn of a conversation, a field each, that answers the turn before it."""

from __future__ import annotations

import pytest

from redactor.engine.detection import Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record

POLICY = Policy(only=("US_BANK_NUMBER", "ID_NUMBER", "SECRET"))
DETECTION = Detection(POLICY, Masker(POLICY), None)


def _found(*turns: tuple[str, str]) -> list[str]:
    (answer,) = DETECTION.detect([Record(0, tuple(Leaf(path, text) for path, text in turns))])
    assert isinstance(answer, list)
    return [text[span.start : span.end] for spans, (_, text) in zip(answer, turns, strict=True) for span in spans]


@pytest.mark.parametrize(
    ("asked", "told", "value"),
    [
        ("Could I have your account number, please?", "Sure, it's 00123456", "00123456"),
        ("Hello. What's the member ID on your card?", "KX-20931 I think", "KX-20931"),
        ("And the password?", "ok it is Tr0ub4dor", "Tr0ub4dor"),
        ("Please tell me your account number.", "00123456. " + "And so on. " * 20, "00123456"),
    ],
)
@pytest.mark.parametrize("path", ["messages[{}].content", "[{}].text", "dialog[{}]", "m[{}].content[0].text"])
def test_a_turn_is_read_behind_the_one_before(asked: str, told: str, value: str, path: str) -> None:
    turns = [(path.format(0), asked), (path.format(1), told)]
    assert set(_found(*turns)) == {value}
    speaking = [pair for n, turn in enumerate(turns) for pair in ((f"messages[{n}].role", "user"), turn)]
    assert set(_found(*speaking)) == {value}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("messages[0].content", "Your account number?"), ("messages[1].note", "00123456")),
        (("messages[0].content", "How is the weather?"), ("messages[1].content", "00123456")),
        (("question", "Your account number?"), ("remark", "00123456")),
    ],
)
def test_what_nobody_asked_for_stays(first: tuple[str, str], then: tuple[str, str]) -> None:
    assert _found(first, then) == []
