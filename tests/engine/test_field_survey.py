"""What a survey says of fields, and the policy that is made of it."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.fakes import components
from redactor.engine.field_survey import holds, suggested_policy, survey
from redactor.engine.settings import RunSettings
from redactor.masking.policy.policy import Policy


def data(folder: Path) -> Path:
    folder.mkdir()
    rows = [
        {
            "c1": f"a{number}@example.com",
            "odd name, quoted": "Niels" if number % 2 else "nobody",
            "n": {"v": str(number)},
            "tags": [f"b{number}@example.com", f"d{number}@example.com"],
            "empty": "",
        }
        for number in range(40)
    ]
    (folder / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "a.txt").write_text("Niels\n")
    return folder


def test_a_suggested_policy_says_what_was_seen_and_no_value(tmp_path: Path) -> None:
    source = data(tmp_path / "in")
    told = survey(RunSettings(source, None, dry_run=True), components(), 30)
    assert (told.files, told.records, told.withheld, told.unread) == (1, 30, 0, ["a.txt: no fields"])
    assert {path: one.label for path, one in told.fields.items()} == {
        "c1": "EMAIL_ADDRESS", '["odd name, quoted"]': "", "n.v": "", "tags[*]": "EMAIL_ADDRESS",
    }  # fmt: skip
    assert told.fields["tags[*]"].values == 60
    assert holds(told.fields["n.v"]) == "nothing to mask"
    text = "\n".join(suggested_policy(told)) + "\n"
    assert "example.com" not in text and "Niels" not in text
    (tmp_path / "p.toml").write_text(text)
    policy = Policy.load(tmp_path / "p.toml")
    assert {path: rule.label for path, rule in policy.fields.items()} == {
        "c1": "EMAIL_ADDRESS",
        "tags[*]": "EMAIL_ADDRESS",
    }
    # What is commented is good TOML too, once the comments go.
    lines = [
        line.removeprefix("# ") if line.startswith(("# [", "# label", "# skip")) else line for line in text.splitlines()
    ]
    (tmp_path / "all.toml").write_text("\n".join(lines))
    assert set(Policy.load(tmp_path / "all.toml").fields) == set(told.fields)
