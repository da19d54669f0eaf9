"""Clusters that come and go: one of the run's own leaves nothing, one that is lost or was never there is said to be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import BATCH
from ray_world import children, line

from benchmarks.fakes import jsonl_file

pytest.importorskip("ray", reason="Ray is not installed: pip install 'redact-batch[ray]'")

from redactor.engine.cluster import ray_session


def test_what_ray_prints_does_not_reach_a_pipe(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Ray prints to standard output whenever a worker dies."""
    with ray_session._bytes_alone():
        print("(raylet) A worker died")
        sys.stdout.buffer.write(b"bytes\n")
        sys.stdout.buffer.flush()
    assert capfdbinary.readouterr().out == b"bytes\n"


@pytest.fixture
def bare() -> Iterator[tuple[Path, Path, dict[str, str]]]:
    """A home, a folder for temporary files, and an environment without any settings of Ray."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        home, temporary = Path(name, "h"), Path(name, "t")
        home.mkdir()
        temporary.mkdir()
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("REDACTOR", "RAY_"))}
        yield home, temporary, clean | {"HOME": str(home), "TMPDIR": str(temporary)}


@pytest.mark.slow
def test_a_cluster_of_its_own_leaves_nothing(tmp_path: Path, bare: tuple[Path, Path, dict[str, str]]) -> None:
    """No folder, no file in HOME, no process; the message of the end and nothing else."""
    home, temporary, environment = bare
    (tmp_path / "in.csv").write_text("name\nniels@example.com\n")
    arguments = [*BATCH, tmp_path / "in.csv", tmp_path / "out.csv", "--engine", "ray", "--ray-address", "local"]
    arguments += ["--workers", "1", "--label", "EMAIL_ADDRESS"]
    done = subprocess.run(arguments, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.csv").read_bytes() == b"name\n[EMAIL_ADDRESS]\n"
    assert done.stderr.startswith(b"masked 1 entities") and done.stderr.count(b"\n") == 1
    assert not list(home.iterdir()) and not list(temporary.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_killed_leaves_no_process_of_its_cluster(
    tmp_path: Path, bare: tuple[Path, Path, dict[str, str]], how: signal.Signals
) -> None:
    """While it runs, its folder is its owner's alone, and no process of Ray's has the key."""
    _, temporary, environment = bare
    (tmp_path / "in.jsonl").write_bytes(jsonl_file(1, 8_000))
    arguments = [*BATCH, tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--engine", "ray", "--ray-address", "local"]
    process = subprocess.Popen([*arguments, "--workers", "1", "-q"], env=environment | {"REDACTOR_KEY": "k" * 32})
    partial = tmp_path / "out.jsonl._redactor/partial/out/in.jsonl"
    deadline = time.monotonic() + 300
    while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    below = list(children(process.pid))
    assert len(below) > 5 and not [pid for pid in below if b"k" * 32 in Path(f"/proc/{pid}/environ").read_bytes()]
    process.send_signal(how)
    assert process.wait(60) == -how
    deadline = time.monotonic() + 30
    while any(map(alive, below)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [line(pid) for pid in below if alive(pid)] and not list(temporary.iterdir())


def alive(pid: int) -> bool:
    """Is it at work, and not a dead one that nobody has asked for its end?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_a_cluster_that_loses_its_head_ends_the_run_with_4(
    tmp_path: Path, bare: tuple[Path, Path, dict[str, str]]
) -> None:
    """Ray itself ends such a process with 1, which would say: finished, with some records withheld."""
    _, temporary, environment = bare
    (tmp_path / "in.jsonl").write_bytes(jsonl_file(1, 4_000))
    soon = "import redactor.engine.cluster.ray_pool as e; e.SILENCE = e.BEAT = 1; from redactor.cli.batch import main; main()"
    arguments = [sys.executable, "-c", soon, tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--no-progress"]
    arguments += ["--engine", "ray", "--ray-address", "local", "--workers", "1"]
    process = subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE)
    partial = tmp_path / "out.jsonl._redactor/partial/out/in.jsonl"
    deadline = time.monotonic() + 300
    while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    (head,) = [pid for pid in children(process.pid) if b"gcs_server" in line(pid)]
    os.kill(head, signal.SIGKILL)
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 4 and told.startswith(b"error: the cluster's head does not answer"), told
    assert not (tmp_path / "out.jsonl").exists() and not list(temporary.iterdir())


def test_an_address_where_nothing_runs() -> None:
    arguments = [*BATCH, "--engine", "ray", "--ray-address", "127.0.0.1:1"]
    done = subprocess.run(arguments, input=b"Niels", capture_output=True, timeout=300, check=False)
    assert done.returncode == 4 and b"no Ray cluster answers at 127.0.0.1:1" in done.stderr, done.stderr
    assert done.stdout == b""
