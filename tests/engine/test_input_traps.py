"""Inputs that once cost other files: keys among them, links without end, deep folders, names, and disks that are not there."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.fakes import redact, tree
from redactor.engine.discovery import InputFile, SkippedFile, discover
from redactor.errors import KeyFileError
from redactor.keys import Key
from redactor.verification.verify_output import verify_output

KEY = Key(base64.b64encode(bytes(range(32))))


def outputs(out: Path) -> set[str]:
    return {name for name in tree(out) if not name.startswith("_redactor/")}


def withheld(out: Path) -> dict[str, str]:
    lines = (out / "_redactor/withheld.jsonl").read_text().splitlines()
    return {line["file"]: line["reason"] for line in map(json.loads, lines)}


def test_the_runs_key_is_never_given_out(tmp_path: Path) -> None:
    """Nor a link to it, nor a copy."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (tmp_path / "key").write_bytes(KEY.secret + b"\n")
    (source / "link.txt").symlink_to(tmp_path / "key")
    (source / "hard.txt").hardlink_to(tmp_path / "key")
    (source / "copy.txt").write_bytes(b"\n" + KEY.secret)
    (source / "other.txt").write_bytes(KEY.secret[:-4] + b"abcd\n")
    summary = redact(source, out, key=KEY)
    assert outputs(out) == {"other.txt"} and summary.exit_code == 1
    assert withheld(out) == dict.fromkeys(("copy.txt", "hard.txt", "link.txt"), "key-file")


def test_links_that_fan_out_end(tmp_path: Path) -> None:
    levels = 40
    for level in range(levels):
        (tmp_path / f"f/{level}").mkdir(parents=True)
        for name in "ab":
            (tmp_path / f"f/{level}" / name).symlink_to(tmp_path / f"f/{level + 1}")
    (tmp_path / f"f/{levels}").mkdir()
    (tmp_path / f"f/{levels}/x.txt").write_text("Niels")
    found = list(discover(tmp_path / "f"))
    assert len(found) < 2_000 and any(isinstance(file, InputFile) for file in found)
    assert {file.reason for file in found if isinstance(file, SkippedFile)} == {"linked-too-often"}


def test_two_links_to_a_folder_are_two_folders(tmp_path: Path) -> None:
    (tmp_path / "in/real").mkdir(parents=True)
    (tmp_path / "in/real/a.txt").write_text("Niels")
    for name in ("latest", "newest"):
        (tmp_path / "in" / name).symlink_to("real")
    redact(tmp_path / "in", tmp_path / "out")
    assert outputs(tmp_path / "out") == {"real/a.txt", "latest/a.txt", "newest/a.txt"}


