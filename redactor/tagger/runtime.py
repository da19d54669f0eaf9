"""What a model runtime must do; ONNX Runtime and torch are the two that do."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


class Runtime(Protocol):
    """A token classifier. Must be safe to call from several threads at once.

    One that ``picks`` computes the wanted tokens alone; one that does not ``pads`` takes rows of one length alone.
    """

    picks: bool
    pads: bool

    def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
        """Logits (batch, tokens, classes) for int64 inputs of shape (batch, tokens). Raises whatever goes wrong.

        ``wanted`` has the shape of ``ids``, None wants all; where it is False, a runtime that ``picks`` answers NaN.
        """
        ...
