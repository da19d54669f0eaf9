"""redactor.arrow: the schema stays, batches keep their rows, cutting changes nothing, and nothing unseen passes."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fakes import BOOM, KEY, NAMES, redact, sentences
from redactor.arrow import ArrowRedactor, redact_batches
from redactor.engine.settings import RunSettings
from redactor.errors import FormatError, UsageError, WithheldError
from redactor.masking.policy.policy import Policy

pytestmark = pytest.mark.usefixtures("fake")
SHARED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

NESTED = pa.schema(
    [
        pa.field("id", pa.int64()),
        pa.field("note", pa.string()),
        pa.field("must", pa.large_string(), nullable=False),
        pa.field("tags", pa.list_(pa.struct([("text", pa.string()), ("n", pa.int32())]))),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
        pa.field("view", pa.string_view()),
        pa.field("props", pa.map_(pa.string(), pa.string())),
        pa.field("raw", pa.binary()),
    ],
    metadata={"owner": "tests"},
)


def nested(lines: list[str]) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = [
        {
            "id": i,
            "note": line if i % 3 else None,
            "must": line,
            "tags": [{"text": line, "n": i}, {"text": None, "n": 0}] if i % 4 else None,
            "kind": "from Niels" if i % 2 else "plain",
            "view": line,
            "props": [("k", line)],
            "raw": b"\xff" + line.encode(),
        }
        for i, line in enumerate(lines)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=NESTED)


def texts(batch: Any) -> str:
    return "\n".join(
        str(batch.column(i).to_pylist()) for i in range(batch.num_columns) if batch.schema.field(i).name != "raw"
    )


def test_every_text_is_masked_and_the_schema_stays() -> None:
    batch = nested(sentences(1, 60))
    (out,) = redact_batches([batch])
    assert out.schema.equals(batch.schema, check_metadata=True) and out.num_rows == 60
    out.validate(full=True)
    found = texts(out)
    assert not any(name in found for name in ("Niels", "Ada Lovelace", "Trần Văn Bình", "Zürich", "New York"))
    assert "[PERSON]" in found and "[LOCATION]" in found
    assert out["raw"].equals(batch["raw"]) and out["id"].equals(batch["id"])


def test_only_the_chosen_fields() -> None:
    batch = nested(["Niels was here"] * 2)
    (out,) = redact_batches([batch], fields=["tags[*].text", "view"])
    assert out["view"].to_pylist() == ["[PERSON] was here"] * 2
    assert out["tags"].to_pylist()[1][0] == {"text": "[PERSON] was here", "n": 1}
    assert out["must"].equals(batch["must"])


@cache
def _whole() -> tuple[pa.RecordBatch, pa.Table]:
    """Rows in one batch, and what is to come out."""
    whole = nested(sentences(2, 200, boom=17))
    return whole, pa.Table.from_batches(redact_batches([whole], audit="audit")).combine_chunks()


@pytest.mark.slow
@SHARED
@given(cuts=st.lists(st.integers(0, 200), max_size=8), workers=st.sampled_from([1, 2]))
def test_how_rows_are_cut_into_batches_changes_nothing(cuts: list[int], workers: int) -> None:
    whole, wanted = _whole()
    ends = [*sorted(cuts), 200]
    parts = [whole.slice(start, end - start) for start, end in zip([0, *sorted(cuts)], ends, strict=True)]
    how = RunSettings(None, None, workers=workers)
    out = list(redact_batches(iter(parts), how, audit="audit"))
    assert [part.num_rows for part in out] == [part.num_rows for part in parts]
    assert pa.Table.from_batches(out).combine_chunks().equals(wanted)


def test_the_same_as_redact_batch_makes_of_a_parquet_file(tmp_path: Path) -> None:
    contacts = [f"n.jansen{i}" if i % 20 == 7 else f"n.jansen{i}@example.com" for i in range(900)]
    table = pa.table({"id": list(range(900)), "note": sentences(3, 900, boom=50), "x": contacts})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=250)
    redact(tmp_path / "in.parquet", tmp_path / "out.parquet")
    redactor = ArrowRedactor(key=KEY.secret)
    out = redactor(table)
    assert out.equals(pq.read_table(tmp_path / "out.parquet"))
    assert set(out["x"].to_pylist()) == {"[EMAIL_ADDRESS]", None}  # null in rows that are withheld
    assert redactor.counts.columns == {"x: EMAIL_ADDRESS": 1}


def test_a_slice_takes_no_text_of_other_rows_along() -> None:
    """Buffers of an untouched slice still hold the rows around it: a pickle of it would carry them out."""
    whole = nested(["Niels was here", "nothing in this row", "Ada Lovelace too"])
    (out,) = redact_batches(
        [whole.slice(1, 1)], fields=["note", "must", "tags[*].text", "kind", "view", "props.*", "props[*].value"]
    )
    for i in range(out.num_columns - 1):
        assert (
            out.column(i).to_pylist() == whole.slice(1, 1).column(i).to_pylist() or out.schema.field(i).name == "kind"
        )
        for buffer in out.column(i).buffers():
            assert buffer is None or not any(word in buffer.to_pybytes() for word in (b"was here", b"too"))


def test_audit_column_says_where_and_what() -> None:
    batch = pa.RecordBatch.from_pylist([{"note": "I am Niels"}, {"note": "nobody"}, {"note": BOOM}, {"note": None}])
    (out,) = redact_batches([batch], key=KEY.secret, audit="found")
    assert out.schema.names == ["note", "found"]
    first, second, third, fourth = out["found"].to_pylist()
    assert second == [] and third is None and fourth == []
    assert first == [
        {
            "record": 0,
            "field": "note",
            "start": 5,
            "end": 10,
            "out_start": 5,
            "out_end": 13,
            "label": "PERSON",
            "score": 0.95,
            "detector": "model",
            "operator": "tag",
            "value_hmac": KEY.digest("value", "Niels"),
        }
    ]
    assert out["note"].to_pylist() == ["I am [PERSON]", "nobody", None, None]


def test_a_withheld_row_is_emptied_counted_and_told(caplog: pytest.LogCaptureFixture) -> None:
    schema = pa.schema(
        [pa.field("a", pa.string(), nullable=False), pa.field("b", pa.string()), pa.field("c", pa.string())]
    )
    batch = pa.RecordBatch.from_pylist(
        [{"a": BOOM, "b": "Niels", "c": "left"}, {"a": "x", "b": "y", "c": "z"}], schema=schema
    )
    told, seen = [], []
    redactor = ArrowRedactor(fields=["a", "b"], name="t", on_withheld=told.append, on_event=seen.append)
    with caplog.at_level(logging.WARNING):
        (out,) = redactor.batches([batch])
    assert out.to_pylist() == [{"a": "", "b": None, "c": "left"}, {"a": "x", "b": "y", "c": "z"}]
    assert (redactor.counts.records, redactor.counts.withheld, redactor.counts.entities) == (2, 1, 0)
    assert [(one.file, one.record, one.reason) for one in told] == [
        ("t", 0, "inference-error:RuntimeError")
    ] and not seen
    assert "1 of 2 rows withheld" in caplog.text and BOOM not in caplog.text


def test_on_error_raise() -> None:
    batch = pa.RecordBatch.from_pylist([{"a": "fine"}, {"a": f"{BOOM} Niels"}])
    with pytest.raises(WithheldError, match="row 1 could not be looked at: inference-error") as caught:
        list(redact_batches([batch], on_error="raise"))
    assert "Niels" not in str(caught.value)


def test_a_row_too_long_to_look_at_is_withheld() -> None:
    how = RunSettings(None, None, workers=1, max_memory=1)
    (out,) = redact_batches([pa.RecordBatch.from_pylist([{"a": "Niels " * 20_000}, {"a": "Niels"}])], how)
    assert out["a"].to_pylist() == [None, "[PERSON]"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"fields": ["nothere"]}, "no such column"),
        ({"fields": ["id"]}, "not text"),
        ({"fields": "note"}, "list of field paths"),
        ({"audit": "note"}, "is taken"),
        ({"on_error": "ignore"}, "on_error"),
    ],
)
def test_wrong_use_is_an_error_and_no_row_passes(how: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        list(redact_batches([nested(["Niels"])], **how))


@pytest.mark.parametrize("one", [nested(["Niels"]), pa.Table.from_batches([nested(["Niels"])])], ids=["batch", "table"])
def test_one_table_is_not_many_batches(one: Any) -> None:
    with pytest.raises(UsageError, match="no stream of batches"):
        redact_batches(one)


def test_batches_of_two_schemas_are_an_error() -> None:
    with pytest.raises(UsageError, match="one schema"):
        list(redact_batches([pa.RecordBatch.from_pylist([{"a": "x"}]), pa.RecordBatch.from_pylist([{"b": "x"}])]))


@pytest.mark.parametrize("kind", ["run_end_encoded", "list_view", "union"])
def test_text_in_a_type_that_is_not_known_stops(kind: str) -> None:
    array = {
        "run_end_encoded": lambda: pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array(["Niels"])),
        "list_view": lambda: pa.array([["Niels"]], pa.list_view(pa.string())),
        "union": lambda: pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array(["Niels"])]),
    }[kind]()
    with pytest.raises(FormatError, match="not supported"):
        list(redact_batches([pa.RecordBatch.from_arrays([array], ["a"])]))


def test_tables_without_rows_or_columns() -> None:
    redactor = ArrowRedactor(audit="found")
    empty = NESTED.empty_table()
    assert redactor(empty).schema.equals(redactor.schema(NESTED)) and redactor(empty).num_rows == 0
    parts = [nested([]), nested(["Niels"]), nested([]), nested([])]
    assert [part.num_rows for part in redactor.batches(parts)] == [0, 1, 0, 0]
    assert list(redactor.batches([])) == []


def test_pickled_it_does_the_same_and_threads_may_share_it() -> None:
    table = pa.Table.from_batches([nested(sentences(5, 80))])
    redactor = ArrowRedactor(
        policy=Policy.load("default"), key=KEY.secret, audit="found", fields=["note"], on_error="raise"
    )
    wanted = redactor(table)
    again = pickle.loads(pickle.dumps(redactor))
    assert again(table).equals(wanted)
    with pytest.raises(WithheldError):
        again(pa.table({"note": [BOOM]}))
    results: list[Any] = [None] * 4

    def work(i: int) -> None:
        results[i] = redactor(table)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one.equals(wanted) for one in results)
    assert redactor.counts.records == 5 * 80


def test_streams_draw_no_more_than_they_must() -> None:
    drawn = 0

    def source() -> Any:
        nonlocal drawn
        for _ in range(100):
            drawn += 1
            yield pa.RecordBatch.from_pylist([{"a": line} for line in sentences(6, 600)])

    next(redact_batches(source()))
    assert drawn <= 2


def test_a_callback_that_fails_is_not_swallowed() -> None:
    def fail(event: Any) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        list(redact_batches([pa.RecordBatch.from_pylist([{"a": "Niels"}])], on_event=fail))


def test_names_pyarrow_for_type_checkers_alone() -> None:
    source = (Path(sys.modules["redactor.arrow"].__file__ or "")).read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if "import pyarrow" in line and ">>>" not in line]
    assert lines == ["    import pyarrow"] and "if TYPE_CHECKING:\n    import pyarrow" in source
    done = subprocess.run([sys.executable, "-c", "import redactor.arrow, sys; sys.exit('torch' in sys.modules)"])
    assert done.returncode == 0


def test_names_of_the_fakes_are_masked_at_all() -> None:
    (out,) = redact_batches([pa.RecordBatch.from_pylist([{"a": name} for name in NAMES])])
    assert out["a"].to_pylist() == [f"[{label}]" for label in NAMES.values()]
