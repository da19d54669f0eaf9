"""The redacted batches of one row group, in memory or, when they grow large, in an unnamed temporary file."""

from __future__ import annotations

import contextlib
import mmap
import tempfile
from typing import IO, Any

import pyarrow as pa


class Spool:
    """Collects record batches up to one row group, which Parquet writes column by column.

    Above ``limit`` bytes they lie in a file that has no name (and is gone with the process); the table
    then is a memory map of it. Only redacted batches come here.
    """

    def __init__(self, schema: Any, limit: int) -> None:
        self._schema = schema
        self._limit = limit
        self._batches: list[Any] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._stream: Any = None

    def add(self, batch: Any) -> None:
        self._batches.append(batch)
        self._bytes += batch.nbytes
        if self._bytes > self._limit:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in table() and by close()
                self._stream = pa.ipc.new_stream(self._file, self._schema)
            for each in self._batches:
                self._stream.write_batch(each)
            self._batches.clear()
            self._bytes = 0

    @contextlib.contextmanager
    def table(self) -> Any:
        """The whole row group as one table; the spool is empty afterwards."""
        if self._file is None:
            yield pa.Table.from_batches(self._batches, self._schema)
            self._batches.clear()
            self._bytes = 0
            return
        self._limit, limit = -1, self._limit
        if self._batches:
            self.add(self._batches.pop())
        self._limit = limit
        self._stream.close()
        self._file.flush()
        mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        yield pa.ipc.open_stream(pa.BufferReader(pa.py_buffer(mapped))).read_all()
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = self._stream = None
        self._batches.clear()
        self._bytes = 0
