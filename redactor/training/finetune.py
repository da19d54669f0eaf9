"""Fine-tune a BERT-like encoder as a token classifier: warm-up, linear decay, clipping, averaged weights, resume."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm
from transformers import AutoConfig, AutoModelForTokenClassification
from transformers.activations import ACT2FN

from redactor.errors import UsageError
from redactor.tagger.shapes import SHAPES
from redactor.tagger.torch import takes_types
from redactor.training.batches import Batch, chopped, collate, plan
from redactor.training.continued import carry_head, known_tags
from redactor.training.corpora.alignment import Encoded
from redactor.training.distil import Teacher, distil_loss
from redactor.training.loss import correct, partial_label_loss
from redactor.training.shaped_mpnet import shaped_mpnet

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How to train. ``learning_rate`` is the peak; ``warmup`` the share of steps before it; ``ema`` the decay of averaged
    weights (0 = off); ``max_steps`` ends training early, with the learning rate at 0 (0 = all epochs); ``activation`` takes the
    place of the base's own (a BERT's ``hidden_act``); ``heads`` and ``channels`` are how many of all layers' are kept (``prune``);
    ``frozen`` is how many of the lowest layers keep their weights, the embeddings with them (0 = none, not those either); ``doubt`` is
    the share of words without a label that annotators are taken to have overlooked (``loss``)."""

    epochs: int = 3
    learning_rate: float = 2e-4
    batch_tokens: int = 1024
    max_tokens: int = 254
    warmup: float = 0.06
    weight_decay: float = 0.01
    clip: float = 1.0
    seed: int = 200
    ema: float = 0.999
    bf16: bool = True
    checkpoint_steps: int = 500
    max_steps: int = 0
    shapes: bool = False
    every_piece: bool = False
    activation: str | None = None
    heads: int | None = None
    channels: int | None = None
    frozen: int = 0
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class EpochResult:
    """Training loss (nats a labelled piece), accuracy 0..1 and seconds of one epoch."""

    epoch: int
    loss: float
    accuracy: float
    seconds: float


def load_base(base: str, classes: Sequence[str], *, shapes: bool, activation: str | None = None) -> Any:
    """A token classifier over ``classes`` on the encoder in ``base``; with ``shapes`` its token types become word shapes,
    with ``activation`` its wide layers get that one (both of a BERT alone).

    An exported folder is taken too (``restore``). A classifier keeps its head's rows of the classes that it has.
    """
    names = {
        "num_labels": len(classes),
        "id2label": dict(enumerate(classes)),
        "label2id": {tag: i for i, tag in enumerate(classes)},
    }
    exported = (Path(base) / "model.onnx").exists() and not (Path(base) / "model.safetensors").exists()
    config = AutoConfig.from_pretrained(base)
    known = known_tags(config.id2label)
    if exported:
        from redactor.training.restore import restore  # needs onnx, which is an extra

        model = restore(Path(base))
    elif shapes and "mpnet" in config.model_type:
        model = shaped_mpnet(base, attention_probs_dropout_prob=0.0, **({} if known else names))
    else:
        model = AutoModelForTokenClassification.from_pretrained(
            base,
            **({} if known else names),
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,
        )
    if known and known != tuple(classes):
        carry_head(model, known, classes)
    if known:
        model.config.update({name: names[name] for name in ("id2label", "label2id")})
    if shapes and config.model_type == "bert":
        _shaped(model)
    if activation:
        model.config.hidden_act = activation
        for layer in model.bert.encoder.layer:
            layer.intermediate.intermediate_act_fn = ACT2FN[activation]
    return model


