"""Files as streams of decompressed bytes, and a sink that compresses in members a checkpoint can end at."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

from redactor.errors import FormatError, StorageError
from redactor.storage.objects import ObjectFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

Compression = Literal["gzip", "zstd"] | None
#: By a file name's last suffix, in lower case.
COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".tgz": "gzip", ".zst": "zstd"}

_CHUNK_BYTES = 64 * 1024
#: Fixed, so that equal input gives equal bytes.
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3
_GZIP_WRAPPER = 31


def open_source(path: Path | ObjectFile, compression: Compression) -> BinaryIO:
    """``path`` opened for reading, decompressed. Raises ``StorageError``; reading raises ``FormatError``."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror})") from None
    return decompressed(raw, compression, str(path))


def decompressed(raw: BinaryIO, compression: Compression, name: str) -> BinaryIO:
    """``raw`` as a stream of decompressed bytes; ``name`` stands in error messages. Closing it closes ``raw``."""
    if compression is None:
        return raw
    return io.BufferedReader(_Unpacking(raw, compression, name), _CHUNK_BYTES)


def open_hashed(path: Path | ObjectFile, compression: Compression) -> tuple[BinaryIO, HashingReader]:
    """A file's decompressed stream, and what gives the SHA-256 of its raw bytes once they are read."""
    try:
        hashing = HashingReader(path.open("rb"))
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror})") from None
    return decompressed(cast(BinaryIO, hashing), compression, str(path)), hashing


class HashingReader:
    """A binary stream that knows the SHA-256 of all that was read from it, in order."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        return self._seen(self._raw.read(size))

    def read1(self, size: int = -1) -> bytes:
        read: object = getattr(self._raw, "read1", self._raw.read)
        return self._seen(read(size))  # type: ignore[operator]  # either of two methods of one signature

    def _seen(self, data: bytes) -> bytes:
        self._digest.update(data)
        self.size += len(data)
        return data

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        """No: what is passed over must be hashed too."""
        return False

    def drain(self) -> str:
        """Read to the end; the digest of the whole."""
        while self.read(1 << 20):
            pass
        return self._digest.hexdigest()

    def close(self) -> None:
        self._raw.close()


class _Unpacking(io.RawIOBase):
    """Forward only, in bounded memory however well the data was compressed."""

    def __init__(self, raw: BinaryIO, compression: Compression, name: str) -> None:
        self._raw = raw
        self._name = name
        self._kind = compression
        self._parts = _gunzipped(raw) if compression == "gzip" else _unzstd(raw)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._rest:
            part = self._next()
            if part is None:
                return 0
            self._rest = memoryview(part)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _next(self) -> bytes | None:
        try:
            return next(self._parts, None)
        except _Broken:
            message = f"{self._name}: not a readable {self._kind} file (damaged or cut off)"
        raise FormatError(message)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Broken(Exception):
    """Truncated or damaged; carries no content."""


def _gunzipped(raw: BinaryIO) -> Iterator[bytes]:
    read: Callable[[int], bytes] = getattr(raw, "read1", raw.read)
    data = read(_CHUNK_BYTES)
    while data:
        member = zlib.decompressobj(_GZIP_WRAPPER)
        while not member.eof:
            if not data:
                raise _Broken
            try:
                yield member.decompress(data, _CHUNK_BYTES)
            except zlib.error:
                raise _Broken from None
            data = member.unconsumed_tail or (b"" if member.eof else read(_CHUNK_BYTES))
        # Zeros may pad a gzip file to a block boundary (tar does); anything else is a further member.
        data = member.unused_data.lstrip(b"\0")
        while not data and (more := read(_CHUNK_BYTES)):
            data = more.lstrip(b"\0")


def _unzstd(raw: BinaryIO) -> Iterator[bytes]:
    from redactor.storage.zstd import BrokenStreamError, unpacked

    try:
        yield from unpacked(raw)
    except BrokenStreamError:
        raise _Broken from None


class CompressedWriter(io.BufferedIOBase):
    """Writes to ``raw``, compressed. ``continued`` says that ``raw`` already holds whole members.

    After ``end_frame`` everything written is in ``raw`` and decompresses by itself, so that a file cut
    off there is whole. Bytes depend on what is written and on where frames end, not on the clock.
    """

    def __init__(self, raw: BinaryIO, compression: Compression, *, continued: bool = False) -> None:
        self._raw = raw
        self._kind = compression
        self._packer: Any = None
        self._empty = not continued

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        size = memoryview(data).nbytes
        if self._kind is None:
            self._raw.write(data)
        elif size:
            if self._packer is None:
                self._packer = _packer(self._kind)
            self._raw.write(self._packer.compress(data))
        self._empty = self._empty and not size
        return size

    def end_frame(self) -> None:
        """End the gzip member or zstd frame, if one is open."""
        if self._packer is not None:
            self._raw.write(self._packer.flush())
            self._packer = None

    def flush(self) -> None:
        """Flush ``raw``. What the compressor still holds stays there: frames must not depend on timing."""
        if not self._raw.closed:
            self._raw.flush()

    def close(self) -> None:
        """End the frame (an empty file gets an empty one) and flush; ``raw`` stays open."""
        if self.closed:
            return
        if self._empty and self._kind is not None:
            self._packer = _packer(self._kind)
        self.end_frame()
        super().close()

    def __del__(self) -> None:
        # Unlike its base class: a sink that was dropped in an error must not finish the file as if it were whole.
        pass


def _packer(kind: Compression) -> Any:
    if kind == "gzip":
        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WRAPPER)
    from redactor.storage.zstd import packer

    return packer(_ZSTD_LEVEL)


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells without reading whether a file was changed. ``tag`` is empty where there is none (a local file);
    ``ctime_ns`` is 0 where there is none (an object), and also moves when a file is only renamed."""

    size: int
    mtime_ns: int
    tag: str = ""
    ctime_ns: int = field(default=0, compare=False)

    def matches(self, size: int, mtime_ns: int, tag: str) -> bool:
        """Is it the file that looked so? A tag, where both have one, decides; times of stores are coarse."""
        return self.size == size and (self.tag == tag if self.tag and tag else self.mtime_ns == mtime_ns)


def stamp(path: Path | ObjectFile) -> FileStamp:
    """A file as it is now; an object as it was when it was listed. Raises ``OSError``."""
    if isinstance(path, ObjectFile):
        return FileStamp(path.stored.size, path.stored.mtime_ns, path.stored.tag)
    status = path.stat()
    return FileStamp(status.st_size, status.st_mtime_ns, ctime_ns=status.st_ctime_ns)


def file_digest(path: Path | ObjectFile, first: int | None = None) -> str:
    """The SHA-256 of a file's bytes, or of its ``first`` bytes, in hex. Raises ``StorageError``."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            left = first
            while chunk := file.read(1 << 20 if left is None else min(left, 1 << 20)):
                digest.update(chunk)
                left = None if left is None else left - len(chunk)
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror})") from None
    return digest.hexdigest()
