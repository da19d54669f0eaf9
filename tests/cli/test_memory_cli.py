"""``--max-memory`` is kept by the real program: small likenesses of what ``benchmarks/limits.py`` does at full size."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import BATCH, CLEAN

MAIL = "write to qzcanary7@example.org soon, "
LIMIT = 400 << 20
#: A record may have a 64th of the limit.
RECORD = LIMIT // 64


def greedy(root: Path) -> None:
    """Files that would take far more than their size, were they read at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    root.mkdir()
    short = json.dumps({"t": MAIL}) + "\n"
    (root / "line.txt").write_text(MAIL * 15_000)
    (root / "line.jsonl").write_text(json.dumps({"t": "x" * (3 * RECORD)}) + "\n" + short)
    (root / "texts.jsonl").write_text("[" + ",".join(['"ab"'] * 500_000) + "]\n" + short)
    (root / "numbers.jsonl").write_text("[" + ",".join(["1"] * 2_000_000) + "]\n" + short)
    (root / "names.jsonl").write_text(json.dumps({"t": "a@example.org " * 150_000}) + "\n" + short)
    names = [f"column {i}" for i in range(2_000)]
    cells = [MAIL if i % 100 == 0 else str(i) for i in range(2_000)]
    rows = [json.dumps(cell) if "," in cell else cell for cell in cells]
    (root / "wide.csv").write_text("".join(",".join(row) + "\n" for row in [names] + [rows] * 20))
    pq.write_table(
        pa.table({name: [cell] * 20 for name, cell in zip(names, cells, strict=True)}), root / "wide.parquet"
    )
    big = pa.array(["y" * 100_000] * 250).dictionary_encode()
    pq.write_table(pa.table({"bomb": big}), root / "bomb.parquet", store_schema=False)
    for i in range(300):
        (root / f"tiny-{i}.txt").write_text(MAIL)


def high_water(process: int) -> int:
    """The most bytes that a process has held since it began its program (``ru_maxrss`` also counts its parent's)."""
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is watched through /proc")
def test_everything_is_done_or_withheld_below_the_limit(tmp_path: Path) -> None:
    greedy(tmp_path / "in")
    arguments = ["in", "out", "--max-memory", "400M", "--label", "EMAIL_ADDRESS"]
    with (tmp_path / "said").open("w") as errors:
        process = subprocess.Popen([*BATCH, *arguments], cwd=tmp_path, stderr=errors, env=CLEAN)
        held = 0
        while process.poll() is None:
            held = max(held, high_water(process.pid))
            time.sleep(0.02)
    said = (tmp_path / "said").read_text()
    assert process.returncode == 1, said
    assert 0 < held <= LIMIT and "qzcanary" not in said
    summary = json.loads((tmp_path / "out/_redactor/summary.json").read_bytes())
    assert abs(summary["peak_rss_bytes"] - held) < 5 << 20
    assert f"peak memory {summary['peak_rss_bytes'] >> 20}M" in said
    lines = [json.loads(line) for line in (tmp_path / "out/_redactor/withheld.jsonl").read_text().splitlines()]
    assert {(each["file"], each["record"]): each["reason"] for each in lines} == {
        ("line.jsonl", 0): "too-long",
        ("texts.jsonl", 0): "too-complex",
        ("names.jsonl", 0): "too-complex",
    }
    for path in (tmp_path / "out").glob("*.*"):
        assert b"qzcanary" not in path.read_bytes(), path.name
    assert (tmp_path / "out/line.txt").read_text().count("[EMAIL_ADDRESS]") == 15_000
    assert (tmp_path / "out/wide.csv").read_text().count("[EMAIL_ADDRESS]") == 20 * 20


@pytest.mark.parametrize(
    "said", ["MemoryError()", 'RuntimeError("can\'t start new thread")', "ImportError('x.so: failed to map segment')"]
)
def test_a_bound_of_the_system_is_no_bug(said: str) -> None:
    """Under ``ulimit -v`` whatever is asked for next fails, each in its own words."""
    code = f"from redactor.cli.exit import run_command\ndef command(**_):\n    raise {said}\nrun_command(command)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr[:20]) == (4, "error: out of memory"), done.stderr
