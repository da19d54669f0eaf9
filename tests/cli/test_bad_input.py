"""Wrong usage and bad input: a clear message, the exit code, and nothing of the text."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program import redact_batch

from redactor.tagger.checkpoint import EMBEDDED

NEEDS_MODEL = pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")
CANARY = b"qzcanary"
MAIL = b"qzcanary7@example.org"

#: arguments, exit code, words of the message. None of these gets as far as the model.
USAGE = [
    (["none", "out"], 4, "input none: No such file or directory"),
    (["none.txt"], 4, "No such file or directory"),
    (["in", "in"], 2, "lies in the input"),
    (["in", "in/out"], 2, "lies in the input"),
    (["in/a.txt", "in/a.txt"], 2, "lies in the input"),
    (["in/a.txt", "in"], 2, "is the folder of the input file"),
    (["in"], 2, "give an OUTPUT folder"),
    (["-", "out.txt"], 2, "redirect it"),
    (["in/x.bin", "out.bin"], 2, "unknown file type"),
    (["in/x.bin"], 2, "unknown file type"),
    (["in", "out", "--format", "wordstar"], 2, "--format"),
    (["in", "out", "--nonsense"], 2, "nonsense"),
    (["in", "out", "--max-memory", "much"], 2, "write a size as"),
    (["in", "out", "--max-memory", "20M", "--label", "URL"], 2, "--max-memory 20M cannot be kept: program and model"),
    (["in", "out", "--record-timeout", "-1"], 2, "--record-timeout"),
    (["in", "out", "--unread", "maybe"], 2, "--unread"),
    (["in", "out", "--field", "a..b"], 2, "not a field path: 'a..b'"),
    (["in", "out", "--audit", "a.jsonl"], 2, "lies in OUTPUT"),
    (["in", "out", "--key-file", "open.key"], 2, "chmod 600"),
    (["in", "out", "--key-file", "no.key"], 2, "No such file"),
    (["in", "out", "--key-file", "short.key"], 2, "shorter"),
    (["in", "out", "--operator", "hash"], 2, "needs a key"),
    (["in", "out", "--policy", "gdrp"], 2, "did you mean"),
    (["in", "out", "--policy", "label.toml"], 2, "a label that nothing gives: PERSN; did you mean PERSON?"),
    (["in", "out", "--model", "nowhere"], 2, "nowhere"),
    (["in", "out", "--model", "model"], 2, "no tokenizer"),
    (["in", "out", "--config", "bad.toml"], 2, "not TOML"),
    (["in", "out", "--config", "odd.toml"], 2, "unknown key 'polcy'"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad")
    (root / "in").mkdir()
    (root / "in/a.txt").write_bytes(MAIL)
    (root / "in/x.bin").write_bytes(MAIL)
    for name, text, mode in (
        ("open.key", "a key of the tests, 32 bytes....", 0o644),
        ("short.key", "short", 0o600),
        ("bad.toml", "a = = 1", 0o600),
        ("odd.toml", "polcy = 'gdpr'", 0o600),
        (
            "label.toml",
            "[labels.PERSN]\noperator = 'mask'\n[fields.case]\nlabel = 'CASE_ID'\n[labels.CASE_ID]\n",
            0o600,
        ),
    ):
        (root / name).write_text(text)
        (root / name).chmod(mode)
    (root / "model").mkdir()
    (root / "model/config.json").write_text(json.dumps({"id2label": {"0": "O", "1": "B-X"}}))
    return root


@pytest.mark.parametrize(("arguments", "code", "words"), USAGE, ids=[" ".join(row[0]) for row in USAGE])
def test_wrong_usage(
    place: Path, arguments: list[str], code: int, words: str, in_process: Callable[..., CompletedProcess[bytes]]
) -> None:
    """In this process; the first of each exit code also in one of its own."""
    first = next(row for row in USAGE if row[1] == code)
    done = (redact_batch if arguments is first[0] else in_process)(*arguments, cwd=place)
    message = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b""), message
    assert words in message.replace("\n", " ") and "Traceback" not in message and CANARY.decode() not in message
    assert not list(place.glob("out*"))  # not even an empty folder


@NEEDS_MODEL
def test_unknown_labels_are_named_with_a_suggestion(place: Path) -> None:
    for option in ("--label", "--keep"):
        done = redact_batch("in", "other", option, "PRESON", cwd=place)
        assert done.returncode == 2 and b"did you mean PERSON" in done.stderr and not (place / "other").exists()


@NEEDS_MODEL
def test_a_model_whose_classes_do_not_match_its_weights(place: Path, tmp_path: Path) -> None:
    for name in ("tokenizer.json", "model.onnx"):
        (tmp_path / name).symlink_to(EMBEDDED / name)
    (tmp_path / "config.json").write_text(json.dumps({"id2label": {"0": "O", "1": "B-X"}}))
    done = redact_batch("in", tmp_path / "out", "--model", tmp_path, cwd=place)
    assert done.returncode == 2 and b"the folder mixes two models" in done.stderr


def everything_bad(root: Path) -> dict[str, str]:
    """A folder with a canary in every kind of input and failure; what is to be told of each file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    root.mkdir()
    line = b"Please write to " + MAIL + b" soon.\n"
    stored = gzip.compress(line, 0, mtime=0)
    table = pa.table({"t": [line.decode()] * 9, "l": [[line.decode()]] * 9, "s": [{"x": line.decode()}] * 9})
    pq.write_table(table, root / "good.parquet", compression="NONE", use_dictionary=["t"])
    whole = (root / "good.parquet").read_bytes()
    rows = json.dumps({"t": line.decode()}).encode()
    files = {
        "good.txt": line,
        "good.csv": b"note,n\n" + line,
        "good.jsonl": rows + b"\n",
        "good.txt.gz": stored,
        "empty.txt": b"",
        "empty.jsonl": b"",
        "bytes.txt": b"\xff\xfa " + line + b"\xe9\n",
        "wide.txt": line.decode().encode("utf-16"),
        "nul.txt": b"\0\0" + line,
        "lines.jsonl": rows + b"\n{" + MAIL + b"\n" + rows[:-1] + b"\n" + rows + b"\n",
        "long.jsonl": rows[:-2] + b"x" * 7_000_000 + b'"}\n' + rows + b"\n",
        "open.csv": b'note,n\n"' + line + b"x",
        "cut.txt.gz": stored[:-6],
        "keys.jsonl": json.dumps({MAIL.decode(): 1, "t": line.decode()}).encode() + b"\n",
        "rot.txt.gz": b"\x1f\x8b" + line,
        "rot.txt.zst": line,
        "broken.parquet": line,
        "cut.parquet": whole[:-20],
        "hole.parquet": whole[:40] + MAIL * 20 + whole[40 + 20 * len(MAIL) :],
        "x.bin": line,
        "no-suffix": line,
    }
    for name, data in files.items():
        (root / name).write_bytes(data)
    (root / "loop").symlink_to(root)
    (root / "eio.txt").symlink_to("/proc/self/mem")
    return {
        "cut.txt.gz": "damaged-file",
        "rot.txt.gz": "damaged-file",
        "rot.txt.zst": "damaged-file",
        "broken.parquet": "damaged-file",
        "cut.parquet": "damaged-file",
        "hole.parquet": "damaged-file",
        "x.bin": "unknown-format",
        "loop": "directory-loop",
        "eio.txt": "not-a-regular-file",
    }


