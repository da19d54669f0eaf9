"""Signatures over a statement's bytes: HMAC under the run key, and Ed25519 (RFC 8032) for those who hold no secret."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from redactor.audit.canonical import canonical
from redactor.errors import KeyFileError
from redactor.keys import Key


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed document carries; each part is hex or None."""

    hmac: str | None
    public_key: str | None
    ed25519: str | None


#: How a key for ``--sign-key`` is made.
_MAKE = "openssl genpkey -algorithm ed25519 -out sign.pem && chmod 600 sign.pem"


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The unencrypted PEM Ed25519 private key in ``path``. Raises ``KeyFileError``."""
    mode, data = _read(path)
    if mode & 0o077:
        raise KeyFileError(f"signing key {path} is open to others (mode {mode & 0o777:04o}); run: chmod 600 {path}")
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileError(f"signing key {path} is no unencrypted PEM private key; make one: {_MAKE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"signing key {path} is not Ed25519; make one: {_MAKE}")
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    """The PEM Ed25519 public key in ``path``. Raises ``KeyFileError``."""
    _, data = _read(path)
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError(f"public key {path} is no PEM public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(f"public key {path} is not Ed25519")
    return key


def sign(purpose: str, statement: bytes, key: Key | None, signer: Ed25519PrivateKey | None) -> Signature:
    """Sign ``statement`` with whichever keys there are."""
    text = statement.decode()
    return Signature(
        hmac=key.digest(purpose, text) if key else None,
        public_key=signer.public_key().public_bytes_raw().hex() if signer else None,
        ed25519=signer.sign(_prefixed(purpose, statement)).hex() if signer else None,
    )


def faults(
    purpose: str, statement: bytes, found: Signature, key: Key | None, public_key: Ed25519PublicKey | None
) -> list[str]:
    """What is wrong with a signature, as fixed phrases; a key at hand demands that its signature is there."""
    wrong = []
    if key is not None and found.hmac is None:
        wrong.append("not signed with a run key, though a key is at hand")
    elif key is not None and found.hmac != key.digest(purpose, statement.decode()):
        wrong.append("the signature does not match the key")
    if public_key is not None and found.public_key is None:
        wrong.append("not signed with Ed25519, though a public key is at hand")
    elif public_key is not None and found.public_key != public_key.public_bytes_raw().hex():
        wrong.append("signed by another Ed25519 key than the public key at hand")
    if (found.public_key is None) != (found.ed25519 is None):
        wrong.append("half of the Ed25519 signature is missing")
    elif found.public_key is not None and not _ed25519_holds(purpose, statement, found):
        wrong.append("the Ed25519 signature does not match")
    return wrong


def fingerprint(data: bytes | Signature) -> str:
    """SHA-256 as hex; finds accidents where there is no key to find malice."""
    raw = data if isinstance(data, bytes) else canonical([data.hmac, data.public_key, data.ed25519])
    return hashlib.sha256(raw).hexdigest()


def _ed25519_holds(purpose: str, statement: bytes, found: Signature) -> bool:
    assert found.public_key is not None and found.ed25519 is not None
    try:
        embedded = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found.public_key))
        embedded.verify(bytes.fromhex(found.ed25519), _prefixed(purpose, statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def _prefixed(purpose: str, statement: bytes) -> bytes:
    return b"redactor " + purpose.encode() + b"\0" + statement


def _read(path: Path) -> tuple[int, bytes]:
    try:
        return path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise KeyFileError(f"key {path}: {error.strerror}") from None
