"""The pages in a real Chromium: silent console, nothing over the network, nothing off the side, axe-core, the keyboard."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from reporting_world import NASTY, event, make_output, summary
from test_evaluation_page import side
from test_report_html import runs

from redactor.reporting.evaluation import Apart
from redactor.reporting.evaluation import render as evaluation
from redactor.reporting.html import Check, render

DOCS = Path(__file__).parent.parent.parent / "docs"


def _screenshots() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_screenshots", DOCS / "screenshots.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = _screenshots()
pytestmark = [
    pytest.mark.skipif(tool.chromium() is None, reason="no Chromium here (Debian: apt-get install chromium)"),
    pytest.mark.skipif(
        importlib.util.find_spec("axe_playwright_python") is None,
        reason="no axe-core here: pip install playwright axe-playwright-python",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with tool.browser() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    long = f"{'a-long-folder-name/' * 9}file.txt"
    events = {name: [event(name, i, field="messages[0].text", score=i / 9) for i in range(9)] for name in (NASTY, long)}
    wide = {"label": "MEDICAL_RECORD_NUMBER", "detector": "pattern:medical_record_number"}
    place = {"field": "people[*].contact.address.postcode", "start": 123_456_789, "end": 123_456_799}
    events[long] = [replace(one, **wide, **place) for one in events[long]]
    layout = make_output(folder / "out", events)
    course = [[0.0, 0, 100 << 20], [0.5, 1_000, 200 << 20], [1.0, 4_000, 300 << 20]]
    told = summary(course=course, **runs({"PERSON": 40}, {"PERSON": 90}))
    page = render(layout, told, [Check("Verified", "everything holds", True), Check("Odd", "1 fault", False)])
    (folder / "report.html").write_bytes(page)
    (folder / "evaluation.html").write_bytes(evaluation("data.jsonl", [side()]))
    apart = [Apart("A", "B", 1, side().mistakes), Apart("B", "A", 0, ())]
    (folder / "both.html").write_bytes(evaluation("data.jsonl", [side("A"), side("B", 0.7)], apart))
    return {name: folder / f"{name}.html" for name in ("report", "evaluation", "both")}


@pytest.mark.parametrize("view", list(tool.VIEWS))
@pytest.mark.parametrize("name", ["report", "evaluation", "both"])
def test_it_is_silent_fits_and_axe_finds_nothing(browser: Any, pages: dict[str, Path], name: str, view: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with tool.opened(browser, pages[name], view) as (page, said):
        for one in page.query_selector_all("details"):
            one.evaluate("element => { element.open = true }")
        width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        found = Axe().run(page).response["violations"]
        assert said == []
        assert width <= room
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_the_keyboard_reaches_everything(browser: Any, pages: dict[str, Path]) -> None:
    with tool.opened(browser, pages["report"], "phone") as (page, _):
        active = "document.activeElement"
        page.keyboard.press("Tab")
        assert page.evaluate(f"{active}.textContent") == "Skip to the content"
        assert page.evaluate(f"{active}.getBoundingClientRect().left") >= 0  # seen once it has the focus
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#content"
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            label = page.evaluate(f"{active}.getAttribute('aria-label')")
            if label is None:
                continue
            reached.add(label)
            assert page.evaluate(f"getComputedStyle({active}).outlineStyle") == "solid", label
        tables = page.evaluate("[...document.querySelectorAll('.wide')].map(one => one.getAttribute('aria-label'))")
        assert reached >= set(tables) and len(tables) > 5


def test_axe_would_find_something(browser: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    bad = tmp_path / "bad.html"
    bad.write_text('<html><p style="color:#aaa">pale</p><img src="x.png"><script>console.log("x")</script></html>')
    with tool.opened(browser, bad, "light") as (page, said):
        assert {"color-contrast", "image-alt", "html-has-lang"} <= {
            one["id"] for one in Axe().run(page).response["violations"]
        }
        assert "x" in said and any(one.endswith("x.png") for one in said)
