"""``redact-batch`` in a process of its own, timed from outside, and what its summary says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds from start to exit, CPU seconds of the process tree, and peak resident bytes."""

    seconds: float
    cpu: float
    peak: int


def redact_batch(source: Path, output: Path, *options: str) -> Run:
    """One fresh run into ``output``: start-up, reading, masking, audit on disk."""
    before = os.times()
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "redactor.cli.batch", str(source), str(output), "--fresh", "-q", *options], check=False
    )
    seconds = time.perf_counter() - began
    after = os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(f"redact-batch ended with {done.returncode}")
    home = output / "_redactor" if source.is_dir() else Path(f"{output}._redactor")
    summary = json.loads((home / "summary.json").read_text(encoding="utf-8"))
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu, summary["peak_rss_bytes"])


def write_jsonl(texts: Sequence[str], path: Path) -> Path:
    """``texts`` as records of one field."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return path
