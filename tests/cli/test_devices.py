"""Streams, devices and files that are not what they are taken for: every byte arrives or the run says that it did not."""

from __future__ import annotations

import gzip
import os
import subprocess
import time
from pathlib import Path

import pytest
from program import BATCH, CLEAN, redact_batch

LINES = b'{"id": 7, "mail": "niels@example.com"}\n' * 20_000


@pytest.mark.slow
def test_a_slow_reader_of_a_pipe_in_non_blocking_mode_gets_every_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(LINES)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    command = [*BATCH, str(tmp_path / "in.jsonl"), "--label", "EMAIL_ADDRESS"]
    with subprocess.Popen(command, stdout=writing, env={**CLEAN, "PYTHONUNBUFFERED": "1"}) as program:
        os.close(writing)
        got = b""
        while chunk := os.read(reading, 1 << 14):
            got += chunk
            time.sleep(0.002)
    os.close(reading)
    assert program.returncode == 0 and got == LINES.replace(b"niels@example.com", b"[EMAIL_ADDRESS]")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_standard_output_is_no_success(tmp_path: Path, unbuffered: str) -> None:
    (tmp_path / "in.txt").write_text("niels@example.com\n")
    with open("/dev/full", "wb") as full:
        command = [*BATCH, str(tmp_path / "in.txt"), "--label", "EMAIL_ADDRESS"]
        done = subprocess.run(command, stdout=full, env={**CLEAN, "PYTHONUNBUFFERED": unbuffered}, timeout=60)
    assert done.returncode == 4


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_folder_run_does_not_need_its_streams(tmp_path: Path, closed: int) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("niels@example.com")
    command = [*BATCH, str(tmp_path / "in"), str(tmp_path / "out"), "--label", "EMAIL_ADDRESS"]
    shell = 'exec "$@" ' + ("<&-", ">&-", "2>&-")[closed]
    done = subprocess.run(["bash", "-c", shell, "-", *command], env=CLEAN, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/a.txt").read_text() == "[EMAIL_ADDRESS]"


def test_output_onto_the_input_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("niels@example.com\n")
    for shell in (
        '"$@" < a.txt >> a.txt',
        '"$@" a.txt >> a.txt',
        '"$@" a.txt --audit a.txt',
        'ln -s a.txt b; "$@" a.txt --audit b',
    ):
        done = subprocess.run(
            ["bash", "-c", shell, "-", *BATCH], cwd=tmp_path, env=CLEAN, capture_output=True, timeout=60
        )
        assert (done.returncode, file.read_text()) == (2, "niels@example.com\n"), shell


@pytest.mark.parametrize("place", ["/dev/null", "/dev/stdout", "pipe"])
def test_what_is_published_takes_no_devices_place(tmp_path: Path, place: str) -> None:
    (tmp_path / "a.txt").write_text("niels@example.com")
    os.mkfifo(tmp_path / "pipe")
    target = tmp_path / place
    before = os.lstat(target)
    for arguments in ([tmp_path / "a.txt", target], [tmp_path / "a.txt", tmp_path / "b.txt", "--metrics-file", target]):
        done = redact_batch(*arguments, "--label", "EMAIL_ADDRESS")
        assert done.returncode == 4 and "no regular file" in done.stderr.decode()
    assert os.path.samestat(before, os.lstat(target)) and not list(Path("/dev").glob("*_redactor"))


def test_the_audit_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("niels@example.com")
    (tmp_path / "audit").write_text("older")
    (tmp_path / "audit").chmod(0o644)
    assert redact_batch(tmp_path / "a.txt", "--audit", tmp_path / "audit", "--label", "EMAIL_ADDRESS").returncode == 0
    assert (tmp_path / "audit").stat().st_mode & 0o777 == 0o600 and "older" not in (tmp_path / "audit").read_text()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", gzip.compress(b"niels@example.com", mtime=0), "gzip"),
        ("a.csv", b"PK\x03\x04rest", "zip"),
        ("a.jsonl", b"%PDF-1.7\nniels", "pdf"),
        ("a.txt.gz", gzip.compress(b"\x89PNG\r\n\x1a\nniels", mtime=0), "png"),
    ],
)
def test_what_is_no_text_is_not_read_as_text(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    done = redact_batch(tmp_path / "in", tmp_path / "out", "--label", "EMAIL_ADDRESS")
    assert done.returncode == 1 and f"{name}: not-text:{kind}" in done.stderr.decode()
    assert not (tmp_path / "out" / name).exists()


def test_settings_that_lie_in_the_input_are_taken_by_name_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("niels@example.com")
    (tmp_path / "redactor.toml").write_text('keep = ["EMAIL_ADDRESS"]\n')
    out = tmp_path.parent / f"{tmp_path.name}-out"
    done = redact_batch(".", out, cwd=tmp_path)
    assert done.returncode == 2 and "redactor.toml lies in the input" in done.stderr.decode()
    assert redact_batch(".", out, "--config", "redactor.toml", cwd=tmp_path).returncode in (0, 1)


def test_what_is_written_beside_the_output_takes_nothings_place(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("niels@example.com")
    (tmp_path / "key").write_text("a key of sixteen bytes")
    (tmp_path / "key").chmod(0o600)
    single = [tmp_path / "in/a.txt", "--key-file", tmp_path / "key", "--label", "EMAIL_ADDRESS"]
    folder = [tmp_path / "in", tmp_path / "out", *single[1:]]
    assert redact_batch(*folder).returncode == 0
    for arguments in (
        [*folder, "--metrics-file", tmp_path / "out/a.txt"],
        [*folder, "--metrics-file", tmp_path / "in/a.txt"],
        [*folder, "--metrics-file", tmp_path / "key"],
        [single[0], tmp_path / "b.txt", "--metrics-file", tmp_path / "b.txt"],
        [single[0], tmp_path / "b.txt", "--metrics-file", tmp_path / "b.txt._redactor/manifest.json"],
        [*single, "--audit", tmp_path / "key"],
    ):
        done = redact_batch(*arguments)
        assert done.returncode == 2 and b"choose" in done.stderr, arguments
    assert (tmp_path / "key").read_text() == "a key of sixteen bytes"
    assert (tmp_path / "out/a.txt").read_text() == "[EMAIL_ADDRESS]"


def test_names_cannot_steer_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a\x1b[31m.bin", "b\u202e.bin", "c\x9b1m.bin", "d\ne.txt"):
        (tmp_path / "in" / name).write_text("niels@example.com")
    for log in ("text", "json"):
        done = redact_batch(tmp_path / "in", tmp_path / "out", "--label", "EMAIL_ADDRESS", "--log-format", log)
        said = done.stderr.decode()
        assert done.returncode == 1 and not set(said) & {"\x1b", "\u202e", "\x9b"} and "d\ne" not in said
        assert all(one in said for one in ("a\\", "b\\u202e", "d\\"))


def test_names_are_bytes_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/grüße.txt").write_text("niels@example.com")
    environment = {**CLEAN, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [*BATCH, str(tmp_path / "in"), str(tmp_path / "out"), "--label", "EMAIL_ADDRESS"]
    assert subprocess.run(command, env=environment, capture_output=True, timeout=60).returncode == 0
    assert (tmp_path / "out/grüße.txt").read_text() == "[EMAIL_ADDRESS]"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_wrong_usage_is_2_also_where_nobody_can_be_told() -> None:
    with open("/dev/full", "wb") as full:
        assert subprocess.run([*BATCH, "--bad"], stdout=full, stderr=full, env=CLEAN, timeout=60).returncode == 2


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="no /proc/kmsg on this system")
def test_a_file_of_the_kernel_is_refused(tmp_path: Path) -> None:
    (tmp_path / "k.txt").symlink_to("/proc/kmsg")
    assert redact_batch(tmp_path / "k.txt", "--label", "EMAIL_ADDRESS").returncode == 2


def test_the_settings_of_a_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "redactor.toml").write_text('label = ["EMAIL_ADDRESS"]\n')
    done = redact_batch("in", "out", cwd=tmp_path)
    assert f"defaults from {tmp_path / 'redactor.toml'}" in done.stderr.decode()
    assert b"defaults" not in redact_batch("in", "out", "-q", cwd=tmp_path).stderr
