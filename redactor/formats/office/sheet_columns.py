"""The columns of a sheet: what its header calls them, which of them are chosen, and which values in them are leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from redactor.formats.csv_head import is_head
from redactor.formats.fields import matches, shape, with_key
from redactor.formats.office.document_tables import column_name, head_rows, takes_turns
from redactor.formats.protocol import FormatSettings

#: So many first rows are looked at for a header.
HEAD_ROWS = 6

Row = TypeVar("Row")


class Chosen:
    """Which columns a run has chosen; ``absent`` are the chosen ones that no sheet has had."""

    def __init__(self, settings: FormatSettings) -> None:
        self._settings = settings
        self.absent, self.everything = settings.fields, not settings.fields

    def takes(self, called: str, path: str) -> bool:
        """Is the text of a cell to be read?"""
        if self.everything:
            return True
        met = [
            each for each in self._settings.fields if any(matches([each], one) for one in (with_key("", called), path))
        ]
        self.absent = tuple(each for each in self.absent if each not in met)
        return bool(met)

    def wants(self, path: str, countable: bool) -> bool:
        """Is a value that is no text to be read?"""
        wants = self._settings.scalars
        return wants is not None and wants(shape(path), countable)


class Column:
    """One column: ``called`` by its header or number, the ``path`` of its cells without the row. ``label`` is what a form says
    beside a cell, where no header does."""

    def __init__(self, sheet: int, called: str, chosen: Chosen, label: str | None = None) -> None:
        self.called, self.path = called, with_key(f"sheet{sheet}", called)
        self._chosen, self._wants = chosen, dict[bool, bool]()
        self._named = [self.path] if label is None else [self.path, with_key(f"sheet{sheet}", label)]

    def takes(self, row: int) -> bool:
        """Is the text of its cell in a row to be read?"""
        return self._chosen.everything or self._chosen.takes(self.called, f"{self.path}[{row}]")

    def wants(self, countable: bool) -> bool:
        """Are its numbers (or flags) to be read?"""
        if countable not in self._wants:
            self._wants[countable] = any(self._chosen.wants(f"{path}[1]", countable) for path in self._named)
        return self._wants[countable]


class Columns:
    """The columns of a sheet under a row of titles."""

    def __init__(self, sheet: int, titles: Sequence[str | None], chosen: Chosen) -> None:
        self._sheet, self._titles, self._chosen, self._made = sheet, titles, chosen, dict[int, Column]()

    def beside(self, cells: Sequence[str]) -> Columns:
        """These columns in a row without a header, whose ``cells`` may hold labels of the cells to their right."""
        columns = Columns(self._sheet, self._titles, self._chosen)
        label: str | None = None
        for place, cell in enumerate(cells):
            if cell.strip():
                if label is not None:
                    columns._made[place] = Column(self._sheet, self[place].called, self._chosen, label)
                label = column_name(cell) if is_head(cell) or cell.rstrip().endswith(":") else None
        return columns

    def __getitem__(self, place: int) -> Column:
        found = self._made.get(place)
        if found is None:
            title = self._titles[place] if place < len(self._titles) else None
            found = self._made[place] = Column(self._sheet, title or f"column{place + 1}", self._chosen)
        return found


def titled(
    rows: Iterator[Row], shown: Callable[[Row], Sequence[str]], sheet: int, chosen: Chosen
) -> Iterator[tuple[Row, Columns]]:
    """Each row of a sheet with its columns: the first ones, up to the header, have no titles, and perhaps labels."""
    first = list(islice(rows, HEAD_ROWS))
    texts = [shown(row) for row in first]
    head = 0 if takes_turns(texts) else head_rows(texts)
    above = Columns(sheet, (), chosen)
    below = Columns(sheet, [column_name(cell) for cell in texts[head - 1]] if head else (), chosen)
    for place, row in enumerate(chain(first, rows)):
        yield row, below if head and place >= head else above.beside(shown(row))
