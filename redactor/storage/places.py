"""Where INPUT and OUTPUT lie: a path of this machine, or a key in a store.

Nothing is imported for a local path, and nothing goes over the network before a URL is opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from urllib.parse import unquote, urlsplit

from redactor.errors import UsageError
from redactor.plugins import declared

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HALF_URL = re.compile(r"([a-z0-9]+):/")
_ALIASES = {"s3a": "s3", "gcs": "gs", "azure": "az", "abfss": "abfs"}
#: Object stores, and which extra brings what a scheme needs.
SCHEMES = {"s3": "s3", "gs": "gcs", "az": "azure", "abfs": "azure"}


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
    if not text:
        raise UsageError("INPUT or OUTPUT is an empty text; is a variable of the shell not set?")
    if not _URL.match(text):
        if (half := _HALF_URL.match(text)) and half[1] in {*SCHEMES, *_ALIASES, *declared("stores")}:
            raise UsageError(f"{half[0]}: a store's URL has two slashes, as in {half[1]}://bucket/folder")
        return Path(text)
    parts = urlsplit(text)
    scheme = _ALIASES.get(parts.scheme, parts.scheme)
    if scheme == "file":
        if parts.netloc not in ("", "localhost") or not parts.path:
            raise UsageError(f"{text}: write a file URL as file:///path")
        return Path(unquote(parts.path))
    plugin = None if scheme in SCHEMES else plugin_for(scheme)
    if scheme not in SCHEMES and plugin is None:
        known = ", ".join((*SCHEMES, *declared("stores")))
        raise UsageError(f"{parts.scheme}:// is not a store this program knows ({known} or a path)")
    root, _, key = text.split("://", 1)[1].partition("/")  # urlsplit would cut a key at ? and #
    if "@" in root and scheme != "abfs":
        raise UsageError("a store's URL must not hold credentials; give them in the environment")
    if plugin is not None:
        found: Place = plugin.place(scheme, root, key)
        return found
    if not root:
        raise UsageError(f"{parts.scheme}:// needs a bucket, as in {parts.scheme}://bucket/folder")
    return Place(scheme, root, key)


def plugin_for(scheme: str) -> ModuleType | None:
    """The plugin that knows the stores of a scheme, if one is installed: the entry point of ``redactor.stores`` under the
    scheme's name loads a module with ``place(scheme, root, key) -> Place`` and ``open(scheme, root) -> Store``."""
    found = declared("stores").get(scheme)
    module: ModuleType | None = found.load() if found else None
    return module
