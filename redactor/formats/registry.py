"""One table: suffix → format and compression. A format's module is imported when a file asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

from redactor.errors import UsageError
from redactor.formats.protocol import Format

Compression = Literal["gzip", "zstd"] | None

COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd"}


def _text() -> Format:
    from redactor.formats.text import TextFormat

    return TextFormat()


def _jsonl() -> Format:
    from redactor.formats.jsonl import JsonlFormat

    return JsonlFormat()


def _csv() -> Format:
    from redactor.formats.csv import CsvFormat

    return CsvFormat()


def _tsv() -> Format:
    from redactor.formats.csv import CsvFormat

    return CsvFormat(delimiter="\t")


def _parquet() -> Format:
    from redactor.formats.parquet import ParquetFormat

    return ParquetFormat()


#: What ``--format`` may say.
FORMATS: dict[str, Callable[[], Format]] = {"text": _text, "jsonl": _jsonl, "csv": _csv, "parquet": _parquet}

SUFFIXES: dict[str, Callable[[], Format]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _text,
    ".log": _text,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _csv,
    ".tsv": _tsv,
    ".parquet": _parquet,
}


@cache
def _made(load: Callable[[], Format]) -> Format:
    return load()


def format_for(name: str, override: str | None = None) -> tuple[Format, Compression] | None:
    """The format and compression of a file by its name; None for a suffix that is not in the table.

    ``override`` (``--format``) decides the format of any name; the compression is still the suffix's.
    Parquet compresses its own columns, so a compressed Parquet file is not in the table.
    """
    path = PurePosixPath(name.lower())
    compression = COMPRESSIONS.get(path.suffix)
    if compression:
        path = path.with_suffix("")
    if override is not None and override not in FORMATS:
        raise UsageError(f"unknown format {override!r}: choose from {', '.join(FORMATS)}")
    load = SUFFIXES.get(path.suffix)
    if override is not None and not (override == "csv" and load is _tsv):
        load = FORMATS[override]
    if load is None or (load is _parquet and compression):
        return None
    return _made(load), compression
