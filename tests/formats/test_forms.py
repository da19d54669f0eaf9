"""Forms in workbooks and documents: a cell is what the label to its left says, also a number, and no row of it is a header."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import docx
import openpyxl
import pytest
from harness import SETTINGS, read

from redactor.engine.detection import Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy

#: Numbers are read where their column or label is a phone's or a person's.
SCALARS = replace(SETTINGS, scalars=lambda path, countable: path.endswith(("SSN[*]", "Phone[*]")))
POLICY = Policy(only=("USERNAME", "SECRET", "PERSON", "PHONE_NUMBER", "US_SSN", "LOCATION"))
DETECTION = Detection(POLICY, Masker(POLICY), None)
Rows = Sequence[Sequence[str | int | None]]


def _workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _document(rows: Rows) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = "" if value is None else str(value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _masked(name: str, data: bytes) -> list[str]:
    """The texts of cells that are masked whole."""
    records = read(name, data, SCALARS)
    found: list[str] = []
    for record, answer in zip(records, DETECTION.detect(records), strict=True):
        assert isinstance(answer, list)
        for spans, leaf in zip(answer, record.leaves, strict=True):
            if leaf.field.startswith(("sheet", "body")) and any(len(span) == len(leaf.text) for span in spans):
                found.append(leaf.text)
    return found


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([("Login", "kbrand"), ("Password", "winterfox"), ("SSN", 123121234)], ["kbrand", "winterfox", "123121234"]),
        ([("Login", "mlee", "Password", "snowowl")], ["mlee", "snowowl"]),
        ([("City", "hull", "SSN", "123121234"), ("Phone", 5550132, "Login", "mlee")], ["hull", "123121234", "5550132", "mlee"]),
        ([("Name", "Login"), ("rose", "mlee"), ("grant", "kbrand")], ["rose", "mlee", "grant", "kbrand"]),
        ([("Login", "Status"), ("mlee", "open"), ("kbrand", "open")], ["mlee", "kbrand"]),
        ([("shade", "size"), ("violet", "small")], []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["a.xlsx", "a.docx"])
def test_a_cell_is_what_its_label_or_header_says(kind: str, rows: Rows, values: list[str]) -> None:
    assert _masked(kind, (_workbook if kind == "a.xlsx" else _document)(rows)) == values


def test_a_form_in_a_sheet_may_have_titles_and_gaps() -> None:
    rows = [("Customer",), ("Phone", 5550132, None, "SSN", 123121234), ("Total", 77), ("Login:", None, "mlee")]
    assert _masked("a.xlsx", _workbook(rows)) == ["5550132", "123121234", "mlee"]


def test_a_form_may_stand_above_a_table() -> None:
    rows = [
        ("Customer", "Ann Zorblatt", None, "Login", "mlee"),
        ("Phone", 5550132, None, "City", "hull"),
        (),
        ("Item", "Qty"),
        ("Bolt", 5),
    ]
    assert _masked("a.xlsx", _workbook(rows)) == ["Ann Zorblatt", "mlee", "5550132", "hull"]


def test_the_title_of_a_column_of_values_is_no_value() -> None:
    assert "Value" not in _masked(
        "a.xlsx", _workbook([("Name", "Value"), ("Login", "kbrand"), ("Password", "winterfox")])
    )