def leaks(root: Path) -> list[str]:
    wide = CANARY.decode().encode("utf-16-le")
    found = []
    for path in sorted(root.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        data += gzip.decompress(data) if path.suffix == ".gz" else b""
        if CANARY in data.lower() or wide in data.lower() or CANARY.decode() in path.name:
            found.append(path.name)
    return found


@NEEDS_MODEL
@pytest.mark.parametrize("log", ["text", "json"])
def test_canaries_in_every_kind_of_input_and_failure(tmp_path: Path, log: str) -> None:
    problems = everything_bad(tmp_path / "in")
    # 400M allow records of 6 MiB
    (tmp_path / "tmp").mkdir()
    more = ("--report", "--metrics-file", tmp_path / "metrics.prom") if log == "text" else ()
    done = redact_batch(
        tmp_path / "in", tmp_path / "out", "--max-memory", "400M", "--log-format", log, "--progress", *more,
        environment={"TMPDIR": str(tmp_path / "tmp")},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not list((tmp_path / "tmp").iterdir()), "nothing is left in temporary folders"
    assert not more or CANARY not in (tmp_path / "metrics.prom").read_bytes()
    assert CANARY not in done.stderr + done.stdout and b"Traceback" not in done.stderr
    assert leaks(tmp_path / "out") == []
    for name in problems:
        assert name.encode() in done.stderr and not (tmp_path / "out" / name).exists()
    told = [json.loads(line) for line in (tmp_path / "out/_redactor/withheld.jsonl").read_bytes().splitlines()]
    assert {entry["file"]: entry["reason"] for entry in told if entry["record"] is None} == problems
    records = {(entry["file"], entry["record"]) for entry in told if entry["record"] is not None}
    assert {("lines.jsonl", 1), ("lines.jsonl", 2), ("long.jsonl", 0), ("open.csv", 0), ("keys.jsonl", 0)} <= records
    out = tmp_path / "out"
    assert (out / "bytes.txt").read_bytes() == b"\xff\xfa Please write to [EMAIL_ADDRESS] soon.\n\xe9\n"
    assert (out / "empty.txt").read_bytes() == b"" == (out / "empty.jsonl").read_bytes()
    assert (out / "wide.txt").read_bytes().decode("utf-16") == "Please write to [EMAIL_ADDRESS] soon.\n"
    assert [json.loads(line).get("t") for line in (out / "lines.jsonl").read_bytes().splitlines()][::3] == [
        "Please write to [EMAIL_ADDRESS] soon.\n"
    ] * 2
    assert {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [out, *out.rglob("*")] if path.is_dir()} == {0o700}


@NEEDS_MODEL
def test_bad_single_files(tmp_path: Path) -> None:
    """To standard output: what can be given is given, the rest is named, the exit code says it."""
    (tmp_path / "x.jsonl").write_bytes(b'{"t": "' + MAIL + b'"}\nnot json ' + MAIL + b"\n" + b'{"t": 5}\n')
    done = redact_batch(tmp_path / "x.jsonl", "--field", "t")
    lines = done.stdout.splitlines()
    assert (
        done.returncode == 1
        and lines[0] == b'{"t": "[EMAIL_ADDRESS]"}'
        and all(b"withheld" in line for line in lines[1:])
    )
    assert CANARY not in done.stdout + done.stderr and b"2 records withheld" in done.stderr
    (tmp_path / "x.txt.gz").write_bytes(gzip.compress(MAIL, 0)[:-3])
    done = redact_batch(tmp_path / "x.txt.gz")
    assert done.returncode == 1 and b"damaged-file" in done.stderr and CANARY not in done.stdout + done.stderr


@NEEDS_MODEL
def test_an_output_that_cannot_be_written(place: Path, tmp_path: Path) -> None:
    """Root may write anywhere but to the kernel's own file systems, and not below a file."""
    (tmp_path / "file").write_text("")
    for target in ("/proc/out", tmp_path / "file/out"):
        done = redact_batch("in/a.txt", f"{target}/", cwd=place)
        assert done.returncode == 4 and b"cannot" in done.stderr and b"Traceback" not in done.stderr
    if os.geteuid():
        (tmp_path / "read-only").mkdir(mode=0o500)
        assert redact_batch("in", tmp_path / "read-only/out", cwd=place).returncode == 4
        (tmp_path / "x.txt").write_text("x")
        (tmp_path / "x.txt").chmod(0)
        assert redact_batch(tmp_path / "x.txt").returncode == 4
