"""Outputs as the engine writes them, made without a model: two files, odd names, a withheld record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from redactor.audit.chain import Chain, genesis
from redactor.audit.events import Event, Withheld, event_body, withheld_line
from redactor.audit.files import sha256_file
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head, build_manifest

NASTY = 'a<script>alert("1")</script>&\u202e.txt'


def event(file: str, number: int, label: str = "PERSON", score: float = 0.9, field: str = "") -> Event:
    return Event(file, number, field, 0, 4, 0, 8, label, score, "model", "tag", None)


def make_output(root: Path, events: dict[str, list[Event]]) -> Layout:
    """An output folder with an audit, manifest and ``withheld.jsonl``."""
    layout = Layout.of(root, single=False)
    rows = []
    for path in sorted(events):
        chain = Chain(genesis(path))
        audit = layout.home / layout.audit(path)
        audit.parent.mkdir(parents=True, exist_ok=True)
        audit.write_bytes(b"".join(chain.seal(event_body(one)) for one in events[path]))
        rows.append(
            FileRow(
                path,
                "text",
                "0" * 64,
                path,
                "0" * 64,
                layout.audit(path),
                sha256_file(audit),
                chain.head,
                len(events[path]),
                len(events[path]),
                0,
            )
        )
    head = Head("0.1.0", "p" * 64, "m" * 64, None, {"fields": ["a.b"], "format": None})
    layout.manifest.write_bytes(b"".join(build_manifest(head, rows)))
    layout.withheld.write_bytes(withheld_line(Withheld(NASTY, 3, "malformed-json")))
    return layout


def summary(**more: Any) -> dict[str, Any]:
    """What ``Summary.as_json`` gives."""
    counts = {"records": 3, "words": 1000, "entities": 40, "withheld": 1, "labels": {"PERSON": 40}, "reasons": {"x": 1}}
    return {
        "exit_code": 1,
        "counts": counts,
        "files": {"redacted": 2, "not redacted": 1},
        "seconds": 75.0,
        "cpu_seconds": 60.0,
        "peak_rss_bytes": 300 << 20,
        "words_per_second": 13,
        "policy": "p",
        "model": "m",
        "preset": None,
        "key_id": None,
        "finished": "2026-01-01T00:00:00+00:00",
        "machine": "box",
        "python": "3.11",
        "program": "0.1.0",
        "bytes": 5000,
        "runs": [],
        "drift": {"limit": None, "labels": []},
        **more,
    }
