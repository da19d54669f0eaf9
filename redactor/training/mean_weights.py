"""Several trained networks as one: the mean of their weights, for those that went on from the same one.

Source: Wortsman et al., 2022, "Model soups": the mean of networks that lie in one valley answers as well as the best of them or
better, and int8 rounds it with less harm.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from redactor.errors import ModelError, UsageError
from redactor.training.model_folder import read_json

_WEIGHTS = "model.safetensors"


@contextmanager
def mean_weights(folders: Sequence[Path]) -> Iterator[Path]:
    """The model folder of ``folders``' mean, all that is beside the weights as in the first; the folder itself if it is the only one.

    Raises ``UsageError`` for networks of other layers or labels.
    """
    if len(folders) == 1:
        yield folders[0]
        return
    with tempfile.TemporaryDirectory(prefix="redactor-mean-") as place:
        mean = Path(place) / "mean"
        shutil.copytree(folders[0], mean, ignore=shutil.ignore_patterns(_WEIGHTS, "*.pt", "*.onnx"))
        _write_mean(folders, mean / _WEIGHTS)
        yield mean


def _write_mean(folders: Sequence[Path], file: Path) -> None:
    from safetensors.torch import save_file

    first = _weights(folders[0])
    total = {name: value.float() for name, value in first.items()}
    shapes = {name: value.shape for name, value in first.items()}
    labels = read_json(folders[0] / "config.json").get("id2label")
    for folder in folders[1:]:
        other = _weights(folder)
        same = {name: value.shape for name, value in other.items()} == shapes
        if not same or read_json(folder / "config.json").get("id2label") != labels:
            raise UsageError(f"{folder} has other layers or labels than {folders[0]}; no mean can be taken of them")
        total = {name: value + other[name] for name, value in total.items()}
    mean = {name: (value / len(folders)).to(first[name].dtype).contiguous() for name, value in total.items()}
    save_file(mean, file, metadata={"format": "pt"})


def _weights(folder: Path) -> dict[str, Any]:
    """Name → tensor, also out of the int8 graph of an exported folder."""
    from safetensors.torch import load_file

    if (folder / _WEIGHTS).exists():
        return load_file(folder / _WEIGHTS)
    if (folder / "model.onnx").exists():
        from redactor.training.restore import restore  # needs onnx, which is an extra

        return dict(restore(folder).state_dict())
    raise ModelError(
        f"{folder} has no {_WEIGHTS}; the mean is taken of folders as redactor train and export write them"
    )
