"""What a run does to the process and the machine around it: no core dumps, no leftovers, no half-made output folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from program import CLEAN, redact_batch

from redactor.tagger.checkpoint import EMBEDDED

NEEDS_MODEL = pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")
CANARY = "qzcanary7@example.org"


def test_core_dumps_are_off() -> None:
    """Also where the machine would write them: the text of the input lies in memory."""
    code = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
from redactor.cli.{module} import main
sys.argv = ["x", "--version"]
try:
    main()
except SystemExit:
    print(*resource.getrlimit(resource.RLIMIT_CORE))
"""
    for module in ("batch", "main"):
        done = subprocess.run([sys.executable, "-c", code.format(module=module)], capture_output=True, env=CLEAN)
        if b"not allowed to raise" in done.stderr:
            pytest.skip("the limit is down already")
        assert done.stdout.splitlines()[-1] == b"0 0", done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where a core file would lie is known on Linux only")
def test_a_run_that_crashes_leaves_no_core(tmp_path: Path) -> None:
    code = "import os, signal; from redactor.cli.exit import no_core_dumps; no_core_dumps(); os.kill(os.getpid(), 11)"
    done = subprocess.run([sys.executable, "-c", f"text = {CANARY!r}; {code}"], cwd=tmp_path, check=False)
    assert done.returncode == -signal.SIGSEGV and not list(tmp_path.iterdir())


@NEEDS_MODEL
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("model.onnx", "model.onnx"),
        ("tokenizer.json", "tokenizer"),
        ("config.json", "config.json"),
        ("pickle", "no model.onnx"),
    ],
)
def test_a_model_that_is_cut_off_or_a_pickle_is_refused_and_leaves_nothing(
    tmp_path: Path, harm: str, words: str
) -> None:
    model = tmp_path / "model"
    shutil.copytree(EMBEDDED, model)
    if harm == "pickle":
        weights = model / "model.onnx"
        weights.rename(model / "pytorch_model.bin")
    else:
        data = (model / harm).read_bytes()
        (model / harm).write_bytes(data[: len(data) // 2])
    (tmp_path / "a.txt").write_text(CANARY)
    for target in ("out/", "out.txt"):
        done = redact_batch(tmp_path / "a.txt", f"{tmp_path}/{target}", "--model", model)
        message = done.stderr.decode()
        assert done.returncode == 2 and message.startswith("error: ") and words in message, message
        assert CANARY not in message and "Traceback" not in message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "model"]


@NEEDS_MODEL
def test_a_record_timeout(tmp_path: Path) -> None:
    """The shipped model: a line of a megabyte takes it far longer than two seconds."""
    long = " ".join(f"Word {i} of {CANARY}." for i in range(30_000))
    lines = [{"t": f"short, to {CANARY}"}, {"t": long}, {"t": "short"}]
    (tmp_path / "x.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = redact_batch(tmp_path / "x.jsonl", tmp_path / "y.jsonl", "--record-timeout", "2")
    out = (tmp_path / "y.jsonl").read_text().splitlines()
    assert done.returncode == 1 and b"1 records withheld (timeout 1)" in done.stderr and b"peak memory " in done.stderr
    assert out == ['{"t": "short, to [EMAIL_ADDRESS]"}', '{"_redactor": {"withheld": "timeout"}}', '{"t": "short"}']


def test_columns_of_bytes_pass_or_are_withheld(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"t": [CANARY], "raw": [CANARY.encode()]}), tmp_path / "in/raw.parquet")
    pq.write_table(pa.table({"t": [CANARY], "n": [1]}), tmp_path / "in/plain.parquet")
    for how, code, files in (("pass", 0, ["plain.parquet", "raw.parquet"]), ("withhold", 1, ["plain.parquet"])):
        done = redact_batch(tmp_path / "in", tmp_path / "out", "--unread", how, "--label", "EMAIL_ADDRESS")
        assert done.returncode == code, done.stderr
        assert sorted(path.name for path in (tmp_path / "out").glob("*.parquet")) == files
        named = b"columns of bytes passed through unread: raw in 1" if not code else b"raw.parquet: unread-columns"
        assert named in done.stderr


def test_a_chosen_field_that_no_record_has_ends_with_1(tmp_path: Path) -> None:
    """Night after night, also while nothing changes; and not if a file of another format or another line has it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text(f'{{"name": "{CANARY}", "note": null}}\n')
    (tmp_path / "in/b.txt").write_text("a text has no fields")
    fields = ("--field", "name", "--field", "note", "--field", "nmae", "--label", "EMAIL_ADDRESS")
    for _ in range(2):
        done = redact_batch(tmp_path / "in", tmp_path / "out", *fields)
        assert done.returncode == 1 and b"chosen fields that no record has: nmae;" in done.stderr
    (tmp_path / "in/c.jsonl").write_text('{"nmae": "x"}\n')
    assert redact_batch(tmp_path / "in", tmp_path / "out", *fields).returncode == 0


def test_odd_clocks_change_nothing(tmp_path: Path) -> None:
    """Files from the future, from before the epoch, and a file put back to an older day: what it says now counts."""
    (tmp_path / "in").mkdir()
    for name, when in (("old.txt", 0), ("new.txt", 4_000_000_000)):
        (tmp_path / "in" / name).write_text(CANARY)
        os.utime(tmp_path / "in" / name, (when, when))
    label = ("--label", "EMAIL_ADDRESS")
    assert b"(files: 2 redacted)" in redact_batch(tmp_path / "in", tmp_path / "out", *label).stderr
    assert b"(files: 2 unchanged)" in redact_batch(tmp_path / "in", tmp_path / "out", *label).stderr
    (tmp_path / "in/new.txt").write_text(CANARY.replace("7", "8"))
    os.utime(tmp_path / "in/new.txt", (5, 5))
    assert b"(files: 1 redacted, 1 unchanged)" in redact_batch(tmp_path / "in", tmp_path / "out", *label).stderr
