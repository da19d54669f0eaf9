"""A table in a text longer than a piece keeps the names of its columns to the end, also behind a resume."""

from __future__ import annotations

import io
import random

import pytest
from harness import SETTINGS

from redactor.cli.evaluated import masked_by_patterns
from redactor.formats.text import TextFormat
from redactor.records import Leaf, Record
from redactor.table_heads import head_behind

MASK = masked_by_patterns(None)
_DRAW = random.Random(4)
#: Words that nothing but their column calls a secret.
VALUES = ["".join(_DRAW.choice("abcdefghijkmnop") for _ in range(7)) for _ in range(1_000)]
#: A text around rows of (number, value).
TABLES = {
    "pipes": ("| id | password |\n|---|---|\n", "| {} | {} |\n", "\nEnd.\n"),
    "pipes of a quoted mail": ("You wrote:\n\n> | id | password |\n> |---|---|\n", "> | {} | {} |\n", "\n"),
    "commas": ("id,password,city\n", "{},{},x\n", ""),
    "tabs": ("id\tpassword\n", "{}\t{}\n", ""),
    "blanks": ("user     password   note\n", "bob{:<6} {}    ok\n", ""),
    "a log of W3C": ("#Version: 1.0\n#Fields: time password uri\n", "10:0{} {} /a\n# remark\n", ""),
    "a log of Zeek": ("#fields\tts\tpassword\n#types\ttime\tstring\n", "{}\t{}\n", ""),
    "behind a line": ("The users are:\n| id | password |\n", "| {} | {} |\n", ""),
    "psql": ("=> select\n id | password \n----+----\n", " {} | {}\n", ""),
    "mysql": ("+--+--+\n| id | password |\n+--+--+\n", "| {} | {} |\n", "+--+--+\n"),
    "quoted cells": ("user,password,note\n", 'bob{},{},"x, y"\n', ""),
    "INSERT in one line": ("INSERT INTO t (id, password) VALUES ", "({}, '{}'), ", "(0, 'x');\n"),
    "COPY": ("Hello\n\nCOPY users (id, password) FROM stdin;\n", "{}\t{}\n", "\\.\n\nDone.\n"),
    "INSERT": ("We ran\nINSERT INTO users (id, password) VALUES\n", "({}, '{}'),\n", "\nDone.\n"),
    "HTML": ("<table><tr><th>id</th><th>password</th></tr>\n", "<tr><td>{}</td><td>{}</td></tr>\n", "</table>\n"),
    "a grid": ("+--+--+\n| id | password |\n+==+==+\n", "| {} | {} |\n+--+--+\n", "\n"),
    "a grid of lines": ("┌──┬──┐\n│ id │ password │\n├──┼──┤\n", "│ {} │ {} │\n├──┼──┤\n", "└──┴──┘\n"),
    "Jira": ("||id||password||\n", "|{}|{}|\n", "\n"),
    "MoinMoin": ("|| id || password ||\n", "|| {} || {} ||\n", "\n"),
    "MediaWiki": ('{{| class="wikitable"\n|-\n! id !! password\n|-\n'.replace("{{", "{"), "| {} || {}\n|-\n", "|}\n"),
    "LaTeX": ("id & password \\\\\n\\hline\n", "{} & {} \\\\\n", "\\hline\n"),
    "two columns alone": ("login,password\n", "bob{},{}\n", ""),
    "a data frame": ("   id password\n", "    {}  {}\n", "\nEnd.\n"),
    "a list of columns": ("   id password\n----- ---------\n", "    {}  {}\n", "\nEnd.\n"),
    "lines that end in \\r\\n": ("user;password;x\r\n", "bob{};{};y\r\n", ""),
}


def _records(data: bytes, position: object = None, *, seekable: bool = True) -> list[Record]:
    source = io.BytesIO(data) if seekable else _Forward(data)
    return list(TextFormat().reader(source, SETTINGS, position))


class _Forward(io.BytesIO):
    def seekable(self) -> bool:
        return False


def _clear(leaves: list[Leaf]) -> set[str]:
    """The values that the masks of the pieces' cores leave whole."""
    left = ""
    for leaf in leaves:
        masked = {at for span in MASK(leaf.text, None) for at in range(span.start, span.end)}
        left += "".join(" " if at in masked else leaf.text[at] for at in range(leaf.core_start, leaf.core_end))
    return {value for value in VALUES if value in left}


@pytest.mark.parametrize(("before", "row", "after"), TABLES.values(), ids=TABLES)
def test_every_row_has_the_names_of_its_columns(before: str, row: str, after: str) -> None:
    data = (before + "".join(row.format(at % 10, value) for at, value in enumerate(VALUES)) + after).encode()
    records = _records(data)
    leaves = [leaf for record in records for leaf in record.leaves]
    assert len(leaves) > 1 and _clear(leaves) == set()
    assert b"".join(leaf.text[leaf.core_start : leaf.core_end].encode() for leaf in leaves) == data
    for number, record in list(enumerate(records, 1))[:2]:
        for seekable in (True, False):
            assert _records(data, record.position, seekable=seekable) == records[number:]
        assert not set(VALUES).intersection(str(record.position).split()), "text in the state"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("id | name\n1 | Ann\n2 | Bo", "id | name"),
        ("Dear Ann,\nhow are you?\n", None),
        ("Staff\nid|name\n1|Ann\n", "id|name"),
        ("a,b,c\n1,2,3\n\nDear Ann,\nhow", None),
        ("#Fields: a b\n1 2\n\n3 4\n", "#Fields: a b"),
        ("COPY t (a, b) FROM stdin;\n1\t2\n", "COPY t (a, b) FROM stdin;"),
        ("COPY t (a, b) FROM stdin;\n1\t2\n\\.\nx\n", None),
        ("INSERT INTO t (a, b) VALUES\n(1, 2),\n(3, 4);\nx\n", None),
        ("x\n\na\tb\n1\t2\n", "a\tb"),
    ],
)
def test_the_head_at_the_end_of_a_text(text: str, head: str | None) -> None:
    found = head_behind(text, 0, len(text))
    assert (found and found.line) == head
    assert found is None or text[found.start :].startswith(found.line)


def test_long_lines_take_time_in_proportion() -> None:
    for piece in ("a", "a,", "(", "(a", "#fields ", "\n\n", "x;\n", "values(", "a(a)", "<a", "<th"):
        assert head_behind(piece * 40_000, 0, 40_000 * len(piece)) is None or piece in ("a,", "#fields ")


def test_nothing_is_read_across_the_head_that_is_told_again() -> None:
    row = "0132 wwwww,Rome," + "lorem ipsum " * 150 + "\n"
    text = "id,city,call +1 415 555\n" + row * 8
    for record in _records(text.encode()):
        leaf = record.leaves[0]
        assert not [span for span in MASK(leaf.text, None) if span.start < leaf.core_start < span.end]
    assert [text[span.start : span.end] for span in MASK(text, None) if "\n" in text[span.start : span.end]] == [
        "+1 415 555\n0132"
    ]
