"""Tables of what ``benchmarks.chaos`` and ``benchmarks.limits`` have found, from ``docs/results`` into the documentation:
``python -m benchmarks.proofs``.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from benchmarks.tables import RESULTS, ROOT, filled, table

CHAOS = "python -m benchmarks.chaos --kills 100 --minutes 40 --output docs/results/chaos.json"
LIMITS = "python -m benchmarks.limits --scale 1 --output docs/results/limits.json"


def chaos(results: Path) -> str:
    """One row a kind of fault: tried and survived; then where kills struck, and what was lost."""
    path = results / "chaos.json"
    if not path.exists():
        return f"Not measured yet: `{CHAOS}`."
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = [[kind, f"{tried:,}", f"{found['survived'].get(kind, 0):,}"] for kind, tried in found["tried"].items()]
    rows.append(["all", f"{found['all_tried']:,}", f"{found['all_survived']:,}"])
    inside = ", ".join(f"`{suffix}` {count}" for suffix, count in found["inside"].items())
    note = (
        f"Bytes lost: {found['bytes_lost']:,}. Checkpoints that kills left in the middle of a file: {inside or 'none'}. "
        f"One run of `{found['command']}` ({found['rounds']} rounds, {found['seconds'] / 60:.0f} minutes)."
    )
    return table(["fault", "tried", "survived"], rows) + "\n\n" + note


def limits(results: Path) -> str:
    """One row a case and limit: how it ended and what it held at most."""
    path = results / "limits.json"
    if not path.exists():
        return f"Not measured yet: `{LIMITS}`."
    found = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        [
            run["case"].replace("_", " "),
            f"{run['input_mib']:,} MiB",
            run["limit"],
            f"{run['held_mib']:,} MiB",
            f"{run.get('records', 0):,}",
            ", ".join(f"{reason} {count:,}" for reason, count in run.get("withheld", {}).items()) or "–",
            ", ".join(sorted(set(run.get("not_redacted", {}).values()))) or "–",
            f"{run['seconds']:,.0f} s",
        ]
        for run in found["runs"]
    ]
    head = ["case", "input", "`--max-memory`", "held at most", "records", "withheld", "files not redacted", "time"]
    size = "full size" if found["scale"] == 1 else f"{found['scale']:g} of the full size"
    return table(head, rows) + f"\n\n`python -m benchmarks.limits`, at {size}."


def main() -> None:
    """Put the tables between their markers."""
    tables = {"chaos": partial(chaos, RESULTS), "limits": partial(limits, RESULTS)}
    for name in ("nightly.md", "formats.md"):
        page = ROOT / "docs" / name
        page.write_text(filled(page.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
