"""kill -9, a full disk, a torn partial file: the same command ends with the bytes of an undisturbed run."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from share import share

from benchmarks.fake_documents import documents
from benchmarks.fakes import BOOM, KEY, FakeTagger, corpus, parquet_file, redact, tree
from redactor.audit.results import ResumePoint
from redactor.audit.state import State
from redactor.engine import groups
from redactor.engine.groups import HEAD_RECORDS
from redactor.masking.operators.operators import NumberedTag
from redactor.masking.policy.policy import Policy
from redactor.verification.verify_output import verify_output

COMMAND = [sys.executable, "-m", "benchmarks.fakes"]
#: Characters between checkpoints: small inputs checkpoint often.
EVERY = 9_000


def killed(source: Path, out: Path, after: float, *more: str) -> int:
    """Run the command and kill it; its exit code if it ended before that."""
    process = subprocess.Popen(
        [*COMMAND, str(source), str(out), "--every", str(EVERY), *more], stderr=subprocess.DEVNULL
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return -9


def ended(source: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, str(source), str(out), "--every", str(EVERY), *more], capture_output=True, text=True, check=False
    )


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text('propagation = true\n[default]\noperator = "numbered_tag"\n')
    return path


def test_kills_at_any_time_and_the_bytes_of_an_undisturbed_run(tmp_path: Path, numbered: Path) -> None:
    source = corpus(tmp_path / "in", size=700, boom=100)
    once, often = tmp_path / "once", tmp_path / "often"
    assert redact(source, once, checkpoint_chars=EVERY, policy=Policy.load(numbered)).exit_code == 1
    chosen = random.Random(4)
    codes = []
    for _ in range(4):
        codes.append(killed(source, often, 0.3 + chosen.random(), "--slow", "0.02", "--policy", str(numbered)))
        assert not [path for path in often.rglob("*") if path.is_file() and b"niels.bohr" in path.read_bytes()]
    assert codes.count(-9) >= 2
    assert ended(source, often, "--policy", str(numbered)).returncode == 1
    assert tree(often) == tree(once)
    assert verify_output(often, source, KEY).findings == ()


class Killed(BaseException):
    """Stands for a kill, where it is to be at a certain place."""


def killed_at_checkpoints(monkeypatch: pytest.MonkeyPatch, run: Callable[[], object]) -> list[str]:
    """``run`` again and again until it is done, each time killed right behind its first checkpoint; the paths of those."""
    real, stops = State.checkpoint, list[str]()

    def checkpoint(self: State, path: str, row: object) -> None:
        real(self, path, row)  # type: ignore[arg-type]
        stops.append(path)
        raise Killed

    monkeypatch.setattr(State, "checkpoint", checkpoint)
    while True:
        with contextlib.suppress(Killed):
            run()
            return stops


@pytest.mark.parametrize(
    "name",
    share(["rows.jsonl", "a.txt", "rows.csv", "deep/table.parquet", "deep/old.txt.gz", "deep/er/rows.jsonl.zst"], 3),
)
def test_every_checkpoint_of_every_format_can_be_gone_on_from(
    tmp_path: Path, numbered: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop right after the n-th checkpoint, for every n, and go on: text known from before must be known again."""
    source = corpus(tmp_path / "in", size=400 if "txt" in name else 900, boom=150) / name
    how = {"checkpoint_chars": 5_000, "policy": Policy.load(numbered)}
    suffix = "".join(Path(name).suffixes)
    once, target = (tmp_path / folder / f"out{suffix}" for folder in ("once", "often"))
    redact(source, once, **how)

    def run() -> None:
        assert not target.exists()
        redact(source, target, **how)

    stops = len(killed_at_checkpoints(monkeypatch, run))
    assert stops >= 3
    assert tree(target.parent) == tree(once.parent)


