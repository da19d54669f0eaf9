"""Columns in a run: what the first records decide holds for all, however the run goes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fakes import KEY, FakeTagger, redact, tree
from redactor.audit.state import State
from redactor.engine.file_columns import column_path
from redactor.masking.policy.policy import Policy
from redactor.verification.verify_output import verify_output

FORMATS = ("jsonl", "csv", "parquet")
#: Records behind the group that decides, so that some are not looked at.
COUNT = 900


@pytest.mark.parametrize(
    ("field", "path"), [("a", "a"), ("a[0].b[12]", "a[*].b[*]"), ("[3]", "[3]"), ('["x.y"][1]', '["x.y"][*]')]
)
def test_items_of_a_list_are_one_column(field: str, path: str) -> None:
    assert column_path(field) == path


def rows() -> list[dict[str, str]]:
    """One in ten of the first column is no mail, but stands among mails; the second column is many things."""
    return [
        {
            "c1": ""
            if number % 50 == 7
            else f"kept at desk {number}"
            if number % 10 == 3
            else f"a{number}@example.com",
            "c2": ("Niels came", "nobody", f"number {number}")[number % 3],
        }
        for number in range(COUNT)
    ]


def written(folder: Path, form: str) -> Path:
    folder.mkdir(exist_ok=True)
    path, made = folder / f"t.{form}", rows()
    if form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in made))
    elif form == "csv":
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, ["c1", "c2"])
        writer.writeheader()
        writer.writerows(made)
        path.write_text(text.getvalue())
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(made), path, row_group_size=200)
    return path


def events(out: Path, form: str) -> list[dict[str, Any]]:
    audit = next((out.parent / f"{out.name}._redactor/audit").glob("*.jsonl"))
    return [event for line in audit.read_text().splitlines() if "field" in (event := json.loads(line))]


@pytest.mark.parametrize("form", FORMATS)
def test_all_values_of_a_column_are_what_most_are(tmp_path: Path, form: str) -> None:
    source, out = written(tmp_path / "in", form), tmp_path / f"out.{form}"
    tagger = FakeTagger()
    summary = redact(source, out, parts={"tagger": tagger})
    told = [event for event in events(out, form) if event["field"] == "c1"]
    assert {event["record"] for event in told} == {n for n, row in enumerate(rows()) if row["c1"]}
    assert {(event["label"], event["detector"]) for event in told} == {("EMAIL_ADDRESS", "column")}
    assert {event["score"] for event in told} == {told[0]["score"]} and 0.8 < told[0]["score"] < 1
    assert {event["detector"] for event in events(out, form) if event["field"] == "c2"} == {"model"}
    assert summary.as_json()["counts"]["columns"] == {"c1: EMAIL_ADDRESS": 1}
    asked = [text for call in tagger.calls for text in call]
    assert f"kept at desk {COUNT - 7}" not in asked, "a column that is decided costs nothing"
    assert verify_output(out, source, KEY).findings == ()


@pytest.mark.parametrize("form", FORMATS)
def test_workers_and_resumes_change_no_byte(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path / "in", form)
    once, often = tmp_path / "once", tmp_path / "often"
    redact(source, once / f"out.{form}", checkpoint_chars=9_000, parts={"workers": 1})
    redact(source, tmp_path / f"four/out.{form}", checkpoint_chars=9_000, parts={"workers": 4})
    assert tree(tmp_path / "four") == tree(once)
    real, stops = State.checkpoint, 0

    class Killed(BaseException):
        pass

    def checkpoint(self: State, path: str, row: Any) -> None:
        real(self, path, row)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(State, "checkpoint", checkpoint)
        while stops < 50:
            try:
                redact(source, often / f"out.{form}", checkpoint_chars=9_000)
                break
            except Killed:
                stops += 1
    assert stops >= 2
    assert tree(often) == tree(once)


def test_a_policy_can_leave_columns_alone(tmp_path: Path) -> None:
    source, out = written(tmp_path / "in", "jsonl"), tmp_path / "out.jsonl"
    policy = Policy.load(None).model_copy(update={"columns": False})
    redact(source, out, policy=policy)
    assert "column" not in {event["detector"] for event in events(out, "jsonl")}


def test_a_rule_for_a_field_wins(tmp_path: Path) -> None:
    source, out = written(tmp_path / "in", "jsonl"), tmp_path / "out.jsonl"
    (tmp_path / "p.toml").write_text("[fields.c1]\nskip = true\n")
    redact(source, out, policy=Policy.load(tmp_path / "p.toml"))
    assert "c1" not in {event["field"] for event in events(out, "jsonl")}


def test_a_table_without_header_is_redacted_from_its_first_row_on(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("".join(f"a{number}@example.com,{number},Niels\n" for number in range(30)))
    summary = redact(source, out)
    assert out.read_text().splitlines()[0] == "[EMAIL_ADDRESS],0,[PERSON]"
    assert summary.as_json()["counts"]["heads"] == {"0": 1} and summary.counts.records == 30
    assert verify_output(out, source, KEY).findings == ()
    redact(source, tmp_path / "kept.csv", header="yes")
    assert redact(source, tmp_path / "kept.csv", header="yes", fresh=True).counts.records == 29
