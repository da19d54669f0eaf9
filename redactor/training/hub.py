"""Push a model folder to the Hugging Face Hub. The token is HF_TOKEN's or the stored login's, and goes nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from redactor.errors import StorageError, UsageError

#: What never leaves the machine: training state, hidden files, half-written ones.
NOT_PUSHED = ("checkpoint.pt", "*.new", ".*", "**/.*")


def check_token() -> None:
    """Raise ``UsageError`` before hours of training rather than after, if there is no token."""
    _quiet()
    from huggingface_hub import get_token

    if not get_token():
        raise UsageError("--push-to-hub needs a token: set HF_TOKEN, or log in with: hf auth login")


def push(folder: Path, repo: str) -> str:
    """Upload ``folder`` as one commit to the private model repository ``repo`` (made if missing); returns its id.

    The endpoint is HF_ENDPOINT's. What the library says is not passed on: it can quote requests.
    """
    check_token()
    from huggingface_hub import HfApi

    try:
        api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
        made = api.create_repo(repo, repo_type="model", private=True, exist_ok=True).repo_id
        api.upload_folder(
            repo_id=made,
            folder_path=folder,
            repo_type="model",
            ignore_patterns=list(NOT_PUSHED),
            commit_message="Trained with redactor",
        )
    except Exception as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        reason = f"HTTP {status}" if status else type(error).__name__
        raise StorageError(f"pushing to {repo} failed ({reason}); the model is whole in {folder}") from None
    return str(made)


def _quiet() -> None:
    # Read by huggingface_hub when it is imported.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
