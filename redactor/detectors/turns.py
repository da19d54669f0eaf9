"""Conversations in records: what was said before each turn, so that an answer is read together with its question.

>>> turns([Leaf("messages[0].content", "Your PIN?"), Leaf("messages[1].role", "user"), Leaf("messages[1].content", "4471")])
{2: 'Your PIN?'}
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redactor.records import Leaf

#: So much of a turn's end is a question, and of the next one's beginning its answer, in characters.
QUESTION, ANSWERED = 160, 120
#: Stands between the two, as in a transcript.
SPEAKER = "\n-: "
_ITEM = re.compile(r"\[[0-9]+\]")
_DIGIT = re.compile(r"[0-9]")


def turns(leaves: Sequence[Leaf]) -> dict[int, str]:
    """Place of a leaf → the end of the same field's text in the list's item before it. Only for those that begin with a digit soon:
    what is found by its question alone holds one."""
    before: dict[str, str] = {}
    found: dict[int, str] = {}
    for place, leaf in enumerate(leaves):
        if leaf.scalar is not None or "[" not in leaf.field:
            continue
        field = _ITEM.sub("[]", leaf.field)
        if (said := before.get(field)) and _DIGIT.search(leaf.text, 0, ANSWERED):
            found[place] = said
        before[field] = leaf.text[-QUESTION:]
    return found
