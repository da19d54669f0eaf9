"""A smaller network from a larger: its teacher's answers, no part that does not matter, and an int8 graph without those."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny
import torch
from transformers import AutoModelForTokenClassification

from redactor.errors import UsageError
from redactor.tagger.tagging import Scored, load_tagger
from redactor.training.distil import Teacher, distil_loss
from redactor.training.encoder_layers import encoder_layer
from redactor.training.finetune import load_base
from redactor.training.prune import _shares, compact, prune, silent_channels, silent_heads, speaking
from redactor.training.restore import restore
from redactor.training.static_int8 import static_int8

TEXTS = ["ann lee lives in oslo .", "Yesterday Bo Park met Maria Silva near Hanoi .", "call Tom O'Hara , please"]
KEPT_HEADS, KEPT_CHANNELS = 3, 64


@pytest.fixture(scope="module")
def small(trained: Path, tiny_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the real command makes of the trained model: a student of it with 3 of 4 heads and half of 128 channels."""
    folder = tmp_path_factory.mktemp("small") / "model"
    done = tiny.redactor(
        "train",
        *("--data", tiny_corpus, "--base", trained, "--teacher", trained, "--activation", "relu"),
        *("--heads", KEPT_HEADS, "--channels", KEPT_CHANNELS, "--output", folder, "--epochs", 4),
        *("--learning-rate", 2e-3, "--batch-tokens", 128, "--no-bf16"),
    )
    assert done.returncode == 0, done.stderr
    return folder


def _network(folder: Path) -> Any:
    return AutoModelForTokenClassification.from_pretrained(folder).eval()


def _inputs(model: Any, rows: int = 4) -> list[tuple[dict[str, torch.Tensor], torch.Tensor]]:
    torch.manual_seed(3)
    ids = torch.randint(5, model.config.vocab_size, (rows, 12))
    arguments = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "token_type_ids": torch.zeros_like(ids)}
    return [(arguments, torch.ones_like(ids, dtype=torch.bool))]


def _spoken(model: Any) -> tuple[int, int]:
    """(heads, channels) of all layers that say something."""
    layers, heads = model.bert.encoder.layer, model.config.num_attention_heads
    return (
        sum(int((~silent_heads(encoder_layer(layer), heads)).sum()) for layer in layers),
        sum(int((~silent_channels(encoder_layer(layer))).sum()) for layer in layers),
    )


def test_training_does_not_wake_what_was_silenced(small: Path) -> None:
    heads, channels = _spoken(_network(small))
    assert heads == KEPT_HEADS
    assert KEPT_CHANNELS - 5 <= channels <= KEPT_CHANNELS  # steps of 5 here


def test_the_student_answers_as_its_teacher(trained: Path, small: Path) -> None:
    for one, other in zip(load_tagger(trained).tag(TEXTS), load_tagger(small).tag(TEXTS), strict=True):
        assert [(span.start, span.end, span.label) for span in one] == [  # type: ignore[union-attr]  # no failures here
            (span.start, span.end, span.label)
            for span in other  # type: ignore[union-attr]
        ]


def test_the_run_names_its_teacher_and_its_settings(small: Path) -> None:
    run = json.loads((small / "training.json").read_text())["run"]
    assert run["teacher"] == "model"
    assert (run["settings"]["heads"], run["settings"]["channels"]) == (KEPT_HEADS, KEPT_CHANNELS)
    assert json.loads((small / "config.json").read_text())["hidden_act"] == "relu"


def test_the_graph_leaves_the_silent_out_and_comes_back_whole(small: Path, trained: Path, tmp_path: Path) -> None:
    sizes = {}
    for name, source in (("small", small), ("trained", trained)):
        shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("*.safetensors"))
        static_int8(source, tmp_path / name / "model.onnx", TEXTS)
        sizes[name] = (tmp_path / name / "model.onnx").stat().st_size
    assert sizes["small"] < sizes["trained"]
    back = tmp_path / "back"
    shutil.copytree(tmp_path / "small", back, ignore=shutil.ignore_patterns("model.onnx"))
    network = restore(tmp_path / "small")
    assert _spoken(network)[0] == KEPT_HEADS
    network.save_pretrained(back)
    graph, torch_one, restored = load_tagger(tmp_path / "small"), load_tagger(small), load_tagger(back)
    for answers in zip(*(tagger.scores(TEXTS) for tagger in (graph, torch_one, restored)), strict=True):
        likely = [np.exp(one.scores) for one in answers if isinstance(one, Scored)]
        assert np.abs(likely[0] - likely[1]).max() < 0.1 and np.abs(likely[0] - likely[2]).max() < 0.1


