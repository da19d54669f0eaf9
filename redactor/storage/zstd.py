"""Zstandard streams, frame by frame and block by block.

The library's own readers end quietly where a file was cut off, or decompress all of a chunk at once (a
64-KB chunk can hold gigabytes). Walking the blocks, of which none unpacks to more than 128 KB, gives both:
an error for a truncated file and bounded memory. https://datatracker.ietf.org/doc/html/rfc8878
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


_MAGIC = 0xFD2FB528
_SKIPPABLE = 0x184D2A50
#: What a decompressor may keep to refer back to (the default bound of the zstd command).
_MAX_WINDOW_LOG = 27
_RLE = 1


class BrokenStreamError(Exception):
    """Truncated or damaged; carries no content."""


def unpacked(raw: BinaryIO) -> Iterator[bytes]:
    """The decompressed bytes of all frames of ``raw``, a block at a time."""
    while head := raw.read(4):
        magic = int.from_bytes(_whole(head, 4), "little")
        if magic & 0xFFFFFFF0 == _SKIPPABLE:
            _skip(raw, int.from_bytes(_read(raw, 4), "little"))
        elif magic == _MAGIC:
            yield from _frame(raw, head)
        else:
            raise BrokenStreamError
    return


def packer(level: int) -> Any:
    """A compressor of one frame with a checksum: ``compress(data)``, then ``flush()``."""
    return zstd.ZstdCompressor(
        options={zstd.CompressionParameter.compression_level: level, zstd.CompressionParameter.checksum_flag: 1}
    )


def _frame(raw: BinaryIO, head: bytes) -> Iterator[bytes]:
    descriptor = _read(raw, 1)
    flags = descriptor[0]
    single = flags >> 5 & 1
    window_bytes, dictionary_bytes = 1 - single, (0, 1, 2, 4)[flags & 3]
    size_bytes = (single, 2, 4, 8)[flags >> 6]
    rest = _read(raw, window_bytes + dictionary_bytes + size_bytes)
    unpack = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _MAX_WINDOW_LOG})
    try:
        yield unpack.decompress(head + descriptor + rest)
        last = 0
        while not last:
            header = _read(raw, 3)
            block = int.from_bytes(header, "little")
            last, kind, size = block & 1, block >> 1 & 3, block >> 3
            yield unpack.decompress(header + _read(raw, 1 if kind == _RLE else size))
        if flags >> 2 & 1:
            yield unpack.decompress(_read(raw, 4))
    except (zstd.ZstdError, EOFError):
        raise BrokenStreamError from None
    if not unpack.eof:
        raise BrokenStreamError


def _read(raw: BinaryIO, size: int) -> bytes:
    return _whole(raw.read(size), size)


def _whole(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise BrokenStreamError
    return data


def _skip(raw: BinaryIO, size: int) -> None:
    while size:
        size -= len(_read(raw, min(size, 1 << 16)))
