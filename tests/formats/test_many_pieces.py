"""Values in very many pieces: packed where they are one text, withheld by name where they are as many texts; all else stays."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from harness import copied, read, the_format
from share import share

from redactor.formats.inner import UnreadableError
from redactor.formats.protocol import FormatSettings
from redactor.formats.raw_pieces import Piece, Pieces, kept
from redactor.records import Edit, Record

SMALL = FormatSettings(max_record_bytes=1 << 19)
#: More texts than a record of that size may have.
MANY = 11_000

#: Before the value and behind it stands what must come out as it was: a name, and where the value's own part of the file ends.
TOO_MANY = {
    "a.toml": (b"b = 'Ann'\na = [", b'"x",', b"]\nc = 'Bob'\n"),
    "a.yaml": (b"b: Ann\na: {", b"d: x, ", b"d: x}\nc: Bob\n"),
    "a.sql": (b"INSERT INTO a VALUES ('Ann'),\n(1", b",'x'", b"),\n('Bob');\n"),
    "b.sql": (b"COPY a (b) FROM stdin;\nAnn\nx", b"\tx", b"\nBob\n\\.\n"),
    "a.vcf": (b"BEGIN:VCARD\nFN:Ann\nN:", b"x;", b"\nNOTE:Bob\nEND:VCARD\n"),
    "a.ics": (b"BEGIN:VEVENT\nSUMMARY:Ann\nATTENDEE;MEMBER=x", b",x", b":x\nSUMMARY:Bob\nEND:VEVENT\n"),
    "a.vtt": (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn\n\n00:01.000 --> 00:02.000\n",
        b"x\n",
        b"\n00:03.000 --> 00:04.000\nBob\n",
    ),
}


@pytest.mark.parametrize("name", TOO_MANY)
def test_what_is_cut_into_too_many_texts_is_withheld_alone(name: str) -> None:
    before, part, after = TOO_MANY[name]
    data = before + part * MANY + after
    assert [record.problem for record in read(name, data, SMALL) if record.problem] == ["too-complex"]
    made = copied(name, data, SMALL)
    assert b"Ann" in made and b"Bob" in made and part * 2 not in made
    few = before + part * 2_000 + after
    assert copied(name, few, SMALL) == few and not any(record.problem for record in read(name, few, SMALL))


@pytest.mark.parametrize(
    ("name", "before", "part", "after"),
    [
        ("a.html", "<p>", "<i title=x>y</i>", "</p>"),
        ("b.html", "<p ", "a=b ", ">x</p>"),
        ("a.xml", "<a>", "<!--x-->", "</a>"),
        ("a.eml", "To: ", "a@example.com,", "\n\nx\n"),
        ("b.eml", "", "Subject: a,b,c,d\n", "\nx\n"),
        ("c.eml", "Content-Type: text/csv\n\n", "a,b\n", ""),
    ],
)
def test_so_is_a_block_or_a_message(name: str, before: str, part: str, after: str) -> None:
    data = (before + part * MANY + after).encode()
    assert [record.problem for record in read(name, data, SMALL) if record.problem] == ["too-complex"]
    assert part * 2 not in copied(name, data, SMALL).decode()


def test_and_a_document_or_a_member_of_an_archive() -> None:
    from benchmarks.in_pieces import package, zipped

    with pytest.raises(UnreadableError, match="too-complex"):
        read("a.docx", package("paragraphs.docx", 1 << 19), SMALL)
    assert [one.problem for one in read("a.zip", zipped("rows.csv", 1 << 16), SMALL)] == ["too-complex"]


#: (file, its beginning, a part that says two characters in two pieces or more, its end, what the mask is there)
ONE_TEXT = [
    ("a.sql", "INSERT INTO a VALUES ('", "x''", "');\n", "[M]"),
    ("b.sql", "INSERT INTO a VALUES (X'", "4a4a", "');\n", "5B4D5D"),
    ("a.toml", 'a = "', "x\\t", '"\n', "[M]"),
    ("a.yaml", 'a: "', "x\\t", '"\n', "[M]"),
    ("a.vcf", "BEGIN:VCARD\r\nNOTE:", "x\\n", "\r\nEND:VCARD\r\n", "[M]"),
    ("b.vcf", "BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:", "x=3D", "\nEND:VCARD\n", "[M]"),
    ("a.env", 'A="', "x\\n", '"\n', "[M]"),
    ("a.properties", "a=", "x\\t", "\n", "[M]"),
    ("a.html", "<p>", "x&lt;", "</p>", "[M]"),
]


@pytest.mark.parametrize(("name", "before", "part", "after", "mask"), ONE_TEXT)
def test_one_text_in_many_pieces_is_no_matter(name: str, before: str, part: str, after: str, mask: str) -> None:
    def edits(record: Record) -> list[list[Edit]]:
        return [[Edit(9_000, 9_004, "[M]")] if len(leaf.text) > 9_004 else [] for leaf in record.leaves]

    data = (before + part * MANY + after).encode()
    assert not any(record.problem for record in read(name, data, SMALL))
    assert copied(name, data, SMALL) == data
    left = before + part * 4_500, part * (MANY - 4_502) + after
    assert copied(name, data, SMALL, edits).decode() == mask.join(left)


@pytest.mark.parametrize("value", share(["x", "\\u0061\\u006e@ex\\u0061mple.com"], 2))
def test_an_output_is_cut_where_its_input_was(value: str) -> None:
    data = "".join(f"a{number} = [{'VALUE,' * 100}]\n" for number in range(300)).replace("VALUE", f'"{value}"').encode()
    records = read("a.toml", data, SMALL)
    assert len(records) > 2 and max(len(record.leaves) for record in records) <= SMALL.most_leaves
    made = copied("a.toml", data, SMALL, lambda record: [[Edit(0, len(one.text), "[M]")] for one in record.leaves])
    checked = read("a.toml", made, replace(SMALL, max_record_bytes=1 << 24, written=True))
    assert [len(record.leaves) for record in checked] == [len(record.leaves) for record in records]


def test_folds_of_a_card_may_stand_anywhere() -> None:
    line = "NOTE:" + "".join(f"word\\, {number:05}\r\n  " for number in range(3_000)) + "end\r\n"
    data = f"BEGIN:VCARD\r\n{line}END:VCARD\r\n".encode()
    (record,) = read("a.vcf", data, SMALL)
    assert record.leaves[0].text == "".join(f"word, {number:05} " for number in range(3_000)) + "end"
    assert copied("a.vcf", data, SMALL) == data
    made = copied("a.vcf", data, SMALL, lambda record: [[Edit(12_000, 12_011, "[M]")]])
    assert made.decode() == data.decode().replace("word\\, 01000", "[M]")


@pytest.mark.parametrize("count", [0, 1, 15, 16, 1_023, 1_024, 1_025, 5_000])
def test_packed_pieces_are_what_was_put_in(count: int) -> None:
    made = [Piece(3 * number, 3 * number + 1 + number % 2, chr(97 + number % 26)) for number in range(count)]
    packed = kept(made)
    assert list(packed) == made and len(packed) == count
    if isinstance(packed, Pieces):
        assert packed.text == "".join(piece.decoded for piece in made) and packed.end == made[-1].end
        assert list(packed.moved(7)) == [Piece(start + 7, end + 7, said) for start, end, said in made]


def test_memory_of_such_a_value_stays_in_proportion() -> None:
    import tracemalloc

    data = b"INSERT INTO a VALUES ('" + b"''" * 20_000 + b"');\n"
    tracemalloc.start()
    records = list(the_format("a.sql").reader(io.BytesIO(data), SMALL))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(len(record.leaves) for record in records) == 1 and held < 30 * len(data)
