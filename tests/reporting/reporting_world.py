"""Outputs as the engine writes them, made without a model: two files, odd names, a withheld record; and a reader of pages."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from redactor.audit.chain import Chain, genesis
from redactor.audit.events import Event, Withheld, event_body, withheld_line
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head, build_manifest
from redactor.storage.safe_read import sha256_file

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


VOID = {"meta", "link", "br", "img", "input", "hr", "wbr"}


class Page(HTMLParser):
    """Tags in order with their attributes; complains about what does not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.within: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within.append((tag, self.open[-1] if self.open else ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def self_contained(page: bytes) -> None:
    """Nothing is loaded and nothing runs."""
    found = Page(page.decode())
    assert not {"script", "link", "iframe", "img", "object"} & {tag for tag, _ in found.tags}
    for _, attrs in found.tags:
        assert not {"src", "srcset", "data", "action"} & attrs.keys()
        assert not [name for name in attrs if name.startswith("on")]
    assert b"@import" not in page and b"url(" not in page and b"http://" not in page and b"https://" not in page
    assert any("default-src 'none'" in str(attrs.get("content")) for tag, attrs in found.tags if tag == "meta")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
