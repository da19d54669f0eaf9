"""Arrow in, Arrow out: record batches redacted inside a job that somebody else runs (Spark, Ray Data, DuckDB, Polars).

Rows are grouped for the model by their texts alone, however they are cut into batches, and the first of them tell what
their columns hold: a stream of batches gives the same texts as ``redact-batch`` gives for one Parquet file with these
rows. Columns of bytes pass through unread.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from redactor.audit.events import Event, Withheld
from redactor.engine.components import Components, build
from redactor.engine.detection import Detected
from redactor.engine.document_pass import DocumentRedactor, RedactedRecord, redacted
from redactor.engine.file_columns import FileColumns, detected
from redactor.engine.groups import Group, grouped
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts
from redactor.engine.thread_pool import ordered
from redactor.engine.typed_fields import wanted_scalars
from redactor.errors import UsageError, WithheldError
from redactor.formats import arrow_rows
from redactor.formats.arrow_rows import Columns, OpenBatch
from redactor.keys import Key
from redactor.masking.policy.policy import Policy, check_key
from redactor.records import Record

if TYPE_CHECKING:
    import pyarrow

__all__ = ["ArrowRedactor", "Counts", "Event", "Withheld", "redact_batches"]

_log = logging.getLogger("redactor.arrow")
_ROWS_OPEN = 1 << 14


@dataclass(frozen=True, slots=True)
class Options:
    """What an ``ArrowRedactor`` does with rows; see there."""

    audit: str | None = None
    name: str = ""
    on_event: Callable[[Event], None] | None = None
    on_withheld: Callable[[Withheld], None] | None = None


class ArrowRedactor:
    """Redacts record batches and tables. Thread-safe; can be pickled (the model is loaded again on the other side).

    ``fields`` are field paths as of ``--field`` (default: all text, at any depth). The schema stays, and with ``audit``
    a column of that name comes behind it: each row's audit events, null for a row that was withheld. The callbacks are
    told the same, as a side output. ``name`` stands in the events as their file.

    A row that cannot be looked at is withheld: its chosen fields become null (``""`` where the schema forbids null),
    ``counts`` counts it, and the log says how many at the end of a stream; with ``on_error="raise"`` it raises
    ``WithheldError`` instead. ``settings`` gives defaults for all this, and ``workers``; without it one thread works,
    for clusters give a task one core.

    >>> import pyarrow
    >>> redactor = ArrowRedactor(fields=["note"])
    >>> redactor(pyarrow.table({"id": [1], "note": ["Write to niels@example.com"]}))["note"].to_pylist()
    ['Write to [EMAIL_ADDRESS]']
    """

    def __init__(
        self,
        settings: RunSettings | None = None,
        *,
        fields: Sequence[str] = (),
        policy: Policy | str | Path | None = None,
        model: str | Path | None = None,
        key: bytes | None = None,
        audit: str | None = None,
        name: str = "",
        on_error: Literal["withhold", "raise"] | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_withheld: Callable[[Withheld], None] | None = None,
    ) -> None:
        if isinstance(fields, str):
            raise UsageError("fields is a list of field paths, not one string")
        if on_error not in (None, "withhold", "raise"):
            raise UsageError("on_error is 'withhold' or 'raise'")
        chosen = settings or RunSettings(None, None, workers=1)
        changes: dict[str, Any] = {"fields": tuple(fields)} if fields else {}
        if policy is not None:
            changes["policy"] = policy if isinstance(policy, Policy) else Policy.load(policy)
        if model is not None:
            changes["model"] = Path(model)
        if key is not None:
            changes["key"] = Key(key)
        if on_error is not None:
            changes["on_error"] = "stop" if on_error == "raise" else on_error
        made = replace(chosen, **changes)
        check_key(made.policy, made.key, "give ArrowRedactor(key=…)")
        self._prepare(made, Options(audit, name, on_event, on_withheld))

    @classmethod
    def of(cls, settings: RunSettings, parts: Components, options: Options) -> ArrowRedactor:
        """One that works with ``parts`` that are loaded already."""
        made = cls.__new__(cls)
        made._prepare(settings, options, parts)
        return made

    def _prepare(self, settings: RunSettings, options: Options, parts: Components | None = None) -> None:
        self._settings, self._options = settings, options
        self._parts: Components = parts or build(settings)
        self._lock = threading.Lock()
        #: What was done so far, in all streams: rows, entities, withheld rows and why.
        self.counts = Counts()

    def __reduce__(self) -> tuple[object, tuple[RunSettings, Options]]:
        return _remade, (self._settings, self._options)

    def schema(self, schema: pyarrow.Schema) -> pyarrow.Schema:
        """What comes out where ``schema`` goes in. Raises ``UsageError`` where fields or audit column do not fit."""
        columns = Columns(schema, self._settings.fields, wanted_scalars(self._settings.policy))
        if columns.missing:
            raise UsageError(f"no such column: {', '.join(columns.missing)}")
        return arrow_rows.with_audit(schema, self._options.audit)

    def batches(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """Each batch redacted, in order and with as many rows. One stream is one file: rows are counted from 0.

        A few hundred rows are looked at together, so several batches may be drawn before the first comes out.
        """
        if hasattr(batches, "num_columns"):
            raise UsageError("a table or batch is no stream of batches; give [batch] or table.to_batches()")
        return _Stream(self._settings, self._options, self._parts, self._count).redacted(batches)

    def __call__(self, table: Any) -> Any:
        """A ``pyarrow.Table`` or ``RecordBatch`` redacted; rows are counted from 0."""
        if not hasattr(table, "to_batches"):
            return next(self.batches([table]))
        # A frame is one batch, however long: so many rows of it are open at once.
        return arrow_rows.as_table(list(self.batches(table.to_batches(_ROWS_OPEN))), self.schema(table.schema))

    def _count(self, counts: Counts) -> None:
        with self._lock:
            self.counts.add(counts)


def redact_batches(
    batches: Iterable[pyarrow.RecordBatch],
    settings: RunSettings | None = None,
    *,
    fields: Sequence[str] = (),
    policy: Policy | str | Path | None = None,
    model: str | Path | None = None,
    key: bytes | None = None,
    audit: str | None = None,
    **how: Any,
) -> Iterator[pyarrow.RecordBatch]:
    """``batches`` redacted, in order, with the same schema. Takes what ``ArrowRedactor`` takes, which also counts.

    >>> import pyarrow
    >>> rows = pyarrow.RecordBatch.from_pylist([{"note": "Write to niels@example.com"}])
    >>> [batch.to_pylist() for batch in redact_batches([rows])]
    [[{'note': 'Write to [EMAIL_ADDRESS]'}]]
    """
    redactor = ArrowRedactor(settings, fields=fields, policy=policy, model=model, key=key, audit=audit, **how)
    return redactor.batches(batches)


def _remade(settings: RunSettings, options: Options) -> ArrowRedactor:
    made = ArrowRedactor.__new__(ArrowRedactor)
    made._prepare(settings, options)
    return made


class _Stream:
    """One stream on its way. With several workers a thread of its own draws batches, this one writes."""

    def __init__(
        self, settings: RunSettings, options: Options, parts: Components, counted: Callable[[Counts], None]
    ) -> None:
        self._settings, self._options, self._parts, self._counted = settings, options, parts, counted
        self._columns: Columns | None = None
        self._schema: Any = None
        self._waiting: deque[OpenBatch] = deque()
        self._decided = FileColumns(parts.masker) if settings.policy.columns else None

    def redacted(self, batches: Iterable[Any]) -> Iterator[Any]:
        document = DocumentRedactor(self._parts.masker, self._options.name)
        counts = Counts()
        events: list[list[Event] | None] = []
        try:
            with contextlib.closing(
                self._detected(grouped(self._records(batches), columns=self._decided is not None))
            ) as answers:
                for record, _, masked in redacted(answers, document):
                    events.append(self._write(record, masked, counts))
                    if record.source.last:
                        while self._waiting[0] is not record.source.batch:  # a batch without rows
                            yield self._out(self._waiting.popleft(), [])
                        rows, events = events, []
                        yield self._out(self._waiting.popleft(), rows)
            while self._waiting:
                yield self._out(self._waiting.popleft(), [])
        finally:
            if self._decided is not None:
                counts.columns.update(self._decided.told)
            self._counted(counts)
            if counts.withheld:
                why = ", ".join(f"{reason} {number}" for reason, number in counts.reasons.most_common(5))
                _log.warning("%d of %d rows withheld (%s)", counts.withheld, counts.records, why)

    def _records(self, batches: Iterable[Any]) -> Iterator[Record]:
        index = 0
        for batch in batches:
            if self._columns is None:
                columns = Columns(batch.schema, self._settings.fields, wanted_scalars(self._settings.policy))
                if columns.missing:
                    raise UsageError(f"no such column: {', '.join(columns.missing)}")
                self._schema = arrow_rows.with_audit(batch.schema, self._options.audit)
                self._columns = columns
            elif not batch.schema.equals(self._columns.schema):
                raise UsageError("all batches of a stream have one schema")
            opened = self._columns.opened(batch)
            self._waiting.append(opened)
            for row in range(opened.rows):
                yield opened.record(index, row, self._settings.max_record_bytes)
                index += 1

    def _detected(self, groups: Iterator[Group]) -> Generator[tuple[Group, list[Detected]], None, None]:
        detect = partial(detected, detection=self._parts.detection, columns=self._decided)
        if self._parts.workers == 1:
            return ((group, detect(group)) for group in groups)
        return ordered(groups, detect, self._parts.workers, _weight, self._settings.max_record_bytes)

    def _write(self, record: Record, masked: RedactedRecord, counts: Counts) -> list[Event] | None:
        """Write one row into its batch: its events, or None for a withheld one."""
        counts.records += 1
        if masked.withheld is not None:
            reason = masked.withheld.reason
            if self._settings.on_error == "stop":
                raise WithheldError(f"row {record.index} could not be looked at: {reason}")
            counts.withheld += 1
            counts.reasons[reason] += 1
            arrow_rows.withhold(record)
            if self._options.on_withheld:
                self._options.on_withheld(masked.withheld)
            return None
        arrow_rows.write(record, masked.edits)
        counts.look(record, masked.edits)
        for event in masked.events:
            counts.see(event)
            if self._options.on_event:
                self._options.on_event(event)
        return masked.events

    def _out(self, opened: OpenBatch, rows: list[list[Event] | None]) -> Any:
        batch = opened.built()
        if self._options.audit is None:
            return batch
        return arrow_rows.audited(
            batch, self._schema, [None if row is None else [_cell(event) for event in row] for row in rows]
        )


def _weight(group: Group) -> int:
    return sum(len(leaf.text) for record in group.records for leaf in record.leaves)


def _cell(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in arrow_rows.EVENT_TYPE.names}
