"""``python -m benchmarks.slow_disk``: small files on a disk that is slow to say that it has them.

The run's own ``fsync`` is made to take so many milliseconds more; printed are the seconds of the run, and what its calls would
have taken one after the other.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.corpus import documents


def main() -> None:
    """One line of output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--milliseconds", type=float, default=5.0)
    wanted = parser.parse_args()
    lines = (line for text in documents(500, 1_500) for line in text.split("\n") if len(line) > 40)
    calls, lock = itertools.count(), threading.Lock()
    plain = os.fsync

    def slow(descriptor: int) -> None:
        with lock:
            next(calls)
        time.sleep(wanted.milliseconds / 1_000)
        plain(descriptor)

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        count = 0
        for count, line in enumerate(itertools.islice(lines, wanted.files), 1):
            (source / f"{count:06}.txt").write_text(line + "\n", encoding="utf-8")
        os.fsync = slow
        seconds = _run(source, Path(folder) / "out")
        os.fsync = plain
    asked = next(calls)
    print(
        f"{count:,} files in {seconds:.1f} s; {asked:,} calls of fsync of {wanted.milliseconds:g} ms "
        f"take {asked * wanted.milliseconds / 1_000:.1f} s one after the other"
    )


def _run(source: Path, output: Path) -> float:
    from redactor.cli.batch import main as redact_batch

    sys.argv = ["redact-batch", str(source), str(output), "-q"]
    began = time.perf_counter()
    try:
        redact_batch()
    except SystemExit as end:
        if end.code not in (0, None):
            raise
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
