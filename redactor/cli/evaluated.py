"""What ``redactor evaluate`` measures: a model by itself or under a policy, and perhaps another beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor.errors import UsageError

if TYPE_CHECKING:
    from redactor.masking.policy.policy import Policy
    from redactor.reporting.evaluation import Side
    from redactor.spans import Span
    from redactor.tagger.tagging import Tagger
    from redactor.training.corpora.examples import Example
    from redactor.training.evaluation.evaluate_tagger import Evaluation, Masked


@dataclass(frozen=True, slots=True)
class Runtime:
    """How models are run."""

    backend: str | None = None
    device: str | None = None
    threads: int = 1
    operating_point: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluatedModel:
    """A model at its operating point; with a policy, ``masked`` says what that would mask."""

    name: str
    tagger: Tagger
    policy: Policy | None
    masked: Masked | None

    @property
    def labels(self) -> frozenset[str]:
        """What the model knows."""
        return frozenset(self.tagger.decoder.labels) - {""}

    def mask(self, texts: Sequence[str]) -> list[Any]:
        """Spans of each text: the policy's, or the model's own. Raises ``ModelError``."""
        from redactor.training.corpora.examples import Example
        from redactor.training.evaluation.evaluate_tagger import answers

        plain = [Example(text, (), (), frozenset()) for text in texts]
        return [spans for _, _, spans in answers(self.tagger, plain, self.masked)]


def open_evaluated(folder: Path | None, policy: str | None, runtime: Runtime) -> EvaluatedModel:
    """Raises ``ModelError``, ``PolicyError``, ``UsageError``."""
    from redactor.training.model_folder import open_tagger

    model = folder.name or str(folder) if folder else "the embedded model"
    if policy is None:
        tagger = open_tagger(folder, runtime.backend, runtime.device, runtime.threads, runtime.operating_point)
        name = f"{model} at {runtime.operating_point}" if runtime.operating_point else model
        return EvaluatedModel(name, tagger, None, None)
    if runtime.backend or runtime.device or runtime.operating_point:
        raise UsageError(
            "a policy names its own operating point (recall); leave --operating-point, --backend, --device away"
        )
    from redactor.api import Redactor
    from redactor.engine.components import tagger_for
    from redactor.engine.settings import RunSettings
    from redactor.masking.policy.policy import Policy

    # Nothing is written, so no operator needs its key.
    chosen = Policy.load(policy).with_overrides("tag", (), (), known=())
    tagger = tagger_for(chosen, RunSettings(None, None, chosen, model=folder), runtime.threads)
    return EvaluatedModel(f"{model}, policy {Path(policy).name}", tagger, chosen, Redactor(folder, chosen).detect_many)


def masked_by_patterns(policy: str | None) -> Callable[[str, tuple[str, ...] | None], Sequence[Span]]:
    """What a policy (None: the default one) masks in a text without a model, under its own regions or under others."""
    from redactor.detectors.added import added
    from redactor.engine.detection import Detection
    from redactor.masking.masker import Masker
    from redactor.masking.policy.policy import Policy
    from redactor.records import Leaf, Record
    from redactor.tagger.tagging import Failure

    chosen = Policy.load(policy).with_overrides("tag")

    @lru_cache(maxsize=4)
    def parts(regions: tuple[str, ...] | None) -> tuple[Masker, Detection]:
        masker = Masker(chosen if regions is None else chosen.model_copy(update={"regions": regions}))
        return masker, Detection(masker.policy, masker, None, added=added(masker.policy.detectors, ()))

    def mask(text: str, regions: tuple[str, ...] | None) -> Sequence[Span]:
        masker, detection = parts(regions)
        (found,) = detection.detect([Record(0, (Leaf("", text),))])
        if isinstance(found, Failure):
            raise ArithmeticError(f"a detector failed: {found.reason}")
        return masker.select(text, found[0], "")

    return mask


def measured(
    side: EvaluatedModel,
    corpora: Mapping[str, Sequence[Example]],
    wanted: frozenset[str] | None,
    among: frozenset[str] | None,
    progress: Callable[[int], object] | None,
) -> dict[str, Evaluation]:
    """One evaluation a corpus."""
    from redactor.training.evaluation.evaluate_tagger import evaluate

    return {
        name: evaluate(side.tagger, examples, wanted, among=among, masked=side.masked, progress=progress)
        for name, examples in corpora.items()
    }


def reliability_of(side: EvaluatedModel, whole: Evaluation) -> dict[str, Any]:
    """ECE and bins, with the temperature that the model folder names, or one that is fitted here if it names none."""
    from redactor.training.evaluation.reliability import measure_reliability

    scored = [(example, one) for example, one, _ in whole.answers]
    temperature = side.tagger.checkpoint.temperature
    own = None if temperature == 1.0 else temperature
    return measure_reliability(scored, side.tagger.decoder, own).as_json()


def side_of(key: str, side: EvaluatedModel, whole: Evaluation, result: Mapping[str, Any]) -> Side:
    """All that the page shows of one side; ``result`` holds its ``reliability``."""
    from redactor.reporting.evaluation import Side
    from redactor.training.evaluation.curves import bias_curves, score_curves
    from redactor.training.evaluation.evaluate_tagger import confusion
    from redactor.training.evaluation.mistakes import worst

    checkpoint, policy, labels = side.tagger.checkpoint, side.policy, whole.labels
    decoder = side.tagger.decoder
    bias = {label: float(value) for label, value in zip(decoder.labels, decoder.bias, strict=True) if label and value}
    made_with = [
        ("Model folder", str(checkpoint.folder)),
        ("Model digest", checkpoint.digest()),
        ("Bias in force (nats)", ", ".join(f"{label} {value:+g}" for label, value in bias.items()) or "none"),
    ]
    thresholds: dict[str, float] = {}
    if policy is not None:
        thresholds = {label: policy.decision(label).threshold for label in labels}
        made_with.append(("Policy digest", policy.digest))
    counts, shown = worst(whole, decoder)
    return Side(
        side.name,
        made_with,
        result,
        result["reliability"],
        confusion(whole),
        bias_curves(whole.answers, decoder, labels),
        score_curves(whole.answers, labels, thresholds),
        shown,
        counts,
        key,
    )
