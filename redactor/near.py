"""Unknown names: which known one was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def meant(word: str, known: Iterable[str]) -> str:
    """What a message about an unknown name ends with: the known one that is nearest to it, whatever its case, if any is.

    >>> meant("PERSN", ["PERSON"]), meant("email", ["EMAIL_ADDRESS", "URL"]), meant("x", ["PERSON"])
    ('; did you mean PERSON?', '; did you mean EMAIL_ADDRESS?', '')
    """
    names = {name.casefold(): name for name in sorted(known, reverse=True)}
    wanted = word.casefold()
    near = difflib.get_close_matches(wanted, names, n=1) or [
        one for one in sorted(names) if len(wanted) > 2 and wanted in one
    ]
    return f"; did you mean {names[near[0]]}?" if near else ""
