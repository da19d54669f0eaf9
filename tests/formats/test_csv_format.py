from __future__ import annotations

import csv
import io

import pytest
from harness import SETTINGS, copied, read, replaced, shown, the_format
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.formats.csv_rows import cells, rewritten
from redactor.formats.protocol import FormatSettings
from redactor.records import Edit

BARE = FormatSettings(header=0)
AUTO = FormatSettings(header=None)

parts = st.sampled_from(
    [b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"a", "é".encode(), b"\xff", b" ", b";", b"\t", b"x y", b"\0", b"Niels"]
)
files = st.one_of(st.lists(parts, max_size=40).map(b"".join), st.binary(max_size=60))
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=4)
tables = st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4), min_size=1, max_size=5)


@settings(max_examples=120)
@given(
    files,
    sizes,
    st.sampled_from(["a.csv", "a.tsv"]),
    st.sampled_from([SETTINGS, BARE, AUTO, FormatSettings(header=3), FormatSettings(max_record_bytes=7)]),
)
def test_no_edits_change_nothing_and_read_sizes_decide_nothing(
    data: bytes, sizes: list[int], name: str, how: FormatSettings
) -> None:
    whole = read(name, data, how)
    assert shown(read(name, data, how, sizes=sizes)) == shown(whole)
    if not any(record.problem for record in whole):
        assert copied(name, data, how, sizes=sizes) == data


@settings(max_examples=120)
@given(files, st.data(), st.sampled_from([SETTINGS, BARE, AUTO, FormatSettings(header=2)]))
def test_reading_goes_on_from_every_position(data: bytes, draw: st.DataObject, how: FormatSettings) -> None:
    whole = read("a.csv", data, how)
    if whole and whole[0].position is not None:
        i = draw.draw(st.integers(0, len(whole) - 1))
        for sizes in (None, [2, 5]):
            assert shown(read("a.csv", data, how, position=whole[i].position, sizes=sizes)) == shown(whole[i + 1 :])


@given(tables, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]))
def test_leaves_are_what_the_standard_reader_reads(table: list[list[str]], quoting: int, end: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(table)
    data = text.getvalue().encode()
    records = read("a.csv", b"h\n" + data, FormatSettings())[1:]
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=False))
    if any(record.problem for record in records):  # a row full of NULs may look like UTF-16
        return
    assert [[leaf.text for leaf in record.leaves] for record in records] == [
        [cell for cell in row if cell] for row in rows
    ]


@settings(max_examples=120)
@given(
    tables,
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.data(),
    st.sampled_from(["[P]", "a,b", 'q"', '"', "x\ny", ""]),
)
def test_an_edit_changes_its_cell_and_no_other(
    table: list[list[str]], quoting: int, draw: st.DataObject, by: str
) -> None:
    text = io.StringIO(newline="")
    # The standard writer leaves a lone \r unquoted, though its reader ends a row there.
    table = [[cell.replace("\r", "\n") for cell in row] for row in table]
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows([["h"], *table])
    data = text.getvalue().encode()
    chosen = draw.draw(st.integers(0, len(table) - 1))
    records = read("a.csv", data)
    if not records[chosen + 1].leaves or any(record.problem for record in records):
        return
    at = draw.draw(st.integers(0, len(records[chosen + 1].leaves) - 1))
    old = records[chosen + 1].leaves[at].text
    start = draw.draw(st.integers(0, len(old) - 1))
    end = draw.draw(st.integers(start + 1, len(old)))
    new = old[:start] + by + old[end:]

    def edit(record):  # type: ignore[no-untyped-def]
        return [[Edit(start, end, by)] if (record.index, i) == (chosen, at) else [] for i in range(len(record.leaves))]

    after = copied("a.csv", data, edit=edit)
    column = [i for i, cell in enumerate(table[chosen]) if cell][at]
    expected = [list(row) for row in table]
    expected[chosen][column] = new
    assert list(csv.reader(io.StringIO(after.decode(), newline="")))[1:] == [[*row] for row in expected]
    (line,) = [record.source for record in records if record.index == chosen]
    place = data.index(line.body + line.end, sum(len(r.source.body + r.source.end) for r in records[: chosen + 1]))
    assert after.startswith(data[: place + line.cells[column].start]) or not line.text.isascii()
    assert after.endswith(data[place + len(line.body) :])


def test_the_letter_of_a_table_survives() -> None:
    data = b'\xef\xbb\xbfname;"note, all";user.email\r\n"Niels; ""x""";Niels 5" pipe;a\r'
    data += b'"multi\nNiels";"";z;Niels\r\n\r\n"Niels"b;c\nlast;Niels'
    expected = (
        data.replace(b'"Niels"b', b'"[;]b"')
        .replace(b'Niels 5" pipe', b'"[;] 5"" pipe"')
        .replace(b";Niels", b';"[;]"')
        .replace(b"Niels", b"[;]")
    )
    assert copied("a.csv", data, edit=replaced("Niels", "[;]")) == expected
    records = read("a.csv", data)
    assert records[0].leaves == () and records[0].index == -1
    assert [[leaf.field for leaf in record.leaves] for record in records[1:]] == [
        ["name", '["note, all"]', '["user.email"]'], ["name", '["user.email"]', "[3]"], [],
        ["name", '["note, all"]'], ["name", '["note, all"]'],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("a,b;c,d", ","),
        ("a;b;c,d", ";"),
        ("a\tb", "\t"),
        ("a|b|c", "|"),
        ("one", ","),
        ('"x,y,z";b', ";"),
        ('"x\n,,,";b;c', ";"),
        ("a;b,c", ","),
    ],
)
def test_the_delimiter_is_found(head: str, delimiter: str) -> None:
    first, *_ = read("a.csv", head.encode() + b"\n1,2;3\n")
    assert first.source.delimiter == delimiter
    assert read("a.tsv", b"a,b\n")[0].source.delimiter == "\t"