def test_folders_in_folders_cost_only_themselves(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text("Niels")
    before = Path.cwd()
    os.chdir(source)
    try:
        for _ in range(300):
            os.mkdir("d")
            os.chdir("d")
        Path("deep.txt").write_text("Niels")
    finally:
        os.chdir(before)
    summary = redact(source, out)
    assert outputs(out) == {"a.txt"} and [reason for _, reason in summary.problems] == ["nested-too-deep"]


@pytest.mark.parametrize("names", [["_redactor"], ["_redactor/x.txt"]])
def test_a_name_that_the_run_needs_costs_only_its_file(tmp_path: Path, names: list[str]) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for name in ["a.txt", "z.txt", *names]:
        (source / name).parent.mkdir(exist_ok=True, parents=True)
        (source / name).write_text("Niels")
    for night in ("redacted", "unchanged"):
        summary = redact(source, out, format="text")
        assert dict(summary.files) == {night: 2, "not redacted": 1}
        assert summary.problems == [("_redactor", "name-taken")]


def test_a_folder_that_is_only_named_like_ours_is_read(tmp_path: Path) -> None:
    for name in ("mail._redactor/a.txt", "sub/_redactor/b.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_text("Niels")
    redact(tmp_path / "in", tmp_path / "out")
    redact(tmp_path / "out", tmp_path / "again")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "again") == {"mail._redactor/a.txt", "sub/_redactor/b.txt"}


def test_names_that_are_no_utf_8_do_not_take_turns_with_their_twins(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in (b"a\xff.txt", b"a\xfe.txt", b"a?.txt", b"a\\xff.txt", b"a\nb.txt"):
        (source / os.fsdecode(name)).write_text("Niels")
    for night in ("redacted", "unchanged", "unchanged"):
        summary = redact(source, out, delete=True)
        assert dict(summary.files) == {night: 2, "not redacted": 3}
        assert outputs(out) == {"a?.txt", "a\\xff.txt"}
        assert [name for name, _ in summary.problems] == ["a\\x0ab.txt", "a\\xfe.txt", "a\\xff.txt"]


def nights(tmp_path: Path, count: int = 30) -> tuple[Path, Path]:
    source, out = tmp_path / "in", tmp_path / "out"
    for number in range(count):
        (source / f"{number % 3}").mkdir(parents=True, exist_ok=True)
        (source / f"{number % 3}/{number}.txt").write_text(f"Niels {number}")
    redact(source, out)
    return source, out


@pytest.mark.parametrize("left", [0, 1, 14])
def test_an_input_that_is_suddenly_empty_removes_nothing(tmp_path: Path, left: int) -> None:
    source, out = nights(tmp_path)
    before = outputs(out)
    for path in sorted(source.rglob("*.txt"))[left:]:
        path.unlink()
    summary = redact(source, out, delete=True)
    assert outputs(out) == before and summary.files["without input"] == 30 - left
    assert summary.exit_code == 1 and f"{30 - left} of 30 earlier files have gone" in summary.line()
    assert redact(source, out, delete=True, max_delete=1.0).exit_code == 0
    assert len(outputs(out)) == left


def test_files_that_moved_have_not_gone(tmp_path: Path) -> None:
    source, out = nights(tmp_path)
    (source / "0").rename(source / "a")
    (source / "1").rename(source / "b")
    assert redact(source, out, delete=True).exit_code == 0
    assert outputs(out) == {path.relative_to(source).as_posix() for path in source.rglob("*.txt")}


def test_what_lies_in_a_folder_that_cannot_be_read_has_not_gone(tmp_path: Path) -> None:
    source, out = nights(tmp_path, 9)
    before = outputs(out)
    shutil.rmtree(source / "1")
    (source / "1").symlink_to(tmp_path / "not-mounted")
    summary = redact(source, out, delete=True)
    assert outputs(out) == before and summary.problems == [("1", "unreadable")]


NAMES = {
    "niels@example.com/a.txt": "[EMAIL_ADDRESS]/a.txt",
    "mail-bob@example.com.txt": "[EMAIL_ADDRESS].txt",
    "mail-ann@example.com.txt": "[EMAIL_ADDRESS].txt~2",
    "card 4111111111111111.jsonl": "card [CREDIT_CARD].jsonl",
    "card_4111-1111-1111-1111.txt": "card_[CREDIT_CARD].txt",
    "x/y/GB82WEST12345698765432.txt.gz": "x/y/[IBAN_CODE].txt.gz",
    "host-10.1.2.3.log": "host-[IP_ADDRESS].log",
    "+1 415-555-0132.bin": "[PHONE_NUMBER].bin",
}
PLAIN = ("notes.md", "2024-05-01.txt", "app-1.2.3.4.log", "invoice_000123456.txt", "a_b-c.tar.txt")


def test_names_that_are_values_are_withheld_and_not_told(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for name in (*NAMES, *PLAIN):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"")
    summary = redact(source, out, key=KEY)
    assert outputs(out) == set(PLAIN)
    assert set(withheld(out)) == set(NAMES.values()) and set(withheld(out).values()) == {"name"}
    told = json.dumps(summary.as_json()) + "".join(
        path.read_text("utf-8", "replace") + str(path) for path in (out / "_redactor").rglob("*") if path.is_file()
    )
    for part in ("niels@", "bob@", "4111111111", "4111-1111", "GB82", "555-0132"):
        assert part not in told
    dry = redact(source, None, dry_run=True)
    assert {name for name, _ in dry.problems} == set(NAMES.values())
    redact(source, tmp_path / "all", names="pass")
    assert outputs(tmp_path / "all") >= {"mail-bob@example.com.txt"}


def test_masked_names_are_the_same_every_night_and_verified(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for name in (*NAMES, *PLAIN, "letter of Niels.txt", "x/[EMAIL_ADDRESS]~0123456789ab.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(f"Ask Niels about {len(name)}")
    redact(source, out, key=KEY, names="pass")
    for _ in range(2):
        summary = redact(source, out, key=KEY, names="mask", delete=True)
    made = outputs(out)
    assert summary.files["unchanged"] == len(made) and set(PLAIN) < made
    assert {re.sub(r"~[0-9a-f]{12}", "", name) for name in made - set(PLAIN)} == {
        *(name.partition("~")[0] for name in NAMES.values() if not name.endswith((".gz", ".bin"))),
        "letter of [PERSON].txt",
        "x/[EMAIL_ADDRESS].txt",
    }
    for key in (KEY, None):  # without the key nobody can say which input it was
        assert verify_output(out, source, key, whole=True).findings == ()
    (source / "mail-bob@example.com.txt").write_text("changed")
    assert "not the one that was redacted" in verify_output(out, source, KEY, whole=True).findings[0].what
    dry = redact(source, None, key=KEY, dry_run=True, names="mask")
    assert {reason for _, reason in dry.problems} == {"unknown-format", "damaged-file"}
    with pytest.raises(KeyFileError):
        redact(source, out, names="mask", key=None)


CANARIES = ("ann.canary@example.com", "4111 1111 1111 1111", "GB82WEST12345698765432", "+1 415-555-0132")


@pytest.mark.parametrize("names", ["withhold", "mask"])
def test_values_as_names_of_files_and_fields_are_told_nowhere(tmp_path: Path, names: str) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for i, value in enumerate(CANARIES):
        (source / f"of {value}").mkdir(parents=True)
        (source / f"of {value}/a.txt").write_text("Niels")
        (source / f"to {value}.txt").write_text("Niels")
        (source / f"keys{i}.jsonl").write_text(json.dumps({value: "Niels", "a": {value: 5}}) + "\n")
        (source / f"keys{i}.json").write_text(json.dumps([{value: "Niels"}]))
        (source / f"head{i}.csv").write_text(f"id,{value},note {value}\n1,Niels,Niels\n2,x,y\n")
        columns = {value: ["Niels"], f"b {value}": [b"x"], f"ssn {value}": [536904399], "s": [{value: "Niels"}]}
        pq.write_table(pa.table(columns), source / f"columns{i}.parquet")
    summary = redact(source, out, key=KEY, names=names, report=True)
    told = summary.line() + json.dumps(summary.as_json())
    told += "".join(
        f"{path}{path.read_text('utf-8', 'replace') if path.is_file() else ''}"
        for path in (out / "_redactor").rglob("*")
    )
    told += str(outputs(out))
    assert not [value for value in CANARIES if value in told]
    assert '"field":"[\\"[EMAIL_ADDRESS]\\"]"' in told.replace(" ", "")
    assert verify_output(out, source, KEY, whole=True).findings == ()
