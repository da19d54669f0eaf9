"""Deterministic synthetic documents with gold spans, for training and testing the tagger."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from redactor.tagger.widening import edges
from redactor.training.synthesis.fillers import compose
from redactor.training.synthesis.fillers.docs import Doc, tidy
from redactor.training.synthesis.fillers.forms import choose
from redactor.training.synthesis.fillers.people import new_person
from redactor.training.synthesis.fillers.pools import Half, load_pools
from redactor.training.synthesis.fillers.slots import SLOTS, Piece, Scene
from redactor.training.synthesis.noise import noisy
from redactor.training.synthesis.templates import parts, templates

#: Kinds of documents → weight. The rest share :data:`OTHERS` evenly.
WEIGHTS = {
    **{"negative": 15, "sentence": 30, "paragraph": 7, "form": 5, "field": 10, "table": 5, "json": 2, "tech": 14},
    **{"clinic": 10, "software": 9, "introduction": 6, "language": 5, "everyday": 8},
}
OTHERS = 38
#: Origins of the fairness table.
PROBED = ("English", "Vietnamese", "Chinese", "Indian", "Arabic", "Hispanic", "African", "Slavic")

_SLOT = re.compile(r"\{([a-z_]+)(\d*)\}")


def synthesize(
    n: int,
    seed: int,
    *,
    half: Half = "train",
    lexicons: Path | None = None,
    weights: Mapping[str, float] | None = None,
) -> Iterator[dict[str, Any]]:
    """``n`` documents as ``{"text", "spans": [[start, end, label], …], "kind"}``; the same for the same arguments. ``weights``:
    kinds that weigh otherwise than in ``WEIGHTS``."""
    pools = load_pools(half, lexicons)
    banks = {kind: template_half(texts, half) for kind, texts in templates().items() if kind != "probe"}
    kinds, shares = _weights(banks, weights or {})
    for index in range(n):
        rng = random.Random(f"{seed}:{half}:{index}")
        kind = rng.choices(kinds, shares)[0]
        scene = Scene(rng, pools)
        doc = noisy(render(compose.template(kind, banks, rng), scene), rng)
        yield {"text": doc.text, "spans": _as_decoded(doc), "kind": kind}


def _as_decoded(doc: Doc) -> list[list[Any]]:
    """The spans with "Mr." before a person and "the" before a decade in them, as decoding has them (``edges``)."""
    spans: list[list[Any]] = []
    starts = [*(start for start, _, _ in doc.spans), len(doc.text)]
    at = 0
    for (start, end, label), following in zip(doc.spans, starts[1:], strict=True):
        first, last = edges(doc.text, start, end, label)
        first, at = (first if first >= at else start), (last if last <= following else end)
        spans.append([first, at, label])
    return spans


def template_half(texts: Sequence[str], half: Half) -> tuple[str, ...]:
    """Every fourth template of a kind is for testing, so that each kind has both; append only, or the halves shift."""
    return tuple(text for at, text in enumerate(texts) if half == "all" or (at % 4 == 3) == (half == "test"))


def _weights(banks: dict[str, tuple[str, ...]], other: Mapping[str, float]) -> tuple[list[str], list[float]]:
    weights: dict[str, float] = {
        kind: other.get(kind, weight) for kind, weight in WEIGHTS.items() if banks.get(kind) or kind in compose.COMPOSED
    }
    others = [kind for kind, texts in banks.items() if texts and kind not in WEIGHTS]
    weights |= {kind: other.get(kind, OTHERS / len(others)) for kind in others}
    return list(weights), list(weights.values())


def probes(
    seed: int, half: Half = "test", lexicons: Path | None = None, per_group: int = 60
) -> Iterator[dict[str, Any]]:
    """Short sentences with one name each, ``per_group`` for every origin and gender."""
    pools = load_pools(half, lexicons)
    for origin in PROBED:
        for gender in ("female", "male"):
            for index in range(per_group):
                rng = random.Random(f"probe:{seed}:{half}:{origin}:{gender}:{index}")
                scene = Scene(rng, pools, {"1": new_person(rng, pools, origin, gender)})
                doc = render(templates()["probe"][index % len(templates()["probe"])], scene)
                yield {
                    "text": doc.text,
                    "spans": [list(span) for span in doc.spans],
                    "kind": "probe",
                    "origin": origin,
                    "gender": gender,
                }


def render(template: str, scene: Scene) -> Doc:
    """Fill every choice ``«a|b»`` and slot ``{name}`` of the template."""
    return joined(_pieces(template, scene))


def joined(pieces: Sequence[Piece]) -> Doc:
    """Pieces as one text with spans."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for piece, label in pieces:
        if piece.startswith(".") and text.endswith("."):
            piece = piece[1:]  # "… of Acme Inc." ends its sentence with one full stop
        if label and piece:
            start = len(text)
            if spans and label == spans[-1][2] == "PERSON" and text[spans[-1][1] :] == " ":
                start = spans.pop()[0]  # "{given} {surname}" is one person
            spans.append((start, len(text) + len(piece), label))
        text += piece
    return tidy(Doc(text, tuple(spans)))


def _pieces(template: str, scene: Scene) -> list[Piece]:
    template = choose(template, scene.rng)
    pieces: list[Piece] = []
    at = 0
    for found in _SLOT.finditer(template):
        pieces.append((template[at : found.start()], ""))
        pieces += _filled(found[1], found[2], scene)
        at = found.end()
    pieces.append((template[at:], ""))
    return pieces


def _filled(name: str, key: str, scene: Scene) -> Sequence[Piece]:
    if name in parts():
        return _pieces(_keyed(scene.rng.choice(parts()[name]), key), scene)
    slot = f"{name}{key}"
    if key and slot in scene.used:
        return scene.used[slot]
    filled = SLOTS[name](scene, key)
    if key:
        scene.used[slot] = filled
    return filled


def _keyed(template: str, key: str) -> str:
    """In a part called as ``{signature1}``, ``{person0}`` means ``{person1}``."""
    return template.replace("0}", f"{key}}}")
