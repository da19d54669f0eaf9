"""A small round of ``benchmarks.chaos``, which kills and harms a run in every way at hand."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_no_fault_costs_a_byte() -> None:
    command = [sys.executable, "-m", "benchmarks.chaos", "--kills", "20", "--minutes", "3", "--size", "300"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["bytes_lost"] == 0 and told["wrong"] == [] and told["all_survived"] == told["all_tried"] > 20
