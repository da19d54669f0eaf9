from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from audit_world import KEY
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit.manifest import FileRow, Head, ManifestError, Tail, build_manifest, read_manifest
from redactor.audit.merkle import Merkle
from redactor.audit.signing import load_public_key, load_signing_key
from redactor.errors import KeyFileError

HEAD = Head("0.1.0", "p", None, None, {"a": [1, "é"]})


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_roots_are_those_of_rfc_6962(leaves: list[bytes]) -> None:
    tree = Merkle()
    for number, leaf in enumerate(leaves):
        assert tree.root() == naive(leaves[:number]).hex()
        tree.add(leaf)
    assert tree.root() == naive(leaves).hex()


def test_known_roots() -> None:
    """The vectors of Certificate Transparency's reference tests."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = Merkle()
    for leaf in leaves:
        tree.add(bytes.fromhex(leaf))
    assert tree.root() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def rows(count: int) -> list[FileRow]:
    return [FileRow(f"f{n:03}", "text", "0", "o", "1", "a", "2", "c", n, n, 0) for n in range(count)]


@given(st.integers(0, 5), st.booleans())
def test_a_manifest_is_json_and_comes_back(count: int, keyed: bool) -> None:
    data = b"".join(build_manifest(HEAD, rows(count), others={"x": "1"}, key=KEY if keyed else None))
    parsed = json.loads(data)
    assert len(parsed["files"]) == parsed["count"] == count
    assert (parsed["signature"] is not None) == keyed
    head, *found, tail = read_manifest(data.splitlines(keepends=True))
    assert head == HEAD and [row for _, row in found] == rows(count) and isinstance(tail, Tail)


def test_rows_must_be_sorted() -> None:
    with pytest.raises(ValueError, match="sorted"):
        list(build_manifest(HEAD, reversed(rows(2))))


@pytest.mark.parametrize("cut", range(0, 676, 13))
def test_a_cut_manifest_says_where(cut: int) -> None:
    data = b"".join(build_manifest(HEAD, rows(2)))
    assert cut < len(data)
    with pytest.raises(ManifestError):
        list(read_manifest(data[:cut].splitlines(keepends=True)))
    with pytest.raises(ManifestError):
        list(read_manifest([*data.splitlines(keepends=True), b"x"]))


def pem(folder: Path) -> tuple[Path, Path]:
    key = Ed25519PrivateKey.generate()
    private, public = folder / "private.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    private.chmod(0o600)
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def test_signing_keys_are_read_with_care(tmp_path: Path) -> None:
    private, public = pem(tmp_path)
    assert load_signing_key(private).public_key() == load_public_key(public)
    for bad in (public, tmp_path / "none"):
        bad.chmod(0o600) if bad.exists() else None
        with pytest.raises(KeyFileError):
            load_signing_key(bad)
    with pytest.raises(KeyFileError):
        load_public_key(private)
    private.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_signing_key(private)
