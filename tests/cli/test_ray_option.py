"""``--engine ray`` before any cluster is asked: it says what is missing, in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from program import CLEAN

from redactor.engine.run import run
from redactor.engine.settings import RunSettings
from redactor.errors import UsageError

WITHOUT = "import sys; sys.modules['ray'] = None; from redactor.cli.batch import main; main()"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--engine", "ray"], b"pip install 'redact-batch[ray]'"),
        (["--ray-address", "local"], b"--ray-address goes with --engine ray"),
    ],
)
def test_usage(arguments: list[str], words: bytes) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, *arguments], input=b"Niels", capture_output=True, env=CLEAN)
    assert done.returncode == 2 and words in done.stderr and done.stdout == b""


def test_a_local_run_does_not_load_ray() -> None:
    spied = "import sys, redactor.engine.run, redactor.engine.components as c, redactor.engine.settings as s;"
    spied += "c.build(s.RunSettings(None, None)); print('ray' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", spied], capture_output=True, env=CLEAN, check=True)
    assert done.stdout.strip() == b"False"


def test_the_python_api_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name == "redactor.engine.cluster.ray_pool" or name.split(".")[0] == "ray"
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "in.txt").write_text("Niels")
    with pytest.raises(UsageError, match="not installed"):
        run(RunSettings(tmp_path / "in.txt", tmp_path / "out.txt", engine="ray", single=True))
