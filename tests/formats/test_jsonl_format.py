from __future__ import annotations

import io
import itertools
import json
from typing import Any

import pytest
from harness import SETTINGS, copied, read, replaced, shown, the_format
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redactor.errors import UsageError
from redactor.formats.fields import EVERYTHING
from redactor.formats.json_scan import MAX_DEPTH, Scanned, scan
from redactor.formats.protocol import FormatSettings
from redactor.records import Edit

BUDGET = 1 << 20

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
#: JSON in many spellings: spaces, escapes, separators.
spelled = st.builds(
    lambda value, ascii_only, indent, gaps: json.dumps(value, ensure_ascii=ascii_only, indent=indent, separators=gaps),
    values,
    st.booleans(),
    st.sampled_from([None, 1, "\t"]),
    st.sampled_from([(",", ":"), (" , ", " :\r"), (", ", ": ")]),
)
tokens = st.sampled_from(
    [*'{}[],:" \t\n\r\\/', '"a"', '"\\n"', '"\\ud800"', '"\\u00e9x"', '"\x01"', "1", "-", "01", "1.5e3", "1.", ".5",
     "true", "nul", "NaN",
     "-Infinity", "\ufeff", "é", "\x0b", '"\\x"', '"\\u12"', "'", "{}", "[]", '{"a":', "\udc80"]
)  # fmt: skip
lines = st.one_of(
    spelled.map(lambda text: text.replace("\n", " ").encode("utf-8", "surrogatepass")),
    st.lists(tokens, max_size=8).map(lambda parts: "".join(parts).encode("utf-8", "surrogateescape")),
    st.binary(max_size=20),
)
files = st.lists(st.tuples(lines, st.sampled_from([b"\n", b"\r\n", b""])), max_size=6).map(
    lambda drawn: b"".join(b"".join(pair) for pair in drawn)
)
sizes = st.lists(st.integers(1, 50), min_size=1, max_size=4)


def strings(value: Any, path: str = "") -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in strings(each)]


@given(spelled)
def test_leaves_are_the_strings_that_the_standard_parser_finds(text: str) -> None:
    scanned = scan(text, EVERYTHING, BUDGET)
    assert not isinstance(scanned, str)
    found = scanned.found
    assert [each.text for each in found] == [each for each in strings(json.loads(text)) if each]
    for each in found:
        assert json.loads(text[each.start - 1 : each.end + 1]) == each.text


def refused(constant: str) -> None:
    """The standard parser takes NaN and Infinity, which are no JSON."""
    raise ValueError(constant)


@settings(max_examples=400)
@given(st.one_of(st.lists(tokens, max_size=10).map("".join), st.text(max_size=12)))
@example('{"a":1,}')
@example("[1 2]")
@example('{"a" "b"}')
@example('"a" "b"')
@example('{"a":"b"]')
@example('[{"a":"b"],"c"}')
@example("[}")
@example("--1")
@example("[,]")
@example('{"a": NaN}')
@example("[-Infinity]")
def test_what_the_standard_parser_refuses_is_refused(text: str) -> None:
    if not text.strip(" \t\r\n"):
        assert scan(text, EVERYTHING, BUDGET) == Scanned()
        return
    try:
        json.loads(text, parse_constant=refused)
    except ValueError:
        assert scan(text, EVERYTHING, BUDGET) == "malformed-json"
    else:
        assert not isinstance(scan(text, EVERYTHING, BUDGET), str)


@given(files, sizes)
def test_no_edits_change_nothing_and_read_sizes_decide_nothing(data: bytes, sizes: list[int]) -> None:
    whole = read("a.jsonl", data)
    assert shown(read("a.jsonl", data, sizes=sizes)) == shown(whole)
    written = copied("a.jsonl", data, sizes=sizes)
    if not any(record.problem for record in whole):
        assert written == data
    elif whole[-1].problem != "unsupported-encoding":
        kept, got = data.split(b"\n"), written.split(b"\n")
        assert len(kept) == len(got)
        for record in whole:
            expected = kept[record.index]
            if record.problem:
                mark = b"\xef\xbb\xbf" if record.index == 0 and expected.startswith(b"\xef\xbb\xbf") else b""
                carriage = b"\r" if expected.endswith(b"\r") and len(kept) > record.index + 1 else b""
                expected = mark + b'{"_redactor": {"withheld": "malformed-json"}}' + carriage
            assert got[record.index] == expected


@given(files, st.data())
def test_reading_goes_on_from_every_position(data: bytes, draw: st.DataObject) -> None:
    whole = read("a.jsonl", data)
    if whole and whole[-1].problem != "unsupported-encoding":
        i = draw.draw(st.integers(0, len(whole) - 1))
        assert shown(read("a.jsonl", data, position=whole[i].position, sizes=[3])) == shown(whole[i + 1 :])


