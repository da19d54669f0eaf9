"""Families, the documents their values stand in, and how spans are held against them.

What is found and what only looks so stands in the TOML files beside this: a table a family, ``real`` and ``false`` rows,
each with values (``said`` as they stand, ``shape`` drawn sign by sign, or ``make`` a maker by name) and the ``lines`` in
which ``{}`` is the value. Only what stands between ⟦ and ⟧ must be found, where a value has these marks.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.blind.making import Maker, said, shape
from redactor.spans import Span

#: Data file → module of its makers.
ROOMS = {
    "contact": "contact",
    "money": "money",
    "people": "people",
    "records": "people",
    "places": "places",
    "machines": "machines",
}
Row = tuple[Maker, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """One label. ``also`` are labels that count as found: a passport is masked under either passport label."""

    label: str
    real: Sequence[Row]
    false: Sequence[Row]
    also: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ("US", "GB", "VN")
    bar: float = 0.99


@dataclass(frozen=True, slots=True)
class Case:
    """A document and the half-open ranges that must be found in it; none for a hard negative."""

    text: str
    spans: tuple[tuple[int, int], ...]
    line: str


@cache
def families() -> tuple[Family, ...]:
    """All families of the TOML files, in their order."""
    return tuple(
        _family(label, table, importlib.import_module(f"benchmarks.blind.make_{makers}"))
        for name, makers in ROOMS.items()
        for label, table in data(name).items()
    )


def around() -> tuple[str, ...]:
    """Neutral company for a value: numbers of every shape, and nothing that any family should find."""
    return tuple(data("around")["lines"])


@cache
def data(name: str) -> dict[str, Any]:
    """One of the TOML files beside this."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def _family(label: str, table: Mapping[str, Any], makers: object) -> Family:
    def rows(kind: str) -> list[Row]:
        return [(_maker(row, makers), tuple(row["lines"])) for row in table[kind]]

    also = frozenset(table.get("also", ()))
    return Family(label, rows("real"), rows("false"), also, bar=table.get("bar", 0.99))


def _maker(row: Mapping[str, Any], makers: object) -> Maker:
    if "make" in row:
        made: Maker = getattr(makers, row["make"])
        return made
    return shape(*row["shape"]) if "shape" in row else said(*row["said"])


def cases(family: Family, each: int, seed: int) -> Iterator[Case]:
    """``each`` positives and ``each`` hard negatives: the same for the same seed."""
    for rows, real in ((family.real, True), (family.false, False)):
        rng = Random(f"blind {family.label} {real} {seed}")
        for _ in range(each):
            maker, lines = rng.choice(rows)
            line = rng.choice(lines)
            head, _, tail = line.partition("{}")
            before, value, after = _company(rng) + head, maker(rng) if "{}" in line else "", tail + _company(rng)
            clean, spans = _unmarked(value)
            places = tuple((len(before) + start, len(before) + end) for start, end in spans)
            yield Case(before + clean + after, places if real else (), line)


def _company(rng: Random) -> str:
    return "".join(f"\n{rng.choice(around())}\n" for _ in range(rng.choice((0, 0, 1, 1, 2))))


def _unmarked(value: str) -> tuple[str, list[tuple[int, int]]]:
    if "⟦" not in value:
        return value, [(0, len(value))]
    spans, clean, at = [], "", 0
    for sign in value:
        if sign == "⟦":
            at = len(clean)
        elif sign == "⟧":
            spans.append((at, len(clean)))
        else:
            clean += sign
    return clean, spans


@dataclass(slots=True)
class Score:
    """What was found, missed, and found where nothing is; the lines of failures with how often they failed."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    missed_lines: dict[str, int] = field(default_factory=dict)
    wrong_lines: dict[str, int] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrong)


def score(
    family: Family,
    detect: Callable[[str], Iterable[Span]],
    examples: Iterable[Case],
    show: Callable[[str], object] = len,
) -> Score:
    """Found: every letter and digit lies in spans of the family. Wrong: a span of it that touches no value."""
    result = Score()
    labels = {family.label, *family.also}
    for case in examples:
        text, spans = case.text, [span for span in detect(case.text) if span.label in labels]
        covered = {place for span in spans for place in range(span.start, span.end)}
        for start, end in case.spans:
            if all(place in covered or not text[place].isalnum() for place in range(start, end)):
                result.found += 1
                continue
            result.missed += 1
            result.missed_lines[case.line] = result.missed_lines.get(case.line, 0) + 1
            show(f"missed {family.label}: {text[max(0, start - 40) : end + 20]!r}")
        for span in spans:
            if span.label != family.label or any(span.start < end and start < span.end for start, end in case.spans):
                continue
            result.wrong += 1
            result.wrong_lines[case.line] = result.wrong_lines.get(case.line, 0) + 1
            there = text[max(0, span.start - 40) : span.end + 20]
            show(f"wrong {family.label} {span.detector}: {text[span.start : span.end]!r} in {there!r}")
    return result
