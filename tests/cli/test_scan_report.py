"""``scan``, ``report``, ``--metrics-file``, ``--report`` and ``--fail-on-drift`` as a user meets them."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from program import called as run

from redactor.keys import Key
from redactor.reporting.prometheus import last_success
from redactor.verification.output_check import verify

CANARY = "niels.bohr@canary-example.com"
TEXT = f"Please write to {CANARY} or call +44 20 7946 0411.\n"
SECRET = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "a.txt").write_text(TEXT * 30, encoding="utf-8")
    (folder / "b.jsonl").write_text(json.dumps({"note": TEXT}) + "\n{bad\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def output(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    key = folder / "key"
    key.write_bytes(SECRET)
    key.chmod(0o600)
    for fresh in ((), ("--fresh",)):
        done = run(
            "batch", source, folder / "out", "--report", "--metrics-file", folder / "m.prom", "--key-file", key, *fresh
        )
        assert done.returncode == 1, done.stderr
        assert "runs" not in done.stderr
    return folder


def test_report_and_metrics_of_a_run(output: Path) -> None:
    home = output / "out" / "_redactor"
    page = (home / "report.html").read_text(encoding="utf-8")
    metrics = (output / "m.prom").read_text(encoding="utf-8")
    assert "EMAIL_ADDRESS" in page and "malformed-json" in page and "Signed with the run key" in page
    for text in (page, metrics, (home / "summary.json").read_text(encoding="utf-8")):
        # The whole number: four of its digits may stand in a time stamp.
        assert "canary" not in text and "7946 0411" not in text and "79460411" not in text
    assert 'redactor_entities_total{label="EMAIL_ADDRESS"} 31.0' in metrics
    assert 'redactor_withheld_total{reason="malformed-json"} 1.0' in metrics
    assert f'key_id="{Key(SECRET).id}"' in metrics
    assert len(json.loads((home / "summary.json").read_bytes())["runs"]) == 2
    assert verify(output / "out", key=Key(SECRET)) == []


def test_metrics_of_a_run_that_fails(output: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.prom"
    path.write_bytes((output / "m.prom").read_bytes())
    before = last_success(path)
    assert before is not None
    failed = run("batch", tmp_path / "nothing", tmp_path / "o", "--metrics-file", path)
    assert failed.returncode == 4
    assert "redactor_exit_code 4.0" in path.read_text(encoding="utf-8") and last_success(path) == before
    wrong = run("batch", output, tmp_path / "o", "--policy", "nosuch", "--metrics-file", path)
    assert wrong.returncode == 2 and "redactor_exit_code 2.0" in path.read_text(encoding="utf-8")
    nowhere = run("batch", output, tmp_path / "o", "--metrics-file", tmp_path / "no" / "m.prom")
    assert nowhere.returncode == 4 and not (tmp_path / "o").exists()


def test_report_command_keeps_the_seals(output: Path, tmp_path: Path) -> None:
    out, key = output / "out", output / "key"
    refused = run("main", "report", out)
    assert refused.returncode == 2 and "--key-file" in refused.stderr
    assert run("main", "report", out, "--key-file", key).returncode == 0
    assert verify(out, key=Key(SECRET)) == []
    elsewhere = run("main", "report", out, "--to", tmp_path / "r.html", "--verify", "--key-file", key)
    assert elsewhere.returncode == 0
    assert "everything holds" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert run("main", "report", out, "--to", out / "r.html").returncode == 2
    assert run("main", "report", tmp_path).returncode == 4
    assert verify(out, key=Key(SECRET)) == []


def test_report_refuses_a_changed_summary(output: Path, tmp_path: Path) -> None:
    import shutil

    out = shutil.copytree(output / "out", tmp_path / "out")
    path = out / "_redactor" / "summary.json"
    path.write_bytes(path.read_bytes().replace(b'"withheld": 1', b'"withheld": 0'))
    refused = run("main", "report", out, "--key-file", output / "key")
    assert refused.returncode == 3 and "Traceback" not in refused.stderr


def test_drift(source: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for text, code in ((TEXT * 30, 0), (TEXT * 30, 0), ("Nothing is here to be seen today.\n" * 60, 1)):
        (folder / "a.txt").write_text(text, encoding="utf-8")
        done = run("batch", folder, out, "--fresh", "--fail-on-drift", "0.5")
        assert done.returncode == code, done.stderr
    assert "label rates moved" in done.stderr and "EMAIL_ADDRESS" in done.stderr
    summary = json.loads((out / "_redactor" / "summary.json").read_bytes())
    assert summary["exit_code"] == 1 and "EMAIL_ADDRESS" in summary["drifted"]
    assert verify(out) == []
    assert run("batch", folder / "a.txt", "--fail-on-drift", "0.5").returncode == 2
    assert run("main", "report", out, "--verify").returncode == 0
    assert "everything holds; the run had no key" in (out / "_redactor" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("leaky", [False, True])
def test_a_run_that_verifies_says_so_in_its_report(tmp_path: Path, leaky: bool) -> None:
    out, key, text = tmp_path / "out", tmp_path / "key", tmp_path / "a.txt"
    out.mkdir()
    key.write_bytes(SECRET)
    key.chmod(0o600)
    # A masked value that also stands there in base64 is what the rescan looks for.
    text.write_text(TEXT + (base64.b64encode(CANARY.encode()).decode() + "\n") * leaky, encoding="utf-8")
    done = run("batch", text, out / "a.txt", "--report", "--verify", "--key-file", key)
    page = (out / "a.txt._redactor" / "report.html").read_text(encoding="utf-8")
    assert done.returncode == (3 if leaky else 0), done.stderr
    assert ("faults, the first: " if leaky else "read again: 1 files, 1 records, everything holds") in page
    assert "not yet: redactor report" not in page and "canary" not in page
    assert "on the preset default, digest " in page
    assert leaky or verify(out / "a.txt", key=Key(SECRET)) == []


def test_an_older_report_goes_when_a_run_writes_none(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run("batch", source / "a.txt", out / "a.txt", "--report")
    report = out / "a.txt._redactor" / "report.html"
    assert report.is_file() and verify(out / "a.txt") == []
    run("batch", source / "a.txt", out / "a.txt", "--fresh")
    assert not report.exists() and verify(out / "a.txt") == []


def spans(*args: object, stdin: str = TEXT) -> list[dict[str, Any]]:
    done = run("main", "scan", "--json", *args, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_scan_marks_in_place(source: Path) -> None:
    done = run("main", "scan", source / "a.txt")
    assert done.returncode == 0
    assert f"[{CANARY}][EMAIL_ADDRESS|" in done.stdout and "|pattern:email]" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.count(CANARY) == 30  # every piece of the text, once
    jsonl = run("main", "scan", source / "b.jsonl")
    assert jsonl.returncode == 1 and "record 1 would be withheld: malformed-json" in jsonl.stderr
    assert jsonl.stdout.startswith("record 0, note: ")


def test_scan_json_tells_no_text_unless_asked() -> None:
    found = spans()
    (mail,) = [one for one in found if one["label"] == "EMAIL_ADDRESS"]
    assert TEXT[mail["start"] : mail["end"]] == CANARY
    assert set(mail) == {"record", "field", "start", "end", "label", "score", "detector"}
    (only,) = spans("--label", "EMAIL_ADDRESS", "--show-text")
    assert only["text"] == CANARY
    assert run("main", "scan", "--show-text", stdin=TEXT).returncode == 2


def test_scan_explains(tmp_path: Path) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text(
        f'[allow]\nexact = ["{CANARY}"]\n[labels.CREDIT_CARD]\nenabled = false\n[labels.US_SSN]\nthreshold = 0.99\n',
        encoding="utf-8",
    )
    text = TEXT + "card 4111 1111 1111 1111, ssn 536-90-4399, iban GB82 WEST 1234 5698 7654 32\n"
    found = spans("--explain", "--policy", policy, stdin=text)
    fates = {(one["label"], one["detector"]): one["fate"] for one in found}
    assert fates["EMAIL_ADDRESS", "pattern:email"] == "allowed"
    assert fates["CREDIT_CARD", "pattern:credit_card"] == "off"
    assert fates["US_SSN", "pattern:us_ssn"] == "unsure"
    assert fates["IBAN_CODE", "pattern:iban"] == "masked"
    assert "validator iban" in next(one["evidence"] for one in found if one["detector"] == "pattern:iban")
    assert any("window 1 of 1" in one["evidence"] for one in found if one["detector"] == "model") or "model" not in {
        one["detector"] for one in found
    }
    assert not any(CANARY in json.dumps(one) for one in found)
    plain = run("main", "scan", "--explain", "--policy", policy, stdin=text).stdout
    assert "under the threshold 0.99" in plain and "the policy's allow list has this value" in plain


def test_scan_steers_no_terminal() -> None:
    from redactor.reporting.marks import coloured, harmless
    from redactor.spans import Span

    assert re.sub(r"\x1b\[[\d;]+m", "", coloured("\x1b]0;x\x07 Ann", [Span(7, 10, "PERSON")])).startswith("␛]0;x␇ Ann")
    assert harmless("\x9b\x7f") == "\ufffd␡"
