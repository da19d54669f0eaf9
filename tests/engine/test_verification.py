"""``verify_output`` over real runs of the engine: what holds, what was tampered with, what still stands in clear."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from benchmarks.fakes import BOOM, KEY, components, redact
from redactor.errors import StorageError
from redactor.keys import Key
from redactor.masking.policy.policy import Policy
from redactor.verification.rescan import Rescan
from redactor.verification.verify_output import Report, verify_output

NAME, MAIL, CARD = "Ada Lovelace", "canary.bird@example.com", "4111 1111 1111 1111"
LINE = f"Niels wrote to {NAME} at {MAIL}.\n"
CANARIES = ("Lovelace", "canary.bird", "Niels", "4111")


def files(folder: Path) -> Path:
    """One file of every format, and those that need care: repeated keys, no header, no byte order mark."""
    texts: dict[str, bytes] = {
        "a.txt": (LINE * 300).encode(),
        "crlf.md": b"\xef\xbb\xbf" + LINE.replace("\n", "\r\n").encode() + b"caf\xe9 Niels",
        "wide.txt": b"\xff\xfe" + (LINE * 3).encode("utf-16-le"),
        "torn.txt": b"\xff\xfe" + (LINE * 3).encode("utf-16-le") + b"\xd8",
        "no_mark.txt": (LINE * 3).encode("utf-16-le"),
        "z.log.gz": gzip.compress((LINE * 3).encode(), mtime=0),
        "sub/t.jsonl": b"".join(
            (
                json.dumps({"id": 1.50, "s": LINE, "deep": [{"t": "Ada Lovelace \u00e9 \U0001f600"}]}).encode() + b"\n",
                b'{"s": "plain", "s": "Niels again", "n": 12345678901234567890.0}\r\n',
                b'{"s": "Niels", "s": "plain"}\n{broken Niels\n\n',
                b'{"s": "Niels", "k": "New York"}\n"Niels"',
            )
        ),
        "y.jsonl.zst": zstandard.compress(json.dumps({"s": LINE}).encode() + b"\n"),
        "c.csv": f'name,note\n{NAME},"says ""Niels"", ok"\nNiels,\n"open Niels\n'.encode(),
        "bare.csv": f"Niels,{MAIL},1\n{NAME},b@example.com,2\n".encode(),
        "t.tsv": f"name\tnote\n{NAME}\tsome, of Niels\n".encode(),
        "empty.txt": b"",
    }
    for name, data in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    table = pa.table({"name": [NAME, None, "Niels"], "n": [1, 2, 3], "l": [[LINE], [], ["x", "Niels"]]})
    pq.write_table(table.replace_schema_metadata({"made": "here"}), folder / "p.parquet")
    return folder


def no_text(report: Report) -> bool:
    said = "\n".join(finding.what for finding in (*report.findings, *report.suspicions)) + "".join(report.notes)
    return not any(canary in said for canary in CANARIES)


def whats(report: Report) -> set[tuple[str, int | None, str]]:
    return {(finding.file, finding.record, finding.what) for finding in report.findings}


def rescanned(output: Path, source: Path | None, key: Key | None = KEY, policy: Policy | None = None) -> Report:
    report = verify_output(output, source, key, again=Rescan(components(policy, key)))
    assert no_text(report)
    return report


@pytest.mark.parametrize("operator", ["tag", "remove", "surrogate", "mask", "encrypt"])
def test_a_run_verifies_with_and_without_its_input(tmp_path: Path, operator: str) -> None:
    source, policy = files(tmp_path / "in"), Policy.load(None).with_overrides(operator)
    redact(source, tmp_path / "out", policy=policy)
    for given in (None, source):
        report = verify_output(tmp_path / "out", given, KEY)
        assert (report.findings, report.notes) == ((), ())
    assert report.files == 12  # all but no_mark.txt, which is withheld: nothing says in which encoding it is
    again = rescanned(tmp_path / "out", source, policy=policy)
    assert again.findings == ()


def test_a_table_without_header_tells_no_value_in_its_audit(tmp_path: Path) -> None:
    redact(files(tmp_path / "in"), tmp_path / "out")
    lines = (tmp_path / "out/_redactor/audit/bare.csv.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["record"] == 0 and json.loads(lines[0])["field"] == "[0]"
    assert MAIL not in "".join(lines) and MAIL not in (tmp_path / "out/bare.csv").read_text()


@pytest.mark.parametrize("how", [{"line_buffered": True}, {"fields": ("s", "name")}, {"key": None}, {"format": "text"}])
def test_runs_with_other_settings_verify(tmp_path: Path, how: dict[str, object]) -> None:
    source = files(tmp_path / "in")
    redact(source, tmp_path / "out", **how)
    assert verify_output(tmp_path / "out", source, how.get("key", KEY)).findings == ()  # type: ignore[arg-type]


def test_the_same_masked_text_is_rebuilt_whatever_the_output_is_called(tmp_path: Path) -> None:
    source = files(tmp_path / "in")
    for name, target in (("t.tsv", "clean.dat"), ("sub/t.jsonl", "clean.json.gz"), ("z.log.gz", "clean.log")):
        output = tmp_path / target
        redact(source / name, output)
        assert verify_output(output, source / name, KEY).findings == ()


@pytest.mark.parametrize("flips", [1, pytest.param(9, marks=pytest.mark.slow)])
def test_every_flipped_byte_is_found_and_named(tmp_path: Path, flips: int) -> None:
    """``flips`` bytes of each file, evenly spread; audit/test_verify.py flips every byte of a small run."""
    source, output = files(tmp_path / "in"), tmp_path / "out"
    redact(source, output)
    names = [
        path.relative_to(output).as_posix()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.stat().st_size
    ]
    for name in names:
        path, good = output / name, (output / name).read_bytes()
        if name.endswith("lock"):
            continue
        for place in {round((len(good) - 1) * (part + 0.5) / flips) for part in range(flips)}:
            path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
            report = verify_output(output, source, KEY)
            # A row of the state is told by the name of its file.
            told = [each for each in report.findings if each.file.startswith(name) or name.endswith("state.db")]
            assert told, (name, place)
            assert no_text(report)
        path.write_bytes(good)
    assert verify_output(output, source, KEY).findings == ()


@pytest.mark.parametrize("name", ["a.txt", "sub/t.jsonl", "c.csv", "t.tsv", "bare.csv"])
def test_with_the_input_the_exact_byte_is_named(tmp_path: Path, name: str) -> None:
    source, output = files(tmp_path / "in"), tmp_path / "out"
    redact(source, output)
    good = (output / name).read_bytes()
    place = good.rindex(b"[PERSON]") - 1
    (output / name).write_bytes(good[:place] + b"~" + good[place + 1 :])
    found = [finding for finding in verify_output(output, source, KEY).findings if finding.file == name]
    assert [finding.byte for finding in found] == [place]


def test_another_key_another_input_and_no_output(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in"), tmp_path / "out"
    redact(source, output)
    other = verify_output(output, source, Key(b"another key of the tests, longer"))
    assert "the signature does not match the key" in {finding.what for finding in other.findings}
    (source / "a.txt").write_text("another")
    assert any("input is not the one" in finding.what for finding in verify_output(output, source, KEY).findings)
    with pytest.raises(StorageError):
        verify_output(source, None, KEY)


def leak_in(
    tmp_path: Path, name: str, data: str | bytes, fields: tuple[str, ...] = (), policy: Policy | None = None
) -> list[Report]:
    """Reports of two rescans of one file's run, by the input and by digests alone; a leak moves the file."""
    reports = []
    policy = policy or Policy.load(None)
    for kind in ("input", "digests"):
        source, output = tmp_path / kind / "in", tmp_path / kind / "out"
        source.mkdir(parents=True)
        (source / name).write_bytes(data.encode() if isinstance(data, str) else data)
        redact(source, output, fields=fields, policy=policy)
        reports.append(rescanned(output, source if kind == "input" else None, policy=policy))
        if reports[-1].quarantined:
            assert not (output / name).exists() and (output / "_redactor/quarantine" / name).is_file()
    return reports


