"""The run key: keyed digests, so that equal values can be linked and none can be guessed."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path

from redactor.errors import KeyFileError

MIN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of at least 16 bytes. Its ``id`` may be published, the secret never shows in a repr."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.secret, bytes):
            raise TypeError(f"a key is bytes, not {type(self.secret).__name__}")
        if len(self.secret) < MIN_BYTES:
            raise KeyFileError(
                f"the key is shorter than {MIN_BYTES} bytes; make one: head -c 32 /dev/urandom | base64 > key"
            )

    @property
    def id(self) -> str:
        """16 hex digits that name the key without telling it."""
        return self.digest("redactor key id", "")[:16]

    def digest(self, purpose: str, value: str) -> str:
        """HMAC-SHA-256 (RFC 2104) of ``value`` under this key, as hex; ``purpose`` keeps uses apart."""
        message = purpose.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()

    def raw(self, purpose: str) -> bytes:
        """32 bytes derived for one purpose (a cipher key, a seed)."""
        return hmac.new(self.secret, b"derive\0" + purpose.encode(), hashlib.sha256).digest()


def load_key(path: Path | None, environment: str = "REDACTOR_KEY") -> Key | None:
    """The key in ``path``, else in the environment variable, else None.

    Raises ``KeyFileError`` when the file is unreadable, too short, or readable by group or others, and for a variable
    whose name only begins like ours: what was meant as a key must not be passed over.
    """
    if path is None:
        if slips := sorted(name for name in os.environ if name.startswith(environment) and name != environment):
            raise KeyFileError(f"the variable {slips[0]} means nothing; give --key-file FILE or set {environment}")
        text = os.environ.get(environment, "").strip()
        return Key(text.encode()) if text else None
    try:
        mode = path.stat().st_mode
        secret = path.read_bytes().strip()
    except OSError as error:
        raise KeyFileError(f"key file {path}: {error.strerror}") from None
    if os.name == "posix" and mode & 0o077:
        raise KeyFileError(f"key file {path} is open to others (mode {mode & 0o777:04o}); run: chmod 600 {path}")
    return Key(secret)
