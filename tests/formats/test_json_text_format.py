from __future__ import annotations

import io
import json
from typing import Any

import pytest
from harness import SETTINGS, copied, read, replaced, shown, the_format
from hypothesis import given
from hypothesis import strategies as st

from redactor.formats import json_units
from redactor.formats.protocol import FormatSettings

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('abcé \\"', max_size=4), inner, max_size=4),
    max_leaves=12,
)
spelled = st.builds(
    lambda value, indent, ascii_only: json.dumps(value, indent=indent, ensure_ascii=ascii_only),
    values, st.sampled_from([None, 1, "\t"]), st.booleans(),
)  # fmt: skip
files = st.builds(
    lambda texts, gap, end: (gap.join(texts) + end).encode("utf-8", "surrogatepass"),
    st.lists(spelled, max_size=3), st.sampled_from(["\n", " \r\n", "\n\n"]), st.sampled_from(["", "\n", " "]),
)  # fmt: skip
broken = st.lists(
    st.sampled_from([*'{}[],:" \n\\', '"a"', '"\\n"', "1", "true", "nul", '{"a":', "[[", "é", "\ufeff", "\udc80"]), max_size=9
).map(lambda parts: "".join(parts).encode("utf-8", "surrogateescape"))  # fmt: skip
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=3)
#: A placeholder, two values, is never cut.
cuts = st.sampled_from([2, 3, 5, 10_000])


@pytest.fixture(autouse=True)
def _cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_units, "MOST_VALUES", json_units.MOST_VALUES)  # given back after each test


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts(each)]


@given(spelled, cuts, sizes)
def test_every_text_is_a_leaf_wherever_it_is_cut(text: str, most: int, sizes: list[int]) -> None:
    json_units.MOST_VALUES = most
    data = text.encode("utf-8", "surrogatepass")
    records = read("a.json", data, sizes=sizes)
    assert [leaf.text for record in records for leaf in record.leaves] == texts(json.loads(text))
    assert not any(record.problem for record in records)


@given(files | broken, cuts, sizes)
def test_what_is_not_withheld_is_as_it_was_and_buffers_do_not_matter(data: bytes, most: int, sizes: list[int]) -> None:
    json_units.MOST_VALUES = most
    whole, trickled = read("a.json", data), read("a.json", data, sizes=sizes)
    assert shown(whole) == shown(trickled)
    made = copied("a.json", data, sizes=sizes)
    if any(record.problem for record in whole):
        # What comes out can be read, and says where something is missing.
        again = {record.index: record for record in read("a.json", made)}
        assert b"_redactor" in made and not any(record.problem for record in again.values())
        assert all(again[record.index].leaves == record.leaves for record in whole if not record.problem)
    else:
        assert made == data


@given(files, cuts)
def test_reading_goes_on_at_every_position(data: bytes, most: int) -> None:
    json_units.MOST_VALUES = most
    records = read("a.json", data)
    for number, record in enumerate(records):
        if record.position is not None:
            position = json.loads(json.dumps(record.position))
            rest = the_format("a.json").reader(io.BytesIO(data), SETTINGS, position)
            assert shown(list(rest)) == shown(records[number + 1 :])


@pytest.mark.parametrize(
    ("data", "made"),
    [
        (b'[{"a": "Bob"}, {"a": nul}, {"a": "Bob"}]', b'[{"a": "[P]"}, {"_redactor": {"withheld": "malformed-json"}}, {"a": "[P]"}]'),
        (b'[{"a": "Bob"}, {"a": "Bo', b'[{"a": "[P]"}, {"_redactor": {"withheld": "malformed-json"}}]'),
        (b'{"a": "Bob"}\n{"a"}\n', b'{"a": "[P]"}\n{"_redactor": {"withheld": "malformed-json"}}\n'),
        (b'\xef\xbb\xbf["Bob"]\r\n', b'\xef\xbb\xbf["[P]"]\r\n'),
        ("﻿[1]".encode("utf-16-le"), b'{"_redactor": {"withheld": "unsupported-encoding"}}'),
        (b"[]\n", b"[]\n"),
        (
            b'["Bob", "\xff\x02\xff\x03\xff\x04\xff\x05\xff\x06\xff", "Bob"]',
            b'["[P]", {"_redactor": {"withheld": "unsupported-encoding"}}, "[P]"]',
        ),
    ],
)  # fmt: skip
def test_bytes(data: bytes, made: bytes) -> None:
    assert copied("a.json", data, edit=replaced("Bob", "[P]")) == made


def test_paths_are_the_same_cut_or_not() -> None:
    data = (
        b'{"type": "x", "features": [{"a": {"name": "Ann"}}, {"a": {"name": "Bob"}, "b": ["C", "D"]}], "z": {"q": "E"}}'
    )
    fields = ["type", "features[0].a.name", "features[1].a.name", "features[1].b[0]", "features[1].b[1]", "z.q"]
    for most in (2, 3, 5, 10_000):
        json_units.MOST_VALUES = most
        assert [leaf.field for record in read("a.json", data) for leaf in record.leaves] == fields
        chosen = read("a.geojson", data, FormatSettings(fields=("features[*].a.name", "z.q")))
        assert [leaf.text for record in chosen for leaf in record.leaves] == ["Ann", "Bob", "E"]


def test_items_of_a_list_are_records_and_too_long_ones_are_withheld() -> None:
    data = json.dumps([{"a": "Ann"}, {"a": "x" * 300_000}, {"a": "Bob"}]).encode()
    records = read("a.json", data, FormatSettings(max_record_bytes=1_000))
    assert [(record.index, record.problem) for record in records] == [(0, None), (1, "too-long")]


def test_a_large_value_under_a_key_that_looks_like_data_is_withheld() -> None:
    json_units.MOST_VALUES = 0
    assert [record.problem for record in read("a.json", b'{"bob@example.com": {"a": "Bob"}}')] == ["too-complex"]


@pytest.mark.parametrize(
    "data",
    [b'{"a":{{{', b'{"a":[1,[[', b"[[[{", b'{"a": {"b": "Bob", "c": [{bad', b'[{"a": [1, {"b": nul, "c": 2}]}, "Bob"]'],
)
def test_units_keep_their_numbers_when_one_of_a_cut_value_is_withheld(data: bytes) -> None:
    """A value that breaks off was cut for more values than are left of it; ``verify`` reads the output by these numbers."""
    json_units.MOST_VALUES = 2
    before, after = read("a.json", data), read("a.json", copied("a.json", data))
    assert [record.index for record in before] == [record.index for record in after]
