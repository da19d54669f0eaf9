"""What keeps the house in order: import contracts, pins, package data, and the README's own words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from redactor.extras import DISTRIBUTION, EXTRAS
from redactor.version import __version__

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def _block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README has no block after <!-- {marker} -->"
    return found[1]


def _requirements(path: str) -> dict[str, str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(re.split(r"[<>=;~ ]", line)[0]): line for line in lines if line}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRA: dict[str, list[str]] = PROJECT["optional-dependencies"]


def _names(requirements: list[str]) -> set[str]:
    """Normal names of distributions; our own extras are followed."""
    found = set[str]()
    for requirement in map(Requirement, requirements):
        if canonicalize_name(requirement.name) == DISTRIBUTION:
            found |= _names([line for extra in requirement.extras for line in EXTRA[extra]])
        else:
            found.add(canonicalize_name(requirement.name))
    return found


def test_imports_point_one_way() -> None:
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_dependency_is_pinned_for_the_python_that_is_promised() -> None:
    pinned = _requirements("constraints.txt")
    assert _names([*PROJECT["dependencies"], *EXTRA["all"], *EXTRA["dev"]]) <= pinned.keys()
    # numpy's pin has no wheel for a Python below 3.11.
    assert PROJECT["requires-python"] == ">=3.11" and "Python ≥ 3.11" in README


def test_the_light_install_has_none_of_what_an_extra_brings() -> None:
    assert not _names(PROJECT["dependencies"]) & _names(EXTRA["all"])
    assert {"torch", "transformers", "seqeval", "onnx", "faker", "ray"} <= _names(EXTRA["all"])


@pytest.mark.parametrize(("module", "extra"), EXTRAS.items())
def test_the_extra_that_a_message_names_brings_the_library(module: str, extra: str) -> None:
    assert canonicalize_name(module) in _names(EXTRA[extra])


def test_the_light_install_imports_no_library_of_an_extra() -> None:
    """All rooms but training, the cluster, the stores, PDFium's and Presidio's: what they need at import is there without any extra."""
    lazy = ("training", "cluster", "hdfs", "obstore_store", "s3_listing", "presidio", "evaluated", "pdfium", "__main__")
    rooms = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "redactor").rglob("*.py")]
    names = [".".join(room.parts).removesuffix(".__init__") for room in rooms if not set(lazy) & set(room.parts)]
    code = (
        "import sys, importlib\n"
        f"for name in {list(EXTRAS)!r}: sys.modules[name] = None\n"
        f"for name in {sorted(names)!r}: importlib.import_module(name)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    [["train", "--data", "x.csv", "--output", "m"], ["synthesize", "1"], ["scan", "--model", "m", "x.txt"]],
)
def test_a_command_without_its_extra_says_how_to_get_it(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Write to niels@example.com")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text('{"model_type": "bert", "id2label": {"0": "O", "1": "B-PER"}}')
    shutil.copy(ROOT / "redactor" / "models" / "en" / "tokenizer.json", tmp_path / "m")
    (tmp_path / "m" / "model.safetensors").write_bytes(b"")
    code = (
        f"import sys\nfor name in {list(EXTRAS)!r}: sys.modules[name] = None\n"
        f"sys.argv = ['redactor', *{command!r}]\nfrom redactor.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(
        r"error: .*pip install (?:--use-pep517 )?'redact-batch\[(train|torch|surrogate)\]'\n", done.stderr
    ), done.stderr


def test_nothing_tells_anybody_to_install_a_stranger() -> None:
    """``redactor`` on PyPI is somebody else's: no text says so, no metadata asks for it."""
    wrong = re.compile(r"""(?:pip|pipx|uv|uvx)\b[^\n]*?(?<![\w./-])redactor(?![\w/.-])|["'`]redactor\[""")
    assert wrong.search("pip install redactor") and wrong.search("'redactor[ray]'")
    listed = None
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed is None or listed.returncode:
        pytest.skip("git, or its repository, is not here: it says which files are ours")
    bad = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if path.suffix in (".md", ".py", ".toml", ".yaml", ".yml", ".txt", ".sh", "") and path.is_file():
            if name in ("tests/test_house.py", "CHANGELOG.md"):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            bad += [f"{name}: {found[0]}" for found in wrong.finditer(text)]
    assert not bad


@pytest.mark.slow
def test_the_wheel_is_all_there_is_to_install(tmp_path: Path) -> None:
    """A wheel, its light dependencies, the main job: in an environment that never saw this folder."""
    shutil.copytree(ROOT, tmp_path / "src", ignore=shutil.ignore_patterns(".*", "tests", "docs", "benchmarks"))
    steps = (
        [sys.executable, "-m", "venv", "venv"],
        ["venv/bin/pip", "wheel", "-q", "--no-deps", "-w", "dist", "./src"],
        [
            "venv/bin/pip",
            "install",
            "-q",
            "--no-compile",
            "-c",
            ROOT / "constraints.txt",
            "--find-links",
            "dist",
            "redact-batch",
        ],
        ["venv/bin/pip", "check"],
        ["venv/bin/redact-batch", ROOT / "samples", "redacted"],
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for step in steps:
        done = subprocess.run(step, cwd=tmp_path, env=clean, capture_output=True, text=True)
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    assert "Niels" not in (tmp_path / "redacted" / "tutorial.txt").read_text(encoding="utf-8")
    inside = "import redactor, importlib.metadata as m; print(redactor.__file__, m.version('redact-batch'))"
    done = subprocess.run(["venv/bin/python", "-c", inside], cwd=tmp_path, env=clean, capture_output=True, text=True)
    assert done.stdout.startswith(str(tmp_path / "venv")) and done.stdout.endswith(f" {__version__}\n")


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
