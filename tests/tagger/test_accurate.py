"""The larger model, where its folder is: it answers alone as in a batch, and goes by its name once it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redactor.spans import Span
from redactor.tagger.tagging import load_tagger

PACKAGE = Path(__file__).parent.parent.parent / "models" / "en-accurate"
FOLDER = PACKAGE / "redactor_en_accurate"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "model.onnx").exists(), reason="models/en-accurate is not in this checkout"
)


def test_it_masks_names_alone_in_fields_and_in_sentences() -> None:
    tagger = load_tagger(FOLDER, "onnx")
    texts = ["Vince", "last_name: Violet", "Dr Tô met Hannelore Brandwijk in Oslo.", "Will Grant work on Sunday?"]
    alone = [tagger.tag([text])[0] for text in texts]
    together = tagger.tag(texts)
    assert together == alone
    found = [
        [(text[span.start : span.end], span.label) for span in spans]
        for text, spans in zip(texts, _spans(together), strict=True)
    ]
    assert found[0] == [("Vince", "PERSON")]
    assert ("Violet", "PERSON") in found[1]
    assert ("Hannelore Brandwijk", "PERSON") in found[2] and ("Oslo", "LOCATION") in found[2]


def _spans(answers: object) -> list[list[Span]]:
    assert isinstance(answers, list)
    return answers


@pytest.mark.slow
def test_installed_it_goes_by_its_name(tmp_path: Path) -> None:
    site, source = tmp_path / "site", tmp_path / "source"
    shutil.copytree(PACKAGE, source)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation"]
    done = subprocess.run([*pip, "--target", str(site), str(source)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    env = os.environ | {"PYTHONPATH": os.pathsep.join((str(site), os.environ.get("PYTHONPATH", "")))}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "redact-batch"), "--model", "en-accurate"],
        env=env, input="Vince met Ivy in Oslo.", capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "[PERSON] met [PERSON] in [LOCATION]."), done.stderr
