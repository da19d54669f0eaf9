"""Commands written as lists, whose options stand before their values: ``["--password", "hunter2"]`` in Docker's and Kubernetes' files.

>>> from redactor.detectors.field_names import field_names
>>> [pair.path for pair in option_pairs([Leaf("args[0]", "--password"), Leaf("args[1]", "hunter2")], field_names())]
['args["--password"]']
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from redactor.detectors.field_names import FieldNames
from redactor.detectors.names_beside import Pair
from redactor.records import Leaf

_OPTION = re.compile(r"--?[A-Za-z][\w-]{1,60}")
_ITEM = re.compile(r"(.*)\[([0-9]{1,6})\]", re.DOTALL)


def option_pairs(leaves: Sequence[Leaf], names: FieldNames) -> Iterator[Pair]:
    """An option of a command and the item behind it, but for names: things have them, too (``--name web``)."""
    for name, value in pairwise(range(len(leaves))):
        option = leaves[name].text
        if not _OPTION.fullmatch(option) or leaves[value].text.startswith("-"):
            continue
        here, behind = _ITEM.fullmatch(leaves[name].field), _ITEM.fullmatch(leaves[value].field)
        if here is None or behind is None or here[1] != behind[1] or int(behind[2]) != int(here[2]) + 1:
            continue
        path = f"{here[1]}[{json.dumps(option)}]"
        if (named := names.named(path)) and named.label != "PERSON":
            yield Pair(name, value, path)