ENCODED: dict[str, Callable[[str], str]] = {
    "plain": lambda value: value,
    "url": quote,
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "html": lambda value: "".join(f"&#{ord(char)};" for char in value),
    "upper": str.upper,
}


@pytest.mark.parametrize("form", ENCODED)
def test_a_value_in_a_field_that_was_not_selected_is_a_leak(tmp_path: Path, form: str) -> None:
    spelt = ENCODED[form](NAME)
    line = json.dumps({"id": 1, "s": f"to {NAME}", "other": f"see {spelt}"})
    for report in leak_in(tmp_path, "t.jsonl", '{"s": "none", "other": "x"}\n' + line + "\n", ("s",)):
        suffix = f" ({form}-encoded)" if form in ("url", "base64", "html") else ""
        assert whats(report) == {("t.jsonl", 1, f"a masked PERSON still stands at character 4 of other{suffix}")}
        assert report.quarantined == ("t.jsonl",)


def test_a_value_of_another_record_is_no_leak(tmp_path: Path) -> None:
    lines = [{"s": f"to {NAME}", "o": ""}, {"s": "x", "o": NAME}]
    for report in leak_in(tmp_path, "t.jsonl", "".join(json.dumps(line) + "\n" for line in lines), ("s",)):
        assert report.findings == ()


def test_keys_numbers_headers_and_names_are_searched(tmp_path: Path) -> None:
    where = "a masked {} still stands at {}"
    data = json.dumps({"s": f"{NAME}, {MAIL}", NAME: 1}) + "\n"
    for report in leak_in(tmp_path / "key", "t.jsonl", data, ("s",)):
        assert ("t.jsonl", 0, where.format("PERSON", "its keys and numbers")) in whats(report)
    for report in leak_in(tmp_path / "name", "Ada Lovelace.txt", LINE):
        found = whats(report)
        assert {(record, what) for _, record, what in found} == {(None, where.format("PERSON", "the file's name"))}
    for report in leak_in(tmp_path / "header", "c.csv", f"s,for {NAME}\n{NAME},x\n"):
        assert ("c.csv", None, where.format("PERSON", "the header")) in whats(report)


