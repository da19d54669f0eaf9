"""Build what a run needs from its settings: masker, tagger, detection."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Protocol

from redactor.detectors.added import Added, added, combined
from redactor.engine.detection import Detection, Detects
from redactor.engine.known_labels import check_labels
from redactor.engine.settings import RunSettings
from redactor.errors import UsageError
from redactor.labels import mapped, split_tag
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.tagger.checkpoint import Checkpoint, load_checkpoint
from redactor.tagger.tagging import Tagger, tagger_of


class Cluster(Protocol):
    """Workers elsewhere that detect for a run."""

    cpu_seconds: float

    def halt(self) -> None:
        """End them: calls under way and to come fail."""


@dataclass(frozen=True, slots=True)
class Components:
    """The working parts of a run, and the digest that names the model."""

    masker: Masker
    detection: Detects
    model_digest: str
    workers: int
    cluster: Cluster | None = None


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
        raise UsageError(f"the model is not calibrated for a recall of {recall:g}; it knows: {known}")
    return points[min(enough)]


def build(settings: RunSettings) -> Components:
    """Masker and detection of a run. Raises ``ModelError``, ``KeyFileError``, ``PolicyError``, ``UsageError``."""
    masker = Masker(settings.policy, settings.key)
    workers = settings.workers or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    checkpoint = load_checkpoint(settings.model)
    check_labels(settings.policy, checkpoint, detectors_of(settings))
    digest = _digest(checkpoint, settings)
    tagger = _tagger(checkpoint, settings.policy, settings, 1) if wants_model(settings.policy, checkpoint) else None
    found = Detection(settings.policy, masker, tagger, settings.bounds, detectors_of(settings))
    return Components(masker, found, digest, workers)


def wants_model(policy: Policy, checkpoint: Checkpoint) -> bool:
    """Whether anything that the model could find would be masked anywhere. If not, a run is the same without it, and fast."""
    own = {name.casefold(): label for name, label in policy.label_map.items()}
    names = {mapped(split_tag(tag)[1], {**checkpoint.label_map, **own}) for tag in checkpoint.classes if tag != "O"}
    return any(policy.decision(label, field).redacts for label in names for field in ("", *policy.fields))


def named(settings: RunSettings, parts: Components) -> dict[str, Any]:
    """What the run is made with, by digest; and the CPU seconds that workers elsewhere have spent on it."""
    key_id = settings.key.id if settings.key else None
    policy = settings.policy
    made = {"policy": policy.digest, "preset": policy.preset, "model": parts.model_digest, "key_id": key_id}
    return made | ({"worker_cpu_seconds": round(parts.cluster.cpu_seconds, 3)} if parts.cluster else {})


def model_digest(settings: RunSettings) -> str:
    """The digest of the model that ``build`` would load, checked as far as that goes without loading it."""
    return _digest(load_checkpoint(settings.model), settings)


def _digest(checkpoint: Checkpoint, settings: RunSettings) -> str:
    operating_point(checkpoint, settings.policy.recall)
    return combined(checkpoint.digest(settings.backend), detectors_of(settings))


def detectors_of(settings: RunSettings) -> tuple[Added, ...]:
    """The detectors that others add to a run."""
    return added(settings.policy.detectors, settings.detectors)


def tagger_for(policy: Policy, settings: RunSettings, threads: int) -> Tagger:
    """The tagger at the policy's operating point; the policy's label map goes before the checkpoint's."""
    return _tagger(load_checkpoint(settings.model), policy, settings, threads)


def _tagger(checkpoint: Checkpoint, policy: Policy, settings: RunSettings, threads: int) -> Tagger:
    bias = operating_point(checkpoint, policy.recall)
    return tagger_of(checkpoint, settings.backend, settings.device, threads, bias, dict(policy.label_map))
