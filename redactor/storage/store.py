"""Places in object stores, and what this program asks of a store: list in order, read, write whole, write by condition.

Nothing is imported for a local path, and nothing goes over the network before a URL is opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from redactor.errors import UsageError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_ALIASES = {"s3a": "s3", "gcs": "gs", "azure": "az", "abfss": "abfs", "hdfs": "webhdfs"}
#: Which extra brings what a scheme needs.
SCHEMES = {"s3": "s3", "gs": "gcs", "az": "azure", "abfs": "azure", "webhdfs": "hdfs", "swebhdfs": "hdfs"}
#: The web port of a NameNode, which a place is spelled without.
WEB_PORTS = {"webhdfs": 9870, "swebhdfs": 9871}
#: How long a request is tried again, in seconds; another number may stand in the environment.
PATIENCE_VARIABLE, PATIENCE_SECONDS = "REDACTOR_STORE_PATIENCE", 180.0


@dataclass(frozen=True, slots=True)
class Place:
    """A key or a folder of keys: ``s3://bucket/in``. ``root`` is the bucket, container or host, ``key`` what follows."""

    scheme: str
    root: str
    key: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.root}/{self.key}"

    @property
    def name(self) -> str:
        """The last part of the key, else the bucket."""
        return PurePosixPath(self.key).name or self.root

    @property
    def prefix(self) -> str:
        """What the keys below this place begin with.

        >>> place_of("s3://bucket/in").prefix, place_of("s3://bucket").prefix
        ('in/', '')
        """
        return f"{self.key.rstrip('/')}/" if self.key.strip("/") else ""

    def is_below(self, other: Place) -> bool:
        """Whether this place is ``other`` or lies in it."""
        same = (self.scheme, self.root) == (other.scheme, other.root)
        return same and (self.prefix.startswith(other.prefix))


def place_of(text: str) -> Path | Place:
    """What INPUT or OUTPUT names: a path, also as ``file://``, or a place in a store. Raises ``UsageError``.

    >>> place_of("s3a://bucket/in/a%20b.txt").key, place_of("file:///data/a%20b")
    ('in/a%20b.txt', PosixPath('/data/a b'))
    """
    if not _URL.match(text):
        return Path(text)
    parts = urlsplit(text)
    scheme = _ALIASES.get(parts.scheme, parts.scheme)
    if scheme == "file":
        if parts.netloc not in ("", "localhost") or not parts.path:
            raise UsageError(f"{text}: write a file URL as file:///path")
        return Path(unquote(parts.path))
    if scheme not in SCHEMES:
        raise UsageError(f"{parts.scheme}:// is not a store this program knows ({', '.join(SCHEMES)} or a path)")
    root, _, key = text.split("://", 1)[1].partition("/")  # urlsplit would cut a key at ? and #
    if "@" in root and scheme != "abfs":
        raise UsageError("a store's URL must not hold credentials; give them in the environment")
    if scheme in WEB_PORTS:
        return _hdfs_place(parts.scheme, scheme, root, key)
    if not root:
        raise UsageError(f"{parts.scheme}:// needs a bucket, as in {parts.scheme}://bucket/folder")
    return Place(scheme, root, key)


def _hdfs_place(said: str, scheme: str, root: str, key: str) -> Place:
    """One spelling for one place of HDFS, whose paths know no empty parts.

    >>> str(place_of("hdfs://NameNode/in//a.txt")), str(place_of("webhdfs://namenode:9870/in"))
    ('webhdfs://namenode/in/a.txt', 'webhdfs://namenode/in')
    """
    host, colon, port = root.partition(":")
    if not host:
        raise UsageError(f"{said}:// needs a NameNode, as in {said}://host/folder")
    if said == "hdfs" and colon:
        raise UsageError(
            f"hdfs://{root}: {port or 'this'} is a port of Hadoop's RPC, which is not spoken here; write "
            f"hdfs://{host}/... (the web port {WEB_PORTS[scheme]}) or webhdfs://{host}:PORT/..."
        )
    root = host.lower() + (f":{port}" if port and port != str(WEB_PORTS[scheme]) else "")
    return Place(scheme, root, re.sub("/+", "/", key).lstrip("/"))


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as its store tells of it. ``tag`` (the ETag) is another one whenever the content is."""

    key: str
    size: int
    mtime_ns: int
    tag: str = ""
    version: str = ""


def tag_of(told: str | None) -> str:
    """An ETag in the one spelling in which it is compared and sent: stores leave its quotes out here and there.

    >>> tag_of('0x8D'), tag_of('"0x8D"'), tag_of(None)
    ('"0x8D"', '"0x8D"', '')
    """
    return f'"{told}"' if told and '"' not in told else told or ""


class Store(Protocol):
    """One bucket, container or file system. Keys are whole keys. Methods are thread-safe; each tries again where that can help.

    They raise ``UnreachableError`` where the store as a whole does not answer, ``OSError`` where one object is at fault.
    """

    def list(self, prefix: str) -> Iterator[Stored]:
        """Every object whose key begins with ``prefix``, sorted by key, a page at a time. Odd keys come too."""

    def head(self, key: str) -> Stored | None:
        """What is known of an object, None where there is none."""

    def stream(self, stored: Stored) -> Iterator[bytes]:
        """The bytes of that very version of an object."""

    def part(self, stored: Stored, start: int, end: int) -> bytes:
        """Bytes ``[start, end)`` of that very version."""

    def put(self, key: str, source: Path) -> Stored:
        """A file as an object: it appears whole, in place of what was there, or not at all."""

    def swap(self, key: str, data: bytes, seen: Stored | None) -> Stored | None:
        """Write if the object still is the one ``seen`` (None: if there is none); None where somebody was faster."""

    def copy(self, key: str, to: str) -> None:
        """Copy an object inside the store."""

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is fine."""


def patience() -> float:
    """Seconds for which a request is tried again."""
    try:
        return max(1.0, float(os.environ.get(PATIENCE_VARIABLE, PATIENCE_SECONDS)))
    except ValueError:
        return PATIENCE_SECONDS


@cache
def store_of(scheme: str, root: str) -> Store:
    """The bucket, container or file system of a place. Raises ``UsageError`` where the library for it is missing."""
    try:
        if scheme in WEB_PORTS:
            from redactor.storage.hdfs_store import HdfsStore

            return HdfsStore(scheme, root)
        from redactor.storage.obstore_store import opened

        return opened(scheme, root)
    except ImportError:
        raise UsageError(f"{scheme}:// needs a library: pip install 'redactor[{SCHEMES[scheme]}]'") from None


def opened(place: Place) -> Store:
    """The store that a place lies in."""
    return store_of(place.scheme, place.root)
