"""Small charts as inline SVG, from numbers alone. Colours are the page's (CSS classes); the numbers stand in tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT = 320, 96
_BASE = 14


def bar(share: float) -> str:
    """A horizontal bar that fills ``share`` (0..1) of its ground; the number beside it says the same.

    >>> bar(0.5).count("rect width"), 'width="50.0%"' in bar(0.5)
    (1, True)
    """
    width = 100 * min(max(share, 0.0), 1.0)
    return (
        '<svg class="bar" aria-hidden="true" focusable="false">'
        f'<rect class="ground" width="100%" height="100%" rx="2"></rect>'
        f'<rect width="{width:.1f}%" height="100%" rx="2"></rect></svg>'
    )


def columns(values: Sequence[tuple[str, float]], title: str) -> str:
    """Upright columns with their names beneath, read aloud as ``title``."""
    if not values:
        return ""
    most = max((value for _, value in values), default=0) or 1
    step = _WIDTH / len(values)
    top = _HEIGHT - _BASE
    parts = []
    for place, (name, value) in enumerate(values):
        height = round(top * value / most, 1)
        left, width = round(place * step + step * 0.12, 1), round(step * 0.76, 1)
        parts.append(f'<rect x="{left}" y="{top - height:.1f}" width="{width}" height="{height}" rx="2"></rect>')
        parts.append(f'<text x="{left + width / 2:.1f}" y="{_HEIGHT - 2}" text-anchor="middle">{escape(name)}</text>')
    return _svg("columns", title, "".join(parts))


def line(values: Sequence[float], title: str) -> str:
    """A line over runs, oldest first, from nought to the largest value; the newest one has a dot."""
    if len(values) < 2:
        return ""
    most = max(values) or 1
    step = (_WIDTH - 12) / (len(values) - 1)
    places = [(6 + round(i * step, 1), round(_HEIGHT - 6 - (_HEIGHT - 14) * v / most, 1)) for i, v in enumerate(values)]
    path = " ".join(f"{x:.1f},{y}" for x, y in places)
    x, y = places[-1]
    drawn = f'<polyline points="{path}"></polyline><circle cx="{x:.1f}" cy="{y}" r="4"></circle>'
    return _svg("line", title, drawn)


def over_time(values: Sequence[tuple[float, float]], title: str, least: str, most: str) -> str:
    """A line over time: (seconds, value), with nought and ``most`` as names of the upright axis and the last second as
    ``least`` of the other; drawn as steps of a run, so that unequal distances stay so."""
    if len(values) < 2:
        return ""
    end, top = values[-1][0] or 1, max(value for _, value in values) or 1
    left, floor = 6, _HEIGHT - _BASE - 2
    places = [
        (left + round((_WIDTH - 12) * at / end, 1), round(floor - (floor - 16) * value / top, 1))
        for at, value in values
    ]
    path = " ".join(f"{x:.1f},{y}" for x, y in places)
    drawn = (
        f'<line x1="{left}" x2="{_WIDTH - 6}" y1="{floor}" y2="{floor}"></line>'
        f'<polyline points="{path}"></polyline>'
        f'<text x="{left}" y="10">{escape(most)}</text>'
        f'<text x="{left}" y="{_HEIGHT - 2}">0</text>'
        f'<text x="{_WIDTH - 6}" y="{_HEIGHT - 2}" text-anchor="end">{escape(least)}</text>'
    )
    return _svg("line", title, drawn)


def _svg(kind: str, title: str, content: str) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">{content}</svg>'
    )
