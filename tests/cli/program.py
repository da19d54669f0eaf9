"""The real program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

BATCH = [sys.executable, "-c", "from redactor.cli.batch import main; main()"]
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
