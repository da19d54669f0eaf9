"""The page of ``evaluate --html``: alone and side by side; escaped; nothing loaded; its colours can be read."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from reporting_world import Page, luminance, self_contained

from redactor.reporting import plots
from redactor.reporting.evaluation import Apart, Curve, Mistake, Piece, Side, render
from redactor.reporting.plots import Point

NASTY = '<script>alert("1")</script>'


def side(key: str = "", f1: float = 0.5, share: float = 0.8) -> Side:
    scores = {"precision": 0.4, "recall": 0.6, "f1": f1, "support": 7}
    scheme = {"micro": scores, "labels": {"PERSON": scores}}
    covered = {"covered": 8, "support": 10, "share": share, "low": 0.49, "high": 0.94}
    result: dict[str, Any] = {
        "schemes": dict.fromkeys(("strict_word", "default_word", "wordpiece"), scheme),
        "coverage": {"PERSON": covered, "ALL": covered},
        "sentences_without_leak": {"covered": 0, "support": 0, "share": None, "low": 0.0, "high": 1.0},
        "sentences": 1234,
        "words": 9,
        "labels": ["PERSON"],
        "labels_unknown_to_model": ["MISC"],
    }
    bins = ((0.55, 0.5, 3), (0.95, 0.9, 30))
    reliable = {"words": 33, "temperature": 1.4, "fitted": True, "ece_before": 0.06, "ece_after": 0.02}
    curve = Curve("PERSON", (Point(-3.0, 1.0, 0.1, 0.2), Point(0.3, 0.8, 0.8, 0.9), Point(6.0, 0.1, 0.9, 1.0)), 0.3)
    pieces = (
        Piece(NASTY, False, False),
        Piece("Ann", True, False, True),
        Piece(" Lee", True, True),
        Piece("!", False, True),
    )
    wrong = Mistake("leaked", 3, "PERSON", "NRP 0.91", 0.9, pieces, cut_after=True)
    return Side(
        f"model {NASTY}", [("Model folder", NASTY)], result, {**reliable, "before": bins, "after": bins},
        (["PERSON", "O"], [[4, 1], [2, 90]]), [curve], [curve], [wrong], {"leaked": 12}, key,
    )  # fmt: skip


def test_one_side() -> None:
    page = render(NASTY, [side()])
    self_contained(page)
    found = Page(page.decode())
    tags = [tag for tag, _ in found.tags]
    assert tags.count("h1") == tags.count("main") == 1 and tags.count("table") == tags.count("caption") > 8
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    links = [str(attrs["href"]) for tag, attrs in found.tags if tag == "a"]
    assert len(ids) == len(set(ids)) and all(link[1:] in ids for link in links)
    assert "This page quotes text" in found.text.split("What was measured")[0]
    assert "0.0600" in found.text and "fitted on this data" in found.text and "+0.30 in force" in found.text
    assert "Leaked: 1 of 12" in found.text and "not know MISC" in found.text and "(0.490–0.940)" in found.text
    assert "Differences" not in found.text and NASTY in found.text


def test_two_sides_and_what_lies_between() -> None:
    shown = side().mistakes
    page = render(
        "data", [side("A"), side("B", f1=0.75, share=0.7)], [Apart("A", "B", 30, shown), Apart("B", "A", 0, ())]
    )
    self_contained(page)
    found = Page(page.decode())
    assert "+0.250" in found.text and "-0.100" in found.text
    assert "A masks 30 that B leaks" in found.text and "the first 1 of 30" in found.text
    assert {"A: model", "B: model"} <= {text[:8] for text in re.findall(r"[AB]: model", found.text)}
    assert sum(tag == "figure" for tag, _ in found.tags) == 6


def test_what_is_labelled_and_masked_is_told_apart() -> None:
    page = render("data", [side()]).decode().split("Leaked:")[-1]
    assert '<mark class="missed here">Ann</mark><mark class="both"> Lee</mark><mark class="predicted">!</mark>' in page
    assert "&lt;script&gt;" in page


def test_the_setting_in_force_is_drawn_where_it_lies() -> None:
    points = (Point(0.0, 1.0, 0.0, 0.0), Point(0.5, 0.5, 0.5, 0.5), Point(1.0, 0.0, 1.0, 1.0))
    drawn = plots.curves(points, 0.5, "x")
    assert 'class="chosen" x1="172.0" x2="172.0"' in drawn and drawn.count('cy="92.0"') == 3
    assert "chosen" not in plots.curves(points, None, "x") and plots.curves((), 0.5, "x") == ""


def test_its_own_colours_have_contrast() -> None:
    """3 for lines (WCAG 2.1 AA), 4.5 for text on the ground of what is masked; light and dark."""
    base, own = (
        resources.files("redactor.reporting").joinpath(f"templates/{name}.html.j2").read_text("utf-8")
        for name in ("page", "evaluation")
    )

    def themes(css: str) -> list[dict[str, str]]:
        return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", one)) for one in re.findall(r":root \{([^}]*)\}", css)]

    hits, lines = themes(own)[:2], themes(own)[3:5]
    for ground, hit, line in zip(themes(base)[:2], hits, lines, strict=True):
        for ink, paper, least in (
            (ground["ink"], hit["hit"], 4.5), (line["second"], ground["card"], 3), (line["third"], ground["card"], 3),
        ):  # fmt: skip
            light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= least, (ink, paper)
