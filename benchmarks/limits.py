"""Inputs made to use up memory, each redacted by the real program under ``--max-memory``: what it held at most, and how it ended.

    python -m benchmarks.limits --max-memory 1G 512M --scale 0.2 --output docs/results/limits.json

At full size (``--scale 1``) all cases take more than an hour; ``--cases`` names some, and the file keeps what others gave.
Every case must finish, or be withheld with a reason, below the limit. The policy wants e-mail addresses alone, so that no
model is loaded and the large cases take minutes; ``--with-model`` runs the default policy. Ends with 1 where a limit was
passed. ``held`` is what the kernel says of the process and its children (VmHWM of each, added up), ``summary`` what the run
says of itself.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.in_pieces import FILES

MAIL = b"write to niels.bohr@example.org soon, "


def _repeated(path: Path, before: bytes, part: bytes, size: int, after: bytes) -> None:
    chunk = part * max(1, (1 << 20) // len(part))
    with path.open("wb") as file:
        file.write(before)
        while file.tell() < size:
            file.write(chunk)
        file.write(after)


def one_text_line(root: Path, scale: float) -> None:
    """A text of 1 GB without a line end."""
    _repeated(root / "line.txt", b"", MAIL, int(scale * (1 << 30)), b"")


def one_jsonl_line(root: Path, scale: float) -> None:
    """A JSON line of 1 GB, and a short one behind it."""
    _repeated(root / "line.jsonl", b'{"t": "', MAIL, int(scale * (1 << 30)), b'"}\n{"t": "a@example.org"}\n')


def long_lines(root: Path, scale: float) -> None:
    """Lines that are just short enough to be looked at under 1G, full of addresses, words, wide characters or escapes."""
    size = int(min(1.0, 5 * scale) * (15 << 20))
    parts = {
        "mails": b"a@example.org ",
        "words": b"word of no account, ",
        "wide": "é 字 \U0001f388 text ".encode(),
        "escapes": b"\\u00e9\\n ",
    }
    for name, part in parts.items():
        _repeated(root / f"{name}.jsonl", b'{"t": "', part, size, b'"}\n')


def long_list(root: Path, scale: float) -> None:
    """JSON lists of 5 million texts, and of 5 million numbers."""
    count = int(scale * 5_000_000)
    for name, item in (("texts", '"ab"'), ("numbers", "1")):
        (root / f"{name}.jsonl").write_text("[" + ",".join([item] * count) + ']\n{"t": "a@example.org"}\n')
    keys = ",".join(f'"k{i}":{i}' for i in range(count // 5))
    (root / "keys.jsonl").write_text("{" + keys + '}\n{"t": "a@example.org"}\n')


def one_row_group(root: Path, scale: float) -> None:
    """A Parquet file of 5 million rows in one row group; and one small dictionary that expands to 400 MB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = int(scale * 5_000_000)
    schema = pa.schema([("id", pa.int64()), ("note", pa.string())])
    text = "Please write to niels.bohr@example.org, he is in room "
    table = pa.table({"id": range(rows), "note": [f"{text}{i}" for i in range(rows)]}, schema=schema)
    pq.write_table(table, root / "group.parquet", row_group_size=rows)
    big = pa.array(["y" * 1_000_000] * int(scale * 400)).dictionary_encode()
    pq.write_table(pa.table({"bomb": big}), root / "bomb.parquet", store_schema=False)


def wide_tables(root: Path, scale: float) -> None:
    """2,000 columns, as CSV and as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = int(scale * 5_000)
    names = [f"column {i}" for i in range(2_000)]
    with (root / "wide.csv").open("w") as file:
        file.write(",".join(names) + "\n")
        for row in range(rows):
            file.write(",".join(f"r{row} a@example.org" if i % 50 == 0 else f"v{i}" for i in range(2_000)) + "\n")
    column = [f"r{row} a@example.org" if row % 50 == 0 else f"v{row}" for row in range(rows)]
    pq.write_table(pa.table(dict.fromkeys(names, column)), root / "wide.parquet")


def tiny_files(root: Path, scale: float) -> None:
    """100,000 files of one line."""
    for i in range(int(scale * 100_000)):
        folder = root / f"{i // 1_000:03}"
        if i % 1_000 == 0:
            folder.mkdir()
        (folder / f"{i}.txt").write_bytes(MAIL)


def deep_lines(root: Path, scale: float) -> None:
    """JSON lines nested 510 deep, of 6 and 16 MB: all their bytes are keys."""
    for size in (6, 16):
        key = "k" * int(scale * size * 1_000_000 / 510)
        line = "".join(f'{{"{key}{i}":' for i in range(510)) + '"a@example.org"' + "}" * 510
        (root / f"deep{size}.jsonl").write_text(line + '\n{"t": "a@example.org"}\n')


def parquet_bombs(root: Path, scale: float) -> None:
    """A page of 500 MB, 100 million nulls, a text of 64 kB repeated a million times, a row of 3 million texts; behind them a short text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def stored(name: str, array: Any, **options: Any) -> None:
        pq.write_table(pa.table({"a": array}), root / f"{name}.parquet", store_schema=False, **options)

    stored("page", pa.array(["a" * int(scale * 500_000_000)]), compression="zstd", use_dictionary=False)
    stored("nulls", pa.nulls(int(scale * 100_000_000), pa.string()))
    repeated = pa.array([0] * int(scale * 1_000_000), pa.int32())
    stored("dictionary", pa.DictionaryArray.from_arrays(repeated, pa.array(["y" * 65_536])))
    stored("row", pa.array([["t"] * int(scale * 3_000_000)]))
    (root / "z.txt").write_bytes(MAIL)


