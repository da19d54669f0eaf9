from __future__ import annotations

import datetime
import decimal
import hashlib
import io
import uuid
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from harness import SETTINGS, Trickle, copied, read, replaced, shown, the_format
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.errors import FormatError, UsageError
from redactor.formats.protocol import FormatSettings

NESTED = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("name", pa.string(), metadata={b"about": b"who"}),
        pa.field("large", pa.large_string()),
        pa.field("view", pa.string_view()),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
        pa.field("must", pa.string(), nullable=False),
        pa.field("tags", pa.list_(pa.field("element", pa.string(), nullable=False))),
        pa.field("more", pa.large_list(pa.list_(pa.string()))),
        pa.field("pair", pa.list_(pa.string(), 2)),
        pa.field(
            "who",
            pa.struct([("first", pa.string()), ("age", pa.int8()), ("all", pa.list_(pa.struct([("t", pa.string())])))]),
        ),
        pa.field("map", pa.map_(pa.string(), pa.string())),
        pa.field("kinds", pa.list_(pa.dictionary(pa.int32(), pa.string()))),
        pa.field("raw", pa.binary()),
        pa.field("when", pa.timestamp("ns", "UTC")),
        pa.field("cost", pa.decimal128(9, 2)),
        pa.field("nums", pa.list_(pa.float64())),
    ],
    metadata={b"pandas": b'{"index_columns": []}', b"own": b"value"},
)

words = st.sampled_from(["Niels", "", "a Niels b", "é😀", "\0", "x"])
some = lambda inner: st.none() | inner  # noqa: E731
rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(0, 99),
            "name": some(words),
            "large": some(words),
            "view": some(words),
            "kind": some(words),
            "must": words,
            "tags": some(st.lists(words, max_size=3)),
            "more": some(st.lists(some(st.lists(some(words), max_size=2)), max_size=3)),
            "pair": some(st.lists(some(words), min_size=2, max_size=2)),
            "who": some(
                st.fixed_dictionaries(
                    {
                        "first": some(words),
                        "age": some(st.integers(0, 9)),
                        "all": some(st.lists(some(st.fixed_dictionaries({"t": some(words)})), max_size=2)),
                    }
                )
            ),
            "map": some(st.dictionaries(words, some(words), max_size=2).map(lambda found: list(found.items()))),
            "kinds": some(st.lists(some(words), max_size=2)),
            "raw": some(st.binary(max_size=3)),
            "when": some(st.just(datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC))),
            "cost": some(st.just(decimal.Decimal("1.50"))),
            "nums": some(st.lists(some(st.just(1.5)), max_size=2)),
        }
    ),
    max_size=12,
)


