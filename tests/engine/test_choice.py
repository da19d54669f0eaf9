"""Which files of an input are read, and as what: globs, formats by suffix, files that nobody knows, several inputs."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fakes import redact
from redactor.engine.choice import Choice
from redactor.engine.summary import Summary
from redactor.errors import UsageError
from redactor.storage.several import Several
from redactor.verification.verify_output import verify_output

TEXT = b"Niels was here\n"
BINARY = b"\x7fELF\0\0" + bytes(range(256)) * 600
FILES = {
    "a.txt": TEXT,
    "notes": TEXT,
    "notes.gz": gzip.compress(TEXT, mtime=0),
    "rows": b'{"a": "Niels"}\n{"a": 1}\n',
    "x.abc": TEXT,
    "x.bin": BINARY,
    "blob": BINARY,
    "old/b.txt": TEXT,
    "old/er/c.txt": TEXT,
}
UNKNOWN = {"x.abc", "x.bin", "blob"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    return tmp_path / "in"


def outputs(out: Path) -> set[str]:
    files = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return {name for name in files if not name.startswith("_redactor/")}


#: settings, files that are written, exit code.
CHOICES: list[tuple[dict[str, Any], set[str], int]] = [
    ({}, set(FILES) - UNKNOWN, 1),
    ({"on_unknown": "skip"}, set(FILES) - UNKNOWN, 0),
    ({"on_unknown": "copy"}, set(FILES), 0),
    ({"on_unknown": "skip", "format": {".abc": "text"}}, set(FILES) - UNKNOWN | {"x.abc"}, 0),
    ({"include": ("*.txt",)}, {"a.txt", "old/b.txt", "old/er/c.txt"}, 0),
    ({"include": ("old",)}, {"old/b.txt", "old/er/c.txt"}, 0),
    ({"include": ("old/er/*",)}, {"old/er/c.txt"}, 0),
    ({"include": ("*.txt",), "exclude": ("old/er/",)}, {"a.txt", "old/b.txt"}, 0),
    ({"exclude": ("old", "x.*", "blob", "[nr]o*")}, {"a.txt"}, 0),
    ({"include": ("*.tx",)}, set(), 1),
]


@pytest.mark.parametrize(("settings", "expected", "code"), CHOICES)
def test_what_is_read(source: Path, tmp_path: Path, settings: dict[str, Any], expected: set[str], code: int) -> None:
    out = tmp_path / "out"
    summary = redact(source, out, **settings)
    assert (outputs(out), summary.exit_code) == (expected, code), summary.line()
    for name in expected - {"x.bin", "blob"}:
        data = (out / name).read_bytes()
        copied = name in UNKNOWN and settings.get("on_unknown") == "copy"
        assert b"[PERSON]" in (gzip.decompress(data) if name.endswith(".gz") else data) or copied
    copies = expected & {"x.bin", "blob"}
    assert all((out / name).read_bytes() == BINARY for name in copies)
    assert ("copied unread" in summary.line()) == bool(copies)
    report = verify_output(out, source, whole=True)
    assert not report.findings or summary.files["not redacted"]
    again = redact(source, out, **settings)
    assert again.files["unchanged"] == len(expected) and again.exit_code == code


def test_a_copy_goes_when_it_is_not_wanted_any_more(source: Path, tmp_path: Path) -> None:
    redact(source, tmp_path / "out", on_unknown="copy")
    redact(source, tmp_path / "out", on_unknown="skip")
    assert outputs(tmp_path / "out") == set(FILES) - UNKNOWN


def test_the_summary_says_what_first_bytes_told(source: Path, tmp_path: Path) -> None:
    summary = redact(source, tmp_path / "out")
    assert summary.as_json()["guessed"] == {"jsonl": 1, "text": 2}
    assert "without a suffix, read as their first bytes say: 2 as text, 1 as jsonl" in summary.line()


def several(*inputs: Path) -> Several:
    return Several.of(inputs)


def test_several_inputs_keep_their_names(source: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(TEXT)
    inputs = several(source / "old", tmp_path / "b.txt")
    for night in ("redacted", "unchanged"):
        summary: Summary = redact(inputs, tmp_path / "out")
        assert dict(summary.files) == {night: 3}
    assert outputs(tmp_path / "out") == {"old/b.txt", "old/er/c.txt", "b.txt"}
    assert not verify_output(tmp_path / "out", inputs, whole=True).findings
    (source / "old/b.txt").write_bytes(TEXT * 2)
    assert [finding.file for finding in verify_output(tmp_path / "out", inputs).findings] == ["old/b.txt"]


def test_several_inputs_of_one_name_are_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with pytest.raises(UsageError, match="no name of its own"):
        several(source / "old", tmp_path / "old")


def test_globs() -> None:
    assert Choice(include=("a/*.txt",)).takes("a/b/c.txt") and not Choice(include=("a/*.txt",)).takes("b/a/c.txt")
    assert not Choice(include=("*.TXT",)).takes("a.txt")  # names are told apart by case, as the system does
