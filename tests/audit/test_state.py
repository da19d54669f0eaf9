from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from audit_world import KEY

from redactor.audit.results import FileResult, Fingerprint, ResumePoint
from redactor.audit.state import State
from redactor.errors import StorageError
from redactor.keys import Key

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[2]))),
}
SETTINGS = Fingerprint("policy", "model", None, "0.1.0", "options")
RESULT = FileResult("done", 10, 20, "ab", SETTINGS, "text", "o", "cd", "a", "ef", "01", 5, 6, 7, {"PERSON": 6})
POINT = ResumePoint(SETTINGS, {"byte": 9}, [1, "x"], 100, 200, "ab" * 32, 5, {"PERSON": 1}, {"numbers": {}})


def test_a_file_s_life(tmp_path: Path) -> None:
    path = tmp_path / "_redactor" / "state.db"
    with State.open(path) as state:
        assert state.resume("a", SETTINGS) is None and state.finished("a") is None
        state.checkpoint("a", POINT)
        assert state.resume("a", SETTINGS) == POINT and list(state.checkpoints()) == ["a"]
        assert state.resume("a", replace(SETTINGS, policy="other")) is None
        state.finish("a", RESULT)
        assert state.resume("a", SETTINGS) is None
    assert [entry.name for entry in path.parent.iterdir()] == ["state.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with State.open(path) as state:
        assert state.finished("a") == RESULT and list(state.files()) == [("a", RESULT)]
        state.forget("a")
        assert list(state.files()) == []


def test_files_come_sorted_page_by_page_whatever_their_names(tmp_path: Path) -> None:
    names = [f"{n}" for n in range(300)] + ["a\udcff", "é", "\U0001f600"]
    with State.open(tmp_path / "s") as state:
        for name in names:
            state.finish(name, RESULT)
        assert [path for path, _ in state.files()] == sorted(names)
        digest = state.digest()
        state.finish("7", replace(RESULT, mtime_ns=5))
        assert state.digest() == digest
        state.finish("7", replace(RESULT, size=5))
        assert state.digest() != digest


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    code = f"""
import os, signal
from pathlib import Path
from test_state import *
state = State.open(Path({str(path)!r}))
state.checkpoint("a", POINT)
state.finish("b", RESULT)
state._db.execute("BEGIN IMMEDIATE")
state._put("files", "c", {{"half": 1}})
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=False)
    assert done.returncode == -signal.SIGKILL
    with State.open(path) as state:
        assert state.resume("a", SETTINGS) == POINT
        assert list(state.files()) == [("b", RESULT)]
    assert not (tmp_path / "state.db.bad").exists()


@pytest.mark.parametrize("garbage", [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_database_that_is_none_is_set_aside(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(garbage)
    with State.open(path) as state:
        state.finish("a", RESULT)
        assert state.finished("a") == RESULT
    assert (tmp_path / "state.db.bad").read_bytes() == garbage


def test_one_of_another_version_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    State.open(path).close()
    assert (tmp_path / "state.db.bad").exists()


def test_damage_costs_time_never_correctness(tmp_path: Path) -> None:
    """Whatever byte is flipped: the state opens, and tells the truth or nothing."""
    path = tmp_path / "state.db"
    with State.open(path) as state:
        for name in ("a", "b"):
            state.finish(name, RESULT)
        state.checkpoint("c", POINT)
    whole = path.read_bytes()
    for at in range(0, len(whole), 101):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        path.write_bytes(changed)
        with State.open(path) as state:
            assert state.finished("a") in (RESULT, None) and state.resume("c", SETTINGS) in (POINT, None)
            assert all(result == RESULT for _, result in state.files())
            state.finish("a", RESULT)
            assert state.finished("a") == RESULT
        for entry in tmp_path.iterdir():
            entry.unlink()


def test_a_row_planted_without_the_key_is_not_believed(tmp_path: Path) -> None:
    with State.open(tmp_path / "s", Key(b"someone else's key.....")) as state:
        state.finish("a", RESULT)
    with State.open(tmp_path / "s", KEY) as state:
        assert state.finished("a") is None and state.broken() == ["a"]
        state.finish("a", RESULT)
        assert state.finished("a") == RESULT and state.broken() == []


def test_peeking_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s 100%?#.db"
    with State.open(path) as state:
        state.finish("a", RESULT)
        digest = state.digest()
    before = path.read_bytes(), path.stat().st_mtime_ns
    with State.peek(path) as state:
        assert state.digest() == digest
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before and len(list(tmp_path.iterdir())) == 1
    path.write_bytes(b"x" * 999)
    with pytest.raises(sqlite3.Error):
        State.peek(path)


def test_the_disk_s_faults_are_not_taken_for_damage(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with State.open(path) as first:
        first.finish("a", RESULT)
        with pytest.raises(StorageError):
            State.open(path)
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(StorageError):
        State.open(tmp_path / "link")
    with pytest.raises(StorageError):
        State.open(path / "below" / "s")
    code = f"""
import resource
from test_state import *
state = State.open(Path({str(path)!r}))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    for n in range(1000):
        state.finish(str(n), RESULT)
except StorageError as error:
    print("full")
"""
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.stdout == "full\n", done.stderr
    with State.open(path) as state:
        assert state.finished("a") == RESULT
    assert os.listdir(tmp_path) and not (tmp_path / "state.db.bad").exists()
