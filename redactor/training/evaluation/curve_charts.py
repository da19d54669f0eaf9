"""The charts of training and evaluation as PNG files. The only file that imports matplotlib."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from redactor.errors import StorageError, UsageError
from redactor.extras import install


def confusion_chart(names: Sequence[str], table: Sequence[Sequence[int]], path: Path) -> None:
    """Word counts, row gold and column predicted; colours by share of the row."""

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        shares = [[count / max(sum(row), 1) for count in row] for row in table]
        image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
        axes.set_yticks(range(len(names)), names)
        axes.set(xlabel="predicted", ylabel="gold", title="Words by label")
        for y, row in enumerate(table):
            for x, count in enumerate(row):
                axes.text(
                    x,
                    y,
                    f"{count:,}",
                    ha="center",
                    va="center",
                    color="white" if shares[y][x] > 0.5 else "black",
                    fontsize=8,
                )
        figure.colorbar(image, label="share of the gold label")

    _chart(path, draw, (1.6 + 0.9 * len(names), 1.2 + 0.8 * len(names)))


def training_chart(folder: Path, path: Path) -> None:
    """Loss and accuracy by epoch, from a model folder's ``training.json``."""
    try:
        epochs = json.loads((folder / "training.json").read_text(encoding="utf-8"))["epochs"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{folder} holds no readable training.json; redactor train writes one") from None

    def draw(figure: Any) -> None:
        left, right = figure.subplots(1, 2)
        for axes, kind in ((left, "loss"), (right, "accuracy")):
            for key, name in ((kind, "training"), (f"validation_{kind}", "held out")):
                points = [(row["epoch"], row[key]) for row in epochs if row.get(key) is not None]
                if points:
                    axes.plot(*zip(*points, strict=True), marker="o", label=name)
            axes.set(xlabel="epoch", title={"loss": "Loss (nats a labelled piece)", "accuracy": "Accuracy"}[kind])
            axes.set_xticks([row["epoch"] for row in epochs])
            axes.legend()

    _chart(path, draw, (9, 4))


def _chart(path: Path, draw: Callable[[Any], None], inches: tuple[float, float]) -> None:
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError(f"charts need matplotlib: {install('train')}") from None
    # A figure of its own on the Agg canvas: no display, and no global state of pyplot.
    figure = Figure(figsize=inches, layout="constrained")
    FigureCanvasAgg(figure)
    draw(figure)
    try:
        figure.savefig(path, format="png", dpi=120, metadata={"Software": None})
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror or type(error).__name__})") from None