def stored(table: Any, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def table_of(data: bytes) -> Any:
    return pq.read_table(io.BytesIO(data))


def masked(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("Niels", "[PERSON]")
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(masked(each) for each in value)
    return value


def structure(data: bytes) -> Any:
    meta = pq.ParquetFile(io.BytesIO(data)).metadata
    # Arrow writes one empty row group for an empty table; we write none.
    groups = [meta.row_group(i) for i in range(meta.num_row_groups) if meta.row_group(i).num_rows]
    return (
        [group.num_rows for group in groups],
        [
            [(c.path_in_schema, c.compression, c.physical_type) for c in map(group.column, range(meta.num_columns))]
            for group in groups[:1]
        ],
        {key: value for key, value in (meta.metadata or {}).items() if key != b"ARROW:schema"},
        str(meta.schema).split("\n", 1)[1],  # without the object's address
    )


@settings(max_examples=20)
@given(rows, st.integers(1, 5), st.sampled_from([SETTINGS, FormatSettings(max_record_bytes=20)]))
def test_nested_tables_come_back_with_only_the_edits(table_rows: list[Any], group: int, how: FormatSettings) -> None:
    table = pa.Table.from_pylist(table_rows, NESTED)
    data = stored(table, row_group_size=group)
    assert table_of(copied("a.parquet", data)).to_pylist() == table_of(data).to_pylist()
    records = read("a.parquet", data, how)
    assert [record.index for record in records] == list(range(-1, table.num_rows))
    if any(record.problem for record in records):
        return
    after = copied("a.parquet", data, how, edit=replaced("Niels", "[PERSON]"))
    assert table_of(after).schema.equals(table_of(data).schema, check_metadata=True)
    assert table_of(after).to_pylist() == masked(table.to_pylist())
    assert structure(after) == structure(data)
    if table.num_rows:
        assert b"Niels" not in after


def test_fields_name_each_place() -> None:
    row = {
        "id": 1, "name": "n", "large": "l", "view": "v", "kind": "k", "must": "m", "tags": ["t0", "t1"],
        "more": [None, ["x"]], "pair": ["p", None], "who": {"first": "f", "age": 3, "all": [{"t": "q"}]},
        "map": [("key", "value")], "kinds": ["k"], "raw": b"b", "when": None, "cost": None, "nums": [],
    }  # fmt: skip
    reader = the_format("a.parquet").reader(io.BytesIO(stored(pa.Table.from_pylist([row], NESTED))), SETTINGS)
    _, record = list(reader)
    assert [(leaf.field, leaf.text) for leaf in record.leaves] == [
        ("name", "n"), ("large", "l"), ("view", "v"), ("kind", "k"), ("must", "m"),
        ("tags[0]", "t0"),
        ("tags[1]", "t1"), ("more[1][0]", "x"), ("pair[0]", "p"), ("who.first", "f"), ("who.all[0].t", "q"),
        ("map[0].key", "key"), ("map[0].value", "value"), ("kinds[0]", "k"),
    ]  # fmt: skip
    assert reader.unread_columns == ("raw",)  # type: ignore[attr-defined]


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "zstd", "lz4", "brotli"])
@pytest.mark.parametrize("dictionary", [True, False])
def test_codecs_dictionaries_and_statistics(codec: str, dictionary: bool) -> None:
    table = pa.table({"a": ["Niels", "x"] * 50, "b": [1, 2] * 50, "l": [["Niels"], None] * 50})
    data = stored(
        table,
        compression={"a": codec, "b": "none", "l.list.element": codec},
        use_dictionary=dictionary,
        write_statistics=["a"],
    )
    after = copied("a.parquet", data, edit=replaced("Niels", "[P]"))
    assert structure(after) == structure(data)
    before, now = (pq.ParquetFile(io.BytesIO(each)).metadata.row_group(0) for each in (data, after))
    for i in range(3):
        assert before.column(i).has_dictionary_page == now.column(i).has_dictionary_page
        assert before.column(i).is_stats_set == now.column(i).is_stats_set
    assert (now.column(0).statistics.min, now.column(0).statistics.max) == ("[P]", "x")


@pytest.mark.parametrize(
    "options",
    [
        {"version": "1.0"},
        {"use_compliant_nested_type": False},
        {"store_schema": False},
        {"use_deprecated_int96_timestamps": True},
        {"use_dictionary": False, "column_encoding": {"a": "DELTA_BYTE_ARRAY", "b": "DELTA_BINARY_PACKED"}},
        {"bloom_filter_options": {"a": {"ndv": 10, "fpp": 0.01}}},
        {"write_page_index": True},
        {"sorting_columns": [pq.SortingColumn(0)]},
    ],
    ids=lambda options: next(iter(options)),
)
def test_other_ways_of_writing(options: dict[str, Any]) -> None:
    table = pa.table(
        {"a": ["Niels", "x"], "b": [1, 2], "l": [["Niels"], None], "t": pa.array([1, 2], pa.timestamp("us"))}
    )
    data = stored(table, **options)
    after = copied("a.parquet", data, edit=replaced("Niels", "[P]"))
    assert structure(after) == structure(data)
    assert table_of(after).to_pylist() == masked_as(table_of(data).to_pylist(), "[P]")
    chunk = pq.ParquetFile(io.BytesIO(after)).metadata.row_group(0)
    assert not chunk.sorting_columns and b"Niels" not in after
    if "column_encoding" in options:
        assert "DELTA_BYTE_ARRAY" in chunk.column(0).encodings


