"""Runs suites: found and total of each group, where it missed, and whether its bar is met."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from redactor.spans import Span
from redactor.training.detector_suites import suites
from redactor.training.detector_suites.suite import Case, Suite
from redactor.training.evaluation.metrics import wholly_covered

#: What is masked in a text under a policy of these regions (None: the default ones).
Mask = Callable[[str, tuple[str, ...] | None], Sequence[Span]]

_MOST_KINDS, _MOST_EXAMPLES = 12, 100


def suite_names() -> list[str]:
    """The modules in ``suites/``."""
    return sorted(module.name for module in iter_modules(suites.__path__))


def suites_named(names: Sequence[str] = ()) -> tuple[Suite, ...]:
    """The ``SUITE`` of each module in ``suites/`` that is named; of all where none is."""
    return tuple(import_module(f"{suites.__name__}.{name}").SUITE for name in names or suite_names())


@dataclass(slots=True)
class Tally:
    """Of one group: ``found`` of ``total`` values, or as negatives ``found`` spans in ``total`` words."""

    found: int = 0
    total: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def see(self, case: Case, spans: Sequence[Span]) -> None:
        """Count ``case`` and remember where it did not go as it should."""
        if case.negative:
            self.total += len(case.text.split())
            self.found += len(spans)
            wrong = [case.text[span.start : span.end] for span in spans]
        else:
            right = wholly_covered(case.text, Span(case.start, case.end, ""), spans)
            self.total += 1
            self.found += right
            wrong = [] if right else [case.text]
        self.kinds.update([case.kind] * len(wrong))
        self.examples += wrong[: _MOST_EXAMPLES - len(self.examples)]


def measured(chosen: Iterable[Suite], mask: Mask, seed: int) -> dict[str, Any]:
    """Each suite's groups, as JSON, with the first texts that did not go as they should."""
    rows = [row for suite in chosen for row in _rows(suite, mask, seed)]
    return {"seed": seed, "groups": rows, "passed": all(row["met"] is not False for row in rows)}


def _rows(suite: Suite, mask: Mask, seed: int) -> Iterator[dict[str, Any]]:
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in suite.cases(seed):
        tallies[case.group].see(case, mask(case.text, case.regions))
    for group, tally in tallies.items():
        noisy = group in suite.noise
        value = tally.found / max(1, tally.total) * (1_000 if noisy else 1)
        bar = suite.noise.get(group, suite.bars.get(group))
        met = None if bar is None else value <= bar if noisy else value >= bar
        yield {
            "suite": suite.name,
            "source": suite.source,
            "group": group,
            "found": tally.found,
            "total": tally.total,
            "value": value,
            "bar": bar,
            "met": met,
            "unit": "spans in 1,000 words" if noisy else "share",
            "kinds": dict(tally.kinds.most_common()),
            "examples": tally.examples,
        }


def table_text(result: dict[str, Any]) -> str:
    """A line a group: found, total, bar, and the kinds that failed most."""
    lines = [f"{'suite':10} {'group':34} {'found':>7} {'total':>7} {'value':>8} {'bar':>8}  met  where it failed"]
    for row in result["groups"]:
        worst = ", ".join(f"{kind} {count}" for kind, count in list(row["kinds"].items())[:_MOST_KINDS])
        more = len(row["kinds"]) - _MOST_KINDS
        share = row["unit"] == "share"
        value = f"{row['value']:.1%}" if share else f"{row['value']:.2f}‰"
        bar = "" if row["bar"] is None else f"≥ {row['bar']:.0%}" if share else f"≤ {row['bar']:.2f}‰"
        met = {True: "yes", False: "NO", None: ""}[row["met"]]
        lines.append(
            f"{row['suite']:10} {row['group']:34} {row['found']:7} {row['total']:7} {value:>8} {bar:>8}  {met:3}  "
            + worst
            + (f" and {more} more" if more > 0 else "")
        )
    return "\n".join([*lines, "every bar is met" if result["passed"] else "not every bar is met"])
