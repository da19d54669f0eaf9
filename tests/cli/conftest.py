"""The program without a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from program import CLEAN

import redactor.cli.batch
import redactor.cli.exit


@pytest.fixture
def in_process(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., subprocess.CompletedProcess[bytes]]]:
    """``redact-batch`` as ``program.redact_batch`` runs it, but here: for what ends before a model is loaded."""
    monkeypatch.setattr(redactor.cli.exit, "no_core_dumps", lambda: None)  # would hold for the tests after this one
    for name in set(os.environ) - set(CLEAN):
        monkeypatch.delenv(name)
    seconds = sys.getswitchinterval()

    def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[Any]:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["redact-batch", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            redactor.cli.batch.main()
        return subprocess.CompletedProcess(arguments, int(str(ended.value.code)), *capsysbinary.readouterr())

    yield run
    sys.setswitchinterval(seconds)
