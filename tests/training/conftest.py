"""One tiny base and corpus for all tests of the room."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_base(tmp_path_factory.mktemp("base") / "base")


@pytest.fixture(scope="session")
def tiny_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write_rows(tmp_path_factory.mktemp("corpus") / "corpus.jsonl", tiny.rows(75))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The workplace's data folder, or a skip."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not (folder / "gmb").is_dir():
        pytest.skip("the workplace's ../shared/data is not here")
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, tiny_base: Path, tiny_corpus: Path) -> Path:
    """A folder that the real ``redactor train`` made."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    done = tiny.redactor(
        "train",
        "--data",
        tiny_corpus,
        "--base",
        tiny_base,
        "--output",
        folder,
        "--epochs",
        8,
        "--learning-rate",
        5e-3,
        "--batch-tokens",
        128,
        "--no-bf16",
    )
    assert done.returncode == 0, done.stderr
    return folder
