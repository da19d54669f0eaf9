"""The name of a field decides: through the real command, in JSONL and CSV, under presets and a policy's own rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import redact_batch


def redacted(text: str, format: str, *options: str) -> str:
    done = redact_batch("--format", format, *options, stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


RECORD = {
    "phone": "668 5702",
    "card": "4111111111111112",
    "ssn": "078051120",
    "password": "hunter2",
    "sku": "A-17 (blue)",
}
MASKED = {
    "phone": "[PHONE_NUMBER]",
    "card": "[CREDIT_CARD]",
    "ssn": "[US_SSN]",
    "password": "[SECRET]",
    "sku": "A-17 (blue)",
}


def test_json_fields_and_table_columns_are_masked_by_their_names() -> None:
    assert json.loads(redacted(json.dumps(RECORD), "jsonl")) == MASKED
    table = ",".join(RECORD) + "\n" + ",".join(RECORD.values()) + "\n" + ",".join(RECORD) + "\n"
    masked = ",".join(MASKED) + "\n" + ",".join(MASKED.values()) + "\n" + ",".join(RECORD) + "\n"
    assert redacted(table, "csv") == masked


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ('preset = "secrets"', {**RECORD, "password": "[SECRET]"}),
        ("[labels.US_SSN]\nenabled = false", {**MASKED, "ssn": RECORD["ssn"]}),
        ("[fields.phone]\nskip = true", {**MASKED, "phone": RECORD["phone"]}),
        ('[fields.phone]\nlabel = "TICKET"', {**MASKED, "phone": "[TICKET]"}),
        ('[field_names]\nignore = ["password"]', {**MASKED, "password": RECORD["password"]}),
        ('[field_names.words]\nARTICLE = ["sku"]', {**MASKED, "sku": "[ARTICLE]"}),
        ("[field_names]\nenabled = false", {**RECORD}),
    ],
)
def test_a_policy_has_the_last_word(tmp_path: Path, policy: str, expected: dict[str, str]) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(policy, encoding="utf-8")
    assert json.loads(redacted(json.dumps(RECORD), "jsonl", "--policy", str(path))) == expected


def test_the_audit_names_the_detector(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"name": " Rosa Diaz ", "note": "ok"}) + "\n", encoding="utf-8")
    assert redact_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl").returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["name"] == " [PERSON] "
    audit = next((tmp_path / "out.jsonl._redactor" / "audit").iterdir()).read_text(encoding="utf-8")
    assert json.loads(audit.splitlines()[0])["detector"] == "field_name"