@given(spelled, st.data(), st.sampled_from(["[P]", '"\\\n', "é😀", "\ud800"]))
def test_an_edit_changes_its_span_and_nothing_else(text: str, draw: st.DataObject, by: str) -> None:
    data = text.replace("\n", " ").encode("utf-8", "surrogatepass")
    (record,) = read("a.jsonl", data)
    if not record.leaves or record.problem:
        return
    at = draw.draw(st.integers(0, len(record.leaves) - 1))
    length = len(record.leaves[at].text)
    start = draw.draw(st.integers(0, length - 1))
    end = draw.draw(st.integers(start + 1, length))
    edits = [[Edit(start, end, by)] if i == at else [] for i in range(len(record.leaves))]
    sink = io.BytesIO()
    the_format("a.jsonl").writer(sink, SETTINGS).write(record, edits)
    after = sink.getvalue()
    (again,) = read("a.jsonl", after)
    assert again.problem is None
    # Lone surrogates beside each other may join up to one character once they are next to each other.
    texts = {leaf.field: leaf.text for leaf in again.leaves}
    old = record.leaves[at].text
    if "\ud800" <= max(old[:start][-1:] + old[end:][:1] + "a") <= "\udfff":
        return
    assert texts[record.leaves[at].field] == old[:start] + by + old[end:]
    # Bytes before and after the literal are the same.
    scanned = scan(text.replace("\n", " "), EVERYTHING, BUDGET)
    assert isinstance(scanned, Scanned)
    found = scanned.found
    assert not isinstance(found, str)
    raw = text.replace("\n", " ")
    assert after.startswith(raw[: found[at].start].encode("utf-8", "surrogatepass"))
    assert after.endswith(raw[found[at].end :].encode("utf-8", "surrogatepass"))


def test_spelling_of_everything_else_survives() -> None:
    line = b'\xef\xbb\xbf{ "a" : "\\u004eiels \\/ \\ud83d\\ude00 Niels\\ud800",'
    line += b'\t"a":"Niels", "n":1.50E+2, "x\\u002ey":[{"Niels":"a\\"Niels"}], "b":"\xff"}\r\n'
    expected = (
        line.replace(b"\\u004eiels", b"[P]")
        .replace(b'Niels\\ud800",', b'[P]\\ud800",')
        .replace(b':"Niels"', b':"[P]"')
        .replace(b'"a\\"Niels"', b'"a\\"[P]"')
    )
    assert copied("a.jsonl", line, edit=replaced("Niels", "[P]")) == expected


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ('{"a":{"b":["x",{"text":"y"}]}}', ["a.b[0]", "a.b[1].text"]),
        ('"x"', ["$"]),
        ('["x",["y"]]', ["[0]", "[1][0]"]),
        (
            '{"x.y":"v","":"v","*":"v","a b":"v","$":"v","é":"v","q\\"":"v"}',
            ['["x.y"]', '[""]', '["*"]', "a b", '["$"]', "é", '["q\\""]'],
        ),
        ('{"a":"v","a":"w","b":{},"c":[],"d":""}', ["a", "a"]),
        ("", []),
        ("3.5", []),
        (" \t", []),
    ],
)
def test_paths(line: str, paths: list[str]) -> None:
    (record,) = read("a.jsonl", line.encode() + b"\n")
    assert record.problem is None
    assert [leaf.field for leaf in record.leaves] == paths


@pytest.mark.parametrize(
    ("fields", "line", "outcome"),
    [
        (["a"], '{"a":"x","b":"y"}', ["x"]),
        (["a"], '{"b":"y"}', []),
        (["a"], '{"a":null}', []),
        (["a"], '{"a":3}', "wrong-type"),
        (["a"], '{"a":true}', "wrong-type"),
        (["a"], '{"a":{}}', "wrong-type"),
        (["a"], '{"a":["x"]}', "wrong-type"),
        (["a", "a[*]"], '{"a":["x","y"]}', ["x", "y"]),
        (["a", "a[*]"], '{"a":"x"}', ["x"]),
        (["a[1]"], '{"a":["x","y","z"]}', ["y"]),
        (["a.b[*].text"], '{"a":{"b":[{"text":"x","no":"n"},{"text":"y"},{}]}}', ["x", "y"]),
        (["a.b[*].text"], '{"a":{"b":[{"text":7}]}}', "wrong-type"),
        (["a.b[*].text"], '{"a":{"b":"text"}}', "wrong-type"),
        (["a.*"], '{"a":{"b":"x","c":"y"},"d":"z"}', ["x", "y"]),
        (["*"], '{"a":"x","b":"y"}', ["x", "y"]),
        (['["x.y"]'], '{"x.y":"v","x":{"y":"w"}}', "v"),
        (["$"], '"x"', ["x"]),
        (["$"], "{}", "wrong-type"),
        (["a"], '"x"', "wrong-type"),
        (["a"], '{"a":3', "malformed-json"),
        (["a\\u0062"], '{"ab":"x"}', []),
        (["ab"], '{"a\\u0062":"x\\n"}', ["x\n"]),
    ],
)
def test_chosen_fields(fields: list[str], line: str, outcome: Any) -> None:
    (record,) = read("a.jsonl", line.encode(), FormatSettings(fields=tuple(fields)))
    got: Any = record.problem or [leaf.text for leaf in record.leaves]
    assert got == ([outcome] if outcome == "v" else outcome)