def _shaped(model: Any) -> None:
    """Give ``model`` a token type for each word shape; those it does not know begin as the like ones that it does."""
    old = model.bert.embeddings.token_type_embeddings.weight.data
    known = len(old) if getattr(model.config, "redactor_shapes", False) else 1
    new = torch.nn.Embedding(len(SHAPES), old.shape[1])
    new.weight.data.copy_(old[:known].repeat(len(SHAPES) // known, 1))
    model.bert.embeddings.token_type_embeddings = new
    model.config.type_vocab_size = len(SHAPES)
    model.config.redactor_shapes = True


def finetune(
    model: Any,
    epoch_examples: Callable[[int], list[Encoded]],
    special: tuple[int, int, int],
    settings: TrainSettings,
    folder: Path,
    *,
    resume: bool = False,
    progress: bool = True,
    after_epoch: Callable[[Any, EpochResult], bool] | None = None,
    teacher: Teacher | None = None,
) -> list[EpochResult]:
    """Train ``model`` in place; on return it holds the averaged weights. ``special`` is (cls, sep, pad).

    With a ``teacher`` of the same layers its answers are learnt, not the labels; with one of another shape, or the student as it began,
    both (``Teacher.asked``). Either without dropout, which it has none of.

    ``after_epoch`` sees the averaged weights, and ends the training by True. ``epoch_examples(e)`` gives the windows of
    epoch ``e`` and must depend on ``e`` alone. ``folder/checkpoint.pt`` lets a killed run continue to the same weights. The
    step counts of later epochs are taken to be those of the first.
    """
    torch.manual_seed(settings.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    if teacher:
        teacher.model.to(device).eval()
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
    if settings.frozen:
        freeze(model, settings.frozen)
    by_labels = teacher is None or not teacher.layered
    optimizer = _optimizer(model, settings)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    results: list[EpochResult] = []
    first_epoch = done_in_epoch = step = total = 0
    sums = [0.0, 0, 0, 0.0]
    checkpoint = folder / "checkpoint.pt"
    if resume and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True, map_location=device)
        if saved["settings"] != json.dumps(asdict(settings)):
            raise UsageError(f"{checkpoint} was made with other settings; --resume needs the same, or start without it")
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average = saved["average"]
        first_epoch, done_in_epoch, step, sums = saved["epoch"], saved["done"], saved["step"], saved["sums"]
        total = saved.get("total", 0)  # else an epoch of another size would bend the learning rate after a resume
        results = [EpochResult(*row) for row in saved["results"]]
    for epoch in range(first_epoch, settings.epochs):
        batches, count = epoch_batches(epoch_examples(epoch), settings, special, epoch)
        total = total or settings.max_steps or count * settings.epochs
        began = time.monotonic() - sums[3]
        bar = tqdm(batches, total=count, desc=f"epoch {epoch + 1}", disable=not progress, unit="batch")
        for number, batch in enumerate(bar):
            if number < done_in_epoch:
                continue
            if step >= total:
                break
            torch.manual_seed(settings.seed * 1_000_003 + step)
            _set_rate(optimizer, settings, step, total)
            with torch.autocast(device, dtype=torch.bfloat16, enabled=settings.bf16):
                inputs = inputs_of(model, batch, device)
                output = model(**inputs, output_hidden_states=not by_labels)
                logits, allowed = output.logits, batch.allowed.to(device)
                asked = teacher.asked(allowed) if teacher else allowed != 0
                answers = teacher(inputs, asked) if teacher and asked.any() else None
            loss, labelled = (
                partial_label_loss(logits, allowed, settings.doubt)
                if by_labels
                else (logits.new_zeros(()), int(asked.sum()))
            )
            if answers:
                loss = loss + distil_loss(output, answers, inputs["attention_mask"] != 0, asked, 1 - step / total)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            step += 1
            _update(average, model, settings.ema, step)
            right, _ = correct(logits.detach(), allowed)
            sums = [sums[0] + loss.item() * labelled, sums[1] + right, sums[2] + labelled, time.monotonic() - began]
            if step % 100 == 0:
                log.info(
                    "epoch %d step %d/%d running loss %.4f accuracy %.4f",
                    epoch + 1,
                    step,
                    total,
                    sums[0] / sums[2],
                    sums[1] / sums[2],
                )
            if settings.checkpoint_steps and step % settings.checkpoint_steps == 0:
                _save(checkpoint, model, optimizer, average, settings, epoch, number + 1, step, total, sums, results)
        done_in_epoch = 0
        result = EpochResult(epoch + 1, sums[0] / max(sums[2], 1), sums[1] / max(sums[2], 1), sums[3])
        results.append(result)
        log.info(
            "epoch %d: loss %.4f accuracy %.4f in %.0f s", result.epoch, result.loss, result.accuracy, result.seconds
        )
        sums = [0.0, 0, 0, 0.0]
        _save(checkpoint, model, optimizer, average, settings, epoch + 1, 0, step, total, sums, results)
        if after_epoch:
            kept = {name: value.detach().clone() for name, value in model.state_dict().items()}
            model.load_state_dict(average)
            model.eval()
            ended = after_epoch(model, result)
            model.load_state_dict(kept)
            model.train()
            if ended:
                break
        if step >= total:
            break
    model.load_state_dict(average)
    model.eval()
    return results


def inputs_of(model: Any, batch: Batch, device: str) -> dict[str, torch.Tensor]:
    """The forward arguments of one batch; DistilBERT and its like take no token types."""
    inputs = {"input_ids": batch.ids.to(device), "attention_mask": batch.mask.to(device)}
    if takes_types(model):
        inputs["token_type_ids"] = batch.types.to(device)
    return inputs


def freeze(model: Any, layers: int) -> None:
    """Keep the weights of the lowest ``layers`` of an encoder, and of all that they read: so no gradient goes that deep."""
    model.requires_grad_(False)
    for part in (*model.base_model.encoder.layer[layers:], model.classifier):
        part.requires_grad_(True)


def _optimizer(model: Any, settings: TrainSettings) -> torch.optim.Optimizer:
    learnt = [p for p in model.parameters() if p.requires_grad]
    plain = [p for p in learnt if p.ndim < 2]
    decayed = [p for p in learnt if p.ndim >= 2]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.98), fused=True)


def epoch_batches(
    examples: list[Encoded], settings: TrainSettings, special: tuple[int, int, int], epoch: int
) -> tuple[Iterator[Batch], int]:
    """The batches of an epoch, in the order that its seed decides, and how many they are."""
    windows = list(chopped(examples, settings.max_tokens))
    groups = plan([len(one.ids) for one in windows], settings.batch_tokens, random.Random(settings.seed + epoch))
    return (collate([windows[i] for i in group], *special) for group in groups), len(groups)


def _set_rate(optimizer: torch.optim.Optimizer, settings: TrainSettings, step: int, total: int) -> None:
    warm = max(1, int(total * settings.warmup))
    rate = step / warm if step < warm else max(0.0, (total - step) / max(1, total - warm))
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * rate


@torch.no_grad()
def _update(average: dict[str, torch.Tensor], model: Any, decay: float, step: int) -> None:
    # A young average follows the weights closely (the bias correction of Adam, the same idea).
    keep = min(decay, (1 + step) / (10 + step))
    for name, value in model.state_dict().items():
        if value.dtype.is_floating_point and keep > 0:
            average[name].lerp_(value, 1 - keep)
        else:
            average[name].copy_(value)


def _save(
    path: Path,
    model: Any,
    optimizer: Any,
    average: Any,
    settings: TrainSettings,
    epoch: int,
    done: int,
    step: int,
    total: int,
    sums: list[float],
    results: list[EpochResult],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average,
            "settings": json.dumps(asdict(settings)),
            "epoch": epoch,
            "done": done,
            "step": step,
            "total": total,
            "sums": sums,
            "results": [list(asdict(r).values()) for r in results],
        },
        beside,
    )
    beside.replace(path)
