"""Policies: which label is masked by which operator, in which field; read from TOML, checked, and written again."""

from redactor.masking.policy.policy import Policy

__all__ = ["Policy"]
