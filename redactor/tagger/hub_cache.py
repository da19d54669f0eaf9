"""A model that is named by its hub id: the only way in which a run may use the network, and only when asked."""

from __future__ import annotations

from pathlib import Path

from redactor.errors import ModelError

#: No pickle, no code: weights, tokenizer and settings alone.
FILES = ("*.json", "*.txt", "*.safetensors", "*.onnx*", "*.model")


def fetched(repository: str) -> Path:
    """The local snapshot of a hub repository. Raises ``ModelError``."""
    try:
        from huggingface_hub import snapshot_download
    except ImportError:
        raise ModelError(
            f"model {repository} is not a folder, and huggingface_hub is not installed to fetch it"
        ) from None
    try:
        return Path(snapshot_download(repository, allow_patterns=list(FILES)))
    except Exception as error:  # its messages can hold tokens and addresses
        raise ModelError(
            f"model {repository} is not a folder and could not be fetched from the hub ({type(error).__name__})"
        ) from None
