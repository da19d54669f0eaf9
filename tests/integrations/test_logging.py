"""A filter on a handler: what a record says is masked or withheld, whatever it is made of."""

from __future__ import annotations

import io
import json
import logging
import pickle
from typing import Any

import pytest

from redactor import Redactor
from redactor.integrations.logging import RedactingFilter
from redactor.tagger.tagging import Failure, Tagger

MAIL = "niels@example.com"


class Mail:
    def __str__(self) -> str:
        return MAIL


class Odd:
    def __str__(self) -> str:
        raise RuntimeError(MAIL)


class AsJson(logging.Formatter):
    """As formatters of structured logs do: all that is not a record's own."""

    def format(self, record: logging.LogRecord) -> str:
        own = logging.makeLogRecord({}).__dict__.keys()
        return json.dumps({key: value for key, value in record.__dict__.items() if key not in own or key == "msg"})


@pytest.fixture(scope="module")
def masking() -> RedactingFilter:
    return RedactingFilter(Redactor())


def logger(masking: RedactingFilter, *forms: logging.Formatter) -> tuple[logging.Logger, list[io.StringIO]]:
    log, outs = logging.Logger("test"), []
    for form in forms or (logging.Formatter("%(message)s"),):
        outs.append(io.StringIO())
        handler = logging.StreamHandler(outs[-1])
        handler.setFormatter(form)
        handler.addFilter(masking)
        log.addHandler(handler)
    return log, outs


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (("mail to %s, %d%%", MAIL, 5), "mail to [EMAIL_ADDRESS], 5%"),
        (("%(who)s was here", {"who": Mail()}), "[EMAIL_ADDRESS] was here"),
        ((Mail(),), "[EMAIL_ADDRESS]"),
        (("nothing 100%",), "nothing 100%"),
        (({"phone": 4155550132},), "{'phone': '[PHONE_NUMBER]'}"),
        (("%d", MAIL), "[WITHHELD]"),
        (("%s", Odd()), "[WITHHELD]"),
        ((Odd(),), "[WITHHELD]"),
    ],
)
def test_messages(masking: RedactingFilter, said: tuple[Any, ...], written: str) -> None:
    log, (out,) = logger(masking)
    log.info(*said)
    assert out.getvalue() == written + "\n"


def test_exceptions_and_stacks(masking: RedactingFilter) -> None:
    log, (out,) = logger(masking)
    try:
        raise KeyError(MAIL)
    except KeyError:
        log.exception("failed", stack_info=True)
    told = out.getvalue()
    assert "KeyError: '[EMAIL_ADDRESS]'" in told and "Traceback" in told and "Stack (most" in told and MAIL not in told


def test_what_stands_beside_a_message(masking: RedactingFilter) -> None:
    log, (out,) = logger(masking, AsJson())
    loop: list[Any] = [MAIL]
    loop.append(loop)
    more = {"phone": 4155550132, "who": Mail(), "deep": {"a": [MAIL]}, "n": 7, "none": None, "loop": loop, "bad": Odd()}
    log.info("x", extra={**more, "seconds": float("inf"), "pair": (MAIL, 1), "4111111111111111": "x"})
    made = json.loads(out.getvalue())
    assert MAIL not in out.getvalue()
    kept = ("phone", "who", "deep", "n", "none", "bad", "seconds")
    assert [made[name] for name in kept] == [
        "[PHONE_NUMBER]", "[EMAIL_ADDRESS]", {"a": ["[EMAIL_ADDRESS]"]}, 7, None, "[WITHHELD]", float("inf"),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["threadName", "taskName", "processName"])
@pytest.mark.parametrize(
    ("name", "written"),
    [
        (f"serving {MAIL}", "serving [EMAIL_ADDRESS]"),
        ("MainThread", "MainThread"),
        ("Thread-3 (run)", "Thread-3 (run)"),
    ],
)
def test_names_of_threads_and_tasks(masking: RedactingFilter, where: str, name: str, written: str) -> None:
    record = logging.makeLogRecord({"msg": "x", where: name})
    assert masking.filter(record) and record.__dict__[where] == written


def test_who_masked_a_record_is_no_number_that_another_may_have(masking: RedactingFilter) -> None:
    """A record that comes from another process may bear any mark but this filter's own."""
    record = logging.makeLogRecord({"msg": MAIL, "redactor_masked": id(masking)})
    assert masking.filter(record) and MAIL not in record.getMessage()


def test_two_handlers_write_the_same(masking: RedactingFilter) -> None:
    surrogates = RedactingFilter(Redactor(labels=["EMAIL_ADDRESS"], operator="hash", key=b"0123456789abcdef"))
    log, outs = logger(surrogates, logging.Formatter("%(message)s"), logging.Formatter("%(message)s"))
    log.info("to %s", MAIL)
    assert outs[0].getvalue() == outs[1].getvalue() != f"to {MAIL}\n"


def test_a_masked_record_travels_without_redactor_and_key(masking: RedactingFilter) -> None:
    record = logging.makeLogRecord({"msg": MAIL})
    assert masking.filter(record)
    assert len(pickle.dumps(record.__dict__)) < 2_000


def test_what_cannot_be_looked_at_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tagger, "tag", lambda self, texts: [Failure("inference-error:X")] * len(texts))
    log, (out,) = logger(RedactingFilter())
    log.info("Niels Jansen was here", extra={"who": "Niels Jansen"})
    assert out.getvalue() == "[WITHHELD]\n"
