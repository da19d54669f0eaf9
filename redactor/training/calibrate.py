"""Operating points and honest scores, from log-probabilities that were computed once: chosen on one half of the rows, told on the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redactor.errors import UsageError
from redactor.near import meant
from redactor.tagger.decoding import Decoder
from redactor.tagger.tagging import Scored, Tagger
from redactor.training.corpora.examples import Example, spans_of, tags_of
from redactor.training.evaluation.evaluate_tagger import answers
from redactor.training.evaluation.judging import blanked, gold_tags, ignored_words
from redactor.training.evaluation.metrics import f1, wholly_covered
from redactor.training.evaluation.reliability import Reliability, measure_reliability
from redactor.training.model_folder import merge_settings

BALANCED = "balanced"
RECALLS = (0.95, 0.98, 0.99)
#: Raises that are tried, in nats; beyond the last, labels swallow the text.
RAISES = tuple(round(0.1 * step, 1) for step in range(61))
_PATIENCE = 15
_COARSE = tuple(range(-10, 11, 5))
Bias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """Entity scores at one bias: micro precision, recall, F1, and the share of wholly covered entities by label."""

    precision: float
    recall: float
    f1: float
    coverage: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What ``redactor.json`` is told, chosen on even rows, and how good it is on the odd ones: what each operating point gives,
    and how far its scores can be believed."""

    operating_points: Mapping[str, Mapping[str, float]]
    measured: Mapping[str, Measured]
    reliability: Reliability

    @property
    def bias(self) -> Mapping[str, float]:
        """The point to decode at where nothing else is asked for."""
        return self.operating_points[BALANCED]


def calibrate(tagger: Tagger, examples: Sequence[Example], default: Bias | None = None) -> Calibration:
    """Choose operating points and a temperature on every second one of ``examples``, which must not be trained on.

    ``default`` (nats by label) is the point to decode at where nothing else is asked for; by default that with the best F1.
    """
    known = set(tagger.decoder.labels) - {""}
    strange = sorted(set(default or ()) - known)
    if strange:
        raise UsageError(f"the model has no label {strange[0]!r}{meant(strange[0], known)}")
    if len(examples) < 2:
        raise UsageError(
            "calibration chooses on one half of the sentences and measures on the other: give two at least"
        )
    cached = [(example, scored) for example, scored, _ in answers(tagger, examples)]
    even, odd = cached[::2], cached[1::2]
    labels = sorted(known & frozenset[str]().union(*(example.covered for example, _ in even)))
    points = choose(measurer(even, tagger), labels, default)
    temperature = measure_reliability(even, tagger.decoder, None).temperature
    measure = measurer(odd, tagger)
    return Calibration(
        points,
        {name: measure(bias) for name, bias in points.items()},
        measure_reliability(odd, tagger.decoder, temperature),
    )


def choose(
    measure: Callable[[Bias], Measured],
    labels: Sequence[str],
    default: Bias | None = None,
    recalls: Iterable[float] = RECALLS,
) -> dict[str, dict[str, float]]:
    """Operating points: ``balanced`` is ``default``, or has the best micro F1; ``recall-R`` raises its biases until R of each
    label's entities are wholly covered, or as many as can be."""
    balanced = dict.fromkeys(labels, 0.0) | dict(default or {})
    for steps in (_COARSE, range(-3, 4)) if default is None else ():
        for label in labels:
            centre = round(balanced[label] * 10)
            tried = [round((centre + step) / 10, 1) for step in steps]
            # Among equals the bias nearest to 0: what the data does not ask for is not done.
            best = max(tried, key=lambda value: (measure({**balanced, label: value}).f1, -abs(value)))
            if measure({**balanced, label: best}).f1 > measure(balanced).f1:
                balanced[label] = best
    return {
        BALANCED: balanced,
        **{f"recall-{recall:.2f}": _reaching(measure, balanced, recall) for recall in recalls},
    }


def _reaching(measure: Callable[[Bias], Measured], balanced: Bias, recall: float) -> dict[str, float]:
    """Biases under which each label reaches ``recall`` while all of them apply.

    What covers an entity may carry any label, so labels are raised together: each takes the smallest common raise under
    which it gets there (found by bisection, as more bias hardly ever uncovers anything), then stragglers go on alone.
    """

    def raised(by: Mapping[str, float]) -> dict[str, float]:
        return {label: round(value + by[label], 1) for label, value in balanced.items()}

    def together(by: float) -> Mapping[str, float]:
        if by not in seen:
            seen[by] = measure(raised(dict.fromkeys(balanced, by))).coverage
        return seen[by]

    seen: dict[float, Mapping[str, float]] = {}
    wanted = {label: min(recall, share) for label, share in together(RAISES[-1]).items() if label in balanced}
    by = dict.fromkeys(balanced, 0.0)
    for label, share in wanted.items():
        low, high = 0, len(RAISES) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if together(RAISES[middle])[label] >= share else (middle + 1, high)
        by[label] = RAISES[low]
    for _ in range(_PATIENCE):
        coverage = measure(raised(by)).coverage
        short = [label for label, share in wanted.items() if coverage[label] < share and by[label] < RAISES[-1]]
        if not short:
            break
        by.update({label: round(by[label] + 0.2, 1) for label in short})
    return raised(by)


def measurer(cached: Sequence[tuple[Example, Scored]], tagger: Tagger) -> Callable[[Bias], Measured]:
    """Bias → scores, by decoding the cached log-probabilities again."""
    known = frozenset(tagger.decoder.labels) - {""}
    golds = [(gold_tags(example, known), ignored_words(example)) for example, _ in cached]

    def measure(bias: Bias) -> Measured:
        decoder = Decoder(tagger.checkpoint.classes, tagger.checkpoint.label_map, bias)
        same = predicted_count = gold_count = 0
        hits, support = Counter[str](), Counter[str]()
        paths = decoder.decode([scored.scores for _, scored in cached])
        for (example, scored), (gold, ignored), path in zip(cached, golds, paths, strict=True):
            spans = decoder.spans(scored.text, scored.words, scored.scores, path)
            predicted = blanked(
                tags_of(example.words, [span for span in spans if span.label in example.covered]), ignored
            )
            entities, answered = spans_of(example.words, gold), spans_of(example.words, predicted)
            same += len(set(entities) & set(answered))
            gold_count, predicted_count = gold_count + len(entities), predicted_count + len(answered)
            support.update(entity.label for entity in entities)
            hits.update(entity.label for entity in entities if wholly_covered(example.text, entity, spans))
        precision, recall = same / max(predicted_count, 1), same / max(gold_count, 1)
        return Measured(
            precision, recall, f1(precision, recall), {label: hits[label] / count for label, count in support.items()}
        )

    return measure


def save(folder: Path, calibration: Calibration) -> None:
    """Merge into the folder's ``redactor.json``."""
    merge_settings(
        folder,
        bias=dict(calibration.bias),
        operating_points={name: dict(bias) for name, bias in calibration.operating_points.items()},
        temperature=calibration.reliability.temperature,
    )
