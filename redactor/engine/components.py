"""Build what a run needs from its settings: masker, tagger, detection."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from redactor.engine.detection import Detection, Detects
from redactor.engine.memory import Guard, rss
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
        raise UsageError(f"the model is not calibrated for --recall {recall:g}; it knows: {known}")
    return points[min(enough)]


def build(settings: RunSettings) -> Components:
    """Masker and detection of a run. Raises ``ModelError``, ``KeyFileError``, ``PolicyError``, ``UsageError``."""
    masker = Masker(settings.policy, settings.key)
    workers = settings.workers or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    checkpoint = load_checkpoint(settings.model)
    digest = _digest(checkpoint, settings)
    tagger = _tagger(checkpoint, settings.policy, settings, 1) if wants_model(settings.policy, checkpoint) else None
    return Components(masker, Detection(settings.policy, masker, tagger, settings.bounds), digest, workers)


def wants_model(policy: Policy, checkpoint: Checkpoint) -> bool:
    """Whether anything that the model could find would be masked anywhere. If not, a run is the same without it, and fast."""
    own = {name.casefold(): label for name, label in policy.label_map.items()}
    names = {mapped(split_tag(tag)[1], {**checkpoint.label_map, **own}) for tag in checkpoint.classes if tag != "O"}
    return any(policy.decision(label, field).redacts for label in names for field in ("", *policy.fields))


@contextmanager
def built(settings: RunSettings) -> Iterator[Components]:
    """What ``build`` gives, or the like with workers in a Ray cluster, for as long as a run needs it."""
    if settings.engine != "ray":
        parts = build(settings)
        if Guard(settings.memory_limit).used_up():
            raise UsageError(
                f"--max-memory {settings.max_memory >> 20}M cannot be kept: program and model alone take {rss() >> 20}M"
            )
        yield parts
        return
    try:
        from redactor.engine.cluster.ray_pool import cluster
    except ImportError:
        raise UsageError("--engine ray needs Ray, which is not installed: pip install 'redactor[ray]'") from None
    with cluster(settings) as parts:
        yield parts


def model_digest(settings: RunSettings) -> str:
    """The digest of the model that ``build`` would load, checked as far as that goes without loading it."""
    return _digest(load_checkpoint(settings.model), settings)


def _digest(checkpoint: Checkpoint, settings: RunSettings) -> str:
    operating_point(checkpoint, settings.policy.recall)
    return checkpoint.digest(settings.backend)


def tagger_for(policy: Policy, settings: RunSettings, threads: int) -> Tagger:
    """The tagger at the policy's operating point; the policy's label map goes before the checkpoint's."""
    return _tagger(load_checkpoint(settings.model), policy, settings, threads)


def _tagger(checkpoint: Checkpoint, policy: Policy, settings: RunSettings, threads: int) -> Tagger:
    bias = operating_point(checkpoint, policy.recall)
    return tagger_of(checkpoint, settings.backend, settings.device, threads, bias, dict(policy.label_map))
