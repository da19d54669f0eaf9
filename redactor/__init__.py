"""Take personal information out of documents in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.spans import Span
from redactor.version import __version__

if TYPE_CHECKING:
    from redactor.api import Redaction, Redactor
    from redactor.masking.policy.policy import Policy

__all__ = ["Policy", "Redaction", "Redactor", "Span", "__version__"]


def __getattr__(name: str) -> Any:
    # Lazily: the command line must start without loading a model runtime.
    if name in {"Redactor", "Redaction"}:
        from redactor import api

        return getattr(api, name)
    if name == "Policy":
        from redactor.masking.policy.policy import Policy

        return Policy
    raise AttributeError(f"module 'redactor' has no attribute {name!r}")
