"""One training run from files to a model folder: data, split, fine-tuning, evaluation, card."""

from __future__ import annotations

import hashlib
import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from redactor.errors import StorageError, UsageError
from redactor.labels import TAGGER_LABELS, bio_tags, label_map_for
from redactor.tagger.tagging import load_tagger
from redactor.training.base import Base, find_base, new_model, pieces_of
from redactor.training.card import model_card
from redactor.training.continued import Watch, guard, operating_point, replay
from redactor.training.corpora.alignment import Encoded, encode
from redactor.training.corpora.examples import Example
from redactor.training.corpora.gmb import tutorial_split
from redactor.training.corpora.read import labels_in, read_corpus
from redactor.training.distil import Teacher
from redactor.training.evaluation.evaluate_tagger import as_json, evaluate
from redactor.training.evaluation.reliability import measure_reliability
from redactor.training.finetune import EpochResult, TrainSettings, epoch_batches, finetune, inputs_of
from redactor.training.held_out import loss_and_accuracy, strict_f1
from redactor.training.model_folder import merge_settings, read_json, write_json, write_text
from redactor.training.prune import compact, prune

log = logging.getLogger(__name__)
CHECKPOINT, BEST = "checkpoint.pt", "best.pt"
#: Texts for the held-out loss after each epoch.
_PROBE = 1_000
#: Batches on which the damage of silencing is measured.
_PRUNED_ON = 12
Windows = Callable[[int], list[Encoded]]


@dataclass(frozen=True, slots=True)
class Job:
    """What to train on and where to. ``recipe`` "en" brings its own data from ``shared``; else ``data`` is needed.

    With a ``teacher`` (a base by its name) the texts are trained on, and its answers instead of the labels or beside them; the lines of
    ``unlabelled`` files, a recipe's, are for its answers alone.
    """

    data: tuple[Path, ...]
    dev: Path | None
    output: Path
    base: str | None
    settings: TrainSettings
    resume: bool = False
    recipe: str | None = None
    shared: Path | None = None
    eval_limit: int | None = None
    progress: bool = True
    teacher: str | None = None
    even_if_worse: bool = False
    unlabelled: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """Prepared data: windows of an epoch, held-out examples, labels in class order, and words about it for the card;
    ``read_in``: the window and overlap to read text in later, if not as in training."""

    windows: Windows
    held_out: list[Example]
    labels: tuple[str, ...]
    texts: int
    split: str
    goes_on: bool = False
    read_in: Mapping[str, int] = field(default_factory=dict)


def train(job: Job) -> dict[str, Any]:
    """Train, save, evaluate on what was held out; returns the evaluation as JSON (empty if nothing was)."""
    base = find_base(job.base)
    for name in ("shapes", "activation", "heads", "channels", "frozen"):
        taken = base.can_shape if name in {"shapes", "frozen"} else base.kind == "bert"
        if getattr(job.settings, name) and not taken:
            raise UsageError(f"--{name} needs a BERT; --base {base.name} is another kind")
    if job.settings.frozen and job.settings.frozen >= base.layers:
        raise UsageError(
            f"--frozen {job.settings.frozen} leaves nothing to train: {base.name} has {base.layers} layers"
        )
    taught_by = job.teacher or (job.base if job.recipe and _keeps(job.recipe) else None)
    if job.unlabelled and not (job.recipe and taught_by):
        raise UsageError("--unlabelled is for a recipe with a --teacher, whose answers it is learnt from")
    settings = _fitted(job.settings, base)
    _prepare_folder(job)
    task = _recipe(job, base, settings) if job.recipe else _task(job, base, settings)
    teacher_base = find_base(taught_by) if taught_by else None
    run = {
        "base": base.name,
        "labels": list(task.labels),
        "data": _digests(job),
        "train_texts": task.texts,
        "held_out_texts": len(task.held_out),
        "split": task.split,
        "settings": asdict(settings),
        **({"teacher": teacher_base.name} if teacher_base else {}),
    }
    record = _Record(job, run)
    classes = bio_tags(task.labels)
    model = new_model(base, classes, shapes=settings.shapes, seed=settings.seed, activation=settings.activation)
    if settings.heads or settings.channels:
        _prune(model, task, base, settings)  # also of a run that goes on: the checkpoint holds what was left
    expand = compact(model) if model.config.model_type == "bert" else None
    teacher = _teacher(teacher_base, base, classes, model, settings) if teacher_base else None
    probe = _encoded(task.held_out[:_PROBE], base, classes, settings)

    watch = _watch(job, base, task, classes, model, settings) if task.goes_on else None

    def after_epoch(averaged: Any, result: EpochResult) -> bool:
        record.add(result, *(loss_and_accuracy(averaged, probe, base, settings) if probe else (None, None)))
        return watch is not None and watch.epoch(averaged)

    results = finetune(
        model,
        task.windows,
        base.special,
        settings,
        job.output,
        resume=job.resume,
        progress=job.progress,
        after_epoch=after_epoch,
        teacher=teacher,
    )
    record.complete(results)
    model.cpu()
    if watch:
        watch.finish(model, even_if_worse=job.even_if_worse)
    if expand:
        expand()
    model.save_pretrained(job.output)
    # safetensors makes its files for the owner alone, which a packaged or shared model cannot be.
    (job.output / "model.safetensors").chmod(0o644)
    base.tokenizer.save_pretrained(job.output)
    read_in = task.read_in or {"window": settings.max_tokens + 2}
    merge_settings(job.output, label_map=dict(label_map_for(task.labels)), **read_in)
    if watch:
        merge_settings(job.output, bias=operating_point(Path(base.path)))
    result = _evaluated(job, task)
    write_text(job.output / "README.md", model_card(run, record.epochs, result or None))
    (job.output / CHECKPOINT).unlink(missing_ok=True)
    return result


