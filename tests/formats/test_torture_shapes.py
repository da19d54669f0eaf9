"""Shapes whose memory or time was out of all proportion to their size: bounded, or withheld by name."""

from __future__ import annotations

import io
import itertools
import time
import tracemalloc
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from harness import SETTINGS, copied, the_format

from redactor.formats.apart import ApartError
from redactor.formats.protocol import FormatSettings

MIB = 1 << 20


def stored(table: Any, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, store_schema=False, **options)
    return sink.getvalue()


def bomb(rows: int, size: int) -> Any:
    return pa.table({"a": pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["y" * size]))})


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (pa.table({"a": pa.nulls(260_000, pa.string())}), "too-complex"),
        (pa.table({"a": pa.nulls(100_000, pa.string())}), None),
        (bomb(20_000, 65_536), "too-complex"),
        (bomb(100_000, 7), None),
        (pa.table({"a": [["x"]], "b": bomb(1, 3)["a"]}), None),
    ],
    ids=["nulls", "few nulls", "dictionary", "small dictionary", "healthy"],
)
def test_bombs_are_told_before_the_first_row(table: Any, problem: str | None) -> None:
    reader = the_format("a.parquet").reader(io.BytesIO(stored(table)), SETTINGS)
    assert reader.problem == problem


@pytest.mark.parametrize(
    "column", [[["t"] * 40_000], [[("k", "t")] * 40_000], [[{"a": ["t"] * 40_000}]]], ids=["list", "map", "struct"]
)
def test_a_row_of_very_many_texts_is_withheld_alone(column: Any) -> None:
    kind = {str: pa.list_(pa.string()), tuple: pa.map_(pa.string(), pa.string())}.get(type(column[0][0]))
    kind = kind or pa.array(column).type
    settings = FormatSettings(max_record_bytes=MIB)
    few = [{"a": ["t"]}] if isinstance(column[0][0], dict) else column[0][:2]
    table = pa.table({"a": pa.array([few, *column, few], kind), "n": [1, 2, 3], "b": ["x", "Niels", "z"]})
    reader = the_format("a.parquet").reader(io.BytesIO(stored(table)), settings)
    assert [record.problem for record in reader] == [None, None, "too-complex", None]
    made = pq.read_table(io.BytesIO(copied("a.parquet", stored(table), settings)))
    assert made["a"].to_pylist() == [table["a"][0].as_py(), None, table["a"][2].as_py()]
    assert made["n"].to_pylist() == [1, 2, 3] and made["b"].to_pylist() == ["x", None, "z"]
    must = pa.table([pa.array(column, kind)], pa.schema([pa.field("a", kind, nullable=False)]))
    with pytest.raises(ApartError) as caught:
        list(the_format("a.parquet").reader(io.BytesIO(stored(must)), settings))
    assert caught.value.reason == "too-complex"


def test_many_rows_of_some_texts_are_read() -> None:
    data = stored(pa.table({"a": pa.array([[("k", "t")] * 900] * 100, pa.map_(pa.string(), pa.string()))}))
    reader = the_format("a.parquet").reader(io.BytesIO(data), FormatSettings(max_record_bytes=MIB))
    assert sum(len(record.leaves) for record in reader) == 2 * 900 * 100


def test_long_keys_in_each_other_are_paid_for() -> None:
    """Of a 6-megabyte line the paths alone took 1.5 gigabytes."""
    line = "".join(f'{{"{"k" * 2_000}{i}":' for i in range(500)) + '"text"' + "}" * 500
    reader = the_format("a.jsonl").reader(io.BytesIO(line.encode()), FormatSettings(max_record_bytes=4 * MIB))
    assert [record.problem for record in reader] == ["too-complex"]


def test_a_header_of_very_many_columns_takes_time_in_proportion() -> None:
    """Each name was counted among all: 100,000 of them took more than a minute."""
    names = ",".join(map("_".join, itertools.product(*["abcdefghij"] * 5)))
    began = time.process_time()
    records = list(the_format("a.csv").reader(io.BytesIO(f"{names}\n1,2\n".encode()), SETTINGS))
    assert [len(record.leaves) for record in records] == [0, 2]
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "name, text", [("a.env", b'A="%s"\n'), ("a.toml", b'"%s" = 1\n'), ("a.yaml", b"a: %s #b\n"), ("a.yaml", b'"%s": b\n')]
)  # fmt: skip
def test_a_long_string_takes_memory_for_its_bytes_alone(name: str, text: bytes) -> None:
    """An expression that remembers each sign took 130 bytes for each: 700 MB for a value of 4 MB."""
    data = text % (b"x" * 2_000_000)
    tracemalloc.start()  # the highest resident memory of a process would be that of the tests before
    assert copied(name, data) == data
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * MIB  # it was 260