def wide_header(root: Path, scale: float) -> None:
    """A CSV of 300,000 columns and one row."""
    count = int(scale * 300_000)
    (root / "header.csv").write_text(
        ",".join(f"column{i}" for i in range(count)) + "\n" + "x," * (count - 1) + "a@example.org\n"
    )


def one_mailbox(root: Path, scale: float) -> None:
    """A mailbox of 1 GB: letters in text and HTML, every tenth with a picture of 800 KB."""
    head = b"From niels.bohr@example.org Thu Jan  1 00:00:00 2026\nFrom: Niels <niels.bohr@example.org>\nMIME-Version: 1.0\n"
    html = b"\n--b\nContent-Type: text/html\n\n<p>" + MAIL * 10 + b"</p>\n"
    picture = b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + (b"iVBOR" * 15 + b"A\n") * 10_500
    with (root / "all.mbox").open("wb") as file:
        for number in range(int(scale * 12_800)):
            file.write(head + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n' + (MAIL + b"\n") * 20 + html)
            file.write((b"" if number % 10 else picture) + b"--b--\n\n")


def one_json_array(root: Path, scale: float) -> None:
    """A JSON array of 300 MB."""
    item = {"id": 5, "person": {"mail": "niels.bohr@example.org", "notes": [MAIL.decode() * 2, "none"]}}
    row = json.dumps(item, indent=1).encode()
    _repeated(root / "all.json", b"[\n" + row, b",\n" + row, int(scale * 300 * (1 << 20)), b"\n]\n")


def one_workbook(root: Path, scale: float) -> None:
    """A workbook of two million rows of texts and numbers, on two sheets: one has 1,048,576 at most."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for _ in range(2):
        sheet = book.create_sheet()
        for row in range(int(scale * 1_000_000)):
            sheet.append((row, f"row {row}, a@example.org"))
    book.save(root / "all.xlsx")


def pieces(root: Path, scale: float) -> None:
    """For each format a value in as many pieces as its bytes allow: one just below the record's bound of 256M, one below that of 1G."""
    for size in (4, 16):
        folder = root / f"{size}"
        folder.mkdir()
        for name, made in FILES.items():
            (folder / name).write_bytes(made(int(scale * size * 1_000_000)))


CASES: dict[str, Callable[[Path, float], None]] = {
    made.__name__: made
    for made in (
        one_text_line, one_jsonl_line, long_lines, long_list, one_row_group, wide_tables, tiny_files,
        deep_lines, parquet_bombs, wide_header, pieces, one_mailbox, one_json_array, one_workbook,
    )
}  # fmt: skip


def measured(source: Path, output: Path, limit: str, with_model: bool, seconds: float = float("inf")) -> dict[str, Any]:
    """One run: its exit code, seconds, what it held at most in MiB, and what its summary says. After ``seconds`` it is killed."""
    policy = () if with_model else ("--label", "EMAIL_ADDRESS")
    command = [sys.executable, "-m", "redactor.cli.batch", str(source), str(output), "--max-memory", limit, *policy]
    began, held = time.monotonic(), 0
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([*command, "--quiet"], stderr=errors)
        while process.poll() is None:
            held = max(held, sum(map(_high_water, _tree(process.pid))))
            time.sleep(0.02)
            if time.monotonic() - began > seconds:
                process.kill()
        errors.seek(0)
        said = errors.read()
    told: dict[str, Any] = {
        "exit": process.returncode,
        "seconds": round(time.monotonic() - began, 1),
        "held_mib": round(held / 1024),
    }
    summary = output / "_redactor/summary.json"
    if not summary.is_file():
        return told | {"said": said.decode()[-300:]}
    found = json.loads(summary.read_bytes())
    told["summary_mib"] = round(found["peak_rss_bytes"] / (1 << 20))
    told["records"], told["withheld"] = found["counts"]["records"], found["counts"]["reasons"]
    told["not_redacted"] = {each["file"]: each["reason"] for each in found["problems"][:5]}
    return told


def _tree(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        found = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for file in found for child in file.read_text().split()]
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield from _tree(child)


def _high_water(process: int) -> int:
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def runs(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for case in given.cases:
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            source = Path(folder) / "in"
            source.mkdir()
            CASES[case](source, given.scale)
            size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
            for limit in given.max_memory:
                told = measured(source, Path(folder) / "out", limit, given.with_model)
                shutil.rmtree(Path(folder) / "out", ignore_errors=True)
                kept = told["exit"] in (0, 1) and told["held_mib"] <= mebibytes(limit)
                yield {"case": case, "input_mib": round(size / (1 << 20)), "limit": limit, "kept": kept, **told}


def mebibytes(size: str) -> float:
    return float(size[:-1]) * {"M": 1, "G": 1024}[size[-1].upper()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--max-memory", nargs="+", default=["1G"])
    parser.add_argument("--scale", type=float, default=0.2, help="1 is the full size")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--with-model", action="store_true")
    parser.add_argument("--work", type=Path, help="where to make the inputs (default: the temporary folder)")
    parser.add_argument("--output", type=Path, help="write the results here, as JSON")
    given = parser.parse_args()
    kept = True
    for told in runs(given):
        kept = kept and told["kept"]
        print(json.dumps(told), flush=True)
        if given.output:
            keep(given.output, told, given.scale)
    return 0 if kept else 1


def keep(path: Path, told: dict[str, Any], scale: float) -> None:
    """Put a result into ``path``, in place of an older one of that case and limit; those at another scale go."""
    found = json.loads(path.read_text()) if path.exists() else {}
    runs = found.get("runs", []) if found.get("scale") == scale else []
    runs = [each for each in runs if (each["case"], each["limit"]) != (told["case"], told["limit"])] + [told]
    runs.sort(key=lambda each: (list(CASES).index(each["case"]), each["limit"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"scale": scale, "runs": runs}, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
