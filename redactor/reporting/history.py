"""What earlier runs counted, and which label rates moved: numbers and digests alone, kept in ``summary.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from redactor.audit.sealed_summary import MAX_BYTES, SummaryError, check_summary
from redactor.storage.safe_read import open_regular

#: So many runs are kept, the newest last.
KEPT = 30
#: A report warns when a rate moved by more than this share of what it was.
WARN = 0.5
#: A rate is judged only where at least this number of entities was seen, or was to be expected, on both sides.
MIN_COUNT = 20


@dataclass(frozen=True, slots=True)
class PastRun:
    """The numbers of one run that found words to look at."""

    finished: str = ""
    policy: str = ""
    model: str = ""
    records: int = 0
    words: int = 0
    entities: int = 0
    withheld: int = 0
    seconds: float = 0.0
    peak_rss_bytes: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drift:
    """One label's entities per 1,000 words, now and over earlier runs. ``change`` is relative to ``mean``, None where
    there were none before; ``judged`` says whether there were enough of them to speak of a change."""

    label: str
    rate: float
    mean: float
    change: float | None
    judged: bool

    def beyond(self, limit: float) -> bool:
        """Did the rate move by more than ``limit``, as a share of what it was?"""
        return self.judged and (self.change is None or abs(self.change) > limit)


def this_run(summary: Mapping[str, Any]) -> PastRun:
    """The run that a summary (``Summary.as_json``) tells of."""
    counts = summary["counts"]
    return PastRun(
        str(summary.get("finished") or ""), str(summary.get("policy") or ""), str(summary.get("model") or ""),
        counts["records"], counts["words"], counts["entities"], counts["withheld"],
        float(summary.get("seconds") or 0), int(summary.get("peak_rss_bytes") or 0), dict(counts["labels"]),
    )  # fmt: skip


def earlier(path: Path) -> tuple[PastRun, ...]:
    """The runs that the ``summary.json`` at ``path`` remembers; none where it is missing or was changed."""
    try:
        with open_regular(path) as stream:
            found, wrong = check_summary(stream.read(MAX_BYTES), None, None)
    except (OSError, SummaryError):
        return ()
    return () if wrong else parsed(found.get("runs"))


def parsed(runs: Any) -> tuple[PastRun, ...]:
    """Runs as ``as_json`` wrote them; what is not one is left out."""
    names = {one.name for one in fields(PastRun)}
    held = runs[-KEPT:] if isinstance(runs, list) else []
    return tuple(PastRun(**run) for run in held if isinstance(run, dict) and run.keys() == names)


def as_json(runs: Iterable[PastRun]) -> list[dict[str, Any]]:
    """For ``summary.json``."""
    return [asdict(run) for run in runs]


def with_run(runs: Sequence[PastRun], run: PastRun) -> tuple[PastRun, ...]:
    """The history after ``run``. A run without a word (nothing was new) says nothing about rates and is not kept."""
    return tuple([*runs, run][-KEPT:]) if run.words else tuple(runs)


def drifts(now: PastRun, runs: Iterable[PastRun]) -> list[Drift]:
    """Every label's rate against its mean over earlier ``runs`` of the same policy (weighted by their words), the
    largest change first; empty where there is nothing to compare."""
    before = [run for run in runs if run.policy == now.policy and run.words]
    words = sum(run.words for run in before)
    if not words or not now.words:
        return []
    seen: Counter[str] = Counter()
    for run in before:
        seen.update(run.labels)
    found = [_drift(label, now, seen[label], words) for label in sorted({*seen, *now.labels})]
    return sorted(found, key=lambda one: (not one.judged, -_size(one.change), one.label))


def _drift(label: str, now: PastRun, count: int, words: int) -> Drift:
    here = now.labels.get(label, 0)
    judged = max(here, count * now.words / words) >= MIN_COUNT and max(count, here * words / now.words) >= MIN_COUNT
    rate, mean = 1000 * here / now.words, 1000 * count / words
    change = round(rate / mean - 1, 4) if mean else None
    return Drift(label, round(rate, 4), round(mean, 4), change, judged)


def _size(change: float | None) -> float:
    return float("inf") if change is None else abs(change)
