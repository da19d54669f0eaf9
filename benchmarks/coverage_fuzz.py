"""Coverage-guided fuzzing of the readers that are Python: JSON lines and files, CSV rows, decoding of text, gzip and zstd frames,
and of Parquet footers through the real reader (some two a second: one that is refused costs its process).

    pip install atheris && python -m benchmarks.coverage_fuzz jsonl --seconds 120

Every input must be read or refused by name (an error of ``redactor.errors``), and what is written without edits must be what
was read. Ends with atheris's own exit code, 0 where nothing was found; a finding's input is printed, and kept by atheris.
"""

from __future__ import annotations

import argparse
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

with atheris.instrument_imports(include=["redactor.formats", "redactor.storage"]):
    import redactor.formats.csv
    import redactor.formats.json_units as json_units
    import redactor.formats.jsonl
    import redactor.formats.parquet
    import redactor.formats.text
    import redactor.storage.zstd  # noqa: F401  # instrumented where they are imported
    from benchmarks.rewritten import rewritten
    from redactor.errors import RedactorError
    from redactor.formats.json_text import JsonFormat
    from redactor.formats.protocol import FormatSettings
    from redactor.formats.registry import format_for
    from redactor.records import Record
    from redactor.storage.streams import decompressed

SETTINGS = FormatSettings(max_record_bytes=1 << 16)


def _through(name: str, data: bytes, *, exact: bool) -> tuple[list[Record], bytes] | None:
    """Read and write again, without edits: the records and what was written; None of what is refused by name."""
    found = format_for(name)
    assert found is not None
    records: list[Record] = []
    try:
        made = rewritten(found[0], data, SETTINGS, lambda record: [[] for _ in record.leaves], records.append)
    except RedactorError:
        return None
    if exact and made != data and not any(record.problem for record in records):
        raise AssertionError("written otherwise than read")
    return records, made


def _json(data: bytes) -> None:
    """Large values are cut: the units of an output must have the numbers of its input's."""
    done = _through("a.json", data, exact=True)
    assert done is not None, "JSON is withheld in part, and never refused"
    records, made = done
    again = JsonFormat().reader(io.BytesIO(made), SETTINGS)
    kept = {one.index for one in records if not one.problem}
    if [(one.index, one.leaves) for one in records if not one.problem] != [
        (one.index, one.leaves) for one in again if one.index in kept
    ]:
        raise AssertionError("an output is read otherwise than its input")


def _framed(compression: Any) -> Callable[[bytes], None]:
    def look(data: bytes) -> None:
        try:
            stream = decompressed(io.BytesIO(data), compression, "a")
            while stream.read(1 << 16):
                pass
        except RedactorError:
            pass

    return look


def _seed() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": ["Niels", None]}), sink)
    return sink.getvalue()[-8 - int.from_bytes(sink.getvalue()[-8:-4], "little") : -8]


def _footer(data: bytes) -> None:
    _through("a.parquet", b"PAR1" + data + len(data).to_bytes(4, "little") + b"PAR1", exact=False)


TARGETS: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    "jsonl": (
        lambda data: _through("a.jsonl", data, exact=True),
        (b'{"a": ["b\\n", 1.5e3, null], "c": {"d": "e"}}\n[]\n',),
    ),
    "json": (
        _json,
        (
            b'{"a": ["b\\n", 1.5e3, [null, {"x": "y"}]], "c": {"d": "e", "f": [[]]}}\n[1, "z"]',
            b'{"a": {"b": {bad, 1, 2, 3',
        ),
    ),
    "csv": (lambda data: _through("a.csv", data, exact=True), (b'a,b\r\n"x ""y""",z\r\n1;2\n',)),
    "text": (lambda data: _through("a.txt", data, exact=True), (b"Niels \xc3\xa9\xff\r\n", "wide".encode("utf-16"))),
    "gzip": (_framed("gzip"), (gzip.compress(b"Niels" * 50, mtime=0),)),
    "zstd": (_framed("zstd"), (zstandard.compress(b"Niels" * 50),)),
    "parquet": (_footer, (_seed(),)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=100, help="600 at most")
    given = parser.parse_args()
    look, seeds = TARGETS[given.target]
    json_units.MOST_VALUES = 4  # else no input of a fuzzer is cut
    corpus = Path(f"/dev/shm/fuzz-{given.target}")
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    options: list[Any] = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={min(600, given.seconds)}",
        "-max_len=4096",
        "-len_control=0",
    ]
    atheris.Setup([*options, "-timeout=20", f"-artifact_prefix={corpus}/"], look)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
