"""Formats whose values a scanner places: what it sees, what is written, and that nothing passes that nobody looked at."""

from __future__ import annotations

import io
import json
import tomllib
from configparser import RawConfigParser
from typing import Any

import pytest
from harness import SETTINGS, copied, read, replaced, shown, the_format
from hypothesis import given
from hypothesis import strategies as st

from redactor.formats.placed import units
from redactor.formats.protocol import FormatSettings
from redactor.records import Edit, Record

#: (file, text) → (field, text) of its leaves, in order.
SEEN = [
    ("a.yaml", "people:\n- name: Ann\n  tel: '5'\n- name: Bob\n", [("people[0].name", "Ann"), ("people[0].tel", "5"), ("people[1].name", "Bob")]),
    ("a.yaml", "- name: Ann\n  to:\n  - x\n  - y\n- Bob\n", [("name", "Ann"), ("to[0]", "x"), ("to[1]", "y"), ("$", "Bob")]),
    ("a.yaml", "a: {b: [x, 'y''s', {c: z}], d: e}\n", [("a.b[0]", "x"), ("a.b[1]", "y's"), ("a.b[2].c", "z"), ("a.d", "e")]),
    ("a.yaml", "a: one\n  two  # three\nb: |2-\n   x\n\n  y\nc: 5\n", [("a", "one two"), ("comment", "three"), ("b", " x\n\ny")]),
    ("a.yaml", 'a: "B\\u00f6ll\n   says"\n? q\n: r\n--- !t &x text\n', [("a", "Böll says"), ("a[2]", "q"), ("a[3]", "r"), ("$", "text")]),
    ("a.yaml", "# Ann\n# Lee\na: &x 'y' # z\nb: *x\n", [("comment", "Ann\nLee"), ("a", "y"), ("comment[2]", "z")]),
    ("a.yaml", "a: [never\nb: closed\n", [("text", "a: [never"), ("b", "closed")]),
    ("a.toml", 'a.b = "x\\n"\n[o."p q"]\nr = """\ns "t\\\n  u"""\n', [("a.b", "x\n"), ("o.p q.r", 's "tu')]),
    ("a.toml", "[[p]]\nn = 'A' # c\n[p.q]\nr = [\"x\", {y = 'z'}]\n[[p]]\nn = 1979-05-27\nt = true\n",
     [("p[0].n", "A"), ("comment", "c"), ("p[0].q.r[0]", "x"), ("p[0].q.r[1].y", "z"), ("p[1].n", "1979-05-27")]),
    ("a.ini", "[db]\nuser = Ann ; why\n  and on\nhost: h\n", [("db.user", "Ann"), ("comment", "why"), ("db.user[2]", "and on"), ("db.host", "h")]),
    ("a.cfg", "[a]\nb =\n    x\n    y\n", [("a.b", "x\ny")]),
    ("a.conf", "user Ann\\\n  Lee;\n# c\n<X>\n", [("user", "Ann Lee"), ("comment", "c"), ("text", "<X>")]),
    ("a.properties", "a.b=B\\u00f6ll \\\n  x\n! c\nd e\n", [("a.b", "Böll x"), ("comment", "c"), ("d", "e")]),
    (".env", "export A=\"x\ny\" # c\nB='z'\nC=d e\n", [("A", "x\ny"), ("comment", "c"), ("B", "z"), ("C", "d e")]),
]  # fmt: skip


def leaves(records: list[Record]) -> list[tuple[str, str]]:
    return [(leaf.field, leaf.text) for record in records for leaf in record.leaves]


@pytest.mark.parametrize(("name", "data", "seen"), SEEN)
def test_leaves(name: str, data: str, seen: list[tuple[str, str]]) -> None:
    told = leaves(read(name, data.encode()))
    assert told == seen


