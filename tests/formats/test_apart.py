"""Whatever a native library does to a file — abort, segfault, hang, hunger — costs that file alone."""

from __future__ import annotations

import ctypes
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from harness import SETTINGS, copied, the_format
from program import redact_batch

from redactor.errors import FormatError
from redactor.formats import apart as room
from redactor.formats.apart import ApartError, apart
from redactor.formats.protocol import FormatSettings

MEMORY = 128 << 20


def aborts(source: BinaryIO) -> Iterator[int]:
    yield 1
    os.abort()


def segfaults(source: BinaryIO) -> Iterator[int]:
    yield ctypes.string_at(0)[0]


def never_ends(source: BinaryIO) -> Iterator[int]:
    while True:
        source.seek(0)


def sleeps(source: BinaryIO) -> Iterator[int]:
    yield time.sleep(600) or 0


def eats(source: BinaryIO) -> Iterator[int]:
    yield len([bytes(1 << 20) for _ in range(4096)])


def refuses(source: BinaryIO) -> Iterator[int]:
    yield 1
    raise FormatError("not a file of this kind")


def has_a_bug(source: BinaryIO) -> Iterator[int]:
    yield 1
    raise KeyError("a text of the file")


def pid_of(source: BinaryIO, *more: Any) -> Iterator[Any]:
    yield os.getpid()
    yield source.read()
    yield [name for name in os.environ if name.startswith("REDACTOR")]


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (aborts, "crashed"),
        (segfaults, "crashed"),
        (never_ends, "timeout"),
        (sleeps, "timeout"),
        (eats, "out-of-memory"),
        (has_a_bug, "reader-error:KeyError"),
    ],
)
def test_a_file_that_its_process_does_not_survive_is_named(
    work: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_SECONDS", 1)
    monkeypatch.setattr(room, "_SILENT_SECONDS", 2.0 if work is sleeps else 60.0)
    with pytest.raises(ApartError) as caught:
        list(apart(work, io.BytesIO(b"text"), memory=MEMORY))
    assert caught.value.reason == reason
    assert "text" not in str(caught.value)
    assert list(apart(pid_of, io.BytesIO(b"next"), memory=MEMORY))[1] == b"next"


def test_what_the_process_says_of_a_file_is_said_here() -> None:
    with pytest.raises(FormatError, match="not a file of this kind"):
        list(apart(refuses, io.BytesIO(), memory=MEMORY))


def test_one_process_serves_file_after_file_and_knows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACTOR_KEY", "secret")
    monkeypatch.setattr(room, "_idle", [])
    answers = [list(apart(pid_of, io.BytesIO(b"x" * size), memory=MEMORY)) for size in (0, 1, 1_000_000)]
    assert len({pid for pid, _, _ in answers}) == 1 and answers[0][0] != os.getpid()
    assert [len(data) for _, data, _ in answers] == [0, 1, 1_000_000]
    assert [names for _, _, names in answers] == [[]] * 3
    abandoned = apart(pid_of, io.BytesIO(), memory=MEMORY)
    first = next(abandoned)
    abandoned.close()
    assert first == answers[0][0] and next(apart(pid_of, io.BytesIO(), memory=MEMORY)) != first


def test_an_error_of_the_file_itself_is_raised_as_it_is() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        list(apart(pid_of, Broken(b"text"), memory=MEMORY))


def stored(table: Any, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def with_unknown_codec(data: bytes) -> bytes:
    """A footer's codec, as a number that there is not: Arrow 26 ends the process at it."""
    at = len(data) - 9 - int.from_bytes(data[-8:-4], "little")
    while (at := data.find(b"\x15\x02", at + 1)) >= 0:
        harmed = data[:at] + b"\x15\x7e" + data[at + 2 :]
        try:
            list(the_format("a.parquet").reader(io.BytesIO(harmed), SETTINGS))
        except ApartError as error:
            if error.reason == "crashed":
                return harmed
        except FormatError:
            pass
    raise AssertionError("no flip ends the process any more: find another one")


def test_a_folder_goes_on_behind_a_file_that_ends_its_process(tmp_path: Path) -> None:
    healthy = stored(pa.table({"text": ["Write to bob@example.com", "nothing"]}), compression="snappy")
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.parquet").write_bytes(with_unknown_codec(healthy))
    (source / "b.parquet").write_bytes(healthy)
    (source / "c.txt").write_text("Write to carol@example.com\n")
    done = redact_batch(source, target, "--label", "EMAIL_ADDRESS")
    assert done.returncode == 1, done.stderr
    assert b"a.parquet: crashed" in done.stderr
    assert pq.read_table(target / "b.parquet")["text"].to_pylist() == ["Write to [EMAIL_ADDRESS]", "nothing"]
    assert (target / "c.txt").read_text() == "Write to [EMAIL_ADDRESS]\n"
    assert not (target / "a.parquet").exists()


@pytest.mark.slow
def test_a_page_that_memory_does_not_hold_costs_its_file_alone(tmp_path: Path) -> None:
    """The memory went with the process: texts that come after it are read."""
    big = stored(pa.table({"text": ["a" * 300_000_000]}), compression="zstd", use_dictionary=False)
    with pytest.raises(ApartError) as caught:
        list(the_format("a.parquet").reader(io.BytesIO(big), FormatSettings(max_record_bytes=1 << 20)))
    assert caught.value.reason == "out-of-memory"
    small = stored(pa.table({"text": ["Niels"]}))
    assert pq.read_table(io.BytesIO(copied("a.parquet", small)))["text"].to_pylist() == ["Niels"]


@pytest.mark.slow
def test_every_byte_of_a_footer_flipped_is_read_or_withheld_by_name() -> None:
    table = pa.table({"text": ["Niels", None], "n": [1, 2]}, metadata={"a": "b"})
    data = stored(table, compression="snappy", store_schema=False)
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for at in range(footer, len(data), 9):
        harmed = data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]
        try:
            list(the_format("a.parquet").reader(io.BytesIO(harmed), SETTINGS))
        except FormatError:
            continue