def test_a_layer_without_its_silent_parts_is_the_same_layer(trained: Path) -> None:
    model = load_base(str(trained), _network(trained).config.id2label.values(), shapes=True, activation="relu").eval()
    prune(model, _inputs(model), heads=2, channels=70)
    layer = model.bert.encoder.layer[0]
    part = speaking(encoder_layer(layer), model.config.num_attention_heads)
    value = torch.rand(5, model.config.hidden_size)
    with torch.no_grad():
        whole = layer.output.dense(torch.relu(layer.intermediate.dense(value)))
        assert torch.allclose(part.second(torch.relu(part.first(value))), whole, atol=1e-6)
    assert part.query.out_features == part.heads * 16 and part.mixed.in_features == part.query.out_features


def test_a_compact_model_answers_and_comes_back_as_it_was(trained: Path) -> None:
    model = load_base(str(trained), _network(trained).config.id2label.values(), shapes=True, activation="relu").eval()
    prune(model, _inputs(model), heads=3, channels=70)
    ((arguments, wanted),) = _inputs(model)
    whole = {name: value.clone() for name, value in model.state_dict().items()}
    with torch.no_grad():
        before = model(**arguments).logits[wanted]
        expand = compact(model)
        assert sum(part.numel() for part in model.parameters()) < sum(part.numel() for part in whole.values())
        assert torch.allclose(model(**arguments).logits[wanted], before, atol=1e-5)
    expand()
    assert all(torch.equal(value, whole[name]) for name, value in model.state_dict().items())


def test_the_loss_of_a_teacher_as_its_own_student_is_nothing(trained: Path) -> None:
    model = _network(trained)
    ((arguments, wanted),) = _inputs(model)
    teacher = Teacher(model, torch.arange(model.config.vocab_size), layered=True)
    other = copy.deepcopy(model)
    other.bert.encoder.layer[1].output.dense.weight.data += 0.1
    told = teacher(arguments, wanted)
    mine = model(**arguments, output_hidden_states=True)
    theirs = other(**arguments, output_hidden_states=True)
    assert float(distil_loss(mine, told, wanted, wanted, 1.0)) == pytest.approx(0, abs=1e-6)
    answers = float(distil_loss(theirs, told, wanted, wanted, 0.0))
    assert 0 < answers < float(distil_loss(theirs, told, wanted, wanted, 1.0))


@pytest.mark.parametrize(
    ("curves", "gone", "taken"),
    [
        ([[0.0, 1.0, 5.0], [0.0, 0.1, 0.5, 9.0]], 3, [1, 2]),
        ([[0.0, 1.0], [0.0, 2.0]], 9, [1, 1]),
        ([[0.0, 3.0], [0.0]], 0, [0, 0]),
    ],
)
def test_the_next_step_is_the_one_that_adds_least(curves: list[list[float]], gone: int, taken: list[int]) -> None:
    assert _shares(curves, gone) == taken


@pytest.mark.parametrize(
    ("heads", "channels", "message"),
    [(5, None, "has 4 heads"), (0, None, "has 4 heads"), (None, 64, "--activation relu")],
)
def test_what_cannot_be_pruned_is_said(trained: Path, heads: int | None, channels: int | None, message: str) -> None:
    model = _network(trained)
    with pytest.raises(UsageError, match=message):
        prune(model, _inputs(model), heads, channels)


def test_a_teacher_of_other_classes_is_refused(
    tiny_base: Path, trained: Path, tiny_corpus: Path, tmp_path: Path
) -> None:
    done = tiny.redactor(
        "train",
        *("--data", tiny_corpus, "--base", trained, "--teacher", tiny_base, "--output", tmp_path / "x"),
    )
    assert done.returncode == 2 and "answers with other classes" in done.stderr
