# ruff: noqa: E501 - a case stays a row
"""Formats whose values a scanner places: what it sees, what is written, and that nothing passes that nobody looked at."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import closing
from pathlib import Path
from typing import Any

import program
import pytest
from harness import SETTINGS, check_goes_on_everywhere, copied, read, replaced, shown, the_format
from hypothesis import assume, given
from hypothesis import strategies as st
from yaml import safe_load

from redactor.formats import registry
from redactor.formats.encodings import is_foreign
from redactor.formats.placed import unit_reader
from redactor.formats.protocol import FormatSettings
from redactor.formats.registry import FormatRow
from redactor.records import Edit, Record

#: (file, text) → (field, text) of its leaves, in order.
SEEN = [
    ("a.yaml", "people:\n- name: Ann\n  tel: '5'\n- name: Bob\n", [("people[0].name", "Ann"), ("people[0].tel", "5"), ("people[1].name", "Bob")]),
    ("a.yaml", "- name: Ann\n  to:\n  - x\n  - y\n- Bob\n", [("name", "Ann"), ("to[0]", "x"), ("to[1]", "y"), ("$", "Bob")]),
    ("a.yaml", "a: {b: [x, 'y''s', {c: z}], d: e}\n", [("a.b[0]", "x"), ("a.b[1]", "y's"), ("a.b[2].c", "z"), ("a.d", "e")]),
    ("a.yaml", "a: one\n  two  # three\nb: |2-\n   x\n\n  y\nc: 5\n", [("a", "one two"), ("comment", "three"), ("b", " x\n\ny")]),
    ("a.yaml", 'a: "B\\u00f6ll\n   says"\n? niels\n: r\n? phone\n: s\n--- !t &x text\n', [("a", "Böll says"), ('["?"]', "niels"), ('["?"][2]', "r"), ("phone", "s"), ("$", "text")]),
    ("a.yaml", "? first name: Ann\n? name email # Bob Lee\n: 5\n", [('["?"].first name', "Ann"), ('["?"]', "name email"), ("comment", "Bob Lee")]),
    ("a.yaml", "# Ann\n# Lee\na: &x 'y' # z\nb: *x\n", [("comment", "Ann\nLee"), ("a", "y"), ("comment[2]", "z")]),
    ("a.yaml", "a: [never\nb: closed\n", [("text", "a: [never"), ("b", "closed")]),
    ("a.toml", 'a.b = "x\\n"\n[o."p q"]\nr = """\ns "t\\\n  u"""\n', [("a.b", "x\n"), ("o.p q.r", 's "tu')]),
    ("a.toml", "[[p]]\nn = 'A' # c\n[p.q]\nr = [\"x\", {y = 'z'}]\n[[p]]\nn = 1979-05-27\nt = true\n",
     [("p[0].n", "A"), ("comment", "c"), ("p[0].q.r[0]", "x"), ("p[0].q.r[1].y", "z"), ("p[1].n", "1979-05-27")]),
    ("a.ini", "[db]\nuser = Ann ; why\n  and on\nhost: h\n", [("db.user", "Ann"), ("comment", "why"), ("db.user[2]", "and on"), ("db.host", "h")]),
    ("a.cfg", "[a]\nb =\n    x\n    y\n", [("a.b", "x\ny")]),
    ("a.conf", "user Ann\\\n  Lee;\n# c\n<X>\n", [("user", "Ann Lee"), ("comment", "c"), ("text", "<X>")]),
    ("a.properties", "a.b=B\\u00f6ll \\\n  x\n! c\nd e\n", [("a.b", "Böll x"), ("comment", "c"), ("d", "e")]),
    ("a.vcf", "BEGIN:VCARD\r\nN:Lee;Ann;;;\r\nitem1.TEL;TYPE=home:tel:+1 \r\n 5\r\nNOTE;X-B=\"c d\":a\\, b\\nc\r\nEND:VCARD\r\n",
     [("N.family_name", "Lee"), ("N.given_name", "Ann"), ("TEL.phone", "+1 5"), ("NOTE.X-B", "c d"), ("NOTE", "a, b\nc")]),
    ("a.vcf", "BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=B6ll;An=\nn;;;\nEND:VCARD\n", [("N.family_name", "Böll"), ("N.given_name", "Ann")]),
    ("a.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20250101T000000Z\r\nATTENDEE;CN=Ann;RSVP=TRUE:mailto:a@ex\r\n am.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
     [("VEVENT.ATTENDEE.CN.full_name", "Ann"), ("VEVENT.ATTENDEE.email", "a@exam.example")]),
    ("a.sql", "-- who\nINSERT INTO t (a, \"b c\") VALUES ('O''N', 5), -- two\n ('C:\\', f('x'));\nUPDATE u SET n = 'y';\n",
     [("comment", "who"), ("t.a", "O'N"), ("comment", "two"), ("t.a", "C:\\"), ('t.b c', "x"), ("u.n", "y")]),
    ("a.sql", "CREATE TABLE `t` (`a` int, `b` text);\nINSERT INTO `t` VALUES (1,'O\\'N'),(2,\"x\");\n", [("t.b", "O'N"), ("t.b", "x")]),
    ("a.sql", "COPY s.t (a, b) FROM stdin;\n1\tx\\ty\n2\t\\N\n\\.\nSELECT $$z$$;\n", [("t.a", "1"), ("t.b", "x\ty"), ("t.a", "2"), ("SELECT", "z")]),
    ("a.sql", "CREATE TABLE t (a, b, c INT, PRIMARY KEY (a));\nINSERT INTO t VALUES(replace('x\\ny','\\n',char(10)),unistr('y\\u000a\\\\z'),5);\n", [("t.a", "x\ny"), ("t.b", "y\n\\z")]),
    ("a.sql", "COPY t (a, b) FROM stdin;\n\\\\x426f62\t\\\\xff\n\\.\nINSERT INTO t VALUES ('\\x426f62');\n", [("t.a", "Bob"), ("t[0]", "Bob")]),
    ("a.sql", "GRANT SELECT ON o.* TO 'kb'@'%' IDENTIFIED BY 'x';\nREVOKE ALL ON o.* FROM 'kb';\n", [("username", "kb"), ("host", "%"), ("password", "x"), ("username[2]", "kb")]),
    ("a.sql", "SET A ON\nGO\nINSERT [d].[t] ([a]) VALUES (N'x')\nGO\n", [("t.a", "x")]),
    ("a.sql", "UPDATE [my users] SET [full name] = 'x', [a] = ARRAY['y', 'z'];\n", [("my users.full name", "x"), ("my users.ARRAY", "y"), ("my users.ARRAY[2]", "z")]),
    ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nI am <i>Ann</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nLee <a@b.example>\n", [("text", "I am Ann\nLee <a@b.example>")]),
    ("a.srt", "1\n00:01,0 --> 00:02,0\nroom 5\n2\n00:02,0 --> 00:03,0\nAnn\n7\nmore\n00:03,0 --> 00:04,0\nLee\n", [("text", "room 5\nAnn\n7\nmore\nLee")]),
    ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<b Ann>a</b> <c.loud>b</c><font color='#fff' x='Lee'>\n", [("text", "<b Ann>a b<font color='#fff' x='Lee'>")]),
    ("a.vtt", "WEBVTT Bob\n\nthe cue\n00:01.000 --> 00:02.000\n<v Ann Lee>a &amp; b</v>\n",
     [("comment", "Bob"), ("cue", "the cue"), ("speaker.full_name", "Ann Lee"), ("text", "a & b")]),
    ("a.access", '192.0.2.1 - ann [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1 "-" "M"\n{"a": {"b": "\\u00e9", "n": 5}}\n at x\n at y\n',
     [("remote_addr", "192.0.2.1"), ("remote_user", "ann"), ("request", "GET / HTTP/1.0"), ("agent", "M"), ("a.b", "é"), ("text", "at x\nat y")]),
    (".env", "export A=\"x\ny\" # c\nB='z'\nC=d e\n", [("A", "x\ny"), ("comment", "c"), ("B", "z"), ("C", "d e")]),
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _access() -> Iterator[None]:
    """Logs have no suffix of their own: their first line tells them."""
    row = FormatRow("log", "redactor.formats.placed.logs:LogFormat", (".access",))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "_OWN", (*registry._OWN, row))
        registry.rows.cache_clear()
        yield
    registry.rows.cache_clear()


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
    ("a.vcf", "BEGIN:VCARD\nFN:B\n ob\nNOTE;X-A=Bob:Bob\nEND:VCARD\n", "Bob", "BEGIN:VCARD\nFN:[P]\nNOTE;X-A=\"[P]\":[P]\nEND:VCARD\n"),
    ("a.sql", "INSERT INTO t VALUES (X'426F6220', 0xFF, 0x426f62);\n", "Bob", "INSERT INTO t VALUES (X'5B505D20', 0xFF, 0x5B505D);\n"),
    ("a.sql", "INSERT INTO t VALUES ('Bob''s Bob', 5);\n", "Bob", "INSERT INTO t VALUES ('[P]''s [P]', 5);\n"),
    ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nI am Bob\n\n2\n00:00:02,000 --> 00:00:03,000\nBob\n", "Bob",
     "1\n00:00:01,000 --> 00:00:02,000\nI am [P]\n\n2\n00:00:02,000 --> 00:00:03,000\n[P]\n"),
    ("a.sql", "INSERT INTO t VALUES (x'Bob x', x'426f62');\n", "Bob", "INSERT INTO t VALUES (x'[P] x', x'5B505D');\n"),
    ("a.sql", "CREATE TABLE t (a);\nINSERT INTO t VALUES (replace('Bob\\nx','\\n',char(10))), (unistr('\\u0042ob')), ('\\x426f62');\n", "Bob",
     "CREATE TABLE t (a);\nINSERT INTO t VALUES (replace('[P]\\nx','\\n',char(10))), (unistr('[P]')), ('\\x5B505D');\n"),
    ("a.srt", "1\n00:01,0 --> 00:02,0\nI am Bob\n\n2\n00:02,0 --> 00:03,0\nLee\nhere\n", "Bob\nLee",
     "1\n00:01,0 --> 00:02,0\nI am [P]\n\n2\n00:02,0 --> 00:03,0\n<i></i>\nhere\n"),
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