def _keeps(recipe: str) -> bool:
    from redactor.training.recipe import RECIPES

    return recipe in RECIPES and RECIPES[recipe].keeps


def _prune(model: Any, task: _Task, base: Base, settings: TrainSettings) -> None:
    """Silence heads and channels; what they matter for is measured on the first windows that will be trained on."""
    batches, _ = epoch_batches(task.windows(0), settings, base.special, 0)
    some = [(inputs_of(model, batch, "cpu"), batch.allowed != 0) for batch in islice(batches, _PRUNED_ON)]
    prune(model.eval(), some, settings.heads, settings.channels)


def _teacher(base: Base, pupil: Base, classes: tuple[str, ...], student: Any, settings: TrainSettings) -> Teacher:
    import transformers

    # Loaded as a base it would get a new head, and teach what that says by chance.
    if tuple(transformers.AutoConfig.from_pretrained(base.path).id2label.values()) != classes:
        raise UsageError(
            f"--teacher {base.name} answers with other classes than are trained; give one over {', '.join(classes)}"
        )
    model = new_model(base, classes, shapes=settings.shapes, seed=settings.seed)
    reshaped = settings.activation or settings.heads or settings.channels
    itself = base.path == pupil.path and not reshaped
    layered = not itself and all(
        getattr(model.config, name) == getattr(student.config, name) for name in ("num_hidden_layers", "hidden_size")
    )
    return Teacher(model, pieces_of(base, pupil), layered, itself)


class _Record:
    """``training.json``: settings and data at the start, then each epoch as it ends; a resumed run goes on with it."""

    def __init__(self, job: Job, run: dict[str, Any]) -> None:
        self.path, self.run = job.output / "training.json", json.loads(json.dumps(run))
        old = read_json(self.path) if job.resume and (job.output / CHECKPOINT).exists() else {}
        if old and old.get("run") != self.run:
            changed = sorted(key for key in self.run if old.get("run", {}).get(key) != self.run[key])
            raise UsageError(f"{job.output} was begun with other {', '.join(changed)}; --resume needs the same")
        self.epochs: list[dict[str, Any]] = old.get("epochs", [])
        write_json(self.path, {"run": self.run, "epochs": self.epochs})

    def add(self, result: EpochResult, loss: float | None, accuracy: float | None) -> None:
        if loss is not None:
            log.info("epoch %d: held-out loss %.4f accuracy %.4f", result.epoch, loss, accuracy)
        rows = [row for row in self.epochs if row["epoch"] != result.epoch]
        self.epochs = [*rows, {**asdict(result), "validation_loss": loss, "validation_accuracy": accuracy}]
        write_json(self.path, {"run": self.run, "epochs": self.epochs})

    def complete(self, results: Sequence[EpochResult]) -> None:
        """Add epochs whose end was saved just before a kill."""
        for result in results:
            if all(row["epoch"] != result.epoch for row in self.epochs):
                self.add(result, None, None)
        self.epochs.sort(key=lambda row: int(row["epoch"]))
        write_json(self.path, {"run": self.run, "epochs": self.epochs})


def _fitted(settings: TrainSettings, base: Base) -> TrainSettings:
    return TrainSettings(**{**asdict(settings), "max_tokens": min(settings.max_tokens, base.positions - 2)})


def _prepare_folder(job: Job) -> None:
    if not job.resume and (job.output / "config.json").exists():
        raise UsageError(f"{job.output} already holds a model; give another folder")
    if job.resume and not (job.output / CHECKPOINT).exists():
        if (job.output / "config.json").exists():
            raise UsageError(f"{job.output} holds a finished model; there is nothing to resume")
        log.info("no checkpoint in %s: the run begins at its first step", job.output)
    try:
        job.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{job.output}: cannot be made ({error.strerror})") from None


