"""Going on from a trained tagger with a few hundred rows, without losing what it knows.

What it has a class for keeps its row of the head; other text is repeated beside the new; after each epoch held-out rows say whether
to go on; at the end the weights are drawn back towards those of the start as far as that costs nothing (Wortsman et al., 2022,
"Robust fine-tuning of zero-shot models"); and a model that is no better is not handed over.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from redactor.errors import ModelError
from redactor.labels import TAGGER_LABELS, label_map_for, mapped, split_tag
from redactor.tagger.checkpoint import load_checkpoint
from redactor.training.corpora.examples import Example
from redactor.training.corpora.sources import SOURCES, from_spans, read_source
from redactor.training.mentions import with_edges
from redactor.training.synthesis.documents import synthesize

#: What training takes where the command says nothing: small steps, and more passes than will be needed.
CAREFUL: dict[str, Any] = {"learning_rate": 5e-5, "epochs": 8}
#: Epochs without a gain after which training ends.
PATIENCE = 2
#: Texts repeated an epoch: invented documents, and rows of each corpus in ``--shared``.
DOCUMENTS, ROWS = 600, 60
#: Documents on which the model may lose at most this much F1.
GUARD, MOST_LOST = 300, 0.01
#: Shares of the way from the old weights to the new.
BLENDS = (1.0, 0.75, 0.5, 0.25)


def known_tags(names: Mapping[Any, str]) -> tuple[str, ...]:
    """A checkpoint's classes under our labels; ``names`` is its ``id2label``.

    >>> known_tags({0: "O", 1: "B-PER", 2: "I-PER"}), known_tags({0: "LABEL_0", 1: "LABEL_1"})
    (('O', 'B-PERSON', 'I-PERSON'), ())
    """
    parts = [split_tag(names[key]) for key in sorted(names, key=int)]
    if "" not in {label for _, label in parts} or len(parts) < 2:
        return ()
    table = label_map_for(label for _, label in parts)
    return tuple(f"{prefix}-{mapped(label, table)}" if label else "O" for prefix, label in parts)


def carry_head(model: Any, known: Sequence[str], classes: Sequence[str]) -> None:
    """Give ``model``, a classifier over ``known`` tags, a head over ``classes``: rows of tags in both stay, others are new."""
    old = model.classifier
    new = torch.nn.Linear(old.in_features, len(classes))
    with torch.no_grad():
        for row, tag in enumerate(classes):
            if tag in known:
                new.weight[row], new.bias[row] = old.weight[known.index(tag)], old.bias[known.index(tag)]
    model.classifier = new
    model.num_labels = len(classes)


def replay(seed: int, shared: Path | None) -> list[Example]:
    """Text to repeat beside the new: invented documents, and a few rows of each corpus where ``shared`` has them."""
    lexicons = shared / "lexicons" if shared else None
    covered, rng = frozenset(TAGGER_LABELS), random.Random(seed)
    made = synthesize(DOCUMENTS, seed, half="train", lexicons=lexicons)
    found = [from_spans(row["text"], row["spans"], covered) for row in made]
    for source in SOURCES if shared else ():
        rows = read_source(source, shared) if shared and (shared / source.path).exists() else []
        found += [with_edges(row) for row in rng.sample(rows, min(ROWS, len(rows)))]
    return found


def guard(seed: int) -> list[Example]:
    """Invented documents of the half that is never trained on."""
    rows = synthesize(GUARD, seed, half="test")
    return [from_spans(row["text"], row["spans"], frozenset(TAGGER_LABELS)) for row in rows]


def operating_point(base: Path) -> dict[str, float]:
    """The bias that a base folder's answers are given with."""
    return dict(load_checkpoint(base).bias) if base.is_dir() else {}


#: A model's F1 on (held-out rows, guard).
Score = Callable[[Any], tuple[float, float]]


@dataclass
class Watch:
    """Keeps the best weights of a run; ``start`` is the model before it."""

    score: Score
    model: Any
    path: Path
    before: tuple[float, float] = field(init=False)
    start: dict[str, torch.Tensor] = field(init=False)
    best: float = field(init=False)
    idle: int = 0

    def __post_init__(self) -> None:
        self.start = _copy(self.model)
        self.before = self.score(self.model)
        self.best = -1.0

    def resume(self) -> None:
        """Go on with what a killed run had kept."""
        if self.path.exists():
            saved = torch.load(self.path, weights_only=True)
            self.best, self.idle = saved["best"], saved["idle"]

    def epoch(self, model: Any) -> bool:
        """Look at the weights of an epoch; True ends the training."""
        own, kept = self.score(model)
        if own > self.best and kept >= self.before[1] - MOST_LOST:
            self.best, self.idle = own, 0
            torch.save({"best": own, "idle": 0, "state": _copy(model)}, self.path)
        else:
            self.idle += 1
        return self.idle >= PATIENCE

    def finish(self, model: Any, *, even_if_worse: bool) -> None:
        """Leave the best weights in ``model``, drawn back as far as costs nothing. Raises ``ModelError`` for no gain."""
        end = torch.load(self.path, weights_only=True)["state"] if self.path.exists() else _copy(model)
        found = []
        for share in BLENDS:
            model.load_state_dict({name: _blend(self.start[name], end[name], share) for name in end})
            own, kept = self.score(model)
            found.append((own if kept >= self.before[1] - MOST_LOST else -1.0, -share))
        own, share = max(found)
        if own <= self.before[0] and not even_if_worse:
            raise ModelError(
                f"no epoch was better than the base on the held-out rows (F1 {max(own, 0):.4f}, base {self.before[0]:.4f}), or it "
                "lost what the base knew; nothing is handed over. Give more rows, or the same command with --resume --even-if-worse"
            )
        self.path.unlink(missing_ok=True)
        share = -share if own > self.before[0] else 1.0
        model.load_state_dict({name: _blend(self.start[name], end[name], share) for name in end})


def _copy(model: Any) -> dict[str, torch.Tensor]:
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}


def _blend(old: torch.Tensor, new: torch.Tensor, share: float) -> torch.Tensor:
    return torch.lerp(old, new, share) if new.dtype.is_floating_point else new