def test_a_number_that_was_named_before_a_kill_is_known_after_it(
    tmp_path: Path, numbered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Policy no. KX-55-2291.\n" + ("A plain line.\n" * 300 + "We quote KX-55-2291.\n") * 4)
    how = {"checkpoint_chars": 3_000, "policy": Policy.load(numbered)}
    redact(source, tmp_path / "once.txt", **how)
    assert "2291" not in (tmp_path / "once.txt").read_text()
    stops = len(killed_at_checkpoints(monkeypatch, lambda: redact(source, tmp_path / "often.txt", **how)))
    assert stops >= 2 and (tmp_path / "often.txt").read_bytes() == (tmp_path / "once.txt").read_bytes()


def test_every_checkpoint_of_a_folder_of_documents_can_be_gone_on_from(
    tmp_path: Path, numbered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = documents(tmp_path / "in", 5, 40)
    monkeypatch.setattr(groups, "HEAD_RECORDS", 10)
    how = {"checkpoint_chars": 1_500, "policy": Policy.load(numbered)}
    redact(source, tmp_path / "once", **how)
    stops = killed_at_checkpoints(monkeypatch, lambda: redact(source, tmp_path / "often", **how))
    stopped = {Path(path).suffix for path in stops}
    assert stopped >= {".json", ".yaml", ".sql", ".mbox", ".html", ".vcf"}
    assert tree(tmp_path / "often") == tree(tmp_path / "once")


def test_numbers_are_the_same_after_a_resume_also_where_an_operator_failed(
    tmp_path: Path, numbered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The piece that fails has numbered a person before; a resume, which reads the written events, cannot know that."""
    apply = NumberedTag.apply

    def fails(self: NumberedTag, value: str, *more: object) -> str:
        if value == "New York":
            raise LookupError
        return apply(self, value, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(NumberedTag, "apply", fails)
    filler = "Nothing to see here.\n" * 120 + "\n"
    people = [
        "Niels",
        "Ada Lovelace in New York, with Niels",
        "Trần Văn Bình",
        "Niels and Trần Văn Bình",
        "Ada Lovelace",
    ]
    source = tmp_path / "in.txt"
    source.write_text("".join(f"{filler}{who} came.\n\n" for who in people))
    how = {"checkpoint_chars": 1, "policy": Policy.load(numbered)}
    redact(source, tmp_path / "once.txt", **how)
    once = (tmp_path / "once.txt").read_text()
    assert once.count("[WITHHELD]") == 1 and "[PERSON_2] came" in once and "[PERSON_1] and [PERSON_2]" in once
    assert "[PERSON_3] came" in once
    real = State.checkpoint

    def checkpoint(self: State, path: str, row: object) -> None:
        real(self, path, row)  # type: ignore[arg-type]
        raise Killed

    kills = 0
    while not (tmp_path / "often.txt").exists():
        with monkeypatch.context() as patched, contextlib.suppress(Killed):
            patched.setattr(State, "checkpoint", checkpoint)
            redact(source, tmp_path / "often.txt", **how)
            kills -= 1
        kills += 1
    assert kills >= 4 and (tmp_path / "often.txt").read_text() == once


@pytest.mark.slow
def test_a_parquet_file_goes_on_without_asking_the_model_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in.parquet"
    parquet_file(source, 7, 6_000)  # row groups of 2,000
    real = State.checkpoint
    done: list[int] = []

    def checkpoint(self: State, path: str, row: ResumePoint) -> None:
        real(self, path, row)
        done.append(row.counts["records"])
        if len(done) == 3:
            raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(State, "checkpoint", checkpoint)
        redact(source, tmp_path / "out.parquet", checkpoint_chars=20_000)
    assert not (tmp_path / "out.parquet").exists() and 2_000 < done[-1] < 4_000
    tagger = FakeTagger()
    redact(source, tmp_path / "out.parquet", checkpoint_chars=20_000, parts={"tagger": tagger})
    asked = {text for texts in tagger.calls for text in texts}
    rows = pq.read_table(source).column("note").to_pylist()
    # The first records are looked at again, for what the columns hold.
    assert set(rows[done[-1] :]) <= asked <= set(rows[done[-1] :]) | set(rows[:HEAD_RECORDS])
    redact(source, tmp_path / "once.parquet", checkpoint_chars=20_000)
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "once.parquet").read_bytes()
    assert pq.read_metadata(tmp_path / "out.parquet").num_row_groups == pq.read_metadata(source).num_row_groups


@pytest.mark.parametrize("kind", ["out", "audit", "withheld"])
@pytest.mark.parametrize("harm", ["flip", "cut", "gone"])
def test_a_partial_file_that_was_harmed_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, harm: str
) -> None:
    source = corpus(tmp_path / "in", size=300, boom=9) / "rows.jsonl"
    redact(source, tmp_path / "once.jsonl", checkpoint_chars=5_000)
    real = State.checkpoint

    def checkpoint(self: State, path: str, row: object) -> None:
        real(self, path, row)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(State, "checkpoint", checkpoint)
        redact(source, tmp_path / "out.jsonl", checkpoint_chars=5_000)
    path = tmp_path / "out.jsonl._redactor/partial" / kind / "rows.jsonl"
    data = path.read_bytes()
    assert len(data) > 100
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:50] if harm == "cut" else data[:50] + bytes([data[50] ^ 1]) + data[51:])
    redact(source, tmp_path / "out.jsonl", checkpoint_chars=5_000)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "once.jsonl").read_bytes()
    for name in ("withheld.jsonl", "audit/rows.jsonl.jsonl"):
        ours, theirs = (tmp_path / f"{run}.jsonl._redactor" / name for run in ("out", "once"))
        assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize("hidden", [False, True], ids=["seen", "size and time kept"])
def test_an_input_that_changed_since_the_kill_is_begun_anew(tmp_path: Path, hidden: bool) -> None:
    source = corpus(tmp_path / "in", size=900) / "rows.jsonl"
    calls = []

    def stop(texts: object) -> None:
        calls.append(texts)
        if len(calls) == 3:
            raise Killed

    with pytest.raises(Killed):
        redact(
            source,
            tmp_path / "out.jsonl",
            checkpoint_chars=2_000,
            parts={"tagger": FakeTagger(fails=stop), "workers": 1},
        )
    before, data, line = source.stat(), source.read_bytes(), b'{"t": "Niels"}\n'
    source.write_bytes(line + (data[len(line) :] if hidden else data))
    if hidden:
        os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    redact(source, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes().startswith(b'{"t": "[PERSON]"}\n')
    assert verify_output(tmp_path / "out.jsonl", source, KEY).findings == ()


def test_what_a_killed_run_withheld_is_not_forgotten(tmp_path: Path) -> None:
    """Killed in its second file, after the first was finished with withheld records."""
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(f"Niels {BOOM}")
    (root / "b.txt").write_text("Niels stop")

    def stop(texts: object) -> None:
        if "stop" in str(texts):
            raise Killed

    with pytest.raises(Killed):
        redact(root, tmp_path / "out", parts={"tagger": FakeTagger(fails=stop), "workers": 1})
    tagger = FakeTagger()
    summary = redact(root, tmp_path / "out", parts={"tagger": tagger})
    assert dict(summary.files) == {"redacted": 1, "unchanged": 1} and summary.exit_code == 1
    redact(root, tmp_path / "once")
    assert tree(tmp_path / "out") == tree(tmp_path / "once")


def test_partial_files_of_inputs_that_have_gone_are_removed(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=400)

    def stop(texts: object) -> None:
        if "paid" in str(texts):
            raise Killed

    with pytest.raises(Killed):
        redact(source, tmp_path / "out", parts={"tagger": FakeTagger(fails=stop)})
    (source / "a.txt").unlink()
    redact(source, tmp_path / "out")
    redact(source, tmp_path / "once")
    assert tree(tmp_path / "out") == tree(tmp_path / "once") and not (tmp_path / "out/_redactor/partial").exists()


@pytest.mark.parametrize(("before", "after"), [("x.txt", "x.txt/y.txt"), ("x.txt/y.txt", "x.txt")])
def test_what_a_killed_run_left_does_not_stand_in_the_way(tmp_path: Path, before: str, after: str) -> None:
    """A name that was a file's at the kill is a folder's in the next run, or the other way round."""
    source, out = tmp_path / "in", tmp_path / "out"

    def stop(texts: object) -> None:
        raise Killed

    (source / before).parent.mkdir(parents=True)
    (source / before).write_text("Niels")
    with pytest.raises(Killed):
        redact(source, out, parts={"tagger": FakeTagger(fails=stop)})
    assert (out / "_redactor/partial/out" / before).is_file()
    shutil.rmtree(source)
    (source / after).parent.mkdir(parents=True)
    (source / after).write_text("Niels again")
    redact(source, out)
    assert (out / after).read_text() == "[PERSON] again" and verify_output(out, source, KEY).findings == ()


@pytest.mark.parametrize(
    ("name", "limit", "words"),
    [
        ("", 3_000, "state.db"),
        pytest.param("", 40_000, "", marks=pytest.mark.slow),
        ("rows.jsonl", 90_000, "File too large"),
    ],
)
def test_a_full_disk_ends_with_4_and_is_gone_on_from(tmp_path: Path, name: str, limit: int, words: str) -> None:
    source = corpus(tmp_path / "in", size=1_200) / name
    once, out = (tmp_path / folder / "out" for folder in ("once", "often"))
    out.parent.mkdir()
    every = ("--every", "50000")
    full = ended(source, out, *every, "--limit", str(limit))
    assert full.returncode == 4 and "Traceback" not in full.stderr and full.stderr.startswith("error: ")
    assert words in full.stderr and not out.is_file()
    assert redact(source, out, checkpoint_chars=50_000).exit_code == 0
    redact(source, once, checkpoint_chars=50_000)
    assert tree(out.parent) == tree(once.parent)


def test_a_run_that_stops_leaves_no_thread_and_a_whole_state(tmp_path: Path) -> None:
    """The reading thread still asks the state while the run ends: it must neither find it closed nor replace it."""
    root = tmp_path / "in"
    root.mkdir()
    for i in range(120):
        (root / f"{i:03}.txt").write_text("Niels stop" if i == 50 else "Niels")

    def stop(texts: object) -> None:
        if "stop" in str(texts):
            raise Killed

    with pytest.raises(Killed):
        redact(root, tmp_path / "out", parts={"tagger": FakeTagger(fails=stop)})
    assert not [thread for thread in threading.enumerate() if thread.name == "read"]
    assert not (tmp_path / "out/_redactor/state.db.bad").exists()
    assert redact(root, tmp_path / "out").files["unchanged"] >= 40


def test_a_closed_state_is_not_a_damaged_one(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.db")
    state.close()
    with pytest.raises(sqlite3.ProgrammingError):
        state.finished("x")
    assert [path.name for path in tmp_path.iterdir()] == ["state.db"]


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=700)
    process = subprocess.Popen(
        [*COMMAND, str(source), str(tmp_path / "out"), "--slow", "0.1"], stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "out/_redactor/partial").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode != 0
    redact(source, tmp_path / "out")
    redact(source, tmp_path / "once")
    assert tree(tmp_path / "out") == tree(tmp_path / "once")
