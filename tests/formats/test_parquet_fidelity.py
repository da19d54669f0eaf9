"""Parquet as others wrote it: metadata, types and moments are kept, or the file is withheld by name; no row is lost."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from harness import SETTINGS, copied, replaced, the_format

from redactor.errors import FormatError


def written(table: pa.Table, **how: Any) -> bytes:
    sink = io.BytesIO()
    about = how.pop("about", {})
    with pq.ParquetWriter(sink, table.schema, **how) as writer:
        if about:
            writer.add_key_value_metadata(about)
        writer.write_table(table)
    return sink.getvalue()


def types(data: bytes) -> list[tuple[Any, ...]]:
    schema = pq.ParquetFile(io.BytesIO(data)).schema
    columns = [schema.column(i) for i in range(len(schema))]
    return [(each.path, each.physical_type, str(each.logical_type), each.max_definition_level) for each in columns]


@pytest.mark.parametrize("store_schema", [True, False])
def test_what_writers_say_of_themselves_stays(store_schema: bool) -> None:
    about = {"org.apache.spark.version": "3.5.0", "parquet.avro.schema": "{}", "writer.model.name": "avro"}
    table = pa.table({"a": ["Niels"]}, metadata={"own": "value"})
    data = copied("a.parquet", written(table, about=about, store_schema=store_schema), edit=replaced("Niels", "[P]"))
    kept = pq.ParquetFile(io.BytesIO(data)).metadata.metadata
    assert {name.encode(): value.encode() for name, value in about.items()}.items() <= kept.items()
    assert pq.read_table(io.BytesIO(data)).to_pylist() == [{"a": "[P]"}]


@pytest.mark.parametrize(
    "how",
    [
        {"store_decimal_as_integer": True},
        {"write_time_adjusted_to_utc": True},
        {"use_deprecated_int96_timestamps": True},
        {},
    ],
    ids=str,
)
def test_types_are_written_as_they_were(how: dict[str, Any]) -> None:
    moments = pa.array([0, 1_700_000_000_000_000, None], pa.timestamp("us"))
    numbers = pa.array([Decimal("1.50"), None, Decimal("-2.25")], pa.decimal128(9, 2))
    table = pa.table({"s": ["a", None, "b"], "d": numbers, "m": moments, "t": pa.array([1, 2, None], pa.time64("us"))})
    data = written(table, store_schema=False, **how)
    assert types(copied("a.parquet", data)) == types(data)
    assert pq.read_table(io.BytesIO(copied("a.parquet", data))).equals(pq.read_table(io.BytesIO(data)))


def test_moments_of_spark_beyond_the_reach_of_nanoseconds_stay() -> None:
    last = datetime.datetime(9999, 12, 31, 23, 59, 59)
    nested = [{"at": last, "more": [last, None]}, None]
    kind = pa.struct([("at", pa.timestamp("us")), ("more", pa.list_(pa.timestamp("us")))])
    table = pa.table(
        {"m": pa.array([last, datetime.datetime(1, 1, 1)], pa.timestamp("us")), "n": pa.array(nested, kind)}
    )
    data = written(table, use_deprecated_int96_timestamps=True, store_schema=False)
    after = pq.read_table(io.BytesIO(copied("a.parquet", data)), coerce_int96_timestamp_unit="us")
    assert after.to_pylist() == table.to_pylist()
    assert types(copied("a.parquet", data)) == types(data)


def test_moments_that_no_unit_holds_are_withheld() -> None:
    far, fine = pa.array([253402300799, None], pa.timestamp("s")), pa.array([1, None], pa.timestamp("ns"))
    table = pa.table({"far": far, "fine": fine})
    data = written(table, use_deprecated_int96_timestamps=True, store_schema=False)
    assert the_format("a.parquet").reader(io.BytesIO(data), SETTINGS).problem == "type-not-kept"


def test_a_struct_that_may_be_null_has_texts_that_may_not() -> None:
    """As Avro and protobuf nest records."""
    inner = pa.struct([pa.field("t", pa.string(), nullable=False), pa.field("n", pa.int32(), nullable=False)])
    kind = pa.struct(
        [
            pa.field("t", pa.string(), nullable=False),
            pa.field("in", inner, nullable=False),
            pa.field("raw", pa.binary()),
        ]
    )
    rows = [
        {"t": "Niels", "in": {"t": "Niels", "n": 1}, "raw": b"x"},
        None,
        {"t": "", "in": {"t": "x", "n": 2}, "raw": None},
    ]
    table = pa.table({"s": pa.array(rows, kind)})
    data = copied("a.parquet", written(table), edit=replaced("Niels", "[P]"))
    expected = [{"t": "[P]", "in": {"t": "[P]", "n": 1}, "raw": b"x"}, *rows[1:]]
    assert pq.read_table(io.BytesIO(data))["s"].to_pylist() == expected
    assert types(data) == types(written(table))


@pytest.mark.parametrize("groups", [[0], [0, 0, 2, 0, 1, 0, 0], [3, 0, 0], [1, 1]])
def test_row_groups_without_rows_stay(groups: list[int]) -> None:
    sink, schema = io.BytesIO(), pa.schema({"t": pa.string()})
    with pq.ParquetWriter(sink, schema) as writer:
        for rows in groups:
            writer.write_table(pa.table({"t": ["x"] * rows}, schema))
    made: Any = the_format("a.parquet")
    spool, out = io.BytesIO(), io.BytesIO()
    spooler = made.spooler(spool, SETTINGS)
    for record in made.reader(io.BytesIO(sink.getvalue()), SETTINGS):
        spooler.write(record, [[] for _ in record.leaves])
    spooler.close()
    spooler.assemble(spool, out)
    for data in (copied("a.parquet", sink.getvalue()), out.getvalue()):
        meta = pq.ParquetFile(io.BytesIO(data)).metadata
        assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == groups


def test_a_column_that_lacks_values_loses_no_row_in_silence() -> None:
    """The footer of a file with five rows over the pages of one with three."""
    long, short = (
        written(pa.table({"a": ["x"] * rows, "b": ["Niels"] * rows}), use_dictionary=False, compression="NONE")
        for rows in (5, 3)
    )
    meta = pq.ParquetFile(io.BytesIO(long)).metadata
    assert meta.row_group(0).num_rows == 5
    at = meta.row_group(0).column(1).data_page_offset
    other = pq.ParquetFile(io.BytesIO(short)).metadata.row_group(0).column(1).data_page_offset
    page = short[
        other : other + pq.ParquetFile(io.BytesIO(short)).metadata.row_group(0).column(1).total_compressed_size
    ]
    damaged = long[:at] + page + long[at + len(page) :]
    with pytest.raises(FormatError):
        list(the_format("a.parquet").reader(io.BytesIO(damaged), SETTINGS))


def test_moments_beyond_the_reach_of_microseconds_are_withheld() -> None:
    """The year 296677 (parquet-testing has one of Spark): Arrow reads it in microseconds as another, without a word."""
    table = pa.table({"m": pa.array([0, None, 9_300_000_000_000_000], pa.timestamp("ms"))})
    data = written(table, use_deprecated_int96_timestamps=True, store_schema=False)
    assert the_format("a.parquet").reader(io.BytesIO(data), SETTINGS).problem == "type-not-kept"
