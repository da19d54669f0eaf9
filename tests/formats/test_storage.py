from __future__ import annotations

import gzip
import hashlib
import io
import random
from pathlib import Path
from typing import Literal

import pytest
import zstandard
from harness import Trickle
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import FormatError, StorageError
from redactor.storage.streams import CompressedWriter, decompressed, file_digest, open_source

Kind = Literal["gzip", "zstd"]
kinds = st.sampled_from(["gzip", "zstd"])


def packed(kind: Kind, parts: list[bytes]) -> bytes:
    raw = io.BytesIO()
    with CompressedWriter(raw, kind) as sink:
        for part in parts:
            sink.write(part)
            sink.end_frame()
    return raw.getvalue()


@given(kinds, st.lists(st.binary(max_size=2000), max_size=5), st.lists(st.integers(1, 999), min_size=1))
def test_what_the_sink_packs_is_unpacked(kind: Kind, parts: list[bytes], sizes: list[int]) -> None:
    data = packed(kind, parts)
    assert decompressed(io.BytesIO(data), kind, "x").read() == b"".join(parts)
    assert data == packed(kind, parts)
    if kind == "gzip":
        assert gzip.decompress(data) == b"".join(parts)
    else:
        assert zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read() == b"".join(parts)


def test_a_gzip_pipe_that_trickles() -> None:
    data = packed("gzip", [b"abc" * 1000, b"def"])
    source = decompressed(Trickle(data, [1, 7]), "gzip", "x")  # type: ignore[arg-type]
    assert source.read() == b"abc" * 1000 + b"def"


@pytest.mark.parametrize("level", [1, 3, 19])
@pytest.mark.parametrize("sized", [True, False])
def test_zstd_of_all_kinds(level: int, sized: bool) -> None:
    noise = random.Random(0).randbytes(400_000)
    for content in (b"", b"a", b"a" * 1_000_000, noise, noise[:1000] * 900, b"text and text " * 50_000):
        packer = zstandard.ZstdCompressor(level=level, write_checksum=sized, write_content_size=sized)
        if sized:
            data = packer.compress(content)
        else:
            one = packer.compressobj()
            data = one.compress(content) + one.flush()
        skippable = (0x184D2A53).to_bytes(4, "little") + (5).to_bytes(4, "little") + b"hello"
        assert decompressed(io.BytesIO(skippable + data + skippable + data), "zstd", "x").read() == content * 2


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_damage_is_an_error_that_names_the_file(kind: Kind) -> None:
    content = b"My name is Niels. " * 5000 + random.Random(1).randbytes(3000)
    data = packed(kind, [content, content])
    damaged = [
        data[:-1],
        data[:-9],
        data[: len(data) // 2 - 20],
        data[: len(data) // 2 + 20],
        data[:3],
        data + b"junk",
        b"plain text, not packed",
    ]
    middle = len(data) // 4
    damaged.append(data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1 :])
    for broken in damaged:
        with pytest.raises(FormatError, match=rf"in/some\.file: not a readable {kind} file") as caught:
            decompressed(io.BytesIO(broken), kind, "in/some.file").read()
        assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_a_bomb_unpacks_in_little_memory(kind: Kind) -> None:
    import tracemalloc

    raw = io.BytesIO()
    with CompressedWriter(raw, kind) as sink:
        for _ in range(200):
            sink.write(bytes(1 << 20))
    tracemalloc.start()
    source = decompressed(io.BytesIO(raw.getvalue()), kind, "x")
    assert sum(len(part) for part in iter(lambda: source.read(1 << 16), b"")) == 200 << 20
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_a_checkpoint_can_cut_the_file_after_a_frame(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    with path.open("w+b") as raw:
        sink = CompressedWriter(raw, kind)
        sink.write(b"first ")
        sink.end_frame()
        done = raw.tell()
        sink.write(b"lost")
        del sink  # a sink that is dropped ends nothing
        raw.truncate(done)
        raw.seek(done)
        with CompressedWriter(raw, kind, continued=True) as sink:
            sink.write(b"second")
    whole = io.BytesIO()
    with CompressedWriter(whole, kind) as sink:
        sink.write(b"first ")
        sink.end_frame()
        sink.write(b"second")
    assert path.read_bytes() == whole.getvalue()
    with open_source(path, kind) as source:
        assert source.read() == b"first second"
    nothing = io.BytesIO()
    CompressedWriter(nothing, kind, continued=True).close()
    assert nothing.getvalue() == b""


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_empty_files(kind: Kind) -> None:
    raw = io.BytesIO()
    CompressedWriter(raw, kind).close()
    assert raw.getvalue() and not raw.closed
    assert decompressed(io.BytesIO(raw.getvalue()), kind, "x").read() == b""
    assert decompressed(io.BytesIO(), kind, "x").read() == b""


def test_plain_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    with open_source(path, None) as source:
        assert source.read() == b"text"
    assert file_digest(path) == hashlib.sha256(b"text").hexdigest()
    for action in (lambda: open_source(tmp_path / "no", None), lambda: file_digest(tmp_path / "no")):
        with pytest.raises(StorageError, match="cannot be read"):
            action()
    raw = io.BytesIO()
    with CompressedWriter(raw, None) as sink:
        sink.write(b"text")
    assert raw.getvalue() == b"text"