def test_bounds() -> None:
    deep = "[" * MAX_DEPTH + '"x"' + "]" * MAX_DEPTH
    assert not isinstance(scan(deep, EVERYTHING, BUDGET), str)
    assert scan(f"[{deep}]", EVERYTHING, BUDGET) == "too-deep"
    assert scan("[" * 100_000, EVERYTHING, BUDGET) == "too-deep"
    assert scan('["aaaa",' * 9, EVERYTHING, BUDGET) == "malformed-json"
    assert scan(json.dumps(["a"] * 5000), EVERYTHING, BUDGET) == "too-complex"
    assert scan(json.dumps({"k" * 5000: ["a"] * 500}), EVERYTHING, BUDGET) == "too-complex"
    limited = FormatSettings(max_record_bytes=10)
    assert [r.problem for r in read("a.jsonl", b'"12345678"\r\n"123456789"\r\n\n', limited)] == [None, "too-long", None]
    assert copied("a.jsonl", b'"123456789"\r\n', limited) == b'{"_redactor": {"withheld": "too-long"}}\r\n'


def test_keys_that_are_more_than_words_are_told_once() -> None:
    line = b'{"plain key": 1, "a@example.org": {"a@example.org": [{"1": null}]}, "4111\\u0031": "x", "Zo\xc3\xab": []}'
    (record,) = read("a.jsonl", line)
    assert record.names == ("a@example.org", "1", "41111", "Zoë")
    (record,) = read("a.jsonl", line, FormatSettings(fields=("nothing",)))
    assert record.names == ("a@example.org", "41111", "Zoë"), "what is not selected is not looked into"
    many = json.dumps({f"k{i}": i for i in range(5_000)})
    assert scan(many, EVERYTHING, BUDGET) == "too-complex"


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        (("name",), ()),
        (("name", "nmae"), ("nmae",)),
        (("null", "empty", "list[*]", "list[2]"), ("list[2]",)),
        (("deep.*", "deep.none", "deep.no"), ("deep.no",)),
        (('["odd key!"]',), ()),
        (("last",), ()),
    ],
)
def test_a_chosen_field_that_no_line_has_is_told(fields: tuple[str, ...], absent: tuple[str, ...]) -> None:
    data = b"""{"name": "a", "null": null, "empty": "", "list": ["x", null]}
not json
{"deep": {"none": null}, "odd key!": "x"}

{"last": "x"}
"""
    how = FormatSettings(fields=fields)
    for start in range(5):  # also after a resume
        reader: Any = the_format("a.jsonl").reader(io.BytesIO(data), how)
        position = next(itertools.islice(reader, start, None)).position
        reader = the_format("a.jsonl").reader(io.BytesIO(data), how, json.loads(json.dumps(position)))
        assert len(list(reader)) == 4 - start and reader.absent_fields == absent


def test_a_long_run_of_escapes_takes_linear_time_and_little_memory() -> None:
    import tracemalloc

    line = ('"' + "\\u00e9" * 300_000 + '"').encode()
    (record,) = read("a.jsonl", line)
    tracemalloc.start()
    sink = io.BytesIO()
    the_format("a.jsonl").writer(sink, SETTINGS).write(record, [[Edit(1, 2, "x"), Edit(299_999, 300_000, "y")]])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sink.getvalue() == b'"\\u00e9x' + b"\\u00e9" * 299_997 + b'y"'
    assert peak < 12_000_000


def test_utf_16_is_withheld_whole() -> None:
    data = '\ufeff{"a":"Niels"}\n'.encode("utf-16-le")
    assert copied("a.jsonl", data) == b'{"_redactor": {"withheld": "unsupported-encoding"}}\n'
    assert b"i\0" not in copied("a.jsonl", data[2:])


def test_errors_hold_no_text() -> None:
    with pytest.raises(UsageError) as caught:
        read("a.jsonl", b"", FormatSettings(fields=("a..b",)))
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"NaN", b'{"a": -Infinity}', b'["a\rb"]', b'["a\x00b"]', b"\x0c"]
)
def test_what_is_no_json_is_withheld(data: bytes) -> None:
    (record,) = read("a.jsonl", data)
    assert (record.problem, record.leaves) == ("malformed-json", ())
