"""What Python users reach for: policies as mappings, labels, JSON, reveal, notebooks, detectors of their own."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from redactor import Policy, Redaction, Redactor, Span
from redactor.errors import KeyFileError, PolicyError, UsageError, WithheldError

TEXT = "EMP-12345 wrote to niels@example.com"


def badges(text: str, context: str) -> Iterator[Span]:
    start = text.find("EMP-12345")
    if start >= 0:
        yield Span(start, start + 9, "BADGE")
    if context == "badge no":
        yield Span(0, len(text), "BADGE")


def broken(text: str, context: str) -> list[Span]:
    raise RuntimeError(text)


def outside(text: str, context: str) -> list[Span]:
    return [Span(0, len(text) + 1, "X")]


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


def test_a_policy_is_a_mapping_a_name_a_file_or_a_policy(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('[labels.EMAIL_ADDRESS]\noperator = "remove"\n')
    mapping = {"labels": {"EMAIL_ADDRESS": {"operator": "remove"}}}
    for policy in (mapping, tmp_path / "p.toml", Policy.load(mapping)):
        assert Redactor(policy=policy).redact("To niels@example.com").text == "To "
    with pytest.raises(PolicyError, match=r"^policy: labels\.X\.operater: unknown key; did you mean operator"):
        Redactor(policy={"labels": {"X": {"operater": "tag"}}})


def test_labels_operator_and_regions_go_over_the_policy() -> None:
    assert (
        Redactor(labels=["EMAIL_ADDRESS"], operator="fixed").redact("Niels, a@example.com").text == "Niels, [REDACTED]"
    )
    assert (
        Redactor(regions=["DE"]).redact("under 030 23125 000").text
        != Redactor(regions=["US"]).redact("under 030 23125 000").text
    )
    for wrong in ({"labels": ["PRESON"]}, {"policy": {"labels": {"PRESON": {}}}}):
        with pytest.raises(UsageError, match="PERSON"):
            Redactor(**wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="did you mean"):
        Redactor(operator="maks")
    with pytest.raises(UsageError, match="two capital letters"):
        Redactor(regions=["Germany"])
    with pytest.raises(TypeError):
        Redactor(labels="PERSON")  # type: ignore[arg-type]


def test_none_stays_none(redactor: Redactor) -> None:
    assert redactor.redact(None) is None
    assert [one and one.text for one in redactor.redact_many([None, "", "a@example.com"])] == [
        None,
        "",
        "[EMAIL_ADDRESS]",
    ]


def test_none_has_no_spans(redactor: Redactor) -> None:
    assert redactor.detect(None) == [] and list(redactor.detect_many([None, "x"])) == [[], []]


def test_a_stream_in_a_coroutine(redactor: Redactor) -> None:
    """In order, each as soon as it can be; what fails raises behind what came before."""
    asked: list[int] = []

    async def source(last: object) -> AsyncIterator[Any]:
        for number in range(3):
            asked.append(number)
            yield f"{number} a@example.com"
        if isinstance(last, Exception):
            raise last
        yield last

    async def answers(last: object, most: int = 9) -> list[Any]:
        got: list[Any] = []
        try:
            async for one in redactor.astream(source(last)):
                got.append(one and one.text)
                if len(got) == most:
                    break
        except (TypeError, RuntimeError) as error:
            got.append(str(error))
        return got

    masked = [f"{number} [EMAIL_ADDRESS]" for number in range(3)]
    assert asyncio.run(answers(None)) == [*masked, None]
    assert asyncio.run(answers(RuntimeError("gone"))) == [*masked, "gone"]
    assert asyncio.run(answers(None, most=1)) == masked[:1]
    assert asyncio.run(answers(7))[-1] == "a text is a str, not int"


def test_a_stream_does_not_wait_for_the_next_text(redactor: Redactor) -> None:
    async def talk() -> list[str]:
        said: list[str] = []
        heard = asyncio.Event()

        async def source() -> AsyncIterator[str]:
            yield "a@example.com"
            await asyncio.wait_for(heard.wait(), 20)
            yield "192.0.2.7"

        async for one in redactor.astream(source()):
            said.append(one.text if one else "")
            heard.set()
        return said

    assert asyncio.run(talk()) == ["[EMAIL_ADDRESS]", "[IP_ADDRESS]"]


def test_out_spans_are_the_masks(redactor: Redactor) -> None:
    found = redactor.redact("From a@example.com to 192.0.2.7")
    assert [found.text[one.start : one.end] for one in found.out_spans] == ["[EMAIL_ADDRESS]", "[IP_ADDRESS]"]
    page = found._repr_html_()
    assert page.count("<mark ") == 2 and "EMAIL_ADDRESS 0.9" in page
    assert "<b>" not in Redaction("<b>", [])._repr_html_()


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ({}, {}),
        ([], []),
        ([None, True, 3, 1.5, "x"], [None, True, 3, 1.5, "x"]),
        (["a@example.com"], ["[EMAIL_ADDRESS]"]),
        (
            {"phone": 4155550132, "deep": [{"e": "a@example.com"}]},
            {"phone": "[PHONE_NUMBER]", "deep": [{"e": "[EMAIL_ADDRESS]"}]},
        ),
        ({"é": "ü\ud800", "n": 10**30}, {"é": "ü\ud800", "n": 10**30}),
    ],
)
def test_json(redactor: Redactor, value: Any, masked: Any) -> None:
    assert redactor.redact_json(value) == masked


LOOP: list[Any] = []
LOOP.append(LOOP)


def test_json_tells_columns_as_a_line_of_a_file_does(redactor: Redactor, tmp_path: Path) -> None:
    people = [{"x": f"n.jansen{i}" if i % 20 == 7 else f"n.jansen{i}@example.com"} for i in range(40)]
    (tmp_path / "in.jsonl").write_text(json.dumps({"people": people}))
    redactor.redact_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    masked = redactor.redact_json({"people": people})
    assert masked == json.loads((tmp_path / "out.jsonl").read_text())
    assert masked["people"] == [{"x": "[EMAIL_ADDRESS]"}] * 40


@pytest.mark.parametrize("wrong", ["text", 3, None, {1: "a"}, [float("nan")], [{1, 2}], {"a": b"x"}, LOOP])
def test_what_json_cannot_say(redactor: Redactor, wrong: Any) -> None:
    with pytest.raises(TypeError):
        redactor.redact_json(wrong)


def test_json_that_cannot_be_given_out_raises(redactor: Redactor) -> None:
    with pytest.raises(WithheldError) as caught:
        redactor.redact_json({"niels@example.com": 1})
    assert "niels" not in str(caught.value)


def test_reveal_needs_the_key() -> None:
    sealed = Redactor(operator="encrypt", key=b"0123456789abcdef")
    text = sealed.redact("To niels@example.com").text
    assert "niels" not in text and sealed.reveal(text) == "To niels@example.com"
    with pytest.raises(KeyFileError):
        Redactor().reveal(text)
    with pytest.raises(KeyFileError):
        Redactor(key=b"another key, as long").reveal(text)


def test_a_function_is_a_detector() -> None:
    mine = Redactor(detectors=[badges])
    found = mine.redact(TEXT)
    assert found.text == "[BADGE] wrote to [EMAIL_ADDRESS]"
    assert found.spans[0].detector == "plugin:badges"
    assert mine.redact_json({"badge_no": "quux", "n": 1})["badge_no"] == "[BADGE]"
    assert mine.redact("x " * 9_000 + TEXT).text.endswith("[BADGE] wrote to [EMAIL_ADDRESS]")
    again: Redactor = pickle.loads(pickle.dumps(mine))
    assert again.redact(TEXT) == found
    assert Redactor(detectors=[badges], labels=["BADGE"]).redact(TEXT).text == "[BADGE] wrote to niels@example.com"


@pytest.mark.parametrize(
    ("wrong", "error"), [(broken, "RuntimeError"), (outside, "ValueError"), (lambda t, c: [1], "ValueError")]
)
def test_a_detector_that_fails_withholds(wrong: Any, error: str) -> None:
    redactor = Redactor(detectors=[wrong])
    with pytest.raises(WithheldError, match=f"detector-error:{error}") as caught:
        redactor.redact("Niels was here")
    assert "Niels" not in str(caught.value)
    with pytest.raises(WithheldError):
        redactor.redact_json({"phone": 4155550132})


def test_what_is_no_function_is_no_detector() -> None:
    with pytest.raises(UsageError, match="a detector is a function"):
        Redactor(detectors=["badges"])  # type: ignore[list-item]


def test_a_new_version_of_a_detector_does_the_work_again(tmp_path: Path) -> None:
    class Words:
        labels = ("WORD",)

        def __init__(self, version: str, word: str) -> None:
            self.version, self.word = version, word

        def __call__(self, text: str, context: str) -> list[Span]:
            at = text.find(self.word)
            return [Span(at, at + len(self.word), "WORD")] if at >= 0 else []

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("one apple and one pear here")

    def run(detector: Any) -> tuple[Any, str]:
        summary = Redactor(detectors=[detector]).redact_file(tmp_path / "in", tmp_path / "out")
        return summary["files"], (tmp_path / "out" / "a.txt").read_text()

    first, _ = run(Words("1", "apple"))
    same, text = run(Words("1", "apple"))
    assert first != same and text == "one [WORD] and one pear here"
    assert run(Words("2", "pear")) == (first, "one apple and one [WORD] here")
