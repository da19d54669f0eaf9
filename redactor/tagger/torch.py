"""Torch: any Hugging Face token-classification checkpoint, on a GPU where there is one."""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from redactor.errors import ModelError
from redactor.tagger.runtime import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """How to run on a device: ``dtype`` is a torch dtype's name."""

    device: str
    dtype: str


def device_plan(wanted: str | None, cuda: tuple[int, int] | None) -> DevicePlan:
    """The plan for a ``--device`` and the CUDA compute capability at hand (None: no CUDA).

    bfloat16 needs capability 8.0 (CUDA C programming guide, table of arithmetic); older cards take float16.

    >>> device_plan(None, (8, 6)), device_plan("cpu", (8, 6)), device_plan(None, None)
    (DevicePlan(device='cuda', dtype='bfloat16'), DevicePlan(device='cpu', dtype='float32'), DevicePlan(device='cpu', dtype='float32'))
    """
    if wanted and wanted.startswith("cuda") and cuda is None:
        raise ModelError(f"--device {wanted}: torch sees no CUDA device here; use --device cpu")
    device = wanted or ("cuda" if cuda else "cpu")
    if not device.startswith("cuda") or cuda is None:
        return DevicePlan(device, "float32")
    return DevicePlan(device, "bfloat16" if cuda >= (8, 0) else "float16")


def takes_types(model: Any) -> bool:
    """True where a model's forward has token types and more than one of them.

    By its signature: transformers wraps ``forward``, and the wrapper's own variables say nothing.
    """
    named = "token_type_ids" in inspect.signature(model.forward).parameters
    return named and getattr(model.config, "type_vocab_size", 0) > 1


class TorchRuntime:
    """Runs a checkpoint folder; weights only from safetensors, never from a pickle."""

    picks = False
    pads = True

    def __init__(self, folder: Path, classes: int, device: str | None = None, threads: int = 0) -> None:
        # Both must be set before the import; a redactor never calls home on its own.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        import torch
        import transformers

        transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # transformers types it not
        transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        cuda = torch.cuda.get_device_capability() if torch.cuda.is_available() else None
        plan = device_plan(device, cuda)
        try:
            model = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, use_safetensors=True, local_files_only=True, dtype=getattr(torch, plan.dtype)
            )
        except Exception as error:
            raise ModelError(
                f"{folder} is not a token-classification checkpoint with safetensors weights ({type(error).__name__}); "
                "save it with model.save_pretrained(folder)"
            ) from None
        if model.config.num_labels != classes:
            raise ModelError(
                f"{folder}: {model.config.num_labels} classes in the weights, {classes} labels in the config"
            )
        self._torch, self._device = torch, plan.device
        self._model = model.to(plan.device).eval()
        self._types = takes_types(model)

    def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
        torch = self._torch
        with torch.inference_mode():
            feeds = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
            if self._types:
                feeds["token_type_ids"] = torch.from_numpy(types)
            output = self._model(**{name: value.to(self._device) for name, value in feeds.items()}).logits
            return np.asarray(output.float().cpu().numpy(), dtype=np.float32)
