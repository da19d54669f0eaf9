"""Lists of which the first names the columns, as jsonlines.org, the Census Bureau's API and Wayback's CDX server write tables."""

from __future__ import annotations

import pytest
from harness import check_goes_on_everywhere, copied, read, replaced

from redactor.engine.detection import Detection
from redactor.engine.typed_fields import wanted_scalars
from redactor.formats.protocol import FormatSettings
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy

POLICY = Policy(only=("PERSON", "PHONE_NUMBER", "SECRET"))
DETECTION = Detection(POLICY, Masker(POLICY), None)
SETTINGS = FormatSettings(scalars=wanted_scalars(POLICY))

#: A file, and which of its values are masked whole.
TABLES = [
    ("a.json", '[["id", "last_name", "phone", "status"], [1, "Okoye", "5550132", "open"]]', ["Okoye", "5550132"]),
    ("a.json", '[["last_name", "phone"], ["Okoye", 5550132], ["Bakshi", null]]', ["Okoye", "5550132", "Bakshi"]),
    ("a.jsonl", '["last_name", "phone"]\n["Okoye", "5550132"]\n["Bakshi", "x"]\n', ["Okoye", "5550132", "Bakshi"]),
    ("a.jsonl", '["last_name", "password"]\n{"a": 1}\n[["x"], "winterfox"]\n', ["x", "winterfox"]),
    ("a.json", '[["Georgia", "phone"], ["Okoye", "5550132"]]', []),
    ("a.json", '[["phone"], ["5550132"]]', []),
    ("a.json", '[["shade", "size"], ["violet", "5550132"]]', []),
    ("a.json", '{"head": ["last_name", "phone"], "x": ["Okoye", "5550132"]}', []),
]


@pytest.mark.parametrize(("name", "text", "values"), TABLES)
def test_the_first_list_names_what_stands_in_the_others(name: str, text: str, values: list[str]) -> None:
    records = read(name, text.encode(), SETTINGS)
    masked = []
    for record, answer in zip(records, DETECTION.detect(records), strict=True):
        assert isinstance(answer, list)
        for leaf, spans in zip(record.leaves, answer, strict=True):
            masked += [leaf.text for span in spans if len(span) == len(leaf.text)]
    assert masked == values


@pytest.mark.parametrize(("name", "text", "values"), TABLES)
def test_reading_goes_on_and_writes_all_back(name: str, text: str, values: list[str]) -> None:
    check_goes_on_everywhere(name, text.encode())
    made = copied(name, text.encode(), edit=replaced("Okoye", "[P]"))
    assert made == text.replace("Okoye", "[P]").encode()
    fields = [[leaf.field for leaf in record.leaves] for record in read(name, made)]
    assert fields == [[leaf.field for leaf in record.leaves] for record in read(name, text.encode())]


def test_the_head_stays_as_it_is() -> None:
    first = read("a.json", b'[["name", "phone"], ["Ann", "12345"]]')[0]
    assert first.leaves == () and first.names == ("name", "phone")


def test_chosen_fields_are_those_of_the_file() -> None:
    data = b'["name", "phone"]\n["Ann", "12345"]\n'
    chosen = read("a.jsonl", data, FormatSettings(fields=("[1]",)))
    assert [[leaf.field for leaf in record.leaves] for record in chosen] == [["[1]"], ["[1]"]]
