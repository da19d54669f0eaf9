"""``python -m benchmarks.detector_set [N] [SEED]``: precision and recall of the shipped patterns on our own labelled set."""

from __future__ import annotations

import sys

from benchmarks.detector_set.cases import detector_report


def main() -> None:
    """Print a line a label; exit 1 where a bar is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    report = detector_report(count, seed)
    print(f"{'label':24} {'precision':>9} {'recall':>7} {'bar':>5}")
    for label, row in report["labels"].items():
        print(
            f"{label:24} {row['precision']:9.4f} {row['recall']:7.4f} {row['bar']:5} {'' if row['passed'] else 'MISSED'}"
        )
    sys.exit(not report["passed"])


if __name__ == "__main__":
    main()
