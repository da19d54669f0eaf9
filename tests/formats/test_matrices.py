# ruff: noqa: E501 - a row of a table stays together
"""Rows as lists, as pandas, Google Sheets, BigQuery, Elasticsearch, Neo4j and Socrata write them in JSON, under names in another list."""

from __future__ import annotations

import io

import pytest
from harness import SETTINGS

from redactor.engine.detection import Detection
from redactor.formats.json_text import JsonFormat
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy

LABELS = ("USERNAME", "SECRET", "PERSON", "PHONE_NUMBER", "US_SSN")
DETECTION = Detection(Policy(only=LABELS), Masker(Policy(only=LABELS)), None)


def _masked(text: str) -> list[str]:
    """The values that are masked whole."""
    found: list[str] = []
    records = list(JsonFormat().reader(io.BytesIO(text.encode()), SETTINGS, None))
    for record, answer in zip(records, DETECTION.detect(records), strict=True):
        assert isinstance(answer, list)
        for spans, leaf in zip(answer, record.leaves, strict=True):
            found += [leaf.text for span in spans if len(span) == len(leaf.text)]
    return found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"columns": ["login", "password"], "index": [0, 1], "data": [["kbrand", "winterfox"], ["mlee", "snowowl"]]}', ["kbrand", "winterfox", "mlee", "snowowl"]),
        ('{"range": "A1:B2", "values": [["Login", "Password"], ["kbrand", "winterfox"]]}', ["kbrand", "winterfox"]),
        ('{"schema": {"fields": [{"name": "login", "type": "STRING"}, {"name": "password", "type": "STRING"}]}, "rows": [{"f": [{"v": "kbrand"}, {"v": "winterfox"}]}]}', ["kbrand", "winterfox"]),
        ('{"columns": [{"name": "login", "type": "text"}, {"name": "password", "type": "text"}], "rows": [["kbrand", "winterfox"]]}', ["kbrand", "winterfox"]),
        ('{"results": [{"columns": ["u.password"], "data": [{"row": ["winterfox"], "meta": [null]}, {"row": ["snowowl"], "meta": [null]}]}]}', ["winterfox", "snowowl"]),
        ('{"meta": {"columns": [{"fieldName": "x", "name": "Phone"}, {"fieldName": "y", "name": "Colour"}]}, "data": [["5550132", "violet"]]}', ["5550132"]),
        ('{"form": [["password", "winterfox"], ["ssn", "123121234"]]}', ["winterfox", "123121234"]),
        ('{"columns": ["id", "login", "password"], "rows": [[1, "kbrand", "winterfox"], [2, "mlee", null]]}', ["kbrand", "winterfox", "mlee"]),
        ('{"properties": [["login", "kbrand"], ["password", "winterfox"], ["retries", 3]]}', ["kbrand", "winterfox"]),
        ('{"keys": ["phone", "login", "plan"], "values": ["5550132", "kbrand", "gold"]}', ["5550132", "kbrand"]),
        ('{"a": {"fields": ["password"], "row": ["winterfox"]}}', ["winterfox"]),
        ('{"table": {"cols": [{"id": "A", "label": "Last name"}, {"id": "B", "label": "Phone"}], "rows": [{"c": [{"v": "Zorblatt"}, {"v": "5550132"}]}]}}', ["Zorblatt", "5550132"]),
        ('{"keys": ["phone"], "other": {"values": ["5550132"]}}', []),
        ('{"keys": ["shade", "size"], "values": ["violet", "5550132"]}', []),
        ('{"vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Zorblatt Reed"], ["tel", {"type": ["fax"]}, "text", "6569254"], ["x-note", {}, "text", "6569255"]]]}', ["6569254"]),
        ('{"args": ["--password", "winterfox", "--port", "5550132"], "Cmd": ["run", "--login", "kbrand"]}', ["winterfox", "kbrand"]),
        ('{"args": ["--name", "web", "--password", "--verbose", "--password-file", "/run/x"]}', []),
        ('{"columns": ["shade", "size"], "rows": [["violet", "small"]]}', []),
        ('{"grid": [["violet", "white"], ["rose", "grant"]]}', []),
        ('{"columns": ["password"], "other": {"rows": [["violet"]]}}', []),
    ],
)  # fmt: skip
def test_a_columns_name_speaks_of_every_row(text: str, values: list[str]) -> None:
    assert _masked(text) == values
