"""Files that are damaged, hostile or merely odd, redacted by the real program: one of them may never cost another.

    python -m benchmarks.torture
    python -m benchmarks.torture --sets ~/parquet-testing ~/arrow-testing/data/parquet ~/JSONTestSuite/test_parsing

Makes a family of each kind by code (``CASES``), and takes the files of public sets where they are at hand; it fetches nothing.
Each family is one run over a folder in which a healthy file stands behind the others. Prints what was tried, redacted and
withheld of each family. Ends with 1 where a run crashed, hung, ended otherwise than documented or passed its memory; where a
file is neither in the output nor named; where a file without a mask came out otherwise; or where ``redactor verify`` objects.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.limits import measured, mebibytes

#: The last file of each family: what is done behind the others.
HEALTHY, HEALTHY_TEXT = "zzz-healthy.txt", "Write to bob@example.com\n"
#: A file of a set is given the suffix of what it is to be read as.
READ_AS = {".parquet": "", ".csv": "", ".tsv": "", ".jsonl": "", ".ndjson": "", ".txt": "", ".json": ".jsonl"}
#: Seconds that a run may take, and more of them for each file and each megabyte.
_SECONDS, _SECONDS_A_FILE, _SECONDS_A_MEGABYTE = 60, 3, 30

Case = tuple[str, bytes]


def parquet_footers(much: int) -> Iterator[Case]:
    """A footer with a byte flipped, at many places; and cut files."""
    data = _parquet({"text": ["Niels", None, "bob@example.com"], "n": [1, 2, 3]}, compression="snappy")
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for at in range(footer, len(data), max(1, (len(data) - footer) // (4 * much))):
        yield f"flip{at}.parquet", data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]
    at = footer - 1
    while (at := data.find(b"\x15\x02", at + 1)) >= 0:  # one of these is a codec: to a number that there is not
        yield f"codec{at}.parquet", data[:at] + b"\x15\x7e" + data[at + 2 :]
    for length in (0, 4, 12, footer // 2, len(data) - 9):
        yield f"cut{length}.parquet", data[:length]


def parquet_pages(much: int) -> Iterator[Case]:
    """Pages with a byte flipped: every codec and encoding."""
    chosen = random.Random(21)
    for codec, dictionary in itertools.product(("none", "snappy", "zstd", "gzip"), (True, False)):
        data = _parquet({"text": [f"row {i % 7}" for i in range(300)]}, compression=codec, use_dictionary=dictionary)
        end = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
        for _ in range(much):
            at = chosen.randrange(4, end)
            yield f"{codec}{int(dictionary)}-{at}.parquet", data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def parquet_bombs(much: int) -> Iterator[Case]:
    """Small files that unpack to far more than memory or a night."""
    yield "nulls.parquet", _parquet({"a": pa.nulls(5_000_000 * much, pa.string())})
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000 * much, pa.int32()), pa.array(["y" * 65_536]))
    yield "dictionary.parquet", _parquet({"a": repeated}, store_schema=False)
    yield (
        "page.parquet",
        _parquet({"a": ["a" * (30_000_000 * min(10, much))]}, compression="zstd", use_dictionary=False),
    )
    yield "row.parquet", _parquet({"a": [["t"] * 500_000 * much]})


def json_lines(much: int) -> Iterator[Case]:
    """What parsers disagree about, and lines whose paths weigh more than they do."""
    odd = (
        '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', '{"a": 00}', '{"a": "\\ud800"}', '{"a": "\\x41"}', '{"a": "b',
        '{"a": "bob@example.com", "a": "x"}', "[1,]", "[", "]", "{}", "nul", '"a" "b"', "\x00", "{\"a\": \"\x01\"}", "'a'",
        "\ufeff{}", "", " ", "[" * 100_000, '{"":{"":{"":"bob@example.com"}}}', "9" * 5_000, '{"a": "\U0001f388\u2028"}',
    )  # fmt: skip
    for number, line in enumerate(odd):
        yield (
            f"odd{number}.jsonl",
            f'{{"t": "bob@example.com"}}\n{line}\n{{"t": "last"}}\n'.encode("utf-8", "surrogatepass"),
        )
    for depth, key in ((500, 2_000 * much), (2, 500_000), (500, 5)):
        line = "".join(f'{{"{"k" * key}{i}":' for i in range(depth)) + '"bob@example.com"' + "}" * depth
        yield f"deep{depth}x{key}.jsonl", line.encode()
    yield "list.jsonl", b"[" + b",".join([b'"t"'] * 400_000) + b"]\n"
    yield "bytes.jsonl", bytes(range(256)) * 40


def json_files(much: int) -> Iterator[Case]:
    """Values so large that they are read in parts, and then break off, or hold what is no text."""
    ones = ",".join(["1"] * 20_001)
    odd = (
        f'{{"a": {{bad, {ones}}}}}', f'{{"a": {{"x": "bob@example.com", bad, {ones}}}}}', f'[{{"a": [[bad, {ones}]}}}}',
        f'{{"x": ["bob@example.com", [{ones}', f'{{"bob@example.com": [{ones}]}}', "[" * 100_000, "{" * 40, "", "[]", "nul",
    )  # fmt: skip
    for number, text in enumerate(odd):
        yield f"odd{number}.json", text.encode()
    yield "bytes.json", b'["bob@example.com", "' + bytes(range(256)) * 9 + b'", "bob@example.com"]'


def csv_rows(much: int) -> Iterator[Case]:
    """Quotes, line ends, ragged rows, and headers of very many names."""
    odd = (
        b'a,b\n"x', b'a,b\n"x""y",z\n', b'a,b\n"x" y,z\n', b"a,b\r1,2\r3,4\r", b"a,b\r\n1,2\n3,4\r\r\n", b"a,b\n1\n1,2,3\n\n,\n",
        b'"a\nb",c\n"x\r\ny",bob@example.com\n', b"\xef\xbb\xbfa;b\n1;2\n", b"a\tb\n1\t2\n", b"\x00,\x00\n\x00,\x00\n", b",,,\n,,,\n",
        b"a,a,a\nbob@example.com,x,y\n", b"\xff\xfea\x00,\x00b\x00\n\x00", b"a,b\n\xff\xfe,\xc3\n", b'""""\n""""\n', b"\n\n\n", b"a",
    )  # fmt: skip
    for number, rows in enumerate(odd):
        yield f"odd{number}.csv", rows
    names = ",".join(map("_".join, itertools.product("abcdefghij", repeat=4)))
    yield "header.csv", f"{names}\n{'x,' * 9_999}bob@example.com\n".encode()


def texts(much: int) -> Iterator[Case]:
    """Bytes that are no UTF-8, marks, and lines without end."""
    odd = (
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80 bob@example.com",
        b"\x00" * 5_000,
        b"\r\r\n\n\r",
        b"a" * 1_000_000,
        b"\xef\xbb\xbf",
    )
    for number, text in enumerate(odd):
        yield f"odd{number}.txt", text
    yield "wide.txt", "Write to bob@example.com\n".encode("utf-16")
    for code in ("utf-16-le", "cp037"):
        yield f"unmarked-{code}.txt", "Write to bob@example.com\n".encode(code)
        yield f"short-{code}.txt", "Bob Roe".encode(code)


def frames(much: int) -> Iterator[Case]:
    """Compressed files that are cut, doubled, followed by rubbish, or no such files."""
    text = b"".join(b"Write to user%d@example.com\n" % i for i in range(500))
    packed = gzip.compress(text, mtime=0)
    import zstandard

    framed = zstandard.ZstdCompressor().compress(text)
    for name, data in (("gz", packed), ("zst", framed)):
        for cut in (0, 1, 9, len(data) // 2, len(data) - 1):
            yield f"cut{cut}.txt.{name}", data[:cut]
        yield f"twice.txt.{name}", data + data
        yield f"rubbish.txt.{name}", data + b"rubbish"
        yield f"flipped.txt.{name}", data[:40] + bytes([data[40] ^ 0xFF]) + data[41:]
        yield f"none.txt.{name}", text


CASES: dict[str, Callable[[int], Iterator[Case]]] = {
    made.__name__: made
    for made in (parquet_footers, parquet_pages, parquet_bombs, json_lines, json_files, csv_rows, texts, frames)
}


def _parquet(columns: dict[str, Any], **how: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, **how)
    return sink.getvalue()


def of_a_set(folder: Path) -> Iterator[Case]:
    """The files of a public set that have a suffix of ours, or none (then they are Parquet: fuzzers name theirs so)."""
    for number, path in enumerate(sorted(folder.rglob("*"))):
        kind = READ_AS.get(path.suffix, ".parquet" if path.suffix in ("", ".fuzz", ".encrypted") else None)
        if kind is not None and path.is_file() and ".git" not in path.parts:
            yield f"{number:05}-{path.name}{kind}", path.read_bytes()


def tortured(cases: Iterator[Case], work: Path, limit: str) -> dict[str, Any]:
    """One run over the files of a family: what became of them, and what is ``wrong``."""
    source, output = work / "in", work / "out"
    source.mkdir()
    for name, data in cases:
        (source / name).write_bytes(data)
    names = {path.name for path in source.iterdir()}
    size = sum(path.stat().st_size for path in source.iterdir()) / 1e6
    (source / HEALTHY).write_text(HEALTHY_TEXT)
    most = _SECONDS + _SECONDS_A_FILE * len(names) + _SECONDS_A_MEGABYTE * size
    told = measured(source, output, limit, False, seconds=most)
    wrong = _ended(told, limit)
    manifest = output / "_redactor/manifest.json"
    made = {each["path"]: each for each in json.loads(manifest.read_bytes())["files"]} if manifest.is_file() else {}
    summary = output / "_redactor/summary.json"
    problems = {each["file"]: each["reason"] for each in json.loads(summary.read_bytes())["problems"]} if made else {}
    wrong += [f"{name}: neither redacted nor named" for name in sorted(names - made.keys() - problems.keys())]
    if (output / HEALTHY).is_file() is False or "bob@" in (output / HEALTHY).read_text():
        wrong.append("the healthy file behind the others was not redacted")
    for name in sorted(names & made.keys()):
        if not made[name]["entities"] and not made[name]["withheld"] and not _same(source / name, output / name):
            wrong.append(f"{name}: changed without a mask")
    if made:
        verify = [sys.executable, "-m", "redactor.cli.main", "verify", str(output), "--input", str(source)]
        checked = subprocess.run(verify, capture_output=True, text=True, check=False)
        if checked.returncode:
            wrong.append(f"verify: exit {checked.returncode}: {checked.stderr[-300:]}")
    return {
        "tried": len(names),
        "redacted": len(names & made.keys()),
        "withheld": dict(Counter(reason.partition(":")[0] for reason in problems.values())),
        "records_withheld": told.get("withheld", {}),
        "seconds": told["seconds"],
        "held_mib": told["held_mib"],
        "wrong": wrong,
    }


def _ended(told: dict[str, Any], limit: str) -> list[str]:
    """What is wrong with the way in which a run ended."""
    wrong = []
    if told["exit"] not in (0, 1):
        wrong.append(f"exit {told['exit']}: {told.get('said', '')}")
    if told["held_mib"] > 1.1 * mebibytes(limit):
        wrong.append(f"held {told['held_mib']} MiB under {limit}")
    return wrong


def _same(before: Path, after: Path) -> bool:
    if before.suffix != ".parquet":
        return _plain(before) == _plain(after)
    was, now = (pq.read_table(path, coerce_int96_timestamp_unit="us") for path in (before, after))
    if not was.schema.equals(now.schema):
        return False
    return all(map(_alike, was.columns, now.columns))


def _alike(was: Any, now: Any) -> bool:
    """Equal, also where they hold what is not equal to itself (NaN)."""
    if was.equals(now):
        return True
    try:
        return str(was.to_pylist()) == str(now.to_pylist())
    except (OverflowError, ValueError):  # a moment that Python has not
        return False


def _plain(path: Path) -> bytes:
    """The bytes of a text, out of whatever it is packed in."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zst":
        import zstandard

        return bytes(zstandard.ZstdDecompressor().stream_reader(path.read_bytes(), read_across_frames=True).read())
    return path.read_bytes()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", nargs="*", choices=CASES, default=list(CASES))
    parser.add_argument("--sets", nargs="*", type=Path, default=[], help="folders of public sets")
    parser.add_argument("--much", type=int, default=10, help="how many times the least size (1)")
    parser.add_argument("--max-memory", default="512M")
    given = parser.parse_args()
    families = {name: CASES[name](given.much) for name in given.families}
    families |= {str(folder): of_a_set(folder) for folder in given.sets}
    wrong = 0
    for name, cases in families.items():
        work = Path(tempfile.mkdtemp(prefix="torture-"))
        try:
            told = tortured(cases, work, given.max_memory)
        finally:
            shutil.rmtree(work)
        wrong += len(told["wrong"])
        print(json.dumps({"family": name, **told}), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
