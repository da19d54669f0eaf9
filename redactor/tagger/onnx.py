"""ONNX Runtime: the default on a CPU. The only file of the product path that imports onnxruntime."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

# From 1.32 on it sends telemetry home and leaves a file in the temporary folder, from the moment it is imported (and not
# under CI, so that no test shows it).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

from redactor.errors import ModelError
from redactor.tagger.runtime import Bools, Floats, Ints


class OnnxRuntime:
    """Runs an exported model. ``threads`` are those of one call; several threads may call at once."""

    def __init__(self, path: Path, classes: int, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # its messages can quote tensors
        # A waiting thread must not burn the core that another call is using.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(
                f"{path} is not a model that ONNX Runtime can load ({type(error).__name__}); export it again"
            ) from None
        self._inputs = frozenset(value.name for value in self._session.get_inputs())
        self._classes = classes
        #: Whether it computes the wanted tokens alone (``redactor export`` writes such graphs).
        self.picks = "rows" in self._inputs
        self.pads = "attention_mask" in self._inputs
        width = self._session.get_outputs()[0].shape[-1]
        if isinstance(width, int) and width != classes:
            raise ModelError(
                f"{path} gives {width} classes but its config names {classes}; the folder mixes two models"
            )

    def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
        if not self.pads and not mask.all():
            raise ValueError("this graph takes no padding")
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        if self.picks:
            feeds["rows"] = np.arange(ids.size) if wanted is None else np.flatnonzero(wanted)
        output = self._session.run(None, {name: value for name, value in feeds.items() if name in self._inputs})[0]
        found = np.asarray(output, dtype=np.float32)
        if not self.picks:
            return found
        whole = np.full((ids.size, self._classes), np.nan, dtype=np.float32)
        whole[feeds["rows"]] = found
        return whole.reshape(*ids.shape, self._classes)
