"""The real program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

BATCH = [sys.executable, "-c", "from redactor.cli.batch import main; main()"]
REDACTOR = [sys.executable, "-c", "from redactor.cli.main import main; main()"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("REDACTOR")}


def redact_batch(
    *arguments: str | Path,
    stdin: bytes | None = b"",
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*BATCH, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=CLEAN | dict(environment or {}),
        timeout=120,
        check=False,
    )


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*BATCH, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=CLEAN,
        bufsize=0,
    )


def redactor(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*REDACTOR, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=CLEAN | dict(environment or {}),
        timeout=120,
        check=False,
    )


def on_terminal(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Exit code, and all that the command writes to a terminal of 100 columns (standard output and error together)."""
    import fcntl
    import pty
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    plain = {name: value for name, value in CLEAN.items() if name not in ("NO_COLOR", "COLUMNS")}
    running = subprocess.Popen(
        command, stdin=child, stdout=child, stderr=child, env=plain | {"TERM": "xterm"} | dict(environment or {})
    )
    os.close(child)
    seen = b""
    try:
        while chunk := os.read(parent, 1 << 16):
            seen += chunk
    except OSError:  # Linux says EIO at the end of a terminal
        pass
    os.close(parent)
    return running.wait(timeout=120), seen.decode()
