"""Each block of the page about other tools, as it stands; libraries that only call us may be stood in for."""

from __future__ import annotations

import doctest
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from redactor.formats.registry import format_for, rows

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^(?:<!-- ([^\n]+) -->\n)?```(python)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("note", "code"), [(note, code) for note, _, code in BLOCKS if ">>>" in code])
def test_what_is_said_is_so(note: str, code: str) -> None:
    if note:
        pytest.importorskip(note.removeprefix("needs: "), reason=f"not installed: {note.removeprefix('needs: ')}")
    test = doctest.DocTestParser().get_doctest(code, {}, "integrations.md", None, None)
    assert doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(test).failed == 0


class Told(dict[str, Any]):
    """An operator that remembers what it was given."""

    def __init__(self, **how: Any) -> None:
        super().__init__(how)


def decorator(function: Any = None, **_: Any) -> Any:
    return function or decorator


def loaded(words: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the block that needs ``module name …`` makes. The libraries start servers and databases: here others stand in."""
    (code,) = (code for note, _, code in BLOCKS if note == f"stands in for: {words}")
    path, *names = words.split()
    parts = path.split(".")
    for end in range(1, len(parts) + 1):
        module = ModuleType(".".join(parts[:end]))
        for name in names:
            setattr(module, name, Told if name[0].isupper() else decorator)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    made: dict[str, Any] = {}
    exec(compile(code, "integrations.md", "exec"), made)
    return made


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Write to niels@example.com")
    return tmp_path / "in", tmp_path / "out"


def test_airflow_runs_a_command_that_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    from redactor.cli.batch import batch

    made = loaded("airflow.providers.standard.operators.bash BashOperator", monkeypatch)["redact"]
    name, *words = shlex.split(made["bash_command"])
    assert name == "redact-batch"
    batch.make_context(name, words)


def test_dagster_makes_an_asset_or_fails(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made = loaded("dagster asset", monkeypatch)
    made["SOURCE"], made["TARGET"] = map(str, folders)
    assert made["redacted"]()["entities"] == 1
    (folders[0] / "b.jsonl").write_text("no json\n")
    with pytest.raises(RuntimeError, match="withheld"):
        made["redacted"]()


def test_prefect_runs_a_flow(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    nightly = loaded("prefect flow task", monkeypatch)["nightly"]
    nightly(*map(str, folders))
    assert (folders[1] / "a.txt").read_text() == "Write to [EMAIL_ADDRESS]"


def test_hooks_call_what_exists_on_files_that_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from redactor.cli.main import redactor

    (tmp_path / "a.txt").write_text("Write to niels@example.com\npassword: hunter2xyz!\n")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == re.findall(r"- id: (\S+)", PAGE)
    for suffix in (suffix for row in rows() for suffix in row.suffixes):
        found = format_for(f"a{suffix}")
        assert found and found[0].textual == bool(re.search(hooks[0]["files"], f"a{suffix}")), suffix
    for hook, label in zip(hooks, ("EMAIL_ADDRESS", "SECRET"), strict=True):
        command, *words = shlex.split(hook["entry"])
        assert command == "redactor"
        assert redactor([*words, str(tmp_path / "a.txt")], standalone_mode=False) == 3
        told = capsys.readouterr().out
        assert label in told and "a.txt" in told and "niels@" not in told and "hunter2" not in told


def test_the_block_of_presidio_is_python() -> None:
    (code,) = (code for note, _, code in BLOCKS if not note and ">>>" not in code)
    compile(code, "integrations.md", "exec")
