"""A disk that fails in the middle of a run: exit 4 or the file withheld, nothing half-written, and the next run mends it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from share import share

from benchmarks.fakes import BOOM, KEY, corpus, faulty_disk, redact, tree
from redactor.verification.verify_output import verify_output

EVERY = 3_000
COMMAND = [sys.executable, "-m", "benchmarks.fakes"]

#: Calls that fail, part of the path, after how many good calls; and the exit code.
FAULTS = [
    ("write", "partial/out/rows.jsonl", 2, 4),
    ("write", "partial/out/deep/old.txt.gz", 1, 4),
    ("write", "partial/out/deep/table.parquet", 1, 4),
    ("write", "partial/made/deep/table.parquet", 0, 4),
    ("write", "partial/audit/rows.csv", 1, 4),
    ("write", "partial/withheld", 0, 4),
    ("write", "withheld.jsonl.new", 0, 4),
    ("write", "manifest.json.new", 0, 4),
    ("write", "state.db", 25, 4),
    ("sync", "partial/out/rows.csv", 1, 4),
    ("sync", "state.db", 6, 4),
    ("sync", "/out/deep", 0, 4),
    ("rename", "/out/rows.jsonl", 0, 4),
    ("rename", "audit/deep/table.parquet.jsonl", 0, 4),
    ("rename", "manifest.json", 0, 4),
    ("read", "/in/rows.jsonl", 0, 1),
    ("read", "/in/deep/old.txt.gz", 0, 1),
    ("read", "/in/deep/table.parquet", 6, 1),
    ("read", "partial/out/deep/table.parquet", 0, 4),
]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = faulty_disk(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("needs a C compiler and Linux")
    return made


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """An input, and what an undisturbed run makes of it."""
    root = tmp_path_factory.mktemp("eio")
    source = corpus(root / "in", size=600, boom=40)
    redact(source, root / "once", checkpoint_chars=EVERY)
    return source, tree(root / "once")


def run(source: Path, out: Path, shim: Path, **fault: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **fault, "LD_PRELOAD": str(shim)}
    arguments = [*COMMAND, str(source), str(out), "--every", str(EVERY)]
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("calls", "where", "after", "code"), share(FAULTS, 5), ids=[" ".join(map(str, fault[:3])) for fault in FAULTS]
)
def test_an_input_output_error(
    tmp_path: Path, shim: Path, world: tuple[Path, dict[str, bytes]], calls: str, where: str, after: int, code: int
) -> None:
    source, want = world
    out = tmp_path / "out"
    hurt = run(source, out, shim, EIO_CALLS=calls, EIO_PATH=where, EIO_AFTER=str(after))
    assert hurt.returncode == code, hurt.stderr
    assert "Traceback" not in hurt.stderr and BOOM not in hurt.stderr and "Niels" not in hurt.stderr
    assert "unreadable:" in (out / "_redactor/withheld.jsonl").read_text() if code == 1 else "error" in hurt.stderr
    whole = {name: data for name, data in tree(out).items() if not name.startswith("_redactor")}
    assert {name: want[name] for name in whole} == whole, "what bears a final name is whole"
    redact(source, out, checkpoint_chars=EVERY)
    assert tree(out) == want


def test_one_input_that_cannot_be_read_is_a_failed_run(
    tmp_path: Path, shim: Path, world: tuple[Path, dict[str, bytes]]
) -> None:
    """Not a withheld file: nothing is left to go on with. The next run continues behind the last checkpoint."""
    source = world[0] / "rows.jsonl"
    hurt = run(source, tmp_path / "out.jsonl", shim, EIO_CALLS="read", EIO_PATH="/in/rows.jsonl", EIO_AFTER="1")
    assert (hurt.returncode, hurt.stderr) == (4, "error: rows.jsonl: cannot be read (OSError); run again\n")
    assert not (tmp_path / "out.jsonl").exists()
    redact(source, tmp_path / "out.jsonl", checkpoint_chars=EVERY)
    assert (tmp_path / "out.jsonl").read_bytes() == world[1]["rows.jsonl"]


def test_a_clock_that_goes_back_in_the_middle(tmp_path: Path, shim: Path, world: tuple[Path, dict[str, bytes]]) -> None:
    source, want = world
    assert run(source, tmp_path / "out", shim, CLOCK_BACK="86400", CLOCK_AFTER="3").returncode == 1
    assert tree(tmp_path / "out") == want
    assert verify_output(tmp_path / "out", source, KEY).findings == ()


def test_the_shim_bites(tmp_path: Path, shim: Path) -> None:
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(b'x')"
    for path, fails in (("bad", True), ("good", False)):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / path)],
            env={**os.environ, "LD_PRELOAD": str(shim), "EIO_CALLS": "write", "EIO_PATH": "/bad"},
            capture_output=True,
            check=False,
        )
        assert bool(done.returncode) == fails
    code = "import time; print(int(time.time()))"
    environment = {**os.environ, "LD_PRELOAD": str(shim), "CLOCK_BACK": "86400"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert time.time() - int(done.stdout) > 86_000
