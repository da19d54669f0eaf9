"""Charts with two axes as inline SVG, from numbers alone. Series differ by dash and mark, not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_WIDTH, _HEIGHT = 320, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 10, 10, 26


@dataclass(frozen=True, slots=True)
class Point:
    """Scores of one label at one setting; ``coverage`` is the share of wholly masked entities."""

    at: float
    precision: float
    recall: float
    coverage: float


def curves(points: Sequence[Point], chosen: float | None, title: str) -> str:
    """Precision (solid), recall (dashed) and share wholly masked (dotted), 0 to 1, with an upright at ``chosen``."""
    if not points:
        return ""
    low, high = points[0].at, points[-1].at
    parts = 3 if low < 0 else 4
    inner = _grid([low + (high - low) * part / parts for part in range(parts + 1)], low, high)
    for kind in ("precision", "recall", "coverage"):
        path = " ".join(f"{_x(one.at, low, high)},{_y(getattr(one, kind))}" for one in points)
        inner += f'<polyline class="{kind}" points="{path}"></polyline>'
    if chosen is not None:
        x = _x(chosen, low, high)
        inner += f'<line class="chosen" x1="{x}" x2="{x}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"></line>'
        nearest = min(points, key=lambda one: abs(one.at - chosen))
        inner += "".join(
            f'<circle class="{kind}" cx="{x}" cy="{_y(getattr(nearest, kind))}" r="3.5"></circle>'
            for kind in ("precision", "recall", "coverage")
        )
    return _svg(title, inner)


def reliability(found: Mapping[str, Any]) -> str:
    """Accuracy over confidence as it comes (solid) and after the temperature (dashed); the diagonal is perfect."""
    inner = _grid([0, 0.5, 1], 0, 1)
    inner += f'<line class="ideal" x1="{_x(0, 0, 1)}" y1="{_y(0)}" x2="{_x(1, 0, 1)}" y2="{_y(1)}"></line>'
    most = max((count for name in ("before", "after") for _, _, count in found[name]), default=1)
    for name, kind in (("before", "precision"), ("after", "recall")):
        spots = [(_x(mean, 0, 1), _y(accuracy), count) for mean, accuracy, count in found[name]]
        path = " ".join(f"{x},{y}" for x, y, _ in spots)
        inner += f'<polyline class="{kind}" points="{path}"></polyline>'
        inner += "".join(
            f'<circle class="{kind}" cx="{x}" cy="{y}" r="{1.5 + 4 * (count / most) ** 0.5:.1f}"></circle>'
            for x, y, count in spots
        )
    return _svg("Accuracy over confidence, before and after the temperature", inner)


def _grid(marks: Sequence[float], low: float, high: float) -> str:
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = _y(share)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"></line>')
        parts.append(f'<text x="{_LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{share:g}</text>')
    for mark in marks:
        x, y = _x(mark, low, high), _HEIGHT - _BOTTOM + 14
        parts.append(f'<text x="{x}" y="{y}" text-anchor="middle">{mark:.3g}</text>')
    return "".join(parts)


def _x(value: float, low: float, high: float) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (value - low) / ((high - low) or 1), 1)


def _y(share: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share), 1)


def _svg(title: str, content: str) -> str:
    return f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">{content}</svg>'
