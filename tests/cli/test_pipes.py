"""Pipes: answers while the pipe is open, the same bytes however they come, and quiet ends."""

from __future__ import annotations

import random
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest
from program import BATCH, CLEAN, redact_batch, started

from redactor.tagger.checkpoint import EMBEDDED

pytestmark = pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")

LINE = b"Please write to niels@example.org soon.\n"
MASKED = b"Please write to [EMAIL_ADDRESS] soon.\n"


def test_text_and_jsonl_through_a_pipe(tmp_path: Path) -> None:
    done = redact_batch(stdin=LINE * 3)
    assert (done.returncode, done.stdout, done.stderr) == (0, MASKED * 3, b"")
    done = redact_batch(
        "-", "--format", "jsonl", "--audit", tmp_path / "audit.jsonl", stdin=b'{"a":"niels@example.org", "b": 1.50}\n'
    )
    assert (done.returncode, done.stdout) == (0, b'{"a":"[EMAIL_ADDRESS]", "b": 1.50}\n')
    audit = (tmp_path / "audit.jsonl").read_bytes()
    assert (
        audit.count(b"EMAIL_ADDRESS") == 1
        and b"niels" not in audit
        and (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600
    )
    assert redact_batch("--format", "csv", stdin=b"a,b\nniels@example.org,2\n").stdout == b"a,b\n[EMAIL_ADDRESS],2\n"
    assert redact_batch("--format", "parquet", stdin=b"PAR1").returncode == 2
    assert redact_batch(stdin=b"").stdout == b""


def test_what_was_withheld_in_a_pipe_is_told(tmp_path: Path) -> None:
    done = redact_batch("--format", "jsonl", stdin=b"{broken niels@example.org\n")
    assert done.returncode == 1 and b"1 records withheld" in done.stderr and b"niels" not in done.stdout + done.stderr


def test_a_file_to_standard_output(tmp_path: Path) -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"t": ["niels@example.org"]}), tmp_path / "x.parquet")
    done = redact_batch(tmp_path / "x.parquet")
    assert done.returncode == 0 and pq.read_table(io.BytesIO(done.stdout)).to_pydict() == {"t": ["[EMAIL_ADDRESS]"]}


def test_each_line_is_answered_while_the_pipe_stays_open() -> None:
    process = started("--line-buffered")
    assert process.stdin and process.stdout
    process.stdin.write(LINE)
    assert process.stdout.readline() == MASKED  # the model has been loaded
    for _ in range(3):
        began = time.monotonic()
        process.stdin.write(LINE)
        assert select.select([process.stdout], [], [], 10)[0]
        assert process.stdout.readline() == MASKED
        assert time.monotonic() - began < 5  # a second, on an idle machine
    process.stdin.write(LINE[:-1])
    process.stdin.close()
    assert process.stdout.read() == MASKED[:-1] and process.wait(30) == 0


@pytest.mark.parametrize("options", [(), ("--line-buffered",), ("--format", "jsonl")])
def test_the_output_does_not_depend_on_timing(options: tuple[str, ...]) -> None:
    data = b'{"t": "write to niels@example.org in Z\xc3\xbcrich"}\n' * 200
    whole = redact_batch(*options, stdin=data)
    process = started(*options)
    assert process.stdin
    chosen = random.Random(3)
    at = 0
    while at < len(data):
        size = chosen.choice([1, 7, 100, 2_000])
        process.stdin.write(data[at : at + size])
        at += size
        time.sleep(chosen.choice([0, 0, 0.01]))
    output, errors = process.communicate()
    assert (output, errors, process.returncode) == (whole.stdout, b"", whole.returncode)


@pytest.mark.parametrize("options", [(), ("--line-buffered",)])
def test_a_reader_that_leaves_ends_the_run_quietly(options: tuple[str, ...]) -> None:
    process = started(*options)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(LINE * 500)
    if options:
        assert process.stdout.readline() == MASKED
    process.stdout.close()
    try:
        for _ in range(200):
            process.stdin.write(LINE * 50)
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert process.wait(60) == 141 and process.stderr.read() == b""


def test_head(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_bytes(LINE * 3_000)
    done = subprocess.run(
        [
            "bash",
            "-c",
            'set -o pipefail; "$@" | head -1; echo "${PIPESTATUS[0]}"',
            "-",
            *BATCH,
            str(tmp_path / "x.log"),
        ],
        capture_output=True,
        env=CLEAN,
        timeout=120,
        check=False,
    )
    assert (
        done.stdout.splitlines()[0] == MASKED.strip() and done.stdout.splitlines()[1] == b"141" and done.stderr == b""
    )


@pytest.mark.parametrize(
    ("options", "sent", "ends"),
    [
        ((), signal.SIGINT, 130),
        (("--line-buffered",), signal.SIGINT, 130),
        (("--format", "jsonl"), signal.SIGTERM, -signal.SIGTERM),
    ],
)
def test_an_interrupt_ends_the_run_quietly_while_it_waits(options: tuple[str, ...], sent: int, ends: int) -> None:
    process = started(*options)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(LINE * 400)
    assert select.select([process.stdout], [], [], 240)[0]
    process.send_signal(sent)
    code, errors = process.wait(240), process.stderr.read()
    assert code == ends and errors.strip() == b"interrupted; the same command goes on where it stopped"


def test_interrupted_in_a_folder_it_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for i in range(16):
        (tmp_path / f"in/{i:02}.txt").write_bytes(b"".join(b"%d %d " % (i, n) + LINE for n in range(100)))
    process = started(tmp_path / "in", tmp_path / "out")
    while not (tmp_path / "out/02.txt").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait(240) in (130, 0)
    done = redact_batch(tmp_path / "in", tmp_path / "out")
    assert done.returncode == 0 and b"unchanged" in done.stderr
    outputs = [path.read_bytes() for path in sorted((tmp_path / "out").glob("*.txt"))]
    assert [output.count(b"[EMAIL_ADDRESS]") for output in outputs] == [100] * 16 and b"niels" not in b"".join(outputs)
