"""The textfile, and that the examples speak of metrics that exist."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from reporting_world import summary

from redactor.errors import StorageError
from redactor.reporting.prometheus import RunFacts, check_writable, facts_of, last_success, page, write

EXAMPLES = Path(__file__).parents[2] / "examples"
NAME = re.compile(r"\bredactor_[a-z_]+")
SUCCESS = "redactor_last_success_timestamp_seconds"


def samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_values() -> None:
    found = samples(page(RunFacts(1, True, 99.0, summary()), None).decode())
    assert found["redactor_records_total",] == 3
    assert found["redactor_words_total",] == 1000
    assert found["redactor_entities_total", "PERSON"] == 40
    assert found["redactor_withheld_total", "x"] == 1
    assert found["redactor_files", "not_redacted"] == 1
    assert found["redactor_bytes",] == 5000
    assert found["redactor_duration_seconds",] == 75
    assert found["redactor_cpu_seconds",] == 60
    assert found["redactor_peak_rss_bytes",] == 300 << 20
    assert found["redactor_exit_code",] == 1
    assert found["redactor_run_info", "", "m", "p", "0.1.0"] == 1
    assert found[SUCCESS,] == 99


def test_success_moves_only_on_success(tmp_path: Path) -> None:
    path = tmp_path / "redactor.prom"
    write(path, facts_of(None, 4, {"seconds": 1.5}))
    assert last_success(path) is None
    assert samples(path.read_text())["redactor_exit_code",] == 4
    assert samples(path.read_text())["redactor_duration_seconds",] == 1.5
    write(path, RunFacts(0, True, 1_700_000_000.5, summary()))
    assert last_success(path) == 1_700_000_000.5
    for code in (2, 4, 75):
        write(path, facts_of(None, code, {}))
        assert last_success(path) == 1_700_000_000.5
    write(path, facts_of(summary(dry_run=True), 0, {}))
    assert last_success(path) == 1_700_000_000.5
    write(path, facts_of(summary(), 1, {}))
    assert (last_success(path) or 0) > 1_700_000_001
    assert [one.name for one in tmp_path.iterdir()] == ["redactor.prom"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "x.prom", tmp_path):
        with pytest.raises(StorageError):
            check_writable(path)


def existing() -> set[str]:
    return {name for name, *_ in samples(page(RunFacts(0, True, 1.0, summary()), None).decode())}


def test_alert_rules() -> None:
    rules = yaml.safe_load((EXAMPLES / "prometheus" / "redactor-alerts.yml").read_text(encoding="utf-8"))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in alerts}) == len(alerts) > 5
    used = {name for rule in alerts for name in NAME.findall(rule["expr"])}
    assert used and used <= existing()
    assert all(rule["annotations"]["summary"] for rule in alerts)


def alerted(name: str, facts: RunFacts | None, firing: list[str]) -> dict[str, Any]:
    """A case for promtool: what a run writes stands there for 30 hours, then these alerts fire and no others."""
    found = samples_with_names(page(facts, None).decode()) if facts else []
    return {
        "name": name,
        "interval": "1h",
        "input_series": [{"series": series, "values": f"{value}x31"} for series, value in found],
        "promql_expr_test": [
            {
                "expr": 'count by (alertname) (ALERTS{alertstate="firing"})',
                "eval_time": "30h",
                "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in firing],
            }
        ],
    }


def samples_with_names(text: str) -> list[tuple[str, float]]:
    return [
        (f"{one.name}{{{', '.join(f'{key}={json.dumps(value)}' for key, value in labels.items())}}}", one.value)
        for family in text_string_to_metric_families(text)
        for one in family.samples
        for labels in [{"instance": "box", "job": "node", **one.labels}]
    ]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here (Debian: apt-get install prometheus)")
def test_alerts_fire_on_what_a_run_writes(tmp_path: Path) -> None:
    """The time of the test begins at nought, so that 29 hours is an hour ago."""
    counts = {"records": 3, "words": 20_000, "entities": 40, "withheld": 0, "labels": {"PERSON": 40}, "reasons": {}}
    good = {"counts": counts, "files": {"redacted": 2}}
    nothing = {**good, "counts": {**counts, "labels": {}}}
    short = {**good, "counts": {**counts, "labels": {}, "words": 9_000}}
    recent = 29 * 3600.0
    cases = [
        alerted("good", RunFacts(0, True, recent, summary(**good)), []),
        alerted("long ago", RunFacts(0, True, 3600.0, summary(**good)), ["RedactorNoSuccess"]),
        alerted("never", None, ["RedactorNeverRan"]),
        alerted("failed", RunFacts(4, False, recent), ["RedactorFailed"]),
        alerted("held", RunFacts(75, False, recent), ["RedactorStillRunning"]),
        alerted("nothing found", RunFacts(0, True, recent, summary(**nothing)), ["RedactorFoundNothing"]),
        alerted("little to look at", RunFacts(0, True, recent, summary(**short)), []),
        alerted(
            "withheld",
            RunFacts(1, True, recent, summary()),
            ["RedactorFilesNotRedacted", "RedactorNeedsALook", "RedactorWithheld"],
        ),
        alerted("large", RunFacts(0, True, recent, summary(**good, peak_rss_bytes=3 << 30)), ["RedactorMemory"]),
    ]
    changed = alerted("another model", RunFacts(0, True, recent, summary(**good)), ["RedactorModelOrPolicyChanged"])
    (other,) = [one for one in changed["input_series"] if one["series"].startswith("redactor_run_info")]
    changed["input_series"].append({**other, "series": other["series"].replace('model="m"', 'model="n"')})
    rules = EXAMPLES / "prometheus" / "redactor-alerts.yml"
    (tmp_path / "cases.yml").write_text(
        json.dumps({"rule_files": [str(rules)], "evaluation_interval": "30m", "tests": [*cases, changed]})
    )
    done = subprocess.run(["promtool", "test", "rules", "cases.yml"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_dashboard() -> None:
    board = json.loads((EXAMPLES / "grafana" / "redactor-dashboard.json").read_text(encoding="utf-8"))
    targets = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    used = {name for expr in targets for name in NAME.findall(expr)}
    assert used == existing()
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_readme_names_every_metric() -> None:
    text = (EXAMPLES / "prometheus" / "README.md").read_text(encoding="utf-8")
    assert existing() <= set(NAME.findall(text))
