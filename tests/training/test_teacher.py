"""A teacher of another kind than its student: an MPNet that sees word shapes, with other ids for the same word pieces."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny
import torch
from tokenizers.implementations import BertWordPieceTokenizer
from transformers import MPNetConfig, MPNetForMaskedLM, PreTrainedTokenizerFast

from redactor.errors import UsageError
from redactor.tagger.checkpoint import load_checkpoint
from redactor.tagger.shapes import SHAPES
from redactor.tagger.tagging import load_tagger
from redactor.training.base import find_base, pieces_of
from redactor.training.committee import SHARE
from redactor.training.distil import Teacher, distil_loss, left_open
from redactor.training.finetune import load_base
from redactor.training.restore import restore
from redactor.training.static_int8 import static_int8

TEXTS = ["ann lee lives in oslo .", "Yesterday Bo Park met Maria Silva near Hanoi .", "call Tom O'Hara , please"]
CLASSES = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION")
SPECIAL = {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "[UNK]", "mask_token": "<mask>"}


def _mpnet(folder: Path, tiny_base: Path, *, without: str = "") -> Path:
    """A random MPNet over the tiny base's word pieces, each four ids later, behind the special ones that MPNet has."""
    known = json.loads((tiny_base / "tokenizer.json").read_text())["model"]["vocab"]
    names = ["<s>", "<pad>", "</s>", "<mask>", *sorted(known.keys() - {without}, key=known.__getitem__)]
    vocab = {piece: number for number, piece in enumerate(names)}
    fast = BertWordPieceTokenizer(
        vocab, lowercase=True, cls_token="<s>", sep_token="</s>", pad_token="<pad>", mask_token="<mask>"
    )._tokenizer
    PreTrainedTokenizerFast(tokenizer_object=fast, **SPECIAL).save_pretrained(folder)
    torch.manual_seed(2)
    shape = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 64}
    MPNetForMaskedLM(MPNetConfig(vocab_size=len(vocab), max_position_embeddings=66, **shape)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def mpnet(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _mpnet(tmp_path_factory.mktemp("mpnet") / "mpnet", tiny_base)


def _inputs(model: Any) -> dict[str, torch.Tensor]:
    torch.manual_seed(3)
    ids = torch.randint(5, model.config.vocab_size, (2, 9))
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids), "token_type_ids": ids % len(SHAPES)}


def test_shapes_of_an_mpnet_begin_at_nothing_and_stay_when_it_is_saved(mpnet: Path, tmp_path: Path) -> None:
    model = load_base(str(mpnet), CLASSES, shapes=True).eval()
    inputs = _inputs(model)
    with torch.no_grad():
        plain = model(**inputs | {"token_type_ids": torch.zeros_like(inputs["input_ids"])}).logits
        assert torch.equal(model(**inputs).logits, plain)
        model.shapes.weight.normal_()
        seen = model(**inputs).logits
        assert not torch.allclose(seen, plain, atol=1e-3)
        model.save_pretrained(tmp_path)
        assert torch.allclose(load_base(str(tmp_path), CLASSES, shapes=True).eval()(**inputs).logits, seen, atol=1e-6)


def test_pieces_are_found_by_what_is_written(mpnet: Path, tiny_base: Path, tmp_path: Path) -> None:
    teacher, student = find_base(str(mpnet)), find_base(str(tiny_base))
    pieces = pieces_of(teacher, student)
    for text in ("yesterday ann met bo", "o ' hara , please"):
        ids = student.backend.encode(text, add_special_tokens=False).ids
        assert pieces[ids].tolist() == teacher.backend.encode(text, add_special_tokens=False).ids
    assert pieces[list(student.special)].tolist() == list(teacher.special)
    with pytest.raises(UsageError, match="lacks 1 of the word pieces"):
        pieces_of(find_base(str(_mpnet(tmp_path, tiny_base, without="yesterday"))), student)


def test_a_teacher_of_another_shape_answers_in_windows_that_ask_it(mpnet: Path, trained: Path) -> None:
    teacher = Teacher(load_base(str(mpnet), CLASSES, shapes=True).eval(), torch.arange(99) + 4, layered=False)
    student = load_base(str(trained), CLASSES, shapes=True).eval()
    inputs = _inputs(student)
    inputs["input_ids"] %= 60
    wanted = inputs["input_ids"] > 30
    wanted[0] = False
    with torch.no_grad():
        told, ours = teacher(inputs, wanted), student(**inputs)
        whole = teacher(inputs, torch.ones_like(wanted)).logits.view(2, 9, -1)
    assert told.hidden_states is None
    assert torch.allclose(told.logits, whole[wanted], atol=1e-5)
    first, last = (float(distil_loss(ours, told, wanted, wanted, left)) for left in (1.0, 0.0))
    assert first == last > 0


def test_a_student_learns_from_a_trained_mpnet(mpnet: Path, trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    common = ("--data", tiny_corpus, "--epochs", 1, "--batch-tokens", 128, "--no-bf16")
    for name, extra in (
        ("teacher", ("--base", mpnet)),
        ("student", ("--base", trained, "--teacher", tmp_path / "teacher")),
    ):
        done = tiny.redactor("train", *common, *extra, "--output", tmp_path / name)
        assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "student" / "training.json").read_text())["run"]["teacher"] == "teacher"
    assert (tmp_path / "teacher" / "evaluation.json").exists()


def test_a_teacher_answers_where_a_windows_labels_leave_something_open() -> None:
    allowed = torch.tensor([[0, 1, 4, 0], [0, 3, 4, 0]])
    assert left_open(allowed).tolist() == [[False] * 4, [False, True, True, False]]


