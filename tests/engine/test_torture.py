"""A small round of ``benchmarks.torture``: files that are damaged, hostile or odd, and none of them costs another."""

from __future__ import annotations

import json

import pytest
from share import share

from benchmarks import torture


@pytest.mark.parametrize("family", share(torture.CASES, 3))
def test_no_file_costs_another(
    family: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["torture", "--families", family, "--much", "1"])
    code = torture.main()
    told = json.loads(capsys.readouterr().out)
    assert (code, told["wrong"]) == (0, [])
    assert told["tried"] > 3
