"""What reading a Parquet file will take, as its metadata tell before the first row: a small file may be a bomb."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow.types as pt

from redactor.formats.parquet_arrays import holds

#: Rows decoded at a time, at most.
MOST_ROWS = 1_024
#: What Arrow holds of each column while it reads rows: buffers, and of its data one page and one dictionary, which are
#: rarely larger than this. All columns may take 24 times what a record may take, and always 64 megabytes.
_COLUMN_BYTES, _PAGES_BYTES = 64 * 1024, 2 << 20
_COLUMNS_SHARE, _COLUMNS_FLOOR = 24, 64 << 20
#: What Arrow holds of a column that it reads as a dictionary: its bytes twice, and 160 bytes for each different value.
#: (2,000 columns of 5,000 short values took 1.8 GB.) A value takes five bytes of a chunk at least.
_DICTIONARY_TIMES, _ENTRY_BYTES, _LEAST_VALUE = 2, 160, 5
#: A file whose rows are more than so many, and so many for each of its bytes, is a bomb: a row of nulls takes as long as a byte of prose.
_ROWS_TIMES, _ROWS_FLOOR = 3, 250_000
#: So is one whose texts are so many times its bytes, and more than so many: it would take hours.
_TEXT_TIMES, _TEXT_FLOOR = 1_000, 256 << 20


@dataclass(frozen=True, slots=True)
class ReadingCost:
    """Of a file with the Arrow ``schema`` and the metadata ``meta``; ``limit`` is what a record may take."""

    schema: Any
    meta: Any
    limit: int

    @property
    def _room(self) -> int:
        return max(_COLUMNS_FLOOR, _COLUMNS_SHARE * self.limit)

    def is_too_much(self, size: int) -> bool:
        """Whether no row of a file of ``size`` bytes is to be read."""
        return self._widest() > self._room or bool(self.meta.num_rows > _ROWS_FLOOR + _ROWS_TIMES * size)

    def _widest(self) -> int:
        """Bytes that reading the widest row group takes, about; what is a dictionary by its schema is always read as one."""
        names = {self.schema.names[i] for i, each in enumerate(self.schema) if holds(each.type, pt.is_dictionary)}
        taken = Counter[int]()
        for group, column, chunk in self._chunks():
            taken[group] += _COLUMN_BYTES + min(_PAGES_BYTES, chunk.total_uncompressed_size)
            if column in names:
                taken[group] += _dictionary_bytes(chunk)
        return max(taken.values(), default=0)

    def _chunks(self) -> Iterator[tuple[int, str, Any]]:
        """Each column chunk, with the number of its row group and the name of the column it is in."""
        names = set(self.schema.names)
        for group in range(self.meta.num_row_groups):
            meta = self.meta.row_group(group)
            for i in range(self.meta.num_columns):
                chunk = meta.column(i)
                path = chunk.path_in_schema
                yield group, path if path in names else path.partition(".")[0], chunk

    def dictionary_paths(self, read: frozenset[int]) -> tuple[list[str], int]:
        """What of the columns ``read`` is to be read as dictionaries: a small one, repeated, would expand to gigabytes. And how
        many rows may be read at once.

        Reading so costs memory for each different value of a column chunk, so large chunks, which hold
        most of their values as they are, are read plainly. So are all where the dictionaries together may not fit into
        the room that there is: then so few rows are read at once that they fit, whatever is repeated in them.
        """
        chosen = {self.schema.names[i] for i in read}
        leaves = (self.meta.schema.column(i) for i in range(self.meta.num_columns))
        texts = {leaf.path for leaf in leaves if str(leaf.logical_type) in ("String", "JSON")}
        small: dict[str, bool] = {}
        #: Of each row group: what its dictionaries take, and what one row may expand to.
        held, expanded = Counter[int](), Counter[int]()
        for group, column, chunk in self._chunks():
            if column not in chosen or chunk.path_in_schema not in texts:
                continue
            fits = chunk.has_dictionary_page and chunk.total_uncompressed_size <= self.limit
            small[chunk.path_in_schema] = fits and small.get(chunk.path_in_schema, True)
            if fits:
                held[group] += _dictionary_bytes(chunk)
                expanded[group] += chunk.total_uncompressed_size
        if max(held.values(), default=0) <= self._room:
            return sorted(path for path, fits in small.items() if fits), MOST_ROWS
        return [], max(1, self._room // max(expanded.values()))

    def may_expand(self, paths: list[str]) -> int:
        """Characters that dictionaries may give at most: in each row all that is in them."""
        repeated = (chunk for _, _, chunk in self._chunks() if chunk.path_in_schema in paths)
        return sum(int(chunk.num_values) * int(chunk.total_uncompressed_size) for chunk in repeated)


def most_text(size: int) -> int:
    """So many bytes of text a file of ``size`` bytes may give."""
    return max(_TEXT_FLOOR, _TEXT_TIMES * size)


def _dictionary_bytes(chunk: Any) -> int:
    """What Arrow takes at most to read a column chunk as a dictionary."""
    size = int(chunk.total_uncompressed_size)
    return _DICTIONARY_TIMES * size + _ENTRY_BYTES * min(int(chunk.num_values), size // _LEAST_VALUE)
