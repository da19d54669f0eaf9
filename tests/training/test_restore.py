"""An exported folder is a base to train on from: the same network comes back out of its int8 graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny
import torch
from safetensors.torch import load_file

from redactor.errors import ModelError
from redactor.tagger.shapes import SHAPES
from redactor.tagger.tagging import Scored, load_tagger
from redactor.training.base import find_base
from redactor.training.finetune import load_base
from redactor.training.mean_weights import mean_weights
from redactor.training.restore import restore
from redactor.training.static_int8 import static_int8

TEXTS = ["ann lee lives in oslo .", "Yesterday Bo Park met Maria Silva near Hanoi .", "call Tom O'Hara , please"]


@pytest.fixture(scope="module")
def exported(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "model"
    shutil.copytree(trained, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    static_int8(trained, folder / "model.onnx", TEXTS)
    return folder


def test_the_restored_network_answers_as_the_graph_does(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported, tmp_path / "back", ignore=shutil.ignore_patterns("model.onnx"))
    restore(exported).save_pretrained(tmp_path / "back")
    graph, back = load_tagger(exported), load_tagger(tmp_path / "back")
    for one, other in zip(graph.scores(TEXTS), back.scores(TEXTS), strict=True):
        assert isinstance(one, Scored) and isinstance(other, Scored)
        assert np.abs(np.exp(one.scores) - np.exp(other.scores)).max() < 0.05


def test_a_mean_takes_the_graphs_weights_too(trained: Path, exported: Path) -> None:
    own, back = load_file(trained / "model.safetensors"), restore(exported).state_dict()
    with mean_weights([trained, exported]) as folder:
        mean = load_file(folder / "model.safetensors")
    assert all(torch.allclose(mean[name], (value + back[name]) / 2) for name, value in own.items())


def test_the_same_classes_keep_their_head_and_others_get_a_new_one(exported: Path) -> None:
    classes = tuple(json.loads((exported / "config.json").read_text())["id2label"].values())
    head = restore(exported).classifier.weight
    assert load_base(str(exported), classes, shapes=True).classifier.weight.equal(head)
    other = load_base(str(exported), ("O", "B-X", "I-X"), shapes=True)
    assert other.classifier.weight.shape[0] == other.config.num_labels == 3
    assert other.config.id2label == {0: "O", 1: "B-X", 2: "I-X"}


def test_a_model_of_four_shapes_gets_the_others_as_their_likes(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported, tmp_path / "old")
    model = restore(exported)
    types = model.bert.embeddings.token_type_embeddings
    assert types.num_embeddings == len(SHAPES)
    types.weight.data = types.weight.data[:4].clone()
    types.num_embeddings = model.config.type_vocab_size = 4
    model.save_pretrained(tmp_path / "old")
    rows = load_base(str(tmp_path / "old"), model.config.id2label.values(), shapes=True).bert.embeddings
    assert rows.token_type_embeddings.weight[:4].equal(rows.token_type_embeddings.weight[4:])
    assert rows.token_type_embeddings.weight[:4].equal(types.weight)


def test_the_command_trains_on_from_an_exported_folder(exported: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    done = tiny.redactor(
        "train",
        *("--data", tiny_corpus, "--base", exported, "--output", tmp_path / "on", "--max-steps", 2, "--no-bf16"),
        "--even-if-worse",
    )
    assert done.returncode == 0, done.stderr
    assert load_tagger(tmp_path / "on").checkpoint.shapes == len(SHAPES)


def test_en_is_the_shipped_model_with_its_own_head() -> None:
    base = find_base("en")
    shipped = load_tagger().checkpoint
    assert Path(base.path) == shipped.folder and base.backend.get_vocab_size() == shipped.tokenizer.get_vocab_size()
    model = load_base(base.path, shipped.classes, shapes=True)
    assert tuple(model.config.id2label.values()) == shipped.classes


def test_another_graph_is_refused_by_name(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported, tmp_path / "broken")
    (tmp_path / "broken" / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"is no int8 graph of redactor export"):
        restore(tmp_path / "broken")
