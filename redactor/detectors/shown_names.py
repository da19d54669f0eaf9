"""Names of fields as messages and audits may show them: values in them masked. Cheap to import: most names need no pattern."""

from __future__ import annotations

import re
from functools import lru_cache

#: No value that can be proven is without any of these.
_MAY_HOLD = re.compile(r"[@:]|\d(?:\D*\d){3}").search


@lru_cache(maxsize=4_096)
def shown(name: str) -> str:
    """``name`` as it may be shown beside what it names: all in it masked that surely is a value.

    >>> shown("bob@example.com"), shown("mail of bob@example.com"), shown("street_2")
    ('[EMAIL_ADDRESS]', 'mail of [EMAIL_ADDRESS]', 'street_2')
    """
    if _MAY_HOLD(name) is None:
        return name
    from redactor.detectors.proven import masked  # it takes a tenth of a second

    return masked(name)