@pytest.mark.parametrize(
    ("head", "fields"),
    [("a,a,b,,c d", ["[0]", "[1]", "b", "[3]", "c d"]), ("", ["[0]", "[1]", "[2]", "[3]", "[4]"])],
)
def test_names_that_repeat_or_lack_are_numbers(head: str, fields: list[str]) -> None:
    assert [leaf.field for leaf in read("a.csv", head.encode() + b"\n1,2,3,4,5\n")[1].leaves] == fields


@pytest.mark.parametrize(
    ("fields", "texts", "missing"),
    [
        (["name"], ["N"], ()),
        (["user.email", "[0]"], ["N", "E"], ()),
        (['["user.email"]'], ["E"], ()),
        (["*"], ["N", "E", "X"], ()),
        (["nmae"], [], ("nmae",)),
    ],
)
def test_chosen_fields(fields: list[str], texts: list[str], missing: tuple[str, ...]) -> None:
    how = FormatSettings(fields=tuple(fields))
    reader = the_format("a.csv").reader(io.BytesIO(b"name,user.email,c\nN,E,X\nN,E,X,Y\n"), how)
    _, row, ragged = list(reader)
    assert [leaf.text for leaf in row.leaves] == texts
    # More cells than names: any of them may belong to a chosen column.
    assert [leaf.text for leaf in ragged.leaves] == ["N", "E", "X", "Y"]
    assert reader.missing_fields == missing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "fields", "missing"),
    [
        (b"1,Ann,a@example.com\n2,Bob,b@example.com\n", ["email", "[2]", "[3]"], ("email", "[3]")),
        (b"1,Ann,a@example.com\n2,Bob,b@example.com\n", ["[*]", "*"], ("*",)),
        (b"Name;Ann Lee\nPhone;668 5702\nMail;a@example.com\n", ["Phone", "[1]", "Fax"], ("Fax",)),
        (b"", ["email"], ()),
    ],
)
def test_chosen_fields_without_a_header(data: bytes, fields: list[str], missing: tuple[str, ...]) -> None:
    reader = the_format("a.csv").reader(io.BytesIO(data), FormatSettings(fields=tuple(fields), header=None))
    list(reader)
    assert reader.missing_fields == missing


def test_a_first_row_of_data_does_not_pass_as_a_header() -> None:
    (first, _) = read("a.csv", b"Ann Lee,ann@example.com,555-0100-99,2020\nb,c,d,e\n")
    assert [leaf.field for leaf in first.leaves] == ["[0]", "[1]", "[2]"]
    assert [r.index for r in read("a.csv", b"Ann Lee,ann@example.com\nb,c\n", BARE)] == [0, 1]
    assert [
        leaf.field for leaf in read("a.csv", b"Ann,x\n", FormatSettings(header=False, fields=("[0]",)))[0].leaves
    ] == ["[0]"]


def test_withheld_rows_keep_their_place() -> None:
    data = b'a,b\r\n1,"x y"\r\n2,"open\r\n3,4\r\n'
    assert copied("a.csv", data, withheld=lambda r: r.index == 0) == b'a,b\r\n,""\r\n,'
    assert [r.problem for r in read("a.csv", data)] == [None, None, "malformed-csv"]
    assert copied("a.csv", data, FormatSettings(fields=("b",)), withheld=lambda r: r.index == 0).startswith(
        b'a,b\r\n1,""\r\n'
    )
    limited = FormatSettings(max_record_bytes=8)
    assert copied("a.csv", b'a,b\n"1\n2345678\n",2\n3,4\n', limited) == b"a,b\n,\n3,4\n"
    assert copied("a.csv", b"one\nx\n", withheld=lambda r: r.index == 0) == b'one\n""\n'
    assert [r.problem for r in read("a.csv", b"a,b\n" + b"," * 400_000)] == [None, "too-complex"]


def test_a_file_of_nothing_but_a_mark_stays() -> None:
    for name in ("a.csv", "a.txt", "a.log"):
        assert copied(name, b"\xef\xbb\xbf") == b"\xef\xbb\xbf"
        assert read(name, b"") == []


def test_wide_files_are_withheld_whole() -> None:
    data = "\ufeffname,note\nNiels,here\n".encode("utf-16-le")
    assert copied("a.csv", data) == copied("a.csv", data[2:]) == b"[WITHHELD]\n"


def test_cells_and_rewriting() -> None:
    assert [cell.text for cell in cells('"a""b",,"",x"y', ",")] == ['a"b', "", "", 'x"y']
    assert rewritten('a"', 'a"', 'b"', ",") == 'b"'
    assert rewritten("ab", "ab", '"b', ",") == '"""b"'