def masked_as(value: Any, by: str) -> Any:
    return [
        {
            k: (
                [s.replace("Niels", by) for s in v]
                if isinstance(v, list)
                else v.replace("Niels", by)
                if isinstance(v, str)
                else v
            )
            for k, v in row.items()
        }
        for row in value
    ]


def test_withheld_rows_are_null_or_empty_in_their_chosen_fields() -> None:
    table = pa.Table.from_pylist(
        [
            {
                "id": 1,
                "name": "a",
                "must": "b",
                "tags": ["c"],
                "who": {"first": "d", "age": 3, "all": []},
                "map": [("k", "v")],
                "kind": "z",
            }
        ]
        * 3,
        NESTED,
    )
    after = table_of(copied("a.parquet", stored(table), withheld=lambda r: r.index == 1)).to_pylist()
    assert after[0] == after[2] == table.to_pylist()[0]
    row = after[1]
    assert (row["id"], row["name"], row["must"], row["tags"], row["kind"], row["map"]) == (
        1,
        None,
        "",
        [""],
        None,
        [("", None)],
    )
    assert row["who"] == {"first": None, "age": 3, "all": []}
    chosen = FormatSettings(fields=("name", "tags[*]"))
    row = table_of(copied("a.parquet", stored(table), chosen, withheld=lambda r: r.index == 1)).to_pylist()[1]
    assert (row["name"], row["must"], row["tags"], row["kind"]) == (None, "b", [""], "z")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        (("who.first", "tags[0]"), ["who.first", "tags[0]"]),
        (("map[*].value",), ["map[0].value"]),
        (("who.*",), UsageError),
        (("id",), UsageError),
        (("raw",), UsageError),
        (("who",), UsageError),
        (("tags",), UsageError),
        (("name", "nmae"), ["name"]),
    ],
)
def test_chosen_fields(fields: tuple[str, ...], outcome: Any) -> None:
    row = {"id": 1, "name": "n", "must": "m", "tags": ["t0", "t1"], "who": {"first": "f"}, "map": [("k", "v")]}
    data = stored(pa.Table.from_pylist([row], NESTED))
    if outcome is UsageError:
        with pytest.raises(UsageError):
            read("a.parquet", data, FormatSettings(fields=fields))
        return
    reader = the_format("a.parquet").reader(io.BytesIO(data), FormatSettings(fields=fields))
    assert sorted(leaf.field for leaf in list(reader)[1].leaves) == sorted(outcome)
    assert reader.missing_fields == (("nmae",) if "nmae" in fields else ())  # type: ignore[attr-defined]


def test_names_that_repeat_are_numbers_and_odd_ones_are_quoted() -> None:
    table = pa.Table.from_arrays([pa.array([text]) for text in "abc"], names=["x", "x", "p.q"])
    _, record = read("a.parquet", stored(table))
    assert [leaf.field for leaf in record.leaves] == ["[0]", "[1]", '["p.q"]']
    for field, count in (("[1]", 1), ("x", 2), ("p.q", 1), ('["p.q"]', 1)):
        reader = the_format("a.parquet").reader(io.BytesIO(stored(table)), FormatSettings(fields=(field,)))
        assert len(list(reader)[1].leaves) == count
        assert reader.missing_fields == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"Niels" * 50 + b"PAR1", b"Niels lives here"])
