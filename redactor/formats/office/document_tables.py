"""What the columns of a table in a document are called.

Told by the head alone, never by what stands below: a check reads the same tables again with masks in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from redactor.formats.csv_head import LONGEST, in_turns, is_head, is_name

#: Rows above a header that may be titles.
_MOST_TITLES = 5


def column_name(cell: str) -> str | None:
    """The name that a cell of a header gives its column; None for one that may be somebody's data.

    >>> column_name("Home phone"), column_name("ann@example.com"), column_name("[PERSON]")
    ('Home phone', None, None)
    """
    cell = " ".join(cell.split()).rstrip(":").strip()
    if not cell or len(cell) > LONGEST or cell.startswith("[") or not is_name(cell):
        return None
    return cell


def head_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are no data: up to a row of which most cells name fields; 0 where there is none.

    >>> head_rows([["Staff", ""], ["Name", "Phone"], ["Ann", "555 0132"]]), head_rows([["Ann", "Bob"]])
    (2, 0)
    """
    for number, row in enumerate(rows[: _MOST_TITLES + 1]):
        filled = [cell for cell in row if cell.strip()]
        if filled and 2 * sum(map(is_head, filled)) >= len(filled) and (len(filled) > 1 or len(row) == 1):
            return number + 1
        if len(filled) > 1:
            return 0
    return 0


def takes_turns(rows: Sequence[Sequence[str]]) -> bool:
    """Do labels and values take turns in most rows, or in the first and another?

    >>> takes_turns([["Name", "Ann", "Phone", "5550132"]]), takes_turns([["Name", "Town"], ["Ann", "Hull"], ["Bob", "Ely"]])
    (True, False)
    """
    filled = [cells for row in rows if len(cells := [cell for cell in row if cell.strip()]) > 1]
    forms = list(filter(in_turns, filled))
    return bool(forms) and (len(forms) * 2 > len(filled) or (len(forms) > 1 and forms[0] is filled[0]))


def cell_names(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """(row, column) → the name of the field that a cell holds: its column's header, or the label to its left in a form.

    >>> cell_names([["Name", "Phone"], ["Ann", "5550132"]])
    {(1, 0): 'Name', (1, 1): 'Phone'}
    >>> cell_names([["Name:", "Ann"], ["Phone:", "5550132"]])
    {(0, 1): 'Name', (1, 1): 'Phone'}
    """
    labels = [row[0] for row in rows if len(row) == 2 and row[0].strip()]
    form = len(labels) == len(rows) and 2 * sum(map(is_head, labels)) >= len(labels)
    form = (form and bool(rows) and not all(map(is_head, rows[0]))) or takes_turns(rows)
    head = 0 if form else head_rows(rows)
    titles = [column_name(cell) for cell in rows[head - 1]] if head else []
    found = {}
    for number, row in enumerate(rows[head:], head):
        for place in range(len(row)):
            left = row[place - 1] if place else ""
            name = titles[place] if place < len(titles) else None
            if not head and left and (is_head(left) or left.rstrip().endswith(":")):
                name = column_name(left)
            if name is not None:
                found[number, place] = name
    return found
