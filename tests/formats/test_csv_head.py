from __future__ import annotations

import pytest
from harness import read, shown

from redactor.formats.csv_head import head_rows, is_name
from redactor.formats.protocol import FormatSettings

AUTO = FormatSettings(header=None)


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        # A header over numbers, dates, words, sentences.
        ("name,age|Ann Lee,31|Bob Ray,29", 1),
        ("Name,City|Ann Lee,Oslo|Bob Ray,Bergen", 1),
        ("Nama Lengkap,Nomor Telepon,Agama|Sri Wahyuni,0812,Islam", 1),
        ("first_name,last_name|Ann,Lee|Bob,Ray", 1),
        ("text|I went to the shop and back|He came home late again", 1),
        ("NOMBRE,CIUDAD|Ana Ruiz,Lugo|Eva Gil,Vigo", 1),
        ("Country,1960,1961,1962|Peru,1.5,2.5,3.5", 1),
        ("Phone 1 - Value,Address 1 - Street|555-0100-99,1 Main St|555-0199-11,2 Elm Rd", 1),
        ("id,a,b|1,x,y", 1),
        ("name,age", 1),
        # No header: what the first row holds is of the kind that stands below.
        ("Ann Lee,31|Bob Ray,29|Cy Fox,40", 0),
        ("Ann Lee,ann@example.com|Bob Ray,bob@example.com", 0),
        ("Ann Lee,Oslo|Bob Ray,Oslo|Cy Fox,Oslo", 0),
        ("1990-02-03,x|1991-02-03,y", 0),
        ("Ann Lee,ann@example.com,[PHONE_NUMBER]", 0),
        ("1,2,x|3,4,y", 0),
        # A form: each row is a name and its value.
        ("Name,Ann Lee|Phone,668 5702|Card,4111 1111 1111 1112", 0),
        ("Login,kbrand,City,Hull|Password,winterfox,Phone,5550132", 0),
        ("Login,kbrand,City,Hull,|Phone,,Password,tulip7desk,", 0),
        ("Name,Phone|Ann Lee,668 5702", 1),
        ("Name,Phone,City,Login|Ann Lee,668 5702,Hull,kbrand", 1),
        ("Login,Hobby,Password,Shirt|kbrand,Chess,tulip7desk,M|guest,None,none,L|user,None,default,L", 1),
        ("Customer,Hobby,Password,Shirt|kbrand,Golf,tulip7desk,M|Customer,Golf,default,L", 1),
        ("field,note|name,who it is|phone,where they are", 1),
        # Titles above a header, and above data.
        ("Staff list 2024||name,age|Ann Lee,31|Bob Ray,29", 3),
        ("Staff,,|name,age,city|Ann Lee,31,Oslo|Bob Ray,29,Bergen", 2),
        ("Staff list|Ann Lee,31|Bob Ray,29", 0),
    ],
)
def test_a_header_is_told_from_data(lines: str, rows: int) -> None:
    assert head_rows([line.split(",") for line in lines.split("|")]) == rows


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("First Name", True),
        ("zip", True),
        ("Net Tonnage Rate", True),
        ("Conta Corrente", True),
        ("Nama Ibu Kandung", True),
        ("Data Lançamento", True),
        ("Maria Gonzalez", False),
        ("a@example.com", False),
    ],
)
def test_what_reads_like_a_name(cell: str, name: bool) -> None:
    assert is_name(cell) is name


def test_a_first_row_of_data_is_a_record_like_the_others() -> None:
    data = b"\xef\xbb\xbfAnn Lee,ann@example.com\nBob Ray,bob@example.com\n"
    records = read("a.csv", data, AUTO)
    assert [record.index for record in records] == [0, 1]
    assert [leaf.field for leaf in records[0].leaves] == ["[0]", "[1]"]
    assert records[0].leaves[0].text == "Ann Lee"
    for sizes in ([1], [2, 7]):
        assert shown(read("a.csv", data, AUTO, sizes=sizes)) == shown(records)
    assert shown(read("a.csv", data, AUTO, position=records[0].position)) == shown(records[1:])


def test_titles_stand_in_the_head_and_are_read() -> None:
    data = b'For "Ann Lee"\r\n\r\nname;age\r\nBob Ray;31\r\nCy Fox;40\r\n'
    head, first, *_ = read("a.csv", data.replace(b";", b","), AUTO)
    assert (head.index, [(leaf.field, leaf.text) for leaf in head.leaves]) == (-1, [("title[0]", 'For "Ann Lee"')])
    assert [leaf.field for leaf in first.leaves] == ["name", "age"]


def test_line_by_line_the_first_line_alone_tells() -> None:
    live = FormatSettings(header=None, line_buffered=True)
    assert [record.index for record in read("a.csv", b"name,age\nAnn,3\n", live, sizes=[1])] == [-1, 0]
    assert [record.index for record in read("a.csv", b"Ann,ann@example.com\nBob,x\n", live, sizes=[1])] == [0, 1]


def test_rows_of_a_form_hold_fields() -> None:
    data = b"Name,Ann Lee\nHome phone,668 5702\nann@example.com,x\nStatus,\nEmergency contact Ann Lee,5\n"
    records = read("form.csv", data, AUTO)
    assert [[(leaf.field, leaf.text) for leaf in record.leaves] for record in records] == [
        [("Name", "Ann Lee")],
        [("[0]", "Home phone"), ("Home phone", "668 5702")],
        [("[0]", "ann@example.com"), ("[1]", "x")],
        [],
        [("[0]", "Emergency contact Ann Lee"), ("[1]", "5")],
    ]


def test_rows_of_a_form_may_hold_several_fields() -> None:
    data = b"Login;kbrand;City;Hull\nPassword;winterfox;Phone;5550132\n"
    assert [[(leaf.field, leaf.text) for leaf in record.leaves] for record in read("form.csv", data, AUTO)] == [
        [("Login", "kbrand"), ("City", "Hull")],
        [("Password", "winterfox"), ("Phone", "5550132")],
    ]
