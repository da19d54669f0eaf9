"""``python -m benchmarks.shapes``: the same words as short records, long documents, many small files, one column of fifty.

``--records`` is the number of 80-character records; every other shape holds about as much text. ``--files`` counts small files.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.corpus import documents
from benchmarks.engine import Run, redact_batch, write_jsonl


def short(count: int) -> list[str]:
    """``count`` stretches of about 80 characters of prose, forms and logs, cut at blanks."""
    found: list[str] = []
    for text in documents(max(2, count * 80 // 1_500 + 2), 1_500):
        words, line = text.split(), ""
        for word in words:
            line = f"{line} {word}".strip()
            if len(line) >= 80:
                found.append(line)
                line = ""
    return found[:count]


def _parquet(texts: list[str], path: Path, columns: int) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {f"n{index}": list(range(len(texts))) for index in range(columns - 1)}
    pq.write_table(pa.table({"text": texts, **numbers}), path, row_group_size=5_000)
    return path


def shapes(folder: Path, records: int, files: int) -> dict[str, tuple[int, Callable[[], Run]]]:
    """Name → words, and what runs it."""
    lines = short(records)
    words = sum(len(line.split()) for line in lines)
    long = ["\n".join(lines[at : at + 12_500]) for at in range(0, len(lines), 12_500)]
    few = [lines[number % len(lines)] for number in range(files)]

    def jsonl(texts: list[str]) -> Run:
        return redact_batch(write_jsonl(texts, folder / "in.jsonl"), folder / "out.jsonl")

    def text() -> Run:
        (folder / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return redact_batch(folder / "in.txt", folder / "out.txt")

    def parquet(columns: int) -> Run:
        source = _parquet(lines, folder / f"in{columns}.parquet", columns)
        return redact_batch(source, folder / f"out{columns}.parquet", "--field", "text")

    def many() -> Run:
        (folder / "files").mkdir()
        for number, line in enumerate(few):
            (folder / "files" / f"{number:06}.txt").write_text(line + "\n", encoding="utf-8")
        return redact_batch(folder / "files", folder / "out")

    return {
        "80-character JSONL records": (words, partial(jsonl, lines)),
        "the same as one text file": (words, text),
        "1-MB records": (words, partial(jsonl, long)),
        "Parquet, 1 column(s)": (words, partial(parquet, 1)),
        "Parquet, 50 column(s)": (words, partial(parquet, 50)),
        f"{files:,} files of one line": (sum(len(line.split()) for line in few), many),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    # Four records of a megabyte: with two and a half the second core waits for a fifth of the run.
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--only", default="", help="Shapes whose name holds this.")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (words, work) in shapes(Path(folder), args.records, args.files).items():
            if args.only not in name:
                continue
            run = work()
            found[name] = {
                "words": words,
                "words_per_second": words / run.seconds,
                "seconds": run.seconds,
                "peak_mib": run.peak / 2**20,
            }
            print(
                f"{name:32} {words / run.seconds:9,.0f} words/s  {run.seconds:7.1f} s  {run.peak / 2**20:5.0f} MiB",
                flush=True,
            )
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