def test_no_parquet(data: bytes) -> None:
    with pytest.raises(FormatError, match="not a readable Parquet file") as caught:
        read("a.parquet", data)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_damage_inside_is_an_error_without_text() -> None:
    data = bytearray(stored(pa.table({"a": [f"Niels {i}" for i in range(20_000)]}), use_dictionary=False))
    data[len(data) // 3 : len(data) // 3 + 3000] = b"\xff" * 3000
    with pytest.raises(FormatError, match="damaged") as caught:
        copied("a.parquet", bytes(data))
    assert caught.value.__context__ is None


def test_a_pipe_is_refused() -> None:
    with pytest.raises(UsageError, match="pipe"):
        the_format("a.parquet").reader(Trickle(b""), SETTINGS)  # type: ignore[arg-type]


def test_undecodable_text_is_kept_byte_for_byte() -> None:
    raw = pa.array([b"\xffNiels\xe2", b"ok", None], pa.binary())
    for kind, alike in (
        (pa.string(), pa.binary()),
        (pa.large_string(), pa.large_binary()),
        (pa.string_view(), pa.binary_view()),
    ):
        data = stored(pa.table({"a": raw.cast(alike).view(kind)}))
        after = copied("a.parquet", data, edit=replaced("Niels", "[P]"))
        column = table_of(after).column("a").combine_chunks()
        assert column.type == kind
        assert column.cast(alike).to_pylist() == [b"\xff[P]\xe2", b"ok", None]


@pytest.mark.slow
def test_a_dictionary_bomb_stays_small_and_its_rows_are_withheld_or_split() -> None:
    big = "y" * 1_000_000
    table = pa.table({"a": pa.array([big] * 300).dictionary_encode().cast(pa.dictionary(pa.int32(), pa.string()))})
    table = table.cast(pa.schema([("a", pa.string())]))
    data = stored(table)
    assert len(data) < 200_000
    how = FormatSettings(max_record_bytes=3_000_000)
    before = pa.total_allocated_bytes()
    most = 0
    for record in the_format("a.parquet").reader(io.BytesIO(data), how):
        most = max(most, pa.total_allocated_bytes() - before)
        assert record.problem is None
    assert most < 30_000_000
    small = FormatSettings(max_record_bytes=1000)
    assert {r.problem for r in read("a.parquet", data, small)[1:]} == {"too-long"}
    assert table_of(copied("a.parquet", data, small)).column("a").null_count == 300


def test_many_columns_of_many_values_are_not_held_as_dictionaries() -> None:
    rows, columns = 2_000, 300
    texts = pa.array([f"v{row} a@example.org" for row in range(rows)])
    table = pa.table({f"column {i}": texts for i in range(columns)})
    before = pa.total_allocated_bytes()
    reader = the_format("a.parquet").reader(io.BytesIO(stored(table)), FormatSettings(max_record_bytes=1 << 20))
    most = 0
    for record in islice(reader, 200):
        most = max(most, pa.total_allocated_bytes() - before)
        assert record.index < 0 or record.leaves[-1].text == f"v{record.index} a@example.org"
    assert most < 80_000_000  # read as dictionaries they take twice as much


def test_many_columns_that_are_dictionaries_by_their_schema_are_refused() -> None:
    text = pa.array([f"v{row} a@example.org" for row in range(2_000)]).dictionary_encode()
    data = stored(pa.table({f"column {i}": text for i in range(300)}))
    reader = the_format("a.parquet").reader(io.BytesIO(data), FormatSettings(max_record_bytes=1 << 20))
    assert reader.problem == "too-complex"  # type: ignore[attr-defined]  # a Parquet reader's own
    assert the_format("a.parquet").reader(io.BytesIO(data), FormatSettings()).problem is None  # type: ignore[attr-defined]


def wide(rows: int) -> Any:
    schema = pa.schema([("a", pa.string()), ("d", pa.dictionary(pa.int32(), pa.string())), ("n", pa.int64())])
    return pa.Table.from_batches(
        [
            pa.record_batch(
                [pa.array([f"{i} Niels " * 9] * 10), pa.array([f"{i}"] * 10).dictionary_encode(), pa.array(range(10))],
                schema=schema,
            )
            for i in range(rows // 10)
        ],
        schema,
    )


def test_reading_goes_on_behind_every_position() -> None:
    data = stored(wide(90), row_group_size=40)
    how = FormatSettings(max_record_bytes=500)
    whole = read("a.parquet", data, how)
    places = [i for i, record in enumerate(whole) if record.position is not None]
    assert len(places) > 10 and places[-1] == 90 and whole[-1].position == {"row_group": 3, "skip": 0, "row": 90}
    for place in places:
        assert shown(read("a.parquet", data, how, position=whole[place].position)) == shown(
            [whole[0], *whole[place + 1 :]]
        )


@pytest.mark.parametrize("size", [0, 90])
def test_a_spool_cut_behind_any_batch_gives_the_bytes_of_one_go(size: int) -> None:
    """As a kill would: what lies behind a position is cut off, and a new writer goes on there."""
    data, how, edit = (
        stored(wide(90)[:size], row_group_size=40),
        FormatSettings(max_record_bytes=500),
        replaced("N", "[P]"),
    )
    made: Any = the_format("a.parquet")
    want = copied("a.parquet", data, how, edit)
    assert b"Niels" not in want and structure(want) == structure(data)

    def spooled(spool: io.BytesIO, position: Any) -> tuple[Any, list[tuple[Any, int]]]:
        writer, places = made.spooler(spool, how), []
        for record in made.reader(io.BytesIO(data), how, position):
            writer.write(record, edit(record))
            if record.position is not None and record.index % 3:
                writer.cut()
                places.append((record.position, spool.tell()))
        writer.close()
        return writer, places

    _, places = spooled(io.BytesIO(), None)
    assert len(places) >= size // 20
    for position, end in [(None, 0), *places]:
        spool = io.BytesIO()
        if position is not None:
            spooled(spool, None)
            spool.truncate(end)
            spool.seek(end)
        writer, _ = spooled(spool, position)
        out = io.BytesIO()
        writer.assemble(spool, out)
        assert out.getvalue() == want


@pytest.mark.parametrize(("columns", "problem"), [(900, None), (1_200, "too-complex")])
def test_columns_that_do_not_fit_side_by_side_are_told_before_they_are_read(columns: int, problem: str | None) -> None:
    data = stored(pa.table({f"c{i}": ["x"] for i in range(columns)}))
    reader: Any = the_format("a.parquet").reader(io.BytesIO(data), FormatSettings(max_record_bytes=1 << 20))
    assert reader.problem == problem


def test_a_row_group_that_memory_does_not_hold_is_written_as_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redactor.formats.parquet._GROUP_FLOOR", 3_000)
    how = FormatSettings(max_record_bytes=300)
    data = stored(wide(300), row_group_size=200)
    after = copied("a.parquet", data, how, edit=replaced("Niels", "[P]"))
    groups = structure(after)[0]
    assert sum(groups) == 300 and len(groups) > 4 and 200 in [sum(groups[:i]) for i in range(len(groups))]
    assert structure(after)[1:] == structure(data)[1:]
    assert table_of(after).to_pylist() == masked_as(table_of(data).to_pylist(), "[P]")


def test_uuids_are_no_bytes_that_pass_unread() -> None:
    sink = io.BytesIO()
    table = pa.table({"id": pa.array([bytes(16)], pa.uuid()), "raw": pa.array([bytes(16)], pa.binary(16))})
    pq.write_table(table, sink)
    reader = the_format("a.parquet").reader(sink, SETTINGS)
    assert reader.unread_columns == ("raw",) and pq.read_schema(sink).field("id").type == pa.uuid()


def test_sixteen_bytes_are_uuids_where_all_of_them_say_so() -> None:
    many = [uuid.UUID(int=number << 64 | number, version=1 + number % 5).bytes for number in range(20)]
    columns = {
        "id": [*many, None, bytes(16)],
        "one_is_text": [*many, None, b"Niels, 12 Main S"],
        "digest": [hashlib.md5(bytes([number])).digest() for number in range(22)],
        "few": [*many[:7], *[None] * 15],
    }
    sink = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(one, pa.binary(16)) for name, one in columns.items()}), sink)
    reader = the_format("a.parquet").reader(sink, SETTINGS)
    assert reader.unread_columns == ("one_is_text", "digest", "few")
