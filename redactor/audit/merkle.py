"""Merkle tree hash (RFC 6962, section 2.1) of a stream of leaves, in memory that grows with log(n)."""

from __future__ import annotations

import hashlib


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; its prefix differs from a node's, so that no node passes for a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Merkle:
    """Takes leaves in order; ``root`` may be asked at any time.

    >>> Merkle().root()[:8]
    'e3b0c442'
    """

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []  # roots of the full subtrees, as many as `count` has one-bits

    def add(self, data: bytes) -> None:
        """Append a leaf."""
        node, carry = leaf_hash(data), self.count
        while carry & 1:
            node, carry = node_hash(self._peaks.pop(), node), carry >> 1
        self._peaks.append(node)
        self.count += 1

    def root(self) -> str:
        """The tree's hash, as hex."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node.hex()
