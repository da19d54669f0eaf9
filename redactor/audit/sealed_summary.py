"""``summary.json``: what a person reads first. It alone carries clock and machine, so it stands outside of the
manifest; instead it names the manifest, covers files made after it, and is signed the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from redactor.audit.canonical import canonical
from redactor.audit.manifest import seal
from redactor.audit.signing import Signature, faults, sign
from redactor.keys import Key

PURPOSE = "summary"
MAX_BYTES = 1 << 26

_SEALS = ("digest", "signature", "ed25519", "public_key")
_OURS = ("manifest_sha256", "covers", *_SEALS)


class SummaryError(ValueError):
    """A summary that is not as it was written; the message is a fixed phrase."""


def seal_summary(
    body: Mapping[str, Any],
    *,
    manifest_sha256: str,
    covers: Mapping[str, str] | None = None,
    key: Key | None = None,
    signer: Ed25519PrivateKey | None = None,
) -> bytes:
    """The bytes of ``summary.json``. ``body`` is JSON in the order people should read it; ``covers`` are hashes of
    files in ``_redactor`` (relative to it) that carry a clock and so are not in the manifest (``report.html``)."""
    clash = [name for name in _OURS if name in body]
    if clash:
        raise ValueError("a summary's body may not use the names of its seals")
    signed = {**body, "manifest_sha256": manifest_sha256, "covers": dict(covers or {})}
    signature = sign(PURPOSE, canonical(signed), key, signer)
    sealed = signed | dict(
        zip(
            _SEALS,
            (seal(canonical(signed), signature), signature.hmac, signature.ed25519, signature.public_key),
            strict=True,
        )
    )
    return _spelled(sealed)


def check_summary(
    data: bytes, key: Key | None, public_key: Ed25519PublicKey | None
) -> tuple[dict[str, Any], list[str]]:
    """The summary and what is wrong with its seals, as fixed phrases. Raises ``SummaryError`` for anything else."""
    try:
        found = json.loads(data)
        spelled = isinstance(found, dict) and _spelled(found) == data
    except (ValueError, RecursionError):
        raise SummaryError("not JSON") from None
    if not spelled or any(name not in found for name in _OURS) or not isinstance(found["covers"], dict):
        raise SummaryError("not spelled as the program spells it")
    values = [found[name] for name in _SEALS[1:]]
    if not all(isinstance(value, str | None) for value in [*values, *found["covers"].values()]):
        raise SummaryError("a value of the wrong type")
    signed = canonical({name: value for name, value in found.items() if name not in _SEALS})
    signature = Signature(hmac=values[0], public_key=values[2], ed25519=values[1])
    wrong = faults(PURPOSE, signed, signature, key, public_key)
    if found["digest"] != seal(signed, signature):
        wrong.insert(0, "the summary does not match its own digest")
    return found, wrong


def _spelled(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"
