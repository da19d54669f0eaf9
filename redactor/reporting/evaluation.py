"""``redactor evaluate --html``: one page that shows what a model or policy finds in labelled data, alone or beside another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redactor.reporting import plots
from redactor.reporting.html import environment, svg
from redactor.reporting.plots import Point

#: Scheme → its name on the page.
SCHEMES = {
    "strict_word": "strict IOB2, by word",
    "default_word": "seqeval's default, by word",
    "wordpiece": "seqeval's default, by word piece (the tutorial's)",
}


@dataclass(frozen=True, slots=True)
class Curve:
    """A label's scores over a setting, and the setting in force (None: there is none)."""

    label: str
    points: tuple[Point, ...]
    chosen: float | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: labelled (``gold``) or not, masked (``predicted``) or not; ``here`` is what the mistake is about."""

    text: str
    gold: bool
    predicted: bool
    here: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error in its context: which text (from 1), what it should be, what it was masked as, how sure the model was
    of its error, and if the context is cut at its ends."""

    kind: str
    number: int
    gold: str
    predicted: str
    sure: float
    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One model or policy on the data; ``key`` is its short name where there are two.

    ``result`` is ``training.evaluate.as_json``; ``reliability`` that of ``training.reliability``; ``confusion`` names and
    word counts, row gold, column predicted."""

    name: str
    made_with: Sequence[tuple[str, str]]
    result: Mapping[str, Any]
    reliability: Mapping[str, Any]
    confusion: tuple[Sequence[str], Sequence[Sequence[int]]]
    bias: Sequence[Curve]
    score: Sequence[Curve]
    mistakes: Sequence[Mistake]
    mistake_counts: Mapping[str, int] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Entities that one side (by key) masks wholly and the other does not."""

    better: str
    worse: str
    count: int
    shown: Sequence[Mistake]


def render(title: str, sides: Sequence[Side], apart: Sequence[Apart] = ()) -> bytes:
    """The page for one side, or for two on the same data."""
    page = environment().get_template("evaluation.html.j2").render(
        title=title,
        sides=sides,
        first=sides[0],
        schemes=[(key, name, _scheme(key, sides)) for key, name in SCHEMES.items()],
        coverage=_coverage(sides),
        bias=[(label, _charts(label, sides, "bias")) for label in _labels(sides)],
        score=[(label, _charts(label, sides, "score")) for label in _labels(sides)],
        reliability=[(side, svg(plots.reliability(side.reliability))) for side in sides],
        confusion=[(side.key, _confusion(*side.confusion)) for side in sides],
        unknown=sorted({label for side in sides for label in side.result["labels_unknown_to_model"]}),
        apart=apart,
    )  # fmt: skip
    return page.encode("utf-8", "backslashreplace")


def _labels(sides: Sequence[Side]) -> list[str]:
    return sorted({label for side in sides for label in side.result["labels"]})


def _scheme(key: str, sides: Sequence[Side]) -> list[tuple[str, int, list[tuple[Any, ...]], float | None]]:
    """(label, support, one (precision, recall, F1) a side, difference of F1)."""
    rows = []
    for label in [*_labels(sides), "micro average"]:
        found = [
            side.result["schemes"][key]["micro"]
            if label == "micro average"
            else side.result["schemes"][key]["labels"].get(label, {})
            for side in sides
        ]
        scores = [tuple(one.get(name) for name in ("precision", "recall", "f1")) for one in found]
        rows.append((label, found[0].get("support", 0), scores, _difference([one.get("f1") for one in found])))
    return rows


def _coverage(sides: Sequence[Side]) -> list[tuple[str, int, list[Mapping[str, Any]], float | None]]:
    rows = []
    for label in [*_labels(sides), "ALL", ""]:
        found = [
            side.result["coverage"].get(label, {}) if label else side.result["sentences_without_leak"] for side in sides
        ]
        name = {"ALL": "all", "": "texts without a leak, of those with an entity"}.get(label, label)
        rows.append((name, found[0].get("support", 0), found, _difference([one.get("share") for one in found])))
    return rows


def _difference(values: Sequence[float | None]) -> float | None:
    """Second minus first; None where there is no second or nothing to compare."""
    first, *rest = values
    return rest[0] - first if rest and rest[0] is not None and first is not None else None


def _charts(label: str, sides: Sequence[Side], kind: str) -> list[tuple[str, Curve, Any]]:
    made = []
    for side in sides:
        for curve in side.bias if kind == "bias" else side.score:
            if curve.label == label:
                name = f"{label} {side.key}: precision, recall and share wholly masked over the {_AXES[kind]}"
                made.append((side.key, curve, svg(plots.curves(curve.points, curve.chosen, name))))
    return made


_AXES = {"bias": "bias of the label in nats", "score": "least score that is masked"}


def _confusion(names: Sequence[str], table: Sequence[Sequence[int]]) -> tuple[list[str], list[tuple[str, list[Any]]]]:
    """Columns, and rows of (count, share of its row)."""
    rows = []
    for name, row in zip(names, table, strict=True):
        whole = sum(row) or 1
        rows.append((name, [(count, count / whole) for count in row]))
    return list(names), rows
