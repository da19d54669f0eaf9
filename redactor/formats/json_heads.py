"""Lists in JSON of which the first names the columns of those that follow: ``["name", "phone"]`` and then ``["Ann", "5550132"]``.

>>> under_head('[1].home', ("name", "phone"))
'[1].phone.home'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redactor.detectors.field_names import field_names
from redactor.formats.csv_head import is_head
from redactor.formats.fields import with_index, with_key
from redactor.formats.json_scan import Found
from redactor.formats.protocol import WantsScalar

_ITEM = re.compile(r"\[([0-9]{1,6})\]")
#: The place of a value right in a list, as those who want scalars are asked.
_ANY_ITEM = "[*]"


def head_of(found: Sequence[Found]) -> tuple[str, ...]:
    """The names that a list of texts gives to columns; none where it is no header: all are what headers are made of, without a
    digit, and one of them is the name of a field that the table knows, or both of two."""
    cells, names = tuple(each.text for each in found), field_names()
    flat = all(each.path == with_index("", at) and not each.literal for at, each in enumerate(found))
    if len(cells) < 2 or not flat or not all(map(is_head, cells)) or any(map(str.isdigit, "".join(cells))):
        return ()
    named = sum(names.named(cell) is not None for cell in cells)
    return cells if named and (named == 2 or len(cells) > 2) else ()


def under_head(path: str, head: Sequence[str]) -> str:
    """The path of a value in a row, with the name of its column."""
    item = _ITEM.match(path)
    if item is None or int(item[1]) >= len(head):
        return path
    rest = path[item.end() :]
    return with_key(item[0], head[int(item[1])]) + (rest if rest[:1] in (".", "[", "{", "") else f".{rest}")


def wanted_under(head: Sequence[str], wanted: WantsScalar | None) -> WantsScalar | None:
    """``wanted``, asked of every column where it is asked of any item of a row."""
    if not head or wanted is None:
        return wanted
    paths = [_ANY_ITEM, *(with_key(_ANY_ITEM, name) for name in dict.fromkeys(head))]

    def asked(path: str, countable: bool) -> bool:
        return any(wanted(one, countable) for one in (paths if path == _ANY_ITEM else (path,)))

    return asked
