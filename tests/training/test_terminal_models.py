"""``train``, ``evaluate`` and ``export`` on a terminal and in a log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny
from program import on_terminal

QUICK = ["--epochs", "1", "--batch-tokens", "128", "--no-bf16"]


@pytest.fixture(scope="module")
def seen(tiny_base: Path, tiny_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each of the three shows on a terminal; nothing else runs in this module's fixtures."""
    folder = tmp_path_factory.mktemp("terminal")
    model = str(folder / "model")
    calls = {
        "train": ["train", "--data", str(tiny_corpus), "--base", str(tiny_base), "--output", model, *QUICK],
        "evaluate": ["evaluate", "--data", str(tiny_corpus), "--model", model],
        "export": ["export", "--model", model, "--output", f"{model}-onnx", "--data", str(tiny_corpus), "--fp32"],
    }
    shown = {}
    for name, call in calls.items():
        code, shown[name] = on_terminal([*tiny.COMMAND, *call], warm=tiny.WARM)
        assert code == 0, shown[name]
    return shown


@pytest.mark.parametrize(
    ("name", "bar"),
    [("train", "epoch 1: "), ("train", "held out: "), ("evaluate", "text/s"), ("export", "fp32: exporting [")],
)
def test_progress_on_a_terminal(seen: dict[str, str], name: str, bar: str) -> None:
    assert bar in seen[name]
    assert "[1m" not in seen[name] and "[3" not in seen[name]


def test_results_stand_at_the_end(seen: dict[str, str]) -> None:
    assert "sentences without a leak" in seen["train"] and "sentences without a leak" in seen["evaluate"]
    assert seen["export"].rstrip().endswith("fp32 ONNX")


def test_training_in_a_log(tiny_base: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    call = ("train", "--data", tiny_corpus, "--base", tiny_base, *QUICK)
    done = tiny.redactor(*call, "--output", tmp_path / "a", "--log-format", "json")
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert any("epoch 1: loss" in one["event"] for one in told) and {one["level"] for one in told} == {"info"}
    quiet = tiny.redactor(*call, "--output", tmp_path / "b", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    failed = tiny.redactor(*call, "--output", tmp_path / "b", "--log-format", "json")
    assert failed.returncode == 2 and json.loads(failed.stderr)["exit_code"] == 2
