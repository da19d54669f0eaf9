"""The page: nothing loaded, nothing unescaped, nothing without a caption; contrast; bounded lists."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from reporting_world import NASTY, Page, event, luminance, make_output, self_contained, summary

from redactor.audit.layout import Layout
from redactor.reporting import charts, history
from redactor.reporting.facts import FILES, UNCERTAIN, gather
from redactor.reporting.html import Check, render


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    events = {NASTY: [event(NASTY, 0, field='<img src="x">', score=0.11)], "b.txt": [event("b.txt", 1, "NRP", 0.55)]}
    return make_output(tmp_path / "out", events)


def runs(*labels: dict[str, int]) -> dict[str, object]:
    held = [history.PastRun("2026", "p", "m", 1, 1_000, 5, 0, 2.0, 1 << 20, each) for each in labels]
    found = history.drifts(held[-1], held[:-1])
    drift = {"limit": 0.5, "labels": [history.asdict(one) for one in found]}
    return {"runs": history.as_json(held), "drift": drift}


def test_structure(layout: Layout) -> None:
    page = render(layout, summary(**runs({"PERSON": 40}, {"PERSON": 90}))).decode()
    found = Page(page)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("h1") == 1 and tags.count("main") == 1 and tags.count("title") == 1
    assert "h3" not in tags  # no heading is skipped
    assert tags.count("table") == tags.count("caption") > 7
    assert all(dict(attrs).get("scope") in ("row", "col") for tag, attrs in found.tags if tag == "th")
    assert ("html", {"lang": "en"}) in found.tags
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [str(attrs["href"]) for tag, attrs in found.tags if tag == "a"]
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    charts_ = [attrs for tag, attrs in found.tags if tag == "svg"]
    assert charts_ and all(("role" in one and "aria-label" in one) or one.get("aria-hidden") for one in charts_)
    assert "moved by more than 50 %" in found.text and "+125 %" in found.text
    assert "prefers-color-scheme: dark" in page and "@media print" in page and "width=device-width" in page


def test_change_is_judged_only_where_there_is_enough(layout: Layout) -> None:
    def told(before: int, now: int) -> str:
        return Page(render(layout, summary(**runs({"PERSON": before}, {"PERSON": now}))).decode()).text

    assert "No label's rate moved by more than 50 %" in told(40, 41)
    few = told(3, 1)
    assert "too few to say" in few and "No label was found often enough" in few and "No label's rate" not in few


def test_times_and_policies_are_for_people(layout: Layout) -> None:
    text = Page(render(layout, summary(preset="gdpr")).decode()).text
    assert "finished 2026-01-01 00:00:00 UTC" in text and f"on the preset gdpr, digest {'p' * 64}" in text


def test_nothing_is_loaded_and_nothing_runs(layout: Layout) -> None:
    self_contained(render(layout, summary()))


def test_names_are_escaped(layout: Layout) -> None:
    page = render(layout, summary()).decode()
    assert "<script" not in page and "<img" not in page
    text = Page(page).text
    assert NASTY in text and '<img src="x">' in text


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    layout = make_output(tmp_path, {"x.txt": [event("x\udc80.txt", 0)]})
    assert b"x\\udc80.txt" in render(layout, summary())


def test_lists_are_bounded(tmp_path: Path) -> None:
    names = {f"{i:03}.txt": i for i in range(80)}
    events = {name: [event(name, j, score=(i + j) / 100) for j in range(i % 3 + 1)] for name, i in names.items()}
    facts = gather(make_output(tmp_path, events))
    everything = sorted((one.score, one.file) for each in events.values() for one in each)
    assert [(one.score, one.file) for one in facts.uncertain] == everything[:UNCERTAIN]
    assert len(facts.largest) == FILES and facts.largest[0].entities == 3 and facts.largest[-1].entities == 2
    assert facts.files == 80 and facts.entities == len(everything) == sum(facts.labels.values())
    assert sum(facts.bands.values()) == facts.entities and facts.unreadable == 0


def test_a_broken_output_is_told_not_raised(layout: Layout) -> None:
    audit = layout.home / layout.audit("b.txt")
    audit.write_bytes(b'{"file": 1}\nnot json\n[]\n')
    assert gather(layout).unreadable == 3
    layout.manifest.write_bytes(b"x")
    text = Page(render(layout, summary(), [Check("Verified", "3 faults", False)]).decode()).text
    assert "missing or broken" in text and "3 faults" in text


def test_contrast() -> None:
    """WCAG 2.1 AA: 4.5 for every colour of text on both grounds, 3 for bars; light and dark."""
    css = resources.files("redactor.reporting").joinpath("templates/page.html.j2").read_text("utf-8")
    for theme in re.findall(r":root \{([^}]*)\}", css)[:2]:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme))
        for ground in ("paper", "card"):
            for ink, least in (("ink", 7), ("soft", 4.5), ("good", 4.5), ("bad", 4.5), ("link", 4.5), ("bar", 3)):
                light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= least, (ink, ground, theme)


def test_charts() -> None:
    assert 'width="100.0%"' in charts.bar(7) and 'width="0.0%"' in charts.bar(-1)
    assert charts.columns([], "x") == charts.line([1], "x") == ""
    drawn = charts.columns([("<a>", 0), ("b", 0)], 'say "hi"')
    assert "&lt;a&gt;" in drawn and "&quot;hi&quot;" in drawn and "<a>" not in drawn
    points = re.search(r'points="([^"]+)"', charts.line([0, 5, 10], "x"))
    assert points and points[1].split() == ["6.0,90.0", "160.0,49.0", "314.0,8.0"]


def test_speed_and_memory_over_the_run(layout: Layout) -> None:
    course = [[0.0, 0, 100 << 20], [0.5, 1_000, 200 << 20], [1.0, 4_000, 300 << 20]]
    found = Page(render(layout, summary(course=course)).decode())
    assert "Words per second over the run (at most 6,000)" in found.text
    assert "Memory over the run (at most 300.0 MiB)" in found.text
    assert "over the run" not in Page(render(layout, summary(course=course[:2])).decode()).text
    drawn = charts.over_time([(0, 1.0), (1, 2.0), (4, 4.0)], "x", "4 s", "<4>")
    points = re.search(r'points="([^"]+)"', drawn)
    assert points and points[1].split() == ["6.0,64.0", "83.0,48.0", "314.0,16.0"] and "&lt;4&gt;" in drawn