def sqlite(text: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(text)
        return [list(row) for row in base.execute("SELECT * FROM t")]


#: Somebody else's reader: of every text where each leaf is masked by what needs escapes, it gives just that.
READERS = [
    ("a.yaml", yaml, "a: Bob\nb: ['Bob', \"Bob\", Bob]\nc: >-\n  Bob\nd: Bob\n  Bob\n",
     [{"a": "M", "b": ["M", "M", "M"], "c": "M", "d": "M"}]),
    ("a.toml", tomllib.loads, 'a = "B"\nb = """\nB"""\nc = [\'B\', {d = "B"}]\ne = 07:32:00\n',
     {"a": "M", "b": "M", "c": ["V", {"d": "M"}], "e": "M"}),
    ("a.sql", sqlite, "CREATE TABLE t (a text, b int);\nINSERT INTO t VALUES ('x''y', 5), -- z\n('x', 6);\n", [["M", 5], ["M", 6]]),
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


NAMES = (
    "a.yaml",
    "a.toml",
    "a.ini",
    "a.conf",
    "a.properties",
    ".env",
    "a.vcf",
    "a.ics",
    "a.sql",
    "a.srt",
    "a.vtt",
    "a.access",
)
parts = st.sampled_from(
    # One row of what may follow on each other.
    ["\n", "\n", "\r\n", " ", "  ", "\t", "# ", "; ", "- ", "? ", ": ", "= ", "Bob", "Bob's", "a", "b.c", "b@x", "b@x: ", "name: Bob\n", "x = Bob\n", "|\n", ">-\n", '"', "'", '"""', "'''",
     "[", "]", "[[t]]\n", "[t]\n", "{", "}", ", ", "\\", "\\\n", "&x ", "*x", "!t ", "---\n", "%Y 1\n", "5", "true", "é", "\udc80", "\ufeff", "<a>", "  - Bob\n", "'Bob'\n",
     "BEGIN:VCARD\n", "END:VCARD\n", "BEGIN:VEVENT\r\n", "N:Bob;a\n", "TEL;X=Bob:5\n", ";", "INSERT INTO t (a, b) VALUES ", "('Bob', 5)", ",\n", ";\n", "COPY t (a) FROM stdin;\n",
     "Bob\tx\n", "\\.\n", "--", "/*", "*/", "$$", "`t`", "00:01.000 --> 00:02.000\n", "WEBVTT\n", "<v Bob>", '{"a": "Bob"}\n', '192.0.2.1 - Bob [10/Oct/2000:13:55:36 -0700] "', ]
)  # fmt: skip
files = st.lists(parts, max_size=14).map(lambda drawn: "".join(drawn).encode("utf-8", "surrogateescape"))
names = st.sampled_from(NAMES)
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=3)
counts = st.sampled_from([1, 2, 4_000])


@pytest.fixture(autouse=True)
def _counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LEAST", "_MOST"):
        monkeypatch.setattr(unit_reader, name, getattr(unit_reader, name))  # given back after each test


@given(names, files, counts, sizes)
def test_every_byte_stays_and_every_letter_is_looked_at(name: str, data: bytes, most: int, sizes: list[int]) -> None:
    assume(not is_foreign(data))  # lines of one sign each
    unit_reader._LEAST = unit_reader._MOST = most
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
    unit_reader._LEAST = unit_reader._MOST = most
    check_goes_on_everywhere(name, data)


#: Who and what is planted in every part; each is named by its field, or proven.
CANARIES = ("Zork Blep", "zork.blep@example.com", "4111111111111111", "5105550137", "Xanthippe", "WGFudGhpcHBl")
PLANTED = {
    "a.yaml": "# zork.blep@example.com\nuser:\n  full_name: Zork Blep\n  phone: 5105550137\n  notes: [4111111111111111 paid, >\n"
    "    x]\n  text: |\n    line\n    4111111111111111\n? zork.blep@example.com\n: x\n",
    "a.toml": '# zork.blep@example.com\n[[user]]\nfull_name = """\nZork Blep"""\nphone = 5105550137 # 4111111111111111\nn = ["zork.blep@example.com"]\n',
    "a.ini": "; zork.blep@example.com\n[user]\nfull_name = Zork Blep\nphone: 5105550137\nnote =\n  4111111111111111\n",
    "a.conf": "full_name Zork Blep;\n<Host zork.blep@example.com>\nphone=5105550137\n",
    "a.properties": "full.name=Zork \\\n  Blep\nmail=zork.blep\\u0040example.com\nphone 5105550137\n",
    ".env": "FULL_NAME=Zork Blep\nPHONE='5105550137' # zork.blep@example.com\n",
    "a.vcf": "BEGIN:VCARD\r\nFN:Zork Bl\r\n ep\r\nTEL:5105550137\r\nNOTE;X-M=zork.blep@example.com:4111111111\r\n 111111\r\nPHOTO;ENCODING=b:WGFudGhpcHBl\r\nEND:VCARD\r\n",
    "a.ics": 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTENDEE;CN="Zork Blep":mailto:zork.blep@exam\r\n ple.com\r\nCOMMENT:4111111111111111\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    "a.sql": "-- zork.blep@example.com\nINSERT INTO users (id, full_name, phone, x) VALUES (1, 'Zork Blep', 5105550137, 'card 4111111111111111'),\n"
    "(2, 'Zork Blep', 5105550137, NULL);\nCOPY users (full_name, x) FROM stdin;\nZork Blep\tzork.blep@example.com\n\\.\n",
    "a.vtt": "WEBVTT zork.blep@example.com\n\n00:01.000 --> 00:02.000\n<v Zork Blep>card 4111\n1111 1111 1111\n",
    "a.log": '{"user": {"full_name": "Zork Blep", "phone": 5105550137}, "m": "4111111111111111"}\nTrace zork.blep@example.com\n',
    "b.log": '192.0.2.1 - xanthippe7 [10/Oct/2000:13:55:36 -0700] "GET /?m=zork.blep%40example.com HTTP/1.0" 200 1\n',
}  # fmt: skip


def test_nothing_that_was_planted_in_any_part_is_left(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, text in PLANTED.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    done = program.redact_batch(folder, output)
    assert done.returncode == 1 and b"picture 1" in done.stderr, done.stderr
    assert {path.name for path in output.iterdir()} == {*PLANTED, "_redactor"}
    for file in filter(Path.is_file, output.rglob("*")):
        text = re.sub(rb"\s+", b"", file.read_bytes()).lower()
        assert not [(file.name, one) for one in CANARIES if one.replace(" ", "").lower().encode() in text]
    checked = program.redactor("verify", output, "--input", folder, "--rescan")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_fields_are_chosen_and_numbers_looked_at_where_they_are_wanted() -> None:
    data = b"INSERT INTO t (phone, x) VALUES (5105550137, 'Bob');\n"
    assert leaves(read("a.sql", data, FormatSettings(fields=("t.x",)))) == [("t.x", "Bob")]
    wanted = FormatSettings(scalars=lambda path, countable: path == "t.phone")
    assert leaves(read("a.sql", data, wanted)) == [("t.phone", "5105550137"), ("t.x", "Bob")]
    for name, said in (("a.sql", b"(NULL, "), ("a.yaml", b"phone: '[P]'"), ("a.toml", b'phone = "[P]"')):
        text = data if name == "a.sql" else b"phone: 5105550137\n" if name == "a.yaml" else b"phone = 5105550137\n"
        wanted = FormatSettings(scalars=lambda path, countable: "phone" in path)
        assert said in copied(name, text, wanted, replaced("5105550137", "[P]"))
    # Bytes that are no text are looked at as numbers are: where their field asks for it.
    code = b"INSERT INTO t (code, x) VALUES (X'4AFC', X'4AFC'), (0x00, X'426F62');\n"
    wanted = FormatSettings(scalars=lambda path, countable: path == "t.code")
    assert leaves(read("a.sql", code, wanted)) == [("t.code", "X'4AFC'"), ("t.code", "0x00"), ("t.x", "Bob")]
    assert copied("a.sql", code, wanted, replaced("X'4AFC'", "[P]")) == code.replace(b"(X'4AFC'", b"(NULL")


def test_a_dump_loads_again() -> None:
    """What may not be NULL becomes zero, or empty; all that is not masked is the value that it was."""
    wanted = FormatSettings(scalars=lambda path, countable: path.endswith(("phone", "code")))
    rows = [
        (1, 5105550137, b"\xff\x00", "O'Bob; --", -1.5),
        (2, 7, b"", "a\nBob\\", None),
        (3, 5105550137, b"Bob", '"', 2),
    ]
    before = sqlite3.connect(":memory:")
    before.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, phone INT NOT NULL, code BLOB NOT NULL, x TEXT, n REAL)")
    before.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
    dump = "\n".join(before.iterdump()).encode()

    def masks(record: Record) -> list[list[Edit]]:
        texts = replaced("Bob", "[P]")(record)
        whole = [one.scalar is not None and one.text not in ("7", "X''") for one in record.leaves]
        return [
            [Edit(0, len(one.text), "[P]")] if go else said
            for go, one, said in zip(whole, record.leaves, texts, strict=True)
        ]

    after = sqlite3.connect(":memory:")
    after.executescript(copied("a.sql", dump, wanted, masks).decode())
    assert after.execute("SELECT * FROM t").fetchall() == [
        (1, 0, "", "O'[P]; --", -1.5), (2, 7, b"", "a\n[P]\\", None), (3, 0, b"[P]", '"', 2),
    ]  # fmt: skip


TABLE = b"CREATE TABLE t (n int NOT NULL, m int, a text);\n"


def test_what_is_withheld_keeps_its_place() -> None:
    for name, data, made in (
        ("a.yaml", b"- name: Bob\n- x\n", b'- "[WITHHELD]"\n- "[WITHHELD]"\n'),
        ("a.toml", b"a = 'Bob'\n", b"# [WITHHELD]\n"),
        ("a.sql", b"INSERT INTO t VALUES ('Bob', 5);\n", b"INSERT INTO t VALUES ('[WITHHELD]', 5);\n"),
        ("a.vcf", b"BEGIN:VCARD\nFN:Bob\nEND:VCARD\n", b"BEGIN:VCARD\r\nFN:[WITHHELD]\r\nEND:VCARD\r\n"),
    ):
        assert copied(name, data, withheld=lambda record: True) == made


def test_what_is_withheld_leaves_what_is_around_it_where_it_was() -> None:
    """What is too long, or was cut from the middle of something, as its kind of file can be read on."""
    small, long = FormatSettings(max_record_bytes=100), b"y" * 300
    for name, data, made in (
        ("a.sql", b"INSERT INTO t VALUES (1, 'LONG', (2));\n", b"INSERT INTO t VALUES ('[WITHHELD]', '[WITHHELD]', '[WITHHELD]');\n"),
        ("a.sql", TABLE + b"INSERT INTO t VALUES (1, 2, 'Bob'),\n(2, 3, 'LONG');\n-- x\n", TABLE + b"INSERT INTO t VALUES (1, 2, 'Bob'),\n(0, NULL, '[WITHHELD]');\n-- x\n"),
        ("a.sql", TABLE + b"COPY t FROM stdin;\n1\t2\tBob\n1\t2\tLONG\n\\.\n", TABLE + b"COPY t FROM stdin;\n1\t2\tBob\n0\t\\N\t[WITHHELD]\n\\.\n"),
        ("a.yaml", b"a:\n  - b: LONG\n    c: x\n  - LONG\n", b'a:\n  - "[WITHHELD]":\n    c: x\n  - "[WITHHELD]"\n'),
        ("a.toml", b"a = 'LONG'\nb = 1\n", b"# [WITHHELD]\nb = 1\n"),
    ):  # fmt: skip
        assert copied(name, data.replace(b"LONG", long), small) == made.replace(b"LONG", long)
    nested = b"a:\n" + b"  - b: Bob\n    c: Bob\n" * 700
    few = FormatSettings(most_leaves=16_000)
    made = copied("a.yaml", nested, few, withheld=lambda record: record.index == 0)
    assert safe_load(made)["[WITHHELD]"][-1] == {"b": "Bob", "c": "Bob"}
    assert copied("a.toml", b"[a]\nb = 1\n", withheld=lambda record: True) == b"[[WITHHELD]]\n"


@pytest.mark.parametrize(
    "data",
    [
        b"INSERT INTO t VALUES (1, 'abc\nNiels Bohr lives here\nUpdate Niels Bohr",
        b"INSERT INTO t VALUES (1, '" + b"y" * 300 + b"\nNiels Bohr lives here\nUpdate Niels Bohr');\n",
        b"Niels Bohr lives here\nNiels Bohr\n",
        b"x := 'abc\nNiels Bohr\n'; Niels Bohr lives here",
    ],
)
def test_what_is_no_statement_of_sql_is_read(data: bytes) -> None:
    found = "\n".join(
        leaf.text for record in read("a.sql", data, FormatSettings(max_record_bytes=100)) for leaf in record.leaves
    )
    assert found.count("Niels Bohr") == 2 and "lives here" in found


def test_encodings_and_limits() -> None:
    data = "a = Böb\r\nc = d\r\n".encode("utf-16")
    assert leaves(read("a.ini", data)) == [("a", "Böb"), ("c", "d")]
    assert copied("a.ini", data, edit=replaced("Böb", "[P]")) == "a = [P]\r\nc = d\r\n".encode("utf-16")
    assert [record.problem for record in read("a.ini", data[:-1])] == ["broken-encoding"]
    small = FormatSettings(max_record_bytes=100)
    long = b"a: 'x\n" + b"b: " + b"y" * 600_000 + b"\nc: d\n"
    records = read("a.yaml", long, small)
    assert [record.problem for record in records] == [None, "too-long", None]
    assert copied("a.yaml", long, small) == b"a: 'x\n# [WITHHELD]\nc: d\n"
