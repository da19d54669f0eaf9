"""The Python API: what it says of threads, pickles and coroutines, and that nothing unseen comes back as text."""

from __future__ import annotations

import asyncio
import doctest
import json
import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from redactor import Redaction, Redactor, Span
from redactor.api import WithheldError
from redactor.engine.settings import RunSettings
from redactor.errors import PolicyError, RedactorError
from redactor.keys import Key
from redactor.masking.policy.policy import Policy
from redactor.tagger.tagging import Failure, Tagger

KEY = b"a key of the tests, 32 bytes...."
TEXTS = [
    *(f"Ticket {i}: write to user{i}@example.com from 192.0.2.{i}." for i in range(40)),
    "",
    " \n",
    "Card 4111 1111 1111 1111",
    "\ud800 lone, a@example.com",
]


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(key=KEY)


def test_redact_gives_text_and_spans(redactor: Redactor) -> None:
    found = redactor.redact("Write to niels@example.com")
    how = ("EMAIL_ADDRESS", found.spans[0].score, found.spans[0].detector)
    assert found == Redaction("Write to [EMAIL_ADDRESS]", [Span(9, 26, *how)], [Span(9, 24, *how)])
    assert redactor.detect("Write to niels@example.com") == found.spans


def test_what_a_label_named_once_is_masked_wherever_it_stands(redactor: Redactor) -> None:
    found = redactor.redact(
        "Policy no. KX-55-2291, member ID: 4471982. Quote kx-55-2291 and 4471982 in all 2024 mails."
    )
    assert (
        found.text
        == "Policy no. [ID_NUMBER], member ID: [ID_NUMBER]. Quote [ID_NUMBER] and [ID_NUMBER] in all [DATE_TIME] mails."
    )


def test_many_is_one_by_one_in_order(redactor: Redactor) -> None:
    many = list(redactor.redact_many(TEXTS))
    assert [one.text for one in many] == [redactor.redact(text).text for text in TEXTS]
    assert list(redactor.detect_many(iter(TEXTS))) == [one.spans for one in many]
    assert list(redactor.redact_many([])) == []


def test_many_is_lazy(redactor: Redactor) -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "Write to niels@example.com. " * 40

    assert next(redactor.redact_many(endless())).text.startswith("Write to [EMAIL_ADDRESS]. Write")


@pytest.mark.parametrize("wrong", [b"bytes", 7, ["list"]])
def test_what_is_no_text_is_an_error_and_never_empty(redactor: Redactor, wrong: Any) -> None:
    with pytest.raises(TypeError, match="a text is a str"):
        redactor.redact(wrong)


def test_one_string_is_not_many_texts(redactor: Redactor) -> None:
    with pytest.raises(TypeError, match="there is redact"):
        redactor.redact_many("one text")
    with pytest.raises(TypeError, match="there is redact"):
        redactor.detect_many("one text")


def test_threads_may_share_one(redactor: Redactor) -> None:
    wanted = [redactor.redact(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(redactor.redact, TEXTS)) == wanted
        assert all(got == wanted for got in pool.map(lambda _: list(redactor.redact_many(TEXTS)), range(4)))


def test_coroutines_may_share_one(redactor: Redactor) -> None:
    async def all_at_once() -> list[Redaction]:
        return list(await asyncio.gather(*(asyncio.to_thread(redactor.redact, text) for text in TEXTS[:12])))

    assert asyncio.run(all_at_once()) == [redactor.redact(text) for text in TEXTS[:12]]


def test_a_pickle_carries_policy_and_key() -> None:
    first = Redactor(policy=Policy.load("default").with_overrides("surrogate"), key=KEY)
    again: Redactor = pickle.loads(pickle.dumps(first))
    assert [one.text for one in again.redact_many(TEXTS)] == [one.text for one in first.redact_many(TEXTS)]
    assert KEY.decode() not in repr(again) + repr(RunSettings(None, None, key=Key(KEY)))


def test_another_process_can_have_one(redactor: Redactor) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(redactor.redact, TEXTS[0]).result(timeout=120) == redactor.redact(TEXTS[0])


def test_a_text_that_cannot_be_looked_at_raises_without_telling_it(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Redactor()
    monkeypatch.setattr(
        Tagger,
        "tag",
        lambda self, texts: [Failure("inference-error:RuntimeError") if "Niels" in text else [] for text in texts],
    )
    many = broken.redact_many(["a@example.com", "Niels"])
    with pytest.raises(WithheldError, match="text 1 could not be looked at: inference-error") as caught:
        list(many)
    assert isinstance(caught.value, RedactorError) and "Niels" not in str(caught.value)


def test_redact_file_does_what_the_command_does(redactor: Redactor, tmp_path: Path) -> None:
    rows = [{"id": "a@example.com", "body": text} for text in TEXTS[:5]]
    (tmp_path / "in.data").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    summary = redactor.redact_file(tmp_path / "in.data", str(tmp_path / "out.data"), fields=["body"], format="jsonl")
    out = [json.loads(line) for line in (tmp_path / "out.data").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in out] == ["a@example.com"] * 5
    assert [row["body"] for row in out] == [one.text for one in redactor.redact_many(TEXTS[:5])]
    assert summary["exit_code"] == 0 and summary["keyed"] is True
    assert (tmp_path / "out.data._redactor" / "manifest.json").is_file()
    with pytest.raises(TypeError, match="list of field paths"):
        redactor.redact_file(tmp_path / "in.data", tmp_path / "other", fields="body")


def test_the_page_says_what_happens() -> None:
    page = Path(__file__).parent.parent / "docs" / "python.md"
    done = doctest.testfile(str(page), module_relative=False)
    assert done.attempted > 10 and done.failed == 0


def test_a_policy_that_is_not_there() -> None:
    with pytest.raises(PolicyError):
        Redactor(policy="no-such-policy")
