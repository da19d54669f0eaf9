"""``report.html``: one page that tells people what a run did. Made of counts and places; no text ever comes near it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from redactor.audit.layout import Layout
from redactor.reporting import charts, history
from redactor.reporting.facts import BANDS, Facts, gather

if TYPE_CHECKING:
    from jinja2 import Environment

#: What an exit code of a finished run means, in a few words.
OUTCOMES = {0: "Finished, nothing was withheld", 1: "Finished, but needs a look"}
#: Behind these a name may break that is longer than this.
_SHORT_NAME = 24
_BREAKS = re.compile(r"([/._:|\]-]+)(?=.)")


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of a table with bars."""

    name: str
    count: int
    share: float
    bar: Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``good`` is None where nobody looked or there is nothing to see."""

    what: str
    said: str
    good: bool | None = None


#: What stands where nobody has looked: a run cannot vouch for itself.
NOT_VERIFIED = Check("Verified", "not yet: redactor report OUTPUT --verify looks, and says here what it found")


def render(
    layout: Layout,
    summary: Mapping[str, Any],
    checks: Sequence[Check] = (),
    *,
    each: Callable[[str], object] | None = None,
) -> bytes:
    """The page for the output at ``layout``, whose run ``summary`` (as in ``summary.json``) tells of; ``each`` is told
    the name of every file whose audit is counted."""
    facts = gather(layout, each)
    runs = history.parsed(summary.get("runs"))
    drift = [history.Drift(**one) for one in (summary.get("drift") or {}).get("labels", ())]
    limit = (summary.get("drift") or {}).get("limit") or history.WARN
    page = environment().get_template("report.html.j2").render(
        title=layout.single or layout.tree.name or "output",
        run=summary,
        outcome=OUTCOMES.get(summary.get("exit_code", 0), "Failed"),
        facts=facts,
        made_with=_made_with(summary, facts),
        options=_options(facts),
        tables=_tables(facts),
        columns=counted(sorted(((summary.get("counts") or {}).get("columns") or {}).items())),
        bands=svg(charts.columns([(band, facts.bands[band]) for band in BANDS], "Entities by score band")),
        band_rows=counted([(f"{band} to {float(band) + 0.1:.1f}", facts.bands[band]) for band in BANDS]),
        reasons=counted(facts.reasons.most_common()),
        course=_course(summary.get("course")),
        runs=runs,
        run_charts=_run_charts(runs),
        drift=drift,
        limit=limit,
        least=history.MIN_COUNT,
        moved=[one for one in drift if one.beyond(limit)],
        checks=_seals(facts),
        verified=list(checks) or [NOT_VERIFIED],
    )  # fmt: skip
    return page.encode("utf-8", "backslashreplace")


def counted(pairs: Iterable[tuple[str, int]]) -> list[Counted]:
    """Rows for pairs of name and count; bars are of all."""
    held = list(pairs)
    total = sum(count for _, count in held) or 1
    return [Counted(name, count, count / total, svg(charts.bar(count / total))) for name, count in held]


def broken(name: str) -> Any:
    """A name of a file, field or detector that breaks behind its marks where it is too long for its place.

    >>> broken("a/b<c.txt"), broken("letters/of/2024/to-everybody<1>.txt").count("<wbr>")
    (Markup('a/b&lt;c.txt'), 5)
    """
    from markupsafe import Markup, escape

    if len(name) <= _SHORT_NAME:
        return escape(name)
    return Markup("<wbr>").join(map(escape, _BREAKS.sub("\\1\0", name).split("\0")))


def size(number: float) -> str:
    """Bytes for people.

    >>> size(1536), size(12)
    ('1.5 KiB', '12 B')
    """
    for unit in ("B", "KiB", "MiB", "GiB"):
        if number < 1024 or unit == "GiB":
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1024
    raise AssertionError("the loop ends at its last unit")


def duration(seconds: float) -> str:
    """Seconds for people.

    >>> duration(3.21), duration(75), duration(7322)
    ('3.2 s', '1 min 15 s', '2 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def moment(iso: str) -> str:
    """A time in UTC for people.

    >>> moment("2026-11-27T00:15:46+00:00")
    '2026-11-27 00:15:46 UTC'
    """
    return iso.replace("T", " ").replace("+00:00", " UTC")


def environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("redactor.reporting"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "broken": broken,
        "size": size,
        "duration": duration,
        "moment": moment,
        "number": lambda value: f"{value:,}",
    }
    return made


def svg(drawn: str) -> Any:
    from markupsafe import Markup

    # Only charts.py's own markup comes here; names in it are escaped there.
    return Markup(drawn)  # noqa: S704


def _made_with(summary: Mapping[str, Any], facts: Facts) -> list[tuple[str, str]]:
    head = facts.head
    preset = summary.get("preset")
    told = [
        ("Program", f"redactor {head.program if head else summary.get('program', '?')}"),
        (
            "Policy",
            (f"on the preset {preset}, " if preset else "")
            + f"digest {head.policy if head else summary.get('policy', '?')}",
        ),
        ("Model", f"digest {head.model if head else summary.get('model', '?')}"),
        ("Key", (head.key_id if head else None) or "none: audit values are null and nothing is signed with a run key"),
        ("Python", str(summary.get("python") or "?")),
        ("Machine", str(summary.get("machine") or "?")),
    ]
    return told


def _options(facts: Facts) -> list[tuple[str, str]]:
    settings = facts.head.settings if facts.head else {}
    return [
        (name.replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in sorted(settings.items())
        if value not in (None, [], False)
    ]


def _tables(facts: Facts) -> list[tuple[str, str, list[Counted]]]:
    return [
        ("By label", "Label", counted(facts.labels.most_common())),
        ("By detector", "Detector", counted(facts.detectors.most_common())),
        ("By operator", "Operator", counted(facts.operators.most_common())),
        ("By file", "File", counted((row.path, row.entities) for row in facts.largest)),
    ]


def _run_charts(runs: Sequence[history.PastRun]) -> list[tuple[str, str, Any]]:
    speeds = [run.words / run.seconds if run.seconds else 0.0 for run in runs]
    rates = [1000 * run.entities / run.words if run.words else 0.0 for run in runs]
    memory = [float(run.peak_rss_bytes) for run in runs]
    if len(runs) < 2:
        return []
    return [
        ("Words per second", f"{speeds[-1]:,.0f} now", svg(charts.line(speeds, "Words per second over the runs"))),
        ("Peak memory", f"{size(memory[-1])} now", svg(charts.line(memory, "Peak memory over the last runs"))),
        ("Entities per 1,000 words", f"{rates[-1]:.1f} now", svg(charts.line(rates, "Entities per 1,000 words"))),
    ]


def _course(points: Any) -> list[tuple[str, str, Any]]:
    """Throughput between the points of a run, and memory at them."""
    if not isinstance(points, list | tuple) or len(points) < 3:
        return []
    rates = [
        (at, (words - before) / (at - since)) for (since, before, _), (at, words, _) in pairwise(points) if at > since
    ]
    memory = [(float(at), float(rss)) for at, _, rss in points]
    fastest, largest = max(rate for _, rate in rates), max(held for _, held in memory)
    end = duration(points[-1][0])
    speed = charts.over_time([(0.0, rates[0][1]), *rates], "Words per second over the run", end, f"{fastest:,.0f}")
    held = charts.over_time(memory, "Memory over the run", end, size(largest))
    return [
        ("Words per second over the run", f"at most {fastest:,.0f}", svg(speed)),
        ("Memory over the run", f"at most {size(largest)}", svg(held)),
    ]


def _seals(facts: Facts) -> list[Check]:
    tail = facts.tail
    if tail is None:
        return [Check("Manifest", "missing or broken; run redactor verify", False)]
    signature = tail.signature
    return [
        Check("Manifest digest", tail.digest),
        Check("Signed with the run key (HMAC)", "yes" if signature.hmac else "no", True if signature.hmac else None),
        Check("Signed with Ed25519", f"yes, public key {signature.public_key}" if signature.ed25519 else "no",
              True if signature.ed25519 else None),
        *([Check("Lines that could not be read", str(facts.unreadable), False)] if facts.unreadable else []),
    ]  # fmt: skip
