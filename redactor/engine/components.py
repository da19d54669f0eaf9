"""Build what a run needs from its settings: masker, tagger, detection."""

from __future__ import annotations

import os
from dataclasses import dataclass

from redactor.engine.detection import Detection
from redactor.engine.settings import RunSettings
from redactor.errors import UsageError
from redactor.masking.mask import Masker
from redactor.masking.policy import Policy
from redactor.tagger.checkpoint import Checkpoint, load_checkpoint
from redactor.tagger.tagging import Tagger, load_tagger


@dataclass(frozen=True, slots=True)
class Components:
    """The working parts of a run, and the digest that names the model."""

    masker: Masker
    detection: Detection
    model_digest: str
    workers: int


def operating_point(checkpoint: Checkpoint, recall: float | None) -> dict[str, float]:
    """Class biases (nats) of the smallest calibrated point that reaches ``recall``. Raises ``UsageError`` where none does."""
    if recall is None:
        return {}
    points = {
        float(name.removeprefix("recall-")): biases
        for name, biases in checkpoint.operating_points.items()
        if name.startswith("recall-")
    }
    enough = [value for value in points if value >= recall]
    if not enough:
        known = ", ".join(f"{value:g}" for value in sorted(points)) or "none"
        raise UsageError(f"the model is not calibrated for --recall {recall:g}; it knows: {known}")
    return points[min(enough)]


def build(settings: RunSettings) -> Components:
    """Masker and detection of a run. Raises ``ModelError``, ``KeyFileError``, ``PolicyError``, ``UsageError``."""
    masker = Masker(settings.policy, settings.key)
    workers = settings.workers or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    tagger = tagger_for(settings.policy, settings, 1)
    model_digest = tagger.checkpoint.digest(settings.backend)
    return Components(masker, Detection(settings.policy, masker, tagger), model_digest, workers)


def tagger_for(policy: Policy, settings: RunSettings, threads: int) -> Tagger:
    """The tagger at the policy's operating point; the policy's label map goes before the checkpoint's."""
    checkpoint = load_checkpoint(settings.model)
    bias = operating_point(checkpoint, policy.recall)
    return load_tagger(settings.model, settings.backend, settings.device, threads, bias, dict(policy.label_map))
