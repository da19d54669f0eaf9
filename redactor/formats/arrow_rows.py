"""Rows of Arrow record batches as records: chosen text taken out, edits put back, the schema kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from redactor.errors import UsageError
from redactor.formats.fields import EVERYTHING, Selection, select, steps
from redactor.formats.parquet_arrays import (
    Opening,
    Places,
    Rebuild,
    TextColumn,
    check_chosen,
    holds,
    is_bytes,
    is_text,
    opened,
    wants,
)
from redactor.formats.protocol import WantsScalar, check_edits, edited
from redactor.records import Edit, Leaf, Record

#: An audit event of a row, but for its file: what stands in an audit column.
EVENT_TYPE = pa.struct(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("field", pa.string(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("start", "end", "out_start", "out_end")),
        pa.field("label", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("detector", pa.string(), nullable=False),
        pa.field("operator", pa.string(), nullable=False),
        pa.field("value_hmac", pa.string()),
    ]
)


@dataclass(slots=True)
class OpenBatch:
    """Some rows, opened. ``slots[row]`` are the chosen values of a row; ``ends`` is its reader's own mark. ``problem``:
    why its only row is not looked at."""

    batch: Any
    schema: Any
    rebuilds: list[Rebuild]
    texts: list[TextColumn]
    slots: list[list[tuple[TextColumn, int]]]
    ends: int = 0
    problem: str | None = None

    @property
    def rows(self) -> int:
        return len(self.slots)

    @property
    def chars(self) -> int:
        """Characters of all chosen text."""
        return sum(len(text) for slots in self.slots for column, i in slots if (text := column.values[i]))

    def record(self, index: int, row: int, limit: int) -> Record:
        """Row ``row`` as record ``index``; one with more than ``limit`` characters is not looked at."""
        slots = self.slots[row]
        if self.problem is not None:
            return Record(index, (), Row(self, row, slots, []), self.problem)
        if sum(len(column.values[i] or "") for column, i in slots) > limit:
            return Record(index, (), Row(self, row, slots, []), "too-long")
        leaves = [(column, i) for column, i in slots if column.values[i]]
        texts = tuple([Leaf(column.paths[i], column.values[i] or "", scalar=column.scalar) for column, i in leaves])
        return Record(index, texts, Row(self, row, slots, leaves))

    def built(self) -> Any:
        """The record batch with all changes made."""
        if not self.rebuilds:
            return self.batch
        return pa.RecordBatch.from_arrays([rebuild() for rebuild in self.rebuilds], schema=self.schema)


@dataclass(frozen=True, slots=True)
class Row:
    """``slots`` are all chosen values of the row; ``leaves`` those among them that are leaves."""

    batch: OpenBatch
    row: int
    slots: list[tuple[TextColumn, int]] = field(default_factory=list)
    leaves: list[tuple[TextColumn, int]] = field(default_factory=list)

    @property
    def last(self) -> bool:
        """No row of its batch comes after it."""
        return self.row + 1 == self.batch.rows


def write(record: Record, edits: Sequence[Sequence[Edit]]) -> None:
    """Make ``edits`` in the record's row. Raises ``ValueError`` for edits outside their leaf."""
    check_edits(record, edits)
    for (column, i), leaf, wanted in zip(record.source.leaves, record.leaves, edits, strict=True):
        if wanted:
            column.changes[i] = edited(leaf.text, wanted)


def withhold(record: Record) -> None:
    """Empty the chosen fields of the record's row: null, or ``""`` or zero where the schema forbids null."""
    for column, i in record.source.slots:
        column.changes[i] = None if column.nullable else ""


class Columns:
    """What is chosen in a schema: text, and what ``scalars`` wants. Raises ``UsageError`` where a chosen field is neither.

    ``unread`` hold bytes that are not read as text; ``missing`` are chosen fields without a column.
    """

    def __init__(self, schema: Any, fields: Sequence[str], scalars: WantsScalar | None = None) -> None:
        self.schema, self._scalars = schema, scalars
        self._selection = select(fields)
        names = schema.names
        self.paths = tuple(step.removeprefix(".") for step in steps(names))
        self._wanted = tuple(self._selected(i, name, fields) for i, name in enumerate(names))
        for wanted, path, each in zip(self._wanted, self.paths, schema, strict=True):
            check_chosen(each.type, wanted, each.name, path, scalars)
        self.unread = tuple(
            path
            for path, each in zip(self.paths, schema, strict=True)
            if holds(each.type, is_bytes) and not wants(each.type, path, scalars)
        )
        self.missing = tuple(
            path
            for path in fields
            if path not in names
            and not any(select([path]).key(name).alive or select([path]).item(i).alive for i, name in enumerate(names))
        )

    def _selected(self, i: int, name: str, fields: Sequence[str]) -> Selection:
        """What is chosen in column ``i``: by its name as a path, by its plain name, or by its number."""
        if self._selection.everything:
            return EVERYTHING
        plain = ((),) if name in fields else ()
        return Selection((*plain, *self._selection.key(name).remaining, *self._selection.item(i).remaining))

    def reads(self, i: int) -> bool:
        """Whether anything of column ``i`` is chosen."""
        wanted, kind = self._wanted[i], self.schema.field(i).type
        return (wanted.everything or wanted.alive) and (
            holds(kind, is_text) or wants(kind, self.paths[i], self._scalars)
        )

    def opened(self, batch: Any, *, ends: int = 0) -> OpenBatch:
        """A record batch, opened."""
        rows = batch.num_rows
        made = OpenBatch(batch, self.schema, [], [], [[] for _ in range(rows)], ends)
        for i, each in enumerate(self.schema):
            array = batch.column(i)
            if not self.reads(i):
                made.rebuilds.append(lambda array=array: array)  # type: ignore[misc]
                continue
            places = Places(list(range(rows)), [self.paths[i]] * rows, [self._wanted[i]] * rows)
            opening = Opening(self._scalars, made.texts)
            made.rebuilds.append(opened(array, each.type, each.nullable, places, self.paths[i], opening))
        for column in made.texts:
            for i, (row, chosen, value) in enumerate(zip(column.rows, column.chosen, column.values, strict=True)):
                if chosen and value is not None:
                    made.slots[row].append((column, i))
        return made


def with_audit(schema: Any, name: str | None) -> Any:
    """``schema`` with an audit column behind its own. Raises ``UsageError`` where the name is taken."""
    if name is None:
        return schema
    if name in schema.names:
        raise UsageError(f"the audit column's name {name!r} is taken by a column of the input")
    return schema.append(pa.field(name, pa.list_(EVENT_TYPE)))


def audited(batch: Any, schema: Any, rows: Sequence[Sequence[Mapping[str, Any]] | None]) -> Any:
    """``batch`` with the audit column that ``schema`` ends with: each row's events, null for a withheld row."""
    events = pa.array(rows, schema.field(len(schema) - 1).type)
    return pa.RecordBatch.from_arrays([*batch.columns, events], schema=schema)


def as_table(batches: Sequence[Any], schema: Any) -> Any:
    """One table of record batches."""
    return pa.Table.from_batches(batches, schema=schema)
