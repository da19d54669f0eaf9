"""What travels to a worker and what a worker answers: nothing in clear, no key, no exception."""

from __future__ import annotations

import importlib
import json
import pickle
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from benchmarks.fakes import KEY
from redactor.engine.cluster.sealed_worker import Answer, Loaded, Seal, Worker, for_workers, packed, unpacked
from redactor.engine.components import build, model_digest
from redactor.engine.settings import RunSettings
from redactor.errors import ModelError, UsageError
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record
from redactor.tagger.checkpoint import EMBEDDED
from redactor.version import __version__

CANARY = "Zephyrine Quagmire"
POLICY = Policy.load("default").with_overrides("hash", ["EMAIL_ADDRESS"], [])
SETTINGS = RunSettings(
    Path("/in"),
    Path("/out"),
    POLICY,
    KEY,
    sign_key=Path("/sign"),
    audit=Path("/audit"),
    work_dir=Path("/work"),
    workers=7,
)


def records(*texts: str) -> list[Record]:
    return [Record(i, (Leaf("body", text),), source=CANARY, position={"at": i}) for i, text in enumerate(texts)]


def loaded(settings: RunSettings) -> tuple[Worker, Seal]:
    seal = Seal()
    worker = Worker(seal.secret)
    answer = worker.load(seal.shut(for_workers(settings)))
    assert answer == Loaded(__version__, model_digest(settings))
    return worker, seal


def test_a_message_tells_nothing_and_cannot_be_made_by_others() -> None:
    seal = Seal()
    sealed = seal.shut(packed(records(CANARY, "lone \ud800 surrogate")))
    assert CANARY.split()[0].encode() not in sealed and sealed != seal.shut(packed(records(CANARY)))
    assert [one.leaves[0].text for one in unpacked(seal.opened(sealed))] == [CANARY, "lone \ud800 surrogate"]
    with pytest.raises(InvalidTag):
        Seal().opened(sealed)
    with pytest.raises(InvalidTag):
        seal.opened(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_neither_key_nor_paths_nor_sources_travel() -> None:
    told = pickle.dumps(for_workers(SETTINGS))
    assert not [secret for secret in (KEY.secret, b"/in", b"/out", b"/sign", b"/audit", b"/work") if secret in told]
    group = [
        Record(3, (Leaf("body", "text", 7, 1, 3), Leaf("", ""), Leaf("page 1", "A1l", misread=True)), final=False),
        *records("a"),
        Record(5, (), problem="p"),
    ]
    assert unpacked(packed(group)) == [replace(record, source=None, position=None) for record in group]
    assert for_workers(RunSettings(None, None, model=Path("here"))).model == Path("here").absolute()


def test_a_worker_finds_what_a_local_run_finds() -> None:
    """With a policy that needs a key, which the worker does not have."""
    worker, seal = loaded(SETTINGS)
    group = [*records("Write to niels@example.com", "", " \n", "nobody"), Record(4, (), problem="record-too-long")]
    answer = worker.detect(seal.shut(packed(group)))
    assert answer.detected == build(SETTINGS).detection.detect(group) and answer.detected[0]
    assert answer.bug == "" and answer.cpu_seconds >= 0


@pytest.mark.parametrize(("model", "words"), [("/no/such/folder", "does not exist"), ("", "is missing")])
def test_a_model_that_cannot_be_loaded_comes_back_as_an_error(model: str, words: str, tmp_path: Path) -> None:
    seal = Seal()
    settings = RunSettings(None, None, model=Path(model) if model else tmp_path)
    answer = Worker(seal.secret).load(seal.shut(for_workers(settings)))
    assert isinstance(answer.error, ModelError) and words in str(answer.error)
    assert pickle.loads(pickle.dumps(answer)).error.args == answer.error.args


def test_a_node_without_the_code_of_a_detector_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy_badges.py").write_text("def badges(text, context):\n    return []\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    settings = RunSettings(None, None, detectors=(importlib.import_module("toy_badges").badges,))
    seal = Seal()
    sealed = seal.shut(for_workers(settings))
    assert Worker(seal.secret).load(sealed) == Loaded(__version__, model_digest(settings))
    monkeypatch.undo()
    del sys.modules["toy_badges"]
    told = Worker(seal.secret).load(sealed).error
    assert isinstance(told, UsageError) and "lacks toy_badges" in str(told)


def test_no_method_raises() -> None:
    """What crosses machines as an exception is logged there with its message."""
    seal = Seal()
    worker = Worker(seal.secret)
    assert worker.load(b"not sealed").bug == "InvalidTag"
    assert worker.detect(seal.shut([])) == Answer([], bug="AssertionError")
    worker, seal = loaded(SETTINGS)
    assert worker.detect(seal.shut([CANARY])) == Answer([], bug="ValueError")


def test_another_model_has_another_digest(tmp_path: Path) -> None:
    """Which is how the driver knows that a node has not the run's model."""
    other = Path(shutil.copytree(EMBEDDED, tmp_path / "model"))
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps({**config, "note": 1}))
    assert model_digest(RunSettings(None, None, model=other)) != model_digest(RunSettings(None, None))
