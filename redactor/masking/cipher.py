"""Values that only the key turns back: AES-SIV (RFC 5297), so nothing is stored and equal values look equal."""

from __future__ import annotations

import base64
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from redactor.errors import KeyFileError
from redactor.keys import Key

#: 16 bytes of tag and at least one of text make 23 digits.
_TOKEN = re.compile(r"\[([\w-]{1,128}):([A-Za-z0-9_-]{23,})\]")


def encrypted(value: str, name: str, key: Key) -> str:
    """``[NAME:…]`` with the value in base64url; ``name`` is sealed with it and cannot be changed."""
    sealed = _cipher(key).encrypt(value.encode("utf-8", "surrogatepass"), [name.encode()])
    return f"[{name}:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}]"


def reveal(text: str, key: Key) -> str:
    """``text`` with every token of this key turned back; look-alikes and tokens of other keys stay.

    Raises ``KeyFileError`` when there are tokens and the key opens none of them.
    """
    cipher = _cipher(key)
    seen = opened = 0

    def turned_back(match: re.Match[str]) -> str:
        nonlocal seen, opened
        seen += 1
        name, digits = match.groups()
        try:
            sealed = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
            value = cipher.decrypt(sealed, [name.encode()]).decode("utf-8", "surrogatepass")
        except (InvalidTag, ValueError):
            return match.group()
        opened += 1
        return value

    result = _TOKEN.sub(turned_back, text)
    if seen and not opened:
        raise KeyFileError("this key opens none of the encrypted values; they were made with another key")
    return result


def _cipher(key: Key) -> AESSIV:
    return AESSIV(key.raw("encrypt: mac") + key.raw("encrypt: ctr"))