MARKED = '[O\'P: #"x" \\, y]'
#: (file, text, masked word, what becomes of it).
MADE = [
    ("a.yaml", "a: Bob's Bob # Bob\n", "Bob", "a: '[P]''s [P]' # [P]\n"),
    ("a.yaml", "a: [Bob, 'Bob', \"B\\u006fb\"]\n", "Bob", "a: ['[P]', '[P]', \"[P]\"]\n"),
    ("a.yaml", "a: |\n  Bob\n   Bob\n", "Bob", "a: |\n  [P]\n   [P]\n"),
    ("a.yaml", "a: x Bob\n  y's Bob\n", "Bob", "a: 'x [P]\n  y''s [P]'\n"),
    ("a.toml", 'a = "Bob"\nb = \'\'\'\nBob\'\'\'\nc = 1999-01-01\n', "1999-01-01", 'a = "Bob"\nb = \'\'\'\nBob\'\'\'\nc = "[P]"\n'),
    ("a.ini", "a = Bob\n", "Bob", "a = [P]\n"),
    ("a.properties", "a=Bob \\\n  Bob\n", "Bob Bob", "a=[P]\\\n  \n"),
    (".env", "A=Bob\nB=\"Bob\"\nC='Bob'\n", "Bob", "A='[P]'\nB=\"[P]\"\nC='[P]'\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "word", "made"), MADE)
def test_bytes(name: str, data: str, word: str, made: str) -> None:
    assert copied(name, data.encode(), edit=replaced(word, "[P]")) == made.encode()
    windows = data.replace("\n", "\r\n").encode()
    if "\n" not in word and "|" not in data:
        assert copied(name, windows, edit=replaced(word, "[P]")) == made.replace("\n", "\r\n").encode()


def ini(text: str) -> dict[str, dict[str, str]]:
    parser = RawConfigParser()
    parser.read_string(text)
    return {section: dict(parser.items(section)) for section in parser.sections()}


def yaml(text: str) -> Any:
    return list(pytest.importorskip("yaml", reason="PyYAML reads what was written").safe_load_all(text))


#: Somebody else's reader: of every text where each leaf is masked by what needs escapes, it gives just that.
READERS = [
    ("a.yaml", yaml, "a: Bob\nb: ['Bob', \"Bob\", Bob]\nc: >-\n  Bob\nd: Bob\n  Bob\n",
     [{"a": "M", "b": ["M", "M", "M"], "c": "M", "d": "M"}]),
    ("a.toml", tomllib.loads, 'a = "B"\nb = """\nB"""\nc = [\'B\', {d = "B"}]\ne = 07:32:00\n',
     {"a": "M", "b": "M", "c": ["V", {"d": "M"}], "e": "M"}),
    ("a.ini", ini, "[s]\na = B\nb: B\n   B\n", {"s": {"a": "M", "b": "M"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reader", "data", "said"), READERS)
def test_another_reader_sees_the_masks(name: str, reader: Any, data: str, said: Any) -> None:
    def whole(record: Record) -> list[list[Edit]]:
        return [[Edit(0, len(leaf.text), MARKED)] for leaf in record.leaves]

    told = reader(copied(name, data.encode(), edit=whole).decode())
    expected = json.loads(json.dumps(said), object_hook=filled)
    assert told == (filled(expected) if isinstance(expected, dict) else [filled(one) for one in expected])


def filled(value: Any) -> Any:
    """``M`` is the mask, ``V`` the mask where no apostrophe can stand."""
    if isinstance(value, dict):
        return {key: filled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one) for one in value]
    return {"M": MARKED, "V": MARKED.replace("'", "’")}.get(value, value)


NAMES = ("a.yaml", "a.toml", "a.ini", "a.conf", "a.properties", ".env")
parts = st.sampled_from(
    # One row of what may follow on each other.
    ["\n", "\n", "\r\n", " ", "  ", "\t", "# ", "; ", "- ", "? ", ": ", "= ", "Bob", "Bob's", "a", "b.c", "b@x", "b@x: ", "name: Bob\n", "x = Bob\n", "|\n", ">-\n", '"', "'", '"""', "'''",  # noqa: E501
     "[", "]", "[[t]]\n", "[t]\n", "{", "}", ", ", "\\", "\\\n", "&x ", "*x", "!t ", "---\n", "%Y 1\n", "5", "true", "é", "\udc80", "\ufeff", "<a>", "  - Bob\n", "'Bob'\n"]  # noqa: E501
)  # fmt: skip
files = st.lists(parts, max_size=14).map(lambda drawn: "".join(drawn).encode("utf-8", "surrogateescape"))
names = st.sampled_from(NAMES)
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=3)
counts = st.sampled_from([1, 2, 4_000])


@pytest.fixture(autouse=True)
def _counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LEAST", "_MOST"):
        monkeypatch.setattr(units, name, getattr(units, name))  # given back after each test


@given(names, files, counts, sizes)
def test_every_byte_stays_and_every_letter_is_looked_at(name: str, data: bytes, most: int, sizes: list[int]) -> None:
    units._LEAST = units._MOST = most
    records = read(name, data)
    assert not [record for record in records if record.problem]
    assert copied(name, data, sizes=sizes) == data
    assert shown(read(name, data, sizes=sizes)) == shown(records)
    for record, beside in zip(
        records, the_format(name).record_side_texts(io.BytesIO(data), SETTINGS) or (), strict=True
    ):
        assert "@" not in beside.text or any("@" in one for one in record.names)
    for record in records:
        fields = [leaf.field for leaf in record.leaves]
        assert len(set(fields)) == len(fields)


@given(names, files, counts)
def test_reading_goes_on_at_every_position(name: str, data: bytes, most: int) -> None:
    units._LEAST = units._MOST = most
    records = read(name, data)
    for number, record in enumerate(records[:-1]):
        position = json.loads(json.dumps(record.position))
        assert shown(list(the_format(name).reader(io.BytesIO(data), SETTINGS, position))) == shown(
            records[number + 1 :]
        )
