"""Objects as files: opened, looked up, and asked whether they are there; and what INPUT and OUTPUT name, path or URL."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.store import Store, Stored

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Parquet is read in blocks of this size, of which the last few are kept.
BLOCK_BYTES, BLOCKS = 1 << 20, 24
#: Objects up to this size can be fetched before their turn.
SMALL_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ObjectFile:
    """An object as an input file. It has of ``pathlib.Path`` what reading needs."""

    place: Place
    stored: Stored
    ahead: Future[bytes] | None = None

    def __str__(self) -> str:
        return str(self.place)

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.place.key).suffix

    def open(self, mode: str = "rb") -> BinaryIO:
        """Its bytes: read on as one stream, or, once somebody seeks, in blocks."""
        if self.ahead is not None:
            return io.BytesIO(self.ahead.result())
        return cast(BinaryIO, io.BufferedReader(_Body(store_at(self.place), self.stored), 1 << 16))

    def fetched(self, pool: Executor) -> ObjectFile:
        """The same, of which ``pool`` gets the bytes already if they are few."""
        if self.stored.size > SMALL_BYTES:
            return self
        store, stored = store_at(self.place), self.stored
        return replace(self, ahead=pool.submit(lambda: b"".join(store.stream(stored))))

    def is_dir(self) -> bool:
        return False

    def is_relative_to(self, root: object) -> bool:
        return isinstance(root, ObjectFolder) and self.place.key.startswith(root.place.prefix)

    def relative_to(self, root: ObjectFolder) -> PurePosixPath:
        return PurePosixPath(self.place.key[len(root.place.prefix) :])

    def moved(self) -> bool:
        """Is there another version of it, or none, by now?"""
        now = store_at(self.place).head(self.place.key)
        return now is None or now.tag != self.stored.tag


@dataclass(frozen=True, slots=True)
class ObjectFolder:
    """Objects below a place, as an input folder for a check."""

    place: Place

    def __str__(self) -> str:
        return str(self.place)

    def is_dir(self) -> bool:
        return True

    def __truediv__(self, name: str) -> ObjectFile:
        """An object in it. Raises ``FileNotFoundError``."""
        return object_at(replace(self.place, key=self.place.prefix + name))


def object_at(place: Place) -> ObjectFile:
    """The object at a place. Raises ``FileNotFoundError``."""
    stored = store_at(place).head(place.key)
    if stored is None:
        raise FileNotFoundError(2, "not found", str(place))
    return ObjectFile(place, stored)


def object_or_folder_at(place: Place) -> ObjectFile | ObjectFolder | None:
    """What a URL names: an object, else a folder with at least one object, else None."""
    store = store_at(place)
    if place.key and not place.key.endswith("/"):
        stored = store.head(place.key)
        if stored is not None:
            return ObjectFile(place, stored)
    return ObjectFolder(place) if next(iter(store.list(place.prefix)), None) is not None else None


def is_file(place: Path | Place) -> bool:
    """Is it a file, or an object?"""
    return isinstance(object_or_folder_at(place), ObjectFile) if isinstance(place, Place) else place.is_file()


def is_folder(place: Path | Place) -> bool:
    """Is it a folder, or the beginning of keys?"""
    return isinstance(object_or_folder_at(place), ObjectFolder) if isinstance(place, Place) else place.is_dir()


class _Body(io.RawIOBase):
    def __init__(self, store: Store, stored: Stored) -> None:
        self._store, self._stored = store, stored
        self._at = 0
        self._parts: Iterator[bytes] | None = None
        self._rest = memoryview(b"")
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._next: Callable[[], bytes] = self._streamed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        to = offset + (0, self._at, self._stored.size)[whence]
        if to != self._at:
            self._at, self._parts, self._rest = to, None, memoryview(b"")
            self._next = self._block
        return to

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._rest:
            self._rest = memoryview(self._next())
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self._at += size
        return size

    def _streamed(self) -> bytes:
        if self._parts is None:
            self._parts = self._store.stream(self._stored)
        return next((part for part in self._parts if part), b"")

    def _block(self) -> bytes:
        number, offset = divmod(self._at, BLOCK_BYTES)
        start = number * BLOCK_BYTES
        if self._at >= self._stored.size:
            return b""
        if number not in self._blocks:
            self._blocks[number] = self._store.part(self._stored, start, min(start + BLOCK_BYTES, self._stored.size))
        self._blocks.move_to_end(number)
        if len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return self._blocks[number][offset:]


class SortedListing:
    """Looks names up in a sorted listing that is read once, side by side with names that (mostly) ascend."""

    def __init__(self, store: Store, prefix: str) -> None:
        self._store, self._prefix = store, prefix
        self._objects: Iterator[Stored] | None = None
        self._now: Stored | None = None
        self._last = ""

    def find(self, name: str) -> Stored | None:
        """The object ``name`` below the prefix, if it is there. One that the listing is past is asked for by itself."""
        key = self._prefix + name
        if self._objects is None:
            self._objects = self._store.list(self._prefix)
            self._step()
        while self._now is not None and self._now.key < key:
            self._step()
        if self._now is not None and self._now.key == key:
            return self._now
        return self._store.head(key) if key <= self._last else None

    def _step(self) -> None:
        assert self._objects is not None
        if self._now is not None:
            self._last = max(self._last, self._now.key)
        self._now = next(self._objects, None)
