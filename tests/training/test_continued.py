"""A tagger that learns from a few rows more keeps what it knew, and is handed over only if it got better."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
import torch

from redactor.errors import ModelError
from redactor.labels import bio_tags
from redactor.training import continued
from redactor.training.continued import Watch, known_tags
from redactor.training.finetune import TrainSettings, load_base
from redactor.training.training_run import Job, train

OLD, NEW = bio_tags(("PERSON", "LOCATION")), bio_tags(("PERSON", "PHONE", "LOCATION"))


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        ({"0": "O", "1": "B-per", "2": "I-per", "3": "B-gpe"}, ("O", "B-PERSON", "I-PERSON", "B-NRP")),
        ({0: "B-PER", 1: "I-PER", 2: "O"}, ("B-PERSON", "I-PERSON", "O")),
        ({0: "LABEL_0", 1: "LABEL_1"}, ()),
        ({0: "positive", 1: "negative"}, ()),
    ],
)
def test_a_tagger_is_known_by_its_classes(names: dict[int, str], tags: tuple[str, ...]) -> None:
    assert known_tags(names) == tags


def test_the_rows_of_known_classes_stay(trained: Path) -> None:
    old = load_base(str(trained), OLD, shapes=True).classifier
    new = load_base(str(trained), NEW, shapes=True).classifier
    for tag in OLD:
        assert torch.equal(old.weight[OLD.index(tag)], new.weight[NEW.index(tag)])
        assert old.bias[OLD.index(tag)] == new.bias[NEW.index(tag)]
    assert new.weight.shape[0] == len(NEW)


def _watch(tmp_path: Path, scores: dict[float, tuple[float, float]]) -> tuple[Watch, torch.nn.Linear]:
    """A one-weight model whose score is that of its weight."""
    model = torch.nn.Linear(1, 1, bias=False)
    model.weight.data.fill_(0.0)
    return Watch(lambda one: scores[round(float(one.weight), 2)], model, tmp_path / "best.pt"), model


def test_the_weights_go_back_as_far_as_costs_nothing(tmp_path: Path) -> None:
    watch, model = _watch(
        tmp_path, {0.0: (0.5, 0.9), 1.0: (0.6, 0.9), 0.75: (0.6, 0.9), 0.5: (0.6, 0.9), 0.25: (0.55, 0.9)}
    )
    model.weight.data.fill_(1.0)
    assert not watch.epoch(model)
    watch.finish(model, even_if_worse=False)
    assert float(model.weight) == 0.5 and not (tmp_path / "best.pt").exists()


def test_what_forgets_is_no_gain(tmp_path: Path) -> None:
    watch, model = _watch(
        tmp_path, {0.0: (0.5, 0.9), 1.0: (0.9, 0.5), 0.75: (0.8, 0.6), 0.5: (0.7, 0.7), 0.25: (0.6, 0.8)}
    )
    model.weight.data.fill_(1.0)
    assert [watch.epoch(model), watch.epoch(model)] == [False, True]
    with pytest.raises(ModelError, match="no epoch was better"):
        watch.finish(model, even_if_worse=False)


@pytest.mark.slow
def test_no_better_is_refused_until_told(
    trained: Path, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continued, "DOCUMENTS", 4)
    monkeypatch.setattr(continued, "GUARD", 4)
    settings = TrainSettings(epochs=1, learning_rate=1e-9, batch_tokens=128, bf16=False, shapes=True)
    job = Job((tiny_corpus,), None, tmp_path / "on", str(trained), settings, progress=False)
    with pytest.raises(ModelError, match="--even-if-worse"):
        train(job)
    assert not (tmp_path / "on" / "config.json").exists()
    train(replace(job, resume=True, even_if_worse=True))
    assert (tmp_path / "on" / "model.safetensors").exists() and not (tmp_path / "on" / "best.pt").exists()


@pytest.mark.slow
def test_a_new_label_joins_the_old_ones(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(continued, "DOCUMENTS", 4)
    monkeypatch.setattr(continued, "GUARD", 4)
    rows = [{"tokens": ["call", "12", "for", "Ann"], "tags": ["O", "B-PHONE", "O", "B-PERSON"]}] * 40
    corpus = tiny.write_rows(tmp_path / "rows.jsonl", rows)
    settings = TrainSettings(epochs=2, learning_rate=5e-3, batch_tokens=128, bf16=False, shapes=True)
    train(Job((corpus,), corpus, tmp_path / "on", str(trained), settings, progress=False, even_if_worse=True))
    names = json.loads((tmp_path / "on" / "config.json").read_text())["id2label"]
    assert {"B-PERSON", "B-LOCATION", "B-PHONE"} <= set(names.values())
    assert not {"B-", "I-"} & set(names.values()), "O is a class, no label"
