"""What a run into a folder adds at its end: its place among earlier runs, and the report."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from redactor.audit.layout import Layout
from redactor.engine.publish import write_whole
from redactor.engine.summary import Summary
from redactor.reporting import history


def remember(summary: Summary, layout: Layout, limit: float | None) -> None:
    """Compare with earlier runs, then join them. Labels that moved by more than ``limit`` (``--fail-on-drift``)
    stand in ``summary.drifted``."""
    runs = history.earlier(layout.summary)
    now = history.this_run(summary.as_json())
    found = history.drifts(now, runs)
    summary.drifted = tuple(one.label for one in found if limit is not None and one.beyond(limit))
    summary.details["drift"] = {"limit": limit, "labels": [asdict(one) for one in found]}
    summary.details["runs"] = history.as_json(history.with_run(runs, now))


def report(summary: Summary, layout: Layout, wanted: bool) -> dict[str, str]:
    """Write the report if it is wanted: its name and hash, for the summary to cover. An older one no longer fits."""
    if not wanted:
        layout.report.unlink(missing_ok=True)
        return {}
    from redactor.reporting.html import render

    page = render(layout, summary.as_json())
    write_whole(layout.report, page)
    return {layout.report.name: hashlib.sha256(page).hexdigest()}
