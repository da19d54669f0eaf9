"""One spelling for every JSON value that is hashed or signed, so that equal values give equal bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
_ORDERED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    r"""``value`` as compact UTF-8 JSON with sorted keys.

    A lone surrogate (a file name that is not UTF-8) has no UTF-8 bytes; it is written as its JSON escape.

    >>> canonical({"b": 1, "a": "\u00e9\udc80"}).decode()
    '{"a":"é\\udc80","b":1}'
    """
    return _SORTED.encode(value).encode("utf-8", "backslashreplace")


def ordered(value: Any) -> bytes:
    """Like ``canonical``, with the keys in the order they have."""
    return _ORDERED.encode(value).encode("utf-8", "backslashreplace")


def sha256_hex(purpose: str, *parts: bytes) -> str:
    """SHA-256 of ``parts`` under a purpose that keeps uses apart; all parts but the last have a fixed length."""
    return hashlib.sha256(b"\0".join((b"redactor " + purpose.encode(), *parts))).hexdigest()