def test_parquet_metadata_is_searched(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    table = pa.table({"s": [NAME], "o": ["x"]}).replace_schema_metadata({"author": NAME})
    pq.write_table(table, sink)
    for report in leak_in(tmp_path, "p.parquet", sink.getvalue().to_pybytes()):
        assert ("p.parquet", None, "a masked PERSON still stands at the metadata") in whats(report)


def test_parquet_statistics_and_column_names_are_searched(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"s": [NAME, "x"], "o": [NAME, "x"], NAME: [1, 2]}), sink)
    for report in leak_in(tmp_path, "p.parquet", sink.getvalue().to_pybytes(), ("s",)):
        for where in ("the statistics", "the schema", "character 0 of o"):
            assert any(what == f"a masked PERSON still stands at {where}" for _, _, what in whats(report)), where


def test_a_text_in_clear_beside_its_mask_is_a_leak_and_ordinary_words_are_not(tmp_path: Path) -> None:
    policy = Policy.load(None).model_copy(update={"propagation": False})
    text = "x\n" * 5_000 + f"{NAME} came. They saw ADA  LOVELACE. Niels asked niels.\n"
    for report in leak_in(tmp_path, "a.txt", text, policy=policy)[:1]:
        assert [finding.what.split(" still")[0] for finding in report.findings] == ["a masked PERSON"]
        assert len(report.suspicions) == 1


def test_what_leaked_stays_in_quarantine_until_another_output_would_be_made(tmp_path: Path) -> None:
    """The next night must not give out again what a check has taken away; another selection of fields makes another file."""
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    lines = [{"s": f"to {NAME}", "other": NAME}, {"s": BOOM, "other": ""}]
    (source / "t.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (source / "a.txt").write_text("Niels\n")
    redact(source, output, fields=("s",))
    assert rescanned(output, source).quarantined == ("t.jsonl",)
    for how in ({}, {"checksum": True}, {"delete": True}):
        summary = redact(source, output, fields=("s",), **how)
        assert summary.problems == [("t.jsonl", "in-quarantine")] and summary.counts.withheld == 1
        assert summary.files["unchanged"] == 1 and not (output / "t.jsonl").exists()
    assert {"missing", "in quarantine: a leak was found in it"} == {
        finding.what for finding in verify_output(output, source, KEY).findings
    }
    assert redact(source, output).problems == [] and NAME not in (output / "t.jsonl").read_text()
    assert rescanned(output, source).findings == () and not (output / "_redactor/quarantine/t.jsonl").exists()


def test_what_was_planted_in_an_output_is_found_by_detectors(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in"), tmp_path / "out"
    redact(source, output)
    for name, more in (("a.txt", f"pay with {CARD}\n"), ("sub/t.jsonl", "\n" + json.dumps({"s": f"{NAME} {MAIL}"}))):
        (output / name).write_bytes((output / name).read_bytes() + more.encode())
    report = rescanned(output, source)
    found = {(finding.file, finding.what.split(" sees a ")[-1].split(" in ")[0]) for finding in report.findings}
    assert ("a.txt", "CREDIT_CARD") in found and ("sub/t.jsonl", "EMAIL_ADDRESS") in found
    assert set(report.quarantined) == {"a.txt", "sub/t.jsonl"}
    after = {finding.what for finding in verify_output(output, source, KEY).findings}
    assert {"missing", "in quarantine: a leak was found in it"} <= after
    redact(source, output)  # the next run writes them again, and a rescan lets them out
    assert rescanned(output, source).findings == () and not list((output / "_redactor/quarantine").rglob("*.*"))


def test_what_is_withheld_behind_a_byte_order_mark_is_proven(tmp_path: Path) -> None:
    """The mark of UTF-8 is a character, that of UTF-16 is none; a form's names are not read from its masks."""
    source = tmp_path / "in"
    source.mkdir()
    long = "boom Niels.\n\n" + "Ask Niels.\n\n" * 900
    files = {
        "piece.txt": ("\ufeff" + long).encode(),
        "wide.txt": ("\ufeff" + long).encode("utf-16-le"),
        "foreign.txt": b"\xef\xbb\xbf" + long.encode("utf-16-le"),
        "letters.csv": b"Write to bob@example.com, Niels\n" * 3,
    }
    for name, data in files.items():
        (source / name).write_bytes(data)
    redact(source, tmp_path / "out")
    assert (tmp_path / "out/piece.txt").read_bytes().startswith(b"\xef\xbb\xbf[WITHHELD]Ask [PERSON].")
    assert (tmp_path / "out/foreign.txt").read_bytes() == b"[WITHHELD]"
    assert verify_output(tmp_path / "out", source, KEY).findings == ()
