"""Data frames: the texts of redact-batch, dtypes, index and gaps as they were."""

from __future__ import annotations

from collections import Counter
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from redactor import Redactor
from redactor.errors import UsageError, WithheldError
from redactor.tagger.tagging import Failure, Tagger

MAIL, MASK = "Write to niels@example.com", "Write to [EMAIL_ADDRESS]"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


@pytest.mark.parametrize("dtype", ["object", "str", "string", "string[pyarrow]", "category"])
def test_pandas_texts_keep_dtype_index_and_gaps(redactor: Redactor, dtype: str) -> None:
    frame = pd.DataFrame({"note": pd.Series([MAIL, None, "nothing"], dtype=dtype, index=["x", "y", "x"])})
    report: dict[str, Counter[str]] = {}
    made = redactor.redact_frame(frame, report=report)
    assert [None if pd.isna(one) else one for one in made["note"]] == [MASK, None, "nothing"]
    assert list(made.index) == ["x", "y", "x"]
    assert made["note"].dtype == frame["note"].dtype or dtype == "category"
    assert isinstance(made["note"].dtype, type(frame["note"].dtype))
    assert report == {"note": {"EMAIL_ADDRESS": 1}}
    assert frame["note"].iloc[0] == MAIL


def test_pandas_columns_without_a_finding_stay_the_same(redactor: Redactor) -> None:
    frame = pd.DataFrame(
        {
            "n": np.array([1, 2], dtype="int8"),
            "when": pd.to_datetime(["2024-01-01", None]),
            "delta": pd.to_timedelta([1, 2], "s"),
            "flag": pd.array([True, None], dtype="boolean"),
            "mixed": [1, "a"],
            "nan": [np.nan, "b"],
            "list": [[1], [2]],
            7: [MAIL, "x"],
        }
    )
    made = redactor.redact_frame(frame)
    pd.testing.assert_frame_equal(made.drop(columns=[7]), frame.drop(columns=[7]))
    assert list(made[7]) == [MASK, "x"]


def test_a_named_number_is_masked_whatever_its_type(redactor: Redactor) -> None:
    phones = [4155550132, 4155550133]
    assert redactor.redact_frame(pd.DataFrame({"phone": phones}))["phone"].isna().all()
    assert redactor.redact_frame(pd.DataFrame({"phone": [4155550132, "n/a"]}, dtype=object))["phone"][0] != phones[0]
    assert redactor.redact_frame(pl.DataFrame({"phone": phones}))["phone"].null_count() == 2


def test_what_pandas_mixes_is_named_and_not_passed(redactor: Redactor) -> None:
    with pytest.raises(UsageError, match="column 'a' mixes"):
        redactor.redact_frame(pd.DataFrame({"a": [{"x": MAIL}, 3]}))
    with pytest.raises(UsageError, match="two columns"):
        redactor.redact_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(UsageError, match="two columns"):
        redactor.redact_frame(pd.DataFrame({7: ["a"], "7": ["b"]}))


def test_polars_arrow_and_duckdb_say_the_same(redactor: Redactor) -> None:
    rows = {"id": [1, 2], "note": [MAIL, None], "kind": ["a", "a"]}
    frame = pl.DataFrame(rows, schema={"id": pl.Int8, "note": pl.String, "kind": pl.Categorical})
    made = redactor.redact_frame(frame)
    assert made.schema == frame.schema and made["note"].to_list() == [MASK, None]
    table = redactor.redact_frame(pa.table(rows))
    assert table["note"].to_pylist() == [MASK, None]
    source = pa.table(rows)
    relation = redactor.redact_frame(duckdb.from_arrow(source))
    assert relation.fetchall() == [(1, MASK, "a"), (2, None, "a")]


def test_chosen_columns_alone(redactor: Redactor) -> None:
    frame = pd.DataFrame({"a": [MAIL], "b": [MAIL]})
    assert redactor.redact_frame(frame, fields=["b"]).iloc[0].tolist() == [MAIL, MASK]
    with pytest.raises(UsageError, match="no such column"):
        redactor.redact_frame(frame, fields=["c"])


@pytest.mark.parametrize("wrong", [[1], {"a": 1}, "text", pd.Series(["a"]), pl.LazyFrame({"a": [1]}), pl.Series(["a"])])
def test_what_is_no_frame_is_an_error(redactor: Redactor, wrong: Any) -> None:
    with pytest.raises(TypeError):
        redactor.redact_frame(wrong)


def test_a_row_that_cannot_be_looked_at_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tagger, "tag", lambda self, texts: [Failure("inference-error:X")] * len(texts))
    with pytest.raises(WithheldError, match="row 0"):
        Redactor().redact_frame(pd.DataFrame({"a": ["Niels Jansen was here today"]}))
