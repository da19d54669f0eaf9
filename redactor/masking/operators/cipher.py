"""Values that only the key turns back: AES-SIV (RFC 5297), so nothing is stored and equal values look equal."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from redactor.errors import KeyFileError
from redactor.keys import Key

#: 16 bytes of tag and at least one of text make 23 digits.
_TOKEN = re.compile(r"\[([\w-]{1,128}):([A-Za-z0-9_-]{23,})\]")


#: Sealed with a value that was no text but a literal, which it must become again.
_LITERAL = b"literal"


def encrypted(value: str, name: str, key: Key, *, literal: bool = False) -> str:
    """``[NAME:…]`` with the value in base64url; ``name`` is sealed with it and cannot be changed. ``literal``: see ``tokens``."""
    sealed = _cipher(key).encrypt(
        value.encode("utf-8", "surrogatepass"), [name.encode(), *([_LITERAL] if literal else [])]
    )
    return f"[{name}:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}]"


class Revealer:
    """Turns tokens back, text after text. ``seen`` and ``opened`` count them."""

    def __init__(self, key: Key) -> None:
        self._cipher = _cipher(key)
        self.seen = self.opened = 0

    def tokens(self, text: str) -> Iterator[tuple[int, int, str, bool]]:
        """(start, end, value, literal) of every token of this key; look-alikes and tokens of other keys are passed over.
        A ``literal`` was no text: a number of a JSON line."""
        for match in _TOKEN.finditer(text):
            self.seen += 1
            name, digits = match.groups()
            for literal in (False, True):
                value = self._opened(name, digits, literal)
                if value is not None:
                    self.opened += 1
                    yield *match.span(), value, literal
                    break

    def _opened(self, name: str, digits: str, literal: bool) -> str | None:
        with suppress(InvalidTag, ValueError):
            sealed = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
            value = self._cipher.decrypt(sealed, [name.encode(), *([_LITERAL] if literal else [])])
            return value.decode("utf-8", "surrogatepass")
        return None

    def check(self) -> None:
        """Raise ``KeyFileError`` when there were tokens and the key opened none of them."""
        if self.seen and not self.opened:
            raise KeyFileError("this key opens none of the encrypted values; they were made with another key")


def reveal(text: str, key: Key) -> str:
    """``text`` with every token of this key turned back; look-alikes and tokens of other keys stay.

    Raises ``KeyFileError`` when there are tokens and the key opens none of them.
    """
    revealer = Revealer(key)
    parts: list[str] = []
    at = 0
    for start, end, value, _ in revealer.tokens(text):
        parts += (text[at:start], value)
        at = end
    revealer.check()
    return "".join((*parts, text[at:]))


def _cipher(key: Key) -> AESSIV:
    return AESSIV(key.raw("encrypt: mac") + key.raw("encrypt: ctr"))