def test_a_teacher_that_the_student_began_as_answers_where_something_is_named_too() -> None:
    allowed = torch.tensor([[1, 1, 1, 0], [1, 1, 4, 0], [1, 3, 0, 1]])
    model = torch.nn.Identity()
    asked = Teacher(model, torch.arange(4), itself=True).asked(allowed).tolist()
    assert asked == [[False] * 4, [True, True, True, False], [True, True, False, True]]
    assert Teacher(model, torch.arange(4)).asked(allowed).tolist() == left_open(allowed).tolist()
    assert Teacher(model, torch.arange(4), layered=True).asked(allowed).tolist() == (allowed != 0).tolist()


def test_a_tagger_that_teaches_itself_learns_labels_beside_its_answers(
    trained: Path, tiny_corpus: Path, tmp_path: Path
) -> None:
    given = ("--data", tiny_corpus, "--epochs", 1, "--no-bf16", "--base", trained, "--teacher", trained)
    done = tiny.redactor("train", *given, "--output", tmp_path / "kept", "--learning-rate", 0.01)
    assert done.returncode == 0, done.stderr
    before, after = (
        load_base(str(folder), CLASSES, shapes=True).state_dict() for folder in (trained, tmp_path / "kept")
    )
    assert any(not torch.equal(before[name], after[name]) for name in before)


def _saved(base: Path, folder: Path) -> Path:
    """A tagger of random weights on the encoder in ``base``."""
    torch.manual_seed(4)
    model = load_base(str(base), CLASSES, shapes=True)
    for name, part in model.named_parameters():
        if re.search("shapes|token_type|classifier|relative_attention", name):
            part.data.normal_()
    model.save_pretrained(folder)
    find_base(str(base)).tokenizer.save_pretrained(folder)
    return folder


def _exported(whole: Path, graph: Path) -> Path:
    shutil.copytree(whole, graph, ignore=shutil.ignore_patterns("*.safetensors"))
    static_int8(whole, graph / "model.onnx", TEXTS)
    return graph


def test_the_int8_graph_of_an_mpnet_answers_alone_as_in_a_batch_and_comes_back(mpnet: Path, tmp_path: Path) -> None:
    whole, graph, back = _saved(mpnet, tmp_path / "whole"), tmp_path / "graph", tmp_path / "back"
    _exported(whole, graph)
    assert load_checkpoint(graph).shapes == len(SHAPES) and load_checkpoint(graph).special == (0, 2, 1)
    shutil.copytree(graph, back, ignore=shutil.ignore_patterns("model.onnx"))
    restore(graph).save_pretrained(back)
    answers = [load_tagger(folder).scores(TEXTS) for folder in (whole, graph, back)]
    for torch_one, int8, restored in zip(*answers, strict=True):
        assert np.abs(np.exp(torch_one.scores) - np.exp(int8.scores)).max() < 0.02
        assert np.abs(np.exp(torch_one.scores) - np.exp(restored.scores)).max() < 0.02
    for text, together in zip(TEXTS, answers[1], strict=True):
        assert load_tagger(graph).scores([text])[0].scores == pytest.approx(together.scores, abs=1e-5)


def test_a_committee_answers_with_the_mean_of_both(mpnet: Path, tiny_base: Path, tmp_path: Path) -> None:
    one, other = (
        _exported(_saved(base, tmp_path / f"{n}"), tmp_path / f"{n}-int8") for n, base in enumerate((tiny_base, mpnet))
    )
    members = ("export", "--committee", "--model", one, "--model", other)
    done = tiny.redactor(*members, "--output", tmp_path / "both")
    assert done.returncode == 0 and "both: int8 ONNX of both" in done.stdout, done.stderr
    answers = [load_tagger(folder).scores(TEXTS) for folder in (one, other, tmp_path / "both")]
    for first, second, both in zip(*answers, strict=True):
        mean = (1 - SHARE) * first.scores + SHARE * second.scores
        assert np.allclose(both.scores, mean - np.log(np.exp(mean).sum(1, keepdims=True)), atol=1e-4)
    done = tiny.redactor("export", "--committee", "--model", one, "--output", tmp_path / "none")
    assert done.returncode == 2 and "twice" in done.stderr and not (tmp_path / "none").exists()
    for unheard in (("--fp32",), ("--limit", 3)):
        done = tiny.redactor(*members, *unheard, "--output", tmp_path / "none")
        assert done.returncode == 2 and unheard[0] in done.stderr and not (tmp_path / "none").exists()
    done = tiny.redactor("export", "--model", one, "--share", 0.5, "--output", tmp_path / "none")
    assert done.returncode == 2 and "--committee" in done.stderr


def test_frozen_layers_keep_their_weights(mpnet: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    base = _saved(mpnet, tmp_path / "base")
    given = ("train", "--data", tiny_corpus, "--epochs", 1, "--no-bf16", "--base", base, "--learning-rate", 0.01)
    done = tiny.redactor(*given, "--frozen", 1, "--output", tmp_path / "out", "--even-if-worse")
    assert done.returncode == 0, done.stderr
    before, after = (load_base(str(folder), CLASSES, shapes=True).state_dict() for folder in (base, tmp_path / "out"))
    kept = {name for name in before if torch.equal(before[name], after[name])}
    assert kept == {name for name in before if not re.search(r"layer\.[12]\.|classifier", name)}
    done = tiny.redactor(*given, "--frozen", 3, "--output", tmp_path / "none")
    assert done.returncode == 2 and "3 layers" in done.stderr
