from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from redactor.errors import LockedError, StorageError
from redactor.storage.lock import OutputLock

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[2]))),
}
HOLD = """
import sys, time
from pathlib import Path
from redactor.storage.lock import OutputLock
with OutputLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_it_and_a_dead_holder_s_lock_is_free(tmp_path: Path) -> None:
    home = tmp_path / "_redactor"
    process = holder(home)
    try:
        with pytest.raises(LockedError, match=rf"process {process.pid} on \S+ since \d{{4}}-") as raised:
            OutputLock(home).acquire()
        assert raised.value.exit_code == 75
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert str(process.pid) in (home / "lock").read_text()
    with OutputLock(home):
        assert f'"pid": {os.getpid()},' in (home / "lock").read_text()
        assert stat.S_IMODE((home / "lock").stat().st_mode) == 0o600
    assert (home / "lock").read_bytes() == b""


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.communicate("")
    for _ in range(2):
        with OutputLock(tmp_path), pytest.raises(LockedError):
            OutputLock(tmp_path).acquire()
    OutputLock(tmp_path).release()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1]", b'{"pid": "x"}'])
def test_odd_content_is_no_obstacle(tmp_path: Path, content: bytes) -> None:
    first = OutputLock(tmp_path)
    first.acquire()
    (tmp_path / "lock").write_bytes(content)
    with pytest.raises(LockedError, match="another run"):
        OutputLock(tmp_path).acquire()
    first.release()


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep")
    (tmp_path / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(StorageError):
        OutputLock(tmp_path).acquire()
    assert (tmp_path / "precious").read_text() == "keep"
