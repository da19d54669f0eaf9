"""A Prometheus textfile of one run: what ``--metrics-file`` writes, whether the run went well or not.

Every value is of the last run alone (a run is a process, and a process's counters begin at nought), so alerts look at
the values themselves. Only the time of the last success outlives a run that failed.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor.errors import StorageError
from redactor.storage.atomic import refuse_devices
from redactor.version import __version__

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_SUCCESS = "redactor_last_success_timestamp_seconds"
_OLD_SUCCESS = re.compile(rf"^{_SUCCESS} ([0-9.eE+]+)$", re.MULTILINE)
#: A textfile of ours is a few kilobytes; what is longer is not ours.
_MAX_CHARS = 1 << 22
#: The run came to its end: what could be redacted was.
_FINISHED = (0, 1)

#: Metric → help, for those without a summary's tables; ``COUNTERS`` and ``GAUGES`` name keys of a summary.
COUNTERS = {
    "redactor_records_total": ("records", "Records that the last run wrote."),
    "redactor_words_total": ("words", "Words that the last run looked at."),
}
GAUGES = {
    "redactor_bytes": ("bytes", "Bytes of input that the last run read, as they lie on disk."),
    "redactor_duration_seconds": ("seconds", "How long the last run took."),
    "redactor_cpu_seconds": ("cpu_seconds", "Processor time of the last run."),
    "redactor_peak_rss_bytes": ("peak_rss_bytes", "Most memory that the last run held."),
}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the metrics say. ``summary`` is ``Summary.as_json()``, or less where the run failed before it had one."""

    exit_code: int
    finished: bool
    ended: float
    summary: Mapping[str, Any] = field(default_factory=dict)


def families(facts: RunFacts, last_success: float | None) -> Iterator[Metric]:
    """Every metric of a run."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    summary = facts.summary
    counts: Mapping[str, Any] = summary.get("counts") or {}
    for name, (key, text) in COUNTERS.items():
        yield CounterMetricFamily(name, text, value=counts.get(key, 0))
    for name, key, label, text in (
        ("redactor_entities_total", "labels", "label", "Entities that the last run masked."),
        ("redactor_withheld_total", "reasons", "reason", "Records withheld, those of unchanged files included."),
    ):
        family = CounterMetricFamily(name, text, labels=[label])
        for value, number in sorted((counts.get(key) or {}).items()):
            family.add_metric([value], number)
        yield family
    files = GaugeMetricFamily("redactor_files", "Files by what became of them in the last run.", labels=["status"])
    for status, number in sorted((summary.get("files") or {}).items()):
        files.add_metric([status.replace(" ", "_")], number)
    yield files
    for name, (key, text) in GAUGES.items():
        if summary.get(key) is not None:
            yield GaugeMetricFamily(name, text, value=summary[key])
    yield GaugeMetricFamily("redactor_exit_code", "Exit code of the last run.", value=facts.exit_code)
    info = {name: str(summary.get(name) or "") for name in ("policy", "model", "key_id")}
    info["program"] = str(summary.get("program") or __version__)
    made_with = GaugeMetricFamily("redactor_run_info", "What the last run was made with.", labels=sorted(info))
    made_with.add_metric([info[name] for name in sorted(info)], 1)
    yield made_with
    success = facts.ended if facts.finished and facts.exit_code in _FINISHED else last_success
    if success is not None:
        text = "When a run last came to its end (exit code 0 or 1)."
        yield GaugeMetricFamily(_SUCCESS, text, value=success)


def page(facts: RunFacts, last_success: float | None) -> bytes:
    """The text that Prometheus reads."""
    from prometheus_client import CollectorRegistry, generate_latest

    class Run:
        def collect(self) -> Iterator[Metric]:
            return families(facts, last_success)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Run())
    return generate_latest(registry)


def last_success(path: Path) -> float | None:
    """The time of the last success that the file at ``path`` tells of."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            found = _OLD_SUCCESS.search(lines.read(_MAX_CHARS))
        return float(found[1]) if found else None
    except (OSError, ValueError):
        return None


def check_writable(path: Path) -> None:
    """Raise ``StorageError`` before a long run, not after it."""
    refuse_devices(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(f"metrics file {path}: its folder is missing or cannot be written")


def write(path: Path, facts: RunFacts) -> None:
    """Write the textfile beside ``path`` and rename it. Mode 0644, since another user's exporter reads it and it holds
    numbers, labels and digests alone. Raises ``StorageError``."""
    data = page(facts, last_success(path))
    beside = path.with_name(f".{path.name}.{os.getpid()}")  # no *.prom, so that no exporter reads half of it
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            os.fchmod(out.fileno(), 0o644)
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StorageError(f"metrics file {path}: {error.strerror}") from None


def facts_of(summary: Mapping[str, Any] | None, exit_code: int, measured: Mapping[str, float]) -> RunFacts:
    """The facts of a run that ended now; ``measured`` fills in for a summary that never came. A dry run gives nothing
    out, so it is no success."""
    finished = summary is not None and not summary.get("dry_run")
    return RunFacts(exit_code, finished, round(time.time(), 3), {**measured, **(summary or {})})
