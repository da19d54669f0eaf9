"""The real program in a process of its own, most often one that begins with the libraries loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from warm import Warm

BATCH = [sys.executable, "-c", "from redactor.cli.batch import main; main()"]
REDACTOR = [sys.executable, "-c", "from redactor.cli.main import main; main()"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("REDACTOR")}

WARM = Warm(
    *(f"redactor.cli.{name}" for name in ("batch", "main", "progress", "reveal", "report", "scan", "verify")),
    *(f"redactor.formats.{name}" for name in ("csv", "jsonl", "parquet", "text")),
    "redactor.engine.run", "redactor.tagger.onnx", "redactor.verification.verify_output", "phonenumbers", "tldextract", "first_text",
    environment=CLEAN,
)  # fmt: skip


def redact_batch(
    *arguments: str | Path,
    stdin: bytes | None = b"",
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    command = [*BATCH, *map(str, arguments)]
    return WARM.run(command, input=stdin, cwd=cwd, env=CLEAN | dict(environment or {}))


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*BATCH, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=CLEAN,
        bufsize=0,
    )


def called(
    module: str, *arguments: object, stdin: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """``main`` of ``redactor.cli``'s ``module``, with text for bytes."""
    command = [sys.executable, "-c", f"from redactor.cli.{module} import main; main()", *map(str, arguments)]
    done = WARM.run(command, input=stdin.encode(), env=CLEAN | dict(environment or {}))
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def redactor(*arguments: object, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return called("main", *arguments, environment=environment)


def on_terminal(command: list[str], environment: Mapping[str, str] | None = None, warm: Warm = WARM) -> tuple[int, str]:
    """Exit code, and all that the command writes to a terminal of 100 columns (standard output and error together)."""
    import fcntl
    import pty
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    plain = {name: value for name, value in CLEAN.items() if name not in ("NO_COLOR", "COLUMNS")}
    warm.begin(command, [child] * 3, plain | {"TERM": "xterm"} | dict(environment or {}), None)
    os.close(child)
    seen = b""
    try:
        while chunk := os.read(parent, 1 << 16):
            seen += chunk
    except OSError:  # Linux says EIO at the end of a terminal
        pass
    os.close(parent)
    return warm.end(120), seen.decode()
