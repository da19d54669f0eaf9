"""What keeps the house in order: import contracts, pins, package data, and the README's own words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def _block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README has no block after <!-- {marker} -->"
    return found[1]


def _requirements(path: str) -> dict[str, str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines())
    return {re.split(r"[<>=;~ ]", line)[0].lower().replace("_", "-"): line for line in lines if line}


def _dependencies() -> set[str]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert block
    return {name.lower().replace("_", "-") for name in re.findall(r'"([A-Za-z0-9_.-]+)', block[1])}


def test_imports_point_one_way() -> None:
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_dependency_is_pinned_in_constraints() -> None:
    pinned = _requirements("constraints.txt")
    assert _dependencies() - {"tomli"} <= pinned.keys()
    assert pinned["torch"] == "torch==2.13.0"


def test_the_runtime_needs_neither_torch_nor_transformers() -> None:
    runtime = _requirements("requirements-runtime.txt").keys()
    assert runtime == _dependencies() - {"torch", "transformers", "seqeval"}


def test_readme_run_command_masks_the_samples(tmp_path: Path) -> None:
    command = _block("run command").split("&&")[-1].strip()
    assert command == ".venv/bin/redact-batch samples redacted"
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    done = subprocess.run([BIN / "redact-batch", *command.split()[1:]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Niels" not in (tmp_path / "redacted" / "tutorial.txt").read_text(encoding="utf-8")


def test_ci_runs_the_readme_test_command() -> None:
    assert "-m pytest" in _block("test command")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test command -->" in ci
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_readme_python_block_says_what_happens() -> None:
    from redactor import Redactor

    assert (
        Redactor().redact("My name is Niels and New York is a city").text
        == "My name is [PERSON] and [LOCATION] is a city"
    )
    assert "'My name is [PERSON] and [LOCATION] is a city'" in README


@pytest.mark.parametrize(
    "page", ["README.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", link):
            assert ((ROOT / page).parent / link).exists(), f"{page}: {link}"


def test_package_data_is_declared_inside_the_package() -> None:
    for wanted in (
        "models/en/model.onnx",
        "models/en/tokenizer.json",
        "models/en/config.json",
        "models/en/README.md",
        "py.typed",
        "masking/policy/presets/default.toml",
    ):
        assert (ROOT / "redactor" / wanted).is_file(), wanted
