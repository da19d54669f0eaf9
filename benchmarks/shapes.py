"""``python -m benchmarks.shapes``: the same words as short records, long documents, many small files, one column of fifty.

``--records`` is the number of 80-character records; every other shape holds about as much text. ``--files`` counts small files.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
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


def shapes(folder: Path, records: int, files: int) -> Iterator[tuple[str, int, Run]]:
    """(name, words, run) of each shape."""
    lines = short(records)
    words = sum(len(line.split()) for line in lines)
    yield (
        "80-character JSONL records",
        words,
        redact_batch(write_jsonl(lines, folder / "short.jsonl"), folder / "o1.jsonl"),
    )
    (folder / "lines.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    yield "the same as one text file", words, redact_batch(folder / "lines.txt", folder / "o2.txt")
    long = ["\n".join(lines[at : at + 12_500]) for at in range(0, len(lines), 12_500)]
    yield "1-MB records", words, redact_batch(write_jsonl(long, folder / "long.jsonl"), folder / "o3.jsonl")
    for columns in (1, 50):
        source = _parquet(lines, folder / f"c{columns}.parquet", columns)
        yield (
            f"Parquet, {columns} column(s)",
            words,
            redact_batch(source, folder / f"o{columns}.parquet", "--field", "text"),
        )
    (folder / "files").mkdir()
    for number in range(files):
        (folder / "files" / f"{number:06}.txt").write_text(lines[number % len(lines)] + "\n", encoding="utf-8")
    few = sum(len(lines[number % len(lines)].split()) for number in range(files))
    yield f"{files:,} files of one line", few, redact_batch(folder / "files", folder / "out")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, words, run in shapes(Path(folder), args.records, args.files):
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
