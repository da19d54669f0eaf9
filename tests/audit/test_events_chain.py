from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit.canonical import canonical
from redactor.audit.chain import GENESIS, Chain, genesis, links
from redactor.audit.events import (
    AuditLineError,
    Event,
    Withheld,
    event_body,
    parse_event,
    parse_withheld,
    withheld_line,
)

EVENT = Event("a.txt", 3, "b[0].c", 4, 9, 4, 12, "PERSON", 0.987654, "model", "tag", None)
# High surrogates never stand alone in what we read: JSON escapes come in pairs, file names use the low ones.
NAMES = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\udc80\udcff"), max_size=12)
EVENTS = st.builds(
    lambda file, record, field, start, size, out, out_size, label, score, value: Event(
        file, record, field, start, start + size, out, out + out_size, label, score, "model", "tag", value
    ),
    NAMES, st.integers(0, 10**12), NAMES, st.integers(0, 10**9), st.integers(1, 99), st.integers(0, 10**9),
    st.integers(0, 99), NAMES, st.floats(0, 1), st.none() | st.just("0" * 64),
)  # fmt: skip


def first_bad(lines: list[bytes], head: str = GENESIS) -> int | None:
    return next((link.number for link in links(lines, head) if not link.good), None)


def test_an_event_is_one_line_with_the_contract_s_keys_in_order() -> None:
    line = Chain(genesis("a.txt")).seal(event_body(EVENT))
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert list(json.loads(line)) == [
        "file", "record", "field", "start", "end", "out_start", "out_end", "label", "score", "detector", "operator",
        "value_hmac", "chain",
    ]  # fmt: skip
    assert json.loads(line)["score"] == 0.9877


@given(EVENTS)
def test_events_come_back_as_they_were(event: Event) -> None:
    assert parse_event(event_body(event)) == event
    event_body(event).decode("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000,
        event_body(EVENT)[:-1] + b',"more":1}', event_body(EVENT).replace(b'"record":3', b'"record":3.0'),
        event_body(EVENT).replace(b'"record":3', b'"record":true'), event_body(EVENT).replace(b'"file":', b'"file": '),
        event_body(EVENT).replace(b'"end":9', b'"end":4'), event_body(EVENT).replace(b"0.9877", b"0.98770"),
        event_body(EVENT).replace(b'"record":3', b'"record":3,"record":3'),
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_quoting_it(line: bytes) -> None:
    with pytest.raises(AuditLineError) as raised:
        parse_event(line)
    assert (raised.value.__cause__ is None and raised.value.__suppress_context__) or raised.value.__context__ is None
    assert "a.txt" not in str(raised.value)


@pytest.mark.parametrize(
    "entry", [Withheld("é", 3, "too-long"), Withheld("a", None, "x"), Withheld("a", 0, "x", 1, 2, 1, 11)]
)
def test_withheld_lines_come_back(entry: Withheld) -> None:
    assert parse_withheld(withheld_line(entry)) == entry


def test_the_chain_is_what_it_says() -> None:
    chain, body = Chain(), b'{"a":1}'
    line = chain.seal(body)
    assert json.loads(line)["chain"] == hashlib.sha256(GENESIS.encode() + body).hexdigest() == chain.head


@given(st.lists(EVENTS, min_size=1, max_size=6), st.integers(1, 5))
def test_a_chain_can_go_on_from_its_head(events: list[Event], at: int) -> None:
    whole = Chain(genesis("f"))
    lines = [whole.seal(event_body(event)) for event in events]
    first = Chain(genesis("f"))
    again = [first.seal(event_body(event)) for event in events[:at]]
    second = Chain(first.head)
    again += [second.seal(event_body(event)) for event in events[at:]]
    assert again == lines and second.head == whole.head
    assert first_bad(lines, genesis("f")) is None
    assert first_bad(lines, genesis("g")) == 1


@given(st.data())
def test_a_changed_dropped_moved_or_added_line_is_named(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 6))
    chain = Chain()
    lines = [chain.seal(event_body(replace(EVENT, record=number))) for number in range(count)]
    at = data.draw(st.integers(0, count - 2))
    bit = data.draw(st.integers(0, len(lines[at]) * 8 - 1))
    changed = bytearray(lines[at])
    changed[bit // 8] ^= 1 << bit % 8
    assert first_bad([*lines[:at], bytes(changed), *lines[at + 1 :]]) in (at + 1, at + 2)
    assert first_bad([*lines[:at], *lines[at + 1 :]]) == at + 1
    assert first_bad([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]) == at + 1
    assert first_bad([*lines[: at + 1], *lines[at:]]) == at + 2
    assert [link.byte for link in links(lines)] == [sum(map(len, lines[:n])) for n in range(count)]


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | NAMES, lambda x: st.lists(x) | st.dictionaries(NAMES, x))
)
def test_canonical_json_is_json_and_stable(value: object) -> None:
    spelled = canonical(value)
    assert json.loads(spelled) == value and canonical(json.loads(spelled)) == spelled