def _task(job: Job, base: Base, settings: TrainSettings) -> _Task:
    """The tutorial's way: one file is split 80/20 as it does; with ``--dev`` everything in ``--data`` is trained on."""
    if not job.data:
        raise UsageError("nothing to train on: give --data FILE or --recipe en")
    corpora = [read_corpus(path) for path in job.data]
    examples = [example for corpus in corpora for example in corpus]
    if job.dev:
        training, held_out, split = examples, read_corpus(job.dev), f"held out: {job.dev.name}"
    elif len(corpora) == 1:
        training, held_out = tutorial_split(examples)
        split = "80/20 drawn with seed 200, as the tutorial does"
    else:
        raise UsageError("several --data files need --dev FILE to evaluate on")
    found = labels_in(example.tags for example in training)
    if not found:
        raise UsageError("the training data holds no labelled entity")
    known = frozenset(tag[2:] for tag in base.tags if tag != "O")
    goes_on = bool(known & found) and not job.teacher
    found |= known if goes_on else frozenset()
    labels = (*(label for label in TAGGER_LABELS if label in found), *sorted(found.difference(TAGGER_LABELS)))
    classes = bio_tags(labels)
    windows = _encoded(training, base, classes, settings)

    def epoch_windows(epoch: int) -> list[Encoded]:
        if not goes_on:
            return windows
        return windows + _encoded(replay(settings.seed * 100 + epoch, job.shared), base, classes, settings)

    return _Task(epoch_windows, held_out, labels, len(training), split, goes_on)


def _watch(
    job: Job, base: Base, task: _Task, classes: tuple[str, ...], model: Any, settings: TrainSettings
) -> Watch | None:
    """Looks after a trained tagger that goes on; None where nothing is held out to look at."""
    if not task.held_out:
        return None
    sets = [_encoded(rows, base, classes, settings) for rows in (task.held_out, guard(settings.seed))]
    point = operating_point(Path(base.path))
    bias = torch.tensor([point.get(tag[2:], 0.0) for tag in classes])

    def score(one: Any) -> tuple[float, float]:
        training = one.training
        one.eval()
        own, kept = (strict_f1(one, windows, base, settings, classes, bias) for windows in sets)
        one.train(training)
        return own, kept

    watch = Watch(score, model, job.output / BEST)
    if job.resume:
        watch.resume()
    return watch


def _recipe(job: Job, base: Base, settings: TrainSettings) -> _Task:
    from redactor.training.recipe import READ_IN, RECIPES, EnglishRecipe

    if job.recipe not in RECIPES:
        raise UsageError(f"no recipe {job.recipe!r}; there is: {', '.join(RECIPES)}")
    if not settings.shapes or settings.every_piece:
        raise UsageError("--recipe is made with word shapes and labels on first pieces")
    if job.data:
        raise UsageError("--recipe brings its own data; leave --data away")
    if job.shared is None or not (job.shared / "gmb").is_dir():
        raise UsageError("--recipe needs --shared DIR, the folder that holds gmb/, ner/ and lexicons/")
    recipe = EnglishRecipe(
        job.shared, base.backend, bio_tags(TAGGER_LABELS), settings.seed, RECIPES[job.recipe], job.unlabelled
    )
    held_out = read_corpus(job.dev or job.shared / "gmb" / "seed_split.test.jsonl.gz")
    texts = sum(len(rows) for _, rows in recipe.sources)
    return _Task(
        lru_cache(1)(recipe),
        held_out,
        TAGGER_LABELS,
        texts,
        f"recipe {job.recipe}: training files and synthetic documents",
        read_in=READ_IN,
    )


def _encoded(
    examples: Sequence[Example], base: Base, classes: tuple[str, ...], settings: TrainSettings
) -> list[Encoded]:
    return [
        encode(one, base.backend, classes, every_piece=settings.every_piece, shapes=settings.shapes) for one in examples
    ]


def _evaluated(job: Job, task: _Task) -> dict[str, Any]:
    if not task.held_out:
        return {}
    chosen = task.held_out
    if job.eval_limit and job.eval_limit < len(chosen):
        # Not the first ones: a corpus is rarely in random order.
        chosen = random.Random(job.settings.seed).sample(chosen, job.eval_limit)
    threads = torch.get_num_threads()
    tagger = load_tagger(job.output, "torch", threads=threads)
    with tqdm(total=len(chosen), desc="held out", unit="text", disable=not job.progress) as bar:
        found = evaluate(tagger, chosen, progress=bar.update)
    scored = [(example, one) for example, one, _ in found.answers]
    result = as_json(found) | {"reliability": measure_reliability(scored, tagger.decoder, None).as_json()}
    write_json(job.output / "evaluation.json", result)
    return result


def _digests(job: Job) -> dict[str, str]:
    """File name → SHA-256 of what is trained on."""
    if job.recipe and job.shared:
        from redactor.training.corpora.sources import SOURCES

        files = [*(job.shared / source.path for source in SOURCES), *job.unlabelled]
    else:
        files = [*job.data, *([job.dev] if job.dev else [])]
    try:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    except OSError as error:
        raise StorageError(f"{error.filename}: cannot be read ({error.strerror})") from None
