"""``python -m benchmarks.blind [N]``: precision and recall of the shipped patterns on the blind set, a line a family."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from benchmarks.blind import nations
from benchmarks.blind.cases import Family, Score, cases, families, score
from redactor.detectors.patterns import PatternDetector


def measured(family: Family, each: int, seed: int, verbose: bool = False) -> Score:
    detector = PatternDetector({family.label, *family.also}, family.regions)
    return score(family, detector.find, cases(family, each, seed), print if verbose else len)


def all_scores(each: int, seed: int, only: Sequence[str] = ()) -> Iterator[tuple[str, Family, Score]]:
    for family in families():
        if not only or family.label in only:
            yield family.label, family, measured(family, each, seed)
    for name, family in nations.families():
        if not only or name in only or family.label in only:
            yield f"NATIONAL_ID {name}", family, measured(family, max(40, each // 10), seed)


def main() -> None:
    each, only = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, sys.argv[2:]
    print(f"{'family':28} {'recall':>7} {'precis.':>7} {'real':>6}  where it failed")
    for name, _, result in all_scores(each, 4711, only):
        worst = sorted(((count, "missed " + line) for line, count in result.missed_lines.items()), reverse=True)[:4]
        worst += sorted(((count, "wrong " + line) for line, count in result.wrong_lines.items()), reverse=True)[:4]
        print(
            f"{name:28} {result.recall:7.4f} {result.precision:7.4f} {result.found + result.missed:6}  "
            + "; ".join(f"{count}× {line!r}" for count, line in worst)
        )


if __name__ == "__main__":
    main()
