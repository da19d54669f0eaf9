"""Columns of sixteen bytes that are UUIDs though no type says so: all their values do (RFC 9562)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

#: One in eight of sixteen random bytes looks like a UUID: fewer values tell nothing.
_FEW = 8
_WIDTH = 16


def uuid_columns(file: Any) -> frozenset[str]:
    """The columns of a ``ParquetFile`` that hold nothing but UUIDs. Text is none: its bytes are below 128."""
    schema = file.schema_arrow
    names = [name for name in schema.names if "." not in name and schema.names.count(name) == 1]
    return frozenset(name for name in names if schema.field(name).type == pa.binary(_WIDTH) and _are_uuids(file, name))


def _are_uuids(file: Any, name: str) -> bool:
    seen = 0
    for batch in file.iter_batches(columns=[name]):
        values = batch.column(0).drop_null()
        data = np.frombuffer(values.buffers()[1] or b"", np.uint8)
        rows = data[values.offset * _WIDTH : (values.offset + len(values)) * _WIDTH].reshape(-1, _WIDTH)
        version, variant = rows[:, 6] >> 4, rows[:, 8] >> 6
        if not (((version >= 1) & (version <= 8) & (variant == 0b10)) | ~rows.any(axis=1)).all():  # all nought: none
            return False
        seen += int(np.count_nonzero(rows.any(axis=1)))
    return seen >= _FEW
