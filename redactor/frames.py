"""Data frames of pandas, polars, pyarrow and duckdb: to Arrow, redacted, and back, with dtypes and index as they were.

None of these libraries is imported before a frame of it is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import Any

from redactor.audit.events import Event
from redactor.errors import UsageError

#: Field → label → how often it was masked there.
Report = MutableMapping[str, Counter[str]]
Redact = Callable[[Any], Any]


def redacted_frame(frame: Any, redact: Redact) -> Any:
    """``frame`` with the columns that ``redact`` (an Arrow table → an Arrow table) changes. Raises ``TypeError`` for others."""
    library = type(frame).__module__.partition(".")[0]
    make = _FRAMES.get(library.removeprefix("_"))
    if make is None or type(frame).__name__ not in _TYPES:
        raise TypeError(
            "a frame is a pandas or polars DataFrame, a pyarrow Table or RecordBatch, or a duckdb relation, not "
            f"{type(frame).__name__} (a Series: to_frame(), a LazyFrame: collect())"
        )
    return make(frame, redact)


def counting(report: Report) -> Callable[[Event], None]:
    """What writes each event into a report."""

    def see(event: Event) -> None:
        report.setdefault(event.field, Counter())[event.label] += 1

    return see


def _pyarrow(frame: Any, redact: Redact) -> Any:
    return redact(frame)


def _duckdb(frame: Any, redact: Redact) -> Any:
    import duckdb

    table = frame.to_arrow_table() if hasattr(frame, "to_arrow_table") else frame.arrow()
    return duckdb.from_arrow(redact(table))


def _polars(frame: Any, redact: Redact) -> Any:
    import polars

    before = frame.to_arrow()
    after = redact(before)
    changed = [
        polars.Series(name, polars.from_arrow(new)).cast(_text_of(frame.schema[name], polars))
        for name, old, new in zip(frame.columns, before.columns, after.columns, strict=True)
        if not new.equals(old)
    ]
    return frame.with_columns(changed)


def _text_of(dtype: Any, polars: Any) -> Any:
    """An Enum knows its words alone, and masks are none of them."""
    return polars.String if isinstance(dtype, polars.Enum) else dtype


def _pandas(frame: Any, redact: Redact) -> Any:
    import pyarrow

    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise UsageError("two columns have one name; rename one, so that a report can tell them apart")
    before = pyarrow.table(dict(zip(names, (_arrow(frame[name]) for name in frame.columns), strict=True)))
    after = redact(before)
    made = frame.copy(deep=False)
    for name, old, new in zip(frame.columns, before.columns, after.columns, strict=True):
        if not new.equals(old):
            made[name] = _series(frame[name], old, new)
    return made


def _arrow(series: Any) -> Any:
    """A column as Arrow; one of mixed objects as its texts. Raises ``UsageError`` for what is neither."""
    import pyarrow

    try:
        return pyarrow.chunked_array([pyarrow.Array.from_pandas(series)])
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError):
        pass
    except TypeError:  # an extension array gives chunks of its own
        return pyarrow.chunked_array(pyarrow.array(series).chunks)
    if any(isinstance(value, (dict, list, tuple, set, bytes)) for value in series):
        raise UsageError(f"column {_place(series)} mixes lists, mappings or bytes with other values; give it one type")
    texts = [None if gone else str(value) for value, gone in zip(series, series.isna(), strict=True)]
    return pyarrow.chunked_array([pyarrow.array(texts, pyarrow.string())])


def _place(series: Any) -> str:
    """Which column it is, by a name that is no value (a header may be one)."""
    return repr(series.name) if str(series.name).isidentifier() else "with a name that is no plain word"


def _series(series: Any, old: Any, new: Any) -> Any:
    """``series`` with what was changed, in its own dtype where that can hold it."""
    import numpy
    import pandas

    if pandas.api.types.is_numeric_dtype(series.dtype) or pandas.api.types.is_datetime64_any_dtype(series.dtype):
        changed = new.to_pandas()
        changed.index = series.index
        whole = pandas.api.types.is_integer_dtype(series.dtype) and new.null_count
        return changed.astype("Int64" if whole else series.dtype)
    was, now = old.to_pylist(), new.to_pylist()
    values = numpy.empty(len(series), dtype=object)
    values[:] = [value if a == b else b for value, a, b in zip(series.array, was, now, strict=True)]
    dtype = None if isinstance(series.dtype, pandas.CategoricalDtype) else series.dtype
    made = pandas.Series(values, index=series.index, name=series.name, dtype=dtype or object)
    return made if dtype is not None else made.astype("category")


_TYPES = frozenset(("DataFrame", "DuckDBPyRelation", "RecordBatch", "Table"))
_FRAMES: dict[str, Callable[[Any, Redact], Any]] = {
    "duckdb": _duckdb,
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
}
