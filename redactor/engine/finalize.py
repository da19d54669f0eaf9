"""What a run into an output adds at its end: manifest, its place among earlier runs, report and sealed summary."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head, build_manifest
from redactor.audit.sealed_summary import seal_summary
from redactor.engine.summary import Summary
from redactor.keys import Key
from redactor.reporting import history
from redactor.storage.atomic import Partial, write_whole
from redactor.storage.streams import file_digest


@dataclass(frozen=True, slots=True)
class Seals:
    """What manifest and summary are signed with."""

    key: Key | None
    signer: Ed25519PrivateKey | None


def manifest(head: Head, rows: Iterator[FileRow], state: str, layout: Layout, seals: Seals) -> str:
    """Write the manifest over ``rows``, the withheld lines and the ``state``'s digest; gives its own."""
    others = {layout.withheld.name: file_digest(layout.withheld)}
    growing = Partial(layout.manifest.with_name("manifest.json.new"))
    for line in build_manifest(head, rows, others=others, state=state, key=seals.key, signer=seals.signer):
        growing.write(line)
    growing.publish(layout.manifest)
    return growing.sha256


def seal(summary: Summary, manifest_sha256: str, covers: Mapping[str, str], layout: Layout, seals: Seals) -> None:
    """Write the summary."""
    body = summary.as_json()
    sealed = seal_summary(body, manifest_sha256=manifest_sha256, covers=covers, key=seals.key, signer=seals.signer)
    write_whole(layout.summary, sealed)


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
