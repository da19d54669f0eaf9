"""What a model runtime must do; ONNX Runtime and torch are the two that do."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


class Runtime(Protocol):
    """A token classifier. Must be safe to call from several threads at once."""

    def logits(self, ids: Ints, mask: Ints, types: Ints) -> Floats:
        """Logits (batch, tokens, classes) for int64 inputs of shape (batch, tokens). Raises whatever goes wrong."""
        ...


class PickingRuntime(Runtime, Protocol):
    """A runtime that can leave out logits nobody asks for."""

    picks: bool

    def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
        """As above; NaN where ``wanted``, of the shape of ``ids``, is False, if ``picks``."""
        ...
