"""The commands `redactor policy check` and `redactor policy show`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from redactor.cli.policy import policy
from redactor.cli.scan import scan
from redactor.errors import PolicyError
from redactor.masking.policy.load import PRESETS


def test_check(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('[default]\noperator = "hash"\n', encoding="utf-8")
    result = CliRunner().invoke(policy, ["check", str(path)])
    assert result.exit_code == 0
    assert ": ok, digest " in result.output
    assert "needs a key" in result.output and "hash" in result.output


def test_check_takes_presets_too() -> None:
    for name in PRESETS:
        result = CliRunner().invoke(policy, ["check", name])
        assert result.exit_code == 0
        assert result.output.startswith(f"{name}: ok, digest ")


def test_check_refuses(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("[default]\noprator = 1\n", encoding="utf-8")
    error = CliRunner().invoke(policy, ["check", str(path)]).exception
    assert isinstance(error, PolicyError)
    assert error.exit_code == 2
    assert f"{path}:2: default.oprator" in str(error)


def test_show(tmp_path: Path) -> None:
    shown = CliRunner().invoke(policy, ["show", "pci"]).output
    path = tmp_path / "p.toml"
    path.write_text(shown, encoding="utf-8")
    assert CliRunner().invoke(policy, ["show", str(path)]).output == shown
    assert json.loads(CliRunner().invoke(policy, ["show", "--format", "json"]).output)["default"]["operator"] == "tag"
    assert "hipaa-safe-harbor" in CliRunner().invoke(policy, ["presets"]).output


def test_suggest_writes_a_policy_and_no_value(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("c1,price\n" + "".join(f"a{number}@example.com,{number}.50\n" for number in range(20)))
    result = CliRunner().invoke(policy, ["suggest", str(table)])
    assert result.exit_code == 0 and "example.com" not in result.output
    assert '[fields."c1"]\nlabel = "EMAIL_ADDRESS"  # 20 values, EMAIL_ADDRESS 100%' in result.output
    assert '# [fields."price"]\n# skip = true' in result.output
    shown = CliRunner().invoke(scan, [str(table), "--fields"])
    assert shown.exit_code == 0 and "example.com" not in shown.output
    assert [line.split()[:3] for line in shown.output.splitlines()[1:]] == [
        ["c1", "20", "EMAIL_ADDRESS"],
        ["price", "20", "nothing"],
    ]
