"""Parquet as its library reads it: run ``apart``, for what others wrote may end the process that reads it.

One call tells the schema; from it the caller knows which columns are looked at, and a second call gives the rows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as pt

from redactor.errors import FormatError, StorageError
from redactor.formats.apart import ApartError
from redactor.formats.parquet_cost import ReadingCost, most_text
from redactor.formats.parquet_fidelity import about, int96_columns, int96_unit, options_of, would_change
from redactor.formats.parquet_uuids import uuid_columns

#: Values and bytes decoded at a time, at most. (A value costs some 400 bytes besides its text.)
_BATCH_VALUES = 16_384
_BATCH_BYTES = 1 << 20
#: A row that takes so many times what a record may take is not handed on, nor one with a value for each so many bytes.
_ROW_SHARE, _VALUE_BYTES = 8, 64
#: Read-ahead of one column and of all, in bytes. (Without it Arrow reads whole column chunks into memory.)
_BUFFER_BYTES = 64 * 1024
_BUFFERS_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileTold:
    """What is known before the first row. ``problem``: why no row is read; ``options``, ``about`` and ``empty``, the number of
    row groups without rows before the first row, are for its writer."""

    problem: str | None
    options: dict[str, Any]
    about: dict[bytes, bytes]
    empty: int = 0


def schema_of(source: BinaryIO) -> Iterator[tuple[Any, str | None, frozenset[str]]]:
    """The Arrow schema, the unit in which INT96 moments are read (None: no unit keeps them), and the columns of bytes that
    are UUIDs."""
    plain = _open(source)
    unit = _int96_unit(source, plain)
    yield (_open(source, unit=unit) if unit == "us" else plain).schema_arrow, unit, uuid_columns(plain)


def rows_of(
    source: BinaryIO, unit: str | None, read: frozenset[int], limit: int, group: int, skip: int
) -> Iterator[FileTold | bytes]:
    """``FileTold``, then the bytes of an Arrow stream of the rows from ``group`` on, behind the first ``skip`` of it.

    ``read`` are the numbers of the columns that are looked at, ``limit`` what a record may take. Each batch tells its row
    group and how many rows of it are done behind it (``PLACE``), and why its only row is not to be looked at, if so (``PROBLEM``).
    """
    rows = _Rows(source, unit, read, limit)
    yield rows.told
    if rows.told.problem is None:
        yield from rows.stream(group, skip)


#: What a batch of the stream tells: row group, rows done, and 0, or if it is the last of its group 1 and one for each row group
#: without rows behind it; and the problem of its only row, of which the values are gone.
PLACE, PROBLEM = b"place", b"problem"


class _Rows:
    def __init__(self, source: BinaryIO, unit: str | None, read: frozenset[int], limit: int) -> None:
        self._read, self._limit = read, limit
        plain = _open(source, unit=unit or "ns")
        self._schema, self._meta = plain.schema_arrow, plain.metadata
        cost = ReadingCost(self._schema, self._meta, limit)
        options = options_of(self._meta, read)
        size = source.seek(0, 2)
        problem = None
        if cost.is_too_much(size):
            problem = "too-complex"
        elif unit is None or would_change(self._meta, self._schema, options):
            problem = "type-not-kept"
        self.told = FileTold(problem, options, about(self._meta, self._schema), self._empty(0))
        if problem is not None:
            return
        buffer_bytes = max(4096, min(_BUFFER_BYTES, _BUFFERS_BYTES // max(1, self._meta.num_columns)))
        paths, self._most_rows = cost.dictionary_paths(read)
        self._file = _open(source, paths, buffer_bytes, unit or "ns")
        most = most_text(size)
        if cost.may_expand(paths) > most and self._expanded(paths, most) > most:
            self.told = replace(self.told, problem="too-complex")

    def _expanded(self, paths: list[str], most: int) -> int:
        """Bytes of text that dictionaries do give; counted no further than ``most``."""
        columns = sorted({path if path in self._schema.names else path.partition(".")[0] for path in paths})
        found = 0
        for batch in _guarded(lambda: self._file.iter_batches(columns=columns, use_threads=False)):
            for array in batch.columns:
                found += sum(map(_text_bytes, _dictionaries(array)))
            if found > most:
                break
        return found

    def stream(self, first: int, skip: int) -> Iterator[bytes]:
        """See ``rows_of``."""
        sink = io.BytesIO()
        writer = None
        for group in range(first, self._meta.num_row_groups):
            rows = self._meta.row_group(group).num_rows
            done = 0
            for batch, problem in self._batches(group):
                done += batch.num_rows
                if done <= skip:
                    continue
                writer = writer or pa.ipc.new_stream(sink, batch.schema)
                ends = 1 + self._empty(group + 1) if done == rows else 0
                told = {PLACE: f"{group} {done} {ends}", **({PROBLEM: problem} if problem else {})}
                writer.write_batch(batch, custom_metadata=told)
                yield sink.getvalue()
                sink.seek(0)
                sink.truncate()
            if done != rows:
                raise FormatError("not a readable Parquet file (a column has fewer values than there are rows)")
            skip = 0

    def _empty(self, group: int) -> int:
        """How many row groups from ``group`` on have no rows."""
        rows = (self._meta.row_group(each).num_rows for each in range(group, self._meta.num_row_groups))
        return sum(1 for _ in takewhile(lambda count: not count, rows))

    def _batches(self, group: int) -> Iterator[tuple[Any, str]]:
        meta = self._meta.row_group(group)
        row_bytes = max(1, meta.total_byte_size // max(1, meta.num_rows))
        values = _BATCH_VALUES // max(1, self._meta.num_columns)
        size = max(1, min(self._most_rows, values, min(_BATCH_BYTES, self._limit) // row_bytes))
        for batch in _guarded(lambda: self._file.iter_batches(batch_size=size, row_groups=[group], use_threads=False)):
            _check(batch)
            yield from self._split(batch)

    def _split(self, batch: Any) -> Iterator[tuple[Any, str]]:
        """``batch`` in parts that are small enough; of a row that alone is not, the problem, and no values of what is looked at."""
        values, most = max(map(_values, batch.columns), default=0), _ROW_SHARE * max(_BATCH_BYTES, self._limit)
        if batch.nbytes <= most and values <= max(_BATCH_VALUES, self._limit // _VALUE_BYTES):
            yield batch, ""
            return
        if batch.num_rows == 1:
            problem = "too-long" if batch.nbytes > most else "too-complex"
            emptied = self._emptied(batch)
            if emptied is None or emptied.nbytes > most:
                raise ApartError("out-of-memory" if batch.nbytes > most else problem)
            yield emptied, problem
            return
        half = batch.num_rows // 2
        yield from self._split(batch.slice(0, half))
        yield from self._split(batch.slice(half))

    def _emptied(self, batch: Any) -> Any:
        """``batch`` with null in every column that is looked at; None where one of them forbids it."""
        if not all(self._schema.field(i).nullable for i in self._read):
            return None
        columns = [pa.nulls(1, each.type) if i in self._read else each for i, each in enumerate(batch.columns)]
        return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _values(array: Any) -> int:
    """How many values are in an array, at any depth."""
    return max([len(array), *map(_values, _inside(array))])


def _inside(array: Any) -> list[Any]:
    """The arrays that a nested one is made of."""
    if pt.is_map(array.type):
        first, last = array.offsets[0].as_py(), array.offsets[-1].as_py()
        return [array.keys[first:last], array.items[first:last]]
    if pt.is_struct(array.type):
        return list(array.flatten())
    return [array.flatten()] if pt.is_nested(array.type) else []


def _check(batch: Any) -> None:
    """Whatever the library made of a file, every offset and index of it lies inside: the caller may rely on it.
    (Text may be no UTF-8; that is found last.)"""
    for array in batch.columns:
        try:
            array.validate(full=True)
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                continue
        else:
            continue
        raise FormatError("not a readable Parquet file (damaged inside)")


def _dictionaries(array: Any) -> Iterator[Any]:
    """The dictionary arrays in an array, at any depth."""
    if pt.is_dictionary(array.type):
        yield array
    for inner in _inside(array):
        yield from _dictionaries(inner)


def _text_bytes(array: Any) -> int:
    """Bytes of all values of a dictionary array."""
    lengths = pc.binary_length(array.dictionary.cast(pa.large_binary()))
    return pc.sum(lengths.take(array.indices)).as_py() or 0


def _int96_unit(source: BinaryIO, plain: Any) -> str | None:
    """See ``int96_unit``."""
    columns = int96_columns(plain.metadata)
    if not columns:
        return "ns"
    unit: str | None
    (unit,) = _guarded(lambda: [int96_unit(lambda unit: _open(source, unit=unit), columns)])
    return unit


def _open(
    source: BinaryIO, dictionaries: list[str] | None = None, buffer: int = _BUFFER_BYTES, unit: str = "ns"
) -> Any:
    """``dictionaries``: columns to be read as such; ``unit``: that of INT96 moments."""
    source.seek(0)
    options = {"read_dictionary": dictionaries, "buffer_size": buffer, "coerce_int96_timestamp_unit": unit}
    (opened,) = _guarded(lambda: [pq.ParquetFile(source, pre_buffer=False, **options)], "not a readable Parquet file")
    return opened


def _guarded(read: Callable[[], Any], message: str = "not a readable Parquet file (damaged inside)") -> Iterator[Any]:
    """What ``read`` gives. Arrow's errors can quote what it read, so others are raised, outside of their handler. It calls
    its own errors ``OSError`` too, but only the system's have a number."""
    problem: Exception
    try:
        yield from read()
        return
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        problem = FormatError(message)
        if isinstance(error, OSError) and error.errno is not None:
            problem = StorageError(f"a Parquet file cannot be read ({error.strerror})")
    raise problem
