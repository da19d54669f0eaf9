"""README's and the card's tables are functions of the files in ``docs/results``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import proofs, tables

SHARE = {"covered": 9, "support": 10, "share": 0.9, "low": 0.6, "high": 0.98}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path


def test_without_files_it_says_how_to_measure(results: Path) -> None:
    assert "--probes" in tables.fairness(results) and "--measure" in tables.reliability(results)


def test_fairness_and_reliability(results: Path) -> None:
    gap = {"gap": 0.1, "best": "Slavic", "worst": "Vietnamese"}
    found = {
        "per_group": 60,
        "all": SHARE,
        "origins": {"Vietnamese": SHARE},
        "genders": {"female": SHARE, "male": SHARE},
        "groups": [{"origin": "Vietnamese", "gender": gender, **SHARE} for gender in ("female", "male")],
        "gaps": {"origin": gap, "gender": {**gap, "gap": 0.0}},
    }
    (results / "fairness.json").write_text(json.dumps({"fairness": found}))
    made = tables.fairness(results)
    assert "| Vietnamese | 0.900 (0.600–0.980) | 0.900 (0.600–0.980) | 0.900 (0.600–0.980) |" in made
    assert "by origin 0.100 (Slavic against Vietnamese); by gender 0.000." in made
    one = {
        "words": 5,
        "temperature": 1.3,
        "fitted": False,
        "ece_before": 0.05,
        "ece_after": 0.02,
        "before": [[0.9, 0.8, 5]],
    }
    (results / "accuracy-a.json").write_text(json.dumps({"reliability": {**one, "words": 4, "fitted": True}}))
    (results / "accuracy-b.json").write_text(json.dumps({"reliability": one}))
    (results / "accuracy-c.json").write_text(json.dumps({}))
    made = tables.reliability(results)
    assert "| a | 4 | 0.050 | 1.30 (fitted there) | 0.020 |" in made and "| b | 5 | 0.050 | 1.30 | 0.020 |" in made
    assert "On b, as it comes" in made and "| 0.900 | 0.800 | 5 |" in made


def test_proofs(results: Path) -> None:
    assert proofs.CHAOS in proofs.chaos(results) and proofs.LIMITS in proofs.limits(results)
    counts = {"tried": {"SIGKILL": 1_200}, "survived": {"SIGKILL": 1_199}, "all_tried": 1_200, "all_survived": 1_199}
    more = {"inside": {".csv.gz": 3}, "bytes_lost": 7, "rounds": 2, "seconds": 120, "command": "chaos"}
    (results / "chaos.json").write_text(json.dumps(counts | more))
    made = proofs.chaos(results)
    assert "| SIGKILL | 1,200 | 1,199 |" in made and "Bytes lost: 7." in made and "`.csv.gz` 3" in made
    told = {"records": 2, "withheld": {"too-long": 1}, "not_redacted": {"a": "too-complex"}, "kept": True, "exit": 1}
    run = {"case": "one_line", "input_mib": 1_024, "limit": "1G", "held_mib": 90, "seconds": 1.2}
    (results / "limits.json").write_text(json.dumps({"scale": 0.2, "runs": [run | told]}))
    assert "| one line | 1,024 MiB | 1G | 90 MiB | 2 | too-long 1 | too-complex | 1 s |" in proofs.limits(results)


def test_pages_have_a_place_for_each_table_that_they_show() -> None:
    for _, _, page in tables.MODELS.values():
        card = page.read_text(encoding="utf-8")
        for name in ("accuracy", "fairness", "reliability"):
            assert f"<!-- {name} -->" in card and f"<!-- /{name} -->" in card


def test_what_stands_outside_of_the_markers_stays(results: Path) -> None:
    page = "before\n<!-- fairness -->\nold\n<!-- /fairness -->\nafter <!-- other -->\n"
    made = tables.filled(page, results)
    assert made.startswith("before\n<!-- fairness -->\n\nNot measured") and made.endswith("after <!-- other -->\n")
    assert tables.filled(made, results) == made and "old" not in made
